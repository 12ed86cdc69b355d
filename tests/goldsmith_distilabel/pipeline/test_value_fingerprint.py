"""Two values agree in their fingerprints exactly when they say the same."""

import dataclasses
import datetime as dt
import enum
import functools
import logging
import os
import re
import sys
import threading
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Optional
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from datasets import Dataset
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, Template
from pydantic import BaseModel

from goldsmith_distilabel.pipeline.fingerprint import fingerprint


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
        "infinity in a long list": ([0.5] * 2000 + [float("inf")], [0.5] * 2000 + [None]),
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
        "named time zone": (
            dt.datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")),
            dt.datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Paris")),
        ),
        "type": (list[int | None], list[str | None]),
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
        "loaded template": tuple(
            Environment(loader=DictLoader({"a": text})).get_template("a") for text in ("Dear", "Hi")
        ),
        "compiled template": (Template("Dear {{ name }}"), Template("Hi {{ name }}")),
    }


CHANGES = changes()


@pytest.mark.parametrize(("one", "other"), CHANGES.values(), ids=CHANGES)
def test_a_changed_value_changes_the_fingerprint(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint([one]) != fingerprint([other])


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
        "set of functions": {multiply, changes},
    }


@pytest.mark.parametrize("name", same_values())
def test_equal_values_have_equal_fingerprints(name: str) -> None:
    assert fingerprint(same_values()[name]) == fingerprint(same_values()[name])


def test_the_order_of_a_dict_and_of_a_set_means_nothing() -> None:
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})
    assert fingerprint({"a": Point(1), "b": Point(2)}) == fingerprint({"b": Point(2), "a": Point(1)})
    assert fingerprint({Point: 1, Plain: 2}) == fingerprint({Plain: 2, Point: 1})
    # In a set of small integers the order of insertion shows where they collide: 0 and 8 share a slot of eight.
    assert list({0, 8}) != list({8, 0})
    assert fingerprint({0, 8}) == fingerprint({8, 0})
    assert fingerprint({(0, Colour.RED), (8, Colour.RED)}) == fingerprint({(8, Colour.RED), (0, Colour.RED)})


def test_a_part_of_a_dataset_equals_a_dataset_of_that_part() -> None:
    whole = Dataset.from_dict({"a": [1, 2, 3], "b": ["x", "y", "z"]})
    part = Dataset.from_dict({"a": [1, 2], "b": ["x", "y"]})
    assert fingerprint(whole.select([0, 1])) == fingerprint(part)
    assert fingerprint(whole.select([1, 0])) != fingerprint(part)


def test_one_object_twice_is_two_equal_objects() -> None:
    point = Point(1)
    assert fingerprint([point, point]) == fingerprint([Point(1), Point(1)])


def test_a_circle_is_told_from_another_circle() -> None:
    def ring(*values: int) -> list[Any]:
        links: list[list[Any]] = [[value] for value in values]
        for link, following in zip(links, [*links[1:], links[0]], strict=True):
            link.append(following)
        return links[0]

    assert fingerprint(ring(1, 2, 3)) == fingerprint(ring(1, 2, 3))
    # Twice around is the same walk, though it is longer.
    assert fingerprint(ring(1, 2, 1, 2)) == fingerprint(ring(1, 2))
    assert len({fingerprint(ring(*values)) for values in [(1, 2, 3), (1, 3, 2), (2, 3, 1), (1, 2)]}) == 4


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
    assert fingerprint(one) == fingerprint(other) != fingerprint(logging.getLogger())
