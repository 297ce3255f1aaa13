"""What the tests of extraction share: a text becomes a record in one call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Literal

import pytest

from extract import Record, extract
from ocr import Metadata, Page, Reading
from ocr.page import PAGE_BREAK

Read = Callable[..., Record]


@pytest.fixture(scope="session")
def record_of() -> Read:
    def make(
        text: str,
        metadata: Metadata | None = None,
        source: str = "text.txt",
        verdict: Literal["good", "damaged"] = "good",
    ) -> Record:
        pages = tuple(Page(i, p, p, verdict) for i, p in enumerate(text.split(PAGE_BREAK), 1))
        return extract(Reading(sha256(text.encode()).hexdigest(), source, metadata or Metadata(), pages))

    return make


@pytest.fixture(scope="session")
def damaged(record_of: Read) -> Read:
    """The record of a text that repair found damaged."""
    return partial(record_of, verdict="damaged")
