"""Text as a review tool can store and show it."""

import re
import unicodedata

__all__ = ["is_plain", "visible"]

_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return `text` as the reviewer sees it: U+0000 as U+2400 (␀), a lone surrogate as U+FFFD, the rest untouched.

    No review server stores U+0000 (PostgreSQL has no way to) and none can encode half a surrogate pair. Markup,
    template syntax, emoji and right-to-left text pass as they are: escaping belongs to whoever renders.

    >>> visible("a\x00b <b>{{ x }}</b>")
    'a␀b <b>{{ x }}</b>'
    """
    return _SURROGATE.sub("\ufffd", text.replace("\x00", "\u2400"))


def is_plain(text: str, longest: int) -> bool:
    r"""Tell whether `text` survives as a name: 1 to `longest` characters, none that XML cannot hold (controls, U+FFFE), trimmed.

    >>> is_plain("not spam", 20), is_plain("not\nspam", 20), is_plain(" ", 20), is_plain("\uffff", 20)
    (True, False, False, False)
    """
    return (
        0 < len(text) <= longest
        and text == text.strip()
        and not any(
            char in "\ufffe\uffff" or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text
        )
    )
