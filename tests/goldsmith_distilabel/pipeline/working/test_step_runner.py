"""One bad row never harms its batch, and every row that fails says why."""

import pickle
from typing import Any

import pytest
from distilabel.models.llms.base import LLM
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import GlobalStep, LoadDataFromDicts, Step, StepInput
from distilabel.steps.tasks import Task, TextGeneration
from distilabel.typing import StepOutput

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.working.generating import generated
from goldsmith_distilabel.pipeline.working.step_runner import BatchResult, StepFailure, StepRunner


class Halves(Step):
    """Raises on odd numbers, and spoils the row it raises on first."""

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        for row in rows:
            row["n"], n = "spoilt", row["n"]
            if n % 2:
                raise ValueError(f"{n} is odd")
            row["n"] = n
        yield [row | {"half": row["n"] // 2} for row in rows]


class TwoYields(Step):
    def process(self, *inputs: StepInput) -> StepOutput:
        yield inputs[0][:1]
        yield inputs[0][1:]


class Scripted(LLM):
    """Answers with what the prompt says; "nothing" is answered by nothing."""

    @property
    def model_name(self) -> str:
        return "scripted"

    def generate(self, inputs: list[Any], num_generations: int = 1) -> list[dict[str, Any]]:
        return [
            {
                "generations": [None if "nothing" in chat[-1]["content"] else chat[-1]["content"]]
                * num_generations,
                "statistics": {"input_tokens": [2] * num_generations, "output_tokens": [3] * num_generations},
            }
            for chat in inputs
        ]


class Number(Task):
    """Reads a number."""

    @property
    def inputs(self) -> list[str]:
        return ["text"]

    @property
    def outputs(self) -> list[str]:
        return ["number", "model_name"]

    def format_input(self, input: dict[str, Any]) -> list[dict[str, str]]:  # noqa: A002 - the host's name
        return [{"role": "user", "content": input["text"]}]

    def format_output(self, output: str | None, input: dict[str, Any] | None = None) -> dict[str, Any]:  # noqa: A002, ARG002
        return {"number": None if output is None else int(output)}


def made(step: Any, *parts: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    runner = StepRunner(step)
    runner.load()
    result: BatchResult = runner.process(list(parts))
    return pickle.loads(result.pickled), result.meta


@pytest.fixture(autouse=True)
def _a_pipeline_for_the_steps() -> Any:
    with StockPipeline(name="steps"):
        yield


def test_a_bad_row_is_marked_and_the_others_are_whole() -> None:
    rows, meta = made(Halves(name="halves"), [{"n": 0}, {"n": 3}, {"n": 4}])
    told = {"step": "halves", "kind": "ValueError", "message": "3 is odd", "raw_output": None}
    assert rows == [{"n": 0, "half": 0}, {"n": 3, "error": told}, {"n": 4, "half": 2}]
    assert (meta["rows_in"], meta["rows_out"], meta["failed"], meta["raised"]) == (
        3,
        2,
        {"ValueError": 1},
        [1],
    )


def test_a_batch_of_one_bad_row_is_that_row_marked() -> None:
    rows, meta = made(Halves(name="halves"), [{"n": 5}])
    assert (rows[0]["n"], rows[0]["error"]["message"], meta["raised"]) == (5, "5 is odd", [0])


def test_a_step_that_fails_on_every_row_is_broken_and_the_first_row_is_named() -> None:
    with pytest.raises(StepFailure) as failure:
        made(Halves(name="halves"), [{"n": 2 * n + 1} for n in range(50)])
    assert (failure.value.kind, failure.value.row, failure.value.message) == ("ValueError", 0, "1 is odd")
    again = pickle.loads(pickle.dumps(failure.value))
    assert (again.kind, again.row, again.trace, again.ends_run) == (
        "ValueError",
        0,
        failure.value.trace,
        False,
    )


def test_nine_bad_rows_and_a_good_one_are_not_a_broken_step() -> None:
    rows, meta = made(Halves(name="halves"), [*({"n": 1} for _ in range(9)), {"n": 2}])
    assert (meta["failed"], rows[9]) == ({"ValueError": 9}, {"n": 2, "half": 1})


def test_what_goldsmith_itself_raises_ends_the_run() -> None:
    class Spent(Step):
        def process(self, *inputs: StepInput) -> StepOutput:
            raise PipelineError("the budget is spent")
            yield inputs

    with pytest.raises(StepFailure) as failure:
        made(Spent(name="spent"), [{"n": 1}, {"n": 2}])
    assert failure.value.ends_run


def test_a_failing_global_step_is_not_tried_on_parts_of_the_data() -> None:
    class Total(GlobalStep):
        def process(self, *inputs: StepInput) -> StepOutput:
            assert len(inputs[0]) == 3
            raise ZeroDivisionError("no mean")
            yield inputs

    with pytest.raises(StepFailure, match="no mean"):
        made(Total(name="total"), [{"n": 1}, {"n": 2}, {"n": 3}])


def test_every_yield_counts() -> None:
    assert made(TwoYields(name="two"), [{"n": 1}, {"n": 2}])[0] == [{"n": 1}, {"n": 2}]


def test_rows_set_aside_pass_a_step_by_and_keep_their_places() -> None:
    dropped = {"n": 1, "keep": False, "drop_reason": "odd: 1"}
    failed = {"n": 3, "error": {"step": "s", "kind": "k", "message": "m", "raw_output": None}}
    rows, meta = made(Halves(name="halves"), [dropped, {"n": 2}, failed])
    assert rows == [dropped, {"n": 2, "half": 1}, failed]
    assert (meta["rows_in"], meta["rows_out"], meta["failed"], meta["dropped"]) == (1, 1, {}, {})


def test_a_row_set_aside_on_one_branch_is_set_aside_where_they_meet() -> None:
    class Join(Step):
        def process(self, *inputs: StepInput) -> StepOutput:
            yield [{**left, **right} for left, right in zip(*inputs, strict=True)]

    dropped = {"n": 1, "keep": False, "drop_reason": "odd: 1"}
    rows, _ = made(Join(name="join"), [dropped, {"n": 2}], [{"m": 1, "keep": True}, {"m": 2}])
    assert rows == [{"n": 1, "m": 1, "keep": False, "drop_reason": "odd: 1"}, {"n": 2, "m": 2}]


def test_rows_of_their_own_are_not_taken_for_one_row_where_a_global_step_joins_branches() -> None:
    class Joins(GlobalStep):
        def process(self, *inputs: StepInput) -> StepOutput:
            yield [row for rows in inputs for row in rows]

    dropped = {"id": "a-1", "keep": False, "drop_reason": "odd: 1"}
    branches = [dropped, {"id": "a-2"}], [{"id": "b-1"}, {"id": "b-2"}]
    rows, _ = made(Joins(name="joins"), *branches)
    assert sorted(row["id"] for row in rows) == ["a-1", "a-2", "b-1", "b-2"]
    same, _ = made(Joins(name="joins_again"), [dropped], [{"id": "a-1", "more": 1}])
    assert same == [{"id": "a-1", "more": 1, "keep": False, "drop_reason": "odd: 1"}]


def test_what_a_task_cannot_read_says_so_and_keeps_the_raw_output() -> None:
    rows, meta = made(
        Number(name="number", llm=Scripted()), [{"text": "7"}, {"text": "seven"}, {"text": "nothing"}]
    )
    assert rows[0]["number"] == 7
    assert rows[1]["error"]["kind"] == "ValueError"
    assert rows[1]["error"]["raw_output"] == "seven"
    assert "invalid literal" in rows[1]["error"]["message"]
    assert rows[2]["error"]["kind"] == "no_output"
    assert meta["failed"] == {"ValueError": 1, "no_output": 1}
    assert meta["raised"] == []  # the answers are there: asking again gives the same


def test_a_group_of_generations_fails_only_as_a_whole() -> None:
    task = Number(name="number", llm=Scripted(), num_generations=2, group_generations=True)
    rows, _ = made(task, [{"text": "7"}, {"text": "seven"}])
    assert rows[0]["number"] == [7, 7]
    assert "error" not in rows[0]
    assert rows[1]["error"]["raw_output"] == "seven"


def test_tokens_are_counted_and_an_unknown_price_is_said() -> None:
    _, meta = made(Number(name="number", llm=Scripted()), [{"text": "1"}, {"text": "2"}])
    assert (meta["input_tokens"], meta["output_tokens"], meta["cost"]) == (4, 6, None)


def test_a_later_task_leaves_the_metadata_of_an_earlier_one() -> None:
    first, _ = made(TextGeneration(name="first", llm=Scripted()), [{"instruction": "7"}])
    rows, _ = made(TextGeneration(name="second", llm=Scripted(), num_generations=2), first)
    assert len(rows) == 2
    for row in rows:
        told = row["distilabel_metadata"]
        assert {
            "raw_output_first",
            "raw_output_second",
            "statistics_first",
            "statistics_second",
        } <= told.keys()


def test_each_generation_of_a_mapped_row_gets_the_columns_of_its_own_row_back() -> None:
    task = TextGeneration(
        name="write", llm=Scripted(), num_generations=2, input_mappings={"instruction": "prompt"}
    )
    given = [{"prompt": "a", "instruction": "kept a"}, {"prompt": "b", "instruction": "kept b"}]
    rows, _ = made(task, given)
    # Distilabel alone gives rows 1 and 2 each other's.
    assert [(row["prompt"], row["instruction"], row["generation"]) for row in rows] == [
        ("a", "kept a", "a"),
        ("a", "kept a", "a"),
        ("b", "kept b", "b"),
        ("b", "kept b", "b"),
    ]


def test_a_generator_goes_on_from_an_offset_even_if_it_does_not_look_at_it() -> None:
    from distilabel.steps import GeneratorStep
    from distilabel.typing import GeneratorStepOutput

    class Forgetful(GeneratorStep):
        def process(self, offset: int = 0) -> GeneratorStepOutput:  # noqa: ARG002 - that is the point
            for start in range(0, 7, 2):
                yield [{"n": n} for n in range(start, min(start + 2, 7))], start == 6

        @property
        def outputs(self) -> list[str]:
            return ["n"]

    batches = list(generated(Forgetful(name="forgetful", batch_size=2), 4))
    assert batches == [([{"n": 4}, {"n": 5}], False), ([{"n": 6}], True)]
    loader = LoadDataFromDicts(name="load", data=[{"n": n} for n in range(5)], batch_size=2)
    assert list(generated(loader, 2)) == [([{"n": 2}, {"n": 3}], False), ([{"n": 4}], True)]
