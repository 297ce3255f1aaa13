"""Repair of Swedish text that a wrong OCR model ruined.

A page goes before the gate (`ocr/judge.py`), which leaves good stretches alone; the damaged ones are cut
into pieces that may be words (`ocr/protect.py`); each gets candidates with probabilities
(`ocr/candidates.py`); and what is certain enough is changed, every change with its line in the ledger. A word
that is none as it stands is mended sooner than one that may have been meant. What stays in doubt is left as
it was, and the likeliest errors wait in review (`ocr/waiting.py`). Before that letters that fell apart are
put together (`ocr/marks.py`), and after it what is hurt in single places is mended (`ocr/wild.py`); the
passes make one ledger together.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ocr.beforehand import beforehand
from ocr.calibration import as_sure, kind_of
from ocr.candidates import Candidate, Guesses
from ocr.code_pages import without_stand_ins
from ocr.cut_up import cut_up
from ocr.decide import Decider, decided_together
from ocr.decide import Verdict as Decision
from ocr.doubts import Line
from ocr.familiar import Familiar, familiar
from ocr.figures import figures
from ocr.foreign import unquoted
from ocr.judge import Judged, judge
from ocr.ledger import Change, Maker, Offsets, State, apply, composed
from ocr.lexicon import Lexicon
from ocr.lexicon import lexicon as shipped
from ocr.other_letters import Key, borne_out, mends
from ocr.page import PAGE_BREAK, Verdict
from ocr.program import lines_of_program
from ocr.protect import NOISE, Piece, pieces
from ocr.sheet import Seen
from ocr.smudges import plain
from ocr.stretches import MOST, runs, stretches
from ocr.unlisted import taught
from ocr.waiting import Settled, certainty_asked, is_name, queues
from ocr.wild import NOISE_REASON, Good, scattered

_ODD_SHARE = 0.6  # of other answers, at least, where a word has letters that no word holds
_LEAST_DOUBT = 0.01  # of other answers
_SHOWN = 5  # candidates in a ledger line
_LEAST_HEARD = 0.1  # ... and what is only likely by its letters has to be this likely

_MARKED = re.compile(r"[åäö]")
# Inside a word these are letters misread: "Kr6e", "Myrsjéskolan"; an é before an e or at the end is none.
_ODD = re.compile(r"[^\W\d_][&0146]|[0146&][^\W\d_]|é(?!n?s?$|e)")
_NAME_AFTER = re.compile(r" [A-ZÅÄÖ][^\W\d_]")
_NAME_BEFORE = re.compile(r"(?<![^\W_])[A-ZÅÄÖ][a-zåäöé-]+ $")
_NEAR = 30  # letters
# How sure one has to be that a name beside another is another name, or a word that is none.
_SURE_TWIN, _SURE_NO_NAME = 0.88, 0.985
_SENTENCE = re.compile(r"[a-zåäö)][.!?][”\"]?\s+$|\n\s*\n\s*$")  # "... beslut. lnför mötet"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text before and after. `raw` with the applied lines of `ledger` is `text`."""

    raw: str
    text: str
    ledger: tuple[Change, ...]
    verdict: Verdict
    score: float = 0.0
    reason: str = ""
    seen: tuple[Seen, ...] = ()  # lines of the ledger whose words were read in the image


@lru_cache(maxsize=4)
def guesses(words: Lexicon) -> Guesses:
    """What repair remembers between calls, for one lexicon."""
    return Guesses(words, beforehand().guess if words is shipped() else None)


def repair_pages(pages: Sequence[str], *, lexicon: Lexicon | None = None) -> list[Repaired]:
    """Repair the pages of one document together: its confusions are learned from all of them.

    `lexicon` takes the place of the shipped one: `ocr.lexicon.lexicon().with_words({"Vikasjö": 12})`. A
    document beyond all measure is repaired in stretches (`ocr/stretches.py`).
    """
    if sum(map(len, pages)) <= MOST:
        with _unswept():
            return repair_judged(judge(pages), lexicon=lexicon)
    if len(pages) == 1:
        return [repair(pages[0], lexicon=lexicon)]
    return [page for some in runs(pages, MOST) for page in repair_pages(some, lexicon=lexicon)]


