"""The tree of words holds every word and every beginning of one, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr.tree import Branch, Tree

WORDS = st.lists(st.text(alphabet="abåö", min_size=1, max_size=6), max_size=12)


def words_of(tree: Tree, node: Branch | str, beginning: str) -> list[str]:
    """All words below a node, found the slow way."""
    if isinstance(node, str):
        assert node.startswith(beginning)
        return [node]
    if not node:
        tree.grow(node, len(beginning))
    found = [] if node.word is None else [node.word]
    for letter, after in node.items():
        found += words_of(tree, after, beginning + letter)
    return found


@given(WORDS)
def test_all_words_stand_in_the_tree_once(words: list[str]) -> None:
    tree = Tree(set(words))
    assert words_of(tree, tree.root, "") == sorted(set(words))


@given(WORDS, st.text(alphabet="abåö", max_size=4))
def test_a_beginning_is_followed_exactly_where_a_word_begins_so(words: list[str], beginning: str) -> None:
    tree = Tree(set(words))
    node = tree.follow(tree.root, 0, beginning)
    if not any(word.startswith(beginning) for word in words):
        assert node is None or not words
    else:
        assert node is not None
        assert words_of(tree, node, beginning) == sorted({w for w in words if w.startswith(beginning)})
