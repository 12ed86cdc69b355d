"""Distilabel's traps, each fallen into on stock Distilabel and mended on ours.

The numbers are those of the list in docs/pipeline.md. Not the pipeline's to mend, and the same on both:

| trap | reason |
|---|---|
| 3 | `**kwargs` of an LLM's `agenerate` is a required runtime parameter: Distilabel's validation, before a run |
| 8 | a routing function sees a batch and the names of steps, never rows: Distilabel's interface |
| 12 | structured output is the language model's: `LocalLLM` does it, see `test_local_llm.py` |
"""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from enum import Enum
from functools import partial
from importlib import util
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from distilabel.cli.pipeline.utils import get_pipeline
from distilabel.models.llms.base import AsyncLLM
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.pipeline import routing_batch_function
from distilabel.pipeline.base import BasePipeline
from distilabel.steps import GeneratorStep, GlobalStep, LoadDataFromDicts, Step, StepInput, StepResources
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import FormattedInput, GenerateOutput, GeneratorStepOutput, StepColumns, StepOutput
from pydantic import Field, PrivateAttr
from tests.forked import Child, Ended
from tests.pipeline_shapes import notes, tell
from tests.stock import Make, on_ours, on_stock, play

ROWS = [{"n": n} for n in range(60)]
SECONDS_TO_COUNT_AS_HUNG = 6


class Rowwise(Step):
    """Yields a row at a time, as a generator invites one to."""

    def process(self, *inputs: StepInput) -> StepOutput:
        for row in inputs[0]:
            yield [row]


class FirstForty(Step):
    """Leaves the last two batches of ten empty."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row for row in inputs[0] if row["n"] < 40]


class Nothing(Step):
    """Drops every row."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row for row in inputs[0] if row["n"] < 0]


class Square(Step):
    """Adds a column."""

    @property
    def outputs(self) -> StepColumns:
        return ["square"]

    def process(self, *inputs: StepInput) -> StepOutput:
        tell(f"square {len(inputs[0])}")
        yield [row | {"square": row["n"] ** 2} for row in inputs[0]]


class Total(GlobalStep):
    """Adds the number of rows."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row | {"total": len(inputs[0])} for row in inputs[0]]


class Unlucky(Step):
    """Cannot do the row 13."""

    @property
    def outputs(self) -> StepColumns:
        return ["luck"]

    def process(self, *inputs: StepInput) -> StepOutput:
        if any(row["n"] == 13 for row in inputs[0]):
            raise ValueError("thirteen is unlucky")
        yield [row | {"luck": True} for row in inputs[0]]


class Broken(Step):
    """Can do no row at all."""

    def process(self, *inputs: StepInput) -> StepOutput:
        raise ZeroDivisionError("the judge divided by zero")
        yield inputs


class BrokenGlobal(GlobalStep):
    """Fails on all rows at once."""

    def process(self, *inputs: StepInput) -> StepOutput:
        raise ZeroDivisionError("the judge divided by zero")
        yield inputs


class BrokenGenerator(GeneratorStep):
    """Fails after its first batch."""

    @property
    def outputs(self) -> StepColumns:
        return ["n"]

    def process(self, offset: int = 0) -> GeneratorStepOutput:
        yield [{"n": offset}], False
        raise OSError("the file ends here")


class Killed(Step):
    """Ends as a process does that took too much memory."""

    def process(self, *inputs: StepInput) -> StepOutput:
        if any(row["n"] == 13 for row in inputs[0]):
            os.kill(os.getpid(), signal.SIGKILL)
        yield inputs[0]


class OtherOrder(Step):
    """Gives its columns in another order after the first fifty rows, and one more."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [
            {"n": row["n"], "a": "x", "b": 1}
            if row["n"] < 50
            else {"b": 1, "a": "x", "n": row["n"], "c": 0.5}
            for row in inputs[0]
        ]


