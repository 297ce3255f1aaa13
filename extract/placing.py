"""Placing: the places of all findings of a record at once, filled in or moved.

Rooms find things with their `span` in the text that they were given. What the span was in the raw text is
filled in at the end; what was found in a piece of a text is moved to where the piece stands in the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from extract.record import Record
from ocr.ledger import Offsets
from ocr.spans import Span

Found = TypeVar("Found")
Shape = tuple[tuple[str, ...], tuple[int, ...], Mapping[str, int]]


def located(record: Record, offsets: Offsets) -> Record:
    """The record with every `raw_span` filled in from its `span`."""
    placed: Record = _placed(record, "raw_span", offsets.to_raw)
    return placed


def shifted(found: Found, by: int) -> Found:
    """A finding, or a tuple of them, with its places moved on; those in the raw text are not known yet."""
    moved: Found = _placed(found, "span", lambda span: span.shifted(by))
    return moved


def _placed(value: Any, where: str, place: Callable[[Span], Span]) -> Any:
    """Walk a value of frozen dataclasses and tuples, and set this field of all that has it from its span."""
    if type(value) is tuple:
        return tuple([_placed(v, where, place) for v in value]) if value else value
    names, inner, places = _shape(type(value))
    at = places.get(where)
    if not inner and at is None:
        return value
    made = [getattr(value, name) for name in names]
    for i in inner:
        made[i] = _placed(made[i], where, place)
    if at is not None and value.span is not None:
        made[at] = place(value.span)
    return type(value)(*made)


def _shape(kind: type) -> Shape:
    """The fields of a class, which of them may hold findings, and which are its places."""
    known = _SHAPES.get(kind)
    if known is None:
        names = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
        inner = tuple(i for i, n in enumerate(names) if n not in _FLAT)
        places = {n: i for i, n in enumerate(names) if n in ("span", "raw_span")} if "span" in names else {}
        known = _SHAPES[kind] = names, inner, places
    return known


_SHAPES: dict[type, Shape] = {}
_FLAT = frozenset(
    ("span", "raw_span", "text", "id", "kind", "value", "edtf", "name", "party", "number", "title")
)
