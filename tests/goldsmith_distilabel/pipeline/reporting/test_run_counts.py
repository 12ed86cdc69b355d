"""What is counted of a run."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith_distilabel.pipeline.reporting.run_counts import BatchOutcome, RunCounts


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_batches_of_a_step_add_up() -> None:
    counts = RunCounts(["judge"])
    counts.add(
        BatchOutcome(
            "judge", 50, 44, failed={"parse": 2, "timeout": 1}, dropped={"low score": 3}, cost=0.25, seconds=2
        )
    )
    counts.add(
        BatchOutcome(
            "judge", 30, 29, failed={"parse": 1}, input_tokens=70, output_tokens=5, requests=3, seconds=1
        )
    )
    judge = counts["judge"]
    assert (judge.rows_in, judge.rows_out, judge.batches, judge.seconds, judge.cost) == (80, 73, 2, 3, 0.25)
    assert judge.failed == Counter(parse=3, timeout=1)
    assert judge.dropped == Counter({"low score": 3})
    assert (judge.input_tokens, judge.output_tokens, judge.tokens, judge.requests) == (70, 5, 75, 3)


def test_reasons_are_grouped_by_what_stands_before_the_first_colon() -> None:
    counts = RunCounts(["length"])
    counts.add(
        BatchOutcome(
            "length", 9, 0, dropped={"length: 3 words": 2, "length : 4: or so": 1, "duplicate": 5, ": odd": 1}
        )
    )
    assert counts["length"].dropped == Counter({"duplicate": 5, "length": 3, ": odd": 1})
    assert counts["length"].dropped_examples["length"] == ["length: 3 words", "length : 4: or so"]


def test_a_reason_a_row_costs_three_examples_and_no_more() -> None:
    counts = RunCounts(["length"])
    for words in range(1000):
        counts.add(BatchOutcome("length", 1, 0, dropped={f"length: {words} words": 1}))
    assert counts["length"].dropped == Counter(length=1000)
    assert counts["length"].dropped_examples == {
        "length": ["length: 0 words", "length: 1 words", "length: 2 words"]
    }


def test_what_failed_and_what_was_dropped_keep_their_examples_apart() -> None:
    counts = RunCounts(["judge"])
    counts.add(BatchOutcome("judge", 2, 0, failed={"language: no model": 1}, dropped={"language: de": 1}))
    assert counts["judge"].failed_examples == {"language": ["language: no model"]}
    assert counts["judge"].dropped_examples == {"language": ["language: de"]}


def test_one_unknown_price_makes_the_cost_of_the_step_unknown_for_good() -> None:
    counts = RunCounts(["judge"])
    for cost in (0.5, None, 0.5):
        counts.add(BatchOutcome("judge", 1, 1, cost=cost))
    assert counts["judge"].cost is None
    assert counts["judge"].used_model


def test_a_generator_has_done_what_it_gave() -> None:
    counts = RunCounts(["load"], generators=["load"])
    counts.add(BatchOutcome("load", 0, 40, failed={"parse": 1}, dropped={"empty": 2}))
    assert counts["load"].done == 43


def test_reused_rows_are_done_but_not_computed() -> None:
    counts = RunCounts(["load", "judge"], generators=["load"])
    counts.add(BatchOutcome("load", 0, 40, reused=True))
    counts.add(BatchOutcome("judge", 40, 38, failed={"parse": 2}, reused=True))
    counts.add(BatchOutcome("judge", 10, 10))
    assert [(step.done, step.reused_rows, step.computed_rows) for step in counts.steps] == [
        (40, 40, 0),
        (50, 40, 10),
    ]


def test_the_first_batch_began_when_it_came_back_less_the_time_it_took() -> None:
    clock = Clock()
    counts = RunCounts(["judge"], clock=clock)
    counts.add(BatchOutcome("judge", 5, 5, reused=True))
    assert counts["judge"].first_time is None
    clock.now = 110
    counts.add(BatchOutcome("judge", 5, 5, seconds=4))
    clock.now = 120
    counts.add(BatchOutcome("judge", 5, 5, seconds=4))
    assert (counts["judge"].first_time, counts["judge"].last_time) == (106, 120)


def test_a_total_that_proves_too_small_counts_as_unknown_until_the_end() -> None:
    counts = RunCounts(["judge"])
    counts.expect("judge", 10)
    counts.add(BatchOutcome("judge", 10, 10))
    assert counts["judge"].total == 10
    counts.add(BatchOutcome("judge", 1, 1))
    assert counts["judge"].total is None
    counts.finish("judge")
    assert counts["judge"].total == 11


def test_a_step_that_ends_before_what_was_expected_has_its_own_total() -> None:
    counts = RunCounts(["judge"])
    counts.expect("judge", 400)
    counts.finish("judge")
    assert counts["judge"].total == 0


def test_a_step_the_run_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="jugde"):
        RunCounts(["judge"]).add(BatchOutcome("jugde", 1, 1))


@given(st.dictionaries(st.text(), st.integers(1, 99)))
def test_no_row_is_lost_whatever_the_reasons_say(reasons: dict[str, int]) -> None:
    counts = RunCounts(["step"])
    counts.add(BatchOutcome("step", sum(reasons.values()), 0, failed=reasons))
    assert counts["step"].failed.total() == sum(reasons.values())
    assert all(len(name) < 250 for name in counts["step"].failed)
