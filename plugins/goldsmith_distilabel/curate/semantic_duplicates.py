"""Mark rows that say what another says, in other words."""

from typing import Any, Self

import numpy as np
from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr, model_validator

from goldsmith.data import read_rows
from goldsmith.dedup import ParaphraseIndex, near_another, paraphrases
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, columns_of, mark, numbers, readable
from goldsmith_distilabel.llms import MiniLMEmbeddings

__all__ = ["SemanticDuplicates"]

Row = dict[str, Any]
_Found = tuple[str | None, Row]  # why a row is dropped, and its columns


class SemanticDuplicates(GlobalStep):
    """Mark rows whose text means the same as that of a row that stays.

    Two rows are duplicates if their vectors are near *and* their words may say the same: numbers, negations and names agree, and
    no word is turned round. `goldsmith.dedup.paraphrases` says how rows are found, `goldsmith.dedup.disagreement` what it
    compares and what it does not see. In languages whose negations it does not know, and in scripts without capitals, only texts of
    the same letters are duplicates. Of each group one row stays. Rows that an earlier step dropped are left as they are.

    Attributes:
        column: the text to compare, or several that are compared as one, a line each.
        threshold: the least cosine of a duplicate.
        embeddings: what makes vectors of texts.
        vectors: a column of vectors that are there already, instead.
        recall: cheap vectors, such as `StaticEmbeddings`, that are made of all texts first: only those that have another one near
            by these are embedded by `embeddings`. Not with `vectors` or an `index`, for which all must be.
        recall_threshold: the least cosine of such a neighbour; lower finds more and saves less.
        group: a column; rows that differ in it are never duplicates of each other.
        score: a column of numbers; of duplicates the row with the highest stays. By default the first does.
        language: of the texts, ISO 639-1.
        language_column: a column that says it for each row, as `LanguageFilter` writes it, or None.
        against: a file as `goldsmith.data.read_rows` reads it, say of the test split, with the same `group`: rows that say what one there
            does are dropped too.
        against_column: the text in that file.
        index: a folder of a `goldsmith.dedup.ParaphraseIndex`: rows that say what a row of an earlier run says are dropped, the others
            are added. A run that is repeated gets the same answers, as it goes by the rows' ids.
        probes: cells of vectors that are searched for each row.
        embedding_batch_size: texts embedded at once.
        seed: of the sample that cells are learned from.

    Input columns:
        - text (`str`): the column, or each of those, named by `column`; a missing text is like none.
        - id (`str`): the row's stable id.

    Output columns:
        - keep (`bool`): False for every duplicate of a row that stays.
        - drop_reason (`str`): which row it duplicates, and their similarity.
        - duplicate_of (`str`): the id of that row, or None.
        - similarity (`float`): the cosine of the two, in [threshold, 1], or None.
        - cluster (`str`): the id of the row of its cluster that stays. A row that was not compared keeps what it had, or None.

    Categories:
        - filtering

    References:
        - [SemDeDup: Data-efficient learning at web-scale through semantic deduplication](https://arxiv.org/abs/2303.09540)

    Citations:
        ```
        @article{abbas2023semdedup,
            title={SemDeDup: Data-efficient learning at web-scale through semantic deduplication},
            author={Abbas, Amro and Tirumala, Kushal and Simig, Daniel and Ganguli, Surya and Morcos, Ari S.},
            journal={arXiv preprint arXiv:2303.09540},
            year={2023}
        }
        ```

    Examples:
        Mark a question asked again, and keep one about another number:

        ```python
        from goldsmith_distilabel.curate import SemanticDuplicates

        step = SemanticDuplicates(column="instruction")
        step.load()
        asked = ["Give me three tips for better sleep.", "List 3 pieces of advice on how to sleep better.",
                 "Give me ten tips for better sleep."]
        rows = next(step.process([{"id": str(n), "instruction": text} for n, text in enumerate(asked)]))
        step.unload()
        assert [row["duplicate_of"] for row in rows] == [None, "0", None]
        assert rows[1]["drop_reason"] == "semantic duplicate: of 0 (cosine 0.92)"
        ```
    """

    column: str | list[str] = "text"
    threshold: float = Field(default=0.8, gt=0, le=1)
    embeddings: Embeddings = Field(default_factory=MiniLMEmbeddings)
    vectors: str | None = None
    recall: Embeddings | None = None
    recall_threshold: float = Field(default=0.5, gt=0, le=1)
    group: str | None = None
    score: str | None = None
    language: str = "en"
    language_column: str | None = None
    against: str | None = None
    against_column: str = "text"
    index: str | None = None
    probes: int = Field(default=4, ge=1)
    embedding_batch_size: int = Field(default=1024, ge=1)
    seed: int = Field(default=0, ge=0)

    _known: list[Row] = PrivateAttr(default_factory=list)

    @model_validator(mode="after")
    def _recall_has_a_use(self) -> Self:
        if self.recall is not None and (self.vectors or self.index):
            raise ValueError(
                "recall saves embeddings, which `vectors` has already and an `index` needs all of: drop it or them"
            )
        return self

    def load(self) -> None:
        """Load the embeddings where they are needed, and the other set."""
        super().load()
        if self.recall is not None:
            self.recall.load()
        if self.vectors is None or self.against:
            self.embeddings.load()
        if self.against:
            self._known = read_rows(self.against, self.against_column)

    def unload(self) -> None:
        """Let the embeddings go."""
        if self.vectors is None or self.against:
            self.embeddings.unload()
        if self.recall is not None:
            self.recall.unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        columns = [self.column] if isinstance(self.column, str) else self.column
        more = (self.vectors, self.group, self.score, self.language_column)
        return [*columns, "id", *(name for name in more if name)]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "duplicate_of", "similarity", "cluster"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        standing = [
            place
            for place, (row, text) in enumerate(zip(rows, self._texts(rows), strict=True))
            if row.get("keep") is not False and text.strip()
        ]
        reasons: list[str | None] = [None] * len(rows)
        noted = [{name: row.get(name) for name in ("duplicate_of", "similarity", "cluster")} for row in rows]
        for place, found in zip(standing, self._found([rows[place] for place in standing]), strict=True):
            reasons[place], noted[place] = found
        yield [row | more for row, more in zip(mark(rows, reasons), noted, strict=True)]

    def _found(self, rows: list[Row]) -> list[_Found]:
        if self.recall is not None:
            return self._recalled(rows, self.recall)
        vectors: Any = (
            [row.get(self.vectors) for row in rows] if self.vectors else self._encoded(self._texts(rows))
        )
        known = self._encoded(readable(self._known, self.against_column))
        if self.index is None:
            return self._beside(rows, vectors, known)
        nothing: _Found = None, {"cluster": ""}
        found: list[_Found] = self._beside(rows, vectors, known) if self._known else [nothing] * len(rows)
        new = [place for place, (_, told) in enumerate(found) if told["cluster"] is not None]
        texts, languages, groups, scores = self._told([rows[place] for place in new])
        ids = [str(rows[place]["id"]) for place in new]
        index = ParaphraseIndex(self.index, threshold=self.threshold, probes=self.probes, seed=self.seed)
        chosen = [vectors[place] for place in new]
        others, cosines = index.admit(ids, texts, chosen, scores=scores, languages=languages, groups=groups)
        for place, key, other, cosine in zip(new, ids, others, cosines.tolist(), strict=True):
            found[place] = _of(key, other, cosine)
        return found

    def _recalled(self, rows: list[Row], recall: Embeddings) -> list[_Found]:
        """Return what each row repeats; those that nothing is near to by cheap vectors have a vector of zeros, and are never a duplicate."""
        texts = [*readable(self._known, self.against_column), *self._texts(rows)]
        near = near_another(
            self._encoded(texts, recall), self.recall_threshold, probes=self.probes, seed=self.seed
        )
        told = np.flatnonzero(near).tolist()
        self._logger.info(
            "Step '%s': %s of %s texts have another near them", self.name, len(told), len(texts)
        )
        encoded = self._encoded([texts[place] for place in told])
        vectors = np.zeros((len(texts), len(encoded[0]) if encoded else 1), np.float32)
        if told:
            vectors[told] = encoded
        return self._beside(rows, vectors[len(self._known) :], vectors[: len(self._known)])

    def _beside(self, rows: list[Row], vectors: Any, known_vectors: Any) -> list[_Found]:
        """Return what each row repeats, of these and of the other set."""
        texts, languages, groups, scores = self._told(rows)
        known = readable(self._known, self.against_column)
        found = paraphrases(
            texts,
            vectors,
            self.threshold,
            scores=scores,
            languages=languages,
            groups=groups,
            against=known,
            against_vectors=known_vectors,
            against_languages=self.language,
            against_groups=[row.get(self.group) for row in self._known] if self.group else None,
            probes=self.probes,
            seed=self.seed,
        )
        told: list[_Found] = []
        for place, (other, there, cosine) in enumerate(zip(*(part.tolist() for part in found), strict=True)):
            if there >= 0:
                reason = f"semantic duplicate: of row {there} of {self.against} (cosine {cosine:.2f})"
                told.append((reason, {"duplicate_of": None, "similarity": cosine, "cluster": None}))
            else:
                told.append(_of(rows[place]["id"], None if other == place else rows[other]["id"], cosine))
        return told

    def _told(
        self, rows: list[Row]
    ) -> tuple[list[str], list[str], list[Any] | None, list[float | None] | None]:
        column = self.language_column
        return (
            self._texts(rows),
            [str((row.get(column) if column else None) or self.language) for row in rows],
            [row.get(self.group) for row in rows] if self.group else None,
            numbers(rows, self.score) if self.score else None,
        )

    def _texts(self, rows: list[Row]) -> list[str]:
        told = columns_of(rows, self.column)
        return [text if isinstance(text, str) else "\n".join(text) for text in told]

    def _encoded(self, texts: list[str], embeddings: Embeddings | None = None) -> list[list[int | float]]:
        size = self.embedding_batch_size
        return [
            vector
            for begin in range(0, len(texts), size)
            for vector in (embeddings or self.embeddings).encode(texts[begin : begin + size])
        ]


def _of(key: str, other: str | None, cosine: float) -> _Found:
    if other is None:
        return None, {"duplicate_of": None, "similarity": None, "cluster": key}
    reason = f"semantic duplicate: of {other} (cosine {cosine:.2f})"
    return reason, {"duplicate_of": other, "similarity": cosine, "cluster": other}
