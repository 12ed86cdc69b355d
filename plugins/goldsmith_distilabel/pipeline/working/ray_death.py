"""Why an actor has died, in a few words."""

import re

from goldsmith.extras import require

__all__ = ["cause_of_death"]

_LONGEST = 500


def cause_of_death(error: Exception) -> str:
    """Return what Ray says of a dead actor as the rest of a sentence that begins with "its process".

    Args:
        error: what Ray raised instead of giving the answer.
    """
    text = str(error)
    ip = re.search(r"^\tip: (.+)$", text, re.MULTILINE)
    where = f" on node {ip[1]}" if ip else ""
    if _out_of_memory(error):
        return f"was ended by Ray{where}, because its node was running out of memory: {_short(text)}"
    if getattr(error, "preempted", False):
        return f"was ended{where}, because the node was taken out of the cluster"
    if code := re.search(r"exits with an exit code (-?\d+)", text):
        return f"ended by itself{where} with exit code {code[1]}"
    if "connection error code 2" in text:
        return f"died without a word{where}: killed, most likely because the machine ran out of memory, or crashed"
    return f"was lost{where}: {_short(text)}"


def _out_of_memory(error: Exception) -> bool:
    return isinstance(error, require("ray", extra="ray").exceptions.OutOfMemoryError)


def _short(text: str) -> str:
    told = " ".join(line for line in text.splitlines() if line and not line.startswith("\t"))
    told = re.split(" Some common causes include| OOM kill reason", told)[0]
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
