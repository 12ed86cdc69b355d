"""New texts for each label that differ in known ways, and texts turned to another label."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from distilabel.models.llms.base import LLM
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepOutput
from pydantic import Field, model_validator

from goldsmith.augment import (
    covering_design,
    read_texts,
    texts_schema,
)
from goldsmith.data import derived_id
from goldsmith.errors import InputError, ModelError
from goldsmith.generate import derived_seed
from goldsmith.text import letters_and_digits
from goldsmith_distilabel.augment.attribute_proposals import PROPOSE, VALUES, AttributeProposals
from goldsmith_distilabel.augment.augment_step import AUGMENTED, is_augmented
from goldsmith_distilabel.augment.wanted_texts import FLIP, WRITE, Wanted, WantedTexts
from goldsmith_distilabel.pipeline.working.row_marks import failure, is_set_aside, marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, AsksModels, Prompt, Row, await_all

__all__ = ["AttributeVariation"]

Dimensions = dict[str, dict[str, list[str]]]
_ENOUGH = 5  # requests that all failed, after which it is not the requests


class AttributeVariation(AsksModels, GlobalStep):
    """Write new texts for each label, each with attributes of its own, so that they do not all come out alike: AttrPrompt.

    A plain request for "a review" gives the commonest one again and again. So each request names a value of every dimension: some
    are the same for all labels (length, style), others the label's own (its subtopics). Dimensions and values are given, or the
    model proposes them; then a value proposed for two labels is neither's. The new rows come after all given ones; what cannot be
    used is a dropped row with its reason.

    Differs from the paper: combinations are not drawn at random but come from a covering design (`goldsmith.augment.covering_design`), in
    which any two values meet about equally often; nobody chooses among the proposed dimensions by hand, unless you give them; of the
    paper's filter for values that fit another label, only the exact part is there; `examples` of the label can be shown, where the
    paper shows none; and copies and near copies are dropped.

    With `counterfactuals`, texts are also changed by as few words as it takes to belong to another label, as people did for Kaushik et
    al. (2020). Such a row has the *other* label and the operation "counterfactual"; by default there are none. That the label is right
    is the model's word alone: have `LabelPreserved`, a judge or people see to it.

    Labels are of whole texts; new rows have no spans. Other columns are empty in new texts, and in a counterfactual its original's.

    Attributes:
        llm: the model.
        what: what the texts are, as "reviews of films".
        column: the text.
        label_column: its label, of any type.
        meanings: label -> what it means, for the model; labels are those of the rows.
        num_texts: new texts for each label, or label -> how many; 0: none.
        dimensions: name -> values, for all labels.
        label_dimensions: label -> name -> values, of its own. Without any of both, the model proposes them.
        num_dimensions: proposed ones for all labels.
        num_label_dimensions: proposed ones with each label's own values.
        num_values: proposed for each.
        examples: of the label, drawn for each request and shown.
        counterfactuals: for each label, texts to turn to another one; the other labels take turns.
        max_overlap: above it a text is a copy, see `goldsmith.augment.overlap`.
        min_overlap: below it a counterfactual is another text.
        max_chars: a longer text is neither shown nor turned.
        temperature: of the texts.
        max_new_tokens: the longest text.
        language: to write in, as "German"; "": that of the examples or of the text.
        seed: of the draws and answers.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - label (`Any`): Its label; another column's name in `label_column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The text.
        - label (`Any`): Its label.
        - attributes (`str`): JSON, dimension -> value; "" where there are none.
        - operation (`str`): "attribute variation" or "counterfactual"; "" in a given row.
        - keep (`bool`): Whether it holds.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why the model gave nothing.
        - provenance (`dict`): The texts it was made of or shown, prompt, model, seed.
        - model_name (`str`): The model.

    Categories:
        - text-generation
        - data-augmentation

    References:
        - [Large Language Model as Attributed Training Data Generator: A Tale of Diversity and Bias](https://arxiv.org/abs/2306.15895)
        - [Learning the Difference that Makes a Difference with Counterfactually-Augmented Data](https://arxiv.org/abs/1909.12434)

    Citations:
        ```
        @inproceedings{yu2023large,
            title={Large Language Model as Attributed Training Data Generator: A Tale of Diversity and Bias},
            author={Yue Yu and Yuchen Zhuang and Jieyu Zhang and Yu Meng and Alexander Ratner and others},
            booktitle={NeurIPS Datasets and Benchmarks},
            year={2023}
        }
        ```

    Examples:
        One new text for each of two labels, with given attributes:

        ```python
        from goldsmith_distilabel.augment import AttributeVariation
        from goldsmith_distilabel.llms import LocalLLM

        step = AttributeVariation(
            llm=LocalLLM(n_ctx=1024),
            what="short reviews of films",
            num_texts=1,
            dimensions={"tone": ["dry", "excited"], "aspect": ["the music", "the ending"]},
            max_new_tokens=60,
        )
        step.load()
        rows = [{"text": "I loved it.", "label": "good"}, {"text": "I was bored.", "label": "bad"}]
        out = next(step.process(rows))
        step.unload()
        assert [row["label"] for row in out] == ["good", "bad", "good", "bad"]
        ```
    """

    technique: ClassVar[str] = "AttrPrompt"
    prompts: ClassVar[tuple[Prompt, ...]] = (WRITE, FLIP, PROPOSE, VALUES)
    columns: ClassVar[Mapping[str, Any]] = {"attributes": "", "operation": ""}

    llm: LLM
    what: str = Field(default="short texts", min_length=1)
    column: str = "text"
    label_column: str = "label"
    meanings: dict[str, str] = Field(default_factory=dict)
    num_texts: int | dict[str, int] = 10
    dimensions: dict[str, list[str]] = Field(default_factory=dict)
    label_dimensions: Dimensions = Field(default_factory=dict)
    num_dimensions: int = Field(default=4, ge=0)
    num_label_dimensions: int = Field(default=1, ge=0)
    num_values: int = Field(default=5, ge=2)
    examples: int = Field(default=0, ge=0)
    counterfactuals: int = Field(default=0, ge=0)
    max_overlap: float = Field(default=0.9, ge=0, le=1)
    min_overlap: float = Field(default=0.2, ge=0, le=1)
    max_chars: int = Field(default=8000, ge=1)
    temperature: float = Field(default=1.0, ge=0)
    max_new_tokens: int = Field(default=1024, ge=1)

    @model_validator(mode="after")
    def _can_be_combined(self) -> Self:
        counts = self.num_texts.values() if isinstance(self.num_texts, dict) else [self.num_texts]
        if any(count < 0 for count in counts):
            raise InputError(f"num_texts must be at least 0, got {self.num_texts}")
        for own in ({}, *self.label_dimensions.values()):
            covering_design(self.dimensions | own, 0)
        return self

    @property
    def inputs(self) -> list[str]:
        """The text and its label."""
        return [self.column, self.label_column]

    @property
    def outputs(self) -> list[str]:
        """What every augmentation writes, and what every step that asks models does."""
        return list(dict.fromkeys([*AUGMENTED, "attributes", *super().outputs]))

    def process(self, *inputs: StepInput) -> StepOutput:
        """Write new texts for the labels of all rows.

        Args:
            inputs: the rows.

        Yields:
            The rows, and then the new ones.

        Raises:
            ModelError: five requests or more got no answer, and none did.
        """
        rows = [self._given(row) for part in inputs for row in part]
        usable = [row for row in rows if self._is_usable(row)]
        labels = {str(row[self.label_column]): row[self.label_column] for row in usable}
        if not labels:
            self._logger.warning("Step '%s': no row has a text and a label, nothing is written", self.name)
        proposing = Asking()
        texts = WantedTexts(
            {name: getattr(self, name) for name in WantedTexts.OPTIONS}, self.technique, usable, labels
        )
        wanted = [*self._new_texts(texts, proposing), *texts.flips(self.counterfactuals)]
        results = await_all(self.loop, [self._text(one) for one in wanted])
        self._raise_if_none_works(results)
        made = self._settled(usable, wanted, results)
        first = [self.finished(row, proposing if number == 0 else None) for number, row in enumerate(rows)]
        yield [*first, *made]

    def _given(self, row: Row) -> Row:
        text = row.get(self.column)
        text = text if isinstance(text, str) else ""
        return row | {self.column: text, "id": str(row.get("id") or derived_id(text))}

    def _is_usable(self, row: Row) -> bool:
        passes = row.get("keep") is False or is_set_aside(row) or is_augmented(row)
        short = row[self.column].strip() and len(row[self.column]) <= self.max_chars
        return bool(not passes and short and row[self.label_column] is not None)

    def _new_texts(self, texts: WantedTexts, proposing: Asking) -> list[Wanted]:
        counts = {label: self._count(label) for label in texts.labels}
        if not any(counts.values()):
            return []
        dimensions = self._dimensions(list(texts.labels), proposing)
        if isinstance(dimensions, AskingError):
            return [self._unproposed(texts, label, dimensions) for label in texts.labels if counts[label]]
        return [
            texts.new(label, number, attributes)
            for label, count in counts.items()
            for number, attributes in enumerate(
                covering_design(dimensions[label], count, seed=derived_seed(self.seed, label))
            )
        ]

    def _count(self, label: str) -> int:
        return self.num_texts.get(label, 0) if isinstance(self.num_texts, dict) else self.num_texts

    def _dimensions(self, labels: list[str], asking: Asking) -> Dimensions | AskingError:
        if self.dimensions or self.label_dimensions:
            return {label: self.dimensions | self.label_dimensions.get(label, {}) for label in labels}
        proposals = AttributeProposals(
            self.llm,
            asking,
            self.what,
            {label: self.meanings.get(label, "") for label in labels},
            self.num_dimensions,
            self.num_label_dimensions,
            self.num_values,
            self.language,
            self.seed,
        )
        (found,) = await_all(self.loop, [proposals.dimensions()])
        if isinstance(found, Exception) and not isinstance(found, AskingError):
            raise found
        return found

    def _unproposed(self, texts: WantedTexts, label: str, error: AskingError) -> Wanted:
        row = texts.blank(PROPOSE, "attribute variation", [], label, "attributes")
        return Wanted(self._failed(row, error), PROPOSE, [], lambda *_: "")

    async def _text(self, wanted: Wanted) -> str:
        if not wanted.chat:
            return ""
        found = await wanted.asking.read(
            self.llm,
            wanted.chat,
            lambda output: read_texts(output, 1),
            prompt=wanted.prompt,
            schema=texts_schema(1),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, wanted.row["id"]),
        )
        return found[0]

    def _settled(self, rows: list[Row], wanted: list[Wanted], results: list[str | Exception]) -> list[Row]:
        known = {letters_and_digits(row[self.column]) for row in rows}
        kept: dict[str, list[str]] = {}
        made = []
        for one, result in zip(wanted, results, strict=True):
            row = one.row if isinstance(result, str) else self._failed(one.row, result)
            reason = f"{error['kind']}: {error['message']}" if (error := failure(row)) else ""
            if isinstance(result, str) and not reason:
                same = kept.setdefault(str(row[self.label_column]), [])
                row = row | {self.column: result}
                if not (reason := one.reason(result, known, same)):
                    same.append(result)
                    known.add(letters_and_digits(result))
            marks = {"keep": not reason, "drop_reason": f"{self.technique}: {reason}" if reason else ""}
            made.append(self.finished(row | marks, one.asking))
        return made

    def _failed(self, row: Row, error: Exception) -> Row:
        if isinstance(error, AskingError):
            return marked_failed(row, str(self.name), error.kind, error.message, error.raw)
        return marked_failed(row, str(self.name), type(error).__name__, str(error))

    def _raise_if_none_works(self, results: list[str | Exception]) -> None:
        failed = [one for one in results if isinstance(one, AskingError) and one.kind == "request_failed"]
        if len(failed) == len(results) and len(failed) >= _ENOUGH:
            raise ModelError(f"all {len(failed)} requests failed: {failed[0].message}") from failed[0]
