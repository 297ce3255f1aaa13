"""Names of a damaged text that a torn line or a false blank cut in two, told by the whole ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.facts import folded, folded_places
from extract.people import Named
from extract.surnames import is_name

LONGEST = 30  # letters of the rest of a name
TORN = re.compile(r"[.:]? ?\n")  # behind a name that the line's end cut


def whole_names(named: Sequence[Named], text: str) -> Iterator[Named]:
    """Names that a torn line or a false blank cut in two ("Bo Mo" above another line, "Bo Mo steson (V)"), if
    one other name of the text alone begins so."""
    parties: dict[str, Counter[str | None]] = {}
    for one in named:
        parties.setdefault(one.name, Counter())[one.party] += 1
    longer = _longer(list(parties))
    for one in named:
        whole = longer.get(one.name)
        if whole is None or (one.stated and one.party not in parties[whole]):
            yield one
            continue
        read = one.name.removesuffix(".")
        rest = re.compile(rf"[ \n]{{1,4}}{re.escape(folded(whole[len(read) :]))}s?\b")
        last = read.rpartition(" ")[2].lower()
        alone = parties[one.name].total() == 1 and (len(last) == 1 or not is_name(last))
        if rest.match(folded_places(text[one.span.end : one.span.end + LONGEST])) or (
            alone and TORN.match(text, one.span.end)
        ):
            yield replace(one, name=whole, party=parties[whole].most_common(1)[0][0])
        else:
            yield one


def _longer(names: Sequence[str]) -> dict[str, str]:
    """The names with which one other alone begins, but for the rest of its last word, and that other."""
    by_stem: dict[str, list[str]] = {}
    for name in names:
        before, _, last = name.rpartition(" ")
        for i in range(1, len(last)):
            by_stem.setdefault(f"{before} {folded(last[:i])}", []).append(name)
    found = {}
    for name in names:
        before, _, last = name.removesuffix(".").rpartition(" ")
        longer = by_stem.get(f"{before} {folded(last)}", [])
        if len(longer) == 1:
            found[name] = longer[0]
    return found
