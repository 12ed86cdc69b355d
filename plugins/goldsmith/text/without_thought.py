"""What a model says after its thinking."""

import re

__all__ = ["without_thought"]

_THOUGHT = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)


def without_thought(output: str) -> str:
    """Return what a model said, without the thinking before it and the white space around it.

    >>> without_thought("<think>They want a refund.</think> Which order?")
    'Which order?'
    """
    return _THOUGHT.sub("", output).strip()
