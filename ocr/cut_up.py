"""Words that a reading cut in two on a ruined page, their letters hurt as well: "Sa mmantriide", "fö r".

`ocr/false_blanks.py` joins pieces that make a word as they stand. Where letters are hurt they make none, and
each piece by itself may be read as some small word ("r" as "är", "na" as "nå"), which says what nobody wrote.
So before anything is decided, pieces are held against the word that they may be together, by what each may
have been in the confusions of the document. Documents show that they have such blanks in words that are right
but for the cut; without any, only these are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from ocr.blanks import LONGEST_WORD
from ocr.false_blanks import GAPS
from ocr.ledger import Change
from ocr.lexicon import Lexicon
from ocr.protect import Piece
from ocr.weighing import Facts

_WORTH = 8.0  # nats by which one word must be likelier than two
_TELLING = 2  # words right but for a cut, for a document to have others ...
_BY_ITSELF = 14.0  # ... or for one to be believed where it is the only one
_SHORTEST = 3  # letters
_LONE = 5  # letters of a word that begins with a lone capital, which may be a party: "L oc"
_SHARE = 0.98  # of such cuts that are joined as they should be
_REASON = "one word; what it is in two is far less likely"
_ROUNDS = 3  # a word may be cut more than once
_BEFORE, _AFTER = frozenset(("", *" \n\t(\"”'")), frozenset(("", *" \n\t).,;:!?\"”'"))

About = Callable[[str, bool], Facts]  # what is known of a word that may open a sentence, or not
_Pair = tuple[Piece, Piece]


def cut_up(
    pages: Sequence[str], found: Sequence[Sequence[Piece]], about: About, words: Lexicon
) -> list[list[Change]]:
    """For each page of a document the words that were cut up, put together, in order.

    `found` are the pieces of each page that may be words.
    """
    plain = [list(_plain(page, pieces, about, words)) for page, pieces in zip(pages, found, strict=True)]
    if len({left.word + right.word for some in plain for _, (left, right) in some}) >= _TELLING:
        return [_changes(page, pieces, about) for page, pieces in zip(pages, found, strict=True)]
    return [
        [_change(page, _whole(*pair)) for pair in sorted(_likeliest(some, _BY_ITSELF))]
        for page, some in zip(pages, plain, strict=True)
    ]


def _plain(page: str, found: Sequence[Piece], about: About, words: Lexicon) -> Iterator[tuple[float, _Pair]]:
    """The pairs that make a word as they stand, and by how many nats they are that word."""
    for left, right in _pairs(page, found, about):
        if (left.word + right.word).lower() in words.words and (gain := _gain(left, right, about)) >= _WORTH:
            yield gain, (left, right)


def _changes(page: str, found: Sequence[Piece], about: About) -> list[Change]:
    """What joins the pieces of a page, round by round."""
    pieces, joined = list(found), set[int]()  # by where they begin
    for _ in range(_ROUNDS):
        gains = [(_gain(*pair, about), pair) for pair in _pairs(page, pieces, about)]
        pairs = _likeliest(gains, _WORTH)
        if not pairs:
            break
        wholes = {left.start: _whole(left, right) for left, right in pairs}
        gone = {right.start for _, right in pairs}
        pieces = [wholes.get(piece.start, piece) for piece in pieces if piece.start not in gone]
        joined = (joined | wholes.keys()) - gone
    return [_change(page, piece) for piece in pieces if piece.start in joined]


def _whole(left: Piece, right: Piece) -> Piece:
    return Piece(left.start, right.end, left.word + right.word, left.opens)


def _pairs(page: str, found: Sequence[Piece], about: About) -> Iterator[_Pair]:
    """Neighbours that may be one word; not both are words as they stand."""
    for left, right in pairwise(found):
        if (
            page[left.end : right.start] in GAPS
            and _may_be_one(left, right)
            and page[left.start - 1 : left.start] in _BEFORE
            and page[right.end : right.end + 1] in _AFTER
            and not (about(left.word, left.opens).plain and about(right.word, right.opens).plain)
        ):
            yield left, right


def _may_be_one(left: Piece, right: Piece) -> bool:
    letters = len(left.word) + len(right.word)
    if left.broken or right.broken or not _SHORTEST <= letters <= LONGEST_WORD:
        return False
    if len(left.word) == 1 and left.word.isupper() and letters < _LONE:
        return False
    return left.word.isalpha() or right.word.isalpha()


def _gain(left: Piece, right: Piece, about: About) -> float:
    """By how many nats two pieces are one word sooner than two.

    A compound is believed only where neither of its pieces is a word.
    """
    alone = about(left.word, left.opens), about(right.word, right.opens)
    whole = about(left.word + right.word, left.opens)
    word = any(fact.best.known and not fact.best.made for fact in alone)
    made = ("", "form") if word else ("", "form", "compound")
    chances = [
        log
        for log, candidate in zip(whole.logs, whole.candidates, strict=True)
        if candidate.known and candidate.made in made
    ]
    return max(chances) - sum(max(fact.logs) for fact in alone) if chances else 0.0


def _likeliest(gains: Iterable[tuple[float, _Pair]], worth: float) -> list[_Pair]:
    """The pairs that gain so much by being one word, the likeliest first, no piece in two of them."""
    taken: list[_Pair] = []
    places: set[int] = set()
    for gain, pair in sorted(gains, key=lambda found: -found[0]):
        if gain >= worth and places.isdisjoint(starts := {piece.start for piece in pair}):
            places |= starts
            taken.append(pair)
    return taken


def _change(page: str, piece: Piece) -> Change:
    before = page[piece.start : piece.end]
    answers = ((piece.word, _SHARE),)
    return Change(piece.start, piece.end, before, piece.word, _SHARE, "channel", "applied", answers, _REASON)


__all__ = ["cut_up"]
