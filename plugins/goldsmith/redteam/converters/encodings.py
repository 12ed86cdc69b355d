"""The text's bytes, or its code points, as digits and letters."""

import base64
import binascii
from collections.abc import Callable

from goldsmith.errors import InputError
from goldsmith.redteam.converters.converter import Converter, unseeded

__all__ = ["ENCODINGS", "as_bytes", "as_text"]


def as_bytes(text: str) -> bytes:
    """Return `text` in UTF-8, where a lone surrogate has its three bytes too."""
    return text.encode("utf-8", "surrogatepass")


def as_text(data: bytes) -> str:
    """Return the text that `as_bytes` gave the bytes of.

    Raises:
        InputError: they are no UTF-8.
    """
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as err:
        raise InputError(f"expected an encoded text, got bytes that are no UTF-8: {data[:20]!r}") from err


def _read(decode: Callable[[str], bytes], name: str) -> Callable[[str], str]:
    def invert(converted: str) -> str:
        try:
            data = decode(converted)
        except (ValueError, binascii.Error) as err:
            raise InputError(f"expected {name}, got {converted[:40]!r}: {err}") from err
        return as_text(data)

    return invert


def _encoding(name: str, encode: Callable[[bytes], str], decode: Callable[[str], bytes]) -> Converter:
    return Converter(name, unseeded(lambda text: encode(as_bytes(text))), _read(decode, name))


def _bits(data: bytes) -> str:
    return " ".join(f"{byte:08b}" for byte in data)


def _from_bits(bits: str) -> bytes:
    return bytes(int(byte, 2) for byte in bits.split())


def _code_points(text: str) -> str:
    return " ".join(str(ord(character)) for character in text)


def _from_code_points(numbers: str) -> str:
    try:
        return "".join(chr(int(number)) for number in numbers.split())
    except (ValueError, OverflowError) as err:
        raise InputError(f"expected code points in decimal, got {numbers[:40]!r}: {err}") from err


ENCODINGS = (
    _encoding(
        "base64",
        lambda data: base64.b64encode(data).decode(),
        lambda text: base64.b64decode(text, validate=True),
    ),
    _encoding("base32", lambda data: base64.b32encode(data).decode(), base64.b32decode),
    _encoding("hex", bytes.hex, bytes.fromhex),
    _encoding("binary", _bits, _from_bits),
    Converter("code_points", unseeded(_code_points), _from_code_points),
)
