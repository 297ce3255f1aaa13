"""The notebooks run from top to bottom, and are kept without their output."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
ALL = sorted(NOTEBOOKS.glob("*.ipynb"))
SECONDS_PER_CELL = 120


def test_there_are_notebooks() -> None:
    assert ALL


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    client.execute()


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_its_output(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    left = [c.id for c in cells if c.cell_type == "code" and (c.outputs or c.execution_count)]
    assert left == []
