"""Values between the process of the code and the process of its tests: data is copied, anything else is a reference.

Both sides write and read values in one form. A reference names an object in a table of the side that owns it, and comes
home as that object. What is copied is rebuilt from its parts: nothing that was sent is ever executed.
"""

import builtins
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

__all__ = ["Values", "is_builtin"]

_DEPTH = 100
_SAFE_INT = 1 << 53
_KINDS: dict[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
_SCALARS: dict[type, Callable[[Any], Any]] = {  # a subclass travels as what it derives from
    int: int.__int__,
    float: float.__float__,
    complex: complex,
    str: str.__str__,
    bytes: bytes,
    bytearray: bytearray,
}
_SCALAR_TYPES = tuple(_SCALARS)
_ISO = (dt.datetime, dt.date, dt.time)


def is_builtin(value: Any) -> bool:
    """Return whether a type or a function is Python's own, known by its name on both sides."""
    name = getattr(value, "__name__", "")
    return isinstance(name, str) and bool(name) and getattr(builtins, name, None) is value


class Values:
    """One side's way to write and read values.

    Args:
        stand_in: makes of the number and the description of the other side's object what stands for it here.
        number_of: the number of the other side's object that something here stands for; None if it stands for none.
    """

    def __init__(
        self, stand_in: Callable[[int, list[Any]], Any], number_of: Callable[[Any], int | None]
    ) -> None:
        self._stand_in, self._number_of = stand_in, number_of
        self._owned: list[Any] = []
        self._numbers: dict[int, int] = {}

    def owned(self, number: int) -> Any:
        """Return the object of this side that has this number."""
        return self._owned[number]

    def write(self, value: Any, depth: int = 0) -> Any:
        """Return the form of a value."""
        kind = type(value)
        if kind is str or value is None or kind is bool or (kind is int and -_SAFE_INT < value < _SAFE_INT):
            return value
        if depth > _DEPTH:
            return self._reference(value)
        if isinstance(value, _SCALAR_TYPES):
            return _scalar(value)
        if isinstance(value, dict):
            pairs = dict.items(value)
            return ["dict", [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in pairs]]
        for name, items in _KINDS.items():
            if isinstance(value, items):
                return [name, [self.write(item, depth + 1) for item in items.__iter__(value)]]
        return _other_data(value) or self._reference(value)

    def read(self, form: Any) -> Any:
        """Return the value of a form.

        Raises:
            ValueError, TypeError, LookupError, ArithmeticError: it is no form of a value.
        """
        kind = type(form)
        if kind is str or kind is int or form is None or kind is bool:
            return form
        kind, *rest = form
        if kind in _KINDS:
            return _KINDS[kind]([self.read(item) for item in rest[0]])
        if kind == "dict":
            return {self.read(key): self.read(item) for key, item in rest[0]}
        if kind == "yours":
            return self._owned[rest[0]]
        if kind == "mine":
            return self._stand_in(int(rest[0]), list(rest[1:]))
        if kind not in _READERS:
            raise ValueError(f"no value has the form {kind!r}")
        return _READERS[kind](*rest)

    def _reference(self, value: Any) -> Any:
        number = self._number_of(value)
        if number is not None:
            return ["yours", number]
        if is_builtin(value):
            return ["builtin", value.__name__]
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._owned)
            self._owned.append(value)  # kept alive, so its id stays its own
        return ["mine", number, *_described(value)]


def _described(value: Any) -> list[Any]:
    """Return what the other side may know of an object: its type's name, and of an exception type the bases."""
    if isinstance(value, type):
        lineage = [base.__name__ for base in value.__mro__ if is_builtin(base)]
        return ["type", value.__name__, lineage if issubclass(value, BaseException) else []]
    return ["object", type(value).__name__, []]


def _scalar(value: Any) -> Any:
    plain = next(made(value) for kind, made in _SCALARS.items() if isinstance(value, kind))
    if type(plain) is str:
        return plain
    if type(plain) is int:
        return plain if -_SAFE_INT < plain < _SAFE_INT else ["int", hex(plain)]
    if type(plain) is float:
        return ["float", plain.hex()]
    if type(plain) is complex:
        return ["complex", plain.real.hex(), plain.imag.hex()]
    return [type(plain).__name__, plain.hex()]


def _other_data(value: Any) -> Any:
    """Return the form of Python's other kinds of data; None for what is none."""
    kind = type(value)
    if kind in _WRITERS:
        name, parts = _WRITERS[kind]
        return [name, *parts(value)]
    if kind in _ISO and getattr(value, "tzinfo", None) in (None, dt.UTC):
        return [kind.__name__, value.isoformat()]
    if value is Ellipsis or value is NotImplemented:
        return ["builtin", str(value)]
    return None


_WRITERS: dict[type, tuple[str, Callable[[Any], list[Any]]]] = {
    Fraction: ("fraction", lambda value: [hex(value.numerator), hex(value.denominator)]),
    Decimal: ("decimal", lambda value: [str(value)]),
    range: ("range", lambda value: [value.start, value.stop, value.step]),
    dt.timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
}
_READERS: dict[str, Callable[..., Any]] = {
    "bytes": bytes.fromhex,
    "bytearray": bytearray.fromhex,
    "int": lambda digits: int(digits, 16),
    "float": float.fromhex,
    "complex": lambda real, imaginary: complex(float.fromhex(real), float.fromhex(imaginary)),
    "fraction": lambda over, under: Fraction(int(over, 16), int(under, 16)),
    "decimal": Decimal,
    "range": lambda *ends: range(*map(int, ends)),
    "timedelta": lambda *parts: dt.timedelta(*map(int, parts)),
    "builtin": lambda name: getattr(builtins, name),
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}
