"""A page's scan, unpacked as its PDF holds it.

Drawing a page takes ten times as long as unpacking its picture, which for most scans is the same. It is not
where something masks, cuts or covers the picture, or turns it: such pages are drawn.
"""

from __future__ import annotations

from ctypes import c_float

from ocr.image import Picture, is_light
from ocr.pdf import (
    DEEPEST,
    Document,
    PdfImage,
    PdfiumError,
    PdfObject,
    PdfPage,
    frame_of,
    page_of,
    raw,
    refuse_bombs,
)
from ocr.sheet import POINTS_PER_INCH

_ENOUGH_DPI, _LEAST_DPI = 300.0, 140.0  # of a scan that is looked at as it is
_BESIDE = 1.5  # points that a scan may be smaller or larger than its page
_SQUARE = 0.01  # by which its pixels may be wider than high


def unpacked(document: Document, index: int) -> tuple[Picture, float] | None:
    """The page's picture in grey as its PDF holds it, with its dots per inch; None where the page is not just
    one upright picture, as scanners make it, or something covers or cuts that, or it cannot be unpacked."""
    with page_of(document, index) as page:
        refuse_bombs(page)
        scans: list[PdfImage] = []
        for found in page.get_objects(max_depth=DEEPEST):
            if found.type == raw.FPDF_PAGEOBJ_IMAGE:
                scans.append(found)
            elif scans and not _is_unseen(found):
                return None
        if len(scans) != 1 or not (dpi := _filling(page, scans[0])):
            return None
        if document.may_mask or _is_clipped(page, scans[0]) or _has_stamps(page):
            return None
        try:
            grey = scans[0].get_bitmap(render=False).to_pil().convert("L")
        except PdfiumError:
            return None
        fewer = max(1, round(dpi / _ENOUGH_DPI))
        grey = grey.reduce(fewer) if fewer > 1 else grey
        return (grey, dpi / fewer) if is_light(grey) else None


def _is_unseen(found: PdfObject) -> bool:
    """Whether something on a page is not painted; what is in a form is asked by itself."""
    if found.type != raw.FPDF_PAGEOBJ_TEXT:
        return bool(found.type == raw.FPDF_PAGEOBJ_FORM)
    mode = raw.FPDFTextObj_GetTextRenderMode(found.raw)
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _filling(page: PdfPage, scan: PdfImage) -> float:
    """The dots per inch of an upright, opaque picture that fills its page; 0 where it is not so."""
    frame, matrix = frame_of(page), scan.get_matrix()
    is_askew = min(matrix.a, matrix.d) <= 0 or max(abs(matrix.b), abs(matrix.c)) > _BESIDE
    if frame.turned or scan.level or is_askew or raw.FPDFPageObj_HasTransparency(scan.raw):
        return 0.0
    edges = zip(scan.get_bounds(), (frame.left, frame.bottom, frame.right, frame.top), strict=True)
    wide, high = scan.get_px_size()
    across, down = wide * POINTS_PER_INCH / frame.width, high * POINTS_PER_INCH / frame.height
    fills = all(abs(one - other) < _BESIDE for one, other in edges) and abs(across - down) < _SQUARE * down
    return across if fills and across > _LEAST_DPI else 0.0


def _is_clipped(page: PdfPage, scan: PdfImage) -> bool:
    """Whether a picture is cut to anything but its page; many programs cut it to just that."""
    clip, frame, x, y = raw.FPDFPageObj_GetClipPath(scan.raw), frame_of(page), c_float(), c_float()
    for n in range(raw.FPDFClipPath_CountPaths(clip)):
        for at in range(raw.FPDFClipPath_CountPathSegments(clip, n)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, n, at), x, y)
            across = min(abs(x.value - frame.left), abs(x.value - frame.right))
            if max(across, min(abs(y.value - frame.bottom), abs(y.value - frame.top))) > _BESIDE:
                return True
    return False


def _has_stamps(page: PdfPage) -> bool:
    """Whether something was put upon a page that is drawn with it, and is no link."""
    kinds: set[int] = set()
    for n in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        put = raw.FPDFPage_GetAnnot(page.raw, n)
        kinds.add(raw.FPDFAnnot_GetSubtype(put))
        raw.FPDFPage_CloseAnnot(put)
    return bool(kinds - {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
