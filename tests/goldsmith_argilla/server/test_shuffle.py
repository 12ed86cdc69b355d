"""The order of records for an annotator, as SQLite computes it."""

import sqlite3
from contextlib import closing
from uuid import UUID, uuid5

import numpy as np
import pytest

from goldsmith_argilla.server.inside.sql_search.shuffle import shuffled

USERS = [uuid5(UUID(int=0), str(i)) for i in range(1000)]


@pytest.mark.parametrize("rows", [3, 120])
def test_no_user_sees_the_order_of_arrival_more_often_than_by_chance(rows: int) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create table records (id integer primary key)")
        db.executemany("insert into records values (?)", [(i,) for i in range(1, rows + 1)])
        orders = [
            [i for (i,) in db.execute(f"select id from records order by {shuffled(user)}")] for user in USERS
        ]
    assert all(sorted(order) == list(range(1, rows + 1)) for order in orders)
    arrived = sum(order == sorted(order) for order in orders)
    if rows == 3:  # one in six by chance: 167 of 1,000, with a standard deviation of 12
        assert 120 < arrived < 220
    else:
        likeness = [np.corrcoef(order, range(rows))[0, 1] for order in orders]
        assert arrived == 0
        assert np.std(likeness) < 0.11  # of random orders: 1 / sqrt(119) = 0.092
        assert max(np.abs(likeness)) < 0.5
