"""Repair of Swedish text that a wrong OCR model ruined.

A page goes through triage (`ocr/triage.py`), which leaves good stretches alone; the damaged ones are cut
into pieces that may be words (`ocr/protect.py`); each gets candidates with probabilities
(`ocr/candidates.py`); and what is certain enough is changed, every change with its line in the ledger. A word
that is none as it stands is mended sooner than one that may have been meant. What stays in doubt is left as
it was, and the likeliest errors wait in review (`ocr/waiting.py`). Before that letters that fell apart are
put together (`ocr/marks.py`), and after it what is hurt in single places is mended (`ocr/wild.py`); the
passes make one ledger together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.calibration import calibrated
from ocr.candidates import Guesses, learned
from ocr.decide import Decider, decided_together
from ocr.decide import Verdict as Decision
from ocr.familiar import Familiar
from ocr.ledger import Change, Offsets, State, apply, composed
from ocr.lexicon import Lexicon
from ocr.lexicon import lexicon as shipped
from ocr.marks import Marks, marks
from ocr.page import PAGE_BREAK, Verdict
from ocr.protect import NOISE, Piece, pieces
from ocr.smudges import smudges
from ocr.spans import Span
from ocr.stretches import MOST, runs, stretches
from ocr.triage import Evidence, Triage, triage
from ocr.waiting import LEAST_RISK, certainty_asked, risk_of, waiting
from ocr.wild import NOISE_REASON, scattered

_ODD_RISK = 0.6  # that a word with letters that no word holds is wrong
_ALL_BUT_CERTAIN = (
    0.999  # what other letters than å, ä, ö are mended for, in a word that is none as it stands
)
_SHOWN = 5  # candidates in a ledger line
_LEAST_HEARD = 0.1  # ... and what is only likely by its letters has to be this likely

# Inside a word these are letters misread: "B6e", "Myrsjéskolan"; an é before an e or at the end is none.
_ODD = re.compile(r"[^\W\d_][&0146]|[0146&][^\W\d_]|é(?!n?s?$|e)")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text before and after. `raw` with the applied lines of `ledger` is `text`."""

    raw: str
    text: str
    ledger: tuple[Change, ...]
    verdict: Verdict
    score: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Kit:
    """What repair remembers between calls, for one lexicon."""

    guesses: Guesses
    evidence: Evidence
    familiar: Familiar


@lru_cache(maxsize=4)
def _kit(words: Lexicon) -> _Kit:
    return _Kit(Guesses(words), Evidence(words), Familiar(words))


def repair_pages(pages: Sequence[str], *, lexicon: Lexicon | None = None) -> list[Repaired]:
    """Repair the pages of one document together: its confusions are learned from all of them.

    `lexicon` takes the place of the shipped one: `ocr.lexicon.lexicon().with_words({"Vikasjö": 12})`. A
    document beyond all measure is repaired in stretches (`ocr/stretches.py`).
    """
    if sum(map(len, pages)) > MOST:
        if len(pages) == 1:
            return [repair(pages[0], lexicon=lexicon)]
        return [page for some in runs(pages, MOST) for page in repair_pages(some, lexicon=lexicon)]
    kit = _kit(lexicon or shipped())
    apart = [marks(page, kit.familiar) for page in pages]
    texts = [
        apply(page, some.changes) if some.changes else page for page, some in zip(pages, apart, strict=True)
    ]
    judged = triage(texts, kit.evidence)
    repairs = _ruined(texts, judged, kit)
    settled = [_in_repaired(verdict.settled, repair) for verdict, repair in zip(judged, repairs, strict=True)]
    ruined = [any(verdict.damaged) for verdict in judged]
    places = scattered([r.text for r in repairs], kit.familiar, settled, ruined)
    return [
        _together(page, some, repair, ledger) if some.changes or ledger else repair
        for page, some, repair, ledger in zip(pages, apart, repairs, places, strict=True)
    ]


def _ruined(pages: Sequence[str], judged: Sequence[Triage], kit: _Kit) -> list[Repaired]:
    """The stretches that a wrong model ruined."""
    found = [_pieces(page, verdict) for page, verdict in zip(pages, judged, strict=True)]
    if not any(found):
        return [_untouched(page, verdict) for page, verdict in zip(pages, judged, strict=True)]
    words = Counter((piece.word, piece.opens) for here in found for piece in here)
    decider = Decider(kit.guesses, learned(words, kit.guesses))
    decided = decided_together([decider.page(page, here) for page, here in zip(pages, found, strict=True)])
    return [
        _repaired(page, verdict, decisions, len(here)) if any(verdict.damaged) else _untouched(page, verdict)
        for page, verdict, here, decisions in zip(pages, judged, found, decided, strict=True)
    ]


