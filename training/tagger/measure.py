"""How well the tagger does, alone and beside the channel.

    python -m training.tagger.measure PAIRS.jsonl --fixed FIXED.jsonl [--model tagger.onnx] [--channel]

PAIRS holds a line a page, `{"ocr", "truth"}`; FIXED gets `{"text"}` lines, the text with every change made
that the tagger holds likelier than not. Prints, by the tagger's confidence, how many words there are and
how many are wrong; with `--channel` the same where the channel agrees and where it does not; and words a
second on one core. The truth of a word is what aligning the page with its truth says, so a little of what
counts as wrong is the alignment's doing; what was read as something else entirely is left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from ocr import tagger
from ocr.ledger import Offsets
from ocr.repair import repair
from ocr.spans import Span
from training.tagger import text as texts
from training.tagger.labels import labels, mended

BANDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.01)
ONE_IN = (1, 10, 20, 50)
DIACRITICS = frozenset("åäöÅÄÖ")


def use(model: bytes) -> None:
    """Let `ocr.tagger` read with this model instead of the shipped one."""
    chosen = tagger.loaded(model)
    tagger._model = lambda: chosen  # type: ignore[assignment]  # this process only


def applied(text: str, spans: Sequence[Span], opinions: Sequence[tagger.Opinion], least: float = 0.5) -> str:
    """The text with the tagger's readings in place of all words it is that sure of."""
    out, at = [], 0
    for span, opinion in zip(spans, opinions, strict=True):
        if opinion.probability > least:
            out += [text[at : span.start], opinion.reading]
            at = span.end
    return "".join([*out, text[at:]])


def truths(ocr: str, truth: str, spans: Sequence[Span]) -> list[str | None]:
    """What each word should read; None where it is not known."""
    wanted = labels(ocr, truth)
    known = set(truth.split())
    out: list[str | None] = []
    for span in spans:
        piece = slice(span.start, span.end)
        word = mended(ocr[piece], wanted[piece])
        out.append(word if all(part in known for part in word.split()) else None)
    return out


def channel_words(ocr: str, spans: Sequence[Span]) -> list[str]:
    """What the channel makes of each word when it cannot ask the tagger."""
    with mock.patch.object(tagger, "available", return_value=False):
        repaired = repair(ocr)
    offsets = Offsets(repaired.ledger)
    return [repaired.text[slice(*offsets.to_text(span))] for span in spans]


def false_changes(folder: Path, documents: int = 60) -> str:
    """How many words of sound, held-out text the tagger would change, by how sure it has to be."""
    counts: Counter[float] = Counter()
    total = 0
    for path in sorted(folder.glob("*.txt")):
        held = [d for d in texts.documents(path) if d.held_out][:documents]
        for text in (d.text[:6000] for d in held):
            spans = tagger.words(text)
            total += len(spans)
            for span, opinion in zip(spans, tagger.opinions(text, spans), strict=True):
                if opinion.reading != text[span.start : span.end]:
                    counts.update(edge for edge in BANDS if opinion.probability > edge)
    changes = ", ".join(f"{n} at p > {edge}" for edge, n in sorted(counts.items()))
    return f"sound text: {total} words, changed {changes}"


def speeds(pages: Sequence[str]) -> str:
    """Words of running text in a second of a processor, where one in so many of them is asked about."""
    said = []
    for one_in in ONE_IN:
        begun, words = time.process_time(), 0
        for page in pages:
            spans = tagger.words(page)
            words += len(spans)
            tagger.opinions(page, spans[::one_in])
        said.append(f"{words / (time.process_time() - begun):,.0f} where one in {one_in} is asked")
    return f"words/s of a processor: {', '.join(said)}"


def band(p: float) -> str:
    i = max(i for i, edge in enumerate(BANDS[:-1]) if p >= edge)
    return f"{BANDS[i]:.3f}-{min(1.0, BANDS[i + 1]):.3f}"


def table(title: str, counts: Counter[tuple[str, str]]) -> None:
    print(title)
    total = sum(n for (_, what), n in counts.items() if what == "n")
    for name in sorted({name for name, _ in counts}):
        n, wrong = counts[name, "n"], counts[name, "wrong"]
        print(
            f"  {name:28s} {n:7d} words ({100 * n / total:5.2f} %)"
            f"  wrong {wrong:5d} ({100 * wrong / n:6.3f} %)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--fixed", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--channel", action="store_true")
    parser.add_argument(
        "--clean", type=Path, help="a folder of training texts: count changes to held-out ones"
    )
    args = parser.parse_args()
    if args.model:
        use(args.model.read_bytes())
    rows = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").splitlines()]
    tagger.opinions("En rad att värma sig på.", [Span(0, 2)])
    by_band: Counter[tuple[str, str]] = Counter()
    by_word: Counter[tuple[str, str]] = Counter()
    agreed: Counter[tuple[str, str]] = Counter()
    fixed = []
    for row in rows:
        text = row["ocr"]
        spans = tagger.words(text)
        opinions = tagger.opinions(text, spans)
        fixed.append({"text": applied(text, spans, opinions)})
        channel = channel_words(text, spans) if args.channel else [None] * len(spans)
        for truth, opinion, other in zip(truths(text, row["truth"], spans), opinions, channel, strict=True):
            if truth is None or not any(c.isalpha() for c in truth):
                continue
            wrong = opinion.reading != truth
            kind = "å/ä/ö words" if DIACRITICS & set(truth) else "other words"
            for counts, name in ((by_band, band(opinion.probability)), (by_word, kind)):
                counts[name, "n"] += 1
                counts[name, "wrong"] += wrong
            if other is not None and (DIACRITICS & set(truth) or truth != other or wrong):
                sure = "sure" if opinion.probability > 0.98 else "unsure"
                if other == opinion.reading:
                    names = {f"agree, tagger {sure}": wrong}
                else:
                    names = {f"differ {sure}: tagger": wrong, f"differ {sure}: channel": other != truth}
                for name, bad in names.items():
                    agreed[name, "n"] += 1
                    agreed[name, "wrong"] += bad
    table("by the tagger's confidence", by_band)
    table("by word", by_word)
    if args.channel:
        table("beside the channel (å/ä/ö words, and words that either got wrong)", agreed)
    print(speeds([row["ocr"] for row in rows]))
    if args.clean:
        print(false_changes(args.clean))
    if args.fixed:
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in fixed)
        args.fixed.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
