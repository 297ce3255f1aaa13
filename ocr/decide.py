"""From candidates to answers: each piece of a page in its place, and what it should read.

The spelling alone settles most words. Where candidates lie close together, the neighbours are asked
(`ocr/context.py`); where that leaves a doubt, or no word is known at all, the tagger (`ocr/tagger.py`). The
two err on different words: where they agree they are believed, where they differ the channel is believed
more. What nobody knows is decided once for all its places in the document.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ocr.candidates import Candidate, Guess, Guesses
from ocr.channel import Edit, written
from ocr.context import BOUNDARY, COMMA, NAME, NUMBER, UNKNOWN, Around, contexts
from ocr.lexicon import Lexicon
from ocr.protect import NOISE, Piece, may_change, opens
from ocr.spans import Span
from ocr.weighing import SETTLED, Facts, Key, Table, shares, stands

if TYPE_CHECKING:
    from ocr.tagger import Opinion

_LEAST_SHARE = 1e-12
_SEEN_FAR = 0.995  # less certain, the words beyond the neighbours are asked
_SURE = 0.9  # the tagger need not be asked: where the channel is surer, the tagger is wrong more often
_CONTEXT_ROUNDS = 2
_LEAST = 0.0005  # answers less likely are not kept
_GAP = re.compile(r"[^\W_]+|[.:;!?,•|=*]|\n\s*\n")
_MISREADABLE = re.compile(
    r"[adoié&@46AOGSÉDäåôòóâàáæøüÄÅ]"
)  # without one of these nothing can have been an å, ä or ö

# How channel and tagger weigh in the product of their shares, and what a reading gets that only one has.
_WEIGHTS = 0.9, 0.4
_WEIGHTS_NAME = 0.9, 0.3  # of names the tagger knows only the sound
_WEIGHTS_UNKNOWN = 0.5, 0.5  # where the channel, too, goes by the letters only
_WEIGHTS_CASE = 0.9, 0.9  # "det Ovriga samhallet": an O for an ö, where the tagger sees the sentence
_THOUGHT_OF = 0.95  # how often the truth of a word that nobody knows is among the answers at all
_ONLY_TAGGER, _ONLY_TAGGER_BESIDE_WORD = 0.05, 0.01
_LEAST_LIKELY = 1e-6  # what the tagger thinks impossible may still be


_share = itemgetter(1)
_SAME_NAME = 20  # how much likelier an answer is that another word surely has

_Readings = defaultdict[str, defaultdict[str, float]]


class Answer(NamedTuple):
    """A text that may have stood there, and its probability."""

    text: str
    share: float


class Verdict(NamedTuple):
    """What a piece should read: the answers, likeliest first, and who says so.

    `agreed` is the tagger's probability of the likeliest answer (1 where it was not asked).
    """

    piece: Piece
    guess: Guess
    answers: tuple[Answer, ...]
    by_tagger: bool = False
    agreed: float = 1.0

    @property
    def best(self) -> Answer:
        return self.answers[0]

    @property
    def candidate(self) -> Candidate | None:
        """The candidate that the likeliest answer writes; None where only the tagger has it."""
        text, guess = self.answers[0].text, self.guess
        texts = _texts(self.piece, guess) if self.piece.broken else guess.texts
        return guess.candidates[texts.index(text)] if text in texts else None


class Decider:
    """Decides the pieces of one document: `table` are its confusions, `facts` what is known of its words."""

    __slots__ = ("_answers", "_facts", "_guesses", "_table")

    def __init__(self, guesses: Guesses, table: Table, facts: Mapping[Key, Facts]) -> None:
        self._guesses = guesses
        self._table = table
        self._facts = dict(facts)
        self._answers: dict[Key, tuple[Answer, ...]] = {}

    def page(self, page: str, found: Iterable[Piece]) -> list[Verdict]:
        """The verdicts on the pieces of a page that are not plainly right."""
        pieces: list[Piece] = []
        for piece in found:
            if piece.broken:
                pieces += self._parted(page, piece)
            else:
                pieces.append(piece)
        known = [self.about(piece.word, piece.opens) for piece in pieces]
        decided = self._in_context(page, pieces, known)
        verdicts = [
            Verdict(pieces[i], fact.guess, answers)
            for i, fact in enumerate(known)
            if not fact.plain
            and not (i in decided and _plain(fact, decided[i]))
            and may_change(page, pieces, i)
            and (answers := self._answered(pieces[i], fact, decided.get(i)))
        ]
        return _with_opinions(page, verdicts)

    def _answered(self, piece: Piece, fact: Facts, decided: Sequence[float] | None) -> tuple[Answer, ...]:
        """The answers to a word, one tuple for all places where none changes what it is."""
        if decided or piece.broken:
            return _answers(piece, fact, decided or fact.shares)
        key = piece.word, piece.opens
        answers = self._answers.get(key)
        if answers is None:
            answers = self._answers[key] = _answers(piece, fact, fact.shares)
        return answers

    def _parted(self, page: str, piece: Piece) -> Sequence[Piece]:
        """A word broken over two lines stays one only if its parts make a word together."""
        if any(c.known for c in self._guesses.of(piece.word).candidates):
            return (piece,)
        cut = piece.start + piece.break_at
        second = cut + len(piece.broken)
        return (
            Piece(piece.start, cut, piece.word[: piece.break_at], piece.opens),
            Piece(second, piece.end, piece.word[piece.break_at :], opens(page, second)),
        )

    def about(self, word: str, opens: bool) -> Facts:
        """The facts on a word, of the document or made of its pieces."""
        key = word, opens
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = self._table.facts(self._guesses.of(word, opens=opens))
        return known

    def _in_context(
        self, page: str, pieces: Sequence[Piece], known: Sequence[Facts]
    ) -> dict[int, Sequence[float]]:
        """The shares among their neighbours of the candidates of those pieces whose place may matter."""
        doubtful = [i for i, fact in enumerate(known) if not fact.settled]
        words = self._guesses.lexicon
        guessed = [fact.best.word for fact in known] if doubtful else []
        asked: dict[int, tuple[str, str]] = {}
        decided: dict[int, Sequence[float]] = {}

        def neighbour(i: int, step: int) -> str:
            """What stands on one side of a piece; "" for a word that may yet be another."""
            j = i + step
            gap = _gap(page, pieces, i, step)
            return gap or (_as_neighbour(guessed[j], pieces[j].word, words) if known[j].settled else "")

        sides = {i: (neighbour(i, -1), neighbour(i, 1)) for i in doubtful}
        for _ in range(_CONTEXT_ROUNDS):
            for i in doubtful:
                before, after = sides[i]
                left = before or _as_neighbour(guessed[i - 1], pieces[i - 1].word, words)
                right = after or _as_neighbour(guessed[i + 1], pieces[i + 1].word, words)
                if asked.get(i) == (left, right):
                    continue
                asked[i] = left, right
                fact = known[i]
                lifts = self._guesses.lifts(fact.guess, left, right)
                now = decided[i] = shares([a + b for a, b in zip(fact.logs, lifts, strict=True)])
                guessed[i] = fact.candidates[now.index(max(now))].word
        for i, beside in asked.items():
            if max(decided[i]) < _SEEN_FAR and sum(far := self._guesses.seen_far(known[i].guess)) > 1:
                around = self._around(page, pieces, i, beside, guessed)
                if farther := contexts().log_farther([c.word for c in known[i].candidates], far, around):
                    decided[i] = shares([_log(a) + b for a, b in zip(decided[i], farther, strict=True)])
        return decided

    def _around(
        self, page: str, pieces: Sequence[Piece], i: int, beside: tuple[str, str], guessed: Sequence[str]
    ) -> Around:
        """The neighbours of a piece with those beyond them."""
        words = self._guesses.lexicon
        farther = [BOUNDARY, BOUNDARY]
        for side, step in enumerate((-1, 1)):
            j = i + step
            if 0 <= j < len(pieces) and not _gap(page, pieces, i, step):
                gap = _gap(page, pieces, j, step)
                k = j + step
                farther[side] = gap or _as_neighbour(guessed[k], pieces[k].word, words)
        return Around(farther[0], *beside, farther[1])


def _log(share: float) -> float:
    return math.log(max(share, _LEAST_SHARE))


def _plain(fact: Facts, decided: Sequence[float]) -> bool:
    """Whether a known word stands in its place as it should, beyond doubt."""
    top = max(decided)
    return top >= SETTLED and stands(fact.candidates[decided.index(top)])


def _gap(page: str, pieces: Sequence[Piece], i: int, step: int) -> str:
    """What stands between a piece and its neighbour, as the table of contexts writes it; "" if nothing."""
    j = i + step
    here = pieces[i]
    if not 0 <= j < len(pieces):
        gap = page[max(0, here.start - 20) : here.start] if step < 0 else page[here.end : here.end + 20]
    else:
        gap = page[pieces[j].end : here.start] if step < 0 else page[here.end : pieces[j].start]
        if gap == " ":
            return ""
    if between := _GAP.findall(gap):
        mark: str = between[-1 if step < 0 else 0]
        if mark.isdigit():
            return NUMBER
        return COMMA if mark == COMMA else UNKNOWN if mark[0].isalnum() else BOUNDARY
    return "" if 0 <= j < len(pieces) else BOUNDARY


def _as_neighbour(word: str, raw: str, words: Lexicon) -> str:
    """A word as the table of contexts writes it where it is a neighbour; `raw` is how it was read."""
    if word.isdigit():
        return NUMBER
    counts = words.words.get(word)
    if counts and counts.lower and (raw[0].islower() or counts.lower >= counts.capital):
        return word
    return NAME if raw[0].isupper() else UNKNOWN


def _answers(piece: Piece, fact: Facts, decided: Sequence[float]) -> tuple[Answer, ...]:
    texts = _texts(piece, fact.guess)
    top = max(decided)
    if top > 1 - _LEAST and (text := texts[decided.index(top)]) is not None:
        return (Answer(text, top),)  # no other is likely enough, as with most words
    pairs = zip(decided, texts, strict=True)
    found = [Answer(text, share) for share, text in pairs if share > _LEAST and text is not None]
    if len(found) > 1:
        found.sort(key=_share, reverse=True)
    return tuple(found)


def _texts(piece: Piece, guess: Guess) -> Sequence[str | None]:
    """What the page would hold with each candidate; None where that cannot be."""
    if not piece.broken:
        return guess.texts
    return [_over_two_lines(piece, candidate) for candidate in guess.candidates]


def _over_two_lines(piece: Piece, candidate: Candidate) -> str | None:
    """What the page would hold; the line break within stays where it is."""
    cut = piece.break_at
    if any(e.at < cut < e.at + len(e.read) for e in candidate.edits):
        return None
    head = written(piece.word[:cut], [e for e in candidate.edits if e.at < cut])
    tail = [Edit(e.at - cut, e.read, e.truth) for e in candidate.edits if e.at >= cut]
    return head + piece.broken + written(piece.word[cut:], tail)


def _with_opinions(page: str, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts after the tagger was asked about those in doubt."""
    asked = [i for i, verdict in enumerate(verdicts) if _in_doubt(verdict)]
    if not asked:
        return verdicts
    from ocr import tagger  # here, since it brings numpy, and most text needs no second opinion

    if not tagger.available():
        return verdicts
    spans = [Span(verdicts[i].piece.start, verdicts[i].piece.end) for i in asked]
    texts = [
        [page[span.start : span.end], *(answer.text for answer in verdicts[i].answers)]
        for i, span in zip(asked, spans, strict=True)
    ]
    for i, (opinion, likely) in zip(asked, tagger.considered(page, spans, texts), strict=True):
        raw = page[verdicts[i].piece.start : verdicts[i].piece.end]
        verdicts[i] = _weighed(verdicts[i], raw, opinion, likely)
    return verdicts