@contextmanager
def _unswept() -> Iterator[None]:
    """Python looks for garbage when this is over: repair leaves none that goes in circles, and to look
    through what it remembers time and again takes a twentieth of its time."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def repair_judged(judged: Sequence[Judged], *, lexicon: Lexicon | None = None) -> list[Repaired]:
    """Repair the pages of one document that the gate has judged."""
    if sum(len(page.raw) for page in judged) > MOST:
        return repair_pages([page.raw for page in judged], lexicon=lexicon)
    words = lexicon or shipped()
    known = familiar(words)
    judged, repairs = _ruined(judged, guesses(words), known)
    places = scattered([_good_at_large(*page) for page in zip(judged, repairs, strict=True)], known)
    return [
        _together(page, repair, ledger) if page.apart.changes or ledger else repair
        for page, repair, ledger in zip(judged, repairs, places, strict=True)
    ]


def _ruined(
    judged: Sequence[Judged], guesses: Guesses, known: Familiar
) -> tuple[Sequence[Judged], list[Repaired]]:
    """The stretches that a wrong model ruined, and the pages with the words put together that it cut up."""
    found = [_pieces(page, known) for page in judged]
    if not any(found):
        return judged, [_untouched(page) for page in judged]
    words = Counter([(piece.word, piece.opens) for here in found for piece in here])
    decider = Decider(*taught(words, guesses))
    cuts = cut_up([page.text for page in judged], found, decider.about, guesses.lexicon)
    if any(cuts):
        judged = [page.joined(some) if some else page for page, some in zip(judged, cuts, strict=True)]
        found = [_pieces(page, known) for page in judged]
    decided = decided_together(
        [decider.page(page.text, here) for page, here in zip(judged, found, strict=True)]
    )
    shown = borne_out(chain.from_iterable(decided))
    damaged = [
        _settled(page, _lines(page.text, decisions, guesses.lexicon, shown))
        for page, decisions in zip(judged, decided, strict=True)
        if page.verdict == "damaged"
    ]
    repairs = zip(damaged, queues(damaged, guesses.lexicon), strict=True)
    return judged, [
        _repaired(page, *next(repairs)) if page.verdict == "damaged" else _untouched(page) for page in judged
    ]


def _settled(page: Judged, lines: list[Line]) -> Settled:
    """A damaged page with the lines about its words, and those of figures and signs that are set right."""
    stretches = page.triage.stretches
    if mended := [*figures(page.text, stretches), *plain(page.text, stretches)]:
        lines = sorted([*lines, *((0.0, change) for change in mended)], key=lambda line: line[1].start)
    return Settled(page.text, stretches, lines)


def _good_at_large(judged: Judged, repair: Repaired) -> Good:
    """A page as it is when what a wrong model ruined is mended, which is how it stands if it comes again."""
    settled = (*judged.triage.settled, *lines_of_program(judged.text, 0, len(judged.text)))
    if settled and repair.ledger:
        offsets = Offsets(repair.ledger)
        settled = tuple([offsets.to_text(span) for span in settled])
    return Good(repair.text, settled, judged.verdict == "damaged")


def _together(page: Judged, ruined: Repaired, places: Sequence[Change]) -> Repaired:
    """The passes over one page as one repair of it, with one ledger against the page as it came."""
    ledger = composed(ruined.raw, ruined.ledger, places) if places else ruined.ledger
    noise = [c for c in ledger if c.reason == NOISE_REASON]
    if noise:
        ledger = tuple(c for c in ledger if c.reason == NOISE_REASON or not _lies_in(c, noise))
    changed = page.apart.damage or any(c.state == "applied" for c in ledger)
    if page.apart.changes and (changed or ledger):
        ledger = composed(page.raw, page.apart.changes, ledger)
        ledger = without_stand_ins(ledger)
        if not changed:
            ledger = tuple(c for c in ledger if c.state != "applied")
    text = apply(page.raw, ledger)
    reason = ruined.reason
    if changed and ruined.verdict != "damaged":
        reason = f"single places are hurt; {reason}"
    return Repaired(page.raw, text, ledger, "damaged" if changed else ruined.verdict, ruined.score, reason)


def _lies_in(change: Change, noise: Sequence[Change]) -> bool:
    """Whether a doubt is about a piece of what is marked as noise."""
    return change.state != "applied" and any(c.start <= change.start and change.end <= c.end for c in noise)


def repair(text: str, *, lexicon: Lexicon | None = None) -> Repaired:
    """Repair a text; form feeds in it are page breaks.

    >>> repair("Socialnamnden fér i uppdrag att félja upp arbetet med boendestéd och aterkomma.").text
    'Socialnämnden får i uppdrag att följa upp arbetet med boendestöd och återkomma.'
    """
    return _joined(repaired([text], lexicon=lexicon), "")


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


def _joined(parts: Iterable[Repaired], between: str) -> Repaired:
    """Pages or stretches as one text; each is forgotten when the next comes, since ledgers may be long."""
    ledger: list[Change] = []
    raws: list[str] = []
    texts: list[str] = []
    verdicts: list[tuple[Verdict, float, str]] = []
    at = 0
    for part in parts:
        ledger += [change.shifted(at) for change in part.ledger] if at else part.ledger
        raws.append(part.raw)
        texts.append(part.text)
        verdicts.append((part.verdict, part.score, part.reason))
        at += len(part.raw) + len(between)
    found = {verdict for verdict, _, _ in verdicts}
    verdict: Verdict = "damaged" if "damaged" in found else "good" if "good" in found else "absent"
    _, score, reason = max(verdicts, key=lambda each: each[1])
    return Repaired(between.join(raws), between.join(texts), tuple(ledger), verdict, score, reason)


def _untouched(page: Judged) -> Repaired:
    return Repaired(page.text, page.text, (), page.verdict, page.triage.score, page.triage.reason)


def _pieces(page: Judged, known: Familiar) -> list[Piece]:
    """The pieces of the damaged lines that may be changed."""
    spans = page.triage.stretches
    return [piece for span in spans for piece in unquoted(list(pieces(page.text, *span)), known)]


def _repaired(page: Judged, settled: Settled, queue: Sequence[Change]) -> Repaired:
    done = [change for _, change in settled.lines if change.state != "review"]
    ledger = tuple(sorted([*done, *queue], key=lambda change: change.start))
    text = apply(page.text, ledger)
    return Repaired(page.text, text, ledger, page.verdict, page.triage.score, page.triage.reason)


def _lines(page: str, decisions: Sequence[Decision], known: Lexicon, shown: frozenset[Key]) -> list[Line]:
    """The ledger lines of a page's pieces, each with the chance that what stands is wrong."""
    lines: list[Line] = []
    said: dict[tuple[str, int], Line | None] = {}
    for decision in decisions:
        start, end = decision.piece.start, decision.piece.end
        before = page[start:end]
        # Where a word is settled wherever it stands, all its places have one tuple of answers.
        key = before, id(decision.answers)
        if key not in said:
            said[key] = _line(before, decision, shown, known)
        if line := said[key]:
            risk, change = line
            if change.start != start:
                line = risk, (change := change.shifted(start - change.start))
            if change.after[0] == "i" and before[0] in "l1" and _opens_sentence(page, start):
                line = risk, replace(change, after=f"I{change.after[1:]}")
            lines.append(_held_back(page, line, known))
    return lines


