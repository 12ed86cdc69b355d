"""Items on their way to review, on disk."""

import resource
import tracemalloc
from collections.abc import Iterator
from types import MappingProxyType

import pytest
from tests.forked import in_child
from tests.goldsmith.review.test_sync import SCHEMA, some_items

from goldsmith.errors import InputError
from goldsmith.review import ReviewItem
from goldsmith.review.spool import Spool

TEXT = "a text of some length " * 50


def made(count: int) -> Iterator[ReviewItem]:
    return (ReviewItem(f"row-{place}", {"text": f"{TEXT}{place}"}) for place in range(count))


def test_items_come_back_as_they_were_in_their_order() -> None:
    items = some_items(30)
    with Spool(iter(items), SCHEMA) as spool:
        assert len(spool) == 30
        for _ in range(2):
            assert [(one.id, one.fields, one.metadata, one.votes) for one in spool] == [
                (one.id, one.fields, one.metadata, one.votes) for one in items
            ]
        assert [list(one.suggestions) for one in spool] == [list(one.suggestions) for one in items]


def test_any_text_and_any_mapping_is_held() -> None:
    item = ReviewItem("row \u2603", MappingProxyType({"text": "half \ud83d and \x00 and 😀"}))
    with Spool([item], SCHEMA) as spool:
        (back,) = spool
    assert (back.id, back.fields) == (item.id, dict(item.fields))


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "no items to review"),
        ([*some_items(3), *some_items(1)], "'row-0' is there twice"),
        ([*some_items(3), ReviewItem("late", {"comment": "x"})], "'late': has the fields"),
    ],
)
def test_what_cannot_be_reviewed_is_refused(items: list[ReviewItem], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Spool(iter(items), SCHEMA)


def test_memory_does_not_grow_with_their_number() -> None:
    peaks = []
    for count in (2_000, 8_000):
        tracemalloc.start()
        with Spool(made(count), SCHEMA) as spool:
            assert sum(len(one.fields) for one in spool) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 50_000


def test_a_full_disk_is_told() -> None:
    def scenario() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with Spool(made(10_000), SCHEMA) as spool:
            return len(spool)

    ended = in_child(scenario)
    assert ended.how == "raised", ended
    assert "ReviewError: the items on their way to review find no room on disk" in ended.error
