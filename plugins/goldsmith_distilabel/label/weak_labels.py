"""Turn votes into labels."""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr, model_validator

from goldsmith.errors import InputError
from goldsmith.labels import BorneOut, apply_functions, borne_out, function_name, llm_votes, weak_labels
from goldsmith.named_function import named_function
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.label.live_rows import live_rows
from goldsmith_distilabel.pipeline.fingerprints import fingerprint

__all__ = ["WeakLabels"]

Rows = list[dict[str, Any]]
Votes = npt.NDArray[np.int8]


class WeakLabels(GlobalStep):
    """Join the votes of labeling functions, models and people into one label a row, with its probability.

    Labeling functions are ordinary Snorkel ones, or any functions of a row: they see its columns as attributes and return
    a class number, or -1 to abstain. Columns may hold votes too: a label, a class number, or nothing. A model's votes that
    have a confidence count by its level, so that it is believed by degrees, and as far as functions and other columns bear them out: where these show that it votes for a class no better than by chance, those votes do not count.

    A label model weighs the voters by how they agree, over all rows at once. A row nobody votes on is labelled by nobody: its label is "",
    its confidence 0 and `unlabelled` says why. Several predecessors may lead here: their rows are joined.

    Attributes:
        labels: the classes, in the order of the class numbers that functions vote with.
        functions: the import names of labeling functions, "package.module:function".
        vote_columns: columns that hold a vote.
        confidence_columns: vote column -> the column of its confidence, as "llm_label" -> "llm_confidence".
        levels: rising lower bounds of the levels of confidence; a vote below the first is none.
        text_column: the text without which no function votes.
        label_model: "auto" is `dawid_skene` where each of three voters or more votes for two classes or more, else `map_em`.
        class_balance: the share of each class, where known.

    Input columns:
        - text (`str`, optional): The column named by `text_column`.
        - keep (`bool`, optional): A row that a filter dropped (False) is not voted on.

    Output columns:
        - label (`str`): The likeliest class, "" if there is none.
        - confidence (`float`): Its probability, in [0, 1]; 0 without a vote.
        - probabilities (`list[float]`): Of each class, in the order of `labels`; even ones without a vote.
        - votes (`dict[str, str]`): Voter -> its label, "" where it abstains or its vote does not count.
        - covered (`bool`): Whether anybody voted.
        - unlabelled (`str`): Why there is no label: "no_vote", "tie", or "dropped"; "" if there is one.
        - label_model (`str`): The label model that made the label.

    Categories:
        - classification

    References:
        - [Data Programming: Creating Large Training Sets, Quickly](https://arxiv.org/abs/1605.07723)

    Citations:
        ```
        @inproceedings{ratner2016data,
            title={Data Programming: Creating Large Training Sets, Quickly},
            author={Ratner, Alexander and De Sa, Christopher and Wu, Sen and Selsam, Daniel and Ré, Christopher},
            booktitle={Advances in Neural Information Processing Systems},
            year={2016}
        }
        ```

    Examples:
        Two columns of votes, and a row nobody votes on:

        ```python
        from goldsmith_distilabel.label import WeakLabels

        step = WeakLabels(labels=["ham", "spam"], vote_columns=["link", "shouts"])
        step.load()
        votes = [("spam", "spam"), ("spam", ""), ("", "ham"), ("", "")]
        rows = next(step.process([{"link": link, "shouts": shouts} for link, shouts in votes]))
        assert [row["label"] for row in rows] == ["spam", "spam", "ham", ""]
        assert (rows[3]["covered"], rows[3]["unlabelled"]) == (False, "no_vote")
        ```
    """

    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_functions"})  # made by `load`

    labels: list[str] = Field(min_length=2)
    functions: list[str] = Field(default_factory=list)
    vote_columns: list[str] = Field(default_factory=list)
    confidence_columns: dict[str, str] = Field(default_factory=dict)
    levels: list[float] = Field(default_factory=lambda: [0.6, 0.75, 0.9], min_length=1)
    text_column: str = "text"
    label_model: Literal["auto", "majority_vote", "dawid_skene", "map_em"] = "auto"
    class_balance: list[float] = Field(default_factory=list)

    _functions: list[Callable[[Any], int]] = PrivateAttr(default_factory=list)

    @model_validator(mode="after")
    def _has_voters(self) -> "WeakLabels":
        if not self.functions and not self.vote_columns:
            raise InputError("nobody votes: name `functions` (package.module:function) or `vote_columns`")
        strange = sorted(set(self.confidence_columns) - set(self.vote_columns))
        if strange:
            raise InputError(
                f"confidence_columns names {strange}, which are none of vote_columns {self.vote_columns}"
            )
        if len(set(self.labels)) < len(self.labels) or "" in self.labels:
            raise InputError(f"labels must differ and not be empty, got {self.labels}")
        return self

    @property
    def inputs(self) -> StepColumns:
        """What is voted on, and the votes that are there."""
        needed = [*self.vote_columns, *self.confidence_columns.values()]
        text = {self.text_column: True} if self.functions else {}
        return {**dict.fromkeys(needed, True), **text, "keep": False}

    @property
    def outputs(self) -> StepColumns:
        """The label and how it came about."""
        return ["label", "confidence", "probabilities", "votes", "covered", "unlabelled", "label_model"]

    def __fingerprint__(self) -> str:
        """Return what changes with the code of the functions."""
        return fingerprint([named_function(name) for name in self.functions])

    def load(self) -> None:
        """Import the functions.

        Raises:
            InputError: one cannot be imported, is none, or has the name of another voter.
        """
        super().load()
        self._functions = [named_function(name) for name in self.functions]
        voters = [*map(function_name, self._functions), *self.vote_columns]
        if twice := [voter for voter in voters if voters.count(voter) > 1]:
            raise InputError(f"two voters are called {twice[0]!r}: give each its own name")

    def process(self, *inputs: StepInput) -> StepOutput:
        """Label all rows.

        Args:
            inputs: the rows of each predecessor.

        Yields:
            All rows, in the same order.
        """
        rows = joined(inputs)
        live = live_rows(rows)
        voters, said, L, outside = self._voted([rows[at] for at in live])
        found = weak_labels(
            L,
            len(self.labels),
            model=self.label_model,
            class_balance=self.class_balance or None,
            outside=outside,
        )
        self._logger.info("Step '%s': labels by %s", self.name, found.reason)
        told = [
            self._columns(unlabelled="dropped", label_model=found.model, votes=dict.fromkeys(voters, ""))
            for _ in rows
        ]
        for at, label, sure, p, covered, votes in zip(
            live,
            found.labels.tolist(),
            found.confidence.tolist(),
            found.probabilities.tolist(),
            found.covered.tolist(),
            said.tolist(),
            strict=True,
        ):
            told[at] |= {
                "label": self._named(label),
                "confidence": sure,
                "probabilities": p,
                "votes": {voter: self._named(vote) for voter, vote in zip(voters, votes, strict=True)},
                "covered": covered,
                "unlabelled": "" if label >= 0 else "tie" if covered else "no_vote",
            }
        yield [row | columns for row, columns in zip(rows, told, strict=True)]

    def _voted(self, rows: Rows) -> tuple[list[str], Votes, Votes, BorneOut | None]:
        """Return the voters' names, what each said, [n, voters], the label matrix of functions and columns, and the models' votes."""
        plain = [column for column in self.vote_columns if column not in self.confidence_columns]
        nobody: Votes = np.empty((len(rows), 0), dtype=np.int8)
        functions = self._applied(rows) if self._functions else nobody
        L = np.hstack([functions, *(self._by_level(rows, column) for column in plain)])
        voters = [*map(function_name, self._functions), *plain, *self.confidence_columns]
        if not self.confidence_columns:
            return voters, L, L, None
        models = np.hstack([self._by_level(rows, column) for column in self.confidence_columns])
        outside = borne_out(models, L, len(self.labels), levels=len(self.levels))
        self._tell_withdrawn(outside)
        return voters, np.hstack([L, outside.whole]), L, outside

    def _tell_withdrawn(self, outside: BorneOut) -> None:
        for model, classes in zip(self.confidence_columns, outside.withdrawn, strict=True):
            if classes.any():
                names = [self.labels[at] for at in np.flatnonzero(classes)]
                self._logger.warning(
                    "Step '%s': %s votes for %s hardly better than by chance: that does not count",
                    self.name,
                    model,
                    names,
                )

    def _applied(self, rows: Rows) -> Votes:
        return apply_functions(
            self._functions, rows, text_column=self.text_column, cardinality=len(self.labels)
        )

    def _by_level(self, rows: Rows, column: str) -> Votes:
        votes = [self._vote(row.get(column), column) for row in rows]
        if column not in self.confidence_columns:
            return np.array(votes, dtype=np.int8).reshape(-1, 1)
        sure = [row.get(self.confidence_columns[column]) for row in rows]
        labels = [self._named(vote) or None for vote in votes]
        return llm_votes(labels, sure, self.labels, levels=self.levels)

    def _vote(self, said: Any, column: str) -> int:
        if said is None or said == "" or (isinstance(said, float) and np.isnan(said)):
            return -1
        if isinstance(said, str) and said in self.labels:
            return self.labels.index(said)
        if isinstance(said, int | np.integer | float) and said in range(-1, len(self.labels)):
            return int(said)
        raise InputError(
            f"column {column!r} votes {said!r}: wanted one of {self.labels}, a class number, or nothing to abstain"
        )

    def _named(self, number: int) -> str:
        return self.labels[number] if number >= 0 else ""

    def _columns(self, **told: Any) -> dict[str, Any]:
        even = [1 / len(self.labels)] * len(self.labels)
        return {"label": "", "confidence": 0.0, "probabilities": even, "covered": False, **told}
