import pytest

from ocr.errors import BadInput
from ocr.sniff import sniff

JPEG, PNG, TIFF, PDF = b"\xff\xd8\xff\xe0 JFIF", b"\x89PNG\r\n\x1a\n....", b"II*\0....", b"%PDF-1.7\n...."
TEXT = "Sammanträde i Vikasjö".encode()
NOISE = bytes(range(256)) * 50


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "a.pdf", "pdf"),
        (b"\r\n\r\n" + PDF, "a.PDF", "pdf"),
        (PDF, "protokoll", "pdf"),
        (PDF, "Protokoll 2019.04", "pdf"),
        (JPEG, "b.jpg", "jpeg"),
        (JPEG, "b.JPEG", "jpeg"),
        (PNG, "c.png", "png"),
        (TIFF, "d.tif", "tiff"),
        (TEXT, "e.txt", "text"),
        (TEXT, "-", "text"),
        (TEXT, "SN § 8", "text"),
    ],
)
def test_the_content_decides(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (JPEG, "a.pdf", "wrong_type"),
        (PDF, "a.txt", "wrong_type"),
        (TEXT, "a.pdf", "wrong_type"),
        (NOISE, "a.pdf", "wrong_type"),
        (b"PK\x03\x04....", "a.pdf", "wrong_type"),
        (NOISE, "a.bin", "not_text"),
        (b"PK\x03\x04....", "a.xlsx", "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "a.doc", "unsupported"),
        (b"a;b\n1;2\n", "a.csv", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, name: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        sniff(data, name)
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_misnamed_jpeg_is_called_by_both_names() -> None:
    with pytest.raises(BadInput, match="the name says PDF and the content is JPEG"):
        sniff(JPEG, "scan.pdf")
