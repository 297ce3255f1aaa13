import os
from pathlib import Path

import pytest

from corpus import Archive, search
from klubbat.indexing import Summary, index
from ocr.errors import BadArguments

PROTOCOL = """Vikasjö stad
Socialnämnden
Protokoll 2022-04-19

§ {item} Dnr SN 2022/{item}
Redovisning av {matter}

Beslut
Socialnämnden godkänner redovisningen av {matter}.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    for item, matter in ((7, "väntetider"), (8, "simhallen")):
        (root / f"sn-2022-0{item}-19.txt").write_text(
            PROTOCOL.format(item=item, matter=matter), encoding="utf-8"
        )
    return root


def counts(summary: Summary) -> dict[str, int]:
    return {str(done): n for done, n in summary.counts.items()}


def test_only_what_is_new_changed_or_gone_is_worked_on(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    first, second = sorted(folder.iterdir())
    assert counts(index([folder], db)) == {"new": 2}
    assert counts(index([folder], db)) == {"unchanged": 2}
    first.write_text(PROTOCOL.format(item=9, matter="ishallen"), encoding="utf-8")
    assert counts(index([folder], db)) == {"unchanged": 1, "changed": 1}
    second.unlink()
    assert counts(index([folder], db)) == {"unchanged": 1, "gone": 1}
    with Archive.open(db) as archive:
        assert set(archive.states()) == {first.name}
        hits = search(archive, "ishallen")
        assert hits[0].item == "9"


def test_a_touched_file_with_the_same_bytes_is_unchanged(folder: Path, tmp_path: Path) -> None:
    index([folder], tmp_path / "a.db")
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    assert counts(index([folder], tmp_path / "a.db")) == {"unchanged": 2}


def test_what_became_known_from_outside_is_taken_up(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    index([folder], db)
    (folder / "metadata.csv").write_text("path;title\nsn-2022-07-19.txt;Vårens möte\n", encoding="utf-8")
    assert counts(index([folder], db)) == {"changed": 1, "unchanged": 1}


def test_the_same_bytes_under_two_names_are_one_document(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    copy = folder / "kopia.txt"
    index([folder], db)
    copy.write_bytes((folder / "sn-2022-07-19.txt").read_bytes())
    assert counts(index([folder], db)) == {"unchanged": 2, "duplicate": 1}
    with Archive.open(db) as archive:
        assert len(archive.documents()) == 2
    copy.unlink()
    assert counts(index([folder], db)) == {"unchanged": 2, "gone": 1}
    with Archive.open(db) as archive:
        assert len(archive.documents()) == 2


def test_a_second_folder_takes_nothing_of_the_first_away(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "kf-2022-05-02.txt").write_text(PROTOCOL.format(item=3, matter="hamnen"), encoding="utf-8")
    index([folder], tmp_path / "a.db")
    assert counts(index([other], tmp_path / "a.db")) == {"new": 1}
    with Archive.open(tmp_path / "a.db") as archive:
        assert len(archive.documents()) == 3


def test_a_name_that_another_folder_holds_is_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "sn-2022-07-19.txt").write_text(PROTOCOL.format(item=3, matter="hamnen"), encoding="utf-8")
    index([folder], tmp_path / "a.db")
    with pytest.raises(BadArguments, match="from another folder"):
        index([other], tmp_path / "a.db")


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    (folder / "noise.pdf").write_bytes(b"")
    summary = index([folder], tmp_path / "a.db")
    assert counts(summary) == {"new": 2, "failed": 1}
    assert [(name, error.exit_code) for name, error in summary.failures] == [("noise.pdf", 2)]


def test_what_was_read_before_stays_when_it_cannot_be_read_any_more(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    index([folder], db)
    broken = folder / "sn-2022-07-19.txt"
    whole = broken.read_bytes()
    broken.write_bytes(b"")
    assert counts(index([folder], db)) == {"unchanged": 1, "failed": 1}
    assert counts(index([folder], db)) == {"unchanged": 1, "failed": 1}
    with Archive.open(db) as archive:
        assert broken.name in archive.states()
    broken.write_bytes(whole)
    assert counts(index([folder], db)) == {"unchanged": 2}


def test_copies_in_one_run_are_read_once(folder: Path, tmp_path: Path) -> None:
    (folder / "a kopia.txt").write_bytes((folder / "sn-2022-07-19.txt").read_bytes())
    assert counts(index([folder], tmp_path / "a.db", workers=2)) == {"new": 2, "duplicate": 1}


def test_a_run_that_was_cut_off_goes_on(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"

    def pull_the_plug(name: str, done: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index([folder], db, on_done=pull_the_plug)
    assert counts(index([folder], db)) == {"unchanged": 1, "new": 1}
    with Archive.open(db) as archive:
        assert len(archive.documents()) == 2


GOOD = (
    "Nämnden har besökt Gråbohöljans förskola i Vikasjö kommun. Förskolechefen Görel Sköldåker berättar.\n"
    "Ledamoten Görel Sköldåker (V) yrkar bifall. Gråbohöljans förskola får nya lokaler nästa år.\n"
) * 4
FLAT = GOOD.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))


def texts(db: Path) -> list[str]:
    with Archive.open(db) as archive:
        return [archive.text(document) for document in archive.documents()]


def test_names_of_good_documents_mend_damaged_ones_of_the_same_run_and_of_later_ones(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "a.db"
    folder.mkdir()
    (folder / "a.txt").write_text(FLAT, encoding="utf-8")
    (folder / "z.txt").write_text(GOOD, encoding="utf-8")
    assert counts(index([folder], db)) == {"new": 2}
    assert texts(db) == [GOOD, GOOD]
    (folder / "b.txt").write_text("\n" + FLAT, encoding="utf-8")
    assert counts(index([folder], db)) == {"new": 1, "unchanged": 2}
    assert sorted(texts(db)) == ["\n" + GOOD, GOOD, GOOD]


def test_what_a_run_that_was_cut_off_did_not_count_is_counted_by_the_next(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "a.db"
    folder.mkdir()
    (folder / "z.txt").write_text(GOOD, encoding="utf-8")
    index([folder], db)
    with Archive.open(db) as archive:
        archive.remember("own words", '{"schema":1,"documents":[]}')
    (folder / "a.txt").write_text(FLAT, encoding="utf-8")
    index([folder], db)
    assert texts(db) == [GOOD, GOOD]
