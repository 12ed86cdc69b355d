"""Look at an object of any class: its class and its state, as pickle would see it."""

import logging
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from datasets import IterableDataset
from distilabel.pipeline.base import BasePipeline
from pydantic import Secret, SecretBytes, SecretStr

from goldsmith_distilabel.pipeline.code_origin import library
from goldsmith_distilabel.pipeline.file_fingerprint import file_state
from goldsmith_distilabel.pipeline.graph_digest import Kind, Node
from goldsmith_distilabel.pipeline.value_fingerprint import framed, mapping_node, unordered_node

__all__ = ["SECRETS", "closed", "hook", "ignored_by", "look_at_object"]

SECRETS = (Secret, SecretBytes, SecretStr)

_CLOSED = (
    BasePipeline,
    IterableDataset,
    logging.Filterer,  # loggers and handlers
    logging.LoggerAdapter,
    os._Environ,  # noqa: SLF001 - the type of os.environ
    threading.Thread,
)
_MAX_ITEMS = 1_000_000


def look_at_object(value: Any) -> Node:
    """Return the node of an object that is neither plain, nor code, nor a table, nor a model."""
    look = next((look for kinds, look in _looks() if issubclass(type(value), kinds)), None)
    return look(value) if look else _template(value) or _instance(value)


@cache
def _looks() -> list[tuple[Any, Callable[[Any], Node]]]:
    return [
        (SECRETS, lambda _: Node(b"secret")),
        (_CLOSED, closed),
        (PurePath, _path),
        (Enum, lambda member: Node(b"member", [type(member), member.name, member.value], kind=Kind.WHOLE)),
        (re.Pattern, lambda pattern: Node(b"pattern", [pattern.pattern, pattern.flags])),
        (MappingProxyType, lambda view: mapping_node(b"view", view.items())),
        (
            (set, frozenset),
            lambda items: Node(b"set", [type(items), unordered_node(b"", items), vars(items)]),
        ),
    ]


def closed(value: object) -> Node:
    """Return the node of an object nobody can look into: it counts by its class."""
    return Node(b"closed", [type(value)], kind=Kind.CLOSED)


def hook(value: object) -> list[Any]:
    """Return what the object's own `__fingerprint__` says, in a list that is empty if there is none."""
    method = getattr(type(value), "__fingerprint__", None)
    if method is None:
        return []
    try:
        return [method(value)]
    except Exception as err:  # noqa: BLE001 - whatever it raises, the step can run
        return [f"__fingerprint__ raises {type(err).__name__}"]


def ignored_by(cls: type) -> frozenset[str]:
    """Return the attributes that the class and its bases name in `fingerprint_ignores`."""
    return frozenset().union(*(vars(base).get("fingerprint_ignores", ()) for base in cls.__mro__))


def _path(path: PurePath) -> Node:
    state = file_state(path, folders=False) or b""
    return Node(framed([b"path", os.fsencode(path), state]))


def _template(value: Any) -> Node | None:
    # A compiled Jinja2 template holds its environment, which holds locks, and no longer its source.
    cls = type(value)
    if (cls.__module__, cls.__name__) != ("jinja2.environment", "Template"):
        return None
    blocks = [(name, render.__code__) for name, render in sorted(value.blocks.items())]
    return Node(b"template", [value.root_render_func.__code__, blocks], kind=Kind.WHOLE)


def _instance(value: Any) -> Node:
    cls = type(value)
    ours = library(cls.__module__) is None
    try:
        parts = list(_reduced(value.__reduce_ex__(2), ignored_by(cls)))
    except Exception:  # noqa: BLE001 - it cannot be pickled; perhaps it has attributes
        if not ours or not hasattr(value, "__dict__"):
            return closed(value)
        parts = [_kept(vars(value), ignored_by(cls))]
    wrapped = getattr(value, "__dict__", {}).get(
        "__wrapped__"
    )  # functools.lru_cache, which pickles as its name
    return Node(b"object", [cls, *hook(value), wrapped, *parts], kind=Kind.WHOLE if ours else Kind.LIBRARY)


def _reduced(reduced: Any, ignored: frozenset[str]) -> Iterator[Any]:
    """Yield what `__reduce_ex__` returned: a global's name, or how to make the object and its state."""
    if isinstance(reduced, str):
        yield reduced
        return
    maker, arguments = reduced[:2]
    state, items, pairs = (*reduced[2:5], None, None, None)[:3]
    yield maker
    yield arguments
    yield _kept(state, ignored)
    yield _taken(items)
    yield mapping_node(b"pairs", _taken(pairs))


def _kept(state: Any, ignored: frozenset[str]) -> Any:
    if isinstance(state, tuple) and ignored:
        return tuple(_kept(part, ignored) for part in state)
    if isinstance(state, dict) and ignored:
        return {name: value for name, value in state.items() if name not in ignored}
    return state


def _taken(items: Iterable[Any] | None) -> list[Any]:
    return list(islice(items or (), _MAX_ITEMS))
