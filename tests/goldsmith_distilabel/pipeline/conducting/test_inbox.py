"""A step's batches depend on what its predecessors give, never on when."""

import pickle
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchRecord, digest
from goldsmith_distilabel.pipeline.conducting.inbox import (
    ConvergenceInbox,
    GlobalInbox,
    Inbox,
    InputBatch,
    NormalInbox,
    RoutedInbox,
)

Rows = list[dict[str, Any]]


def record(*numbers: int) -> BatchRecord:
    rows = [{"n": number} for number in numbers]
    return BatchRecord(b"", digest(pickle.dumps(rows)), {}, rows)


def drained(inbox: Inbox) -> list[InputBatch]:
    batches = []
    while (batch := inbox.next()) is not None:
        batches.append(batch)
    return batches


def numbers(batch: InputBatch) -> list[list[int]]:
    return [[row["n"] for row in part] for part in batch.parts]


def test_a_step_gets_its_own_batch_size_and_the_rest_at_the_end() -> None:
    inbox = NormalInbox(["a"], 3)
    inbox.add("a", record(0, 1, 2, 3), None, closes=False)
    assert [numbers(batch) for batch in drained(inbox)] == [[[0, 1, 2]]]
    inbox.add("a", record(4), None, closes=False)
    assert drained(inbox) == []
    inbox.end("a")
    (last,) = drained(inbox)
    assert (numbers(last), last.seq, last.first_row) == ([[3, 4]], 1, 3)
    assert inbox.done()


def test_branches_are_taken_side_by_side() -> None:
    inbox = NormalInbox(["a", "b"], 2)
    inbox.add("b", record(10, 11, 12), None, closes=False)
    assert drained(inbox) == []
    inbox.add("a", record(0), None, closes=False)
    inbox.add("a", record(1, 2), None, closes=False)
    inbox.end("a")
    inbox.end("b")
    assert [numbers(batch) for batch in drained(inbox)] == [[[0, 1], [10, 11]], [[2], [12]]]


def test_empty_batches_end_nothing_and_block_nothing() -> None:
    inbox = NormalInbox(["a"], 2)
    inbox.add("a", record(), None, closes=False)
    inbox.add("a", record(1), None, closes=False)
    inbox.add("a", record(), None, closes=False)
    inbox.end("a")
    assert [numbers(batch) for batch in drained(inbox)] == [[[1]]]
    assert inbox.done()


def test_a_global_step_gets_everything_once_and_nothing_if_there_is_nothing() -> None:
    inbox = GlobalInbox(["a", "b"], 2)
    inbox.add("a", record(0, 1, 2), None, closes=False)
    inbox.add("b", record(), None, closes=False)
    inbox.end("a")
    assert inbox.next() is None
    inbox.end("b")
    assert [numbers(batch) for batch in drained(inbox)] == [[[0, 1, 2], []]]
    assert inbox.done()
    empty = GlobalInbox(["a"], 2)
    empty.end("a")
    assert empty.next() is None
    assert empty.done()


def test_a_repeated_batch_is_another_batch() -> None:
    inbox = NormalInbox(["a"], 2)
    for _ in range(2):
        inbox.add("a", record(1, 1), None, closes=False)
    first, second = drained(inbox)
    assert numbers(first) == numbers(second)
    assert first.key != second.key


def test_routed_batches_are_not_mixed() -> None:
    inbox = RoutedInbox(["a"], 2)
    inbox.add("a", record(0, 1, 2), 0, closes=False)
    inbox.add("a", record(3), 2, closes=False)
    inbox.end("a")
    told = [(numbers(batch), batch.origin, batch.closes) for batch in drained(inbox)]
    assert told == [([[0, 1]], 0, False), ([[2]], 0, True), ([[3]], 2, True)]
    assert inbox.done()


def test_routed_batches_come_together_by_origin_whoever_is_first() -> None:
    inbox = ConvergenceInbox(["a", "b", "c"], 1)
    inbox.expect(0, ["b", "a"])
    inbox.expect(1, ["c"])
    inbox.add("c", record(30), 1, closes=True)
    inbox.add("b", record(10), 0, closes=False)
    inbox.add("a", record(0, 1), 0, closes=True)
    assert drained(inbox) == []
    inbox.add("b", record(11), 0, closes=True)
    assert [numbers(batch) for batch in drained(inbox)] == [[[0], [10]], [[1], [11]], [[30]]]
    for name in "abc":
        inbox.end(name)
    assert inbox.done()


sizes = st.lists(st.integers(0, 5), max_size=6)


@given(a=sizes, b=sizes, size=st.integers(1, 7), order=st.randoms(use_true_random=False))
def test_batches_and_their_keys_do_not_depend_on_who_was_faster(
    a: list[int], b: list[int], size: int, order: Any
) -> None:
    given_by = {"a": parts(a, 0), "b": parts(b, 1000)}

    def run(turns: Sequence[str]) -> list[tuple[bytes, list[list[int]]]]:
        inbox, left = NormalInbox(["a", "b"], size), {name: list(rows) for name, rows in given_by.items()}
        taken = []
        for name in turns:
            inbox.add(name, record(*left[name].pop(0)), None, closes=False)
            taken += [(batch.key, numbers(batch)) for batch in drained(inbox)]
        inbox.end("a")
        inbox.end("b")
        return taken + [(batch.key, numbers(batch)) for batch in drained(inbox)]

    one_by_one = ["a"] * len(a) + ["b"] * len(b)
    mixed = list(one_by_one)
    order.shuffle(mixed)
    assert run(mixed) == run(one_by_one)
    flat = [number for rows in given_by["a"] for number in rows]
    assert [number for _, (first, _) in run(mixed) for number in first] == flat


def parts(lengths: list[int], start: int) -> list[list[int]]:
    starts = [start + sum(lengths[:number]) for number in range(len(lengths))]
    return [list(range(first, first + length)) for first, length in zip(starts, lengths, strict=True)]
