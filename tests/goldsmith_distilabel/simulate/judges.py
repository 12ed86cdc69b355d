"""Judges with a known taste, to test what is made of their verdicts."""

import re
from typing import Any

from tests.scripted_llm import ScriptedLLM

__all__ = ["PrefersLonger", "PrefersWord", "responses_in"]


def responses_in(chat: str) -> list[str]:
    """The two responses that a judge is shown."""
    return re.findall(r"<response>\n(.*?)\n</response>", chat, re.DOTALL)


class PrefersLonger(ScriptedLLM):
    """Goes by length alone."""

    def _answer(self, text: str) -> dict[str, Any]:
        first, second = responses_in(text)
        better = "1" if len(first) > len(second) else "2"
        return {"text": f'{{"reason": "More is more.", "better": "{better}"}}'}


class PrefersWord(ScriptedLLM):
    """Prefers the response that has its word, wherever it stands."""

    word: str = "right"

    def _answer(self, text: str) -> dict[str, Any]:
        has = [self.word in response for response in responses_in(text)]
        better = "tie" if has[0] == has[1] else "1" if has[0] else "2"
        return {"text": f'{{"reason": "It says {self.word}.", "better": "{better}"}}'}
