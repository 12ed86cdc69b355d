"""The escapes of URLs, HTML and JSON, for every character."""

import re
from urllib.parse import unquote_to_bytes

from goldsmith.errors import InputError
from goldsmith.redteam.converters.converter import Converter, unseeded
from goldsmith.redteam.converters.encodings import as_bytes, as_text

__all__ = ["ESCAPES"]

_ENTITY = re.compile(r"&#(\d{1,7});")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in as_bytes(text))


def _from_percent(converted: str) -> str:
    return as_text(unquote_to_bytes(as_bytes(converted)))


def _entities(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _from_entities(converted: str) -> str:
    try:
        return _ENTITY.sub(lambda entity: chr(int(entity[1])), converted)
    except ValueError as err:
        raise InputError(f"expected character references, got {converted[:40]!r}: {err}") from err


def _unicode_escapes(text: str) -> str:
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def _from_unicode_escapes(converted: str) -> str:
    units = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), converted)
    return units.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")


ESCAPES = (
    Converter("url", unseeded(_percent), _from_percent),
    Converter("html_entities", unseeded(_entities), _from_entities),
    Converter(
        "unicode_escapes",
        unseeded(_unicode_escapes),
        _from_unicode_escapes,
        domain="strings in which no low surrogate follows a high one: the two would come back as their character",
        in_domain=lambda text: not _SURROGATE_PAIR.search(text),
    ),
)
