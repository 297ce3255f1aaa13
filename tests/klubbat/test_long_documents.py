"""A document with many pages to read is read by all workers, and comes out as if one had done it alone."""

import io
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import klubbat.inputs
from klubbat import ahead, manifest
from klubbat.ahead import FOLDER
from klubbat.batch import Progress, clean
from klubbat.clean import Cleaned, Job
from klubbat.inputs import Input, walk
from klubbat.names import Outputs
from klubbat.pool import Outcome
from klubbat.shares import SHARE, Shares
from ocr import sheets, tesseract
from ocr.errors import KlubbatError, OutsideProgram
from ocr.source import Metadata

DAMAGED = "Socialndmnden beslutar att godkdnna forslaget till handlingsplan for dldre."
GOOD = "Socialnämnden beslutar att godkänna förslaget till handlingsplan för äldre."

pytestmark = pytest.mark.skipif(tesseract.probe() is None, reason="Tesseract is not here")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def bound(parts: Iterable[bytes]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as opened:
                made.pages.extend(opened.pages)
        made.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory,
    make_pdf: Callable[..., bytes],
    make_picture: Callable[..., Any],
) -> Path:
    """A book of scans among pages of other kinds, a fax of many pages, and a short document."""
    folder = tmp_path_factory.mktemp("in")
    slips = [make_picture([f"§ {n} Nämnden bifaller"]).crop((100, 150, 900, 300)) for n in range(4)]
    scans: list[bytes] = []
    for slip in slips:
        page = io.BytesIO()
        slip.copy().save(page, format="PDF", resolution=200)  # which leaves its marks on what it saves
        scans.append(page.getvalue())
    typed = [make_pdf([[(60, 100 + 20 * n, text) for n in range(9)]]) for text in (GOOD, DAMAGED)]
    (folder / "bok.pdf").write_bytes(bound([typed[0], *scans[:2], make_pdf([[]]), typed[1], *scans[2:]]))
    slips[0].save(folder / "fax.tif", save_all=True, append_images=slips[1:], dpi=(200, 200))
    (folder / "kort.pdf").write_bytes(scans[0])
    return folder


@pytest.fixture
def whole(archive: Path, tmp_path: Path) -> dict[str, bytes]:
    """What comes of it where no document is long."""
    clean(walk([archive]), tmp_path / "whole", workers=0)
    return tree(tmp_path / "whole")


def test_a_document_that_is_shared_out_comes_out_the_same(
    archive: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "LONG", 1)
    monkeypatch.setattr("klubbat.shares.SHARE", 2)
    seen: list[Progress] = []
    clean(walk([archive]), tmp_path / "out", workers=0, on_progress=seen.append)
    assert tree(tmp_path / "out") == whole
    assert max(at.to_read for at in seen) == 5  # those of the book, whose pages come before those of the fax
    assert seen[-1].to_read == 0
    assert seen[-1].pages == 7 + 4 + 1


@pytest.mark.slow
def test_a_real_book_is_read_by_two_workers_and_comes_out_the_same(
    make_picture: Callable[..., Any], tmp_path: Path
) -> None:
    slips = [make_picture([f"§ {n} Nämnden"]).crop((100, 150, 700, 300)) for n in range(ahead.LONG + 1)]
    folder = tmp_path / "in"
    folder.mkdir()
    slips[0].save(folder / "fax.tif", save_all=True, append_images=slips[1:], dpi=(200, 200))
    seen: list[Progress] = []
    clean(walk([folder]), tmp_path / "two", workers=2, on_progress=seen.append)
    clean(walk([folder]), tmp_path / "one", workers=1)
    assert max(at.to_read for at in seen) == ahead.LONG + 1
    assert tree(tmp_path / "two") == tree(tmp_path / "one")


