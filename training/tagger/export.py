"""Write the trained tagger as the eight-bit ONNX file that the package ships, calibrated.

    python -m training.tagger.export OUT_DIR TEXT_DIR --scans HELD_OUT.jsonl --model ocr/data/tagger.onnx

The probabilities of whole words are calibrated on pages that were not trained on: read pages in typefaces
that training did not see, and held-out text through fresh channels. Prints what eight bits cost.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import onnx
import torch

from ocr import glyphs, tagger
from ocr.spans import Span
from training.tagger.batches import Batch, Pages, batches
from training.tagger.graph import measured, written
from training.tagger.labels import labels, mended
from training.tagger.measure import use
from training.tagger.model import Net

PAGES = 1500  # synthesised pages for the calibration, beside the read ones
KNOTS = 24  # of a calibration curve
Point = tuple[float, bool]


def with_card(model: bytes, card: dict[str, str]) -> bytes:
    """The model with its labels and calibration written into the file."""
    proto = onnx.load_from_string(model)
    del proto.metadata_props[:]
    for key, value in card.items():
        entry = proto.metadata_props.add()
        entry.key, entry.value = key, value
    return bytes(proto.SerializeToString())


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def judged(pages: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, tagger.Opinion]]:
    """(raw, truth, opinion) of each word of some pages."""
    for ocr, truth in pages:
        wanted = labels(ocr, truth)
        spans = tagger.words(ocr)
        for span, opinion in zip(spans, tagger.opinions(ocr, spans), strict=True):
            piece = slice(span.start, span.end)
            yield ocr[piece], mended(ocr[piece], wanted[piece]), opinion


def isotonic(points: list[Point]) -> list[list[float]]:
    """A rising curve through (logit, right or not): pool adjacent violators, thinned to a few knots."""
    points.sort()
    blocks: list[list[float]] = []  # [sum of logits, right, number]
    chunk = max(20, len(points) // 400)
    for at in range(0, len(points), chunk):
        piece = points[at : at + chunk]
        blocks.append([sum(x for x, _ in piece), float(sum(ok for _, ok in piece)), float(len(piece))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    # Half an imagined error and half a success in each block keep the curve off 0 and 1.
    curve = [[x / n, (right + 0.5) / (n + 1)] for x, right, n in blocks]
    keep = np.unique(np.linspace(0, len(curve) - 1, KNOTS).astype(int))
    rising = np.maximum.accumulate([curve[i][1] for i in keep])
    return [[round(curve[i][0], 4), round(float(p), 6)] for i, p in zip(keep, rising, strict=True)]


def calibrated(model: bytes, names: list[str], pages: list[tuple[str, str]]) -> bytes:
    """The model with curves that turn products of shares into probabilities of whole words."""
    card = {"labels": json.dumps(names, ensure_ascii=False), "glyphs": glyphs.ALPHABET}
    straight = [[x, 1 / (1 + float(np.exp(-x)))] for x in np.linspace(-14, 26, 801).tolist()]
    plain = {"kept": straight, "changed": straight}
    use(with_card(model, card | {"calibration": json.dumps(plain)}))
    points: dict[bool, list[Point]] = {True: [], False: []}
    for raw, truth, opinion in judged(pages):
        points[opinion.reading == raw].append((logit(opinion.probability), opinion.reading == truth))
    curves = {"kept": isotonic(points[True]), "changed": isotonic(points[False])}
    return with_card(model, card | {"calibration": json.dumps(curves)})


def agreement(net: Net, model: bytes, windows: list[Batch]) -> str:
    """How often eight bits choose another label than thirty-two do."""
    session = tagger.loaded(model).session
    other = total = full = small = 0
    with torch.no_grad():
        for batch in windows:
            columns = {name: torch.from_numpy(getattr(batch, name)) for name in glyphs.COLUMNS}
            exact = net(columns, torch.from_numpy(batch.page)).argmax(2).numpy()
            for row in range(len(exact)):
                length = int((batch.glyphs[row] != glyphs.PADDING).sum())
                window = {name: getattr(batch, name)[row, :length] for name in glyphs.COLUMNS}
                inputs, _ = tagger.inputs(window, [[Span(0, length)]])
                (logits,) = session.run(None, inputs | {"page": batch.page[row : row + 1]})
                best, truth = logits.argmax(1), batch.labels[row, :length]
                other += int((best != exact[row, :length]).sum())
                full += int(((exact[row, :length] != truth) & (truth >= 0)).sum())
                small += int(((best != truth) & (truth >= 0)).sum())
                total += length
    return f"{total} characters: wrong {full} (32 bits), {small} (8 bits); differ {other}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--scans", type=Path, nargs="*", default=[])
    parser.add_argument("--names", type=Path, help="a folder with tables of first names")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=PAGES)
    args = parser.parse_args()
    torch.set_num_threads(1)
    names = json.loads((args.trained / "labels.json").read_text(encoding="utf-8"))
    net = Net(len(names)).eval()
    net.load_state_dict(torch.load(args.trained / "tagger.pt"))
    held = Pages(args.texts, args.scans, args.names, held_out=True)
    rng = Random(5)
    windows = list(islice(batches(held, names, rng, 16), 24))
    model = written(net, measured(net, windows[:12]))
    pages = [held.draw(rng) for _ in range(args.pages)] + held.scans
    done = calibrated(model, names, pages)
    args.model.write_bytes(done)
    print(len(done), "bytes;", agreement(net, done, windows[12:]))


if __name__ == "__main__":
    main()
