"""The own words of an output folder, and what a person says about them.

`words.jsonl` is derived: what the good pages of all documents cleaned into the folder hold, and which
documents those were, so that none is counted twice. `words_decided.jsonl` is a person's work: words that she
vouches for and words that shall be forgotten, one line each, the last one holds. What she answered in a
review is such a word as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from klubbat import answers as kept
from klubbat import pool
from klubbat.files import decoded, read_bytes, write_atomically
from klubbat.inputs import Input, load
from klubbat.reviewing import entries_of
from klubbat.settings import workers_for
from ocr.errors import BadInput
from ocr.judge import Judged
from ocr.learn import Listener, PutOff
from ocr.own_words import LEAST, WORD, Counted, OwnWords, together
from ocr.read import read
from ocr.review import Answers

_Given = TypeVar("_Given")

NAME = "words.jsonl"
DECIDED = "words_decided.jsonl"
_CORE = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Learned:
    """What an archive has taught: counts by municipality, and the documents (SHA-256) that they are from."""

    by_town: Mapping[str, Counted] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    def __add__(self, other: Learned) -> Learned:
        both = together((*self.by_town.values(), *other.by_town.values()))
        return Learned(both, self.documents | other.documents)

    def after(self, taught: Mapping[str, Counted | None]) -> Learned:
        """With what documents teach, by their SHA-256; those that are counted already teach nothing new."""
        new = {document: found for document, found in taught.items() if document not in self.documents}
        return self + Learned(together(filter(None, new.values())), frozenset(new))


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person said of a word. `when` is ISO 8601."""

    word: str
    decision: Literal["add", "forget"]
    when: str


def to_json(learned: Learned) -> bytes:
    """One line that says which documents taught, and one for each municipality."""
    head = {"schema": 1, "documents": sorted(learned.documents)}
    lines = [
        {"municipality": found.town, "running": found.running, "words": dict(sorted(found.words.items()))}
        for _, found in sorted(learned.by_town.items())
    ]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in (head, *lines))


def from_json(data: bytes) -> Learned:
    """What `to_json` wrote. Raises ValueError for anything else."""
    try:
        head, *lines = (msgspec.json.decode(line) for line in data.splitlines())
        by_town = [Counted(line["municipality"], line["running"], line["words"]) for line in lines]
        return Learned(together(by_town), frozenset(head["documents"]))
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise ValueError("these are no own words") from error


def load_learned(out: Path) -> Learned:
    """What `words.jsonl` holds; nothing where there is none."""
    path = out / NAME
    if not path.exists():
        return Learned()
    try:
        return from_json(read_bytes(path))
    except ValueError as error:
        raise BadInput(
            f"{path}: {error}",
            code="bad_words",
            remedy="Remove the file; the next `klubbat clean` makes it anew.",
        ) from error


def save_learned(out: Path, learned: Learned) -> None:
    write_atomically(out / NAME, to_json(learned))


def load_decided(out: Path) -> dict[str, Decided]:
    """A person's words by word, the last decision on each."""
    path = out / DECIDED
    if not path.exists():
        return {}
    found: dict[str, Decided] = {}
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        remedy = "Mend or remove that line; the others are whole."
        decided = decoded(
            path, number, line, Decided, what="decision on a word", code="bad_words", remedy=remedy
        )
        found[decided.word] = decided
    return found


def decide(out: Path, words: Iterable[str], decision: Literal["add", "forget"]) -> None:
    """Keep what a person says of words. Raises BadInput for what is no word, before anything is kept."""
    given = list(words)
    if not given:
        return
    for word in given:
        if not WORD.fullmatch(word):
            raise BadInput(
                f"{word!r} is no word that can be kept",
                code="no_word",
                remedy="Give one word of at least three letters, with its capital if it is a name.",
            )
    when = kept.now()
    path = out / DECIDED
    before = read_bytes(path) if path.exists() else b""
    lines = b"".join(msgspec.json.encode(Decided(word, decision, when)) + b"\n" for word in given)
    write_atomically(path, before + lines)


def answered(out: Path) -> set[str]:
    """The words that answers of a review have put in place, or have let stand."""
    return {
        core
        for decision in Answers(kept.load(out)).decisions()
        if WORD.fullmatch(core := _CORE.sub("", decision))
    }


def own_words(out: Path, learned: Learned) -> OwnWords:
    """What is to be believed of the words of an output folder."""
    decided = load_decided(out)
    forgotten = {word for word, said in decided.items() if said.decision == "forget"}
    added = {word for word, said in decided.items() if said.decision == "add"} | answered(out)
    return OwnWords.of(learned.by_town, sorted(added), forgotten)


def own_words_of(out: Path) -> OwnWords:
    """The words of a folder that `clean` wrote. Raises what `entries_of` raises where it is none."""
    entries_of(out)
    return own_words(out, load_learned(out))


@dataclass(frozen=True, slots=True)
class Row:
    """One own word: how often it stands on good pages of a municipality, or what a person said of it."""

    word: str
    count: int
    municipality: str
    decision: Literal["add", "forget"] | None = None


def rows(out: Path, learned: Learned) -> list[Row]:
    """The own words that are in use, and those that are forgotten, in the order of the alphabet."""
    decided = {word: each.decision for word, each in load_decided(out).items()}
    said: dict[str, Literal["add", "forget"]] = dict.fromkeys(answered(out), "add")
    said |= decided
    found = [Row(word, 0, "", decision) for word, decision in said.items()]
    for town, counts in learned.by_town.items():
        found += (Row(word, n, town) for word, n in counts.words.items() if n >= LEAST and word not in said)
    return sorted(found, key=lambda row: (swedish(row.word), row.municipality))


_ALPHABET = {letter: chr(ord("z") + n) for n, letter in enumerate("åäö", 1)}


def swedish(word: str) -> str:
    """A key that sorts å, ä and ö after z."""
    return "".join(_ALPHABET.get(letter, letter) for letter in word.casefold())


def good_first(
    work: Callable[[Sequence[_Given], OwnWords | None], list[_Given]],
    given: Sequence[_Given],
    own: Callable[[bool], OwnWords],
) -> OwnWords:
    """Do documents in two passes, so that the good ones teach before the damaged ones are mended, whatever
    their order (decision 012). Returns the words of the archive.

    `work` does what it is given and returns what it put off for want of those words; `own` says them after
    the first pass, and is told whether anything waits for them.
    """
    put_off = work(given, None)
    words = own(bool(put_off))
    if put_off:
        work(put_off, words)
    return words


def learn_one(given: Input) -> Counted | None:
    """What one document teaches; this is what a worker does."""
    listener = Listener(waits=False)

    def heard(pages: Sequence[Judged]) -> None:
        listener(pages)
        raise PutOff(listener.learned)  # nothing is to be repaired

    with suppress(PutOff):
        read(load(given), images=False, on_page=lambda page: pool.alive(), on_layers=heard)
    return listener.learned


def learn_from(
    documents: Mapping[str, Input],
    *,
    workers: int | None = None,
    limits: pool.Limits | None = None,
) -> Learned:
    """What documents teach, by their SHA-256. One that cannot be read teaches nothing; its own line in the
    manifest says why."""
    found: list[Counted] = []
    names = {given.name: document for document, given in documents.items()}
    inputs = list(documents.values())
    for outcome in pool.run(learn_one, inputs, workers=workers_for(inputs, workers), limits=limits):
        if outcome.value is not None:
            found.append(outcome.value)
    return Learned(together(found), frozenset(names.values()))
