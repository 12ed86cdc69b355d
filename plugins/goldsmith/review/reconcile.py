"""Bringing the ledger in line with what a server really holds."""

from goldsmith.review.adapter import Project, ReviewAdapter
from goldsmith.review.book import Book

__all__ = ["reconcile"]


def reconcile(book: Book, project: Project, adapter: ReviewAdapter) -> set[str]:
    """Make `book` know the project's records; return the ids of items pushed earlier whose records are gone.

    One count when nothing happened behind our back. Otherwise (another project under the run's name, the ledger lost,
    records deleted or added by others) the records are listed once and adopted by key.
    """
    known = book.project()
    before = {item_id for item_id, entry in book.entries().items() if entry.confirmed}
    if known is None or known[0] != project.id:
        book.open(project)
    elif adapter.count(project) == len(before):
        return set()
    stored = list(adapter.records(project))
    book.confirm(stored)
    gone = before - {one.item_id for one in stored}
    book.forget(gone)
    return gone
