"""Damage drawn anew for each page: how a wrong OCR model, some typeface and some scanner would have read it.

A channel is a table from a letter to its readings with their weights, and a rate for every other kind of
harm. Tables are drawn from the pages that were really misread (training/tagger/scans.py), jittered so that
no two pages agree, and from families that such pages do not show: FineReader's multi-letter readings, flat
folding, seven-bit and private glyphs, and pages that are sound, in whole or in part.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from training.tagger.labels import blocks, collapsed

DIACRITICS = "åäöÅÄÖ"
Readings = dict[str, float]
# Families by hand, from what real text layers show: the readings of each letter, the likeliest first.
TESSERACT = {
    "å": "a a a d é i & á ä o", "ä": "a a d é i & éd éa id di 4 A á", "ö": "o o é 6 d O 0 G i",
    "Å": "A A a & R", "Ä": "A A A a", "Ö": "O O O 0 G",
}  # fmt: skip
FINEREADER = {
    "å": "a ii & S <1 A å ft i", "ä": "a ii a <t A ti tl ci 3 it <i", "ö": "o 6 b ii 5 ti tl ci d <> 0",
    "Å": "A Ä Á", "Ä": "A A Å", "Ö": "O 0 6 Ü",
}  # fmt: skip
CONSONANTS = {
    "m": "rn ni nn in", "n": "ii ri u", "h": "li b", "u": "ii n", "l": "1 i I t", "t": "l f i", "e": "c o",
    "c": "e", "r": "i f t", "i": "l 1 t j", "f": "l t r", "g": "q", "b": "h 6", "k": "lc l<",
}  # fmt: skip
ODD_GLYPHS = "¢£¥§¤¦ª¬°±²³´µ¶·¸¹º»¿†‡•ˆ˜~^}{|#*%?=@\ue5e5\uf0e5\ufffd"
SEVEN_BIT = {"å": "}", "ä": "{", "ö": "|", "Å": "]", "Ä": "[", "Ö": "\\"}


@dataclass(frozen=True, slots=True)
class Channel:
    """The damage of one page. `contexts` are readings that hang on the neighbours, used at `context_rate`."""

    tables: dict[str, Readings] = field(default_factory=dict)
    contexts: dict[str, Readings] = field(default_factory=dict)
    context_rate: float = 0.0
    noise: dict[str, Readings] = field(default_factory=dict)
    noise_rate: float = 0.0
    lost_blank: float = 0.0
    false_blank: float = 0.0


def learned(
    pages: Iterable[tuple[str, str]],
) -> tuple[list[dict[str, Readings]], dict[str, Readings], dict[str, Readings]]:
    """From (ocr, truth) pages: a table for each page, readings by context, and readings of all other letters.

    A context is three characters, the letter in the middle, capitals kept.
    """
    tables: list[dict[str, Readings]] = []
    contexts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for ocr, truth in pages:
        reading, _ = collapsed(ocr)
        target, _ = collapsed(truth)
        table: defaultdict[str, Counter[str]] = defaultdict(Counter)
        found = {}
        for start, end, a, b in blocks(reading, target):
            if b - a == 1 and end - start <= 3:
                found[a] = reading[start:end]
            elif b - a == end - start <= 3:
                found.update({a + k: reading[start + k] for k in range(b - a)})
        for place, letter in enumerate(target):
            if letter in DIACRITICS:
                read = found.get(place, letter)
                table[letter][read] += 1
                contexts[target[max(0, place - 1) : place + 2]][read] += 1
            elif letter.isalpha():
                others[letter][found.get(place, letter)] += 1
        tables.append({letter: dict(readings) for letter, readings in table.items()})
    noise = {}
    for letter, readings in others.items():
        wrong = {r: n for r, n in readings.items() if r != letter and n >= 3 and not r.isspace()}
        if wrong:
            noise[letter] = dict(wrong)
    return tables, {c: dict(r) for c, r in contexts.items() if r.total() >= 4}, noise


def jittered(readings: Readings, rng: Random, spread: float) -> Readings:
    """Weights redrawn around the given ones; a small `spread` makes one reading dominate."""
    total = sum(readings.values())
    drawn = {r: rng.gammavariate(max(0.02, w / total * spread), 1.0) for r, w in readings.items()}
    return drawn if sum(drawn.values()) > 0 else readings


def _family(rows: dict[str, str], rng: Random, keep: float) -> dict[str, Readings]:
    tables = {}
    for letter, row in rows.items():
        readings = {r: n + 0.3 for r, n in Counter(row.split()).items()}
        table = jittered(readings, rng, rng.choice((0.7, 2.0, 6.0)))
        table[letter] = keep * sum(table.values())
        if rng.random() < 0.2:
            table[""] = rng.uniform(0.02, 0.25) * sum(table.values())
        tables[letter] = table
    return tables


class Channels:
    """Draws a channel for a page from what real pages taught and from the families above."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        self.tables, self.contexts, self.noise = learned(pages)

    def draw(self, rng: Random) -> Channel:
        """One page's damage; about one page in six is sound."""
        kind = rng.random()
        noise_rate = rng.choice((0.0, 0.0003, 0.001, 0.003, 0.01))
        blanks = rng.random()
        lost = rng.uniform(0.005, 0.1) if blanks < 0.03 else 0.0
        false = rng.uniform(0.002, 0.02) if 0.03 < blanks < 0.06 else 0.0
        if kind < 0.16:
            return Channel(noise=self.noise, noise_rate=rng.choice((0.0, 0.0, 0.0, 0.0005)))
        if kind < 0.60 and self.tables:
            table = {c: dict(r) for c, r in rng.choice(self.tables).items()}
            for letter, readings in rng.choice(self.tables).items():
                table.setdefault(letter, dict(readings))
            family = _family(TESSERACT, rng, 0.0)
            for letter in DIACRITICS:
                mixed = Counter(table.get(letter, {}))
                rest = 0.15 * max(1.0, mixed.total()) / max(0.01, sum(family[letter].values()))
                mixed.update({r: w * rest for r, w in family[letter].items()})  # type: ignore[arg-type]  # weights are floats
                table[letter] = jittered(dict(mixed), rng, rng.choice((2.0, 8.0, 30.0)))
            return Channel(
                table, self.contexts, rng.choice((0.0, 0.3, 0.7, 0.95)), self.noise, noise_rate, lost, false
            )
        if kind < 0.74:
            table = _family(TESSERACT, rng, rng.choice((0.0, 0.0, 0.3, 2.0)))
            return Channel(
                table | self._ones(rng),
                noise=self.noise,
                noise_rate=noise_rate,
                lost_blank=lost,
                false_blank=false,
            )
        if kind < 0.84:
            table = _family(FINEREADER, rng, rng.choice((0.0, 0.5, 3.0, 8.0)))
            hurt = {c: jittered(dict.fromkeys(row.split(), 1.0), rng, 2.0) for c, row in CONSONANTS.items()}
            rate = rng.choice((0.002, 0.01, 0.03))
            return Channel(
                table | self._ones(rng), noise=hurt, noise_rate=rate, lost_blank=lost, false_blank=false
            )
        if kind < 0.92:
            flat: dict[str, Readings] = {c: {r: 1.0} for c, r in zip(DIACRITICS, "aaoAAO", strict=True)}
            if rng.random() < 0.3:
                for letter in rng.sample(DIACRITICS, 3):
                    flat[letter][letter] = rng.choice((0.1, 1.0, 5.0))
            return Channel(
                flat | self._ones(rng),
                noise=self.noise,
                noise_rate=noise_rate,
                lost_blank=lost,
                false_blank=false,
            )
        if kind < 0.96:
            odd = (
                SEVEN_BIT
                if rng.random() < 0.4
                else dict(zip(DIACRITICS, rng.sample(ODD_GLYPHS, 6), strict=True))
            )
            return Channel({c: {r: 1.0} for c, r in odd.items()}, noise=self.noise, noise_rate=noise_rate)
        return Channel(
            self._ones(rng), noise=self.noise, noise_rate=noise_rate, lost_blank=lost, false_blank=false
        )

    @staticmethod
    def _ones(rng: Random) -> dict[str, Readings]:
        if rng.random() < 0.6:
            return {}
        one = rng.choice(("1", "1", "l", "I", "|"))
        rate = rng.choice((0.01, 0.05, 0.3))
        return {"i": {one: rate, "i": 1 - rate}, "l": {one if one != "l" else "1": rate, "l": 1 - rate}}


