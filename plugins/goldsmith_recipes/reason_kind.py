"""Why rows were set aside, in few words."""

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["reason_kind"]

_DETAIL = re.compile(r",? got .*|\{[^{}]*\}|\([^()]*\)|'[^']*'|\"[^\"]*\"|[\w./]*\d[\w./%]*", re.DOTALL)
_LEFT_OVER = re.compile(r"(?:[\s,:;]|\bas\b)+\Z")  # what stood before a detail


def reason_kind(row: Mapping[str, Any]) -> str:
    """Return why a row was set aside, without what is particular to it.

    >>> reason_kind({"drop_reason": "near-duplicate: of 3f9a01 (similarity 0.88)"})
    'near-duplicate: of #'
    >>> reason_kind({"drop_reason": "false_sum: 1 of 2 sums is false: '4 * 8 = 34'"})
    'false_sum'
    """
    error = row.get("error") or {}
    if error.get("kind"):
        return f"{error['step']}: {error['kind']}"
    bare = _DETAIL.sub(
        lambda match: "" if match.group()[0] in " ,{('\"" else "#", str(row.get("drop_reason") or "")
    )
    kind, _, rest = bare.partition(": ")
    told = kind if rest.startswith("#") else bare
    return _LEFT_OVER.sub("", " ".join(told.split()).replace(" ,", ","))[:80]
