"""Rows of code with other names for its variables."""

from typing import Any, ClassVar

from pydantic import Field

from goldsmith.augment import Augmented, Span, renamed_code
from goldsmith_distilabel.augment.augment_step import AugmentStep

__all__ = ["CodeVariation"]


class CodeVariation(AugmentStep):
    r"""Rename local variables of Python code, so that a model learns what a program does and not what its variables are called.

    Each variant is the same program: `goldsmith.augment.renamed_code` says what is renamed and what is left alone. What is no Python that can be
    read leaves a row that says so.

    Attributes:
        n: variants to make of each.
        share: of the variables that may be renamed, at least one.
        column: the code.
        spans_column: code has none: leave it "".
        keep_originals: whether the given rows come out too.
        seed: of the draws.

    Input columns:
        - code (`str`): The code; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - code (`str`): The variant; the original where there is none.
        - id (`str`): Its own.
        - operation (`str`): "renamed variables"; "" in a given row.
        - keep (`bool`): Whether there is a variant.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    Examples:
        Another name for y:

        ```python
        from goldsmith_distilabel.augment import CodeVariation

        step = CodeVariation(keep_originals=False)
        step.load()
        rows = next(step.process([{"code": "def f(x):\n    y = x + 1\n    return y\n"}]))
        assert rows[0]["code"].startswith("def f(x):") and " y " not in rows[0]["code"]
        ```
    """

    technique: ClassVar[str] = "Code variation"

    column: str = "code"
    n: int = Field(default=1, ge=1, le=20)
    share: float = Field(default=1.0, gt=0, le=1)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:
        del spans, row
        return renamed_code(text, self.n, share=self.share, seed=self.seed)
