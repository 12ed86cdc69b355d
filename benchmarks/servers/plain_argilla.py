"""Argilla's server with its own code only: nothing is mended, and indexing for search costs nothing.

It runs inside Argilla's environment. Stock Argilla wants an Elasticsearch and a Redis beside it, which pip cannot bring; without the
work of the one and the way to the other it is faster here than it can be in use.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(
    0, str(Path(__file__).parents[2] / "integrations" / "goldsmith_argilla" / "server" / "inside")
)

import sql_search
import start
from sql_search import mends


def as_it_is() -> None:
    """Leave Argilla's slow paths as they are."""


async def no_indexing(*_: Any) -> None:
    """Take no time."""


install = sql_search.install


def install_plain(index: Path) -> None:
    """Put a search engine and a Redis in place, and nothing else."""
    mends.cached_validators = mends.no_events_without_webhooks = as_it_is
    install(index)
    from sql_search.engine import SqlSearchEngine

    SqlSearchEngine.index_records = no_indexing


if __name__ == "__main__":
    sql_search.install = install_plain
    start.main()
