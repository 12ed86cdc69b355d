"""Rows that a model wrote, marked as such."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith.data import provenance
from goldsmith_recipes.run_folder import fingerprint

__all__ = ["MarkSynthetic", "write_row_template"]

_ENDING = re.compile(r"""[.!?…]["\u201d')]*(?=\s|$)""")


@cache
def write_row_template() -> str:
    """Return the Jinja2 template that asks a persona for one row."""
    return (Path(__file__).parent / "templates" / "write_row.jinja2").read_text(encoding="utf-8").strip()


class MarkSynthetic(Step):
    """Turn a generation into a row of its own, with an id and where it came from.

    The id depends on the persona and the prompt, not on the words the model chose, so that a later run of the same
    recipe renames nothing.

    Input columns:
        - persona (`str`): who wrote it.
        - wish (`str`): what they wanted to write.
        - generation (`str`): what the model wrote; None where it failed.
        - model_name (`str`): which model.

    Output columns:
        - id (`str`): the row's stable id, starting with "synthetic-".
        - text (`str`): the generation without surrounding quotation marks and without a last sentence that was cut off
            by the length limit; "" where it failed.
        - source (`str`): "synthetic".
        - provenance (`dict`): technique, persona, prompt and model.

    Categories:
        - columns
    """

    @property
    def inputs(self) -> StepColumns:
        return ["persona", "wish", "generation", "model_name"]

    @property
    def outputs(self) -> StepColumns:
        return ["id", "text", "source", "provenance"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield [self._row(row) for row in rows]

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        prompt = fingerprint(write_row_template())
        return {
            "id": f"synthetic-{fingerprint(prompt, row['persona'], row['wish'])[:16]}",
            "text": _whole_sentences(row["generation"] or ""),
            "source": "synthetic",
            "provenance": provenance(
                "persona prompt", prompt="write_row", prompt_sha256=prompt, model=row["model_name"]
            )
            | {"persona": row["persona"], "source": "personas of the task", "licence": "none needed"},
        }


def _whole_sentences(generation: str) -> str:
    text = generation.strip()
    endings = [match.end() for match in _ENDING.finditer(text)]
    whole = text[: endings[-1]] if endings else text
    return whole.strip('"\u201c\u201d').strip()
