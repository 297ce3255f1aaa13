"""Words by their beginnings: a tree that grows where it is searched.

The search for spellings (`ocr/channel.py`) goes through words letter by letter and gives up as soon as no
word begins so. To gather all beginnings of all words takes longer than most texts need, so the words lie
sorted, and a branch is made of the words between two places when the search first comes by. Where only one
word is left, it stands there itself, and the search goes along its letters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

_LAST = 0x10FFFF
_FEW = 12  # words that are looked at one by one sooner than parted by halves


class Branch(dict[str, "Branch | str"]):
    """What follows one beginning: by the next letter a branch, or the only word that goes on so.

    Empty until it is grown; it stands for the words `first` to `last` of the sorted ones. `word` is the
    beginning where that is a word itself.
    """

    __slots__ = ("first", "last", "word")

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last
        self.word: str | None = None


class Tree:
    """The words, and what of their tree has been looked at."""

    __slots__ = ("_words", "root")

    def __init__(self, words: Iterable[str]) -> None:
        self._words: Sequence[str] = sorted(words)
        self.root = Branch(0, len(self._words))

    def grow(self, branch: Branch, depth: int) -> None:
        """Fill an empty branch, whose words share their first `depth` letters."""
        words, at, last = self._words, branch.first, branch.last
        if at < last and len(words[at]) == depth:
            branch.word = words[at]
            at += 1
        while at < last:
            word = words[at]
            letter = word[depth]
            if last - at <= _FEW:
                end = at + 1
                while end < last and words[end][depth] == letter:
                    end += 1
            else:
                after = word[:depth] + chr(min(ord(letter) + 1, _LAST))
                end = bisect_left(words, after, at + 1, last)
            branch[letter] = word if end == at + 1 else Branch(at, end)
            at = end

    def follow(self, node: Branch | str, depth: int, letters: str) -> Branch | str | None:
        """What follows after more letters than one; None if no word goes on so."""
        if isinstance(node, str):
            return node if node.startswith(letters, depth) else None
        for letter in letters:
            if isinstance(node, str):
                if node[depth : depth + 1] != letter:
                    return None
            else:
                if not node:
                    self.grow(node, depth)
                if letter not in node:
                    return None
                node = node[letter]
            depth += 1
        return node

    def next_letters(self, node: Branch | str, depth: int) -> Collection[str]:
        """The letters that may come next."""
        if isinstance(node, str):
            return node[depth : depth + 1]
        if not node:
            self.grow(node, depth)
        return node