def _in_repaired(stretches: Sequence[Span], repair: Repaired) -> Sequence[Span]:
    """Where stretches of a raw page stand in its repaired text."""
    if not stretches:
        return ()
    offsets = Offsets(repair.ledger)
    return [offsets.to_text(stretch) for stretch in stretches]


def _together(page: str, apart: Marks, ruined: Repaired, places: Sequence[Change]) -> Repaired:
    """The passes over one page as one repair of it, with one ledger against the page as it came."""
    ledger = composed(ruined.raw, ruined.ledger, places) if places else ruined.ledger
    noise = [c for c in ledger if c.reason == NOISE_REASON]
    if noise:
        ledger = tuple(c for c in ledger if c.reason == NOISE_REASON or not _lies_in(c, noise))
    changed = apart.damage or any(c.state == "applied" for c in ledger)
    if apart.changes:
        ledger = composed(page, apart.changes, ledger)
        if not changed:
            ledger = tuple(c for c in ledger if c.state != "applied")
    text = apply(page, ledger)
    reason = ruined.reason
    if changed and ruined.verdict != "damaged":
        reason = f"single places are hurt; {reason}"
    return Repaired(page, text, ledger, "damaged" if changed else ruined.verdict, ruined.score, reason)


def _lies_in(change: Change, noise: Sequence[Change]) -> bool:
    """Whether a doubt is about a piece of what is marked as noise."""
    return change.state != "applied" and any(c.start <= change.start and change.end <= c.end for c in noise)


def verdicts(pages: Sequence[str]) -> list[Verdict]:
    """What the gate says of the pages of one document, without repairing any."""
    judged = triage([unicodedata.normalize("NFC", page) for page in pages], _kit(shipped()).evidence)
    return [
        "damaged" if any(found.damaged) else "good" if page.strip() else "absent"
        for page, found in zip(pages, judged, strict=True)
    ]


def repair(text: str, *, lexicon: Lexicon | None = None) -> Repaired:
    """Repair a text; form feeds in it are page breaks.

    >>> repair("Socialnamnden fér i uppdrag att félja upp arbetet med boendestéd och aterkomma.").text
    'Socialnämnden får i uppdrag att följa upp arbetet med boendestöd och återkomma.'
    """
    parts = list(repaired([text], lexicon=lexicon))
    return parts[0] if len(parts) == 1 else _joined(parts, "")


def repaired(
    chunks: Iterable[str], *, lexicon: Lexicon | Callable[[Sequence[str]], Lexicon] | None = None
) -> Iterator[Repaired]:
    """Repair a text that comes in pieces, stretch by stretch, and forget each when it is handed on.

    `lexicon` may be asked anew for the pages of each stretch: `own_words.lexicon`.

    The texts of all stretches one after the other are what `repair` makes of the whole; the places of each
    ledger count in its own stretch.

    >>> "".join(part.text for part in repaired(["Socialnamnden fér i upp", "drag att félja upp arbetet."]))
    'Socialnämnden får i uppdrag att följa upp arbetet.'
    """
    for stretch in stretches(chunks, MOST):
        pages = stretch.split(PAGE_BREAK)
        words = lexicon(pages) if callable(lexicon) else lexicon
        yield _joined(repair_pages(pages, lexicon=words), PAGE_BREAK)


def _joined(parts: Sequence[Repaired], between: str) -> Repaired:
    """Pages or stretches as one text."""
    ledger: list[Change] = []
    at = 0
    for part in parts:
        ledger += (change.shifted(at) for change in part.ledger) if at else part.ledger
        at += len(part.raw) + len(between)
    verdicts = {part.verdict for part in parts}
    verdict: Verdict = "damaged" if "damaged" in verdicts else "good" if "good" in verdicts else "absent"
    worst = max(parts, key=lambda part: part.score)
    raw, text = between.join(p.raw for p in parts), between.join(p.text for p in parts)
    return Repaired(raw, text, tuple(ledger), verdict, worst.score, worst.reason)


def _untouched(page: str, verdict: Triage) -> Repaired:
    return Repaired(page, page, (), "good" if page.strip() else "absent", verdict.score, verdict.reason)