class LateNote(Step):
    """Gives a column whose first fifty values are None and whose later ones are text."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row | {"note": "late" if row["n"] >= 50 else None} for row in inputs[0]]


class Colour(Enum):
    RED = "red"


def plus_one(n: int) -> int:
    return n + 1


class Configured(Step):
    """Has a parameter of every kind that breaks a stock signature or a saved pipeline."""

    numbers: set[int] = Field(default_factory=set)
    function: Callable[[int], int] | None = None
    pairs: list[tuple[str, int]] = Field(default_factory=list)
    lists: list[list[str]] = Field(default_factory=list)
    holes: list[str | None] = Field(default_factory=list)
    folder: Path | None = None
    colour: Colour | None = None
    pattern: re.Pattern[str] | None = None

    def process(self, *inputs: StepInput) -> StepOutput:
        tell(f"configured {inputs[0][0]['n']}")
        used = {"numbers": sorted(self.numbers), "one": self.function(1) if self.function else 0}
        yield [row | used | {"pairs": len(self.pairs), "lists": len(self.lists)} for row in inputs[0]]


class Keyed(Step):
    """Holds something that is no parameter, as a key or a connection."""

    _key: int = PrivateAttr(default=0)

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row | {"key": self._key} for row in inputs[0]]


class Referring(Step):
    """Stands on a paper.

    References:
        - [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
    """

    def process(self, *inputs: StepInput) -> StepOutput:
        yield inputs[0]


class KeywordLLM(AsyncLLM):
    """Takes any keyword."""

    @property
    def model_name(self) -> str:
        return "keyword"

    async def agenerate(
        self,
        input: FormattedInput,  # noqa: A002
        num_generations: int = 1,
        **kwargs: Any,  # noqa: ARG002
    ) -> GenerateOutput:
        return {
            "generations": [str(input)] * num_generations,
            "statistics": {"input_tokens": [], "output_tokens": []},
        }


def chain(
    pipeline: Any, *steps: Callable[..., Any], data: list[dict[str, Any]] = ROWS, batch: int = 10
) -> Any:
    """Rows through some steps in batches."""
    with pipeline:
        last: Any = LoadDataFromDicts(name="load", data=data, batch_size=10)
        for step in steps:
            last = last >> step(input_batch_size=batch)
    return pipeline


def ran(pipeline: Any, **how: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of a run, and those it set aside, which stock has no word for."""
    distiset = pipeline.run(**how)
    rows = distiset["default"]["train"].to_list() if distiset else []
    return rows, list(getattr(pipeline, "set_aside", []))


def rowwise(make: Make) -> Any:
    return ran(chain(make(), Rowwise))


def empty_last_batch(make: Make) -> Any:
    return ran(chain(make(), FirstForty, Square))


def nothing_left_for_a_global_step(make: Make) -> Any:
    return ran(chain(make(), partial(Nothing, name="nothing"), partial(Total, name="total")))


def one_bad_row(make: Make) -> Any:
    return ran(chain(make(), partial(Unlucky, name="unlucky")))


def broken_step(make: Make) -> Any:
    return ran(chain(make(), partial(Broken, name="broken")))


def broken_global_step(make: Make) -> Any:
    return ran(chain(make(), partial(BrokenGlobal, name="broken")))


def broken_generator(make: Make) -> Any:
    with make() as pipeline:
        BrokenGenerator(name="broken") >> Square()
    return ran(pipeline)


def killed_worker(make: Make) -> Any:
    return ran(chain(make(), partial(Killed, name="killed")))


def other_order(make: Make) -> Any:
    return ran(chain(make(), OtherOrder))


def late_note(make: Make) -> Any:
    return ran(chain(make(), LateNote))


def lambda_as_parameter(make: Make) -> Any:
    return ran(chain(make(), partial(Configured, function=lambda n: n + 1)))


def dry_run_first(make: Make) -> Any:
    pipeline = chain(make(), Square)
    dry = len(pipeline.dry_run()["default"]["train"])
    return dry, pipeline.dag.get_step("load")["step"].batch_size, len(ran(pipeline)[0])


def dataset_twice(make: Make) -> Any:
    with make() as pipeline:
        Square(name="square")
    dry = len(pipeline.dry_run(dataset=ROWS)["default"]["train"])
    return dry, len(ran(pipeline, dataset=ROWS)[0]), len(ran(pipeline, dataset=ROWS[:5])[0])


def key_on_a_rerun(make: Make) -> Any:
    found = []
    for _ in range(2):
        pipeline = chain(make(), partial(Keyed, name="keyed"))
        pipeline.dag.get_step("keyed")["step"]._key = 7
        found.append({row["key"] for row in ran(pipeline, use_cache=False)[0]})
    return found


def other_data_on_a_rerun(make: Make) -> Any:
    found = []
    for start in (0, 100):
        data = [{"n": n} for n in range(start, start + 20)]
        found.append([row["n"] for row in ran(chain(make(), Square, data=data))[0]])
    return found


def two_equal_sets(make: Make) -> Any:
    # 0 and 8 share a slot in a small set, so the order of insertion is the order of iteration.
    sets: list[set[int]] = [{0, 8}, {8, 0}]
    assert sets[0] == sets[1]
    assert list(sets[0]) != list(sets[1])
    return [ran(chain(make(), partial(Configured, name="set", numbers=numbers)))[0] for numbers in sets]


def citations_looked_up(make: Make) -> Any:
    asked: list[Any] = []

    def refuse(*arguments: Any, **_: Any) -> Any:
        asked.append(arguments)
        raise OSError("there is no network here")

    with (
        patch("distilabel.distiset.get_bibtex", refuse),
        patch("socket.getaddrinfo", refuse),
        patch("socket.create_connection", refuse),
    ):
        ran(chain(make(), Referring))
    return asked


def stages_waited_for(make: Make) -> Any:
    """The host's waits between stages: its sleeps, and the loop that spins until a stage has ended."""
    waits: list[Any] = []
    spin = BasePipeline._wait_current_stage_to_finish

    def spun(pipeline: Any) -> None:
        waits.append("spin")
        spin(pipeline)

    class Clock:
        sleep = staticmethod(waits.append)

    with (
        patch.object(BasePipeline, "_wait_current_stage_to_finish", spun),
        patch("distilabel.pipeline.base.time", Clock),
    ):
        rows, _ = ran(chain(make(), partial(Total, name="one"), partial(Total, name="two")))
    return len(rows), waits


def saved_and_run_by_the_command(make: Make) -> Any:
    """What `distilabel pipeline run --config` does, with a cache of the test's own."""
    pipeline = chain(make(), Square)
    file = pipeline._cache_dir.with_name("saved.yaml")
    pipeline.save(file, format="yaml")
    loaded = get_pipeline(str(file))
    loaded._cache_dir = pipeline._cache_dir
    return ran(loaded)


def replicas_before_a_global_step(make: Make) -> Any:
    twins = partial(Square, name="twins", resources=StepResources(replicas=2))
    return ran(chain(make(), twins, partial(Total, name="total"), batch=5))


def signatures_taken(batch_size: int, make: Make) -> Any:
    """How often a run asks a step for its signature."""
    taken: list[str] = []
    signature = Step.signature.fget  # pyright: ignore[reportAttributeAccessIssue]

    def counted(step: Any) -> str:
        taken.append(step.name)
        return str(signature(step))

    with patch.object(Step, "signature", property(counted)):
        ran(chain(make(), partial(Square, name="one"), batch=batch_size))
    return len(taken)


HANGS = [
    empty_last_batch,
    nothing_left_for_a_global_step,
    broken_generator,
    killed_worker,
    lambda_as_parameter,
    replicas_before_a_global_step,
]


@pytest.fixture(scope="module")
def stock_runs_that_hang(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ended]]:
    """All of them at once, so that their deadline is waited for once."""
    with ExitStack() as stack:
        children = {
            scenario.__name__: stack.enter_context(
                Child(partial(play, StockPipeline, tmp_path_factory.mktemp(scenario.__name__), scenario))
            )
            for scenario in HANGS
        }
        yield {
            name: child.wait(SECONDS_TO_COUNT_AS_HUNG if number == 0 else 0.1)
            for number, (name, child) in enumerate(children.items())
        }


