"""EDA over rows."""

from typing import Any, ClassVar, Literal, get_args

from pydantic import Field, PrivateAttr

from goldsmith.augment import (
    Augmented,
    Span,
    WordNet,
    eda,
    eda_defaults,
    english_wordnet,
    read_wordnet,
)
from goldsmith_distilabel.augment.changes_words import ChangesWords

__all__ = ["EasyDataAugmentation"]

Operation = Literal["synonym replacement", "random insertion", "random swap", "random deletion"]


class EasyDataAugmentation(ChangesWords):
    """Make new texts of each by replacing words by synonyms, inserting synonyms, swapping and deleting words, as EDA does.

    `goldsmith.augment.eda` has the rules and where they differ from the paper's. In English a synonym has the part of speech and the
    form of the word. Every new text is a row behind its original, with the original's columns; whether it still has its label, a
    gate has to say: deletion may take a "not". Rows of which nothing can be made leave one with `keep` False and the reason.

    Attributes:
        training_rows: how many rows there are to train on; alpha and n_aug come from it by table 3 of the paper.
        alpha: the share of words changed, in (0, 1]; None: from `training_rows`.
        n_aug: new texts of each; None: from `training_rows`.
        operations: which to use.
        language: of the texts, ISO 639-1.
        wordnet: a file that `goldsmith.augment.read_wordnet` reads; "": Princeton's WordNet, for English.
        stop_words: words that no synonym is sought for; None: those of `goldsmith.augment.STOP_WORDS`.
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
        - operation (`str`): Which one made it; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    References:
        - [EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks](https://arxiv.org/abs/1901.11196)

    Citations:
        ```
        @inproceedings{wei2019eda,
            title={EDA: Easy Data Augmentation Techniques for Boosting Performance on Text Classification Tasks},
            author={Wei, Jason and Zou, Kai},
            booktitle={Proceedings of EMNLP-IJCNLP},
            year={2019}
        }
        ```

    Examples:
        Two variants of a review, with the entity left as it is:

        ```python
        from goldsmith_distilabel.augment import EasyDataAugmentation

        step = EasyDataAugmentation(n_aug=2, operations=["synonym replacement"], spans_column="spans")
        step.load()
        text = "I bought a car from Ada Car Sales."
        row = {"id": "1", "text": text, "spans": [{"start": 20, "end": 33, "label": "ORG"}], "label": "neutral"}
        given, *made = next(step.process([row]))
        step.unload()
        assert len(made) == 2
        for new in made:
            (span,) = new["spans"]
            assert new["text"][span["start"] : span["end"]] == "Ada Car Sales"
            assert new["label"] == "neutral"
        ```
    """

    technique: ClassVar[str] = "eda"

    training_rows: int = Field(default=500, ge=1)
    alpha: float | None = Field(default=None, gt=0, le=1)
    n_aug: int | None = Field(default=None, ge=1)
    operations: list[Operation] = Field(default_factory=lambda: list(get_args(Operation)), min_length=1)
    language: str = "en"
    wordnet: str = ""
    stop_words: list[str] | None = None

    _wordnet: WordNet | None = PrivateAttr(default=None)

    def load(self) -> None:
        """Read the wordnet."""
        super().load()
        if self.wordnet:
            self._wordnet = read_wordnet(self.wordnet)
        elif self.language == "en":
            self._wordnet = english_wordnet()

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:  # noqa: ARG002
        alpha, n_aug = eda_defaults(self.training_rows)
        return eda(
            text,
            self.alpha or alpha,
            self.n_aug or n_aug,
            operations=self.operations,
            spans=spans,
            protect=self.protect,
            language=self.language,
            wordnet=self._wordnet,
            stop_words=self.stop_words,
            segment=self._segment,
            seed=self.seed,
        )
