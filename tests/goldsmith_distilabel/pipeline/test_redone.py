"""What is changed between two runs, and what depends on it, is done again; everything else is not."""

import os
import sys
from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import LoadDataFromDicts, StepInput, StepResources
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import StepColumns, StepOutput
from rich.console import Console
from tests.forked import in_child
from tests.pipeline_shapes import BATCH, Oracle, Work, notes

from goldsmith_distilabel import Pipeline

ROWS = [{"n": n, "question": f"what is {n}"} for n in range(3 * BATCH)]
BATCHES = 3

Chain = Callable[[], Any]


def chain(
    *,
    data: list[dict[str, Any]] = ROWS,
    llm: Any = None,
    template: str = "{{ question }}?",
    by: int = 2,
    batch: int = BATCH,
    last: Any = Work,
    **how: Any,
) -> Any:
    """Rows, a language model and three steps: load >> ask >> first >> second >> last."""
    with Pipeline(name="redone", cache_dir="cache") as pipeline:
        ask = TextGeneration(
            name="ask", llm=llm or Oracle(), template=template, columns="question", input_batch_size=BATCH
        )
        (
            LoadDataFromDicts(name="load", data=data, batch_size=BATCH)
            >> ask
            >> Work(name="first", column="first", input_batch_size=BATCH)
            >> Work(name="second", column="second", by=by, input_batch_size=batch, **how)
            >> last(name="last", column="last", input_batch_size=BATCH)
        )
    pipeline.console = Console(quiet=True)
    return pipeline


def ran(folder: Path, build: Callable[[], Any], **how: Any) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The rows of a run, and how many batches of each step were computed for it (of `ask`: how many answers)."""
    log = folder / "log"
    before = len(notes(log))

    def run() -> Any:
        os.chdir(folder)
        os.environ["SHAPES_LOG"] = str(log)
        return build().run(**how)["default"]["train"].to_list()

    rows = in_child(run).returned
    told = [line.split()[0] for line in notes(log)[before:]]
    return rows, {step: told.count(step) for step in dict.fromkeys(told)}


@pytest.fixture
def complete(tmp_path: Path) -> list[dict[str, Any]]:
    """The rows of a complete run in the folder of the test."""
    rows, computed = ran(tmp_path, chain)
    assert computed == {"asked": 3 * BATCH, "first": 3, "second": 3, "last": 3}
    return rows


def test_nothing_is_done_again_if_nothing_is_changed(complete: Any, tmp_path: Path) -> None:
    assert ran(tmp_path, chain) == (complete, {})


def test_a_changed_parameter_redoes_its_step_and_what_follows(complete: Any, tmp_path: Path) -> None:
    rows, computed = ran(tmp_path, lambda: chain(by=5))
    assert computed == {"second": 3, "last": 3}
    assert rows == [row | {"second": row["n"] * 5} for row in complete]


def test_a_parameter_changed_back_costs_nothing(complete: Any, tmp_path: Path) -> None:
    ran(tmp_path, lambda: chain(by=5))
    assert ran(tmp_path, chain) == (complete, {})


def test_a_parameter_given_to_run_counts_as_well(complete: Any, tmp_path: Path) -> None:
    _, computed = ran(tmp_path, chain, parameters={"ask": {"llm": {"generation_kwargs": {}}}})
    assert computed == {}
    rows, computed = ran(tmp_path, chain, parameters={"ask": {"num_generations": 2}})
    assert computed["asked"] == 3 * BATCH
    assert len(rows) == 2 * len(complete)


def test_a_changed_prompt_asks_again(complete: Any, tmp_path: Path) -> None:
    rows, computed = ran(tmp_path, lambda: chain(template="Tell me {{ question }}!"))
    assert computed == {"asked": 3 * BATCH, "first": 3, "second": 3, "last": 3}
    assert rows[0]["generation"] != complete[0]["generation"]


def test_another_model_is_asked(complete: Any, tmp_path: Path) -> None:
    rows, computed = ran(tmp_path, lambda: chain(llm=Oracle(wisdom="shallow")))
    assert computed["asked"] == 3 * BATCH
    assert rows[0]["model_name"] == "oracle-shallow"
    assert rows[0]["generation"] != complete[0]["generation"]


def test_one_changed_row_redoes_its_batch_only(complete: Any, tmp_path: Path) -> None:
    changed = [row if row["n"] != 12 else {"n": 12, "question": "why"} for row in ROWS]
    rows, computed = ran(tmp_path, lambda: chain(data=changed))
    assert computed == {"asked": BATCH, "first": 1, "second": 1, "last": 1}
    assert [row["question"] for row in rows] == [row["question"] for row in changed]
    assert [row for row in rows if row["n"] != 12] == [row for row in complete if row["n"] != 12]


def test_rows_added_at_the_end_redo_nothing(complete: Any, tmp_path: Path) -> None:
    more = [*ROWS, {"n": 99, "question": "and now"}]
    rows, computed = ran(tmp_path, lambda: chain(data=more))
    assert computed == {"asked": 1, "first": 1, "second": 1, "last": 1}
    assert rows[:-1] == complete
    assert rows[-1]["n"] == 99


def test_another_batch_size_gives_the_same_rows(complete: Any, tmp_path: Path) -> None:
    rows, computed = ran(tmp_path, lambda: chain(batch=7))
    assert rows == complete
    assert "asked" not in computed
    assert "first" not in computed


def test_without_the_cache_everything_is_done_again(complete: Any, tmp_path: Path) -> None:
    rows, computed = ran(tmp_path, chain, use_cache=False)
    assert rows == complete
    assert computed == {"asked": 3 * BATCH, "first": 3, "second": 3, "last": 3}


def test_a_step_that_must_not_be_cached_is_done_again(complete: Any, tmp_path: Path) -> None:
    rows, computed = ran(tmp_path, lambda: chain(use_cache=False))
    assert rows == complete
    assert computed["second"] == 3
    assert "asked" not in computed
    assert "first" not in computed


def test_more_replicas_change_nothing(complete: Any, tmp_path: Path) -> None:
    assert ran(tmp_path, lambda: chain(resources=StepResources(replicas=3))) == (complete, {})


class Moody(Work):
    """Cannot do the row 12 as long as it is in a bad mood, and drops the row 13."""

    @property
    def outputs(self) -> StepColumns:
        return [self.column, "keep", "drop_reason"]

    def process(self, *inputs: StepInput) -> StepOutput:
        for rows in super().process(*inputs):
            if any(row["n"] == 12 for row in rows) and Path("mood").read_text() == "bad":
                raise RuntimeError("not now")
            dropped = [row["n"] == 13 for row in rows]
            yield [
                row | {"keep": not out, "drop_reason": "thirteen" if out else None}
                for row, out in zip(rows, dropped, strict=True)
            ]


def test_a_row_that_failed_is_tried_again_and_one_that_was_dropped_is_not(tmp_path: Path) -> None:
    (tmp_path / "mood").write_text("bad")
    rows, _ = ran(tmp_path, lambda: chain(last=Moody))
    assert [row["n"] for row in rows] == [n for n in range(3 * BATCH) if n not in {12, 13}]
    (tmp_path / "mood").write_text("good")
    rows, computed = ran(tmp_path, lambda: chain(last=Moody))
    assert [row["n"] for row in rows] == [n for n in range(3 * BATCH) if n != 13]
    assert computed == {"last": 1}


CODE = """
from pathlib import Path