def _in_doubt(verdict: Verdict) -> bool:
    if verdict.guess.unknown:
        word = verdict.piece.word
        return len(word) > 2 and bool(_MISREADABLE.search(word)) and not NOISE.search(word)
    return verdict.best.share < _SURE


def _weighed(verdict: Verdict, raw: str, opinion: Opinion, likely: Mapping[str, float]) -> Verdict:
    """One verdict from the channel's answers and how likely the tagger finds each."""
    reading, p = opinion.reading, min(opinion.probability, 0.999)
    known = dict(verdict.answers)
    known.setdefault(reading, _ONLY_TAGGER_BESIDE_WORD if verdict.guess.meant else _ONLY_TAGGER)
    known.setdefault(raw, _LEAST)
    if verdict.guess.unknown:
        of_channel, of_tagger = _WEIGHTS_UNKNOWN
    elif _in_two_cases(verdict):
        of_channel, of_tagger = _WEIGHTS_CASE
    else:
        of_channel, of_tagger = _WEIGHTS_NAME if raw[0].isupper() else _WEIGHTS
    weights = {
        text: share**of_channel * max(likely[text], _LEAST_LIKELY) ** of_tagger
        for text, share in known.items()
    }
    total = math.fsum(weights.values()) / (_THOUGHT_OF if verdict.guess.unknown else 1)
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    by_tagger = ranked[0][0] == reading != verdict.best.text
    return verdict._replace(
        answers=tuple(Answer(text, w / total) for text, w in ranked),
        by_tagger=by_tagger,
        agreed=p if ranked[0][0] == reading else min(likely[ranked[0][0]], 1 - p),
    )


