"""Write plain values down so that equal ones read alike and others differ: 1, 1.0, True and "1" are four values."""

import datetime as dt
import decimal
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from goldsmith_distilabel.pipeline.graph_digest import Node

__all__ = ["atom", "framed", "look_at_plain", "mapping_node", "unordered_node"]

_JSON_DEPTH = 8
_JSON_ITEMS = 1000
_SCALARS = frozenset({str, int, bool, type(None)})
_REPR = (
    complex,
    range,
    decimal.Decimal,
    uuid.UUID,
    dt.date,
    dt.timedelta,
    dt.timezone,
    type(...),
    type(NotImplemented),
)


def _written(kind: type) -> Callable[[Any], bytes]:
    name = kind.__name__.encode()
    return lambda value: name + b" " + repr(value).encode("utf-8", "surrogatepass")


def _moment(value: Any) -> bytes | None:
    # A foreign time zone may say anything of itself: it is looked into.
    if value.tzinfo is not None and type(value.tzinfo) is not dt.timezone:
        return None
    return f"{type(value).__name__} {value!r} {value.fold}".encode()


_ATOMS: dict[type, Callable[[Any], bytes | None]] = {
    type(None): lambda _: b"None",
    bool: lambda value: b"True" if value else b"False",
    int: lambda value: b"int %x" % value,
    float: lambda value: b"float " + value.hex().encode(),
    str: lambda value: b"str " + value.encode("utf-8", "surrogatepass"),
    bytes: lambda value: b"bytes " + value,
    bytearray: lambda value: b"bytearray " + value,
    dt.datetime: _moment,
    dt.time: _moment,
    **{kind: _written(kind) for kind in _REPR},
}


def atom(value: object) -> bytes | None:
    """Return a value without parts, written down, or None if it has parts.

    >>> [atom(value) for value in (1, True, "1", None, [1])]
    [b'int 1', b'True', b'str 1', b'None', None]
    """
    write = _ATOMS.get(type(value))
    return write(value) if write else None


def framed(parts: Iterable[bytes]) -> bytes:
    """Join `parts` so that they can be told apart."""
    return b"".join([len(part).to_bytes(8, "big") + part for part in parts])


def look_at_plain(value: object) -> Node | None:
    """Return the node of an atom, list, tuple, dict, set or frozenset, or None for anything else (subclasses too)."""
    written = atom(value)
    if written is not None:
        return Node(written)
    if type(value) is Node:
        return value
    look = _CONTAINERS.get(type(value))
    return look(value) if look else None


def mapping_node(label: bytes, items: Iterable[tuple[Any, Any]]) -> Node:
    """Return the node of a mapping, in which order means nothing."""
    pairs = list(items)
    known = [(written, value) for key, value in pairs if (written := atom(key)) is not None]
    if len(known) < len(pairs):
        return Node(label + b" of pairs", pairs, ordered=False)
    known.sort(key=lambda entry: entry[0])
    return Node(label + framed([written for written, _ in known]), [value for _, value in known])


def unordered_node(label: bytes, items: Iterable[Any]) -> Node:
    """Return the node of a set."""
    return Node(label, list(items), ordered=False)


def _sequence_node(value: Any) -> Node:
    label = type(value).__name__.encode()
    atoms = [atom(item) for item in value]
    known = [written for written in atoms if written is not None]
    if len(known) == len(atoms):
        return Node(label + b" of atoms " + framed(known))
    return Node(label, value)


def _list_node(value: Any) -> Node:
    written = _json(value)
    return _sequence_node(value) if written is None else Node(b"json " + written)


def _dict_node(value: Any) -> Node:
    written = _json(value)
    return mapping_node(b"dict", value.items()) if written is None else Node(b"json " + written)


_CONTAINERS: dict[type, Callable[[Any], Node]] = {
    list: _list_node,
    tuple: _sequence_node,
    dict: _dict_node,
    set: lambda value: unordered_node(b"set", value),
    frozenset: lambda value: unordered_node(b"frozenset", value),
}


def _json(value: Any) -> bytes | None:
    """Write a value down at once, if it says all there is to say: str, int, float, bool, None in lists and dicts.

    What shares parts with itself may be huge when written out, so a value with lists inside is taken only if it is
    small; one without may be of any size.
    """
    if _room_left(value, _JSON_ITEMS, _JSON_DEPTH) < 0 and not _flat(value):
        return None
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer of more than 64 bits, half of a surrogate pair
        return None


def _flat(value: Any) -> bool:
    if type(value) is dict:
        return all(type(key) is str for key in value) and all(_scalar(item) for item in value.values())
    return all(_scalar(item) for item in value)


def _scalar(value: Any) -> bool:
    kind = type(value)
    # JSON has no infinity and no NaN: they would read like None.
    return kind in _SCALARS or (kind is float and value - value == 0)


def _room_left(value: Any, room: int, depth: int) -> int:
    """Return how many of `room` items are left when `value` is written out, below 0 if it does not fit."""
    room -= len(value)
    if room < 0 or not depth:
        return -1
    if type(value) is dict:
        if not all(type(key) is str for key in value):
            return -1
        value = value.values()
    for item in value:
        kind = type(item)
        if kind in _SCALARS:
            continue
        if kind is list or kind is dict:
            room = _room_left(item, room, depth - 1)
            if room < 0:
                return -1
        elif not (kind is float and item - item == 0):
            return -1
    return room
