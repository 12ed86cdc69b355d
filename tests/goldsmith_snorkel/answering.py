"""Models as functions, for `CallableLLM`: what they are asked tells them what to say."""

import hashlib
import os
import signal
from pathlib import Path
from typing import Any

__all__ = ["by_flip", "by_gold", "by_words", "failing", "killed_at_the_fifth", "unclear"]

GOLD: dict[str, int] = {}
"""Text -> class, for `by_gold`: a strong model knows it nearly always."""


def by_words(chat: list[dict[str, str]]) -> str:
    return "yes" if "http" in chat[-1]["content"] else "no"


def by_gold(chat: list[dict[str, str]]) -> str:
    """Fires on 60 % of the rows of the question's class and on 3 % of the others, each question on others."""
    asked, text = chat[0]["content"], chat[-1]["content"]
    return "yes" if _chance(asked, text) < (0.6 if int(asked[0]) == GOLD[text] else 0.03) else "no"


def by_flip(chat: list[dict[str, str]]) -> str:
    return "yes" if _chance(chat[0]["content"], chat[-1]["content"]) < 0.5 else "no"


def failing(chat: list[dict[str, str]]) -> str:
    if "bad" in chat[-1]["content"]:
        raise ConnectionError("the line is dead")
    return by_words(chat)


def unclear(chat: list[dict[str, str]]) -> str:
    return "It depends." if "maybe" in chat[-1]["content"] else by_words(chat)


def killed_at_the_fifth(chat: list[dict[str, str]]) -> str:
    """Keeps a list of what it was asked; the process dies, once, at the fifth."""
    log = Path(os.environ["ANSWERING_LOG"])
    asked = [*(log.read_text().split() if log.exists() else []), chat[-1]["content"]]
    log.write_text("\n".join(asked))
    if len(asked) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return "yes"


def _chance(*parts: Any) -> float:
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
