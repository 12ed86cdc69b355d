"""Mark toxic rows."""

from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError
from goldsmith.filters import (
    TOXIC_LANGUAGES,
    HateSonar,
    ToxicityModel,
    ToxicityScorer,
    ToxicWords,
    toxicity_reason,
)
from goldsmith.named_function import named_function
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["ToxicityFilter"]


class ToxicityFilter(Step):
    """Mark rows whose text attacks somebody or is obscene, by scores per category.

    By default lists of words and phrases in thirteen languages tell (`goldsmith.filters.ToxicWords`): offline, and blind to hate in plain
    words, irony and other languages. Its categories are identity_attack, insult, profanity and threat; what is quoted, spoken of or
    condemned scores 0.2. A classifier such as Detoxify that you have on disk sees more; `ToxicityJudge` asks a language model.

    Attributes:
        column: the text to read.
        scorer: "words"; "hatesonar", a small English classifier (`goldsmith.filters.HateSonar`, extra `toxicity`); "model", a
            classifier in `model_folder`; or "package.module:name" of a `goldsmith.filters.ToxicityScorer` of your own.
        thresholds: category -> the least score that drops a row, None for none.
        threshold: the threshold of the other categories. Scores of different scorers do not compare.
        languages: ISO 639-1 codes of the word lists.
        model_folder: what `save_pretrained` writes, or the configuration and tokenizer of `checkpoint`.
        checkpoint: a file of the Detoxify releases.

    Input columns:
        - text (`str`): the column named by `column`; a missing text scores 0.

    Output columns:
        - keep (`bool`): False where a category reaches its threshold.
        - drop_reason (`str`): the worst category and its score.
        - toxicity (`dict[str, float]`): category -> score, in [0, 1].

    Categories:
        - filtering

    References:
        - [Automated Hate Speech Detection and the Problem of Offensive Language](https://arxiv.org/abs/1703.04009)
        - [Detoxify](https://github.com/unitaryai/detoxify)

    Citations:
        ```
        @inproceedings{davidson2017automated,
            title={Automated Hate Speech Detection and the Problem of Offensive Language},
            author={Davidson, Thomas and Warmsley, Dana and Macy, Michael and Weber, Ingmar},
            booktitle={International AAAI Conference on Web and Social Media},
            year={2017}
        }
        ```

    Examples:
        Drop an insult, keep a sentence against it:

        ```python
        from goldsmith_distilabel.curate import ToxicityFilter

        step = ToxicityFilter(thresholds={"profanity": None})
        step.load()
        texts = ["You are an id1ot!", 'He called her a "retard", and nobody laughed.', "This is fucking brilliant."]
        rows = next(step.process([{"text": text} for text in texts]))
        assert [row["keep"] for row in rows] == [False, True, True]
        assert rows[0]["drop_reason"] == "toxicity: insult 0.90, dropped from 0.50"
        ```
    """

    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_score"})  # made by `load`

    column: str = "text"
    scorer: str = "words"
    thresholds: dict[str, float | None] = Field(default_factory=dict)
    threshold: float = Field(default=0.5, gt=0, le=1)
    languages: list[str] = Field(default=list(TOXIC_LANGUAGES), min_length=1)
    model_folder: str | None = None
    checkpoint: str | None = None

    _score: ToxicityScorer | None = PrivateAttr(default=None)

    def load(self) -> None:
        """Make the scorer, and refuse a category it does not have.

        Raises:
            InputError: there is no such scorer, language or category.
        """
        super().load()
        scorer = self._made()
        toxicity_reason(dict.fromkeys(scorer.categories, 0.0), self.thresholds)
        self._score = scorer

    def unload(self) -> None:
        """Let the scorer go."""
        self._score = None
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "toxicity"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        scores = self._scored(readable(rows, self.column))
        reasons = [toxicity_reason(one, self.thresholds, default=self.threshold) for one in scores]
        yield [row | {"toxicity": one} for row, one in zip(mark(rows, reasons), scores, strict=True)]

    def _scored(self, texts: list[str]) -> list[Mapping[str, float]]:
        if self._score is None:
            raise InputError("ToxicityFilter is not loaded: call its load() before process()")
        told = [number for number, text in enumerate(texts) if text.strip()]
        scores: list[Mapping[str, float]] = [dict.fromkeys(self._score.categories, 0.0) for _ in texts]
        found = self._score([texts[number] for number in told]) if told else []
        for number, one in zip(told, found, strict=True):
            scores[number] = one
        return scores

    def _made(self) -> ToxicityScorer:
        if self.scorer == "words":
            return ToxicWords(tuple(self.languages))
        if self.scorer == "hatesonar":
            return HateSonar()
        if self.scorer == "model":
            if not self.model_folder:
                raise InputError('scorer="model" needs model_folder, the folder of a classifier')
            return ToxicityModel(self.model_folder, self.checkpoint)
        own: Any = named_function(self.scorer)
        if not getattr(own, "categories", None):
            raise InputError(f"{self.scorer} is no ToxicityScorer: it has no categories")
        return own  # type: ignore[no-any-return]
