"""How well repair does, in one run: words mended, words broken, good text left alone, doubts found, cost.

    python -m benchmarks.repair [--quick] [--peers symspell,hunspell,swe] [--fonts FOLDER...] [PAIRS.jsonl...]

Four sets of pages are measured (`benchmarks/sheets.py`): real pages of Nacka, pages of other PDFs as scans,
text set in typefaces that nothing was learned from, and pages read with the models of other languages. Beside
repair stand SymSpell, hunspell and Tesseract with the Swedish model, on the same pages. PAIRS, lines `{"doc",
"config", "ocr", "truth"}` as `training/pages.py` writes them, take the place of the four. What is not there
is left out, by name. `--quick` makes no pages and asks no peers.

Words of a page are counted as a bag (`benchmarks/words.py`); intervals (95 %) are drawn by document, or by
page where the documents are fewer than three. Speed is words by processor time.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rapidfuzz.distance import Levenshtein

from benchmarks import footprint, peers, sheets
from benchmarks.reliability import Judged, bins, expected_error, judged
from benchmarks.sheets import Sheet
from benchmarks.words import MARKED, Counts, broken, counted, interval, share, tokens, total
from ocr import tagger, tesseract
from ocr.ledger import Offsets
from ocr.repair import Repaired, repair
from ocr.spans import Span

FOLDER = Path(tempfile.gettempdir()) / "klubbat-bench-repair"
PEERS = ("symspell", "hunspell", "swe")
CLEAN_SAMPLE = 60_000  # characters of clean text that the peers are given
SYMSPELL, HUNSPELL, REREAD = "SymSpell over wordfreq", "hunspell, first suggestion", "tesseract -l swe"
COLUMNS = (("wrong", "words", 8), ("marked_right", "marked", 12), ("small_right", "small", 12),
           ("broken", "right", 10))  # fmt: skip
REREAD_PAGES = 3  # on which its speed is taken
STATES = ("applied", "review")
BLANK = re.compile(r"\s")
RUN = re.compile(r"\S+")
NO_LETTER = re.compile(r"[^\w-]|\d")
Way = Callable[[Sheet], str]


@dataclass(frozen=True, slots=True)
class Result:
    """A page and what repair made of it."""

    sheet: Sheet
    repaired: Repaired
    counts: Counts
    lines: tuple[Judged, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("pairs", nargs="*", type=Path)
    parser.add_argument("--quick", action="store_true", help="make no pages, ask no peers")
    parser.add_argument("--peers", default=",".join(PEERS), help="of symspell, hunspell, swe")
    parser.add_argument("--fonts", nargs="*", type=Path, default=[], help="folders beside /usr/share/fonts")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where pages that were made are kept")
    parser.add_argument("--seed", type=int, default=sheets.SEED, help="another makes other pages")
    parser.add_argument("--workers", type=int, default=2, help="pages that are made at once")
    parser.add_argument("--hunspell-seconds", type=float, default=20.0, help="given to new words of each set")
    args = parser.parse_args()
    args.speller = None
    args.speeds = {}
    wall, processor = footprint.first_line()
    print(f"load and first line: {wall:.2f} s by the clock, {processor:.2f} s of a processor (best of three)")
    print(f"data files shipped: {footprint.shipped():.1f} MB")
    repair(footprint.LOADS_ALL)  # what is loaded once was timed above
    found = sets(args)
    ways = {} if args.quick else asked_peers(args)
    everything: list[Judged] = []
    for name, pages in found:
        everything += measured(name, pages, ways, args.speeds)
    if speller := args.speller:
        speller.save()
        print(f"\nhunspell: {speller.per_word():.2f} s of a processor for each word that it does not know")
    if everything:
        print("\nconfidence, all sets together")
        reliability(everything)
    if not sheets.PROTOCOLS.is_file():
        print(f"left out: {sheets.PROTOCOLS} is not here")
        return
    texts = [text for _, text in sheets.protocols(sheets.PROTOCOLS)]
    clean("protocols of Göteborg", texts, ways)
    clean("the other PDFs", ["\n".join(pages) for _, pages in sheets.papers()], {})
    held = "\f".join(texts) + "\f" + "\f".join(page.ocr for _, pages in found for page in pages)
    print(f"\nmemory at most, {len(held.split())} words clean and damaged: {footprint.memory(held)} MB")


def asked_peers(args: argparse.Namespace) -> dict[str, Way]:
    """The peers that were asked for and are there."""
    ways: dict[str, Way] = {}
    for line in peers.missing():
        print(f"left out: {line}")
    wanted = args.peers.split(",")
    if "symspell" in wanted and (corrected := peers.symspell()):
        ways[SYMSPELL] = lambda page: corrected(page.ocr)
    if "hunspell" in wanted and not any(line.startswith("hunspell") for line in peers.missing()):
        args.speller = peers.Hunspell(args.folder / "hunspell.json", args.hunspell_seconds)
        ways[HUNSPELL] = lambda page: args.speller.page(page.ocr)
    if "swe" in wanted and sheets.PAIRS.is_file():
        args.speeds[REREAD] = sheets.reading_speed(sheets.scanned_jobs()[:REREAD_PAGES])
        ways[REREAD] = lambda page: page.swe
    return ways


def sets(args: argparse.Namespace) -> list[tuple[str, list[Sheet]]]:
    """The sets of pages that can be had, each with a name; those that cannot are named."""
    if args.pairs:
        return [(path.name, sheets.given(path)) for path in args.pairs]
    if not sheets.PAIRS.is_file():
        print(f"left out: {sheets.PAIRS} is not here")
        return []
    workers = args.workers
    installed = tesseract.probe()
    if installed is None or not {"eng", "swe"} <= set(installed.languages):
        print("left out: Tesseract with eng and swe is not here; no pages are made")
        workers = 0
    if args.quick:
        workers = 0
    fonts = sheets.typefaces([Path("/usr/share/fonts"), *args.fonts])
    print(f"typefaces for new pages: {len(fonts)} of {len(sheets.TYPEFACES)} are here")
    found = []
    others = [name for name in sheets.OTHER_MODELS if installed and name in installed.languages]
    for name in sheets.OTHER_MODELS:
        if name not in others:
            print(f"left out: pages read with the model `{name}` (apt-get install tesseract-ocr-{name})")
    for name, jobs in (
        ("pairs: Nacka 2018", sheets.pairs_jobs()),
        ("scanned: other PDFs", sheets.scanned_jobs(args.seed)),
        ("drawn: Göteborg 2023-2024 in new typefaces", sheets.drawn_jobs(fonts, args.seed) if fonts else []),
        (f"others: scanned, read with {', '.join(others)}", sheets.other_jobs(others)),
    ):
        kept = name.split(":")[0]
        if args.seed != sheets.SEED and kept in ("scanned", "drawn"):
            kept += f"-{args.seed}"
        pages = sheets.made(jobs, args.folder / f"{kept}.jsonl", workers)
        if not pages and name.startswith("pairs"):
            pages = sheets.given(sheets.PAIRS)
        if pages:
            found.append((name, pages))
        if len(pages) < len(jobs):
            print(f"left out: {len(jobs) - len(pages)} pages of the set {name}, which are not made yet")
    return found


def measured(
    name: str, pages: Sequence[Sheet], ways: Mapping[str, Way], speeds: Mapping[str, float]
) -> list[Judged]:
    """Print the tables of one set; its ledger lines, judged."""
    first = [timed(page.ocr) for page in pages]
    second = [timed(page.ocr) for page in pages]
    results = [of_page(page, run.repaired) for page, run in zip(pages, second, strict=True)]
    groups = by_document(pages, [result.counts for result in results])
    words = sum(result.counts["words"] for result in results)
    documents = len({page.doc for page in pages})
    print(f"\n{name}: {documents} documents, {len(pages)} pages, {words} words")
    print(f"  {'%':26s}  wrong  å/ä/ö right  lower-case  broken  words/s")
    row("as read", [counted(page.truth, page.ocr) for page in pages])
    row("klubbat", groups, speed(first))
    row("  95 %, by document", groups, spread=True)
    for peer, way in ways.items():
        asked = time.process_time()
        done = list(answers(pages, way))
        took = time.process_time() - asked
        if done:
            if len(done) < len(pages):
                print(f"  on {len(done)} of the pages:")
                row("klubbat", [r.counts for r in results if r.sheet in {page for page, _ in done}])
            read = sum(len(page.ocr.split()) for page, _ in done)
            rate = read / took if peer == SYMSPELL else speeds.get(peer)
            row(peer, [counted(p.truth, t) + broken(p.truth, p.ocr, t) for p, t in done], rate)
    print()
    for what, top, bottom in (
        ("words in review, %", "reviewed", "words"),
        ("  of all remaining errors, %", "errors_reviewed", "errors"),
        ("  of those in å/ä/ö words, %", "marked_errors_reviewed", "marked_errors"),
        ("changed when repaired again, %", "again", "words"),
    ):
        print(f"  {what:32s} {cell(groups, top, bottom):>7s} {spread_of(groups, top, bottom)}")
    print(f"  words/s: {speed(first):.0f} at first, {speed(second):.0f} a second time")
    alone = [(once, again) for once, again in zip(first, second, strict=True) if not once.asked]
    if alone:
        rates = (f"{speed(runs):.0f}" for runs in zip(*alone, strict=True))
        print("    on {} pages without a question to the tagger: {}, then {}".format(len(alone), *rates))
    causes(results)
    lines = [line for result in results for line in result.lines]
    off = (f"{expected_error([x for x in lines if x.change.state == state]):.4f}" for state in STATES)
    print("  confidence off by {} (applied), {} (review) on the mean".format(*off))
    return lines


@dataclass(frozen=True, slots=True)
class Run:
    """What repair made of a text, in how many seconds of a processor, and of how many words it asked the
    tagger."""

    repaired: Repaired
    seconds: float
    asked: int


def timed(text: str) -> Run:
    with mock.patch.object(tagger, "considered", side_effect=tagger.considered) as asking:
        begun = time.process_time()
        repaired = repair(text)
        seconds = time.process_time() - begun
    return Run(repaired, seconds, sum(len(call.args[1]) for call in asking.call_args_list))


def speed(runs: Sequence[Run]) -> float:
    """Words per second of a processor."""
    return sum(len(run.repaired.raw.split()) for run in runs) / sum(run.seconds for run in runs)


def of_page(page: Sheet, result: Repaired) -> Result:
    again = repair(result.text)
    counts = counted(page.truth, result.text) + broken(page.truth, page.ocr, result.text)
    counts["again"] = sum(change.state == "applied" for change in again.ledger)
    have, wanted = Counter(tokens(result.text)), Counter(tokens(page.truth))
    wrong, missing = have - wanted, wanted - have
    why = {word: cause(word, missing) for word in wrong}
    counts["errors"] = wrong.total()
    counts["marked_errors"] = sum(n for word, n in wrong.items() if why[word] in MARKED_CAUSES)
    for word, n in wrong.items():
        counts[why[word]] += n
    offsets = Offsets(result.ledger)
    places = {
        match.span()
        for change in result.ledger
        if change.state == "review"
        for place in [whole_words(result.text, offsets.to_text(Span(change.start, change.end)))]
        for match in RUN.finditer(result.text, *place)
    }
    for start, end in places:
        counts["reviewed"] += 1
        for word in tokens(result.text[start:end]):
            if wrong[word] > 0:
                wrong[word] -= 1
                counts["errors_reviewed"] += 1
                counts["marked_errors_reviewed"] += why[word] in MARKED_CAUSES
    return Result(page, result, counts, tuple(judged(result, page.truth)))


def whole_words(text: str, span: Span) -> Span:
    """The span widened to the blanks around."""
    start, after = span.start, BLANK.search(text, span.end)
    while start and not text[start - 1].isspace():
        start -= 1
    return Span(start, after.start() if after else len(text))


MARKED_CAUSES = ("å/ä/ö in a name or heading", "å/ä/ö in another word")
CAUSES = (*MARKED_CAUSES, "other letters", "punctuation or digits only", "nothing on the page is near")


def cause(word: str, missing: Iterable[str]) -> str:
    """Why a word is wrong, judged by the nearest of those that are missing."""
    near = min(missing, key=lambda other: Levenshtein.distance(word, other), default="")
    if not near or Levenshtein.distance(word, near) > max(2, len(word) // 3):
        return CAUSES[4]
    ours, theirs = (NO_LETTER.sub("", some) for some in (word, near))
    if ours == theirs:
        return CAUSES[3]
    if MARKED & set(ours + theirs):
        return CAUSES[1] if theirs.islower() else CAUSES[0]
    return CAUSES[2]


def causes(results: Sequence[Result]) -> None:
    """Remaining errors by cause."""
    counts = total([result.counts for result in results])
    print(f"  remaining errors: {counts['errors']}")
    for name in sorted(CAUSES, key=lambda name: -counts[name]):
        print(f"    {name:34s} {counts[name]:5d}")


def by_document(pages: Sequence[Sheet], counts: Sequence[Counts]) -> list[Counts]:
    """The counts of each document; of each page where there are too few documents to draw from."""
    few = len({page.doc for page in pages}) < 3
    groups: dict[tuple[str, int], list[Counts]] = {}
    for page, some in zip(pages, counts, strict=True):
        groups.setdefault((page.doc, page.page if few else 0), []).append(some)
    return [total(some) for some in groups.values()]


def answers(pages: Sequence[Sheet], way: Way) -> Iterator[tuple[Sheet, str]]:
    """What a peer makes of the pages, as far as it comes in its time."""
    for page in pages:
        try:
            text = way(page)
        except peers.OutOfTime:
            return
        if text:
            yield page, text


def row(name: str, groups: Sequence[Counts], speed: float | None = None, *, spread: bool = False) -> None:
    cells = []
    for top, bottom, width in COLUMNS:
        text = spread_of(groups, top, bottom, short=True) if spread else cell(groups, top, bottom)
        cells.append(f"{text if total(groups)[bottom] else '':>{width}s}")
    print(f"  {name:26s}{''.join(cells)}" + (f"{speed:9.0f}" if speed else ""))


def cell(groups: Sequence[Counts], top: str, bottom: str) -> str:
    return f"{share(total(groups), top, bottom):.2f}"


def spread_of(groups: Sequence[Counts], top: str, bottom: str, *, short: bool = False) -> str:
    drawn = interval(groups, top, bottom)
    if drawn is None:
        return ""
    return f"{drawn[0]:.1f}-{drawn[1]:.1f}" if short else f"({drawn[0]:.2f}-{drawn[1]:.2f})"


def reliability(lines: Sequence[Judged]) -> None:
    """How often words are right that are said to be so with a certain confidence."""
    for state in STATES:
        some = [line for line in lines if line.change.state == state]
        print(f"  confidence, {state:8s}     said    held      n  off by {expected_error(some):.4f}")
        for low, high, said, held, n in bins(some):
            print(f"    {low:5.3f} to {high:5.3f}      {said:6.4f}  {held:6.4f}  {n:5d}")


def clean(name: str, texts: Sequence[str], ways: Mapping[str, Way]) -> None:
    """False changes on clean text, by the size of the pieces."""
    whole = "\n".join(texts)
    print(f"\nclean text, {name:22s} changes     words   called damaged   words/s")
    for size in (100_000, 500, 200):
        words = changed = touched = 0
        begun = time.process_time()
        for at in range(0, len(whole), size):
            result = repair(whole[at : at + size])
            words += len(result.raw.split())
            changed += sum(c.state == "applied" for c in result.ledger)
            touched += result.verdict == "damaged"
        speed = words / (time.process_time() - begun)
        print(f"  in pieces of {size:7d} letters {changed:12d} {words:9d} {touched:16d} {speed:9.0f}")
    sample = whole[: whole.index(" ", CLEAN_SAMPLE)]
    for peer, way in ways.items():
        page = Sheet("clean", 0, "", sample, sample, "")
        done = list(answers([page], way))
        for _, text in done:
            changed = sum(a != b for a, b in zip(sample.split(), text.split(), strict=True))
            print(f"  {peer:28s} {changed:12d} {len(sample.split()):9d}")


if __name__ == "__main__":
    main()