def _pieces(page: str, verdict: Triage) -> list[Piece]:
    """The pieces of the damaged lines that may be changed."""
    return [piece for span in verdict.stretches for piece in pieces(page, span.start, span.end)]


def _repaired(page: str, verdict: Triage, decisions: Sequence[Decision], words: int) -> Repaired:
    lines = [line for decision in decisions if (line := _line(page, decision))]
    taken = {at for _, change in lines for at in range(change.start, change.end)}
    for span in verdict.stretches:
        lines += (line for line in smudges(page, span.start, span.end) if line[1].start not in taken)
    lines.sort(key=lambda line: line[1].start)
    ledger = calibrated(waiting(lines, words))
    return Repaired(page, apply(page, ledger), ledger, "damaged", verdict.score, verdict.reason)


def _line(page: str, decision: Decision) -> tuple[float, Change] | None:
    """The ledger line of one piece with the chance that what stands is wrong; None if nothing is to say."""
    piece, guess = decision.piece, decision.guess
    before = page[piece.start : piece.end]
    least = _LEAST_HEARD if guess.unknown else 0.0
    answers = tuple(answer for answer in decision.answers[:_SHOWN] if answer.share >= least)
    after, confidence = decision.best
    state: State
    if guess.unknown and NOISE.search(piece.word):
        after, confidence, state, reason = before, 0.0, "left", "looks like dots or a stamp read as letters"
        risk = 0.0
    elif after != before:
        asked = certainty_asked(decision)
        mends = (_mends_marks(before, after) or _mends_word(decision)) and not (
            guess.made and _ODD.search(after)
        )
        state = "applied" if confidence >= asked and mends else "review"
        reason = _because(decision, state, listed=asked <= 1)
        if asked > 1:
            confidence = min(confidence, decision.agreed)
        risk = risk_of(decision, before)
    elif guess.unknown:
        if len(piece.word) < 3 and not _ODD.search(before):
            return None
        risk = _ODD_RISK if _ODD.search(before) else risk_of(decision, before)
        confidence, state, reason = 1 - risk, "review", "no known word, and no other is likelier"
    else:
        risk = risk_of(decision, before)
        if risk < LEAST_RISK and not _ODD.search(before):
            return None
        others = [answer for answer in answers if answer.text != before]
        if others:
            after, confidence = others[0]
            state, reason = "review", "stands as it was; another word may have been meant"
        elif _ODD.search(before):
            risk, state, reason = _ODD_RISK, "review", "no word holds such letters, and no other is known"
        else:
            return None
    return risk, Change(
        piece.start,
        piece.end,
        before,
        after,
        round(confidence, 4),
        "tagger" if decision.by_tagger else "channel",
        state,
        tuple((answer.text, round(answer.share, 4)) for answer in answers),
        reason,
    )


def _mends_marks(before: str, after: str) -> bool:
    """Whether å, ä or ö come back, or digits give way: other letters alone are for a person to judge.

    >>> _mends_marks("densamme", "densamma"), _mends_marks("f1", "fl"), _mends_marks("år", "är")
    (False, True, True)
    """
    old, new = ([c for c in text.lower() if c in "åäö"] for text in (before, after))
    if new != old and len(new) >= max(1, len(old)):
        return True
    return not before.replace("-", "").replace("\n", "").isalpha()


def _mends_word(decision: Decision) -> bool:
    """Whether a small word that is none becomes one of the lexicon, and no other is likely at all."""
    best = decision.candidate
    plain = best is not None and best.known and not best.made and not decision.guess.meant
    return plain and decision.best.text.islower() and decision.best.share >= _ALL_BUT_CERTAIN


def _because(decision: Decision, state: State, *, listed: bool) -> str:
    """Why a word is changed, or may have to be, in words for a person."""
    if decision.by_tagger:
        reason = "reads so letter by letter"
    else:
        best = next(c for c in decision.guess.candidates if c.changes)
        reason = ", ".join(
            f"{e.truth} read as {e.read or 'nothing'}" for e in best.edits if e.read != e.truth
        )
    if state == "review":
        return f"{reason}? {'not certain enough' if listed else 'what it makes is in no list'}"
    if decision.guess.meant:
        return f"{reason}; fits here better than the word that stands"
    return f"{reason}; no word as it stands"


__all__ = ["Repaired", "repair", "repair_pages", "repaired", "verdicts"]
