"""Streams that unfold to too much are found wherever they begin; what only looks like one is no matter."""

import zlib

import pytest

from ocr import unfolding
from ocr.errors import BadInput

HEAD = b"1 0 obj <</Filter /FlateDecode>> stream\n"
BOMB = HEAD + zlib.compress(bytes(2 * 2**20)) + b"\nendstream endobj\n"
SOUND = HEAD + zlib.compress(bytes(2**19)) + b"\nendstream endobj\n"


@pytest.mark.parametrize(
    ("before", "is_refused"),
    [(SOUND, True), (HEAD, True), (HEAD * 2_000, True), (b"endstream", True), (SOUND * 2, False)],
)
def test_a_stream_that_unfolds_to_too_much_is_found_behind_anything(
    before: bytes, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfolding, "_MOST", 2**20)
    data = b"%PDF-1.7\n" + before + (BOMB if is_refused else SOUND)
    if not is_refused:
        unfolding.refuse(data)
        return
    with pytest.raises(BadInput, match="unfolds to more"):
        unfolding.refuse(data)


def test_starts_without_an_end_cost_one_look_through_the_file_and_not_one_each() -> None:
    unfolding.refuse(b"%PDF-1.7\n" + b"1 0 obj <</Filter [/FlateDecode /FlateDecode]>> stream\n" * 60_000)
