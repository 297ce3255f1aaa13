"""Placing: the places of all findings of a record at once, filled in or moved.

Rooms find things with their `span` in the text that they were given. What the span was in the raw text is
filled in at the end; what was found in a piece of a text is moved to where the piece stands in the whole.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from extract.record import Record
from ocr.ledger import Offsets

Found = TypeVar("Found")


def located(record: Record, offsets: Offsets) -> Record:
    """The record with every `raw_span` filled in from its `span`."""
    placed: Record = _located(record, offsets)
    return placed


def _located(value: Any, offsets: Offsets) -> Any:
    """Walk a value of frozen dataclasses and tuples, and place what has both kinds of span."""
    if type(value) is tuple:
        return tuple([_located(v, offsets) for v in value]) if value else value
    names, inner, placed = _shape(type(value))
    if not inner and not placed:
        return value
    made = [getattr(value, name) for name in names]
    for i in inner:
        made[i] = _located(made[i], offsets)
    if placed is not None and value.span is not None:
        made[placed] = offsets.to_raw(value.span)
    return type(value)(*made)


def shifted(found: Found, by: int) -> Found:
    """A finding, or a tuple of them, with its places moved on; those in the raw text are not known yet."""
    moved: Found = _shifted(found, by)
    return moved


def _shifted(value: Any, by: int) -> Any:
    if type(value) is tuple:
        return tuple([_shifted(v, by) for v in value]) if value else value
    names, inner, _ = _shape(type(value))
    at = names.index("span") if "span" in names else None
    if not inner and at is None:
        return value
    made = [getattr(value, name) for name in names]
    for i in inner:
        made[i] = _shifted(made[i], by)
    if at is not None and value.span is not None:
        made[at] = value.span.shifted(by)
    return type(value)(*made)


def _shape(kind: type) -> tuple[tuple[str, ...], tuple[int, ...], int | None]:
    """The fields of a class, which of them may hold findings, and which is its place in the raw text."""
    known = _SHAPES.get(kind)
    if known is None:
        names = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
        inner = tuple(i for i, n in enumerate(names) if n not in _FLAT)
        placed = names.index("raw_span") if "span" in names and "raw_span" in names else None
        known = _SHAPES[kind] = names, inner, placed
    return known


_SHAPES: dict[type, tuple[tuple[str, ...], tuple[int, ...], int | None]] = {}
_FLAT = frozenset(
    ("span", "raw_span", "text", "id", "kind", "value", "edtf", "name", "party", "number", "title")
)
