"""Words replaced by near ones, or by those that a masked language model would put there."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Literal

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.augment import (
    Augmented,
    Guarded,
    NeighbourProposer,
    Proposer,
    Replacing,
    Span,
    label_words,
    replaced,
)
from goldsmith_distilabel.augment.augment_step import AugmentStep, is_augmented
from goldsmith_distilabel.augment.masked_language_model import MaskedLanguageModel
from goldsmith_distilabel.augment.word_table import word_neighbours
from goldsmith_distilabel.llms.mini_lm_embeddings import MINILM

__all__ = ["ContextualReplacement"]


class ContextualReplacement(AugmentStep, GlobalStep):
    """Replace some words by others that could stand there, and none that the label hangs on.

    Without a `masked_lm` no context is read, whatever the name says: a word's candidates are its neighbours in the table of word embeddings
    with which the packaged all-MiniLM-L6-v2 begins, which is English. Neighbours are of one field, not of one meaning: "movie" for "film", but
    also "husband" for "wife" and "cheap" for "expensive". What keeps the label is what is left alone: denials, numbers, names, words
    in spans, and the words that tell the labels apart in the given rows (log-odds, `goldsmith.augment.label_words`); words
    that tell another label are not put in either. With few rows that is little: have `LabelPreserved` look at what comes out. Parts of
    speech are guessed from endings.

    With a `masked_lm`, a folder of a transformers model, each word is masked alone and the model's likeliest whole words are the
    candidates. It is told the label before the text ("prepend") or in place of the segment ("segment"): the ideas of Kumar et al. (2020) and of
    CBERT. Both fine-tune the model on the labelled texts first, which this step does not do: to a model that never saw your labels,
    a label before the text is a hint, and one as a segment is noise.

    It takes all rows at once, to learn the label words.

    Attributes:
        column: the text.
        label_column: of its label; "": labels are not looked at.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        n: texts to make of each.
        share: of the words that may be replaced, at least one.
        best: of so many candidates that fit, one is drawn.
        also: what is replaced only if named here: "negations", "numbers" (in words), "names", "label words".
        min_z: how surely a word must tell a label to be left alone; at 1.0, seen twice in one label and never in another.
        model: whose table of words: a folder of sentence-transformers, or `pkg:<import name>/<folder>`.
        min_cosine: the least of a neighbour.
        masked_lm: the folder of a transformers model for masked tokens; "": neighbours.
        condition: how it is told the label: "none", "prepend" or "segment".
        text_language: ISO 639-1, of the texts: which denials, number words and endings are known.
        seed: of the draws.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - label (`Any`, optional): Its label; another column's name in `label_column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "contextual replacement"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): Its parent, model, seed.

    Categories:
        - data-augmentation

    References:
        - [Conditional BERT Contextual Augmentation](https://arxiv.org/abs/1812.06705)
        - [Data Augmentation using Pre-trained Transformer Models](https://arxiv.org/abs/2003.02245)
        - [Contextual Augmentation: Data Augmentation by Words with Paradigmatic Relations](https://arxiv.org/abs/1805.06201)

    Citations:
        ```
        @inproceedings{wu2019conditional,
            title={Conditional BERT Contextual Augmentation},
            author={Wu, Xing and Lv, Shangwen and Zang, Liangjun and Han, Jizhong and Hu, Songlin},
            booktitle={ICCS},
            year={2019}
        }
        ```

    Examples:
        A near word for one in two, but not for those that tell the labels:

        ```python
        from goldsmith_distilabel.augment import ContextualReplacement

        step = ContextualReplacement(label_column="label", share=0.5)
        step.load()
        rows = [
            {"text": "a superb film with superb music", "label": "good"},
            {"text": "an awful film, awful music", "label": "bad"},
        ]
        out = next(step.process(rows))
        step.unload()
        assert out[1]["text"].count("superb") == 2 and out[3]["text"].count("awful") == 2
        ```
    """

    technique: ClassVar[str] = "Contextual replacement"

    label_column: str = ""
    n: int = Field(default=1, ge=1, le=50)
    share: float = Field(default=0.15, gt=0, le=1)
    best: int = Field(default=5, ge=1)
    also: list[Guarded] = Field(default_factory=list)
    min_z: float = 1.0
    model: str = MINILM
    min_cosine: float = Field(default=0.5, ge=-1, le=1)
    masked_lm: str = ""
    condition: Literal["none", "prepend", "segment"] = "prepend"
    text_language: str = "en"

    _neighbours: NeighbourProposer | None = PrivateAttr(default=None)
    _masked: MaskedLanguageModel | None = PrivateAttr(default=None)
    _telling: Mapping[str, Mapping[str, float]] = PrivateAttr(default_factory=dict)

    @property
    def inputs(self) -> StepColumns:
        """The text, its spans and its label."""
        return [*super().inputs, *([self.label_column] if self.label_column else [])]

    def load(self) -> None:
        """Read the table of words, unless there is a masked language model, which is read with the labels.

        Raises:
            MissingExtraError: a library is not installed.
            ModelError: there is no such model.
        """
        super().load()
        if not self.masked_lm:
            self._neighbours = NeighbourProposer(word_neighbours(self.model), self.min_cosine, 4 * self.best)

    def unload(self) -> None:
        """Let it go."""
        self._neighbours = self._masked = None
        super().unload()

    def process(self, *inputs: StepInput) -> StepOutput:
        """Learn the label words, and make the new rows.

        Args:
            inputs: the rows.

        Yields:
            The rows, each with those made of it behind it.
        """
        rows = [row for part in inputs for row in part]
        labelled = [
            (str(row.get(self.column) or ""), self._label(row))
            for row in rows
            if self._label(row) and row.get("keep") is not False and not is_augmented(row)
        ]
        self._telling = label_words([text for text, _ in labelled], [of for _, of in labelled], self.min_z)
        if self.masked_lm:
            labels = sorted(self._telling)
            self._masked = MaskedLanguageModel(self.masked_lm, self.condition, labels, 4 * self.best)
        yield from super().process(rows)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:
        label = self._label(row)
        others = {word for other, words in self._telling.items() if other != label for word in words}
        own = self._telling.get(label, {})
        replacing = replace(
            self._replacing(),
            label_words=own.keys() if label else frozenset[str](),
            other_labels=others - own.keys() if label else frozenset[str](),
        )
        return replaced(text, self._proposer(label), replacing, spans)

    def _replacing(self) -> Replacing:
        return Replacing(
            share=self.share,
            n=self.n,
            best=self.best,
            also=self.also,
            language=self.text_language,
            seed=self.seed,
        )

    def _proposer(self, label: str) -> Proposer:
        if self._masked is not None:
            return partial(self._masked.proposed, label=label)
        assert self._neighbours is not None, "load() comes before process()"  # noqa: S101
        return self._neighbours

    def _label(self, row: dict[str, Any]) -> str:
        value = row.get(self.label_column) if self.label_column else None
        return "" if value is None else str(value)
