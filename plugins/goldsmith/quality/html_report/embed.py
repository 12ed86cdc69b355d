"""Data inside a script element that nothing in it can leave."""

import json
import re

from markupsafe import Markup

from goldsmith.quality.html_report.plain import Json

__all__ = ["embed"]

# "<", ">" and "&" end or open markup; U+2028 and U+2029 end a line in old JavaScript; a lone surrogate has no UTF-8.
UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def embed(value: Json) -> Markup:
    r"""Return `value` as JSON text for `<script type="application/json">`.

    >>> print(embed({"text": "</script><!-- \ud800"}))
    {"text":"\u003c/script\u003e\u003c!-- \ud800"}
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))  # noqa: S704 - made safe right here
