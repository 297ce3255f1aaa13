import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klubbat.names import plan


def test_companions_stand_beside_the_document() -> None:
    names = plan(["2019/a.pdf", "b.txt", "c.png"])
    assert names["2019/a.pdf"].made("pdf") == ("2019/a.pdf", "2019/a.pdf.txt", "2019/a.pdf.json")
    assert names["b.txt"].made("text") == ("b.txt", "b.txt.json")
    assert names["c.png"].made("png") == ("c.png", "c.png.pdf", "c.png.txt", "c.png.json")


def test_a_companion_gives_way_to_a_document_of_its_name() -> None:
    names = plan(["a.pdf", "a.pdf.txt"])
    assert names["a.pdf.txt"].main == "a.pdf.txt"
    assert names["a.pdf"].text == "a.pdf (2).txt"


def test_a_companion_gives_way_to_a_folder_of_its_name() -> None:
    names = plan(["a.pdf", "a.pdf.txt/b.txt", "C/d.txt", "c"])
    assert names["a.pdf"].text == "a.pdf (2).txt"
    assert names["a.pdf.txt/b.txt"].main == "a.pdf.txt/b.txt"
    assert names["c"].main == "c (2)"  # which a disk may take for the folder


def test_an_image_gives_way_to_a_pdf_of_its_name() -> None:
    names = plan(["a.png", "a.png.pdf"])
    assert names["a.png.pdf"].main == "a.png.pdf"
    assert names["a.png"].pdf == "a.png (2).pdf"


def test_the_manifest_and_the_report_are_not_overwritten() -> None:
    names = plan(["manifest.jsonl", "report.html"])
    assert {n.main for n in names.values()} == {"manifest (2).jsonl", "report (2).html"}


def test_names_that_some_disks_take_for_one_stay_two() -> None:
    decomposed = unicodedata.normalize("NFD", "bilaga å.txt")
    names = plan(["A.txt", "a.txt", "bilaga å.txt", decomposed])
    assert [names[n].main for n in ("A.txt", "a.txt", "bilaga å.txt")] == [
        "A.txt",
        "a (2).txt",
        "bilaga å.txt",
    ]
    assert names[decomposed].main == unicodedata.normalize("NFD", "bilaga å (2).txt")


def test_a_name_as_long_as_a_disk_takes_still_gets_companions() -> None:
    name = "å" * 125 + ".pdf"
    outputs = plan([name])[name]
    assert outputs.main == name
    assert all(len(made.encode()) <= 255 for made in outputs.made("pdf"))
    assert outputs.pages.endswith(".json")


@given(st.sets(st.text("aAåÅ.xpdfnt()2 /", min_size=1, max_size=12).filter(lambda n: not n.startswith("/"))))
def test_no_two_files_ever_share_a_name(names: set[str]) -> None:
    planned = plan(sorted(names))
    files = [
        unicodedata.normalize("NFC", file).casefold()
        for name, outputs in planned.items()
        for file in dict.fromkeys((outputs.main, outputs.text, outputs.pages))
    ]
    assert len(files) == len(set(files)) == 3 * len(names)


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("CON.pdf", "CON_.pdf"),
        ("aux", "aux_"),
        ("2019/nul/Com1.tar.gz", "2019/nul_/Com1_.tar.gz"),
        ("konto.pdf", "konto.pdf"),
        ("kl. 10:30 <utkast>?.txt", "kl. 10_30 _utkast__.txt"),
        ("rad\nbrytning.txt", "rad_brytning.txt"),
        ("bak\\streck.txt", "bak_streck.txt"),
        ("mapp. /slut.", "mapp__/slut_"),
        ("...", "___"),
    ],
)
def test_names_that_windows_refuses_are_changed(name: str, legal: str) -> None:
    assert plan([name])[name].main == legal


def test_two_names_that_become_one_on_windows_stay_two() -> None:
    names = ["a:b.txt", "a?b.txt", "a_b.txt"]
    assert len({plan(names)[name].main for name in names}) == 3
