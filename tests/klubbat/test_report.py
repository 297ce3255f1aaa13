import re
from html.parser import HTMLParser
from pathlib import Path

from klubbat.batch import Summary
from klubbat.manifest import Entry, Example
from klubbat.report import FILE_NAME, html, marked, write
from ocr.page import Problem

NASTY = '<img src=x onerror="alert(1)">'


class Tags(HTMLParser):
    """Collects what a browser would take for markup, and what for text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(*entries: Entry) -> Tags:
    tags = Tags()
    tags.feed(html(Summary(entries, len(entries))))
    return tags


def test_what_stands_in_a_document_never_becomes_markup() -> None:
    entry = Entry(
        NASTY + ".txt",
        "00",
        "cleaned",
        outputs=(NASTY + ".txt",),
        pages=1,
        words=3,
        repaired=1,
        review=1,
        examples=(Example(f"ar {NASTY}", f"är {NASTY}"),),
        problems=(Problem("new_code", NASTY, 1),),
    )
    failed = Entry("b.pdf", "", "failed", code="new_code", message=NASTY, remedy=NASTY, exit_code=2)
    found = parsed(entry, failed)
    assert not found.tags & {"img", "script", "iframe", "object"}
    assert not {a for a in found.attributes if a.startswith("on")} and "src" not in found.attributes
    assert sum(NASTY in text for text in found.text) >= 5


def test_failures_come_first_with_their_remedy_in_both_languages() -> None:
    kept = Entry("a.txt", "00", "kept", pages=1, words=5)
    empty = Entry(
        "z.pdf", "", "failed", code="empty", message="the file is empty", remedy="Fetch it anew.", exit_code=2
    )
    page = html(Summary((kept, empty), 2))
    assert page.index("z.pdf") < page.index("a.txt")
    assert '<span lang="sv">Filen är tom.</span><span lang="en">the file is empty</span>' in page
    assert '<span lang="en">Fetch it anew.</span>' in page


def test_the_report_needs_no_network() -> None:
    page = html(Summary((Entry("a.txt", "00", "kept", outputs=("a.txt",), pages=1),), 1))
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "@import" not in page


def test_an_empty_batch_has_a_report_too(tmp_path: Path) -> None:
    write(Summary((), 0), tmp_path)
    assert "inga handlingar" in (tmp_path / FILE_NAME).read_text(encoding="utf-8")


def test_changed_words_are_marked() -> None:
    before, after = marked("Namnden beslutar fér sin del", "Nämnden beslutar för sin del")
    assert [word for word, changed in before if changed] == ["Namnden", "fér"]
    assert [word for word, changed in after if changed] == ["Nämnden", "för"]


def test_numbers_are_grouped_as_in_swedish() -> None:
    assert "12\u202f345" in html(Summary((Entry("a.txt", "00", "kept", pages=1, words=12345),), 1))


def test_what_must_not_be_published_unseen_comes_before_all_else_with_its_pages() -> None:
    flagged = tuple(Problem("personnummer", "a personal number", page) for page in (2, 3, 4, 9))
    empty = Entry("b.pdf", "", "failed", code="empty", message="empty", remedy="Fetch it.", exit_code=2)
    page = html(Summary((Entry("a.pdf", "00", "kept", pages=9, problems=flagged), empty), 2))
    assert "2–4, 9" in page
    assert page.count("the page holds personal identity numbers") == 1
    assert page.index("Se på innan något publiceras") < page.index("Behöver åtgärdas")


def test_lines_of_earlier_batches_are_in_the_report() -> None:
    page = html(
        Summary((Entry("b.txt", "00", "kept", pages=1),), 1, (Entry("a.txt", "00", "kept", pages=2),))
    )
    assert page.index("a.txt") < page.index("b.txt")


def test_a_queue_of_thousands_of_files_is_told_by_the_longest() -> None:
    entries = tuple(Entry(f"{n}.txt", "00", "kept", pages=1, review=n) for n in range(1, 151))
    page = html(Summary(entries, 0))
    queue = page[page.index('id="review"') : page.index('id="files"')]
    assert "150.txt" in queue and ">1.txt" not in queue
    assert "50 <span" in queue


def test_what_is_said_of_thousands_of_files_is_said_once_and_what_is_said_of_one_comes_first() -> None:
    printed = Problem("printed_text", "the damaged text is printed", 2)
    entries = tuple(Entry(f"{n}.pdf", "00", "kept", pages=2, problems=(printed,)) for n in range(60))
    rare = Entry("z.pdf", "00", "kept", pages=1, problems=(Problem("unsigned", "it was signed"),))
    page = html(Summary((*entries, rare), 0))
    told = page[page.index('id="problems"') : page.index('id="files"')]
    assert told.count("the damaged text is printed") == 1 and ">60 " in told
    assert told.index("z.pdf") < told.index("0.pdf")
    assert told.count("<details") == 2 and told.count(" open>") == 1
    assert "59.pdf" in told


def test_what_swedish_says_in_the_same_words_is_said_once() -> None:
    kinds = {"a.doc": "an old Word document", "b.rtf": "a rich text", "c.doc": "an old Word document"}
    text = "".join(
        parsed(
            *(
                Entry(name, "", "unsupported", code="unsupported", message=says)
                for name, says in kinds.items()
            ),
            Entry("d.txt", "00", "kept", problems=(Problem("no_text", "nothing"),)),
        ).text
    )
    assert text.count("Filer av det här slaget läses inte.") == 1
    assert "an old Word document / a rich text" in text
    assert "3 filer" in text and "1 fil" in text and "1 filer" not in text


def test_every_place_that_the_report_leads_to_is_there() -> None:
    entry = Entry("a.pdf", "00", "kept", pages=2, review=1, problems=(Problem("no_text", "none"),))
    page = html(Summary((entry,), 0))
    places = re.findall(r'href="#(\w+)"', page)
    assert places == ["failures", "review", "problems", "files"]
    assert all(f'id="{place}"' in page for place in places)
