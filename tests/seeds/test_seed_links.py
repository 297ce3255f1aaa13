"""The seeds together: one plan, a reference that finds its revision, a contradiction that is reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Archive
from corpus.relink import claims, links, plans
from klubbat.indexing import index

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    db = tmp_path_factory.mktemp("seeds") / "archive.db"
    assert index([SEEDS], db, workers=0).counts == {"new": 5}
    with Archive.open(db) as opened:
        yield opened


def test_the_revision_of_march_2018_is_found_in_the_paper_that_revises_the_plan(archive: Archive) -> None:
    found = [
        link
        for link in links(archive)
        if link.source.source.startswith("000")
        and link.event == "revised"
        and "mars 2018" in link.source.quote
    ]
    assert [link.state for link in found] == ["linked"]
    to = found[0].to
    assert to is not None
    assert to.place.source.startswith("002")
    assert (found[0].evidence.name, found[0].evidence.date) == ("agrees", "agrees")


def test_march_against_may_2018_is_reported(archive: Archive) -> None:
    found = [c for c in claims(archive) if c.verdict == "inconsistent within the document"]
    assert [(c.claim.says, c.other.says) for c in found if c.other] == [("2018-03", "2018-05")]
    assert all(c.claim.place.source.startswith("000") for c in found)


def test_the_adoption_that_no_seed_decides_is_not_linked(archive: Archive) -> None:
    states = [link.state for link in links(archive) if "antogs" in link.source.quote]
    assert states
    assert set(states) == {"unresolved"}


def test_one_plan_with_its_names_and_its_timeline(archive: Archive) -> None:
    found = plans(archive)
    assert len(found) == 1
    (plan,) = found
    assert len(plan.variants) >= 5
    assert any("biståndsbedömare" in v for v in plan.variants)
    assert any("arbetsmiljö" in v for v in plan.variants)
    events = {(event.event, (event.date or "")[:7]) for event in plan.events}
    assert {("adopted", "2016-02"), ("revised", "2018-03"), ("extended", "2018-05")} <= events
