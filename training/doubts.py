"""The trees that say how likely something on a ruined page is wrong (`ocr/doubts.py`).

    python -m training.doubts PAIRS.jsonl... --out ocr/data/doubts.txt

Repairs pages with known text (`training/papers.py` and `training/calibration.py` make them), looks at all
that may be wrong as repair does, and counts which of it is: what stands more often on the repaired page
than in its text. Gradient boosting over shallow trees; needs scikit-learn (`pip install scikit-learn`),
which nothing else does. Takes some minutes on a core.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.words import tokens
from ocr import doubts
from ocr.doubts import DEPTH, FEATURES, Asked, Vector
from ocr.ledger import Offsets
from ocr.repair import repair
from ocr.spans import Span

TREES, RATE = 80, 0.08
LEAST = 40  # runs on a branch
SHARE = 0.7  # of the runs, drawn anew for each tree


def examples(paths: Sequence[Path]) -> Iterator[tuple[Vector, float]]:
    """What repair may doubt on the pages, each with the share that is wrong of those that read so."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from of_page(row["ocr"], row["truth"])


def of_page(ocr: str, truth: str) -> Iterator[tuple[Vector, float]]:
    seen: list[Asked] = []

    def noting(*args: Any) -> tuple[list[Asked], int]:
        found, runs = asked(*args)
        seen.extend(found)
        return found, runs

    asked = doubts.asked
    with (
        mock.patch("ocr.repair.asked", noting),
        mock.patch("ocr.repair.chances", lambda vectors: [0.0] * len(vectors)),
    ):
        result = repair(ocr)
    have, wanted = Counter(tokens(result.text)), Counter(tokens(truth))
    wrong, offsets = have - wanted, Offsets(result.ledger)
    for run, _, vector in seen:
        start, end = offsets.to_text(Span(run.start, run.start + len(run.text)))
        words = tokens(result.text[start:end])
        yield vector, max((wrong[word] / have[word] for word in words if have[word]), default=0.0)


def fit(pages: Sequence[tuple[Vector, float]], seed: int) -> tuple[float, list[Any]]:
    """The log-odds to begin with, and the trees."""
    from sklearn.ensemble import GradientBoostingClassifier  # which is asked for here only

    vectors = np.array([vector for vector, _ in pages])
    wrong = np.array([share for _, share in pages])
    weights = np.concatenate([wrong, 1 - wrong])
    labels = np.concatenate([np.ones(len(wrong)), np.zeros(len(wrong))])
    used = weights > 0
    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, min_samples_leaf=LEAST, subsample=SHARE,
        random_state=seed,
    )  # fmt: skip
    model.fit(np.concatenate([vectors, vectors])[used], labels[used], sample_weight=weights[used])
    share = float(wrong.mean())
    return float(np.log(share / (1 - share))), [tree.tree_ for (tree,) in model.estimators_]


def written(tree: Any) -> str:
    """A tree as `ocr/doubts.py` reads it: its nodes level by level, all branches of one length."""
    nodes: list[str] = []
    level = [0]
    for _ in range(DEPTH):
        below: list[int] = []
        for node in level:
            ends = tree.children_left[node] < 0
            what, most = ("form", 99.0) if ends else (FEATURES[tree.feature[node]], tree.threshold[node])
            nodes.append(f"{what}<={most:.9g}")
            below += (node, node) if ends else (tree.children_left[node], tree.children_right[node])
        level = below
    return " ".join([*nodes, *(f"{RATE * tree.value[node][0][0]:.3f}" for node in level)])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    pages = list(examples(args.pairs))
    print(f"{len(pages)} runs, {sum(share for _, share in pages):.0f} of them wrong")
    first, trees = fit(pages, args.seed)
    lines = [f"{first:.3f}", *map(written, trees)]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