@pytest.mark.parametrize("scenario", HANGS, ids=lambda scenario: scenario.__name__)
def test_stock_hangs(scenario: Any, stock_runs_that_hang: dict[str, Ended]) -> None:
    # Traps 2, 4 and 7.
    assert stock_runs_that_hang[scenario.__name__].how == "hung"


# 1. Only the first `yield` of `process` is used.


def test_stock_uses_only_the_first_yield_of_each_batch(tmp_path: Path) -> None:
    rows, _ = on_stock(rowwise, tmp_path).returned
    assert [row["n"] for row in rows] == [0, 10, 20, 30, 40, 50]


def test_all_yields_of_a_step_count(tmp_path: Path) -> None:
    rows, _ = on_ours(rowwise, tmp_path).returned
    assert rows == ROWS


# 2. Empty batches.


def test_a_filter_whose_last_batches_are_empty_ends_with_what_it_kept(tmp_path: Path) -> None:
    rows, _ = on_ours(empty_last_batch, tmp_path).returned
    assert rows == [{"n": n, "square": n * n} for n in range(40)]


def test_a_run_ends_when_nothing_is_left_for_a_global_step(tmp_path: Path) -> None:
    ended = on_ours(nothing_left_for_a_global_step, tmp_path)
    assert ended.how in {"returned", "raised"}
    if ended.how == "raised":
        assert ended.error.startswith("PipelineError")
        assert "nothing" in ended.error
    else:
        assert ended.value == ([], [])
    assert ended.left == ()


