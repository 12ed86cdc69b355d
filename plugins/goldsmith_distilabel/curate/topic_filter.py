"""Mark rows about topics that are not wanted."""

import math
from typing import Any, ClassVar

from distilabel.models.embeddings.base import Embeddings
from distilabel.models.llms.base import LLM
from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError
from goldsmith.filters import Topics, topic_reason
from goldsmith_distilabel.curate.marks import MARKS, mark, readable
from goldsmith_distilabel.curate.topic_labels import NONE_OF_THESE, TopicLabels
from goldsmith_distilabel.llms import MiniLMEmbeddings

__all__ = ["TopicFilter"]

Row = dict[str, Any]


class TopicFilter(Step):
    """Say what a text is about, of topics given in words, and mark the rows whose topic is not wanted. No training.

    By vectors (the default) a text has the topic it is nearest to, if near enough and nearer than to the next; else it has none. A topic
    is embedded as "name: description" and as its name alone. The default encoder was trained on English and sees little else: use
    multilingual `embeddings`, or an `llm`, for other languages. Texts that name a topic in passing, short texts and topics that overlap
    are where it errs; look at `topic_score` and `topic_margin` on your rows before you choose the bounds.

    With an `llm` the model is asked for one word as `LLMLabel` asks, "none" among the words; its probability comes from the tokens'
    log-probabilities where it gives them. A row that it does not answer for is dropped and says why.

    Attributes:
        topics: topic -> what belongs to it, in keywords or a sentence; "" leaves the name alone.
        allow: the topics to keep; None keeps all, and texts of no topic. With a list, texts of no topic are dropped.
        deny: the topics to drop.
        column: the text to read.
        embeddings: what makes vectors of texts.
        min_score: the least cosine of a topic, or with an `llm` its least probability.
        min_margin: the least lead in cosine over the next topic.
        llm: a model to ask instead.
        instruction: what the model is told to do.
        max_chars: a longer text loses its middle before the model is asked.

    Input columns:
        - text (`str`): the column named by `column`; a missing text has no topic.

    Output columns:
        - keep (`bool`): False where the topic is not wanted.
        - drop_reason (`str`): the topic and its score.
        - topic (`str`): the topic, "none" for none of those given.
        - topic_score (`float`): the cosine of the nearest topic, in [-1, 1], or the model's probability; NaN where there is none.
        - topic_margin (`float`): the lead over the next topic; NaN with an `llm` or one topic.

    Categories:
        - filtering

    References:
        - [Benchmarking Zero-shot Text Classification: Datasets, Evaluation and Entailment Approach](https://arxiv.org/abs/1909.00161)

    Citations:
        ```
        @inproceedings{yin2019benchmarking,
            title={Benchmarking Zero-shot Text Classification: Datasets, Evaluation and Entailment Approach},
            author={Yin, Wenpeng and Hay, Jamaal and Roth, Dan},
            booktitle={Conference on Empirical Methods in Natural Language Processing},
            year={2019}
        }
        ```

    Examples:
        Keep cooking:

        ```python
        from goldsmith_distilabel.curate import TopicFilter

        topics = {"cooking": "recipes, food, baking", "sports": "football, matches, athletes"}
        step = TopicFilter(topics=topics, allow=["cooking"])
        step.load()
        texts = ["Fold the egg whites into the batter and bake for an hour.", "The striker scored twice.", "The bus is late."]
        rows = next(step.process([{"text": text} for text in texts]))
        step.unload()
        assert [row["topic"] for row in rows] == ["cooking", "sports", "none"]
        assert [row["keep"] for row in rows] == [True, False, False]
        ```
    """

    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_vectors"})  # made by `load`

    topics: dict[str, str] = Field(min_length=1)
    allow: list[str] | None = None
    deny: list[str] = Field(default_factory=list)
    column: str = "text"
    embeddings: Embeddings = Field(default_factory=MiniLMEmbeddings)
    min_score: float = Field(default=0.1, ge=-1, le=1)
    min_margin: float = Field(default=0.05, ge=0)
    llm: LLM | None = None
    instruction: str = "You sort texts by what they are about."
    max_chars: int = Field(default=2000, ge=20)

    _vectors: Any = PrivateAttr(default=None)

    def load(self) -> None:
        """Load the encoder and embed the topics, or load the model.

        Raises:
            InputError: `allow` or `deny` names no topic, or a topic is called "none".
        """
        super().load()
        unknown = sorted({*(self.allow or []), *self.deny} - set(self.topics))
        if unknown or NONE_OF_THESE in {name.strip().lower() for name in self.topics}:
            raise InputError(
                f'allow and deny take topics of {list(self.topics)}, got {unknown}; "none" is none of them'
            )
        if self.llm is not None:
            self.llm.load()
            return
        self.embeddings.load()
        self._vectors = self._known.vectors(self.embeddings.encode(self._known.texts))

    def unload(self) -> None:
        """Let the encoder or the model go."""
        self._vectors = None
        (self.embeddings if self.llm is None else self.llm).unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "topic", "topic_score", "topic_margin"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        texts = readable(rows, self.column)
        told = [number for number, text in enumerate(texts) if text.strip()]
        asked = [texts[number] for number in told]
        found: list[tuple[Row, str | None]] = [self._noted(None, math.nan, math.nan)] * len(texts)
        for number, one in zip(
            told, self._near(asked) if self.llm is None else self._said(asked), strict=True
        ):
            found[number] = one
        marked = mark(rows, [reason for _, reason in found])
        yield [row | noted for row, (noted, _) in zip(marked, found, strict=True)]

    @property
    def _known(self) -> Topics:
        phrases = {
            name: [name, f"{name}: {meaning}"] if meaning.strip() else [name]
            for name, meaning in self.topics.items()
        }
        return Topics(phrases, min_score=self.min_score, min_margin=self.min_margin)

    def _near(self, texts: list[str]) -> list[tuple[Row, str | None]]:
        if self._vectors is None:
            raise InputError("TopicFilter is not loaded: call its load() before process()")
        verdicts = self._known.judge(self.embeddings.encode(texts), self._vectors) if texts else []
        return [
            self._noted(one.topic, one.score, one.margin if math.isfinite(one.margin) else math.nan)
            for one in verdicts
        ]

    def _said(self, texts: list[str]) -> list[tuple[Row, str | None]]:
        assert self.llm is not None  # noqa: S101 - for the type checker
        labels = TopicLabels(self.topics, self.instruction, self.max_chars)
        found: list[tuple[Row, str | None]] = []
        for topic, score, problem in labels.asked(self.llm, texts):
            sure = topic is not None and not score < self.min_score
            noted, reason = self._noted(topic if sure else None, score, math.nan)
            found.append((noted, f"topic: no answer, {problem}" if problem else reason))
        return found

    def _noted(self, topic: str | None, score: float, margin: float) -> tuple[Row, str | None]:
        noted = {"topic": topic or NONE_OF_THESE, "topic_score": score, "topic_margin": margin}
        return noted, topic_reason(topic, score, allow=self.allow, deny=self.deny)
