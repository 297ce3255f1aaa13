import io
import json
from pathlib import Path
from typing import Any

import pytest

from klubbat import answers as kept
from klubbat.asking import Reply, understood
from klubbat.cli import code_of
from ocr.decode import decode
from ocr.review import Answer

A = "Ahigren"


def answering(lines: str, out: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
    return code_of(["review", str(out), *options])


def decisions(out: Path) -> list[tuple[str, str | None, bool]]:
    return [(a.word, a.decision, a.place is not None) for a in kept.load(out)]


def queue(out: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert code_of(["review", str(out), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_queue_tells_each_place_with_its_line(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = queue(out, capsys)
    assert [(q["source"], q["page"], q["before"]) for q in lines] == [
        ("2019/b.txt", 1, "Par"),
        ("2019/b.txt", 1, "Ahigren"),
        ("a.txt", 1, "Ahigren"),
        ("a.txt", 1, "Par"),
        ("a.txt", 1, "Ahigren"),
        ("a.txt", 2, "Ahigren"),
    ]
    for q in lines:
        text, raw = (decode((top / q["source"]).read_bytes()).text for top in (out, out.parent / "in"))
        assert text[slice(*q["span"])] == raw[slice(*q["raw_span"])] == q["before"]
        assert q["line"][slice(*q["marked"])] == q["before"]
        assert q["candidates"][0] == [{A: "Ahlgren", "Par": "Pär"}[q["before"]], 0.8]
        assert q["box"] is None
    assert lines[3]["line"] == "Nämnden tackar Par Ahigren."


@pytest.mark.parametrize(
    ("typed", "kept_answers", "left"),
    [
        ("1\nk\n", [(A, "Ahlgren", False), ("Par", "Par", False)], 0),
        ("=Åhlgren\nq\n", [(A, "Åhlgren", False)], 2),
        ("s\n1\n", [("Par", "Pär", False)], 4),
        ("\n1\n", [("Par", "Pär", False)], 4),
        ("h1\n", [(A, "Ahlgren", True)], 5),
        ("h1\nk\n1\n", [(A, "Ahlgren", True), (A, A, False), ("Par", "Pär", False)], 0),
        ("1\nu\nk\n", [(A, "Ahlgren", False), (A, None, False), (A, A, False)], 2),
        ("7\n=\nvad?\n?\nq\n", [], 6),
        ("u\n", [], 6),
    ],
)
def test_what_is_typed_becomes_answers(
    typed: str,
    kept_answers: list[tuple[str, str | None, bool]],
    left: int,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert answering(typed, out, monkeypatch) == 0
    said = capsys.readouterr().out
    assert "Ahigren: 4 places alike" in said
    assert f"{left} place{'s' * (left != 1)} left" in said
    assert decisions(out) == kept_answers
    assert len(queue(out, capsys)) == left


def test_the_next_sitting_goes_on_and_can_take_the_last_answer_back(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering("1\nq\n", out, monkeypatch)
    capsys.readouterr()
    answering("u\nq\n", out, monkeypatch)
    said = capsys.readouterr().out
    assert said.index("Par: 2 places alike") < said.index("Ahigren: 4 places alike")
    assert decisions(out)[-1] == ("Ahigren", None, False)


def test_each_answer_says_what_it_does(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering("1\nu\nh1\nk\n", out, monkeypatch)
    said = capsys.readouterr().out.splitlines()
    told = [line.removeprefix("answer: ") for line in said if line.startswith("answer:   ")]
    assert told == [
        "  Ahigren > Ahlgren in 4 places",
        "  Ahigren > Ahlgren in 1 place",
        "  Ahigren stays in 3 places",
    ]


def test_ctrl_c_loses_no_answer_and_says_so(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["1"])

    def interrupted(prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("builtins.input", interrupted)
    assert code_of(["review", str(out)]) == 130
    assert "interrupted; what was finished is kept" in capsys.readouterr().err
    assert decisions(out) == [("Ahigren", "Ahlgren", False)]


def test_answers_come_from_a_pipe_too(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (
        '{"word": "Ahigren", "decision": "Ahlgren", "candidates": ["Ahlgren"]}\n\n'
        '{"word":"Par","decision":"Par"}'
    )
    assert answering(lines, out, monkeypatch, "--answers", "-") == 0
    assert "2 answers kept, 0 places left" in capsys.readouterr().out
    assert answering(lines, out, monkeypatch, "--answers", "-") == 0


@pytest.mark.parametrize(
    "nonsense",
    [
        "no json",
        "[]",
        '{"word": "Ahigren"}',
        '{"word": "Ahigren", "decision": ""}',
        '{"word": "Ahigren", "decision": "Ahl\\ngren"}',
        '{"word": "Ahigren", "decision": "x", "candidates": ["Berg"]}',
        '{"word": "Okänt", "decision": "x"}',
        b"\xff\xfe".decode("latin-1"),
    ],
)
def test_nonsense_in_an_answer_file_is_one_line_and_keeps_nothing(
    nonsense: str, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = '{"word": "Par", "decision": "Pär"}\n' + nonsense
    assert answering(lines, out, monkeypatch, "--answers", "-") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert ":2:" in said.err
    assert decisions(out) == []


@pytest.mark.parametrize(
    ("broken", "code", "said"),
    [
        ("no_folder", 5, "no such folder"),
        ("no_manifest", 2, "no output folder"),
        ("bad_manifest", 9, "manifest"),
        ("bad_reviews", 2, "reviews.jsonl:1"),
        ("bad_pages", 2, "a.txt.json"),
        ("both", 1, "--answers"),
    ],
)
def test_a_folder_that_is_no_output_is_refused_in_one_line(
    broken: str, code: int, said: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--json"]
    match broken:
        case "no_folder":
            out = out / "nowhere"
        case "no_manifest":
            out = out / "2019"
        case "bad_manifest":
            (out / "manifest.jsonl").write_text("{}\n", encoding="utf-8")
        case "bad_reviews":
            (out / "reviews.jsonl").write_text('{"word": 3}\n{}\n', encoding="utf-8")
        case "bad_pages":
            (out / "a.txt.json").write_text("[]", encoding="utf-8")
        case _:
            options += ["--answers", "-"]
    assert code_of(["review", str(out), *options]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert said in told.err


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        (b'{"word": "Par", "candi', ["Ahigren", "Par"]),
        (
            b'{"word":"X","candidates":["Y"],"decision":"Y","when":""}',
            ["Ahigren", "X", "Par"],
        ),
    ],
    ids=["half a line", "a line without its end"],
)
def test_a_power_cut_while_writing_spoils_no_answer(tail: bytes, words: list[str], tmp_path: Path) -> None:
    def answer(word: str) -> Answer:
        return Answer(word, ("Y",), "Y", "2026-01-02T03:04:05Z")

    kept.keep(tmp_path, [answer("Ahigren")])
    with (tmp_path / kept.NAME).open("ab") as file:
        file.write(tail)
    assert [a.word for a in kept.load(tmp_path)] == words[:-1]
    kept.keep(tmp_path, [answer("Par")])
    assert [a.word for a in kept.load(tmp_path)] == words


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("2", Reply("decide", "år")),
        ("", Reply("skip")),
        ("K", Reply("decide", "ar")),
        (" = i år ", Reply("decide", "i år")),
        ("h=ör", Reply("decide", "ör", only_here=True)),
        ("h", Reply("decide", "ar", only_here=True)),
        ("U", Reply("undo")),
    ],
)
def test_typed_answers_are_understood(typed: str, reply: Reply) -> None:
    assert understood(typed, "ar", ["är", "år"]) == reply


@pytest.mark.parametrize("typed", ["0", "3", "²", "är", "1h", "=", "=a\tb", "h9"])
def test_what_is_no_answer_decides_nothing(typed: str) -> None:
    reply = understood(typed, "ar", ["är", "år"])
    assert reply.act == "help"
    assert reply.error


def test_document_text_can_do_nothing_to_a_terminal(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = out / "a.txt.json"
    pages.write_text(pages.read_text(encoding="utf-8").replace("hor ", "\\u001b[2"), encoding="utf-8")
    answering("q\n", out, monkeypatch)
    assert "\x1b" not in capsys.readouterr().out
