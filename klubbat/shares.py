"""Long documents, dealt out: the pages that have to be read from their image, in small shares to all workers.

A worker does a document alone, since repair learns from all of its pages. But to read a page takes a thousand
times as long as anything else that is done to it, and needs none of the others. So a worker that meets a
document with many such pages gives it back; when all its shares are read, it is done as any other, with its
pages at hand. A page that ends its worker twice is set aside and the rest of its share goes on; a document
that does so again and again fails.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from klubbat import ahead
from klubbat.clean import Cleaned, Job
from klubbat.pool import Outcome
from ocr.errors import KlubbatError

SHARE = 5  # pages: a quarter of a minute; each share opens the document anew
_MOST_ASIDE = 5  # pages of a document that ended their worker
_ENDED = ("worker_died", "worker_hung", "out_of_memory")


@dataclass(slots=True)
class _Dealt:
    """A document that is being read: its job, the pages that are left, and those that cannot be read."""

    job: Job
    left: set[int]
    failed: dict[int, KlubbatError] = field(default_factory=dict)
    aside: int = 0


class Shares:
    """The documents of a batch that are being read by all workers."""

    def __init__(self) -> None:
        self._dealt: dict[str, _Dealt] = {}

    @property
    def left(self) -> int:
        """How many pages are still to be read."""
        return sum(len(each.left) for each in self._dealt.values())

    def after(self, outcome: Outcome[Job, Cleaned], queue: deque[Job]) -> Outcome[Job, Cleaned] | None:
        """What came of a document; None where it was, or is, shared out, and what is left to do is queued."""
        job = outcome.given
        if job.pages:
            return self._share_done(outcome, queue)
        if outcome.value is None or not outcome.value.to_read:
            return outcome
        self._dealt[job.given.name] = _Dealt(job, set(outcome.value.to_read))
        _deal(job, outcome.value.to_read, queue)
        return None

    def _share_done(self, outcome: Outcome[Job, Cleaned], queue: deque[Job]) -> Outcome[Job, Cleaned] | None:
        share, name = outcome.given, outcome.given.given.name
        if (dealt := self._dealt.get(name)) is None:
            return None  # it has failed meanwhile
        pages: Sequence[int] = share.pages
        if outcome.error is not None:
            folder = ahead.folder_of(share.out, share.sha256, share.engine)
            rest = [page for page in pages if not ahead.is_kept(folder, page)]
            if outcome.error.code not in _ENDED or dealt.aside == _MOST_ASIDE:
                return self._given_up(dealt, outcome.error, queue)
            if rest:
                dealt.aside += 1
                dealt.failed[rest[0]] = outcome.error
            _deal(share, rest[1:], queue)
            pages = [page for page in pages if page not in rest[1:]]
        elif outcome.value is not None:
            dealt.failed |= outcome.value.failed
        dealt.left.difference_update(pages)
        if not dealt.left:
            del self._dealt[name]
            queue.appendleft(replace(dealt.job, failed=dealt.failed))
        return None

    def _given_up(self, dealt: _Dealt, error: KlubbatError, queue: deque[Job]) -> Outcome[Job, Cleaned]:
        name = dealt.job.given.name
        del self._dealt[name]
        for share in [each for each in queue if each.given.name == name]:
            queue.remove(share)
        return Outcome(dealt.job, error=error)


def _deal(job: Job, pages: Sequence[int], queue: deque[Job]) -> None:
    """Put shares of a document's pages before everything else."""
    shares = [tuple(pages[at : at + SHARE]) for at in range(0, len(pages), SHARE)]
    queue.extendleft(replace(job, pages=share) for share in reversed(shares))
