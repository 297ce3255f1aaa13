"""A typeface that has a width and no looks, for text that is to be found and copied but not seen.

Each character is a code of its own (its UTF-16 unit), every code leads to the same blank glyph of half an em,
and a table says which character a code stands for. So all of Unicode's first plane can be searched in any
viewer, at the price of one kilobyte a file. The font file is put together here, by the TrueType
specification, so that nothing but this text is needed to make it again.
"""

from __future__ import annotations

import struct
from functools import cache

ASCENT, DESCENT, WIDTH, EM = 800, -200, 500, 1000
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Klubbat-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def code(text: str) -> bytes:
    """A text as the font's codes: two bytes for a UTF-16 unit."""
    return text.encode("utf-16-be", errors="replace")


@cache
def to_unicode() -> bytes:
    """The table from codes to characters: each code is its character.

    A range may not run over a change of its first byte, and a block holds at most a hundred ranges.
    """
    ranges = [b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    return TO_UNICODE % b"\n".join(
        b"%d beginbfrange\n%b\nendbfrange" % (len(block), b"\n".join(block)) for block in blocks
    )


@cache
def font_file() -> bytes:
    """The TrueType file: two glyphs in the six tables that the PDF specification asks for.

    Glyph 0 is empty. Glyph 1 has two outlines of a single point each, at its lower left and upper right: they
    paint nothing, and give it a height, which viewers mark when a word is found.
    """
    version = 0x00010000
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        *(version, 0, 0, 0x5F0F3CF5, 0b1011, EM, 0, 0),  # no dates: the file is the same every day
        *(0, DESCENT, WIDTH, ASCENT, 0, 8, 2, 0, 0),
    )
    corners = struct.pack(">hhhh", 0, WIDTH, DESCENT, ASCENT - DESCENT)  # each from the one before
    glyph = struct.pack(">hhhhhHHHBB", 2, 0, DESCENT, WIDTH, ASCENT, 0, 1, 0, 1, 1) + corners
    tables = {
        b"glyf": glyph,
        b"head": head,
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", version, ASCENT, DESCENT, 0, WIDTH, 0, 0, 0, 1, *[0] * 7, 2
        ),
        b"hmtx": struct.pack(">HhHh", WIDTH, 0, WIDTH, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">I14H", version, 2, 2, 2, 0, 0, 1, *[0] * 8),
    }
    return _assembled(tables)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """A font file: a directory of the tables, then the tables, each on a boundary of four bytes."""
    count = len(tables)
    power = count.bit_length() - 1
    out = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power)))
    at = len(out) + 16 * count
    body = b""
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + b"\0" * (-len(data) % 4)
        out += struct.pack(">4sIII", tag, _sum(padded), at + len(body), len(data))
        body += padded
    whole = out + body
    adjust = (0xB1B0AFBA - _sum(whole)) & 0xFFFFFFFF
    head = struct.unpack(">I", out[out.index(b"head") + 8 : out.index(b"head") + 12])[0] + 8
    return whole[:head] + struct.pack(">I", adjust) + whole[head + 4 :]


def _sum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF
