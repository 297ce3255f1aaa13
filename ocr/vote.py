"""The vote on a word in doubt: what the text layer may mean, and what the image says.

The two readings err on different words. The layer was read by a model that knows no å, ä or ö, and what it
may mean is known with probabilities; the image is read anew by a model that knows them. Where the new reading
is one of the meanings, or differs from the layer by nothing but such letters, the two are weighed together;
where it says something else, the word goes on waiting for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from ocr.channel import compounded
from ocr.familiar import FLAT
from ocr.ledger import Change
from ocr.lexicon import lexicon
from ocr.spans import Span
from ocr.tesseract import PageRead

# How often Tesseract's reading of a word is wrong, by the confidence that it has in it at least: counted on
# 21,000 words of 96 pages of three municipalities, worn and in fourteen typefaces.
_ERRS = ((0.95, 0.002), (0.9, 0.01), (0.85, 0.05), (0.7, 0.12), (0.5, 0.25), (0.3, 0.4))
# The least share of a reading before the image was asked. Of the words that are looked up a third are wrong,
# and what is known of names and of damage is never all.
_THOUGHT = 0.1  # ... of one that the repair had among its answers
_UNTHOUGHT = 0.3  # ... of one that it had not thought of
_APPLY = 0.7
_CONFIRM = 0.8
_LEAST_READ = 0.3  # Tesseract's own confidence; below, it guesses
_LEAST_READ_NEW = 0.6  # ... for a reading that the repair had not thought of
_SURELY_READ = 0.85  # ... where nothing else speaks for it
_SURELY_WHOLE = 0.9
_ALIKE_WHOLE, _ALIKE_PART = 0.5, 0.85  # ... with both parts of a word that was cut, and at most with either
_STRANGE = 0.75  # how far a word is trusted that no list knows, by itself
_SHARED = 4  # letters of a word's head or tail that the layer has, where others of it are wrong
_ALIKE = 0.7  # the share of its letters that such a reading has in common with the layer

_WORD = re.compile(r"[^\W_]+(?:[-&][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")  # "år" of "8-år", where the layer's piece is one
_BREAK = re.compile(r"\W+")
_MARKED = frozenset("åäöÅÄÖ")
_ALIKE_IN_SIZE = frozenset("copsuvwxzö")  # letters that look the same, large and small
_STROKES = frozenset("ilI1|")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the image's reading has in a word's place, and Tesseract's confidence in it, 0 to 1."""

    text: str
    confidence: float


def heard(shown: str, piece: Span, read: PageRead) -> Heard | None:
    """What `read` has where `shown`, our text of the same stretch of a line, has `piece`.

    The two texts are aligned letter by letter, and what answers to the piece is widened to whole words. None
    where nothing answers, or more than one word.

    >>> heard("alla ar av", Span(5, 7), PageRead("; alla år av", ())).text
    'år'
    """
    start = end = -1
    for op in Levenshtein.opcodes(shown, read.text):
        if op.src_end < piece.start or op.src_start > piece.end:
            continue
        if op.tag == "equal":
            low = op.dest_start + max(0, piece.start - op.src_start)
            high = op.dest_start + min(op.src_end, piece.end) - op.src_start
        elif op.src_start < piece.end and op.src_end > piece.start:
            low, high = op.dest_start, op.dest_end
        else:
            continue
        if low < high:
            start, end = (low if start < 0 else min(start, low)), max(end, high)
    within = (
        "-" in shown[piece.start : piece.end] or "-" not in shown[max(0, piece.start - 1) : piece.end + 1]
    )
    words = [
        m for m in (_WORD if within else _PART).finditer(read.text) if m.start() < end and m.end() > start
    ]
    if start < 0 or len(words) != 1:
        return None
    found = words[0]
    sure = [w.confidence for w in read.words if w.span.start < found.end() and w.span.end > found.start()]
    return Heard(found[0], min(sure, default=0.0))


def is_whole(pair: Change, answer: Heard) -> bool:
    """Whether a reading is surely the one word that the layer cut in two: "föreslås" for "for s"."""
    text, parts = answer.text, _BREAK.split(pair.before.translate(FLAT))
    if answer.confidence < _SURELY_WHOLE or text.lower() not in lexicon().words:
        return False
    bare, apart = text.translate(FLAT), "".join(parts)
    return (
        len(text) >= len(apart)
        and Levenshtein.normalized_similarity(bare, apart) >= _ALIKE_WHOLE
        and max(Levenshtein.normalized_similarity(bare, part) for part in parts) < _ALIKE_PART
    )


def is_word(text: str) -> bool:
    """Whether a word is known, or made of parts that are."""
    low, known = text.lower(), lexicon()
    return low in known.words or any(way.word == low for way in compounded(low, known))


def trusted(change: Change, answer: Heard) -> float:
    """How far a reading may be trusted: half as far where nobody knows the word and nothing else has it."""
    if answer.text in (change.before, change.after) or answer.text.lower() in lexicon().words:
        return answer.confidence
    return answer.confidence * _STRANGE


def voted(change: Change, answer: Heard | None) -> Change:
    """The ledger line after the vote: applied, kept as it is (`left`), or as it was before.

    >>> line = Change(0, 2, "ar", "år", 0.3, "channel", "review", (("ar", 0.6), ("år", 0.3)))
    >>> voted(line, Heard("år", 0.9)).state
    'applied'
    """
    answer = answer and _as_thought(_as_large(answer, change.before), change)
    if answer is None or not _may_be(answer, change):
        return change
    err = next(share for least, share in _ERRS if answer.confidence >= least)
    shares = dict(change.candidates) or {change.before: 1.0}
    shares.setdefault(change.before, _THOUGHT)
    shares[answer.text] = max(shares.get(answer.text, _UNTHOUGHT), _THOUGHT)
    weights = {t: p * (1 - err if t == answer.text else err) for t, p in shares.items()}
    total = sum(weights.values())
    ranked = sorted(((t, round(w / total, 4)) for t, w in weights.items()), key=lambda pair: -pair[1])
    (best, sure), candidates = ranked[0], tuple(ranked)
    if best != answer.text:
        return change
    if best == change.before:
        if sure < _CONFIRM:
            return change
        told = "stands so in the image too"
        return replace(
            change,
            after=best,
            confidence=sure,
            maker="image",
            state="left",
            candidates=candidates,
            reason=told,
        )
    if sure < _APPLY:
        return change
    maker = change.maker if change.state == "applied" and best == change.after else "image"
    told = "read so in the image"
    return replace(
        change, after=best, confidence=sure, maker=maker, state="applied", candidates=candidates, reason=told
    )


def _as_thought(answer: Heard, change: Change) -> Heard:
    """The reading, where it is no word, as the one that was thought of: it may lack one letter of that, or
    have another, which the layer has as well ("senomföras" for "genom foras"), or another mark ("Vära")."""
    known, text = lexicon().words, answer.text
    if text.lower() in known or text == change.before:
        return answer
    layer = change.before.replace(" ", "").translate(FLAT)
    far = Levenshtein.distance(layer, text.translate(FLAT))
    thoughts = {change.after, *(thought for thought, _ in change.candidates)} - {change.before}
    near = [
        thought
        for thought in thoughts
        if thought.lower() in known
        and Levenshtein.distance(thought, text) == 1
        and (
            Levenshtein.distance(layer, thought.translate(FLAT)) < far
            or thought.translate(FLAT) == text.translate(FLAT)
        )
    ]
    return replace(answer, text=near[0]) if len(near) == 1 else answer


def _as_large(answer: Heard, before: str) -> Heard:
    """The reading with its letters as large as the layer has them, where only their size can tell: a word
    that was cut out by itself has nothing beside it to compare with ("JUSterandes", "SMs")."""
    text = answer.text
    if _is_larger(text[0], before[0]):
        text = before[0] + text[1:]
    if len(text) == len(before) and (before[1:].islower() or before.isupper()):
        text = "".join(old if _is_larger(new, old) else new for new, old in zip(text, before, strict=True))
    return replace(answer, text=text)


def _is_larger(new: str, old: str) -> bool:
    """Whether two letters are the same one but for their size, in which it looks the same."""
    return new != old and new.lower() == old.lower() and new.lower() in _ALIKE_IN_SIZE


def _may_be(answer: Heard, change: Change) -> bool:
    """Whether a reading of the image is a meaning of what the layer has, and no other word beside it."""
    text = answer.text
    if any(text == candidate for candidate, _ in change.candidates) or text == change.before:
        return answer.confidence >= _LEAST_READ
    if answer.confidence < _LEAST_READ_NEW or any(c.isdigit() for c in text):
        return False
    if (
        _is_the_known_one(answer, change.before)
        or _is_surely_read(answer, change.before)
        or _is_more_of_it(answer, change.before)
    ):
        return True
    return all(_is_usual(layer, image) for layer, image in _differences(change.before, text))


def _is_surely_read(answer: Heard, before: str) -> bool:
    """Whether the image is sure of a reading that has most of the layer's letters: "Elevdatorer".

    What is only the head or tail of the layer's word ("Vikas" for "Vikasjo") may be cut off by its box;
    it is taken if a single letter is gone and a word is left ("skolan" for "skolani").
    """
    if answer.confidence < _SURELY_READ or answer.text[0].isupper() != before[0].isupper():
        return False
    known = lexicon().words
    if before.lower() in known and answer.text.lower() not in known:
        return False
    layer, image = before.translate(FLAT), answer.text.translate(FLAT)
    is_part = image != layer and (layer.startswith(image) or layer.endswith(image))
    if is_part and (len(image) < len(layer) - 1 or answer.text.lower() not in known):
        return False
    return Levenshtein.normalized_similarity(layer, image) >= _ALIKE


def _is_more_of_it(answer: Heard, before: str) -> bool:
    """Whether the layer has little more than the head or the tail of a word that the image surely has: "se"
    of Tjänsteskrivelse, "fillda" of ställda."""
    layer, image = before.translate(FLAT), answer.text.translate(FLAT)
    shared = max(Prefix.similarity(layer, image), Postfix.similarity(layer, image))
    return (
        answer.confidence >= _SURELY_WHOLE
        and len(image) > len(layer)
        and (shared == len(layer) or shared >= max(_SHARED, len(layer) / 2))
        and is_word(answer.text)
    )


def _differences(layer: str, image: str) -> list[tuple[str, str]]:
    """Where two readings of a word differ, and what each has there.

    >>> _differences("Wiastbygg", "Wästbygg")
    [('ia', 'ä')]
    """
    same = [op for op in Levenshtein.opcodes(layer, image) if op.tag == "equal"]
    starts = [(0, 0), *((op.src_end, op.dest_end) for op in same)]
    ends = [*((op.src_start, op.dest_start) for op in same), (len(layer), len(image))]
    pairs = ((layer[a:c], image[b:d]) for (a, b), (c, d) in zip(starts, ends, strict=True))
    return [pair for pair in pairs if pair != ("", "")]


def _is_the_known_one(answer: Heard, before: str) -> bool:
    """Whether the image has a word where the layer has a misspelling of it: "till" for "tll".

    Where the layer has a word as well ("sit" for "sitt", "Dir" for "Dnr"), the image has to be sure.
    """
    words, text = lexicon().words, answer.text
    if len(text) < 3 or text[0].isupper() != before[0].isupper() or text.lower() not in words:
        return False
    if Levenshtein.distance(before, text) > 1 + len(text) // 7:
        return False
    return before.lower() not in words or answer.confidence >= _SURELY_READ


def _is_usual(layer: str, image: str) -> bool:
    """Whether these letters of the image may have become those of the layer.

    >>> _is_usual("éd", "ä"), _is_usual("1", "l"), _is_usual("e", "a")
    (True, True, False)
    """
    if layer and image and set(layer + image) <= _STROKES:
        return True
    return len(layer) <= 3 and len(image) <= 2 and bool(_MARKED & set(image))
