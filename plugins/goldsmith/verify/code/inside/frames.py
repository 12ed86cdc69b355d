"""Messages over pipes: the length in four bytes, then JSON."""

import json
import os
import struct
from typing import Any

__all__ = ["ALONE", "MAX_FRAME", "WITH_TESTS", "framed", "receive", "send"]

MAX_FRAME = 64 << 20  # bytes
WITH_TESTS, ALONE = b"t", b"a"  # kinds of jobs
_LENGTH = struct.Struct("<I")


def send(fd: int, message: Any) -> None:
    """Write one message.

    Raises:
        ValueError: it is longer than `MAX_FRAME`.
        OSError: nobody reads it.
    """
    rest = memoryview(framed(message))
    while rest:
        rest = rest[os.write(fd, rest) :]


def framed(message: Any) -> bytes:
    """Return one message as it is written.

    Raises:
        ValueError: it is longer than `MAX_FRAME`.
    """
    body = json.dumps(message).encode()
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
    return json.loads(_exactly(fd, length))


def _exactly(fd: int, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = os.read(fd, min(count - len(parts), 1 << 20))
        if not part:
            raise EOFError("the other side is gone")
        parts += part
    return bytes(parts)
