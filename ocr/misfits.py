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
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ocr import tagger
from ocr.channel import compounded, spelt
from ocr.ledger import Change, Offsets
from ocr.lexicon import lexicon
from ocr.page import Word
from ocr.protect import protected
from ocr.repair import Repaired
from ocr.sheet import Sheet
from ocr.spans import Span
from ocr.widths import Widths

_MOST = 0.05  # of a page's words
_MOST_UNFIT = 0.015  # ... more, where another word would fill the place better
_LEAST_RISK = 0.007
_MOST_RISK = 0.9  # however little the tagger thinks of a word
_FITS_NOT = 2.0  # usual errors that a word does not fit its place by
_BETTER = 1.0  # nats; what fits its place so much worse than another word is looked at beside the others
_A_LETTER = 5.0  # ... that a place is too wide by where a letter is missing
_LEAST_BETTER, _MOST_BETTER = -3.0, 5.0  # nats, however much better another word fits, or worse
_CUT = 3.0  # nats by which the whole must be likelier than its parts
_SHARE_CUT = 0.3
_LONG, _LONG_CHANGED = 8, 4  # letters; of a word that stands, and of one that the repair is sure of as well
_LEAST_WHOLE = 5  # letters of it
_CORE = re.compile(r"(?:[^\W_]|(?<=\w)[&'’](?=\w)|(?<=[a-z])&)+")  # "infra", "6vas", "s&", "inst’mmande"
_REASON, _CUT_REASON = "does not fit where it stands", "two words that may be one"


def misfits(
    sheet: Sheet, repair: Repaired, known: Collection[tuple[int, int]], wide: Widths | None = None
) -> list[Change]:
    """The likeliest misfits of a damaged page, as doubts about themselves or about what the ledger put there.

    `known` are the places of the doubts that there are already; `wide` tells how words fill their places.
    """
    if repair.verdict != "damaged" or not tagger.available():
        return []
    told = {(c.start, c.end): c for c in repair.ledger if c.state == "applied"}
    closed = [*protected(repair.raw, 0, len(repair.raw)), *known]
    found = [
        (risk, is_unfit, doubt)
        for risk, is_unfit, doubt in _odd(repair, told, wide or Widths({}, {}), sheet.words)
        if not any(start < doubt.end and end > doubt.start for start, end in closed)
    ]
    found.sort(key=lambda pair: -pair[0])
    unfit = [doubt for _, is_unfit, doubt in found if is_unfit]
    others = [doubt for _, is_unfit, doubt in found if not is_unfit]
    most, more = (math.ceil(share * len(sheet.words)) for share in (_MOST, _MOST_UNFIT))
    return [*others[:most], *unfit[:more]]


def _odd(
    repair: Repaired, told: dict[tuple[int, int], Change], wide: Widths, words: Sequence[Word]
) -> Iterator[tuple[float, bool, Change]]:
    raw, offsets = repair.raw, Offsets(repair.ledger)
    starts = [word.span.start for word in words]
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
        at = bisect_right(starts, start) - 1
        better = 0.0
        if at >= 0 and end <= words[at].span.end and stands.isalpha() and not stands.isupper():
            shown = _shown(repair, offsets, words[at].span)
            better = _fits_better(cores[0][0], stands, shown, starts[at], wide)
            risk = min(_with_odds(risk, better), _MOST_RISK)
        if risk < _LEAST_RISK or stands.isupper() or 2 * sum(map(str.isalpha, stands)) < len(stands):
            continue
        if agrees and better <= 0 and _has_no_twin(stands, _LONG if stands == cores[0][0] else _LONG_CHANGED):
            continue
        before = told.get((start, end))
        shares = [(stands, round(1 - risk, 4))]
        if said is not None and not agrees:
            shares.append((said[0], round(risk * opinion.probability, 4)))
        doubt = before or Change(start, end, cores[0][0], stands, 0.0, "channel", "left", (), _REASON)
        yield risk, better > _BETTER, replace(doubt, confidence=round(1 - risk, 4), candidates=tuple(shares))


def _fits_better(core: str, stands: str, shown: str, start: int, wide: Widths) -> float:
    """By how much a word that `core` may have been fits its place better than the one that stands, as the
    logarithm of how much likelier that makes it; below 0 where none fits as well."""
    off = wide.off(start, shown)
    if off is None:
        return 0.0
    twins = spelt(core.lower(), lexicon(), reach="rare" if abs(off) > _FITS_NOT else "usual")
    offs = [
        wide.off(start, shown.replace(stands, text, 1))
        for twin in twins
        for text in {twin.word, twin.word.capitalize() if core[0].isupper() else twin.word}
        if text != stands
    ]
    least = min((abs(o) for o in offs if o is not None), default=math.inf)
    if abs(off) > _FITS_NOT and least > _FITS_NOT:
        return _MOST_BETTER if off > _A_LETTER else 0.0
    if least == math.inf:
        return 0.0
    return max(_LEAST_BETTER, min((off**2 - least**2) / 2, _MOST_BETTER))


def _with_odds(risk: float, better: float) -> float:
    odds = risk / (1 - risk) * math.exp(better)
    return odds / (1 + odds)


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