def _held_back(page: str, line: Line, known: Lexicon) -> Line:
    """The line of a change; it waits where what stands may have been meant for a reason of its own."""
    _, change = line
    if change.state == "applied":
        if change.before[-1] == "1" and _may_be_note(change, known):
            return change.confidence, replace(
                change, state="review", reason="a letter, or the number of a note?"
            )
        if change.before[0].isupper() and _may_be_person(page, change):
            return change.confidence, replace(
                change, state="review", reason="a name as it stands, beside another"
            )
    return line


def _may_be_note(change: Change, known: Lexicon) -> bool:
    """Whether a 1 at the end of a word may be the number of a note: "Se not1"."""
    stem, whole = known.words.get(change.before[:-1].lower()), known.words.get(change.after.lower())
    return (
        stem is not None and len(change.before) > 3 and not (whole is not None and whole.lower > stem.lower)
    )


def _may_be_person(page: str, change: Change) -> bool:
    """Whether a name of a person stands as it should, beside another: "Bo Lange", "Boris Ek"."""
    least = _SURE_TWIN if is_name(change.after) else _SURE_NO_NAME
    return (
        change.confidence < least
        and is_name(change.before)
        and (
            _NAME_AFTER.match(page, change.end) is not None
            or _NAME_BEFORE.search(page, max(0, change.start - _NEAR), change.start) is not None
        )
    )