# 3. The host's: `**kwargs` in `agenerate`.


@pytest.mark.parametrize("play_on", [on_stock, on_ours])
def test_keywords_of_an_llm_are_a_required_parameter_on_both(play_on: Any, tmp_path: Path) -> None:
    def scenario(make: Make) -> Any:
        return ran(chain(make(), partial(TextGeneration, llm=KeywordLLM(), template="{{ n }}", columns="n")))

    ended = play_on(scenario, tmp_path)
    assert ended.how == "raised"
    assert "kwargs" in ended.error


# 4. What a signature leaves out, and what breaks it.


def test_stock_returns_the_old_dataset_for_new_data(tmp_path: Path) -> None:
    first, second = on_stock(other_data_on_a_rerun, tmp_path).returned
    assert second == first == list(range(20))


def test_new_data_gives_the_new_dataset(tmp_path: Path) -> None:
    first, second = on_ours(other_data_on_a_rerun, tmp_path).returned
    assert (first, second) == (list(range(20)), list(range(100, 120)))


CODE = """
from distilabel.steps import Step, StepInput

class Factor(Step):
    def process(self, *inputs: StepInput):
        yield [row | {"by": {FACTOR}} for row in inputs[0]]
"""


def rewritten_between_two_runs(play_on: Any, tmp_path: Path) -> list[set[int]]:
    """What a step computes before and after its file is rewritten, each in a process of its own."""
    file = tmp_path / "factor_step.py"

    def scenario(make: Make) -> Any:
        spec = util.spec_from_file_location("factor_step", file)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["factor_step"] = module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return {row["by"] for row in ran(chain(make(), module.Factor))[0]}

    found = []
    for factor in (2, 33):
        file.write_text(CODE.replace("{FACTOR}", str(factor)))
        found.append(play_on(scenario, tmp_path).returned)
    return found


def test_stock_does_not_notice_new_code(tmp_path: Path) -> None:
    assert rewritten_between_two_runs(on_stock, tmp_path) == [{2}, {2}]


def test_new_code_is_run(tmp_path: Path) -> None:
    assert rewritten_between_two_runs(on_ours, tmp_path) == [{2}, {33}]


def test_stock_takes_two_equal_sets_for_two_steps() -> None:
    with StockPipeline(name="p"):
        one, other = (Configured(name=f"s{i}", numbers=s) for i, s in enumerate(({0, 8}, {8, 0})))
    other.name = one.name
    assert one.numbers == other.numbers
    assert one.signature != other.signature


def test_two_equal_sets_are_one_step_and_computed_once(tmp_path: Path) -> None:
    first, second = on_ours(two_equal_sets, tmp_path).returned
    assert first == second
    assert len(notes(tmp_path / "log")) == 6  # six batches of ten, once


@pytest.mark.parametrize(
    "field",
    [{"pairs": [("a", 1)]}, {"lists": [["a"]]}, {"holes": [None, "a"]}],
    ids=lambda field: next(iter(field)),
)
def test_a_parameter_stock_cannot_sign_works_and_resumes(field: dict[str, Any], tmp_path: Path) -> None:
    def scenario(make: Make) -> Any:
        return [ran(chain(make(), partial(Configured, **field)))[0] for _ in range(2)]

    stock = on_stock(scenario, tmp_path / "stock")
    assert stock.error.startswith("AttributeError")
    first, second = on_ours(scenario, tmp_path / "ours").returned
    assert len(first) == 60
    assert first == second
    assert len(notes(tmp_path / "ours" / "log")) == 6


