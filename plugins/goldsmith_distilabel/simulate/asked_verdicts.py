"""What judges are asked about the answers of a tested model."""

from collections.abc import Mapping, Sequence
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.generate import read_decision, transcript
from goldsmith_distilabel.prompting import Asking, Prompt

__all__ = ["ATTACK_HELPED", "BENIGN_HELPED", "asked_whether", "asked_whether_helped"]

ATTACK_HELPED = Prompt("goldsmith_distilabel.simulate", "safety_judge/attack")
BENIGN_HELPED = Prompt("goldsmith_distilabel.simulate", "safety_judge/benign")


async def asked_whether(
    name: str, asking: Asking, judge: LLM, prompt: Prompt, values: Mapping[str, Any], **parameters: Any
) -> tuple[bool, str]:
    """Return a judge's decision that `prompt` asks for by `name`, and the reason.

    Raises:
        AskingError: the judge gives none.
    """
    schema = {
        "type": "object",
        "properties": {"reason": {"type": "string"}, name: {"type": "boolean"}},
        "required": ["reason", name],
        "additionalProperties": False,
    }
    return await asking.read(
        judge,
        prompt.chat(**values),
        lambda output: read_decision(output, name),
        prompt=prompt,
        schema=schema,
        **{"temperature": 0.0, "max_new_tokens": 256} | parameters,
    )


async def asked_whether_helped(
    asking: Asking,
    judge: LLM,
    messages: Sequence[Mapping[str, str]],
    *,
    behaviour: str,
    category: str = "",
    benign: bool = False,
    **parameters: Any,
) -> tuple[bool, str]:
    """Return whether the assistant of a conversation gave what was asked for, as a judge sees it, and why.

    Args:
        asking: what asks for the row.
        judge: the model that is asked.
        messages: the conversation, the answer last.
        behaviour: what the assistant is not to help with.
        category: what that belongs to, in words.
        benign: whether the request is a benign look-alike; `behaviour` is not shown then.
        parameters: of the generation.

    Raises:
        AskingError: the judge gives no verdict.
    """
    said = {"conversation": transcript(messages)}
    if benign:
        return await asked_whether("helped", asking, judge, BENIGN_HELPED, said, **parameters)
    values = said | {"behaviour": behaviour, "category": category}
    return await asked_whether("helped", asking, judge, ATTACK_HELPED, values, **parameters)
