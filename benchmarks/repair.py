"""How well repair does, in one table: words mended, words broken, good text left alone, doubts found, speed.

    python benchmarks/repair.py [PAIRS.jsonl...]

PAIRS are lines `{"doc", "config", "ocr", "truth"}`, as `training/pages.py` makes them; without any, the pages
in `../shared/data/dev/ocr` are taken. Clean text is read from `../shared/data/dev`. What is not there is left
out and named. Words of a page are counted as a bag, since the reading order of a PDF and of an OCR engine
differ; intervals are drawn by document (95 %, bootstrap).
"""

from __future__ import annotations

import json
import random
import re
import resource
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from ocr.repair import Repaired, repair

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
DEV_PAIRS = SHARED / "data" / "dev" / "ocr" / "pairs_dev.jsonl"
CLEAN = SHARED / "data" / "dev" / "goteborg_2023_2024.tar.xz"
PROTOCOLS = "protokoll_txt/"
MARKED = frozenset("åäöÅÄÖ")
QUOTES = str.maketrans({"“": "”", "„": "”", "’": "'", "–": "-", "—": "-", "\xad": ""})
PUNCTUATION = re.compile(r"[^\w-]")
DRAWS = 1000
# The name is known to nobody, so that the tagger is asked.
LOADS_ALL = "Socialndmnden godkdnner forvaltningens rapport dver arbetet vid Vikasjobadsvagen."


@dataclass(slots=True)
class Tally:
    """Counts of one page or of many."""

    words: int = 0
    wrong_before: int = 0
    wrong_after: int = 0
    marked: int = 0
    marked_right: int = 0
    small: int = 0
    small_right: int = 0
    right: int = 0
    broken: int = 0
    reviewed: int = 0
    errors: int = 0
    errors_reviewed: int = 0
    marked_errors: int = 0
    marked_errors_reviewed: int = 0
    changes: list[tuple[float, bool]] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))


def tokens(text: str) -> list[str]:
    return text.translate(QUOTES).split()


