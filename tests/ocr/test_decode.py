import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.decode import decode, encode
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