@pytest.mark.parametrize(
    "field",
    [{"folder": Path("a")}, {"colour": Colour.RED}, {"pattern": re.compile("a+")}, {"function": plus_one}],
    ids=lambda field: next(iter(field)),
)
def test_any_other_parameter_works_and_resumes(field: dict[str, Any], tmp_path: Path) -> None:
    def scenario(make: Make) -> Any:
        return [ran(chain(make(), partial(Configured, **field)))[0] for _ in range(2)]

    first, second = on_ours(scenario, tmp_path).returned
    assert len(first) == 60
    assert first == second
    assert len(notes(tmp_path / "log")) == 6


def test_a_lambda_as_parameter_works(tmp_path: Path) -> None:
    rows, _ = on_ours(lambda_as_parameter, tmp_path).returned
    assert {row["one"] for row in rows} == {2}


# 5. What is set before a run.


def test_stock_forgets_on_a_rerun_what_was_set_before_it(tmp_path: Path) -> None:
    assert on_stock(key_on_a_rerun, tmp_path).returned == [{7}, {0}]


def test_what_is_set_before_a_run_is_there_on_a_rerun(tmp_path: Path) -> None:
    assert on_ours(key_on_a_rerun, tmp_path).returned == [{7}, {7}]


# 6. Citations.


def test_stock_asks_a_web_service_for_a_citation(tmp_path: Path) -> None:
    assert ("https://arxiv.org/abs/1706.03762",) in on_stock(citations_looked_up, tmp_path).returned


def test_a_run_asks_nothing_of_the_network(tmp_path: Path) -> None:
    assert on_ours(citations_looked_up, tmp_path).returned == []


# 7. Failures.


def test_stock_loses_a_batch_for_one_bad_row(tmp_path: Path) -> None:
    rows, _ = on_stock(one_bad_row, tmp_path).returned
    assert [row["n"] for row in rows if row["luck"] is None] == list(range(10, 20))


def test_one_bad_row_is_set_aside_and_its_batch_lives(tmp_path: Path) -> None:
    rows, aside = on_ours(one_bad_row, tmp_path).returned
    assert rows == [{"n": n, "luck": True} for n in range(60) if n != 13]
    (row,) = aside
    assert row["n"] == 13
    assert row["error"]["step"] == "unlucky"
    assert row["error"]["kind"] == "ValueError"
    assert "thirteen is unlucky" in row["error"]["message"]


def test_stock_returns_rows_of_none_where_a_step_always_raises(tmp_path: Path) -> None:
    ended = on_stock(broken_step, tmp_path)
    assert ended.how == "returned"
    assert len(ended.value[0]) == 60


def test_stock_returns_an_empty_dataset_where_a_global_step_raises(tmp_path: Path) -> None:
    ended = on_stock(broken_global_step, tmp_path)
    assert (ended.how, ended.value) == ("returned", ([], []))


@pytest.mark.parametrize("scenario", [broken_step, broken_global_step])
def test_a_step_that_fails_on_everything_ends_the_run_and_says_where_and_why(
    scenario: Any, tmp_path: Path
) -> None:
    ended = on_ours(scenario, tmp_path)
    assert ended.error.startswith("PipelineError")
    assert "broken" in ended.error
    assert "ZeroDivisionError" in ended.error
    assert "the judge divided by zero" in ended.error
    assert re.search(r"on rows? 0\b", ended.error)
    assert ended.left == ()


def test_a_generator_that_raises_ends_the_run_and_says_why(tmp_path: Path) -> None:
    ended = on_ours(broken_generator, tmp_path)
    assert ended.error.startswith("PipelineError")
    assert "broken" in ended.error
    assert "the file ends here" in ended.error
    assert ended.left == ()


def test_a_worker_that_is_killed_ends_the_run_and_says_how(tmp_path: Path) -> None:
    ended = on_ours(killed_worker, tmp_path)
    assert ended.error.startswith("PipelineError")
    assert "'killed'" in ended.error
    assert "killed (signal 9)" in ended.error
    assert "rows 10 to 19" in ended.error
    assert ended.left == ()


# 8. The host's: routing.