def _in_two_cases(verdict: Verdict) -> bool:
    """Whether a word within a sentence was read with a capital that may be a small ö: "Ovriga"."""
    first, *others = (answer.text for answer in verdict.answers)
    capital = first[0].isupper() and not verdict.piece.opens
    return capital and bool(others) and others[0].lower() == first.lower()


def decided_together(pages: Sequence[Sequence[Verdict]]) -> list[list[Verdict]]:
    """Names and words that nobody knows get one answer in all their places: the likeliest on the whole.

    What one of them may have been is likelier if others, misread in other ways, may have been the same:
    "Grafnis" and "Grafniis" say that "Grafnas" is "Grafnäs".
    """
    same = [[i for i, verdict in enumerate(page) if _same_everywhere(verdict)] for page in pages]
    readings: _Readings = defaultdict(lambda: defaultdict(float))
    agreed: defaultdict[str, float] = defaultdict(float)
    places: Counter[str] = Counter()
    for page, some in zip(pages, same, strict=True):
        for i in some:
            verdict = page[i]
            word = verdict.piece.word
            places[word] += 1
            agreed[word] += verdict.agreed
            for answer in verdict.answers:
                readings[word][answer.text] += answer.share
    together = _together(
        {word: {text: n / places[word] for text, n in some.items()} for word, some in readings.items()}
    )
    decided = [list(page) for page in pages]
    for page, some in zip(decided, same, strict=True):
        for i in some:
            word = page[i].piece.word
            page[i] = _as_elsewhere(page[i], together[word], agreed[word] / places[word])
    return decided


def _together(shares: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The shares of the answers to each word, after the other words were asked for the same answers."""
    sums: defaultdict[str, float] = defaultdict(float)
    for some in shares.values():
        for text, share in some.items():
            sums[text] += share
    found = {}
    for word, some in shares.items():
        weights = {
            text: share * (1 + _SAME_NAME * (sums[text] - share)) if share < sums[text] else share
            for text, share in some.items()
        }
        total = math.fsum(weights.values()) / math.fsum(some.values())
        found[word] = {text: weight / total for text, weight in weights.items()}
    return found


def _same_everywhere(verdict: Verdict) -> bool:
    """Whether a word's place says nothing of what it is: names, and words that nobody knows."""
    guess, piece = verdict.guess, verdict.piece
    return not piece.broken and (guess.unknown or (guess.made and piece.word[0].isupper()))


def _as_elsewhere(verdict: Verdict, shares: Mapping[str, float], agreed: float) -> Verdict:
    answers = sorted((Answer(*pair) for pair in shares.items()), key=lambda answer: -answer.share)
    return verdict._replace(answers=tuple(answers), agreed=agreed)
