"""What must change a fingerprint changes it, and nothing else does."""

import copy
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Optional

import numpy as np
import pandas as pd
import pytest
from datasets import Dataset
from distilabel.mixins.runtime_parameters import RuntimeParameter
from distilabel.models.llms import OpenAILLM
from distilabel.models.llms.base import LLM
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import (
    LoadDataFromDicts,
    Step,
    StepInput,
    StepResources,
    make_generator_step,
    step,
)
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import StepOutput
from pydantic import PrivateAttr, SecretStr

from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.pipeline.fingerprint import step_fingerprint


class Holder(Step):
    """A step with a field of any kind."""

    value: Any = None
    note: str = ""

    _given: Any = PrivateAttr(default=None)

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield rows


class Echo(LLM):
    """A model with everything a fingerprint has to tell apart."""

    temperature: RuntimeParameter[float] = 0.5
    api_key: Optional[RuntimeParameter[SecretStr]] = None  # noqa: UP045 - as Distilabel's own
    token: SecretStr | None = None
    disable_cuda_device_placement: bool = False
    journal: str = ""
    wrapped: Any = None

    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"journal"})

    @property
    def model_name(self) -> str:
        return "echo"

    def generate(self, inputs: Any, num_generations: int = 1, max_new_tokens: int = 8) -> Any:
        return [{"generations": [str(given)[:max_new_tokens]] * num_generations} for given in inputs]


@dataclass
class Rubric:
    best: int


