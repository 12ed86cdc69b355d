"""What a judge says of two prompts: is anything gained?"""

import re

from goldsmith.errors import UnreadableError

__all__ = ["read_information_gain"]

_VERDICT = re.compile(
    r"(?P<no>(?:\bnot|\bnever|n['\u2019]t)(?:\w{0,20}[\W_]{1,4}){1,3}?(?:equal|equivalent|identical|the same)\b"
    r"|\bunequal\b|[\"']equal[\"']\s*:\s*false)"
    r"|(?P<yes>\b(?:equal|equivalent|identical)\b)",
    re.IGNORECASE,
)


def read_information_gain(text: str) -> bool:
    """Return whether the judge finds the two prompts "Not Equal", that is, something gained.

    The verdict may stand alone, in JSON, in bold or in a sentence. Where a text says both, its first line decides, or
    else its last.

    >>> read_information_gain("**Not Equal**"), read_information_gain('{"verdict": "Equal"}')
    (True, False)

    Raises:
        UnreadableError: there is no verdict, or both.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    for part in [text, *lines[:1], *lines[-1:]]:
        said = {match.lastgroup == "no" for match in _VERDICT.finditer(part)}
        if len(said) == 1:
            return said.pop()
    raise UnreadableError('wanted the verdict "Equal" or "Not Equal", and one of them only')
