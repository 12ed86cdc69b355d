"""A page for each package of Distilabel steps: what every step reads, writes and can be told, from the classes themselves."""

import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from distilabel.steps.base import GeneratorStep, Step, _Step
from distilabel.steps.tasks import Task
from distilabel.utils.docstring import parse_google_docstring
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

__all__ = ["STEP_PACKAGES", "code_of", "first_sentence", "own_parameters", "step_page", "steps_of"]

STEP_PACKAGES = ("generate", "simulate", "curate", "label", "reason", "augment", "review")
_CODE = re.compile(r"^ *```python\n.*?^ *```$", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(
    r"^(Attributes|Input columns|Output columns|Categories|References|Citations|Examples?):", re.MULTILINE
)
_BOUNDS = {Ge: ("≥", "ge"), Gt: (">", "gt"), Le: ("≤", "le"), Lt: ("<", "lt"), MinLen: ("length ≥", "min_length"), MaxLen: ("length ≤", "max_length")}  # fmt: skip


def steps_of(package: str) -> dict[str, type[_Step]]:
    """Return the steps that `goldsmith_distilabel.<package>` exports, by name."""
    module = import_module(f"goldsmith_distilabel.{package}")
    exported = {name: getattr(module, name) for name in module.__all__}
    return {name: one for name, one in exported.items() if inspect.isclass(one) and issubclass(one, _Step)}


def step_page(package: str) -> str:
    """Return the page of a package in Markdown."""
    module = import_module(f"goldsmith_distilabel.{package}")
    steps = steps_of(package)
    overview = [(f"[{name}](#{name.lower()})", first_sentence(step)) for name, step in steps.items()]
    parts = [
        f"# goldsmith_distilabel.{package}",
        inspect.getdoc(module) or "",
        _table(("step", "what it does"), overview),
    ]
    return "\n\n".join([*parts, *(_step(name, step, package) for name, step in steps.items())]) + "\n"


def _step(name: str, step: type[_Step], package: str) -> str:
    told = parse_google_docstring(step)
    text = inspect.getdoc(step) or ""
    parts = [
        f"## {name}",
        _SECTION.split(text)[0].strip(),
        f"`from goldsmith_distilabel.{package} import {name}` · {_kind(step)}",
        _columns("Reads", told["input_columns"]),
        _columns("Writes", told["output_columns"]),
        _parameters(step),
        *(f"```python\n{code}\n```" for code in code_of(step)),
        _references(told["references"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _kind(step: type[_Step]) -> str:
    if issubclass(step, GeneratorStep):
        return "begins a pipeline"
    return (
        "asks a model"
        if "llm" in step.model_fields or issubclass(step, Task)
        else "asks no model"
        if issubclass(step, Step)
        else "global: sees all rows at once"
    )


def _columns(title: str, columns: Mapping[str, tuple[str, str]]) -> str:
    rows = [
        (f"`{name}`", kind if kind.startswith("`") else f"`{kind}`", said)
        for name, (kind, said) in columns.items()
    ]
    return f"**{title}**\n\n" + _table(("column", "type", "what"), rows) if rows else ""


def _parameters(step: type[_Step]) -> str:
    rows = [
        (f"`{name}`", f"`{_type(field.annotation)}`", _default(field), f"{said}{_bounds(field)}")
        for name, (field, said) in own_parameters(step).items()
    ]
    return "**Parameters**\n\n" + _table(("parameter", "type", "default", "what"), rows) if rows else ""


def own_parameters(step: type[_Step]) -> dict[str, tuple[FieldInfo, str]]:
    """Return what a step can be told beyond what every step of Distilabel can: name -> field and what its docstring says."""
    base = next(one for one in (GeneratorStep, Task, Step, _Step) if issubclass(step, one))
    known = {*base.model_fields, "template_sha256"} - {"llm"}  # what nobody sets is no parameter
    return {
        name: (field, _said(step, name, field))
        for name, field in step.model_fields.items()
        if name not in known
    }


def _said(step: type[_Step], name: str, field: FieldInfo) -> str:
    for one in step.__mro__:  # a class documents its own attributes, its bases theirs
        if "Attributes:" in (one.__doc__ or "") and (
            said := parse_google_docstring(one)["attributes"].get(name)
        ):
            return str(said)
    return field.description or ""


def _type(annotation: Any) -> str:
    """Return a type as its source would write it: `list[str] | None`."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is type(None):
        return "None"
    if origin is typing.Annotated:
        return _type(arguments[0])
    if origin in (typing.Union, types.UnionType):
        return " | ".join(dict.fromkeys(_type(one) for one in arguments))
    if origin is typing.Literal:
        return " | ".join(repr(one) for one in arguments)
    name = getattr(origin or annotation, "__name__", str(annotation))
    inside = ", ".join(
        _type(one) if one is not ... else "..." for one in arguments if not isinstance(one, list)
    )
    return f"{name}[{inside}]" if inside else name


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if value is PydanticUndefined:
        made = field.default_factory() if field.default_factory else ""  # type: ignore[call-arg]
        return (
            f"`{made!r}`"
            if isinstance(made, list | dict | tuple | str | int) and len(repr(made)) < 60
            else "its own"
        )
    return f"`{value!r}`" if len(repr(value)) < 60 else f"`{repr(value)[:57]}...`"


def _bounds(field: FieldInfo) -> str:
    found = [
        f"{sign} {getattr(one, name)}"
        for one in field.metadata
        for kind, (sign, name) in _BOUNDS.items()
        if type(one) is kind
    ]
    return f" ({', '.join(found)})" if found else ""


def _references(found: Mapping[str, str]) -> str:
    return "**References:** " + ", ".join(f"[{name}]({url})" for name, url in found.items()) if found else ""


def first_sentence(step: type[_Step]) -> str:
    """Return what a step does, in a sentence."""
    return (inspect.getdoc(step) or "").split("\n\n")[0].replace("\n", " ")


def code_of(step: type[_Step]) -> list[str]:
    """Return the examples in a step's docstring."""
    found = _CODE.finditer(inspect.getdoc(step) or "")
    return ["\n".join(inspect.cleandoc("\n" + one.group()).split("\n")[1:-1]) for one in found]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(_lines(head, rows))


def _lines(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |"
