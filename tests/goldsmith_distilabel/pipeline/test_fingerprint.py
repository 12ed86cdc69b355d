"""What must change a fingerprint changes it, and nothing else does."""

import copy
import dataclasses
import datetime as dt
import enum
import functools
import logging
import os
import re
import subprocess
import sys
import threading
import time
import types
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Optional
from uuid import UUID

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
    LoadDataFromFileSystem,
    Step,
    StepInput,
    StepResources,
    make_generator_step,
    step,
)
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import StepOutput
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template
from pydantic import BaseModel, PrivateAttr, SecretStr

from goldsmith_distilabel.label import LLMLabel, label_answers
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.pipeline import code_origin
from goldsmith_distilabel.pipeline.fingerprint import fingerprint, step_fingerprint


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Inner(BaseModel):
    number: int = 1
    deeper: Optional["Inner"] = None


@dataclasses.dataclass
class Point:
    x: int
    y: Any = None


class Plain:
    def __init__(self, **state: Any) -> None:
        vars(self).update(state)


class Slotted:
    __slots__ = ("a",)

    def __init__(self, a: Any) -> None:
        self.a = a


Pair = namedtuple("Pair", "left right")  # noqa: PYI024 - that it is untyped is the point


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


def held(value: Any) -> str:
    return step_fingerprint(Holder(value=value))


def multiply(factor: Any) -> Callable[[Any], Any]:
    return lambda number: number * factor


def changes() -> dict[str, tuple[Any, Any]]:
    return {
        "int and float": (1, 1.0),
        "int and bool": (1, True),
        "int and str": (1, "1"),
        "None and its name": (None, "None"),
        "empty dict and empty list": ({}, []),
        "list and tuple": ([1], (1,)),
        "infinity and none": ([float("inf")], [None]),
        "not a number": ([float("nan")], [None]),
        "large int": ([2**70], [2**70 + 1]),
        "half a surrogate pair": (["\ud800"], ["\ud801"]),
        "bytes": (b"a", b"b"),
        "set": ({"a", "b"}, {"a", "c"}),
        "set of tuples": ({(1, "a"), (2, "b")}, {(1, "b"), (2, "a")}),
        "tuple": ((1, 2), (2, 1)),
        "nested list": ([[1, 2], [3]], [[1], [2, 3]]),
        "where a string ends": (["ab", "c"], ["a", "bc"]),
        "dict key": ({"a": 1}, {"b": 1}),
        "key of a dict of objects": ({"a": Point(1)}, {"b": Point(1)}),
        "key that is no string": ({1: "a"}, {"1": "a"}),
        "enum": (Colour.RED, Colour.BLUE),
        "path": (Path("a"), Path("b")),
        "regex": (re.compile("a"), re.compile("a", re.IGNORECASE)),
        "array": (np.array([1, 2]), np.array([1, 3])),
        "array type": (np.array([1, 2], "int32"), np.array([1, 2], "int64")),
        "array shape": (np.zeros((2, 3)), np.zeros((3, 2))),
        "array of objects": (np.array([{"a": 1}, None]), np.array([{"a": 2}, None])),
        "masked array": (np.ma.array([1, 2], mask=[0, 1]), np.ma.array([1, 2], mask=[1, 0])),
        "numpy scalar": (np.float32(1), np.float64(1)),
        "random state": (np.random.default_rng(1), np.random.default_rng(2)),
        "date": (dt.date(2026, 1, 1), dt.date(2026, 1, 2)),
        "time zone": (
            dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        ),
        "decimal": (Decimal("1.0"), Decimal("1.00")),
        "uuid": (UUID(int=1), UUID(int=2)),
        "model": (Inner(number=1), Inner(number=2)),
        "model in a model": (Inner(deeper=Inner(number=1)), Inner(deeper=Inner(number=2))),
        "dataclass": (Point(1), Point(2)),
        "object": (Plain(a=[1]), Plain(a=[2])),
        "object with slots": (Slotted(1), Slotted(2)),
        "named tuple": (Pair(1, 2), Pair(1, 3)),
        "deque": (deque([1, 2]), deque([2, 1])),
        "default dict": (defaultdict(int, a=1), defaultdict(int, a=2)),
        "counter": (Counter("aab"), Counter("abb")),
        "ordered dict": (OrderedDict(a=Point(1)), OrderedDict(a=Point(2))),
        "dataset": (Dataset.from_dict({"a": [1, 2]}), Dataset.from_dict({"a": [1, 3]})),
        "selected dataset": (
            Dataset.from_dict({"a": [1, 2]}).select([0]),
            Dataset.from_dict({"a": [1, 2]}).select([1]),
        ),
        "frame": (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1, 3]})),
        "frame of text": (pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": ["x", "None"]})),
        "frame of mixed": (pd.DataFrame({"a": [1, "1"]}), pd.DataFrame({"a": ["1", 1]})),
        "frame index": (pd.DataFrame({"a": [1]}, index=[0]), pd.DataFrame({"a": [1]}, index=[1])),
        "series": (pd.Series([1, 2], name="a"), pd.Series([1, 2], name="b")),
        "lambda": (lambda x: x + 1, lambda x: x + 2),
        "lambda default": (lambda x, y=1: x + y, lambda x, y=2: x + y),
        "closure": (multiply(2), multiply(3)),
        "partial": (functools.partial(max, 1), functools.partial(max, 2)),
        "partial of a closure": (functools.partial(multiply(2), 1), functools.partial(multiply(3), 1)),
        "bound method": (Point(1).__eq__, Point(2).__eq__),
        "bound builtin": ([1].index, [2].index),
        "builtin": (len, max),
        "class": (Point, Pair),
        "module": (os, sys),
        "cached function": (functools.lru_cache(lambda x: x + 1), functools.lru_cache(lambda x: x + 2)),
        "compiled template": (Template("Dear {{ name }}"), Template("Hi {{ name }}")),
    }


