"""Look at code: functions, classes and modules, and what they use by name."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import EnumMeta
from functools import cache, cached_property, lru_cache
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    ModuleType,
    UnionType,
    WrapperDescriptorType,
)
from typing import Any

from distilabel.mixins.runtime_parameters import RuntimeParametersMixin
from pydantic import BaseModel

from goldsmith_distilabel.pipeline.code_facts import CodeFacts, Import, code_facts
from goldsmith_distilabel.pipeline.code_origin import library, library_of_file, version_of
from goldsmith_distilabel.pipeline.graph_digest import Kind, Node
from goldsmith_distilabel.pipeline.object_fingerprint import ignored_by
from goldsmith_distilabel.pipeline.value_fingerprint import framed, mapping_node

__all__ = ["look_at_code"]

_C_FUNCTIONS = (BuiltinFunctionType, MethodDescriptorType, MethodWrapperType, WrapperDescriptorType)
_SLOTS = (MemberDescriptorType, GetSetDescriptorType)
_METHODS = (FunctionType, classmethod, staticmethod, property)
_NO_NAMES = {"__name__", "__doc__", "__file__", "__spec__", "__loader__", "__package__", "__builtins__"}


@dataclass(frozen=True)
class _Source:
    """A module to read from its file: what it holds depends on whether it has been imported yet."""

    name: str


def look_at_code(value: object) -> Node | None:
    """Return the node of a function, class, module or descriptor, or None for anything else."""
    look = next((look for kinds, look in _looks() if issubclass(type(value), kinds)), None)
    return look(value) if look else None


@cache
def _looks() -> list[tuple[Any, Callable[[Any], Node]]]:
    return [
        (FunctionType, _function),
        (type, _class),
        (MethodType, lambda method: _whole(b"method", [method.__func__, method.__self__])),
        (property, lambda made: _whole(b"property", [made.fget, made.fset, made.fdel])),
        (classmethod | staticmethod, lambda made: _whole(type(made).__name__.encode(), [made.__func__])),
        (cached_property, lambda made: _whole(b"cached property", [made.func])),
        (CodeType, lambda code: _whole(code_facts(code).digest, [])),
        (CellType, _cell),
        (_Source, lambda source: _source(source.name)),
        (ModuleType, _module),
        (UnionType, lambda union: Node(b"union", union.__args__, ordered=False)),
        (_C_FUNCTIONS, _c_function),
        (_SLOTS, lambda slot: _whole(_name("slot", slot.__name__), [])),
    ]


def _module(module: ModuleType) -> Node:
    known = library(module.__name__)
    return _whole(_name("library", module.__name__, known), []) if known else _source(module.__name__)


def _c_function(function: Any) -> Node:
    owner = getattr(function, "__self__", None)
    parts = [] if owner is None or isinstance(owner, ModuleType) else [owner]
    return _whole(_name("c", function.__qualname__, getattr(function, "__module__", None)), parts)


def _whole(label: bytes, parts: list[Any]) -> Node:
    return Node(label, parts, kind=Kind.WHOLE)


def _name(*parts: str | None) -> bytes:
    return framed([str(part).encode("utf-8", "surrogatepass") for part in parts])


def _cell(cell: CellType) -> Node:
    try:
        return _whole(b"cell", [cell.cell_contents])
    except ValueError:  # empty
        return _whole(b"empty cell", [])


def _function(function: FunctionType) -> Node:
    closure = list(function.__closure__ or ())
    extras = mapping_node(b"attributes", vars(function).items())
    given = [function.__defaults__, function.__kwdefaults__, extras, *closure]
    code, module = (
        function.__code__,
        function.__globals__.get("__name__"),
    )  # functools.wraps changes the others
    known = library(module, code.co_filename)
    if known:  # a decorator's inner function belongs to a library and holds the user's own
        return _whole(_name("library", module, code.co_qualname, known), given)
    facts = code_facts(code)
    return _whole(b"function" + facts.digest, [*given, *_used(facts, function.__globals__)])


def _used(facts: CodeFacts, namespace: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what code finds under the global names it reads, then the modules it imports, in a fixed order."""
    for first, *attributes in facts.names:
        if first in namespace and first not in _NO_NAMES:
            yield _followed(namespace[first], attributes)
    package = str(namespace.get("__package__") or "")
    for statement in facts.imports:
        yield from _imported(statement, package)