def _opens_sentence(page: str, start: int) -> bool:
    """Whether a sentence begins at a place, so that what was read as l or 1 was no "i" but an "I"."""
    return _SENTENCE.search(page, max(0, start - 5), start) is not None


def _line(before: str, decision: Decision, shown: frozenset[Key], known: Lexicon) -> Line | None:
    """The ledger line of one piece, which stands as `before`; None if nothing is to say. `shown` are the
    document's confusions of other letters than å, ä and ö."""
    piece, guess = decision.piece, decision.guess
    answers = decision.answers[:_SHOWN]
    if guess.unknown:
        answers = tuple([answer for answer in answers if answer.share >= _LEAST_HEARD])
    after, confidence = decision.best
    state: State
    if guess.unknown and NOISE.search(piece.word):
        after, confidence, state, reason = before, 0.0, "left", "looks like dots or a stamp read as letters"
        risk = 0.0
    elif after != before:
        best = decision.candidate
        asked = certainty_asked(decision)
        put = (_mends_marks(before, after) or mends(decision, shown, known)) and not (
            guess.made and _ODD.search(after)
        )
        state = "applied" if confidence >= asked and put else "review"
        reason = _because(decision, best, state, listed=asked <= 1)
        if asked > 1:
            confidence = min(confidence, decision.agreed)
        risk = 0.0 if state == "applied" else _other(decision, before)
    elif guess.unknown:
        if len(piece.word) < 3 and not _ODD.search(before):
            return None
        risk = max(_other(decision, before), _ODD_SHARE if _ODD.search(before) else 0.0)
        confidence, state, reason = 1 - risk, "review", "no known word, and no other is likelier"
    else:
        risk = _other(decision, before)
        if risk < _LEAST_DOUBT and not _ODD.search(before):
            return None
        others = [answer for answer in answers if answer.text != before]
        if not others:
            return None
        after, confidence = others[0]
        state, reason = "review", "stands as it was; another word may have been meant"
    said = tuple([(text, round(share, 4)) for text, share in answers])
    confidence, said = as_sure(kind_of(state, before, after), round(confidence, 4), after, said)
    maker: Maker = "tagger" if decision.by_tagger else "channel"
    return risk, Change(piece.start, piece.end, before, after, confidence, maker, state, said, reason)


def _other(decision: Decision, stands: str) -> float:
    """The share of the answers that are not what stands."""
    return 1 - sum([answer.share for answer in decision.answers if answer.text == stands])


@lru_cache(maxsize=1 << 14)
def _mends_marks(before: str, after: str) -> bool:
    """Whether å, ä or ö come back, or digits give way: other letters alone are for a person to judge.

    >>> _mends_marks("densamme", "densamma"), _mends_marks("f1", "fl"), _mends_marks("år", "är")
    (False, True, True)
    """
    old, new = _MARKED.findall(before.lower()), _MARKED.findall(after.lower())
    if new != old and len(new) >= max(1, len(old)):
        return True
    return not before.replace("-", "").replace("\n", "").isalpha()


def _because(decision: Decision, best: Candidate | None, state: State, *, listed: bool) -> str:
    """Why a word is changed, or may have to be, in words for a person."""
    reason = "reads so letter by letter" if decision.by_tagger else _told(best.keys if best else ())
    if state == "review":
        return f"{reason}? {'not certain enough' if listed else 'what it makes is in no list'}"
    if decision.guess.meant:
        return f"{reason}; fits here better than the word that stands"
    return f"{reason}; no word as it stands"


@lru_cache(maxsize=1 << 14)
def _told(keys: Sequence[tuple[str, str]]) -> str:
    """The damage of a word, from what stood and what was read of each place."""
    return ", ".join([f"{truth} read as {read or 'nothing'}" for truth, read in keys if read != truth])


__all__ = ["Repaired", "repair", "repair_judged", "repair_pages", "repaired"]