CHANGES = changes()


@pytest.mark.parametrize(("one", "other"), CHANGES.values(), ids=CHANGES)
def test_a_changed_value_changes_the_fingerprint(one: Any, other: Any) -> None:
    assert held(one) != held(other)
    assert held([one]) != held([other])
    assert fingerprint(one) != fingerprint(other)


def same_values() -> dict[str, Any]:
    """Two calls give equal values of which no object is the same."""
    ring: list[Any] = [1]
    ring.append(ring)
    parent = Plain(name="parent")
    parent.child = Plain(parent=parent)
    shared = [Point(1)]
    return {
        **{name: one for name, (one, _) in changes().items()},
        "object without state": object(),
        "ring": ring,
        "parents and children": parent,
        "shared parts": [shared, shared],
        "lock": threading.Lock(),
        "generator": (number for number in range(3)),
        "open file": sys.stdout,
        "logger": logging.getLogger("a"),
        "weak set of methods": {multiply, held},
    }


@pytest.mark.parametrize("name", same_values())
def test_equal_values_have_equal_fingerprints(name: str) -> None:
    assert held(same_values()[name]) == held(same_values()[name])


def test_the_order_of_a_dict_and_of_a_set_means_nothing() -> None:
    assert held({"a": 1, "b": [2]}) == held({"b": [2], "a": 1})
    assert held({"a": Point(1), "b": Point(2)}) == held({"b": Point(2), "a": Point(1)})
    assert held({Point: 1, Plain: 2}) == held({Plain: 2, Point: 1})
    # In a set of small integers the order of insertion shows where they collide: 0 and 8 share a slot of eight.
    assert list({0, 8}) != list({8, 0})
    assert held({0, 8}) == held({8, 0})
    assert held({(0, Colour.RED), (8, Colour.RED)}) == held({(8, Colour.RED), (0, Colour.RED)})


def test_one_object_twice_is_two_equal_objects() -> None:
    point = Point(1)
    assert held([point, point]) == held([Point(1), Point(1)])


def test_a_circle_is_told_from_another_circle() -> None:
    def ring(*values: int) -> list[Any]:
        links: list[list[Any]] = [[value] for value in values]
        for link, following in zip(links, [*links[1:], links[0]], strict=True):
            link.append(following)
        return links[0]

    assert held(ring(1, 2, 3)) == held(ring(1, 2, 3))
    # Twice around is the same walk, though it is longer.
    assert held(ring(1, 2, 1, 2)) == held(ring(1, 2))
    assert len({held(ring(*values)) for values in [(1, 2, 3), (1, 3, 2), (2, 3, 1), (1, 2)]}) == 4


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)


