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
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from benchmarks.repair import MARKED_CAUSES, cause
from benchmarks.words import tokens
from ocr import doubts
from ocr.doubts import DEPTH, FEATURES, Doubts
from ocr.ledger import Offsets
from ocr.repair import repair
from ocr.spans import Span

TREES, RATE = 100, 0.09
LEAST = 40  # runs on a branch
SHARE = 0.7  # of the runs, drawn anew for each tree
ASKED = 0.4  # of the features, drawn anew for each node
MARKED = 2.0  # what an error in å, ä or ö weighs beside another: readers mind it most
_ENDING, _ENDS, _COMMA = FEATURES.index("ending"), FEATURES.index("ends_paragraph"), 2


class Example(NamedTuple):
    """What a run shows, the share that is wrong of those that read so, and whether å, ä or ö is."""

    shown: Any
    wrong: float
    marked: bool


def examples(paths: Sequence[Path]) -> Iterator[Example]:
    """What repair may doubt on the pages."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield from of_page(row["ocr"], row["truth"])


def of_page(ocr: str, truth: str) -> Iterator[Example]:
    seen: list[Doubts] = []

    def noting(*args: Any) -> Doubts:
        found = asked(*args)
        seen.append(found)
        return found

    asked = doubts.asked
    with (
        mock.patch("ocr.waiting.asked", noting),
        mock.patch("ocr.waiting.chances", lambda rows: [0.0] * len(rows)),
    ):
        result = repair(ocr)
    have, wanted = Counter(tokens(result.text)), Counter(tokens(truth))
    wrong, missing, offsets = have - wanted, wanted - have, Offsets(result.ledger)
    marked = {word for word in wrong if cause(word, missing) in MARKED_CAUSES}
    for found in seen:
        for run, shown in zip(found.asked, found.rows, strict=True):
            start, end = offsets.to_text(Span(run.start, run.start + len(run.text)))
            words = tokens(result.text[start:end])
            share = max((wrong[word] / have[word] for word in words if have[word]), default=0.0)
            # A comma that rightly ends a paragraph is mostly that of a point which the page itself cut off.
            comma = shown[_ENDING] == _COMMA and shown[_ENDS] and not share
            if not comma:
                yield Example(shown, share, not marked.isdisjoint(words))


def fit(some: Sequence[Example], seed: int) -> tuple[float, list[Any]]:
    """The log-odds to begin with, and the trees."""
    from sklearn.ensemble import GradientBoostingClassifier  # which is asked for here only

    shown = np.array([one.shown for one in some])
    wrong = np.array([one.wrong for one in some])
    weighed = wrong * np.array([MARKED if one.marked else 1.0 for one in some])
    weights = np.concatenate([weighed, 1 - wrong])
    labels = np.concatenate([np.ones(len(wrong)), np.zeros(len(wrong))])
    used = weights > 0
    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, min_samples_leaf=LEAST, subsample=SHARE,
        max_features=ASKED, random_state=seed,
    )  # fmt: skip
    model.fit(np.concatenate([shown, shown])[used], labels[used], sample_weight=weights[used])
    share = float(weights[labels == 1].sum() / weights.sum())
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
    some = list(examples(args.pairs))
    print(f"{len(some)} runs, {sum(one.wrong for one in some):.0f} of them wrong")
    first, trees = fit(some, args.seed)
    lines = [f"{first:.3f}", *map(written, trees)]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
