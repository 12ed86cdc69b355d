"""UDA's TF-IDF based word replacing over rows."""

from typing import Any, ClassVar

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.augment import Augmented, Span, TfIdf, fit_tf_idf, replace_by_tf_idf
from goldsmith.data import read_rows
from goldsmith_distilabel.augment.augment_step import is_augmented
from goldsmith_distilabel.augment.changes_words import ChangesWords

__all__ = ["TfIdfReplacement"]


class TfIdfReplacement(ChangesWords, GlobalStep):
    """Make new texts of each by replacing words that tell little by others that tell little, as UDA does.

    What tells is learned from all rows that came so far, or from a corpus (`goldsmith.augment.fit_tf_idf`); the words that tell a text
    from the others stay (`goldsmith.augment.replace_by_tf_idf`). New texts need not be grammatical.

    Attributes:
        p: how much is replaced, above 0; 0.7 in the paper.
        n_aug: new texts of each.
        corpus: a file as `goldsmith.data.read_rows` reads it, whose `column` to learn from; "": the rows themselves.
        protect: words and phrases that stay, in whatever case.
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
        - operation (`str`): "tf-idf replacement"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    References:
        - [Unsupervised Data Augmentation for Consistency Training](https://arxiv.org/abs/1904.12848)

    Citations:
        ```
        @inproceedings{xie2020uda,
            title={Unsupervised Data Augmentation for Consistency Training},
            author={Xie, Qizhe and Dai, Zihang and Hovy, Eduard and Luong, Minh-Thang and Le, Quoc V.},
            booktitle={Advances in Neural Information Processing Systems},
            year={2020}
        }
        ```

    Examples:
        The words that each text has alone stay:

        ```python
        from goldsmith_distilabel.augment import TfIdfReplacement

        step = TfIdfReplacement(keep_originals=False)
        step.load()
        texts = ["the film was very fine", "the book was very dull", "the end"]
        rows = next(step.process([{"id": str(n), "text": text} for n, text in enumerate(texts)]))
        step.unload()
        assert {"film", "fine"} <= set(rows[0]["text"].split())
        ```
    """

    technique: ClassVar[str] = "tf-idf"

    p: float = Field(default=0.7, gt=0)
    n_aug: int = Field(default=1, ge=1)
    corpus: str = ""

    _tf_idf: TfIdf = PrivateAttr(default_factory=lambda: fit_tf_idf([]))

    def load(self) -> None:
        """Learn from the corpus, if there is one."""
        super().load()
        if self.corpus:
            rows = read_rows(self.corpus, self.column)
            self._tf_idf = fit_tf_idf((str(row[self.column]) for row in rows), self._segment)

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = [row for batch in inputs for row in batch]
        if not self.corpus:
            told = [row for row in rows if row.get("keep") is not False and not is_augmented(row)]
            self._tf_idf = fit_tf_idf((str(row.get(self.column) or "") for row in told), self._segment)
        yield from super().process(rows)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:  # noqa: ARG002
        return replace_by_tf_idf(
            text,
            self._tf_idf,
            self.p,
            self.n_aug,
            spans=spans,
            protect=self.protect,
            segment=self._segment,
            seed=self.seed,
        )