def written(value: Any) -> str:
    """What two values must agree in to be the same: types, contents and order, but the order of keys."""
    if isinstance(value, dict):
        return f"{{{sorted((written(key), written(item)) for key, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}{[written(item) for item in value]}"
    return f"{type(value).__name__} {value!r}"


@given(PLAIN, PLAIN)
def test_plain_values_agree_in_their_fingerprints_exactly_when_they_agree(one: Any, other: Any) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (written(one) == written(other))


@given(PLAIN)
def test_a_copy_has_the_fingerprint_of_the_original(value: Any) -> None:
    def backwards(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: backwards(item) for key, item in reversed(value.items())}
        return type(value)(map(backwards, value)) if isinstance(value, list | tuple) else value

    assert fingerprint(value) == fingerprint(backwards(value))


@given(PLAIN, st.integers(0, 3))
def test_a_value_put_one_level_deeper_is_another(value: Any, depth: int) -> None:
    for _ in range(depth):
        value = [value]
    assert fingerprint(value) != fingerprint([value]) != fingerprint([[value]])


# Fields


def test_one_value_in_ten_thousand_rows_is_noticed() -> None:
    rows = [{"id": number, "text": f"row {number}", "tags": ["a", "b"]} for number in range(10_000)]
    before = step_fingerprint(LoadDataFromDicts(data=rows))
    started = time.process_time()
    assert step_fingerprint(LoadDataFromDicts(data=copy.deepcopy(rows))) == before
    # An eighth of this on a quiet machine; a value at a time through Python would take longer.
    assert time.process_time() - started < 1
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
    def make(suffix: str, **parameters: Any) -> Step:
        @step(inputs=["text"], outputs=["text"])
        def shout(inputs: StepInput, mark: RuntimeParameter[str] = "!") -> StepOutput:
            yield [row | {"text": row["text"] + mark + suffix} for row in inputs]

        made = shout()
        made.set_runtime_parameters(parameters)
        return made

    assert step_fingerprint(make("a")) == step_fingerprint(make("a"))
    assert len({step_fingerprint(made) for made in (make("a"), make("b"), make("a", mark="?"))}) == 3


def test_private_data_set_before_the_run_changes_the_fingerprint() -> None:
    def given(value: Any) -> str:
        made = Holder()
        made._given = value
        return step_fingerprint(made)

    values = [None, {"a": 1}, Dataset.from_dict({"a": [1]}), pd.DataFrame({"a": [1]}), np.zeros(2), Point(1)]
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


# Code


def built(source: str, **names: Any) -> str:
    """The fingerprint of `Made()` after running `source` as a user's module would."""
    namespace: dict[str, Any] = {"__name__": "written_by_a_user", "Step": Step, "Any": Any, **names}
    namespace |= {
        "ClassVar": ClassVar,
        "PrivateAttr": PrivateAttr,
        "BaseModel": BaseModel,
        "StepInput": StepInput,
    }
    exec(compile(source, "<user's>", "exec"), namespace)
    return step_fingerprint(namespace["Made"]())


CODE = '''
class Base(Step):
    """The base."""

    def helper(self, row):
        return row | {"a": 1}

def clean(text):
    """Clean."""
    return squeeze(text) + SUFFIX

def squeeze(text):
    return even(len(text)) and text.strip()

def even(n):
    return n == 0 or odd(n - 1)

def odd(n):
    return n > 0 and even(n - 1)

SUFFIX = "."
LIMITS = {"low": {1, 2}, "high": (3, 4)}

class Config:
    prompt = "Say it in French."

    @staticmethod
    def build():
        return 1

    @property
    def size(self):
        return 10

CONFIG = Config()

def logged(function):
    import functools

    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner

@logged
def decorated(text):
    return text + "decorated"

class Made(Base):
    """A step."""

    value: Any = 5
    words: ClassVar[list] = ["one", "two"]
    _template: str = PrivateAttr(default="Rate {{ text }}")

    def process(self, inputs: StepInput):
        """Do it."""
        # A comment.
        def inner(text):
            return [clean(part) for part in text.split(LIMITS["low"])]

        class Local:
            "Within."
            size = 3

        for row in inputs:
            row["b"] = inner(row["text"]), Config.build(), CONFIG.size, decorated(""), Local.size, row in {"x", "y"}
            row["c"] = helpers.clean(row["text"], limit=4)
        yield [super(Made, self).helper(row) for row in inputs]
'''
HELPERS = """
import json
FACTOR = 2
def clean(text, limit):
    return text[: limit * FACTOR]
def unused(text):
    return text
"""

