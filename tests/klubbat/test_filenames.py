import tomllib
from importlib.resources import files

import pytest

from klubbat.filenames import from_name

DATA = tomllib.loads((files("klubbat") / "data" / "filenames.toml").read_text(encoding="utf-8"))
EXAMPLES = [example for pattern in DATA["pattern"] for example in pattern["examples"]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["name"])
def test_each_pattern_reads_its_example(example: dict[str, str]) -> None:
    found = from_name(example["name"])
    fields = ("body", "date", "kind", "item")
    assert {f: getattr(found, f) for f in fields if getattr(found, f)} == {
        f: example[f] for f in fields if f in example
    }
    assert set(found.origin.values()) == {"file name"}


@pytest.mark.parametrize(
    "name", ["sammanställning.pdf", "kf-2024-13-45.txt", "20190416.pdf", "skf-katalog 2024-02-01.pdf", "-"]
)
def test_a_name_that_says_nothing_gives_nothing(name: str) -> None:
    assert from_name(name).origin == {}


def test_a_name_in_decomposed_letters_reads_the_same() -> None:
    assert from_name("A\u0308N 2021-02-03.pdf").body == "Äldrenämnden"
