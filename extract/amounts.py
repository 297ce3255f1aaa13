"""Amounts of money: "1,1 mnkr", "10 miljarder kronor", "257 000 kr", in kronor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.record import AmountMention
from ocr.spans import Span

SCALE = {
    "": 1.0, "miljon": 1e6, "miljoner": 1e6, "miljard": 1e9, "miljarder": 1e9, "tusen": 1e3,
    "tkr": 1e3, "kkr": 1e3, "ksek": 1e3, "mnkr": 1e6, "mkr": 1e6, "msek": 1e6,
    "mdkr": 1e9, "mdr": 1e9,
}  # fmt: skip
# "2 967 460 kronor", "1,1 mnkr", "+ 6,8 miljoner kronor", "1500 kr"
AMOUNT = re.compile(
    r"""(?<![\w.,/-])(?P<sign>[+\-−–]\s?)?
        (?P<number>\d{1,3}(?:[\s\u00a0.]\d{3}){1,4}|\d{1,12})(?:,(?P<decimals>\d{1,3}))?\s{1,3}
        (?: (?P<scale>miljoner|miljon|miljarder|miljard|tusen)\s{1,3}(?:svenska\s)?(?:kronor|kr|euro|SEK)
          | (?P<short>tkr|kkr|ksek|mnkr|mkr|msek|mdkr|mdr)
          | (?P<plain>kronor|kr|SEK)
          | (?P<bare>miljarder|miljoner)(?=\s{1,3}(?:till|per|i|för|om)\b) )(?![\w])""",
    re.VERBOSE | re.IGNORECASE,
)


def amounts_in(text: str) -> Iterator[AmountMention]:
    """The sums of money in a text. A number that a sign or decimals belong to is read with them."""
    for match in AMOUNT.finditer(text):
        digits = re.sub(r"\D", "", match["number"])
        number = float(f"{digits}.{match['decimals'] or 0}")
        scale = SCALE[(match["scale"] or match["short"] or match["bare"] or "").lower()]
        minus = match["sign"] is not None and match["sign"].strip() != "+"
        value = round(number * scale * (-1 if minus else 1), 2)
        yield AmountMention(Span(match.start("number"), match.end()), value, "SEK")
