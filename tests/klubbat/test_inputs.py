import os
import sys
from pathlib import Path

import pytest

from klubbat.inputs import digest, load, walk
from ocr.errors import BadConfiguration, BadInput, FileAccess


def written(root: Path, names: list[str]) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_the_content_of_one_folder_is_named_from_that_folder(tmp_path: Path) -> None:
    written(tmp_path, ["2019/sn-04-16.txt", "b.txt", "2019/a/c.txt"])
    assert [i.name for i in walk([tmp_path])] == ["b.txt", "2019/sn-04-16.txt", "2019/a/c.txt"]


def test_several_folders_lie_under_their_names(tmp_path: Path) -> None:
    written(tmp_path, ["x/a.txt", "y/a.txt", "z/x/a.txt"])
    names = [i.name for i in walk([tmp_path / "x", tmp_path / "y", tmp_path / "z" / "x"])]
    assert names == ["x/a.txt", "y/a.txt", "x (2)/a.txt"]


def test_two_files_of_one_name_never_share_it(tmp_path: Path) -> None:
    written(tmp_path, ["x/a.txt", "y/a.txt"])
    assert [i.name for i in walk([tmp_path / "x/a.txt", tmp_path / "y/a.txt"])] == ["a.txt", "a (2).txt"]


def test_the_output_is_no_input(tmp_path: Path) -> None:
    written(tmp_path, ["a.txt", "out/a.txt"])
    assert [i.name for i in walk([tmp_path], exclude=tmp_path / "out")] == ["a.txt"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    written(tmp_path, ["a/b.txt"])
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "x").symlink_to("y")
    (tmp_path / "y").symlink_to("x")
    found = {i.name: i for i in walk([tmp_path], exclude=tmp_path / "out")}
    assert set(found) == {"x", "y", "a/b.txt", "a/loop"}
    with pytest.raises(BadInput, match="a link to a folder"):
        load(found["a/loop"])
    with pytest.raises(FileAccess, match="cannot be read"):
        load(found["x"])


def test_litter_and_lists_are_no_documents(tmp_path: Path) -> None:
    written(tmp_path, ["Thumbs.db", ".DS_Store", "~$brev.docx", "a.txt"])
    (tmp_path / "metadata.csv").write_text("path,body\n", encoding="utf-8")
    assert [i.name for i in walk([tmp_path])] == ["a.txt"]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileAccess, match="there is no such file"):
        walk([tmp_path / "nowhere"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_of_metadata_is_read_as_excel_writes_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    written(tmp_path, ["2019/kf-2019-03-05.txt"])
    rows = [
        ["path", "body", "date", "kind", "title", "source_url"],
        [
            "2019\\kf-2019-03-05.txt",
            "Äldrenämnden",
            "",
            "Kallelse",
            "Möte i mars",
            "https://vikasjo.example/1",
        ],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "metadata.csv").write_bytes(text.encode(encoding))
    (found,) = walk([tmp_path])
    known = found.metadata
    assert (known.body, known.kind, known.title) == ("Äldrenämnden", "kallelse", "Möte i mars")
    assert known.date == "2019-03-05"  # from the name, since the list says nothing
    assert known.origin["body"] == "metadata.csv"
    assert known.origin["date"] == "file name"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name,body\na.txt,x\n", "no column 'path'"),
        ("path,date\na.txt,i våras\n", "line 2: 'i våras' is no date"),
        ("path,kind\na.txt,roman\n", "line 2: 'roman' is no kind"),
    ],
)
def test_a_list_that_cannot_be_understood_is_refused(tmp_path: Path, content: str, message: str) -> None:
    written(tmp_path, ["a.txt"])
    (tmp_path / "metadata.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=message):
        walk([tmp_path])


def test_a_file_that_vanished_is_an_error_of_access(tmp_path: Path) -> None:
    written(tmp_path, ["a.txt"])
    (found,) = walk([tmp_path])
    found.path.unlink()
    with pytest.raises(FileAccess, match="cannot be read"):
        load(found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files here")
def test_what_is_no_file_is_no_document(tmp_path: Path) -> None:
    written(tmp_path, ["a.txt"])
    os.mkfifo(tmp_path / "rör.txt")
    (tmp_path / "bruten.txt").symlink_to(tmp_path / "borta.txt")
    found = {i.name: i for i in walk([tmp_path])}
    assert set(found) == {"a.txt", "bruten.txt", "rör.txt"}  # each is told when it is read
    for reading in (load, digest):
        with pytest.raises(BadInput, match="a pipe, a socket or a device"):
            reading(found["rör.txt"])


def test_a_folder_that_may_not_be_listed_is_named_and_the_others_are_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, ["a.txt", "stängd/b.txt", "c.txt"])
    real = os.scandir

    def closed(path: Path | str) -> object:
        if Path(path).name == "stängd":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = {i.name: i for i in walk([tmp_path])}
    assert set(found) == {"a.txt", "c.txt", "stängd"}
    with pytest.raises(FileAccess, match="the folder cannot be listed"):
        digest(found["stängd"])


@pytest.mark.skipif(sys.platform != "linux", reason="names are letters there, not bytes")
def test_names_that_are_no_utf8_are_read_as_latin_1_and_stay_apart(tmp_path: Path) -> None:
    for name in (b"m\xf6te.txt", "möte.txt".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(name)
    found = walk([tmp_path])
    assert {i.name for i in found} == {"möte.txt", "möte (2).txt"}
    assert {load(i).data for i in found} == {b"m\xf6te.txt", "möte.txt".encode()}