@pytest.mark.parametrize("play_on", [on_stock, on_ours])
def test_routing_is_by_batch_on_both(play_on: Any, tmp_path: Path) -> None:
    @routing_batch_function()
    def to_one(steps: list[str]) -> list[str]:
        tell(f"routed {sorted(steps)}")
        return steps[:1]

    def scenario(make: Make) -> Any:
        with make() as pipeline:
            load = LoadDataFromDicts(name="load", data=ROWS, batch_size=10)
            (
                load
                >> to_one
                >> [Square(name="a", input_batch_size=10), Square(name="b", input_batch_size=10)]
                >> Square(name="c", input_batch_size=10)
            )
        return ran(pipeline)

    rows, _ = play_on(scenario, tmp_path).returned
    assert len(rows) == 60
    assert notes(tmp_path / "log").count("routed ['a', 'b']") == 6


# 9. Dry runs, and data given to `run`.


def test_stock_keeps_the_batch_size_of_a_dry_run_and_loses_rows(tmp_path: Path) -> None:
    assert on_stock(dry_run_first, tmp_path).returned == (1, 1, 1)


def test_a_dry_run_leaves_the_pipeline_as_it_was(tmp_path: Path) -> None:
    assert on_ours(dry_run_first, tmp_path).returned == (1, 10, 60)


def test_stock_takes_a_dataset_only_once(tmp_path: Path) -> None:
    ended = on_stock(dataset_twice, tmp_path)
    assert ended.how == "raised"
    assert "load_data_from_dicts_1" in ended.error


def test_a_dataset_may_be_given_again_and_again(tmp_path: Path) -> None:
    assert on_ours(dataset_twice, tmp_path).returned == (1, 60, 5)


# 10. Saved pipelines.


def test_stock_saves_a_pipeline_without_its_rows(tmp_path: Path) -> None:
    assert on_stock(saved_and_run_by_the_command, tmp_path).error == "IndexError: list index out of range"


def test_a_saved_pipeline_has_its_rows_whoever_loads_it(tmp_path: Path) -> None:
    rows, _ = on_ours(saved_and_run_by_the_command, tmp_path).returned
    assert rows == [{"n": n, "square": n * n} for n in range(60)]


# 11. Waiting.


def test_stock_sleeps_and_spins_at_every_stage(tmp_path: Path) -> None:
    _, waits = on_stock(stages_waited_for, tmp_path).returned
    assert 2.5 in waits
    assert waits.count("spin") == 2  # loading, one and two are three stages


def test_stages_are_not_waited_for(tmp_path: Path) -> None:
    assert on_ours(stages_waited_for, tmp_path).returned == (60, [])


def test_stock_signs_its_steps_more_often_the_more_batches_there_are(tmp_path: Path) -> None:
    few = on_stock(partial(signatures_taken, 20), tmp_path / "few").returned
    many = on_stock(partial(signatures_taken, 5), tmp_path / "many").returned
    assert many > few + 9  # nine more batches


def test_the_number_of_batches_costs_no_signatures(tmp_path: Path) -> None:
    few = on_ours(partial(signatures_taken, 20), tmp_path / "few").returned
    many = on_ours(partial(signatures_taken, 5), tmp_path / "many").returned
    assert many == few


# Replicas.


def test_a_global_step_may_follow_replicas_and_gets_its_rows_in_order(tmp_path: Path) -> None:
    rows, _ = on_ours(replicas_before_a_global_step, tmp_path).returned
    assert rows == [{"n": n, "square": n * n, "total": 60} for n in range(60)]


# Distilabel's write buffer: columns in another order, and columns that are None at first.


@pytest.mark.parametrize("scenario", [other_order, late_note])
def test_stock_cannot_write_the_columns_of_later_rows(scenario: Any, tmp_path: Path) -> None:
    assert on_stock(scenario, tmp_path).how == "raised"


def test_columns_may_come_in_another_order_and_more_of_them(tmp_path: Path) -> None:
    rows, _ = on_ours(other_order, tmp_path).returned
    assert rows == [{"n": n, "a": "x", "b": 1, "c": None if n < 50 else 0.5} for n in range(60)]


def test_a_column_that_is_none_at_first_keeps_its_later_values(tmp_path: Path) -> None:
    rows, _ = on_ours(late_note, tmp_path).returned
    assert [row["note"] for row in rows] == [None] * 50 + ["late"] * 10
