import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.decode import decode, decoded, encode, encoded, encoding_of
from ocr.errors import BadInput, InvalidOutput

TEXT = "Nämnden beslutar att bifalla\r\nförslaget – à 5 kr.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le-sig"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be-sig"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_each_encoding_is_known_and_written_back_byte_for_byte(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)
    assert encode(TEXT, encoding) == data


@pytest.mark.parametrize(
    ("odd", "read"),
    [
        (TEXT.encode() + "å".encode()[:1], TEXT + "\uf7c3"),
        (TEXT.encode() + "från".encode("latin-1"), TEXT + "fr\uf7e5n"),
    ],
)
def test_utf8_that_was_cut_or_mixed_is_still_utf8_and_keeps_its_odd_bytes(odd: bytes, read: str) -> None:
    assert decode(odd) == (read, "utf-8-mixed")
    assert encode(read, "utf-8-mixed") == odd


def test_a_private_character_is_not_taken_for_an_odd_byte() -> None:
    data = (TEXT + "\uf7c3").encode() + b"\xc3"
    text, encoding = decode(data)
    assert encode(text, encoding) == data


@given(
    st.binary(min_size=1, max_size=300) | st.text(min_size=1).map(lambda text: encode_some(text)),
    st.integers(1, 9),
)
def test_a_file_in_pieces_is_what_it_is_whole(data: bytes, size: int) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    try:
        text, encoding = decode(data)
    except BadInput as error:
        with pytest.raises(BadInput) as raised:
            encoding_of(pieces)
        assert raised.value.code == error.code
        return
    assert encoding_of(pieces) == encoding
    assert "".join(decoded(pieces, encoding)) == text
    assert b"".join(encoded(decoded(pieces, encoding), encoding)) == data


def encode_some(text: str) -> bytes:
    """In an encoding that depends on the text."""
    marks = (
        ("utf-8", b""),
        ("utf-16-le", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("cp1252", b""),
        ("utf-8", b"\xe5"),
    )
    name, mark = marks[len(text) % 5]
    return mark + text.encode(name, "replace")


def test_the_place_of_a_bad_byte_is_told() -> None:
    with pytest.raises(BadInput, match="from byte 7 on"):
        decode(b"\xef\xbb\xbfabcd\xff")


def test_the_five_bytes_that_cp1252_lacks_are_kept() -> None:
    data = b"N\xe4mnden \x81\x8d\x8f\x90\x9d"
    text, encoding = decode(data)
    assert encoding == "cp1252"
    assert encode(text, encoding) == data


@given(st.binary(min_size=1, max_size=300))
def test_whatever_is_accepted_gives_its_bytes_back(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except BadInput as error:
        assert error.code == "not_text"
        return
    assert encode(text, encoding) == data


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1))
def test_every_text_survives_in_every_unicode_encoding(text: str) -> None:
    for name in ("utf-8", "utf-8-sig", "utf-16-le-sig", "utf-16-be-sig"):
        decoded, found = decode(encode(text, name))
        assert encode(decoded, found) == encode(text, name)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 40, "not_text"),
        (b"text\0text", "not_text"),
        (b"\xff\xfe\x00\xd8a", "not_text"),
        (bytes([1, 2, 3, 65]) * 100, "not_text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        decode(data)
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_character_that_the_encoding_lacks_is_told() -> None:
    with pytest.raises(InvalidOutput):
        encode("Ω", "cp1252")
    with pytest.raises(InvalidOutput):
        encode("a", "klingon")
