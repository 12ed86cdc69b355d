"""Look at pydantic models: steps, LLMs and what they hold."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from pathlib import PurePath
from re import Pattern
from types import FunctionType, MethodType
from typing import Any, get_args

from distilabel.mixins.runtime_parameters import RuntimeParametersMixin
from distilabel.steps import LoadDataFromDisk, LoadDataFromFileSystem
from distilabel.steps.base import _Step
from pydantic import BaseModel

from goldsmith_distilabel.pipeline.file_fingerprint import file_state, named_files
from goldsmith_distilabel.pipeline.graph_digest import Kind, Node
from goldsmith_distilabel.pipeline.object_fingerprint import SECRETS, hook, ignored_by
from goldsmith_distilabel.pipeline.table_fingerprint import is_table
from goldsmith_distilabel.pipeline.value_fingerprint import atom

__all__ = ["StepView", "look_at_model"]

_NOT_THE_STEPS = {"exclude_from_signature", "name", "pipeline", "resources", "use_cache"}
_NOT_THE_MODELS = {
    "disable_cuda_device_placement",
    "gpu_memory_utilization",
    "jobs_ids",
    "offline_batch_generation_block_until_done",
}
_DATA = (
    BaseModel,
    Enum,
    FunctionType,
    MethodType,
    Pattern,
    PurePath,
    dt.date,
    dt.time,
    dict,
    frozenset,
    list,
    partial,
    set,
    str,
    tuple,
    type,
)


@dataclass(frozen=True)
class StepView:
    """A model without the fields that the step holding it excludes.

    Attributes:
        model: the step, or a model in one of its fields.
        excluded: names as in Distilabel's `exclude_from_signature`: a field, or a field, `_` and a field of the model
            in it (`llm_jobs_ids`).
    """

    model: BaseModel
    excluded: frozenset[str]


def look_at_model(value: Any) -> Node | None:
    """Return the node of a model, or None for anything else."""
    if type(value) is StepView:
        return _model(value.model, value.excluded)
    return _model(value, frozenset()) if issubclass(type(value), BaseModel) else None


def _model(model: BaseModel, excluded: frozenset[str]) -> Node:
    cls = type(model)
    ignored = excluded | ignored_by(cls) | _secret_fields(cls)
    if isinstance(model, _Step):
        ignored |= _NOT_THE_STEPS
    if isinstance(model, RuntimeParametersMixin):
        ignored |= _NOT_THE_MODELS
    fields = {
        name: [_part(value, name, excluded), [Node(state) for state in _states(name, value)]]
        for name, value in _values(model)
        if name not in ignored
    }
    private = {name: value for name, value in _privates(model) if name not in ignored}
    return Node(b"model", [cls, *hook(model), fields, private], kind=Kind.WHOLE)


def _values(model: BaseModel) -> Iterator[tuple[str, Any]]:
    for name in type(model).model_fields:
        if name in vars(model):
            yield name, vars(model)[name]
    yield from (getattr(model, "__pydantic_extra__", None) or {}).items()


def _part(value: Any, field: str, excluded: frozenset[str]) -> Any:
    prefix = f"{field}_"
    inner = frozenset(name.removeprefix(prefix) for name in excluded if name.startswith(prefix))
    return StepView(value, inner) if inner and issubclass(type(value), BaseModel) else value


def _states(field: str, value: Any) -> Iterator[bytes]:
    yield from named_files(field, value)
    if issubclass(type(value), PurePath) and (state := file_state(value)):
        yield state  # a path elsewhere names a file at most: a folder may be where the program writes


@cache
def _secret_fields(cls: type[BaseModel]) -> frozenset[str]:
    # A key that comes from the environment on one machine is None on another.
    secret = {name for name, field in cls.model_fields.items() if _mentions_secret(field.annotation)}
    return frozenset(secret | {"api_key"})


def _mentions_secret(annotation: Any) -> bool:
    if issubclass(type(annotation), type) and issubclass(annotation, SECRETS):
        return True
    return any(_mentions_secret(argument) for argument in get_args(annotation))


def _privates(model: BaseModel) -> Iterator[tuple[str, Any]]:
    """Yield the private attributes that are data, without Distilabel's own bookkeeping."""
    private = getattr(model, "__pydantic_private__", None) or {}
    decorated = private.get("_built_from_decorator")
    for name, value in private.items():
        if name == "_runtime_parameters":
            counts = decorated  # the function's arguments; of another step, fields that have been set
        elif _declared_by_distilabel(type(model), name):
            # What make_generator_step() was given, but not what a loader has read from its files.
            counts = is_table(value) and not isinstance(model, LoadDataFromDisk | LoadDataFromFileSystem)
        else:
            counts = _is_data(value)
        if counts and value is not None:  # None often waits for a load() that puts something closed there
            yield name, value


def _declared_by_distilabel(cls: type[BaseModel], name: str) -> bool:
    return any(
        base.__module__.partition(".")[0] == "distilabel"
        and name in vars(base).get("__private_attributes__", {})
        for base in cls.__mro__
    )


def _is_data(value: object) -> bool:
    if atom(value) is not None or issubclass(type(value), _DATA) or is_table(value):
        return True
    return dataclasses.is_dataclass(value)