def damaged(text: str, channel: Channel, rng: Random) -> str:
    """The text after the channel. White space keeps its place unless the channel loses or adds blanks."""
    tables = {c: _cumulated(r) for c, r in channel.tables.items()}
    contexts: dict[str, tuple[list[str], list[float]]] = {}
    step = 1 / channel.noise_rate if channel.noise_rate else 0
    next_noise = int(rng.expovariate(1) * step) if step else len(text)
    out: list[str] = []
    for i, c in enumerate(text):
        if c in tables:
            readings, sums = tables[c]
            if channel.context_rate and c in DIACRITICS and rng.random() < channel.context_rate:
                around = text[max(0, i - 1) : i + 2].replace("\n", " ")
                if around in channel.contexts:
                    if around not in contexts:
                        contexts[around] = _cumulated(channel.contexts[around])
                    readings, sums = contexts[around]
            out.append(readings[bisect(sums, rng.random() * sums[-1], 0, len(sums) - 1)])
        elif i >= next_noise and c.isalpha():
            next_noise = i + 1 + int(rng.expovariate(1) * step)
            wrong = channel.noise.get(c)
            out.append(rng.choices(list(wrong), list(wrong.values()))[0] if wrong else c)
        elif c == " " and channel.lost_blank and rng.random() < channel.lost_blank:
            continue
        else:
            out.append(c)
            if (
                channel.false_blank
                and c.isalpha()
                and text[i + 1 : i + 2].isalpha()
                and rng.random() < channel.false_blank
            ):
                out.append(" ")
    return "".join(out)


def _cumulated(readings: Readings) -> tuple[list[str], list[float]]:
    return list(readings), list(accumulate(readings.values()))


def page_in_parts(text: str, channel: Channel, rng: Random) -> str:
    """The damaged page; on one page in seven only some paragraphs are, as where a block was pasted in."""
    if rng.random() > 0.14:
        return damaged(text, channel, rng)
    share = rng.choice((0.2, 0.5, 0.8))
    return "\n".join(damaged(p, channel, rng) if rng.random() < share else p for p in text.split("\n"))
