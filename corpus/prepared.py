"""A document made ready for the archive: the costly half of storing it, without the database.

It is a pure step, so a worker can take it while another process writes.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.facts import facts
from corpus.happenings import Facts
from corpus.units import Unit, units
from extract.bound import protocols_of
from extract.record import Record
from ocr.page import Reading


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored. Made without the database, so a worker can make it."""

    reading: Reading
    record: Record
    units: tuple[Unit, ...]
    facts: tuple[Facts, ...]  # of each protocol, where there are several
    engine: str


def prepare(reading: Reading, record: Record, *, engine: str = "") -> Prepared:
    """Analyse a document for the archive; the costly half of `Archive.put`.

    Raises ValueError where the record was not made from this reading.
    """
    if record.document.id != reading.id or record.text != reading.text:
        raise ValueError(f"{reading.source}: the record belongs to another reading")
    each = protocols_of(record)
    found = tuple(unit for one in each for unit in units(one, reading.offsets))
    return Prepared(reading, record, found, tuple(facts(one) for one in each), engine)
