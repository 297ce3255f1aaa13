"""The house stands on one-way imports: ocr <- extract <- corpus <- klubbat."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = ["ocr", "extract", "corpus", "klubbat"]
MODULES = [path for stage in STAGES for path in sorted((ROOT / stage).rglob("*.py"))]


def imported_stages(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names.add(node.module or "")
    return {name.split(".")[0] for name in names} & set(STAGES)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_stage_imports_only_itself_and_earlier_ones(path: Path) -> None:
    stage = path.relative_to(ROOT).parts[0]
    later = set(STAGES[STAGES.index(stage) + 1 :])
    assert not imported_stages(path) & later


# Each outside tool has one file that knows it.
TOOLS = [
    "pypdfium2",
    "pdfplumber",
    "pytesseract",
    "pikepdf",
    "spacy",
    "simplemma",
    "sqlite3",
    "PIL",
    "onnxruntime",
]


@pytest.mark.parametrize("tool", TOOLS)
def test_an_outside_tool_is_imported_in_one_file_only(tool: str) -> None:
    users = [
        path
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(a.name.split(".")[0] == tool for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == tool)
    ]
    assert len(set(users)) <= 1, [str(p.relative_to(ROOT)) for p in users]
