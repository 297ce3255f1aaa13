"""The README tells the truth: its commands run, and print what it says they print."""

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
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
VERB = re.compile(r"\bklubbat (?P<verb>[a-z]+)\b")


@dataclass(frozen=True)
class Step:
    command: str
    shown: str


def steps() -> list[Step]:
    """The `$ ... klubbat ...` commands of the README, each with the lines shown under it."""
    found = []
    for block in BLOCK.findall(README):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if "klubbat " in command:
                found.append(Step(command, shown))
    return found


def test_every_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    assert steps()
    for step in steps():
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
