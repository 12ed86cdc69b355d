"""AEDA over rows."""

from typing import Any, ClassVar

from pydantic import Field

from goldsmith.augment import AEDA_MARKS, Augmented, Span, aeda
from goldsmith_distilabel.augment.changes_words import ChangesWords

__all__ = ["RandomPunctuation"]


class RandomPunctuation(ChangesWords):
    """Make new texts of each by putting punctuation marks at random places between its words, as AEDA does.

    No word is lost or changed, and the words keep their order (`goldsmith.augment.aeda`).

    Attributes:
        n_aug: new texts of each.
        marks: what to put in; the paper's six by default.
        protect: words and phrases that stay together, in whatever case.
        segment: the import name of a function that cuts what is written without blanks into its words, such as "jieba:lcut".
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        seed: of the random choices.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "random punctuation"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    References:
        - [AEDA: An Easier Data Augmentation Technique for Text Classification](https://arxiv.org/abs/2108.13230)

    Citations:
        ```
        @inproceedings{karimi2021aeda,
            title={AEDA: An Easier Data Augmentation Technique for Text Classification},
            author={Karimi, Akbar and Rossi, Leonardo and Prati, Andrea},
            booktitle={Findings of EMNLP},
            year={2021}
        }
        ```

    Examples:
        A sentence with marks between its words:

        ```python
        from goldsmith_distilabel.augment import RandomPunctuation

        step = RandomPunctuation(keep_originals=False)
        step.load()
        (made,) = next(step.process([{"id": "1", "text": "a sad, superior human comedy"}]))
        step.unload()
        assert made["text"] == "a sad, superior human ? comedy"
        ```
    """

    technique: ClassVar[str] = "aeda"

    n_aug: int = Field(default=1, ge=1)
    marks: list[str] = Field(default_factory=lambda: list(AEDA_MARKS), min_length=1)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:  # noqa: ARG002
        return aeda(
            text,
            self.n_aug,
            marks=self.marks,
            spans=spans,
            protect=self.protect,
            segment=self._segment,
            seed=self.seed,
        )
