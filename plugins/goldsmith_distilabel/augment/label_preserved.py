"""Set aside augmented rows that may have lost their label."""

from collections import Counter
from typing import Any

from distilabel.models.embeddings.base import Embeddings
from distilabel.models.llms.base import LLM
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr, field_validator

from goldsmith.augment.gate import Judged, LabelGate
from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith_distilabel.augment.augment_step import is_augmented
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.label import LLMLabel

__all__ = ["LabelPreserved"]

Row = dict[str, Any]


class LabelPreserved(GlobalStep):
    """Set aside augmented rows whose label may not have survived, that copy another row, or that come near a test row.

    `goldsmith.augment.gate.LabelGate` has the rules, in short: copies, near-duplicates of held-out texts, a negation more or
    less, too much changed, vectors as far apart as those of other labels, and a label that a classifier finds implausible
    which was trained on the originals but for this row's own. An LLM that judges, if there is one, labels what is left. The
    originals pass as they are; so does what an earlier step set aside.

    Attributes:
        column: the text.
        label_column: its label; a number or truth value is taken by its text.
        split_column: of the split a row is in; rows made of an original outside `train` are set aside, and originals outside it
            are held out. "": all originals are for training.
        train: the name of that split.
        against: files of held-out texts, as `goldsmith.data.read_rows` reads them.
        against_column: the column of these files.
        classifier: whether the classifier is asked.
        significance: about this share of the originals is less plausible than a row has to be.
        least_change: the share of words that must differ from the original's.
        most_change: the share of words that may.
        keep_negations: whether a row must deny as often as its original.
        language: of the texts, ISO 639-1, for the negations.
        embeddings: what makes vectors, for likeness and the classifier; None: words alone are compared.
        judge: a model that labels what the rest of the gate has passed; None asks none.
        meanings: each label -> what it means, for the judge.
        most: how many rows of an original pass, by its label; what is over is set aside as surplus. Empty: all.
        seed: of folds and drawn pairs.

    Input columns:
        - text (`str`): The text, named by `column`.
        - label (`str`): Its label, named by `label_column`.
        - id (`str`): The row.
        - operation (`str`): By which it was made; "" of an original.
        - provenance (`dict`): Whose first parent is a row's original.

    Output columns:
        - keep (`bool`): False of what was set aside.
        - drop_reason (`str`): Why, "" of the others.
        - gate (`dict`): `asked`: whether a classifier was; `probability`: of the label by it, 0.0 if none was; `likeness`: the
            cosine to the original's vector, 0.0 without vectors; `change`: the share of words that differ.

    Categories:
        - filtering

    References:
        - [Cross-conformal predictors](https://arxiv.org/abs/1208.0806)

    Citations:
        ```
        @article{vovk2015cross,
            title={Cross-conformal predictors},
            author={Vovk, Vladimir},
            journal={Annals of Mathematics and Artificial Intelligence},
            volume={74},
            year={2015}
        }
        ```

    Examples:
        A row that became its own contrary:

        ```python
        from goldsmith_distilabel.augment import LabelPreserved

        texts = {"spam": ["win free money", "free money now", "win a prize"],
                 "ham": ["see you at home", "home at six", "see you soon"]}
        texts = {label: given + [f"{text}!" for text in given] for label, given in texts.items()}
        rows = [{"id": text, "text": text, "label": label} for label in texts for text in texts[label]]
        made = {"label": "spam", "operation": "random swap", "provenance": {"parents": ["win free money"]}}
        new = [made | {"id": "a", "text": "money win free"}, made | {"id": "b", "text": "see you at home win"}]
        step = LabelPreserved()
        step.load()
        *_, kept, aside = next(step.process([*rows, *new]))
        assert kept["keep"]
        assert aside["drop_reason"].startswith("label: reads as ham")
        ```
    """

    column: str = "text"
    label_column: str = "label"
    split_column: str = ""
    train: str = "train"
    against: list[str] = Field(default_factory=list)
    against_column: str = "text"
    classifier: bool = True
    significance: float = Field(default=0.1, ge=0, lt=1)
    least_change: float = Field(default=0.0, ge=0, le=1)
    most_change: float = Field(default=1.0, ge=0, le=1)
    keep_negations: bool = True
    language: str = "en"
    embeddings: Embeddings | None = None
    judge: LLM | None = None
    meanings: dict[str, str] = Field(default_factory=dict)
    most: dict[str, int] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0)

    _held_out: list[str] = PrivateAttr(default_factory=list)
    _judge: LLMLabel | None = PrivateAttr(default=None)

    @field_validator("meanings")
    @classmethod
    def _is_enough(cls, meanings: dict[str, str]) -> dict[str, str]:
        if len(meanings) == 1:
            raise ValueError(f"meanings needs two labels or more, got {meanings}")
        return meanings

    def load(self) -> None:
        """Read the held-out texts, and load the models.

        Raises:
            InputError: a file cannot be read, or there is a judge and no `meanings`.
        """
        super().load()
        self._held_out = [
            row[self.against_column] for file in self.against for row in read_rows(file, self.against_column)
        ]
        if self.embeddings:
            self.embeddings.load()
        if self.judge:
            if not self.meanings:
                raise InputError("a judge needs meanings: each label -> what it means, in a few words")
            self._judge = LLMLabel(llm=self.judge, labels=self.meanings)
            self._judge.load()

    def unload(self) -> None:
        """Let the models go."""
        if self.embeddings:
            self.embeddings.unload()
        if self._judge:
            self._judge.unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        more = [self.split_column] if self.split_column else []
        return [self.column, self.label_column, "id", "operation", "provenance", *more]

    @property
    def outputs(self) -> StepColumns:
        return ["keep", "drop_reason", "gate"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = [{"keep": True, "drop_reason": "", "gate": _NOT_ASKED} | row for row in joined(inputs)]
        standing = [row for row in rows if row["keep"] is not False]
        originals = [row for row in standing if not is_augmented(row)]
        learnt = [row for row in originals if self._trains(row)]
        place = {str(row["id"]): at for at, row in enumerate(learnt)}
        elsewhere = {str(row["id"]) for row in originals if not self._trains(row)}
        new = [row for row in standing if is_augmented(row)]
        for row in new:
            if _parent(row) not in place:
                other_split = _parent(row) in elsewhere
                _refuse(row, _OTHER_SPLIT if other_split else "original: it is not among the rows")
        self._judge_rows([row for row in new if row["keep"]], learnt, place, originals)
        yield rows

    def _trains(self, row: Row) -> bool:
        return not self.split_column or row.get(self.split_column) == self.train

    def _judge_rows(
        self, new: list[Row], learnt: list[Row], place: dict[str, int], originals: list[Row]
    ) -> None:
        """Note on new rows, whose originals are all there, what the gate says of them."""
        if not new:
            return
        held_out = [*self._held_out, *(self._text(row) for row in originals if not self._trains(row))]
        texts, made = [self._text(row) for row in learnt], [self._text(row) for row in new]
        vectors = self.embeddings.encode([*texts, *made]) if self.embeddings else None
        gate = LabelGate(
            texts,
            [self._label(row) for row in learnt],
            vectors=vectors[: len(texts)] if vectors else None,
            held_out=held_out,
            classifier=self.classifier,
            significance=self.significance,
            change=(self.least_change, self.most_change),
            keep_negations=self.keep_negations,
            language=self.language,
            seed=self.seed,
        )
        if self.classifier and gate.evidence is None:
            self._logger.warning(
                "Step '%s': a classifier of the %d originals is right in %.0f %%, no better than guessing: it is not asked",
                self.name, len(learnt), 100 * (gate.accuracy or 0),
            )  # fmt: skip
        judged = gate.check(
            made,
            [self._label(row) for row in new],
            [place[_parent(row)] for row in new],
            vectors=vectors[len(texts) :] if vectors else None,
        )
        for row, one in zip(new, judged, strict=True):
            row["gate"] = _noted(one)
            if one.reason:
                _refuse(row, one.reason)
        self._ask_judge([row for row in new if row["keep"]])
        self._set_surplus_aside([row for row in new if row["keep"]])

    def _ask_judge(self, rows: list[Row]) -> None:
        if self._judge is None or not rows:
            return
        (answers,) = self._judge.process([{"text": self._text(row)} for row in rows])
        for row, answer in zip(rows, answers, strict=True):
            told, label = answer["llm_label"], self._label(row)
            if told is None:
                _refuse(row, f"label: the judge gave none ({answer['llm_error']['kind']})")
            elif told != label:
                _refuse(row, f"label: the judge says {told}, not {label}")

    def _set_surplus_aside(self, rows: list[Row]) -> None:
        taken: Counter[str] = Counter()
        for row in rows:
            most = self.most.get(self._label(row))
            taken[_parent(row)] += 1
            if most is not None and taken[_parent(row)] > most:
                _refuse(row, f"surplus: {most} of its original are enough")

    def _text(self, row: Row) -> str:
        text = row.get(self.column)
        return text if isinstance(text, str) else ""

    def _label(self, row: Row) -> str:
        return str(row.get(self.label_column))


_OTHER_SPLIT = "split: its original is in another split"
_NOT_ASKED = {"asked": False, "probability": 0.0, "likeness": 0.0, "change": 0.0}


def _noted(judged: Judged) -> Row:
    return {
        "asked": judged.probability is not None,
        "probability": judged.probability or 0.0,
        "likeness": judged.likeness or 0.0,
        "change": judged.change,
    }


def _parent(row: Row) -> str:
    parents = (row.get("provenance") or {}).get("parents") or [""]
    return str(parents[0])


def _refuse(row: Row, reason: str) -> None:
    row |= {"keep": False, "drop_reason": reason}
