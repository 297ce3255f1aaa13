"""The README and the docs tell the truth: their commands run, and print what is said that they print."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from klubbat.cli import VERBS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.name: path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
VERB = re.compile(r"\bklubbat (?P<verb>[a-z]+)\b")


@dataclass(frozen=True)
class Step:
    command: str
    shown: str


def steps(page: str) -> list[Step]:
    """The `$ ... klubbat ...` commands of a page, each with the lines shown under it."""
    found = []
    for block in BLOCK.findall(PAGES[page].read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if "klubbat " in command:
                found.append(Step(command, shown))
    return found


SHOWING = [name for name in PAGES if steps(name)]


def test_the_readme_shows_commands() -> None:
    assert "README.md" in SHOWING


@pytest.mark.parametrize("page", SHOWING)
def test_every_command_prints_what_is_shown_below_it(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    for step in steps(page):
        command = re.sub(r"\bklubbat ", f'"{sys.executable}" -m klubbat ', step.command, count=1)
        done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
        printed = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == 0, printed
        pattern = r"[\s\S]*?".join(re.escape(piece.strip()) for piece in step.shown.split("..."))
        assert re.search(pattern, printed), f"{step.command}\n{printed}"


def test_every_verb_that_the_readme_names_exists() -> None:
    named = {m["verb"] for line in README.splitlines() if "`klubbat " in line for m in VERB.finditer(line)}
    assert named <= set(VERBS)
    assert set(VERBS) <= named, "a verb is missing from the README"


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README))))
def test_every_file_that_the_readme_links_to_exists(path: str) -> None:
    assert (ROOT / path).exists()
