"""Batches for training: pages drawn, damaged, aligned and cut into windows, by a process of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from random import Random

import numpy as np

from ocr import glyphs
from ocr.spans import Span
from training.tagger import text as texts
from training.tagger.channel import Channels, page_in_parts
from training.tagger.labels import KEEP, labels, mended
from training.tagger.made_names import first_names

# How often each file is drawn from; a file that is not named here weighs 0.1.
WEIGHTS = {
    "goteborg_handlingar": 0.36,
    "goteborg_debatter": 0.12,
    "regeringen": 0.24,
    "riksdagen": 0.25,
    "msb": 0.03,
}
SCANNED_SHARE = 0.2  # of the pages are read pages as they are, the others are damaged here
WINDOW = 512
PAGE = 2000
UNREADABLE = 0.15  # share of words beyond mending from which a read page is no use


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays (windows, WINDOW) and `page` (windows, watched); `labels` is -1 where nothing is learned."""

    glyphs: glyphs.Ints
    trigrams: glyphs.Ints
    fivegrams: glyphs.Ints
    words: glyphs.Ints
    page: glyphs.Floats
    labels: glyphs.Ints


def scanned(paths: list[Path]) -> list[tuple[str, str]]:
    """The (ocr, truth) pages that `training.tagger.scans` wrote, without those that nobody could mend."""
    pages = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            truth = Counter(row["truth"].split())
            best = Counter(mended(row["ocr"], labels(row["ocr"], row["truth"])).split())
            if (truth - best).total() < UNREADABLE * truth.total():
                pages.append((row["ocr"], row["truth"]))
    return pages


class Pages:
    """Draws (ocr, truth) pages without end."""

    def __init__(self, folder: Path, scans: list[Path], names: Path | None = None, *, held_out: bool) -> None:
        self.scans = scanned(scans)
        self.channels = Channels(self.scans)
        self.files = [
            ([d for d in texts.documents(path) if d.held_out == held_out], weight(path))
            for path in sorted(folder.glob("*.txt"))
        ]
        elected = texts.names(d.text for docs, _ in self.files for d in docs)
        self.people = texts.People(elected, first_names(names) if names else None)

    def draw(self, rng: Random) -> tuple[str, str]:
        if self.scans and rng.random() < SCANNED_SHARE:
            return rng.choice(self.scans)
        (docs, _), *_ = rng.choices(self.files, [w for _, w in self.files])
        truth = texts.page(rng.choice(docs), self.people, rng, PAGE)
        return page_in_parts(truth, self.channels.draw(rng), rng), truth


def weight(path: Path) -> float:
    return next((w for name, w in WEIGHTS.items() if path.stem.startswith(name)), 0.1)


def inventory(pages: Pages, scans: list[Path], rng: Random, size: int = 128, sample: int = 3000) -> list[str]:
    """The labels that the tagger will know: keep, delete, and what was needed most often."""
    counts: Counter[str] = Counter()
    for ocr, truth in [*scanned(scans), *(pages.draw(rng) for _ in range(sample))]:
        counts.update(labels(ocr, truth))
    counts.pop(KEEP, None)
    counts.pop("", None)
    return [KEEP, "", *(label for label, n in counts.most_common(size - 2) if n >= 8)]


def windows(ocr: str, truth: str, numbers: dict[str, int], offset: int) -> Iterator[tuple[glyphs.Ints, ...]]:
    """The windows of a page, the first one beginning at `offset`; short ones are padded."""
    seen = glyphs.seen(ocr)
    # What the inventory does not hold cannot be said: such a character is not learned from.
    target = np.array([numbers.get(label, -1) for label in labels(ocr, truth)], np.int32)
    for start in range(offset, len(ocr), WINDOW):
        piece = slice(start, start + WINDOW)
        width = len(seen.glyphs[piece])
        if width < 40:
            break
        page = glyphs.surroundings(ocr, [Span(start, start + width)])[0]
        rows = [
            np.pad(a[piece], (0, WINDOW - width))
            for a in (seen.glyphs, seen.trigrams, seen.fivegrams, seen.words)
        ]
        yield (*rows, page, np.pad(target[piece], (0, WINDOW - width), constant_values=-1))  # type: ignore[misc]  # page is floats


def batches(pages: Pages, inventory: list[str], rng: Random, size: int) -> Iterator[Batch]:
    numbers = {label: i for i, label in enumerate(inventory)}
    pool: list[tuple[glyphs.Ints, ...]] = []
    while True:
        while len(pool) < 6 * size:
            pool += windows(*pages.draw(rng), numbers, rng.randrange(200))
        rng.shuffle(pool)
        taken, pool = pool[:size], pool[size:]
        yield Batch(*(np.stack(column) for column in zip(*taken, strict=True)))


def produce(
    queue: Queue[Batch],
    folder: Path,
    scans: list[Path],
    names: Path | None,
    inventory: list[str],
    seed: int,
    size: int,
) -> None:
    """Fill a queue with batches for ever: the body of the producing process."""
    for batch in batches(Pages(folder, scans, names, held_out=False), inventory, Random(seed), size):
        queue.put(batch)
