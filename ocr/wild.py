"""What real text layers show beyond the damage of a wrong model: the passes over single places of a page.

Where a wrong model ruined a page, `ocr/repair.py` knows by the page. What is mended here is known by the
place: words run together (`ocr/blanks.py`) or cut in two (`ocr/false_blanks.py`), a word hurt in a heading
(`ocr/scattered.py`), capitals that leader dots brought into the word before them (`ocr/capitals.py`), signs
(`ocr/signs.py`); and what is no word is marked as such (`ocr/noise.py`). A page on which every word can stand
as it is costs one look at its words.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeVar

from ocr import badly_read
from ocr.blanks import LINKS, Mend, Token, glued, parted
from ocr.capitals import recased
from ocr.false_blanks import joined
from ocr.familiar import Familiar, may_be_name, regular
from ocr.foreign import is_foreign
from ocr.inner_signs import signs_of
from ocr.ledger import Change, Offsets, apply, composed
from ocr.lookalikes import own_words
from ocr.noise import dull, noise
from ocr.protect import protected
from ocr.scattered import Reading, here, reading
from ocr.spans import Span, line_at
from ocr.triage import lines_of
from ocr.worn import learned

_WORD = re.compile(r"[^\W\d_]+(?:[0146][^\W\d_]{2,}|€[^\W\d_]+)*")  # "Innehål1s", "uppgift€r" too
_SLUG = 14  # characters: longer runs of hyphens and slashes without any å, ä, ö are parts of addresses
_FAR = 200  # characters
_MOST_LOOKED_UP = 4000  # runs of letters of a document that are held against the words they look like
_ROUNDS = 3  # a word that was parted may hold one that was hurt
_SURE = 9.0  # nats by which a word's reading must be likelier than the word
_SURE_BESIDE, _SURE_AMONG = 6.0, 4.5  # ... where another is that sure nearby, or two
_NEAR = 1000  # characters
_LEAST = 5  # letters of a word that is mended
_SHORT = 7  # letters: a shorter word alone tells too little
_STEM = 5  # letters in which two words are the same slip
_ADDRESS = re.compile(r"[@/\d]|www|\.[a-z]")  # on every line with anything that is protected
# Near every token that is only a part of a word, or of an address: "infor-\nmation", "plan-for-cykel".
_PARTLY = re.compile(r"[-\u00ad\u2010_/#@\\<]")
_PART_BEFORE = re.compile(
    r"""
      [^\W\d_][-\u2010](?:\ |[ \t]*\r?\n[ \t]*)$  # "plane- ring", "plane-\nring"
    | \ [-\u2010][ \t]*\r?\n[ \t]*$               # "plane -\nring"
    | [_#@\\\u00ad]\s*$                            # of an address, a soft hyphen
    | [^\W\d_]<$                                  # "f<trst", where the letters are none by themselves
    """,
    re.VERBOSE,
)
_BEFORE, _AFTER = re.compile(r"\b([^\W\d_]+) $"), re.compile(r" ([^\W\d_]+)\b")
_BESIDE = 12  # characters
_HYPHENED = re.compile(r"[-\u2010]([a-zåäö]+)")
_PART_AFTER = re.compile(r"\s{0,2}[-\u2010]\s*?(?:\n|$)|[-\u2010]\s|[_@\\\u00ad]")
_TOO_FAR = 10_000_000  # characters that are looked through for one word after the other
_LONE = re.compile(r"(?<=[a-zåäö] )[a-hj-z](?![^ \n])")  # "stor a"
_APART = "the parts are words, the whole is none"
_CAPITALS = "capitals that leader dots brought into a word"
NOISE_REASON = "noise: leader dots, a stamp or handwriting read as letters"
_Place = TypeVar("_Place", Token, Span)


@dataclass(frozen=True, slots=True)
class Good:
    """The text of a page that is good but for single places.

    `settled` are its lines whose single words are, and are not looked at; `ruined` says whether a wrong model
    ruined some of it, so that a letter put for another is no slip of the writer's.
    """

    text: str
    settled: Sequence[Span] = ()
    ruined: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with its `odd` words, and what else is known of them: `standing` in the whole document."""

    text: str
    settled: Sequence[Span]
    ruined: bool
    odd: frozenset[str]
    standing: Mapping[str, str]
    familiar: Familiar
    apart: Sequence[Mend] = ()  # words that were parted in the rounds before


def scattered(pages: Sequence[Good], familiar: Familiar) -> list[tuple[Change, ...]]:
    """The ledgers of a document's pages for what is hurt in single places."""
    words = [frozenset(_WORD.findall(page.text)) for page in pages]
    odd = [familiar.odd(some) for some in words]
    texts = [page.text for page in pages]
    standing = here(texts, frozenset().union(*words), frozenset().union(*odd)) if any(odd) else {}
    ledgers = [
        _ledger(_Page(page.text, page.settled, page.ruined, some, standing, familiar))
        if some
        else tuple(signs_of(page.text, page.settled, familiar))
        for page, some in zip(pages, odd, strict=True)
    ]
    return _boldly(pages, ledgers, familiar) if any(ledgers) else ledgers


def _boldly(
    pages: Sequence[Good], ledgers: list[tuple[Change, ...]], familiar: Familiar
) -> list[tuple[Change, ...]]:
    """The ledgers with what is mended where a document has shown to be read badly."""
    texts = [apply(page.text, ledger) for page, ledger in zip(pages, ledgers, strict=True)]
    shown = [
        badly_read.shown(text, _places(ledger), familiar) if ledger else None
        for page, text, ledger in zip(pages, texts, ledgers, strict=True)
    ]
    if not any(shown):
        return ledgers
    words = [word for text in texts for word in _WORD.findall(text) if not dull(word.lower(), familiar)]
    mends = [(c.before, c.after) for ledger in ledgers for c in ledger if c.state == "applied"]
    own = own_words(words, familiar.odd(words), learned(mends))
    left = _MOST_LOOKED_UP
    for i, page in enumerate(shown):
        if page:
            taken, noisy = _taken(pages[i], ledgers[i], texts[i])
            held = partial(_held, texts[i], taken, familiar)
            some = list(islice(badly_read.candidates(texts[i], held, noisy, familiar, page), left))
            left -= len(some)
            if bold := badly_read.settled(texts[i], some, own, familiar, page):
                changes = [_looked_up(texts[i], found) for found in bold]
                ledgers[i] = composed(pages[i].text, ledgers[i], changes)
    return ledgers


def _places(ledger: Sequence[Change]) -> Iterator[tuple[int, Change]]:
    """The changes of a ledger with their places in the text that it leads to."""
    offsets = Offsets(tuple(c for c in ledger if c.state == "applied"))
    for change in ledger:
        yield offsets.to_text(Span(change.start, change.end)).start, change


def _taken(page: Good, ledger: Sequence[Change], text: str) -> tuple[list[Span], list[Span]]:
    """What of a page with its ledger applied is not to be touched, and where noise is."""
    offsets = Offsets(tuple(c for c in ledger if c.state == "applied"))
    taken = sorted([*(offsets.to_text(span) for span in page.settled), *protected(text, 0, len(text))])
    return taken, [offsets.to_text(Span(c.start, c.end)) for c in ledger if c.state != "applied"]


def _held(text: str, taken: Sequence[Span], familiar: Familiar, line: Span) -> list[Span]:
    """What of a line is not to be touched: what is `taken`, and what is a part of a word, or quoted."""
    first = max(0, bisect_left(taken, (line.start,)) - 1)
    held = [span for span in taken[first : bisect_left(taken, (line.end,))] if span.end > line.start]
    for match in _WORD.finditer(text, *line):
        token = Token(*match.span(), match.group())
        at_edge = not token.start or token.end == len(text)
        if at_edge or _is_part(text, token) or _quoted(text, token, familiar):
            held.append(Span(*match.span()))
    return held


def _looked_up(text: str, found: badly_read.Found) -> Change:
    share = badly_read.certainty(found.answer)
    after = badly_read.written(text, found)
    return _change(text, found.run.start, found.run.end, after, share, badly_read.REASON)


def _ledger(page: _Page) -> tuple[Change, ...]:
    """The changes of all rounds as one ledger against the page."""
    ledger: tuple[Change, ...] = ()
    now = page
    for _ in range(_ROUNDS):
        changes = tuple(_pass(now))
        applied = [c for c in ledger if c.state == "applied"]
        ledger = composed(page.text, applied, changes) if ledger else changes
        if not any(c.state == "applied" for c in changes):
            break
        text, offsets = apply(page.text, ledger), Offsets(changes)
        odd = now.familiar.odd(_WORD.findall(text))
        settled = [offsets.to_text(span) for span in now.settled]
        now = replace(now, text=text, odd=odd, settled=settled, apart=_apart(ledger))
    return tuple(sorted(ledger, key=lambda c: (c.start, c.end)))


def _apart(ledger: Sequence[Change]) -> list[Mend]:
    """The words that were parted, where they stand now: they tell of others."""
    return [
        Mend(at, at + len(change.after), change.after, math.inf, True, True)
        for at, change in _places(ledger)
        if change.reason.endswith(_APART) and any(word in LINKS for word in change.after.split())
    ]


def _lines_with(page: str, words: Iterable[str]) -> list[Span]:
    """The lines of a page that hold any of some words, lone letters only where they may be cut off a word."""
    found: set[Span] = set()
    wanted = frozenset(word for word in words if len(word) > 1)
    if len(wanted) * len(page) > _TOO_FAR:
        # One way through the whole page instead of one for each word.
        return [
            line
            for line in lines_of(page)
            if any(match.group() in wanted for match in _WORD.finditer(page, *line))
            or _LONE.search(page, *line)
        ]
    for word in wanted:
        at = page.find(word)
        while at >= 0:
            if page[at - 1 : at].isalpha() or page[at + len(word) : at + len(word) + 1].isalpha():
                at = page.find(word, at + 1)
            else:
                found.add(line := line_at(page, at))
                at = page.find(word, line.end)
    end = -1
    for match in _LONE.finditer(page):
        if match.start() > end:
            found.add(line := line_at(page, match.start()))
            end = line.end
    return sorted(found)


def _pass(here: _Page) -> Iterator[Change]:
    """Changes that do not touch each other."""
    page, odd, familiar, settled = here.text, here.odd, here.familiar, here.settled
    mended = signs_of(page, settled, familiar)
    yield from mended
    lines = _lines_with(page, odd)
    tokens: list[Token] = []
    for line in lines:
        some = [Token(*m.span(), m.group()) for m in _WORD.finditer(page, *line)]
        if _ADDRESS.search(page, *line):
            some = list(_outside(some, protected(page, *line)))
        tokens += some
    if mended:
        tokens = list(_outside(tokens, [_run_around(page, c) for c in mended]))
    parts = frozenset(
        t.start for t in tokens if _PARTLY.search(page, max(0, t.start - 5), t.end + 4) and _is_part(page, t)
    )
    whole = [token for token in tokens if token.start not in parts] if parts else tokens
    unsettled = list(_outside(whole, settled)) if settled else whole
    readings = _readings(here, unsettled)
    odd -= frozenset(token.word for token, _ in readings)
    runs = parted(whole, odd, familiar, here.apart, ruined=here.ruined)
    unsettled_lines = list(_outside(lines, settled)) if settled else lines
    noisy = list(noise(page, unsettled_lines, odd - frozenset(page[m.start : m.end] for m in runs), familiar))
    for span in noisy:
        before = page[span.start : span.end]
        yield Change(*span, before, before, 0.0, "channel", "left", (), NOISE_REASON)
    loose = list(_outside(unsettled, noisy)) if noisy else unsettled
    cut = joined(page, loose, odd, familiar, ruined=here.ruined)
    taken = [*noisy, *(Span(m.start, m.end) for m in cut)]
    for mend in cut:
        yield _mended(page, mend, "one word; its parts are none")
    if stops := list(glued(page, [*here.apart, *runs])):
        kept = [*taken, *protected(page, 0, len(page)), *(_run_around(page, c) for c in mended)]
        kept += [*(Span(m.start, m.end) for m in runs), *(Span(t.start, t.end) for t, _ in readings)]
        for mend in stops:
            if not _within(mend.start, kept):
                taken.append(Span(mend.start, mend.end))
                yield _mended(page, mend, "a blank is lost, as in the words around")
    for mend in runs:
        if not _within(mend.start, taken):
            yield _mended(page, mend, f"words run together; {_APART}")
    for token, found_reading in readings:
        if not _within(token.start, taken):
            yield _read(token, found_reading)
    if any(not regular(word) for word in odd):
        tokens = list(_outside(tokens, noisy))
        taken += [
            *settled,
            *(Span(m.start, m.end) for m in runs),
            *(Span(t.start, t.end) for t, _ in readings),
        ]
        free = frozenset(token.start for token in _outside(tokens, taken))
        for token, after in recased(page, lines, tokens, noisy, familiar):
            if token.start in free:
                yield _change(page, token.start, token.end, after, 0.97, _CAPITALS)


def _run_around(page: str, change: Change) -> Span:
    """What a sign that came back makes of its surroundings: an address as a whole, else the sign."""
    if change.after != "@":
        return Span(change.start, change.end)
    return _run(page, change.start, change.end)


def _run(page: str, start: int, end: int) -> Span:
    """What stands around a place without blanks, as far as addresses are long."""
    before, after = page[max(0, start - _FAR) : start], page[end : end + _FAR]
    head = "" if before[-1:].isspace() else "".join(before.rsplit(None, 1)[-1:])
    tail = "" if after[:1].isspace() else "".join(after.split(None, 1)[:1])
    return Span(start - len(head), end + len(tail))


def _is_part(page: str, token: Token) -> bool:
    """Whether a token is a piece of a word that a hyphen breaks, or of an address."""
    if _PART_AFTER.match(page, token.end):
        return True
    joins = token.word in ("och", "eller") or (
        token.word.startswith("och") and page[token.start - 2 : token.start] == "- "
    )
    if not joins and _PART_BEFORE.search(page, max(0, token.start - 5), token.start):
        return True
    run = page[slice(*_run(page, token.start, token.end))]
    return run.isascii() and len(run) > _SLUG and (run.count("-") > 1 or "/" in run)


def _readings(page: _Page, tokens: Sequence[Token]) -> list[tuple[Token, Reading]]:
    """The odd words that have one clear reading."""
    found: list[tuple[Token, Reading]] = []
    for token in tokens:
        if token.word not in page.odd or len(token.word) < _LEAST:
            continue
        if token.start == 0 or token.end == len(page.text):
            continue  # the page may begin or end within a word
        if _quoted(page.text, token, page.familiar):
            continue
        answer = reading(
            token.word, page.familiar, page.standing, name=may_be_name(page.text, token.start, token.word)
        )
        if answer and answer.edits and regular(answer.text):
            found.append((token, answer))
    sure = [token for token, answer in found if answer.gain >= _SURE + answer.risk]
    settled = []
    for token, answer in found:
        others = {t.word[:_STEM].lower() for t in sure if abs(token.start - t.start) < _NEAR}
        near = len(others - {token.word[:_STEM].lower()})
        if not (near or page.ruined) and (len(token.word) < _SHORT or _may_be_a_slip(answer)):
            continue
        asked = (_SURE, _SURE_BESIDE, _SURE_AMONG)[min(near, 2)]
        if answer.gain >= asked + (answer.risk / 2 if near and answer.risk > 0 else answer.risk):
            settled.append((token, answer))
    return settled


def _quoted(text: str, token: Token, familiar: Familiar) -> bool:
    """Whether a word stands beside one of another language, "Ambassador at Large", or is half of one that is
    whole without its hyphen."""
    beside = (_BEFORE.search(text, max(0, token.start - _BESIDE), token.start), _AFTER.match(text, token.end))
    for found in beside:
        if found and is_foreign(found[1].lower(), familiar):
            return True
    run = _HYPHENED.match(text, token.end)
    return run is not None and familiar.stands((token.word + run[1]).lower())


def _may_be_a_slip(answer: Reading) -> bool:
    """Whether a writer may have written so: small letters put for others, one for one ("kärnverksanhet")."""
    return all(
        truth not in "åäö" and len(read) == len(truth) and read.islower() for read, truth in answer.edits
    )


def _mended(page: str, mend: Mend, reason: str) -> Change:
    return _change(page, mend.start, mend.end, mend.after, _certainty(mend.gain), reason)


def _read(token: Token, answer: Reading) -> Change:
    how = ", ".join(f"{truth} read as {read}" for read, truth in answer.edits)
    share = _certainty(answer.gain)
    return Change(
        token.start,
        token.end,
        token.word,
        answer.text,
        share,
        "channel",
        "applied",
        ((answer.text, share),),
        f"{how}; no word as it stands",
    )


def _change(page: str, start: int, end: int, after: str, share: float, reason: str) -> Change:
    return Change(start, end, page[start:end], after, share, "channel", "applied", ((after, share),), reason)


def _certainty(gain: float) -> float:
    """How often a mend with such a gain is right: measured, they err more than their odds say."""
    return round(min(0.995, 1 - math.exp(-gain / 3)), 4)


def _outside(places: Sequence[_Place], spans: Sequence[Span]) -> Iterator[_Place]:
    """The tokens or lines that touch none of the spans."""
    spans = sorted(spans)
    k = 0
    for place in places:
        while k < len(spans) and spans[k].end <= place.start:
            k += 1
        if k == len(spans) or spans[k].start >= place.end:
            yield place


def _within(place: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)
