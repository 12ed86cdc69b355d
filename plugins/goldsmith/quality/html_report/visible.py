"""Characters that HTML drops or UTF-8 cannot hold, shown as what they are."""

import re
from typing import Any

from markupsafe import Markup

__all__ = ["visible"]

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def visible(value: Any) -> Any:
    r"""Replace control characters by their pictures and lone surrogates by U+FFFD in text; leave the rest alone.

    >>> visible("a\x00b\ud800")
    'a␀b�'
    """
    return CONTROL.sub(_picture, value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