class Hostile:
    """Raises whatever is asked of it, its class too."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def held(value: Any) -> str:
    return step_fingerprint(Holder(value=value))


def test_one_value_in_ten_thousand_rows_is_noticed() -> None:
    rows = [{"id": number, "text": f"row {number}", "tags": ["a", "b"]} for number in range(10_000)]
    before = step_fingerprint(LoadDataFromDicts(data=rows))
    same = LoadDataFromDicts(data=copy.deepcopy(rows))
    started = time.process_time()
    assert step_fingerprint(same) == before
    assert time.process_time() - started < 1  # 0.1 on a quiet machine
    rows[7_345]["tags"] = ["a", "c"]
    assert step_fingerprint(LoadDataFromDicts(data=rows)) != before


CONFIGURATIONS: dict[str, tuple[Callable[[], Step], Callable[[], Step]]] = {
    "a field": (lambda: Holder(note="a"), lambda: Holder(note="b")),
    "the model's field": (
        lambda: Holder(value=Echo(temperature=0.1)),
        lambda: Holder(value=Echo(temperature=0.2)),
    ),
    "a wrapped model's field": (
        lambda: Holder(value=Echo(wrapped=Echo(temperature=0.1))),
        lambda: Holder(value=Echo(wrapped=Echo(temperature=0.2))),
    ),
    "generation parameters": (
        lambda: TextGeneration(llm=Echo(generation_kwargs={"max_new_tokens": 1})),
        lambda: TextGeneration(llm=Echo(generation_kwargs={"max_new_tokens": 2})),
    ),
    "input mappings": (Holder, lambda: Holder(input_mappings={"text": "comment"})),
    "output mappings": (Holder, lambda: Holder(output_mappings={"text": "comment"})),
    "input batch size": (Holder, lambda: Holder(input_batch_size=7)),
    "batch size": (
        lambda: LoadDataFromDicts(data=[{"a": 1}]),
        lambda: LoadDataFromDicts(data=[{"a": 1}], batch_size=7),
    ),
    "another model class": (lambda: TextGeneration(llm=Echo()), lambda: TextGeneration(llm=LocalLLM())),
}


@pytest.mark.parametrize(("one", "other"), CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_a_changed_configuration_changes_the_fingerprint(
    one: Callable[[], Step], other: Callable[[], Step]
) -> None:
    assert step_fingerprint(one()) == step_fingerprint(one())
    assert step_fingerprint(one()) != step_fingerprint(other())


def test_runtime_parameters_change_the_fingerprint() -> None:
    task = TextGeneration(llm=Echo())
    seen = {step_fingerprint(task)}
    task.set_runtime_parameters({"llm": {"generation_kwargs": {"max_new_tokens": 3}}})
    seen.add(step_fingerprint(task))
    task.set_runtime_parameters({"llm": {"temperature": 0.9}})
    seen.add(step_fingerprint(task))
    task.set_runtime_parameters({"num_generations": 2})
    seen.add(step_fingerprint(task))
    assert len(seen) == 4


def test_a_parameter_given_at_the_start_equals_one_set_later() -> None:
    later = TextGeneration(llm=Echo())
    later.set_runtime_parameters({"num_generations": 2})
    assert step_fingerprint(later) == step_fingerprint(TextGeneration(llm=Echo(), num_generations=2))


def test_parameters_and_closures_of_a_decorated_step_change_its_fingerprint() -> None:
    def make(suffix: str, given: str = "!", **parameters: Any) -> Step:
        @step(inputs=["text"], outputs=["text"])
        def shout(inputs: StepInput, mark: RuntimeParameter[str] = "!") -> StepOutput:
            yield [row | {"text": row["text"] + mark + suffix} for row in inputs]

        made = shout(mark=given)
        made.set_runtime_parameters(parameters)
        return made

    assert step_fingerprint(make("a")) == step_fingerprint(make("a"))
    assert len({step_fingerprint(made) for made in (make("a"), make("b"), make("a", mark="?"))}) == 3
    # Distilabel calls the function with what run() was given, whatever the step was made with.
    assert step_fingerprint(make("a", given="?")) != step_fingerprint(make("a", given="?", mark="?"))


def test_private_data_set_before_the_run_changes_the_fingerprint() -> None:
    def given(value: Any) -> str:
        made = Holder()
        made._given = value
        return step_fingerprint(made)

    values = [None, {"a": 1}, Dataset.from_dict({"a": [1]}), pd.DataFrame({"a": [1]}), np.zeros(2), Rubric(1)]
    assert len({given(value) for value in values}) == len(values)


def test_what_loading_leaves_behind_in_private_attributes_does_not_count() -> None:
    made = Holder(value=Echo())
    before = step_fingerprint(made)
    made._given = threading.Lock()
    made._logger = logging.getLogger("x")
    made._pipeline_artifacts_path = Path("somewhere")
    made.value.load()
    assert step_fingerprint(made) == step_fingerprint(Holder(value=Echo())) == before


def test_the_dataset_a_pipeline_is_given_changes_the_fingerprint() -> None:
    def generator(numbers: list[int]) -> str:
        with StockPipeline():
            return step_fingerprint(make_generator_step(Dataset.from_dict({"a": numbers})))

    assert generator([1, 2]) == generator([1, 2]) != generator([1, 3])


IRRELEVANT: dict[str, Callable[[], Step]] = {
    "name": lambda: Holder(value=Echo(), name="other"),
    "resources": lambda: Holder(value=Echo(), resources=StepResources(replicas=3)),
    "use_cache": lambda: Holder(value=Echo(), use_cache=False),
    "pipeline": lambda: Holder(value=Echo(), pipeline=StockPipeline(name="p")),
    "api key": lambda: Holder(value=Echo(api_key=SecretStr("sk-1"))),
    "another secret": lambda: Holder(value=Echo(token=SecretStr("t-1"))),
    "jobs": lambda: Holder(value=Echo(jobs_ids=("1", "2"))),
    "device placement": lambda: Holder(value=Echo(disable_cuda_device_placement=True)),
    "what its class ignores": lambda: Holder(value=Echo(journal="elsewhere.sqlite")),
    "how often it asks a batch service": lambda: Holder(
        value=Echo(offline_batch_generation_block_until_done=3)
    ),
}


@pytest.mark.parametrize("same", IRRELEVANT.values(), ids=IRRELEVANT)
def test_what_does_not_decide_the_output_leaves_the_fingerprint(same: Callable[[], Step]) -> None:
    assert step_fingerprint(same()) == step_fingerprint(Holder(value=Echo()))


def test_secrets_within_values_do_not_count() -> None:
    assert held({"key": SecretStr("a"), "n": 1}) == held({"key": SecretStr("b"), "n": 1})
    keys = [OpenAILLM(model="m", api_key=SecretStr(key)) for key in ("a", "b")]
    assert held(keys[0]) == held(keys[1])


def test_fields_the_step_excludes_from_its_signature_do_not_count() -> None:
    def made(excluded: set[str], note: str, temperature: float) -> str:
        value = Echo(temperature=temperature)
        return step_fingerprint(Holder(note=note, value=value, exclude_from_signature=excluded))

    assert made({"note"}, "a", 0.1) == made({"note"}, "b", 0.1) != made({"note"}, "a", 0.2)
    nested = {"value_temperature"}
    assert made(nested, "a", 0.1) == made(nested, "a", 0.2) != made(nested, "b", 0.2)


def test_the_input_batch_size_counts_though_distilabel_excludes_it() -> None:
    one, other = Holder(input_batch_size=1), Holder(input_batch_size=2)
    assert one.signature == other.signature
    assert step_fingerprint(one) != step_fingerprint(other)


def test_a_hostile_value_hides_nothing_beside_it() -> None:
    def made(note: str) -> str:
        holder = Holder(note=note, value=Hostile())
        holder._given = [Hostile()]
        return step_fingerprint(holder)

    assert made("a") == made("a") != made("b")


def test_what_a_class_ignores_is_left_out_of_class_attributes_and_objects_too() -> None:
    class Counts:
        calls = 0
        limit = 3
        fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"calls", "_seen"})

        def __init__(self, seen: int) -> None:
            self._seen = seen

    class CountsMore(Counts):
        fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"more"})

    before = held(CountsMore(1))
    Counts.calls += 1
    assert held(CountsMore(2)) == before
    Counts.limit += 1
    assert held(CountsMore(2)) != before


def test_what_a_fingerprint_method_returns_counts(tmp_path: Path) -> None:
    path = str(tmp_path / "prompt.jinja2")

    class Reads:
        def __fingerprint__(self) -> str:
            return Path(path).read_text()

    class ReadsToo(Holder):
        def __fingerprint__(self) -> str:
            return Path(path).read_text()

    class Holds:
        """Counts by its class but for its method, as it holds what cannot be copied."""

        def __init__(self) -> None:
            self.lock = threading.Lock()

        __fingerprint__ = Reads.__fingerprint__

    for make in (Reads, ReadsToo, Holds):
        seen = []
        for words in ("one", "one", "two"):
            Path(path).write_text(words)
            seen.append(held(make()))
        assert seen[0] == seen[1] != seen[2]


def test_a_fingerprint_method_that_raises_is_no_failure() -> None:
    class Raises(Holder):
        def __fingerprint__(self) -> str:
            raise FileNotFoundError(self.note)

    assert step_fingerprint(Raises(note="a")) == step_fingerprint(Raises(note="a"))
    assert step_fingerprint(Raises(note="a")) != step_fingerprint(Raises(note="b"))


SCRIPT = """
import logging, re, sys
from typing import ClassVar
from distilabel.steps import LoadDataFromDicts, Step, StepInput, step
from goldsmith_distilabel.label import LLMLabel
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.pipeline.fingerprint import step_fingerprint

logging.disable()
STOP = {"the", "a", "an", "of"}
BY_NAME = {}

def register(function):
    BY_NAME[function.__name__] = function
    return function

@register
def clean(text):
    return " ".join(word for word in text.split() if word not in STOP and word not in {"x", "y", "z"})

@register
def other(text):
    return BY_NAME["clean"](text)

class Clean(Step):
    words: set = {"one", "two", "three"}
    functions: ClassVar[set] = {clean, other, len}
    def process(self, inputs: StepInput):
        yield [row | {"text": clean(row["text"])} for row in inputs]

@step()
def Decorated(inputs: StepInput):
    yield [other(row["text"]) for row in inputs]

for made in (Clean(), Decorated(), LoadDataFromDicts(data=[{"b": 1, "a": STOP}]),
             LLMLabel(llm=LocalLLM(), labels={"a": "first", "b": "second"})):
    print(step_fingerprint(made))
"""


def test_two_processes_give_the_same_fingerprints(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    python_path = os.pathsep.join(path for path in sys.path if path)
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", script],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": python_path},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    one, other = (process.communicate(timeout=120)[0].split() for process in started)
    assert one == other
    assert len(set(one)) == 4