CODE_CHANGES = {
    "a method": ('row["b"] =', 'row["bb"] ='),
    "a base's method": ('{"a": 1}', '{"a": 2}'),
    "a function used": ("squeeze(text) + SUFFIX", "SUFFIX + squeeze(text)"),
    "a function used by a function": ("text.strip()", "text.lstrip()"),
    "a function in a circle": ("n > 0 and", "n > 1 and"),
    "a module's constant": ('SUFFIX = "."', 'SUFFIX = "!"'),
    "a module's set": ('"low": {1, 2}', '"low": {1, 3}'),
    "an attribute of a class used": ("in French", "in Spanish"),
    "a static method": ("return 1\n", "return 2\n"),
    "a property": ("return 10", "return 11"),
    "what a decorator wraps": ('text + "decorated"', 'text + "adorned"'),
    "the decorator": ("return function(*args)", "return function(*args) or None"),
    "a class variable": ('["one", "two"]', '["one", "three"]'),
    "a private attribute's default": ("Rate {{ text }}", "Judge {{ text }}"),
    "a field's default": ("value: Any = 5", "value: Any = 6"),
    "a constant in a comprehension": ("clean(part) for", "clean(part + 'x') for"),
    "a set in the code": ('{"x", "y"}', '{"x", "z"}'),
    "a keyword": ("limit=4", "limit=5"),
    "a class within a function": ("size = 3", "size = 4"),
}

SAME_CODE = {
    "a comment": ("# A comment.", "# Another comment,\n        # of two lines."),
    "a docstring": ('"""Do it."""', '"""Do it well, this time."""'),
    "no docstring": ('        """Do it."""\n', ""),
    "a new docstring": ("def squeeze(text):\n", 'def squeeze(text):\n    """Squeeze."""\n'),
    "a class's docstring": ('"""A step."""', '"""A step of mine."""'),
    "a local class's docstring": ('"Within."', '"Inside."'),
    "no local class's docstring": ('            "Within."\n', ""),
    "blank lines": ("\ndef odd", "\n\n\n\ndef odd"),
    "where a function stands": ("\nCONFIG = Config()", "\ndef elsewhere(): pass\n\nCONFIG = Config()"),
    "what is not used": ("SUFFIX =", "UNUSED = 7\nSUFFIX ="),
    "the layout of an expression": (
        "n == 0 or odd(n - 1)",
        "(\n        n == 0\n        or odd(n - 1)\n    )",
    ),
}


def helpers(source: str = HELPERS) -> types.ModuleType:
    module = types.ModuleType("a_users_helpers")
    exec(source, vars(module))
    return module


@pytest.mark.parametrize(("old", "new"), CODE_CHANGES.values(), ids=CODE_CHANGES)
def test_changed_code_changes_the_fingerprint(old: str, new: str) -> None:
    assert CODE.count(old) == 1
    assert built(CODE, helpers=helpers()) != built(CODE.replace(old, new), helpers=helpers())


@pytest.mark.parametrize(("old", "new"), SAME_CODE.values(), ids=SAME_CODE)
def test_what_does_not_run_leaves_the_fingerprint(old: str, new: str) -> None:
    assert CODE.count(old) == 1
    assert built(CODE, helpers=helpers()) == built(CODE.replace(old, new), helpers=helpers())


def test_code_behind_a_module_counts_where_it_is_used() -> None:
    before = built(CODE, helpers=helpers())
    assert before != built(CODE, helpers=helpers(HELPERS.replace("text[:", "text[1:")))
    assert before != built(CODE, helpers=helpers(HELPERS.replace("FACTOR = 2", "FACTOR = 3")))
    assert before == built(CODE, helpers=helpers(HELPERS.replace("return text\n", "return text * 2\n")))


