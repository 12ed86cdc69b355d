"""Items on their way to review, on disk."""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from goldsmith.errors import ReviewError
from goldsmith.review.items import ReviewItem, check_item, nothing_to_review, twice
from goldsmith.review.schema import ReviewSchema

__all__ = ["Spool"]


class Spool:
    """Checked items, in order, in a file that is gone with it: all are checked before the first is sent, and few are in memory.

    Args:
        items: read once.
        schema: what each must fit.

    Raises:
        InputError: as `goldsmith.review.items.check_items` says.
        ReviewError: the disk is full.
    """

    def __init__(self, items: Iterable[ReviewItem], schema: ReviewSchema) -> None:
        self._db = sqlite3.connect("")  # a file without a name
        self._count = 0
        try:
            self._db.execute("CREATE TABLE items (place INTEGER PRIMARY KEY, id TEXT UNIQUE, item BLOB)")
            for item in items:
                check_item(item, schema)
                self._add(item)
            self._check_some()
        except BaseException:
            self._db.close()
            raise

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ReviewItem]:
        for (item,) in self._db.execute("SELECT item FROM items ORDER BY place"):
            yield pickle.loads(item)  # noqa: S301 - written by us, into a file that nobody else can open

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _add(self, item: ReviewItem) -> None:
        plain = ReviewItem(
            item.id, dict(item.fields), tuple(item.suggestions), dict(item.metadata), dict(item.votes)
        )
        row = (item.id, pickle.dumps(plain, protocol=5))
        try:
            self._db.execute("INSERT INTO items (id, item) VALUES (?, ?)", row)
        except sqlite3.IntegrityError as err:
            raise twice(item.id) from err
        except sqlite3.OperationalError as err:
            raise ReviewError(
                f"the items on their way to review find no room on disk ({err}); TMPDIR names another place"
            ) from err
        self._count += 1

    def _check_some(self) -> None:
        if not self._count:
            raise nothing_to_review()