def test_who_goes_on_after_an_end_in_the_middle_reads_no_page_again(
    archive: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "LONG", 1)
    monkeypatch.setattr("klubbat.shares.SHARE", 2)
    out, read = tmp_path / "out", list[str]()
    real = sheets._read

    def counting(sheet: Any, *args: Any) -> Any:
        read.append(f"{sheet.unit} {sheet.number}")
        return real(sheet, *args)

    def ended(at: Progress) -> None:
        if at.pages == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(sheets, "_read", counting)
    with pytest.raises(KeyboardInterrupt):
        clean(walk([archive]), out, workers=0, on_progress=ended)
    kept = {p.stem for p in (out / FOLDER).rglob("*.json")}
    assert len(kept) == 4
    clean(walk([archive]), out, workers=0)
    assert tree(out) == whole
    assert sorted(read) == sorted(
        [*(f"pt {n}" for n in (2, 3, 4, 6, 7)), *(f"px {n}" for n in range(1, 5)), "pt 1"]
    )


def test_a_page_that_was_not_kept_whole_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_bytes(b'{"number": 1, "te')
    assert ahead.known(tmp_path, [1], {}) == {}
    assert not ahead.is_kept(tmp_path, 1)


def test_pages_of_another_engine_are_not_taken(tmp_path: Path) -> None:
    assert ahead.folder_of(tmp_path, "ab", "klubbat 1 / model aa") != ahead.folder_of(
        tmp_path, "ab", "klubbat 1 / model bb"
    )


PAGES = tuple(range(1, 2 * SHARE + 1))
DIED = KlubbatError("died", code="worker_died")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    outputs = Outputs("a.pdf", "a.pdf.txt", "a.pdf.json", "a.pdf.pdf", "a.pdf.original.pdf")
    return Job(Input("a.pdf", tmp_path / "a.pdf", Metadata()), outputs, tmp_path, "model aa", sha256="ab")


def dealt(job: Job) -> tuple[Shares, deque[Job]]:
    shares, queue = Shares(), deque[Job]()
    assert shares.after(Outcome(job, value=Cleaned(None, None, to_read=PAGES)), queue) is None
    assert [each.pages for each in queue] == [PAGES[:SHARE], PAGES[SHARE:]]
    return shares, queue


def keep(job: Job, *pages: int) -> None:
    folder = ahead.folder_of(job.out, job.sha256, job.engine)
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / f"{page}.json").write_bytes(b"{}")


def test_a_page_that_ends_its_worker_is_set_aside_and_the_others_go_on(job: Job) -> None:
    shares, queue = dealt(job)
    first, second = queue.popleft(), queue.popleft()
    keep(job, 1, 2, 3)
    assert shares.after(Outcome(first, error=DIED), queue) is None
    assert [each.pages for each in queue] == [PAGES[4:SHARE]]
    assert shares.left == 2 * SHARE - 4
    assert shares.after(Outcome(second, value=Cleaned(None, None)), queue) is None
    assert shares.after(Outcome(queue.popleft(), value=Cleaned(None, None)), queue) is None
    (last,) = queue
    assert (last.pages, last.failed, shares.left) == ((), {4: DIED}, 0)


def test_a_worker_that_ends_after_its_last_page_costs_nothing(job: Job) -> None:
    shares, queue = dealt(job)
    first = queue.popleft()
    keep(job, *first.pages)
    assert shares.after(Outcome(first, error=DIED), queue) is None
    assert shares.after(Outcome(queue.popleft(), value=Cleaned(None, None)), queue) is None
    assert [(each.pages, each.failed) for each in queue] == [((), {})]


def test_a_document_that_ends_worker_after_worker_fails(job: Job) -> None:
    shares, queue = dealt(job)
    outcome = None
    tries = 0
    while outcome is None:
        tries += 1
        outcome = shares.after(Outcome(queue.popleft(), error=DIED), queue)
    assert tries == 6
    assert (outcome.given, outcome.error, list(queue)) == (job, DIED, [])