from distilabel.steps import Step, StepInput

from tests.pipeline_shapes import tell

def helper(n):
    return n + {NUMBER}

class Last(Step):
    column: str
    words: str = "words.jinja2"

    @property
    def inputs(self):
        return ["n"]

    def load(self):
        super().load()
        self._read = Path(self.words).read_text()

    def process(self, *inputs: StepInput):
        tell(f"{self.name} {inputs[0][0]['n']}")
        yield [row | {"last": f"{self._read} {helper(row['n'])}"} for row in inputs[0]]
"""


def written(folder: Path, number: int, comment: str = "") -> Callable[[], Any]:
    """A pipeline whose last step comes from a file with a helper function in it, and which reads a prompt from another."""
    file = folder / "own_steps.py"
    file.write_text(comment + CODE.replace("{NUMBER}", str(number)))
    spec = util.spec_from_file_location("own_steps", file)

    def build() -> Any:
        assert spec is not None
        assert spec.loader is not None
        sys.modules["own_steps"] = module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return chain(last=module.Last)

    return build


def test_changed_code_is_run_and_a_comment_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "words.jinja2").write_text("so")
    ran(tmp_path, written(tmp_path, 1))
    rows, computed = ran(tmp_path, written(tmp_path, 1, "# why not\n\n"))
    assert (rows[3]["last"], computed) == ("so 4", {})
    rows, computed = ran(tmp_path, written(tmp_path, 20))  # in a function that the step calls
    assert (rows[3]["last"], computed) == ("so 23", {"last": BATCHES})


def test_a_changed_prompt_in_a_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "words.jinja2").write_text("so")
    ran(tmp_path, written(tmp_path, 1))
    (tmp_path / "words.jinja2").write_text("no")
    rows, computed = ran(tmp_path, written(tmp_path, 1))
    assert (rows[3]["last"], computed) == ("no 4", {"last": BATCHES})


class Spelled(Work):
    """Works by something that only it knows of, and says so."""

    def __fingerprint__(self) -> str:
        return os.environ.get("SPELL", "")


def test_a_step_may_say_what_else_it_depends_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran(tmp_path, lambda: chain(last=Spelled))
    monkeypatch.setenv("SPELL", "abracadabra")
    assert ran(tmp_path, lambda: chain(last=Spelled))[1] == {"last": BATCHES}