def test_a_module_imported_within_a_function_counts_imported_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "users_package").mkdir()
    (tmp_path / "users_package" / "__init__.py").touch()
    (tmp_path / "users_package" / "lazily.py").write_text("from .further import work\n")
    further = tmp_path / "users_package" / "further.py"
    source = """
class Made(Step):
    def process(self, inputs: StepInput):
        from users_package.lazily import work
        yield work(inputs)
"""
    seen = []
    for text in ("def work(x): return x", "def work(x): return x  # the same", "def work(x): return x[:1]"):
        further.write_text(text)
        seen.append(built(source))
    assert seen[0] == seen[1] != seen[2]
    monkeypatch.delitem(sys.modules, "users_package", raising=False)
    assert "users_package.lazily" not in sys.modules
    __import__("users_package.lazily")
    assert built(source) == seen[2]
    for name in [name for name in sys.modules if name.startswith("users_package")]:
        monkeypatch.delitem(sys.modules, name)


def test_the_code_of_the_models_class_counts() -> None:
    code = """
class Base(LLM):
    @property
    def model_name(self): return "m"
    def generate(self, inputs, num_generations=1): return self.ask(inputs)
    def ask(self, inputs): return "asked"

class Mine(Base):
    prefix: ClassVar[str] = "Dear"

class Made(Step):
    llm: Any = Mine()
    def process(self, inputs: StepInput):
        yield inputs
"""
    before = built(code, LLM=LLM)
    assert before == built(code, LLM=LLM)
    assert before != built(code.replace("asked", "told"), LLM=LLM)
    assert before != built(code.replace("Dear", "Hi"), LLM=LLM)


def test_goldsmiths_own_code_counts_in_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    label = LLMLabel(llm=LocalLLM(), labels={"a": "first", "b": "second"})
    before = step_fingerprint(label)
    monkeypatch.setattr(label_answers, "_HOSTED_TOKENS", 9)
    assert step_fingerprint(label) != before


def test_an_installed_library_counts_by_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(packages)

    def installed(version: str, code: str) -> str:
        for name in [name for name in sys.modules if name == "some_library"]:
            monkeypatch.delitem(sys.modules, name)
        for folder in packages.glob("*.dist-info"):
            folder.rename(packages / f"some_library-{version}.dist-info")
        folder = packages / f"some_library-{version}.dist-info"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: Some-Distribution\nVersion: {version}\n"
        )
        (folder / "RECORD").write_text("some_library.py,,\n")
        (packages / "some_library.py").write_text(code)
        code_origin._version.cache_clear()
        code_origin._records.cache_clear()
        namespace: dict[str, Any] = {}
        exec(
            compile(code, str(packages / "some_library.py"), "exec"),
            namespace | {"__name__": "some_library"},
            namespace,
        )
        return fingerprint(namespace["function"])

    first = installed("1.0", "def function(): return 1\n")
    assert first == installed("1.0", "def function(): return 2\n")
    assert first != installed("1.1", "def function(): return 1\n")


def test_a_schema_counts_with_the_words_a_model_reads() -> None:
    def schema(source: str) -> str:
        namespace: dict[str, Any] = {"BaseModel": BaseModel, "__name__": "a_users"}
        exec(source, namespace)
        return held({"format": "json", "schema": namespace["Answer"]})

    first = schema("class Answer(BaseModel):\n  'What to say.'\n  grade: int\n")
    assert first == schema("class Answer(BaseModel):\n  'What to say.'\n  # 1 to 5\n  grade: int\n")
    assert first != schema("class Answer(BaseModel):\n  'What to say.'\n  grade: str\n")
    assert first != schema("class Answer(BaseModel):\n  'What to do.'\n  grade: int\n")


# Files


def test_a_file_that_a_field_names_counts_by_its_contents(tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.txt"
    for value in (prompt, str(prompt), [str(prompt)], {"train": [str(prompt)]}):
        prompt.write_text("Rate it.")
        before = held(value)
        os.utime(prompt, (1, 1))
        assert held(value) == before
        prompt.write_text("Rate it!")
        assert held(value) != before


def test_a_large_file_counts_by_its_size_and_time(tmp_path: Path) -> None:
    weights = tmp_path / "model.gguf"
    with weights.open("wb") as file:
        file.truncate((64 << 20) + 1)
    before = held(str(weights))
    assert held(str(weights)) == before
    os.utime(weights, (1, 1))
    assert held(str(weights)) != before


def test_a_folder_counts_by_what_is_listed_in_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "rows.jsonl").write_text('{"a": 1}\n')
    before = held(tmp_path)
    (tmp_path / "deep" / ".hidden").touch()
    assert held(tmp_path) == before == held(Path(str(tmp_path)))
    (tmp_path / "deep" / "more.jsonl").touch()
    assert held(tmp_path) != before


