"""A chain of thought and the answer it ends on, and reading one out of what a model wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.reason.answer_place import answer_place, stated_answer
from goldsmith.reason.split_steps import split_steps, without_marker
from goldsmith.text import read_json, well_formed
from goldsmith.verify import final_code

__all__ = ["Chain", "read_chain", "steps_schema", "think_form"]

_TAG = re.compile(r"<[ ]?(/?)[ ]?(?:think|thinking|thought|reasoning)[ ]?>", re.IGNORECASE)
_LISTED = re.compile(r"""["'](?:steps|reasoning|chain|thoughts)["'][ ]?:""", re.IGNORECASE)
_STEPS, _ANSWERS, _TEXTS = (
    ("steps", "reasoning", "chain", "thoughts"),
    ("answer", "final_answer", "result"),
    ("text", "content", "explanation", "description", "thought", "step"),
)


@dataclass(frozen=True)
class Chain:
    """What a model thought and what it answered.

    Attributes:
        chain: the reasoning, without tags.
        steps: its steps, in their order; () without a chain.
        response: what stands after the reasoning.
        final_answer: the answer alone; "" if none is found.
        problem: why it is no whole chain with an answer; "" if it is.
    """

    chain: str = ""
    steps: tuple[str, ...] = ()
    response: str = ""
    final_answer: str = ""
    problem: str = ""


def steps_schema() -> dict[str, Any]:
    """Return the JSON schema of the listed form: the steps first, so that the answer follows from them."""
    return {
        "type": "object",
        "properties": {
            "steps": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "answer": {"type": "string"},
        },
        "required": ["steps", "answer"],
        "additionalProperties": False,
    }


def think_form(chain: str, response: str) -> str:
    r"""Return the text that a model is trained on: the reasoning between `<think>` tags, then the response.

    >>> think_form("2 + 2 = 4.", "Answer: 4")
    '<think>\n2 + 2 = 4.\n</think>\n\nAnswer: 4'
    """
    return f"<think>\n{chain.strip()}\n</think>\n\n{response.strip()}"


def read_chain(text: str, *, code: bool = False) -> Chain:
    r"""Read a model's reasoning and answer, in whatever form: `<think>` tags, JSON with steps, or worked text.

    A tag that was begun for the model and so is missing, tags of other names, more than one thought, JSON in a fence
    and numbered lines are all understood. Never raises: `problem` says what is missing.

    Args:
        text: what the model wrote.
        code: whether the answer is a program; it is then the last block of the response.

    >>> read_chain("<think>\nHalf of 2 is 1.\n\n2 + 1 = 3.\n</think>\nIt takes 3 bolts.\nAnswer: 3").steps
    ('Half of 2 is 1.', '2 + 1 = 3.')
    >>> read_chain('{"steps": ["Half of 2 is 1.", "2 + 1 = 3."], "answer": "3"}').final_answer
    '3'
    >>> read_chain("Half of 2 is 1, and 2 + 1 = 3. The answer is 3.").chain
    'Half of 2 is 1, and 2 + 1 = 3.'
    >>> read_chain("Answer: 3").problem
    'there is no reasoning before the answer'
    """
    text = well_formed(text)
    found = _listed(text) or _tagged(text) or _worked(text, code=code)
    answer = _code(found.response) if code else stated_answer(found.response)
    return _judged(replace(found, final_answer=answer), code=code)


def _judged(found: Chain, *, code: bool) -> Chain:
    problem = found.problem
    if not found.chain and not found.response:
        problem = "it is empty"
    elif not found.chain:
        problem = "there is no reasoning before the answer"
    elif not problem and not found.final_answer:
        problem = "there is no program in the answer" if code else "it ends in no final answer"
    return replace(found, problem=problem)


def _tagged(text: str) -> Chain | None:
    tags = list(_TAG.finditer(text))
    if not tags:
        return None
    closing = [tag for tag in tags if tag[1]]
    begin = tags[0].end() if not tags[0][1] else 0
    if closing and closing[-1].start() >= begin:
        inner = _TAG.sub("\n\n", text[begin : closing[-1].start()])
        return _of(inner, _TAG.sub("", text[closing[-1].end() :]))
    rest = _TAG.sub("\n\n", text[begin:])
    place = answer_place(rest)
    if place is None or not rest[:place].strip():
        return replace(_of(rest, ""), problem="the reasoning does not end: there is no </think>")
    return _of(rest[:place], rest[place:])


def _worked(text: str, *, code: bool) -> Chain:
    place = text.rfind("```", 0, text.rfind("```")) if code else answer_place(text)
    if place is None or place < 0:
        return _of(text, "")
    return _of(text[:place], text[place:])


def _of(chain: str, response: str) -> Chain:
    return Chain(chain.strip(), tuple(split_steps(chain)), response.strip())


def _listed(text: str) -> Chain | None:
    # What a reasoning model thought before it listed the steps is not what was asked for.
    said = text[max((tag.end() for tag in _TAG.finditer(text) if tag[1]), default=0) :]
    if not _LISTED.search(said):
        return None
    try:
        found = read_json(said)
    except UnreadableError:
        return None
    if not isinstance(found, Mapping):
        return None
    told = {str(name).strip().lower().replace(" ", "_"): value for name, value in found.items()}
    listed = next((told[name] for name in _STEPS if told.get(name)), None)
    if listed is None:
        return None
    raw = listed if isinstance(listed, list) else split_steps(_text(listed))
    steps = tuple(step for one in raw if (step := without_marker(_text(one))))
    answer = next((_text(told[name]) for name in _ANSWERS if name in told), "")
    return Chain("\n\n".join(steps), steps, answer.strip())


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = next((value[name] for name in _TEXTS if value.get(name)), "")
    return (
        "" if value is None or isinstance(value, bool | list | Mapping) else well_formed(str(value)).strip()
    )


def _code(response: str) -> str:
    return final_code(response) or ""
