"""Messages over pipes: the length in four bytes, then JSON."""

import json
import os
import struct
from _json import encode_basestring_ascii, make_encoder
from collections.abc import Callable
from typing import Any

__all__ = ["ALONE", "MAX_FRAME", "WITH_TESTS", "framed", "receive", "send"]

MAX_FRAME = 64 << 20  # bytes
WITH_TESTS, ALONE = b"t", b"a"  # kinds of jobs
_LENGTH = struct.Struct("<I")


def _no_form(value: object) -> Any:
    raise TypeError(f"a message cannot hold {type(value).__name__}")


# What json.loads and json.dumps come down to, without what they prepare for each call.
_read: Callable[[str, int], tuple[Any, int]] = vars(json.JSONDecoder())["scan_once"]
_write = make_encoder(None, _no_form, encode_basestring_ascii, None, ":", ",", False, False, True)


def send(fd: int, message: Any) -> None:
    """Write one message.

    Raises:
        ValueError: it is longer than `MAX_FRAME`.
        OSError: nobody reads it.
    """
    rest = framed(message)
    while rest:
        rest = rest[os.write(fd, rest) :]


def framed(message: Any) -> bytes:
    """Return one message as it is written.

    Raises:
        ValueError: it is longer than `MAX_FRAME`.
    """
    body = "".join(_write(message, 0)).encode()
    if len(body) > MAX_FRAME:
        raise ValueError(f"a message of {len(body):,} bytes is too long for the sandbox")
    return _LENGTH.pack(len(body)) + body


def receive(fd: int) -> Any:
    """Read one message.

    Raises:
        EOFError: the other side is gone.
        ValueError: what came is no message.
    """
    (length,) = _LENGTH.unpack(_exactly(fd, 4))
    if length > MAX_FRAME:
        raise ValueError(f"a message of {length:,} bytes is too long for the sandbox")
    text = _exactly(fd, length).decode()
    try:
        message, end = _read(text, 0)
    except StopIteration:
        message, end = None, -1
    if end != len(text):
        raise ValueError("what came is no message")
    return message


def _exactly(fd: int, count: int) -> bytes:
    part = os.read(fd, count)
    if len(part) == count:
        return part
    parts = bytearray(part)
    while part and len(parts) < count:
        part = os.read(fd, min(count - len(parts), 1 << 20))
        parts += part
    if len(parts) < count:
        raise EOFError("the other side is gone")
    return bytes(parts)
