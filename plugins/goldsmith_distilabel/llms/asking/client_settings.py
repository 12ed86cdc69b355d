"""Switch off a client's own retries while ours are at work."""

from math import ceil
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.errors import InputError
from goldsmith_distilabel.llms.asking.without_secrets import nested_llms

__all__ = ["give_back", "take_over"]

# Distilabel's OpenAILLM forgets the last two when it is unloaded.
_CHANGED = ("max_retries", "timeout", "default_headers", "structured_output")

Given = list[tuple[LLM, dict[str, Any]]]


def take_over(llm: LLM, timeout_s: float) -> Given:
    """Let `llm` and the models inside it fail at once, and never before `timeout_s`; return the settings they had.

    Their own retries would multiply ours, count nowhere and overlook what `Retry-After` says.

    Raises:
        InputError: one of them generates offline, which gives no answers to journal.
    """
    given: Given = []
    for model in nested_llms(llm):
        if model.use_offline_batch_generation:
            raise InputError(f"{type(model).__name__} generates offline, which cannot be journaled")
        fields = {name: getattr(model, name) for name in _CHANGED if name in type(model).model_fields}
        given.append((model, fields))
        if "max_retries" in fields:
            setattr(model, "max_retries", 0)  # noqa: B010 - not a field of every LLM
        if "timeout" in fields:
            setattr(model, "timeout", max(fields["timeout"] or 0, ceil(timeout_s) + 1))  # noqa: B010
    return given


def give_back(given: Given) -> None:
    """Put every setting back."""
    for model, fields in given:
        for name, value in fields.items():
            setattr(model, name, value)
