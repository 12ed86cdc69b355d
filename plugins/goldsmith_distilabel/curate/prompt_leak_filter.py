"""Mark answers that repeat their prompt or show the template around it."""

from collections.abc import Iterator
from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.filters import find_prompt_leak
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["PromptLeakFilter"]


class PromptLeakFilter(Step):
    """Mark rows whose answer repeats its prompt, shows a chat template's markers or has placeholders left unfilled.

    Attributes:
        column: the answer to read.
        prompt_columns: what the model was given: texts, or conversations of `{"role", "content"}`.
        max_echo: the largest share of a prompt's n-grams that the answer may repeat.
        n: words in an n-gram.

    Input columns:
        - generation (`str`): the column named by `column`; a missing answer leaks nothing.
        - instruction (`str`): the columns named by `prompt_columns`.

    Output columns:
        - keep (`bool`): False where the answer leaks.
        - drop_reason (`str`): the marker, or the share of the prompt.
        - prompt_echo (`float`): the largest share of a prompt's n-grams that the answer repeats, in [0, 1].
        - template_markers (`list[str]`): the markers and placeholders in it.

    Categories:
        - filtering

    Examples:
        Mark an answer that goes on past its end:

        ```python
        from goldsmith_distilabel.curate import PromptLeakFilter

        step = PromptLeakFilter()
        step.load()
        rows = next(step.process([{"instruction": "Add 2 and 2.", "generation": "4<|im_end|>"}]))
        assert rows[0]["drop_reason"] == "prompt leak: template marker <|im_end|>"
        ```
    """

    column: str = "generation"
    prompt_columns: list[str] = Field(default=["instruction"])
    max_echo: float = Field(default=0.5, ge=0, le=1)
    n: int = Field(default=5, ge=1)

    @property
    def inputs(self) -> StepColumns:
        return [self.column, *self.prompt_columns]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "prompt_echo", "template_markers"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        texts = readable(rows, self.column)
        found = [
            find_prompt_leak(text, self._prompts(row), n=self.n)
            for text, row in zip(texts, rows, strict=True)
        ]
        yield [
            row | {"prompt_echo": leak.echo, "template_markers": list(leak.markers)}
            for row, leak in zip(
                mark(rows, [leak.reason(self.max_echo) for leak in found]), found, strict=True
            )
        ]

    def _prompts(self, row: dict[str, Any]) -> list[str]:
        return [prompt for column in self.prompt_columns for prompt in _texts(row.get(column))]


def _texts(value: Any) -> Iterator[str]:
    messages = value if isinstance(value, list) else [value]
    for message in messages:
        content = message.get("content") if isinstance(message, dict) else message
        if isinstance(content, str):
            yield content
