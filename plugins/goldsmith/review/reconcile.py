"""Bringing the ledger in line with what a server really holds."""

from goldsmith.chunks import chunks
from goldsmith.review.adapter import Project, ReviewAdapter
from goldsmith.review.book import Book

__all__ = ["reconcile"]

_AT_ONCE = 1000


def reconcile(book: Book, project: Project, adapter: ReviewAdapter) -> set[str]:
    """Make `book` know the project's records; return the ids of items pushed earlier whose records are gone.

    One count when nothing happened behind our back. Otherwise (another project under the run's name, the ledger lost,
    records deleted or added by others) the records are listed once and adopted by key.
    """
    known = book.project()
    same = known is not None and known[0] == project.id
    if same and adapter.count(project) == book.confirmed():
        return set()
    gone = {item_id for item_id, entry in book.entries().items() if entry.confirmed}
    if not same:
        book.open(project)
    for stored in chunks(adapter.records(project), _AT_ONCE):
        book.confirm(stored)
        gone.difference_update(one.item_id for one in stored)
    book.forget(gone)
    return gone
