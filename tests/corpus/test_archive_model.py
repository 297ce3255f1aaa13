"""Whatever is filed, filed anew and forgotten: the archive holds what a dictionary would hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.relink import relink
from corpus.search import search

NAMES = st.sampled_from(["a.txt", "b.txt", "mapp/c.txt"])
TEXTS = st.sampled_from(["Om isbanan.", "Om skidspåret.", "Om isbanan och skidspåret.", ""])
STEPS = st.lists(st.tuples(st.sampled_from(["put", "forget"]), NAMES, TEXTS), max_size=12)


@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_archive_holds_what_was_filed_last(
    paper: Callable[..., Any], steps: list[tuple[str, str, str]]
) -> None:
    filed: dict[str, str] = {}
    with Archive.open(":memory:", create=True) as archive:
        for step, name, text in steps:
            if step == "forget":
                filed.pop(name, None)
                archive.forget([name])
                continue
            reading, record = paper(name, text).made()
            known = archive.find(reading.id)
            if known:
                archive.file(known, name)
            else:
                archive.put(reading, record)
            filed[name] = text
        ids = {name: paper(name, text).made()[0].id for name, text in filed.items()}
        assert {name: state.document for name, state in archive.states().items()} == ids
        assert set(archive.documents()) == set(ids.values())
        assert archive.rows("SELECT count(*) FROM units") == archive.rows("SELECT count(*) FROM terms")
        found = {name for hit in search(archive, "isbana") for name in (hit.source, *hit.copies)}
        assert found == {name for name, text in filed.items() if "isbanan" in text}
        relink(archive)
