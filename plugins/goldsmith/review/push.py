"""Sending items to review: idempotent, resumable, never touching an answer."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from goldsmith.chunks import chunks
from goldsmith.review.adapter import Outgoing, Project, Response, ReviewAdapter
from goldsmith.review.book import Book, Entry, History
from goldsmith.review.drift import refuse_drift
from goldsmith.review.fields import length as characters
from goldsmith.review.items import ReviewItem, content_hash, pushed_hash
from goldsmith.review.ledger import Ledger
from goldsmith.review.reconcile import reconcile
from goldsmith.review.schema import ReviewSchema
from goldsmith.review.spool import Spool

__all__ = ["PushResult", "bring_in_line", "push"]

MOST_CHARACTERS = 4_000_000
"""In one request; servers parse a request whole, and a row may be a megabyte."""
_AT_ONCE = 1000
"""Items looked up in the ledger together."""


@dataclass(frozen=True, slots=True)
class PushResult:
    """What a push did; the four counts add up to the number of items.

    Attributes:
        created: pushed for the first time.
        updated: their text, suggestions, votes or metadata changed.
        unchanged: nothing to do, no request made.
        restored: pushed earlier, deleted on the server, pushed again.
        url: the project's page.
    """

    created: int
    updated: int
    unchanged: int
    restored: int
    url: str


def push(
    items: Iterable[ReviewItem],
    schema: ReviewSchema,
    *,
    run: str,
    adapter: ReviewAdapter,
    ledger: Ledger,
    progress: Callable[[int, int], None] | None = None,
) -> PushResult:
    """Bring the review project of `run` in line with `items`.

    The project is made when there is none. A record is written when it is new or changed, and then only what is ours:
    fields, suggestions, votes, metadata. Items that were pushed earlier and are not in `items` stay. Killed at any
    moment, the next push continues and leaves one record per item. Items wait on disk: memory does not grow with their number.

    Args:
        items: any number, read once, all of them before the first is sent.
        run: names the project on the server and in the ledger.
        progress: called with (items done, items in all), the unchanged ones counted as done.

    Raises:
        InputError: an item does not fit the schema; nothing was sent.
        SchemaDriftError: the project asks something else; nothing was sent.
        ServerError: the server failed for longer than retries last; push again to continue.
    """
    return bring_in_line(
        items, schema, run=run, adapter=adapter, ledger=ledger, progress=progress, carried={}
    )


def bring_in_line(
    items: Iterable[ReviewItem],
    schema: ReviewSchema,
    *,
    run: str,
    adapter: ReviewAdapter,
    ledger: Ledger,
    progress: Callable[[int, int], None] | None,
    carried: Mapping[str, Sequence[Response]],
) -> PushResult:
    """Push as `push` does; records that are made get the answers `carried` from another project: {item id: answers}."""
    book = Book(ledger, run, adapter)
    with Spool(items, schema) as spool, book.alone():
        project = _open_project(run, schema, adapter)
        gone = reconcile(book, project, adapter)
        counts: Counter[str] = Counter()
        for batch in _batches(_due(spool, book, gone, carried, counts), adapter.batch):
            book.intend([due.outgoing for due in batch])
            replay = any(due.unsure for due in batch)
            book.confirm(adapter.write(project, [due.outgoing for due in batch], replay=replay))
            counts.update(due.kind for due in batch)
            if progress:
                progress(counts.total(), len(spool))
        return PushResult(
            counts["created"], counts["updated"], counts["unchanged"], counts["restored"], project.url
        )


def _open_project(run: str, schema: ReviewSchema, adapter: ReviewAdapter) -> Project:
    project = adapter.project(run)
    if project is None:
        return adapter.create_project(run, schema)
    refuse_drift(run, schema.asked, project.asked, where=project.url)
    return project


class _Due(NamedTuple):
    """What is to be sent; `kind` is how it is counted, and `unsure` says that it may be there already."""

    outgoing: Outgoing
    kind: str
    unsure: bool


def _due(
    items: Iterable[ReviewItem],
    book: Book,
    gone: Collection[str],
    carried: Mapping[str, Sequence[Response]],
    counts: Counter[str],
) -> Iterator[_Due]:
    """Yield what is to be sent, and count what is not."""
    for chunk in chunks(items, _AT_ONCE):
        ids = [item.id for item in chunk]
        known, history = book.entries(ids), book.history(ids)
        for item in chunk:
            entry = known.get(item.id)
            lost = item.id in gone or (entry is not None and entry.state == "gone")
            outgoing = _outgoing(item, None if lost else entry, history, carried)
            if outgoing is None:
                counts["unchanged"] += 1
                continue
            kind = "restored" if lost else "created" if outgoing.remote_id is None else "updated"
            yield _Due(outgoing, kind, not lost and entry is not None and not entry.confirmed)


def _outgoing(
    item: ReviewItem, entry: Entry | None, history: History, carried: Mapping[str, Sequence[Response]]
) -> Outgoing | None:
    content, pushed = content_hash(item), pushed_hash(item)
    if entry and entry.confirmed and (entry.content_hash, entry.pushed_hash) == (content, pushed):
        return None
    since = history.since(item.id, content) if entry else None
    remote_id = entry.remote_id if entry else None
    return Outgoing(
        item, content, pushed, remote_id, since, () if remote_id else tuple(carried.get(item.id, ()))
    )


def _batches(dues: Iterable[_Due], most: int) -> Iterator[list[_Due]]:
    batch: list[_Due] = []
    size = 0
    for due in dues:
        length = sum(map(characters, due.outgoing.item.fields.values()))
        if batch and (len(batch) == most or size + length > MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(due)
        size += length
    if batch:
        yield batch