def _followed(value: Any, attributes: list[str]) -> Any:
    for attribute in attributes:
        if not isinstance(value, ModuleType) or attribute not in vars(value) or library(value.__name__):
            break
        value = vars(value)[attribute]
    return value


def _imported(statement: Import, package: str) -> Iterator[Any]:
    name = statement.module
    if statement.level:
        parents = package.split(".")
        base = parents[: len(parents) - statement.level + 1]
        name = ".".join([*base, statement.module] if statement.module else base)
    yield _Source(name)
    if _library_source(name, _spec(name)):
        return
    for item in statement.names:
        if _spec(f"{name}.{item}"):
            yield _Source(f"{name}.{item}")


def _class(cls: type) -> Node:
    known = library(cls.__module__)
    if known:
        return _whole(_name("library", cls.__module__, cls.__qualname__, known), [])
    attributes = dict(_attributes(cls))
    if isinstance(cls, EnumMeta):
        members = {name: vars(member)["_value_"] for name, member in vars(cls)["_member_map_"].items()}
        attributes = {"members": list(members.items())} | {
            name: value for name, value in attributes.items() if isinstance(value, _METHODS)
        }
    parts = [list(cls.__bases__), attributes, vars(cls).get("__annotations__")]
    if issubclass(cls, BaseModel):
        parts += [_fields(cls), _private(cls)]
    return _whole(_name("class", cls.__name__), parts)


def _attributes(cls: type) -> Iterator[tuple[str, Any]]:
    ignored = ignored_by(cls)
    for name, value in vars(cls).items():
        if name in ignored:
            continue
        special = name.startswith("__") and name.endswith("__")
        if not isinstance(value, _SLOTS) and (isinstance(value, _METHODS) or not special):
            yield name, value


def _fields(cls: type[BaseModel]) -> dict[str, Any]:
    # The fields of a step are its documentation's place; those of a schema are words that a model reads.
    schema = not issubclass(cls, RuntimeParametersMixin)
    own = vars(cls).get("__annotations__", {})
    fields: dict[str, Any] = {
        name: [
            field.default,
            field.default_factory,
            field.metadata,
            field.alias,
            field.description if schema else None,
        ]
        for name, field in cls.model_fields.items()
        if name in own
    }
    return fields | ({"": cls.__doc__} if schema else {})


def _private(cls: type[BaseModel]) -> dict[str, Any]:
    inherited = {
        id(attribute)
        for base in cls.__mro__[1:]
        for attribute in vars(base).get("__private_attributes__", {}).values()
    }
    return {
        name: [attribute.default, attribute.default_factory]
        for name, attribute in cls.__private_attributes__.items()
        if id(attribute) not in inherited
    }


def _source(name: str) -> Node:
    """Look at a module's file without importing it."""
    spec = _spec(name)
    if _library_source(name, spec):
        return _whole(_name("library", name, version_of(name)), [])
    path = spec.origin if spec else getattr(sys.modules.get(name), "__file__", None)
    if not path or not path.endswith(".py"):
        return _whole(_name("module", name), [])
    status = Path(path).stat()
    facts = _compiled(path, status.st_size, status.st_mtime_ns)
    package = name if Path(path).name == "__init__.py" else name.rpartition(".")[0]
    return _whole(b"module" + facts.digest, list(_used(facts, {"__package__": package})))


def _library_source(name: str, spec: ModuleSpec | None) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names or bool(
        spec and spec.origin and library_of_file(spec.origin)
    )


@lru_cache(maxsize=1000)
def _compiled(path: str, size: int, mtime_ns: int) -> CodeFacts:  # noqa: ARG001 - they are the cache's key
    return code_facts(compile(Path(path).read_bytes(), path, "exec", dont_inherit=True))


def _spec(name: str) -> ModuleSpec | None:
    # Not importlib.util.find_spec, which imports the packages above.
    folders: Sequence[str] | None = None
    spec = None
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        found = (
            finder.find_spec(".".join(parts[:depth]), folders)
            for finder in sys.meta_path
            if hasattr(finder, "find_spec")
        )
        spec = next((spec for spec in found if spec), None)
        if spec is None:
            return None
        folders = spec.submodule_search_locations
    return spec