def tallied(ocr: str, truth: str, result: Repaired) -> Tally:
    """Compare one page before and after with its truth."""
    before, after, want = tokens(ocr), tokens(result.text), tokens(truth)
    have, wanted = Counter(after), Counter(want)
    tally = Tally(
        words=len(want),
        wrong_before=(wanted - Counter(before)).total(),
        wrong_after=(wanted - have).total(),
        right=(wanted & Counter(before)).total(),
        errors=(have - wanted).total(),
    )
    for word, n in wanted.items():
        if MARKED & set(word):
            tally.marked += n
            tally.marked_right += min(n, have[word])
            if word.strip('.,;:()”"').islower():
                tally.small += n
                tally.small_right += min(n, have[word])
    for op in Levenshtein.opcodes(before, after):
        if op.tag != "equal":
            gone, come = before[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
            tally.broken += max(0, sum(w in wanted for w in gone) - sum(w in wanted for w in come))
    wrong = have - wanted
    marked = {word for word in wrong if _is_marked_error(word, wanted - have)}
    tally.marked_errors = sum(wrong[word] for word in marked)
    _judge_ledger(tally, ocr, result, wrong, marked, wanted)
    return tally


def _is_marked_error(word: str, missing: Iterable[str]) -> bool:
    """Whether a wrong word holds an å, ä or ö, or the one nearest to it of those that are missing does.

    Words that differ in their punctuation only are none.
    """
    near = min(missing, key=lambda other: Levenshtein.distance(word, other), default="")
    if Levenshtein.distance(word, near) > max(2, len(word) // 3):
        near = ""
    letters, others = (PUNCTUATION.sub("", some) for some in (word, near))
    return letters != others and bool(MARKED & set(letters + others))


def _judge_ledger(
    tally: Tally, ocr: str, result: Repaired, wrong: Counter[str], marked: set[str], wanted: Counter[str]
) -> None:
    """Which errors wait in review, and how sure the applied changes were."""
    for change in result.ledger:
        start = max(ocr.rfind(blank, 0, change.start) for blank in " \n\t") + 1
        ends = [at for blank in " \n\t" if (at := ocr.find(blank, change.end)) >= 0]
        end = min(ends, default=len(ocr))
        if change.state == "review":
            tally.reviewed += 1
            for token in tokens(ocr[start:end]):
                if wrong[token] > 0:
                    wrong[token] -= 1
                    tally.errors_reviewed += 1
                    tally.marked_errors_reviewed += token in marked
                    break
        elif change.state == "applied":
            made = tokens(ocr[start : change.start] + change.after + ocr[change.end : end])
            tally.changes.append((change.confidence, bool(made) and made[0] in wanted))


def interval(by_document: Sequence[Tally], top: str, bottom: str) -> str:
    """A share in per cent with its interval, drawing documents with replacement."""
    chance = random.Random(1)
    total = sum(by_document, Tally())
    share = 100 * getattr(total, top) / max(1, getattr(total, bottom))
    if len(by_document) < 3:
        return f"{share:6.2f}"
    drawn = sorted(
        100 * sum(getattr(t, top) for t in some) / max(1, sum(getattr(t, bottom) for t in some))
        for some in (chance.choices(by_document, k=len(by_document)) for _ in range(DRAWS))
    )
    return f"{share:6.2f}  ({drawn[DRAWS // 40]:.2f}-{drawn[-DRAWS // 40 - 1]:.2f})"


def pages(path: Path) -> None:
    """The table for one file of pairs."""
    by_document: dict[str, Tally] = {}
    spent = 0.0
    repair(LOADS_ALL)  # what is loaded once is measured apart
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        start = time.process_time()
        result = repair(pair["ocr"])
        spent += time.process_time() - start
        tally = tallied(pair["ocr"], pair["truth"], result)
        by_document[pair["doc"]] = by_document.get(pair["doc"], Tally()) + tally
    documents = list(by_document.values())
    total = sum(documents, Tally())
    print(f"\n{path.name}: {len(documents)} documents, {total.words} words")
    for name, top, bottom in (
        ("wrong words before, %", "wrong_before", "words"),
        ("wrong words after, %", "wrong_after", "words"),
        ("å/ä/ö words right, %", "marked_right", "marked"),
        ("  of the lower-case ones, %", "small_right", "small"),
        ("right words broken, %", "broken", "right"),
        ("words in review, %", "reviewed", "words"),
        ("  of all remaining errors, %", "errors_reviewed", "errors"),
        ("  of those in å/ä/ö words, %", "marked_errors_reviewed", "marked_errors"),
    ):
        print(f"  {name:34s} {interval(documents, top, bottom)}")
    print(f"  {'words/s (of processor time)':34s} {total.words / spent:6.0f}")
    _calibration(total.changes)


def _calibration(changes: Sequence[tuple[float, bool]]) -> None:
    """How often applied changes of a confidence give a word that the page holds."""
    print("  confidence of applied changes       said    held       n")
    edges = (0.0, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.01)
    for low, high in pairwise(edges):
        some = [(p, ok) for p, ok in changes if low <= p < high]
        if some:
            said = sum(p for p, _ in some) / len(some)
            held = sum(ok for _, ok in some) / len(some)
            print(f"    {low:5.3f} to {min(high, 1):5.3f} {'':15s} {said:6.4f}  {held:6.4f}  {len(some):6d}")


def clean(texts: Iterable[str]) -> None:
    """False changes on clean text, by the size of the pieces."""
    whole = "\n".join(texts)
    print("\nclean text: changes made in pieces of")
    for size in (100_000, 500, 200):
        words = changed = touched = 0
        start = time.perf_counter()
        for at in range(0, len(whole), size):
            result = repair(whole[at : at + size])
            words += len(result.raw.split())
            changed += sum(c.state == "applied" for c in result.ledger)
            touched += result.verdict == "damaged"
        speed = words / (time.perf_counter() - start)
        print(
            f"  {size:7d} characters: {changed} in {words} words ({touched} pieces called damaged), "
            f"{speed:.0f} words/s"
        )


def protocols(archive: Path) -> Iterator[str]:
    """Protocols whose text no part of the lexicon has seen."""
    with tarfile.open(archive) as tar:
        for member in tar:
            if PROTOCOLS in member.name and (file := tar.extractfile(member)):
                yield file.read().decode("utf-8")


def start_up() -> None:
    """Time and memory of a fresh process that repairs one line."""
    code = (
        "import time; t = time.perf_counter(); from ocr.repair import repair; "
        f"repair({LOADS_ALL!r}); "
        "print(time.perf_counter() - t)"
    )
    took = float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    print(f"start and first line: {took:.2f} s")


def main() -> None:
    start_up()
    for path in [Path(p) for p in sys.argv[1:]] or [DEV_PAIRS]:
        if path.is_file():
            pages(path)
        else:
            print(f"left out: {path} is not here")
    if CLEAN.is_file():
        clean(protocols(CLEAN))
    else:
        print(f"left out: {CLEAN} is not here")
    print(f"\nmemory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
