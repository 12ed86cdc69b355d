"""Have a language model write labeling functions, for you to read."""

import inspect
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Protocol

from jinja2 import Environment, StrictUndefined
from snorkel.labeling import LabelingFunction

from goldsmith.errors import InputError
from goldsmith.labels.proposals import (
    CANDIDATES_SCHEMA,
    Candidate,
    ProposedFunctions,
    Refused,
    Standard,
    read_candidates,
    vet,
)
from goldsmith.text import defused, tagged
from goldsmith.verify import CodeSandbox
from goldsmith_snorkel.apply_lfs import apply_lfs

__all__ = ["propose_labeling_functions"]

_SHOWN = 300  # characters of an example
_ENVIRONMENT = Environment(
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - prompts are not HTML
    finalize=lambda value: defused(value) if isinstance(value, str) else value,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["tagged"] = tagged
_TEMPLATE = _ENVIRONMENT.from_string(
    files("goldsmith_snorkel")
    .joinpath("templates", "propose_labeling_functions.jinja2")
    .read_text(encoding="utf-8")
)


class _LLM(Protocol):
    """A Distilabel LLM."""

    def load(self) -> None: ...

    def generate_outputs(self, inputs: list[Any], num_generations: int = 1, **kwargs: Any) -> list[Any]: ...


def propose_labeling_functions(
    llm: _LLM,
    instruction: str,
    labels: Mapping[str, str],
    examples: Mapping[str, Sequence[str]],
    *,
    texts: Sequence[str],
    dev_texts: Sequence[str],
    dev_labels: Sequence[str],
    per_class: int = 5,
    answers: int = 1,
    max_new_tokens: int = 1024,
    python: bool = False,
    existing: Sequence[LabelingFunction] = (),
    standard: Standard | None = None,
    sandbox: CodeSandbox | None = None,
) -> ProposedFunctions:
    """Ask a model for labeling functions of each class, try them, and return those that stand the trial as code to read.

    The model writes keywords and regular expressions and, if you let it, small Python functions. Each is tried on your texts: how
    many it fires on, how often it is right on known rows, whether it says anything new. Those that do not compile, take for
    ever, fire nearly everywhere or are no better than chance are refused with the reason. Patterns are searched for in a process that can
    be killed; Python runs in the sandbox alone. Nothing enters your own process: what you get is source, `to_python()`.

    The known rows decide what is kept, so they are no test set: measure with others. They must not be among the examples.

    Smith et al. 2022, "Language Models in the Loop: Incorporating Prompting into Weak Supervision", have a model vote on
    every row; here it is asked a few times, whatever the number of rows.

    Args:
        llm: any Distilabel LLM, such as `llm_from("openai:...")`; it is loaded here, and yours to unload.
        instruction: the task, in a sentence or two.
        labels: class -> what it means, in the order of the class numbers.
        examples: class -> texts of it, shown to the model.
        texts: without known labels, [n]: for coverage, overlap and conflict.
        dev_texts: [d], with known labels.
        dev_labels: their classes, [d].
        per_class: how many functions are asked for, for each class.
        answers: how many answers are drawn for each class.
        max_new_tokens: the longest an answer may be; one that is cut off is read as far as it goes.
        python: whether the model may write Python.
        existing: labeling functions that you have, to say where the new ones overlap or conflict with them.
        standard: what a candidate must reach.
        sandbox: where Python runs; by default one that this process keeps.

    Raises:
        InputError: fewer than two classes, examples or known rows of no class, no texts, or a number below 1.
    """
    if len(labels) < 2 or per_class < 1 or answers < 1:
        raise InputError(
            f"wanted two classes or more, per_class >= 1 and answers >= 1, got {list(labels)}, {per_class} and {answers}"
        )
    if strange := sorted(set(examples) - set(labels)):
        raise InputError(f"examples of {strange}, which are none of {list(labels)}")
    told: dict[str, Any] = {
        "instruction": instruction,
        "labels": dict(labels),
        "examples": {label: [text[:_SHOWN] for text in shown] for label, shown in examples.items()},
        "count": per_class,
        "python": python,
    }
    chats = [[{"role": "user", "content": _TEMPLATE.render(told, wanted=label).strip()}] for label in labels]
    found: dict[tuple[str, str, tuple[str, ...]], Candidate] = {}
    refused: list[Refused] = []
    for answer in _answers(llm, chats, answers, max_new_tokens):
        read, unread = read_candidates(answer, labels, python=python)
        refused += unread
        for one in read:
            found.setdefault((one.label, one.kind, one.body), one)
    L = apply_lfs(existing, [{"text": text} for text in texts], cardinality=len(labels)) if existing else None
    kept, failed = vet(
        list(found.values()),
        list(labels),
        texts,
        dev_texts,
        dev_labels,
        existing=L,
        standard=standard,
        sandbox=sandbox,
    )
    best = sorted(kept, key=lambda one: (-one.accuracy[0], -one.coverage, one.name))
    return ProposedFunctions(tuple(best), tuple(dict.fromkeys([*refused, *failed])), tuple(labels))


def _answers(llm: _LLM, chats: list[Any], count: int, max_new_tokens: int) -> list[str]:
    """Return what the model says; a request without an answer gives none."""
    llm.load()
    takes = inspect.signature(getattr(llm, "agenerate", None) or llm.generate_outputs).parameters
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": CANDIDATES_SCHEMA}}
    wanted = {"max_new_tokens": max_new_tokens, "response_format": form}
    known = {name: value for name, value in wanted.items() if name in takes}
    outputs = llm.generate_outputs(inputs=chats, num_generations=count, **known)
    return [text for output in outputs for text in output["generations"] if isinstance(text, str)]
