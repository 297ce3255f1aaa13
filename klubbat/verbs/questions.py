"""`klubbat questions`: each question that was asked, and whether an answer is found."""

from __future__ import annotations

import sys

from corpus import Archive, Filters, question_to_json
from corpus.questions import questions
from klubbat.options import Body, Case, Db, Json, Kind, Limit, Offset, Party, Since, Until
from klubbat.show import question_lines


def run(
    db: Db,
    body: Body = None,
    party: Party = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
    case: Case = None,
    limit: Limit = 1000,
    offset: Offset = 0,
    as_json: Json = False,
) -> None:
    """Show questions, and whether the archive holds an answer.

    Example: klubbat questions --db archive.db --party V --since 2022
    """
    filters = Filters(
        body=body, party=party, kind=kind, since=since, until=until, case=case, limit=limit, offset=offset
    )
    with Archive.open(db) as archive:
        found = questions(archive, filters)
    for question in found:
        print(question_to_json(question).decode() if as_json else "\n".join(question_lines(question)) + "\n")
    if not found:
        print("klubbat: no such question found in this archive", file=sys.stderr)
