"""What stands in the tests for an object of the code: it lives in the other process, and no data of the tests reaches it
but as an argument of a call.

A test compares what the code made with what it expects. An object of the code could answer such a comparison as it likes, so
it is never asked: it equals nothing but objects of the code and has no order with data. Arithmetic with data gives
an object again, and what the code says of the value of *that* counts for nothing: it has seen what is expected.
"""

from collections.abc import Callable
from typing import Any

from goldsmith.verify.code.inside.values import is_builtin

__all__ = ["StandIn", "error_type", "number_of"]

Ask = Callable[..., Any]


class StandIn:
    """An object of the code: a function, a class, an instance of one, an iterator."""

    __slots__ = ("_ask", "_number", "_saw_data")

    def __init__(self, ask: Ask, number: int) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_saw_data", False)

    def __call__(self, *args: Any, **named: Any) -> Any:
        return _asked(self, "call", *args, **named)

    def __getattr__(self, name: str) -> Any:
        return _asked(self, "attribute", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _asked(self, "set attribute", name, value)

    def __delattr__(self, name: str) -> None:
        _asked(self, "delete attribute", name)

    def __getitem__(self, key: Any) -> Any:
        return _asked(self, "item", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        _asked(self, "set item", key, value)

    def __delitem__(self, key: Any) -> None:
        _asked(self, "delete item", key)

    def __iter__(self) -> Any:
        return _asked(self, "iterate")

    def __next__(self) -> Any:
        return _asked(self, "next")

    def __reversed__(self) -> Any:
        return _asked(self, "reversed")

    def __len__(self) -> int:
        return int(_value_of(self, "length"))

    def __bool__(self) -> bool:
        return _value_of(self, "truth") is True

    def __contains__(self, value: Any) -> bool:
        return any(item is value or item == value for item in self)

    def __str__(self) -> str:
        return str(_asked(self, "text"))

    def __repr__(self) -> str:
        return str(_asked(self, "representation"))

    def __format__(self, form: str) -> str:
        return str(_asked(self, "format", form))

    def __int__(self) -> int:
        return int(_value_of(self, "whole"))

    def __float__(self) -> float:
        return float(_value_of(self, "real"))

    def __index__(self) -> int:
        return int(_value_of(self, "index"))

    def __dir__(self) -> list[str]:
        return list(_asked(self, "directory"))

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, StandIn) and _asked(self, "instance", value) is True

    def __subclasscheck__(self, value: Any) -> bool:
        return isinstance(value, StandIn) and _asked(self, "subclass", value) is True

    def __enter__(self) -> Any:
        return _asked(self, "operate", "__enter__")

    def __exit__(self, *error: object) -> bool:
        return _asked(self, "operate", "__exit__", None, None, None) is True

    def __hash__(self) -> int:
        return int(object.__getattribute__(self, "_number"))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StandIn):
            return False
        return number_of(self) == number_of(other) or _asked(self, "operate", "__eq__", other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other


def _asked(stand_in: StandIn, what: str, *args: Any, **named: Any) -> Any:
    ask: Ask = object.__getattribute__(stand_in, "_ask")
    return ask(what, object.__getattribute__(stand_in, "_number"), list(args), named)


def number_of(value: Any) -> int | None:
    """Return the number of the code's object that a value stands for; None for anything else."""
    return object.__getattribute__(value, "_number") if type(value) is StandIn else None


def _value_of(stand_in: StandIn, what: str, *args: Any) -> Any:
    if object.__getattribute__(stand_in, "_saw_data"):
        raise TypeError("an object that the code made of data of a test has no value that a test may rely on")
    return _asked(stand_in, what, *args)


def _ordered(name: str) -> Any:
    def compare(self: StandIn, other: Any) -> bool:
        if not isinstance(other, StandIn):
            raise TypeError(f"{name}: an object of the code has no order with {type(other).__name__}")
        return _value_of(self, "operate", name, other) is True

    return compare


def _arithmetic(name: str) -> Any:
    def operate(self: StandIn, other: Any) -> Any:
        made = _asked(self, "operate", name, other)
        if made is NotImplemented or (_of_code_alone(self) and _of_code_alone(other)):
            return made
        if not isinstance(made, StandIn):
            raise TypeError(f"{name}: of an object of the code and data of a test came {type(made).__name__}")
        object.__setattr__(made, "_saw_data", True)
        return made

    return operate


def _of_code_alone(value: Any) -> bool:
    return isinstance(value, StandIn) and not object.__getattribute__(value, "_saw_data")


def _alone(name: str) -> Any:
    return lambda self, *args: _value_of(self, "operate", name, *args)


for _name in ("lt", "le", "gt", "ge"):
    setattr(StandIn, f"__{_name}__", _ordered(f"__{_name}__"))
for _name in (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"),
    *("and", "or", "xor", "lshift", "rshift"),
):
    setattr(StandIn, f"__{_name}__", _arithmetic(f"__{_name}__"))
    setattr(StandIn, f"__r{_name}__", _arithmetic(f"__r{_name}__"))
for _name in ("neg", "pos", "abs", "invert", "round"):
    setattr(StandIn, f"__{_name}__", _alone(f"__{_name}__"))


def error_type(name: str, lineage: list[str]) -> type[Exception]:
    """Return a type of errors that stands for one of the code: of the same name, under the same types of Python's."""
    import builtins

    bases = [found for base in lineage if is_builtin(found := getattr(builtins, base, None))]
    errors = [base for base in bases if isinstance(base, type) and issubclass(base, Exception)]
    made: Any = type(name, (errors[0] if errors else Exception,), {})
    return made  # type: ignore[no-any-return]