def test_a_page_that_failed_is_told_and_the_next_run_reads_it_alone(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "LONG", 1)
    real = sheets._image_page_read

    def dying(opened: Any, sheet: Any, images: bool) -> Any:
        if sheet.number == 2:
            raise DIED
        return real(opened, sheet, images)

    monkeypatch.setattr(sheets, "_image_page_read", dying)
    (entry,) = clean(walk([archive / "fax.tif"]), tmp_path, workers=0).entries
    assert (entry.state, entry.code, entry.read, entry.pages) == ("cleaned", "worker_died", 3, 4)
    assert [(problem.code, problem.page) for problem in entry.problems] == [("worker_died", 2)]
    assert entry.message == "not read: page 2: died"
    assert entry.remedy
    read: list[int] = []

    def counting(opened: Any, sheet: Any, images: bool) -> Any:
        read.append(sheet.number)
        return real(opened, sheet, images)

    monkeypatch.setattr(sheets, "_image_page_read", counting)
    (entry,) = clean(walk([archive / "fax.tif"]), tmp_path, workers=0).entries
    assert (entry.code, entry.read, read) == ("", 4, [2])
    assert not (tmp_path / FOLDER).exists()


def test_a_document_that_changes_meanwhile_fails_at_once(job: Job) -> None:
    shares, queue = dealt(job)
    changed = KlubbatError("changed", code="changed")
    outcome = shares.after(Outcome(queue.popleft(), error=changed), queue)
    assert outcome is not None
    assert (outcome.given, outcome.error, list(queue)) == (job, changed, [])
    late = Outcome(Job(job.given, job.outputs, job.out, job.engine, pages=(11,)), value=Cleaned(None, None))
    assert shares.after(late, queue) is None


def test_the_copy_of_a_large_file_is_made_once(
    archive: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "LONG", 1)
    monkeypatch.setattr("klubbat.shares.SHARE", 1)
    monkeypatch.setattr("klubbat.inputs.LARGE", 0)
    copies: list[Path] = []
    real = klubbat.inputs.copy

    def counting(path: Path, to: Path) -> None:
        copies.append(path)
        real(path, to)

    monkeypatch.setattr("klubbat.inputs.copy", counting)
    clean(walk([archive]), tmp_path / "out", workers=0)
    assert sorted(path.name for path in copies) == [
        "bok.pdf",
        "bok.pdf",
        "fax.tif",
        "kort.pdf",
    ]  # bok is put off once
    assert tree(tmp_path / "out") == whole


def test_what_is_kept_of_documents_that_are_gone_goes_too(archive: Path, tmp_path: Path) -> None:
    (tmp_path / FOLDER / "ab-old").mkdir(parents=True)
    (tmp_path / FOLDER / "ab-old" / "1.json").write_bytes(b"{}")
    clean(walk([archive / "kort.pdf"]), tmp_path, workers=0)
    assert not (tmp_path / FOLDER).exists()


def test_what_is_kept_of_a_batch_that_failed_stays_when_another_is_cleaned(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*args: object) -> None:
        raise OutsideProgram("it takes too long", code="tesseract_timeout", remedy="Run again.")

    out = tmp_path / "out"
    with monkeypatch.context() as slowed:
        slowed.setattr(sheets.upright, "read_picture", slow)
        clean(walk([archive / "kort.pdf"]), out, workers=0)
    [entry] = manifest.load(out).values()
    kept = ahead.folder_of(out, entry.sha256, entry.engine) / "1.json"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"{}")
    clean(walk([archive / "bok.pdf"]), out, workers=0)
    assert kept.is_file()


def test_a_large_locked_document_is_shared_out_too(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("klubbat.inputs.LARGE", 0)
    (tmp_path / "in").mkdir()
    with pikepdf.open(archive / "bok.pdf") as opened:
        opened.save(
            tmp_path / "in" / "bok.pdf", encryption=pikepdf.Encryption(user="hemligt", owner="hemligt")
        )
    clean(walk([tmp_path / "in"]), tmp_path / "whole", workers=0, passwords=["hemligt"])
    monkeypatch.setattr(ahead, "LONG", 1)
    clean(walk([tmp_path / "in"]), tmp_path / "out", workers=0, passwords=["hemligt"])
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
