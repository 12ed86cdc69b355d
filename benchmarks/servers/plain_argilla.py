"""Argilla's server with its own code only: nothing is mended. With INDEX=no, indexing for search costs nothing either.

It runs inside Argilla's environment. Stock Argilla wants an Elasticsearch and a Redis beside it, which pip cannot bring: it indexes too, by
requests to another process, so that it stands between the two.
"""

import os
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
    """Put the search engine and the Redis in place, and nothing else."""
    mends.cached_validators = mends.fewer_statements = mends.no_events_without_webhooks = as_it_is
    install(index)
    if os.environ.get("INDEX") != "no":
        return
    from sql_search.engine import SqlSearchEngine

    SqlSearchEngine.index_records = no_indexing


if __name__ == "__main__":
    sql_search.install = install_plain
    start.main()
