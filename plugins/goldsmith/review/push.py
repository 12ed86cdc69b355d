"""Sending items to review: idempotent, resumable, never touching an answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldsmith.review.adapter import Outgoing, Project, Response, ReviewAdapter
from goldsmith.review.book import Book, Entry, History
from goldsmith.review.drift import refuse_drift
from goldsmith.review.fields import length as characters
from goldsmith.review.items import ReviewItem, check_items, content_hash, pushed_hash
from goldsmith.review.ledger import Ledger
from goldsmith.review.reconcile import reconcile
from goldsmith.review.schema import ReviewSchema

__all__ = ["PushResult", "bring_in_line", "push"]

MOST_CHARACTERS = 4_000_000
"""In one request; servers parse a request whole, and a row may be a megabyte."""


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
    moment, the next push continues and leaves one record per item.

    Args:
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
    items = list(items)
    check_items(items, schema)
    book = Book(ledger, run, adapter)
    with book.alone():
        project = _open_project(run, schema, adapter)
        gone = reconcile(book, project, adapter)
        known, history = book.entries(), book.history()
        gone |= {item_id for item_id, entry in known.items() if entry.state == "gone"}
        entries = {item_id: entry for item_id, entry in known.items() if item_id not in gone}
        outgoing = [one for item in items if (one := _outgoing(item, entries.get(item.id), history, carried))]
        done = len(items) - len(outgoing)
        for batch in _batches(outgoing, adapter.batch):
            _push_batch(book, project, adapter, batch, entries)
            done += len(batch)
            if progress:
                progress(done, len(items))
    restored = sum(one.item.id in gone for one in outgoing)
    updated = sum(one.remote_id is not None for one in outgoing)
    created = len(outgoing) - restored - updated
    return PushResult(created, updated, len(items) - len(outgoing), restored, project.url)


def _open_project(run: str, schema: ReviewSchema, adapter: ReviewAdapter) -> Project:
    project = adapter.project(run)
    if project is None:
        return adapter.create_project(run, schema)
    refuse_drift(run, schema.asked, project.asked, where=project.url)
    return project


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


def _push_batch(
    book: Book, project: Project, adapter: ReviewAdapter, batch: list[Outgoing], entries: dict[str, Entry]
) -> None:
    unsure = any(one.item.id in entries and not entries[one.item.id].confirmed for one in batch)
    book.intend(batch)
    book.confirm(adapter.write(project, batch, replay=unsure))


def _batches(outgoing: Sequence[Outgoing], most: int) -> Iterator[list[Outgoing]]:
    batch: list[Outgoing] = []
    size = 0
    for one in outgoing:
        length = sum(map(characters, one.item.fields.values()))
        if batch and (len(batch) == most or size + length > MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += length
    if batch:
        yield batch
