"""The pieces of a damaged stretch that may be words, and what must never change silently.

E-mail and web addresses, file names, words whose letters a program escaped, case numbers, dates and amounts,
party letters and short capitals are passed over here, before anything looks for a Swedish word in them. A
word broken over two lines is one piece with the break inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr.program import of_program
from ocr.spans import Span

# A letter as mail, RTF, web addresses and HTML write it: "=E4", "=C3=A4", "\'e4", "%C3%A4", "&auml;"
_ESCAPED = r"""(?:
      =[C-F]\d(?:=[89AB][\dA-F])?
    | \\'[c-fC-F]\d
    | %[Cc]3%[89ABab][\dA-Fa-f] | %[C-F]\d
    | &(?:[aeiouAEIOU](?:uml|acute|grave)|[aA]ring|\#\d{1,5}|\#[xX][\da-fA-F]{1,4});
    )"""

# "anna.ek@vikasjo.se", "www.vikasjo.se/plan", "om/arsberattelse-2022/bilder", "bilaga_1.pdf", "KS 2019/12-3"
PROTECTED = re.compile(
    r"""
      [\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}  # e-mail
    | (?:https?://|www\.)\S+                         # web address
    | (?<![\w.%~/-])(?:[\w.%~-]++/){2,}[\w.%~-]*      # the rest of one, on a line of its own
    | (?<![\w/-])(?:[^\W_A-ZÅÄÖ]{1,40}+(?:-{1,3}+|/)){3,}+[^\W_]*  # ... or its words: "ny-b-tjanst/bilaga-2"
    | (?<![\w/-])(?:[a-z0-9]{1,40}+[-/]){2,}+[a-z0-9]*(?![\w-]|\.\w)  # "for-fler-manniskor", "ny-tjanst/"
    | \b(?:[\w.%~-]{1,99}/)?[\w-]{1,99}(?:\.[\w-]{1,99}){0,5}    # host, file
          \.(?:se|com|org|net|eu|nu|html?|pdf|docx?|xlsx?)\b(?:/\S*)?
    | \b[A-ZÅÄÖ]{2,5}[ -]?(?:19|20)\d\d[-/:]\d+\S*   # case number
    | (?:(?<![^\W_])[^\W_]{1,40}+)?+ESCAPED(?:\w|[.-](?=\w)|ESCAPED)*+  # "Socialn=E4mnden"
    | &(?:[a-z]{2,6}|\#\d{1,5});                     # "&amp;"
    | \b\d[\d.,:/-]*\d\b                             # number, date, amount, clock time
    """.replace("ESCAPED", _ESCAPED),
    re.VERBOSE,
)

# What is in all that is protected, and in little else: the search for it is three times as fast as theirs.
_TELLING = re.compile(
    r"""
      [@/\d;] | www\. | -[^\W_A-ZÅÄÖ]{1,40}-          # "2019", "ny-b-tjanst"
    | \.(?:se|com|org|net|eu|nu|html?|pdf|docx?|xlsx?)\b
    """,
    re.VERBOSE,
)
_RUN_ENDS = re.compile(r"\s(?!(?<=[A-ZÅÄÖ] )(?:19|20)\d\d)")  # not in "KS 2019/12"

# A run of letters and digits; "&" and "@" may stand for a letter within or before one, "<t" as well, and "&"
# behind small letters: "p& v&ren", "f<tr <tver".
PIECE = re.compile(
    r"(?:[&@]|(?<!\S)<(?=t))?[^\W_]+(?:[&@<][^\W_]+)*(?:(?<=[a-zåäö])&(?![^\s.,:;)]))?|[&@](?=[^\W_])"
)

_PLAIN_PIECE = re.compile(r"[^\W_]+")  # the same where none of these signs is, thrice as fast
_SIGNS_OF_LETTERS = "&@<"

# "Social-\nndmnden": a hyphen at the end of a line, and the rest of the word below.
BREAK = re.compile(r"[-\u00ad\u2010][ \t]*\r?\n[ \t]*(?=[^\W\d_A-ZÅÄÖ]|[&146])")

# Leader dots, stamps and rules read as letters: "sssesrssr", "rnnnrn", "eeeee".
NOISE = re.compile(r"(?i)(.)\1\1|^[bcdfghjklmnpqrstvwxz]{4,}$|^[serno]{7,}$|.{31}")
_DOT_LETTERS = str.maketrans("", "", "esrnakodESRNAKOD")
_SELDOM_DOTS = "tilmg"  # some of the others: where they are many, the rest need not be counted
_SHORT_WORDS, _PAGE_NUMBER = 1 / 3, re.compile(r"[a-zA-Z.] \d{1,3}\s*$")  # words to a letter
_LEAST_DOTS, _MOST_OTHERS = 24, 0.12  # letters at the end of a line; how many of them may be others

# What is left of "i" and of "är", alone; and "a1", a code of a table unless it is "p4" in a sentence.
_LONE = re.compile(r"1|r|[^\W\d_]\d|\d[^\W\d_]")
SHORT_CAPITALS = 4
_CELL = re.compile(r"\t|  ")  # what stands between the cells of a table
_LINE = 80  # characters: no line of running text is longer by much
_LOOKALIKE = frozenset("0146")  # digits that letters are misread as
_FIVE = re.compile(
    r"(?<=[a-zåäö])5(?=[a-zåäö])|\b[A-ZÅÄÖ]?5(?=[a-zåäö]{3})"
)  # ... and where 5 is one: "n5ra", "5amt"


def ends_in_dots(line: str) -> bool:
    """Whether leader dots read as letters run to the end of a line, in words as short as any.

    >>> ends_in_dots("2 SYFTE a a Ae aa ananas nd da ana AAA da eo sa saa a en san AAA 51")
    True
    >>> ends_in_dots("INLEDNING oeer ere else she sie es eler s kel ehe in ejer s sele ee reta le 25")
    True
    """
    end = line[2 * len(line) // 5 :]
    if len(end) < _LEAST_DOTS:
        return False
    letters = sum(map(str.isalpha, end))
    if letters < _LEAST_DOTS:
        return False
    if sum(map(end.count, _SELDOM_DOTS)) <= _MOST_OTHERS * letters and (
        sum(map(str.isalpha, end.translate(_DOT_LETTERS))) <= _MOST_OTHERS * letters
    ):
        return True
    return len(end.split()) > _SHORT_WORDS * letters and _PAGE_NUMBER.search(line) is not None


class Piece(NamedTuple):
    """Letters and digits at `start:end`. `word` is what was read, without a line break at `break_at`.

    `opens` says that a sentence or heading may begin here, so that a capital means little.
    """

    start: int
    end: int
    word: str
    opens: bool = True
    broken: str = ""  # the hyphen and line break that stand within
    break_at: int = 0  # in `word`


def protected(text: str, start: int, end: int) -> list[Span]:
    """Where `text[start:end]` holds what must never change silently, in order.

    >>> protected("Se www.vikasjo.se och KS 2019/12.", 0, 33)
    [Span(start=3, end=17), Span(start=22, end=33)]
    """
    found: list[Span] = []
    at = start
    while match := _TELLING.search(text, at, end):
        after = _RUN_ENDS.search(text, match.start(), end)
        first = _head(text, at, match.start())
        if first > at and text[first - 1] == " ":
            first = _head(text, at, first - 1)  # "KS 2019/12"
        at = after.start() if after else end
        found += [Span(*m.span()) for m in PROTECTED.finditer(text, first, at)]
    return found


def _head(text: str, least: int, at: int) -> int:
    """Where the run of characters without blanks begins that ends at `at`."""
    while at > least and not text[at - 1].isspace():
        at -= 1
    return at


def pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of `text[start:end]` that may be words, in order."""
    taken = protected(text, start, end)
    if program := of_program(text, start, end):
        taken = _apart(sorted([*taken, *program]))
    breaks = {match.start(): match for match in BREAK.finditer(text, start, end)}
    k = 0
    ahead = taken[0].start if taken else end  # where what is protected next begins
    piece = PIECE if any(text.find(sign, start, end) >= 0 for sign in _SIGNS_OF_LETTERS) else _PLAIN_PIECE
    matches = piece.finditer(text, start, end)
    while match := next(matches, None):
        word = match.group()
        first, last = match.span()
        if last > ahead:
            while k < len(taken) and taken[k].end <= first:
                k += 1
            ahead = taken[k].start if k < len(taken) else end
            if last > ahead and not _swallows(word, taken[k], first):
                if taken[k].end > last:
                    matches = piece.finditer(text, taken[k].end, end)
                continue
        opening = not word[0].isupper() or opens(text, first)
        if last in breaks and word[-1].isalpha() and len(word) > 1:
            gap = breaks[last]
            if second := piece.match(text, gap.end(), end):
                yield Piece(first, second.end(), word + second.group(), opening, gap.group(), len(word))
                matches = piece.finditer(text, second.end(), end)
                continue
        yield Piece(first, last, word, opening)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, of which none lies in one before."""
    found: list[Span] = []
    for span in spans:
        if not found or span.end > found[-1].end:
            found.append(span)
    return found


def _swallows(word: str, protected: tuple[int, int], start: int) -> bool:
    """A number that is only the beginning of a word ("16n") protects nothing."""
    return protected[1] - protected[0] < len(word) and protected[0] >= start


def may_change(page: str, found: Sequence[Piece], i: int) -> bool:
    """Whether the piece `found[i]` of a damaged stretch may be changed in its place."""
    piece = found[i]
    if len(piece.word) > SHORT_CAPITALS and piece.word.isalpha():
        return True  # as most are
    if len(piece.word) < 3 and _LONE.fullmatch(piece.word):
        return _between_small_words(page, found, i)
    if len(piece.word) <= 3 and piece.word[0].isupper() and page[piece.end : piece.end + 1] == ":":
        return False  # an abbreviation that heads a line: "Gr: ..."
    short = len(piece.word) <= SHORT_CAPITALS and piece.word.isupper()
    return may_be_word(piece.word, among_capitals=short and _among_capitals(found, i))


def _between_small_words(page: str, found: Sequence[Piece], i: int) -> bool:
    """Whether a lone 1 stands where "i" may, an r where "är" may: between small words, with nothing else."""
    if not 0 < i < len(found) - 1:
        return False
    left, piece, right = found[i - 1 : i + 2]
    sides = (page[left.end : piece.start], page[piece.end : right.start])
    return (
        all(side.isspace() and side.count("\n") < 2 for side in sides)
        and len(left.word) > 1
        and left.word[-1].islower()
        and right.word[0].isalpha()
        and not (right.word[0].isupper() and "\n" in sides[1] and _heads_line(page, left))  # "Fråga 1"
    )


def _heads_line(page: str, piece: Piece) -> bool:
    return piece.word[0].isupper() and page[piece.start - 1 : piece.start] in ("", "\n")


def _among_capitals(found: Sequence[Piece], i: int) -> bool:
    """Whether a short word in capitals stands in a heading of capitals, and is no abbreviation."""
    near = [found[j].word for j in range(max(0, i - 2), min(len(found), i + 3))]
    beside = [found[j].word for j in (i - 1, i + 1) if 0 <= j < len(found)]
    if all(word.isupper() for word in beside):
        beside = near  # "STADS RÅD FOR DEN NATIONELLA"
    return any(word.isupper() and len(word) > SHORT_CAPITALS for word in beside)


def opens(page: str, start: int) -> bool:
    """Whether a capital at the head of a word says nothing, since a sentence or heading begins there."""
    if not page[start].isupper():
        return True
    if start > 1 and page[start - 1] == " " and not page[start - 2].isspace():
        return not (page[start - 2].islower() or page[start - 2] == ",")
    before = page[max(0, start - _LINE) : start]
    text = before.rstrip()
    if not text or not (text[-1].islower() or text[-1] == ",") or _CELL.search(before, len(text)):
        return True
    lines = before[len(text) :].count("\n")
    # The line above ends within a sentence if it is as long as lines of running text are.
    return lines > 1 or (lines == 1 and len(text) - text.rfind("\n") < _LINE // 2)


def may_be_word(piece: str, *, among_capitals: bool) -> bool:
    """Whether a piece may be changed at all.

    >>> may_be_word("f6r", among_capitals=False), may_be_word("2019", among_capitals=False)
    (True, False)
    """
    if piece.isalpha():
        return len(piece) > 1 and (among_capitals or len(piece) > SHORT_CAPITALS or not piece.isupper())
    letters = sum(map(str.isalpha, piece))
    digits = sum(map(str.isdigit, piece))
    if not letters or len(piece) < 2:
        return False
    if digits:
        some = _FIVE.sub("", piece) if "5" in piece else piece
        if digits > letters + 1 or any(c.isdigit() and c not in _LOOKALIKE for c in some):
            return False
        if len(piece) <= 3 and not any(c.islower() for c in piece):
            return False  # A4, 4G
    if piece.isupper() and len(piece) <= SHORT_CAPITALS:
        return among_capitals
    return True
