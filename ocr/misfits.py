"""Words that stand and may be others, and words that the layer cut in two: found by how they fit.

A real word in the place of another ("infra" for införa, "r" for år) is no stranger to any list, and the
repair has nothing to say of it, or is sure of the wrong one. The tagger reads letters with what stands around
them, so the less likely it thinks what stands, the sooner is it worth a look at the image. Two words that
together make a much commoner one ("genom förts") may be one that was cut. Nothing is said of either in the
ledger unless the image has it otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ocr import tagger
from ocr.channel import compounded
from ocr.ledger import Change, Offsets
from ocr.lexicon import lexicon
from ocr.page import Word
from ocr.protect import protected
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.spans import Span

_MOST = 0.03  # of a page's words
_LEAST_RISK = 0.015
_MOST_RISK = 0.9  # however little the tagger thinks of a word
_CUT = 3.0  # nats by which the whole must be likelier than its parts
_SHARE_CUT = 0.3
_LONG, _LONG_CHANGED = 8, 4  # letters; of a word that stands, and of one that the repair is sure of as well
_LEAST_WHOLE = 5  # letters of it
_CORE = re.compile(r"(?:[^\W_]|(?<=\w)[&'’](?=\w)|(?<=[a-z])&)+")  # "infra", "6vas", "s&", "inst’mmande"
_REASON, _CUT_REASON = "does not fit where it stands", "two words that may be one"


def misfits(sheet: Sheet, repair: Repaired, known: Collection[tuple[int, int]]) -> list[Change]:
    """The likeliest misfits of a damaged page, as doubts about themselves or about what the ledger put there.

    `known` are the places of the doubts that there are already.
    """
    if repair.verdict != "damaged" or not tagger.available():
        return []
    told = {(c.start, c.end): c for c in repair.ledger if c.state == "applied"}
    closed = [*protected(repair.raw, 0, len(repair.raw)), *known]
    found = [
        (risk, doubt)
        for risk, doubt in _odd(repair, told)
        if not any(start < doubt.end and end > doubt.start for start, end in closed)
    ]
    found.sort(key=lambda pair: -pair[0])
    return [doubt for _, doubt in found[: math.ceil(_MOST * len(sheet.words))]]


def _odd(repair: Repaired, told: dict[tuple[int, int], Change]) -> Iterator[tuple[float, Change]]:
    raw, offsets = repair.raw, Offsets(repair.ledger)
    spans = [span for span in tagger.words(raw) if "\n" not in raw[span.start : span.end]]
    for span, opinion in zip(spans, tagger.opinions(raw, spans), strict=True):
        cores = list(_CORE.finditer(raw, span.start, span.end))
        if len(cores) != 1:
            continue
        start, end = cores[0].span()
        place = offsets.to_text(Span(start, end))
        stands = repair.text[place.start : place.end]
        said = _CORE.search(opinion.reading)
        agrees = said is not None and said[0] == stands
        risk = min(1 - opinion.probability if agrees else _MOST_RISK, _MOST_RISK)
        if risk < _LEAST_RISK or stands.isupper() or 2 * sum(map(str.isalpha, stands)) < len(stands):
            continue
        if agrees and _has_no_twin(stands, _LONG if stands == cores[0][0] else _LONG_CHANGED):
            continue
        before = told.get((start, end))
        shares = [(stands, round(1 - risk, 4))]
        if said is not None and not agrees:
            shares.append((said[0], round(risk * opinion.probability, 4)))
        doubt = before or Change(start, end, cores[0][0], stands, 0.0, "channel", "left", (), _REASON)
        yield risk, replace(doubt, confidence=round(1 - risk, 4), candidates=tuple(shares))


def _has_no_twin(word: str, least: int) -> bool:
    """Whether a word is so long, and known, that it cannot well stand in the place of another."""
    return len(word) >= least and (
        word.lower() in lexicon().words or any(not way.edits for way in compounded(word.lower(), lexicon()))
    )


def cut_words(repair: Repaired, rows: Iterable[Sequence[Word]]) -> Iterator[Change]:
    """Neighbours on a line that may be one word, as doubts about both together."""
    offsets, words = Offsets(repair.ledger), lexicon()
    for row in rows:
        for left, right in pairwise(row):
            a, b = (_shown(repair, offsets, word.span) for word in (left, right))
            match = _CORE.match(b)
            if not a.isalpha() or not match or len(a) + len(match[0]) < _LEAST_WHOLE or match[0].isupper():
                continue
            whole = a + match[0]
            if whole.lower() not in words.words:
                continue
            parts = words.log_word(a.lower(), "small") + words.log_word(match[0].lower(), "small")
            if words.log_word(whole.lower(), "small") > parts + _CUT:
                start, end = left.span.start, right.span.start + match.end()
                before = repair.raw[start:end]
                shares = ((f"{a} {match[0]}", 1 - _SHARE_CUT), (whole, _SHARE_CUT))
                yield Change(
                    start, end, before, f"{a} {match[0]}", 0.0, "channel", "left", shares, _CUT_REASON
                )


def _shown(repair: Repaired, offsets: Offsets, span: Span) -> str:
    place = offsets.to_text(span)
    return repair.text[place.start : place.end]