def test_a_loaders_files_count_wildcards_too(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    for named in (rows, tmp_path, tmp_path / "*.jsonl"):
        rows.write_text('{"a": 1}\n')
        before = step_fingerprint(LoadDataFromFileSystem(data_files=str(named), filetype="json"))
        rows.write_text('{"a": 123}\n')
        after = step_fingerprint(LoadDataFromFileSystem(data_files=str(named), filetype="json"))
        assert before != after


def test_a_word_that_happens_to_name_a_folder_is_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = step_fingerprint(Holder(note="text"))
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "journal").touch()
    assert step_fingerprint(Holder(note="text")) == before


def test_rows_that_name_files_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = [{"file": "notes.txt"}]
    before = step_fingerprint(LoadDataFromDicts(data=data))
    Path("notes.txt").write_text("new")
    assert step_fingerprint(LoadDataFromDicts(data=data)) == before


# What an object says itself


def test_what_a_fingerprint_method_returns_counts(tmp_path: Path) -> None:
    text = tmp_path / "prompt.jinja2"

    class Reads:
        def __fingerprint__(self) -> str:
            return text.read_text()

    class ReadsToo(Holder):
        def __fingerprint__(self) -> str:
            return text.read_text()

    class Holds:
        """Counts by its class but for its method, as it holds what cannot be copied."""

        def __init__(self) -> None:
            self.lock = threading.Lock()

        __fingerprint__ = Reads.__fingerprint__

    for make in (Reads, ReadsToo, Holds):
        seen = []
        for words in ("one", "one", "two"):
            text.write_text(words)
            seen.append(held(make()))
        assert seen[0] == seen[1] != seen[2]


def test_a_fingerprint_method_that_raises_is_no_failure() -> None:
    class Raises(Holder):
        def __fingerprint__(self) -> str:
            raise FileNotFoundError(self.note)

    assert step_fingerprint(Raises(note="a")) == step_fingerprint(Raises(note="a"))
    assert step_fingerprint(Raises(note="a")) != step_fingerprint(Raises(note="b"))


# Never raising, always ending


class Hostile:
    """Raises whatever is asked of it."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError

    def __iter__(self) -> Iterator[Any]:
        raise RuntimeError


class Endless:
    """Has ever new parts."""

    def __reduce__(self) -> Any:
        return (Endless, (Endless(), Endless()))


class EndlessList(list[Any]):
    def __iter__(self) -> Iterator[Any]:
        while True:
            yield 1


def doubled(times: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(times):
        value = [value, value]
    return value


def in_array(value: Any) -> Any:
    array = np.empty(1, dtype=object)
    array[0] = value
    return array


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


ODD: dict[str, Callable[[], Any]] = {
    "hostile": Hostile,
    "hostile in a list": lambda: [Hostile()],
    "hostile in a dict": lambda: {"a": Hostile()},
    "hostile in an object": lambda: Plain(a=Hostile()),
    "hostile in an array": lambda: in_array(Hostile()),
    "hostile in a partial": lambda: functools.partial(max, Hostile()),
    "endless": Endless,
    "endless list": EndlessList,
    "doubled": lambda: doubled(200),
    "nested": lambda: nested(20_000),
    "object": object,
    "lock": threading.Lock,
    "generator": lambda: (number for number in "abc"),
    "input": lambda: sys.stdin,
    "environment": lambda: os.environ,
    "modules": lambda: sys.modules,
    "module": lambda: pytest,
    "frame": sys._getframe,
    "memory": lambda: memoryview(b"abc"),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_no_value_raises_or_runs_forever(make: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldsmith_distilabel.pipeline.fingerprint._MAX_OBJECTS", 1000)
    monkeypatch.setattr("goldsmith_distilabel.pipeline.object_fingerprint._MAX_ITEMS", 1000)
    assert re.fullmatch("[0-9a-f]{32}", fingerprint(make()))


def test_a_librarys_object_that_holds_a_lock_counts_by_its_class() -> None:
    from openai import OpenAI

    one, other = OpenAI(api_key="a"), OpenAI(api_key="b")
    assert held(one) == held(other) != held(logging.getLogger())


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
