"""Mark rows that nearly repeat another."""

from dataclasses import dataclass
from typing import Any, Literal

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.dedup import NearDuplicateIndex
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, columns_of, mark, numbers

__all__ = ["NearDuplicates"]


class NearDuplicates(GlobalStep):
    """Mark rows whose text is nearly that of a row that stays.

    Texts are compared as sets of shingles: `goldsmith.dedup.near_duplicates` says how, and how sure the search is. Rows
    that an earlier step dropped are left as they are, so that nothing is dropped in favour of them. Several predecessors
    may lead here: their rows are joined in the order in which they were connected.

    Attributes:
        column: the text to compare, or several that count together.
        threshold: the least Jaccard similarity of a duplicate.
        shingle: the words or characters of a shingle.
        unit: whether shingles are made of words ("word") or characters ("char").
        num_perm: the permutations of a MinHash signature.
        seed: of the permutations.
        group: a column; rows that differ in it are never duplicates of each other.
        score: a column of numbers; of near-duplicates the row with the highest stays. By default the first does.
        against: a folder of a `goldsmith.dedup.NearDuplicateIndex` made with the same options, say of the test split: rows
            like one in there are dropped too.
        index: a folder that such an index is kept in: rows like one that an earlier run added are dropped, the others are added. A
            run that is repeated gets the same answers, as it goes by the rows' ids.
        threads: how many hash at the same time.

    Input columns:
        - text (`str`): the column, or each of those, named by `column`; a missing text is empty.
        - id (`str`): the row's stable id.

    Output columns:
        - keep (`bool`): False for every near-duplicate of a row that stays.
        - drop_reason (`str`): which row it nearly repeats, and their similarity.
        - duplicate_of (`str`): the id of the row it nearly repeats, or None.
        - similarity (`float`): the Jaccard similarity of the two, in [threshold, 1], or None.
        - cluster (`str`): the id of the first of the rows that pairs of near-duplicates connect with this one; its own
            without any; with an `index` that of the row that stays. A row that was not compared keeps what it had, or None.

    Categories:
        - filtering

    References:
        - [On the resemblance and containment of documents](https://doi.org/10.1109/SEQUEN.1997.666900)

    Citations:
        ```
        @inproceedings{broder1997resemblance,
            title={On the resemblance and containment of documents},
            author={Broder, Andrei Z.},
            booktitle={Proceedings of Compression and Complexity of SEQUENCES 1997},
            year={1997}
        }
        ```

    Examples:
        Mark a question asked again in nearly the same words:

        ```python
        from goldsmith_distilabel.curate import NearDuplicates

        step = NearDuplicates(column="instruction")
        step.load()
        asked = ["How do I sort a list in Python?", "What is rain?", "how do i sort a list in python 3"]
        rows = next(step.process([{"id": str(n), "instruction": text} for n, text in enumerate(asked)]))
        assert [row["duplicate_of"] for row in rows] == [None, None, "0"]
        assert rows[2]["drop_reason"] == "near-duplicate: of 0 (similarity 0.88)"
        ```
    """

    column: str | list[str] = "text"
    threshold: float = Field(default=0.58, gt=0, le=1)
    shingle: int = Field(default=2, ge=1, le=100)
    unit: Literal["word", "char"] = "word"
    num_perm: int = Field(default=128, ge=1, le=4096)
    seed: int = Field(default=1, ge=0)
    group: str | None = None
    score: str | None = None
    against: str | None = None
    index: str | None = None
    threads: int = Field(default=1, ge=1)

    @property
    def inputs(self) -> StepColumns:
        columns = [self.column] if isinstance(self.column, str) else self.column
        return [*columns, "id", *(name for name in (self.group, self.score) if name)]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "duplicate_of", "similarity", "cluster"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        standing = [index for index, row in enumerate(rows) if row.get("keep") is not False]
        verdicts = [
            _Verdict(None, row.get("duplicate_of"), row.get("similarity"), row.get("cluster")) for row in rows
        ]
        for index, verdict in zip(standing, self._verdicts([rows[i] for i in standing]), strict=True):
            verdicts[index] = verdict
        marked = mark(rows, [verdict.reason for verdict in verdicts])
        yield [row | verdict.columns() for row, verdict in zip(marked, verdicts, strict=True)]

    def _verdicts(self, rows: list[dict[str, Any]]) -> list["_Verdict"]:
        verdicts = self._known(rows)
        new = [index for index, verdict in enumerate(verdicts) if verdict.reason is None]
        if self.index is not None:
            for place, verdict in zip(new, self._admitted([rows[i] for i in new]), strict=True):
                verdicts[place] = verdict
            return verdicts
        index = self._index()
        index.add(*self._texts([rows[i] for i in new]))
        found = index.find()
        scores = numbers([rows[i] for i in new], self.score) if self.score else None
        others, similarity = found.duplicates(scores)
        ids = [rows[i]["id"] for i in new]
        for row, (place, other) in enumerate(zip(new, others.tolist(), strict=True)):
            verdict = verdicts[place] = _Verdict(cluster=ids[found.cluster_ids[row]])
            if other != row:
                verdicts[place] = _of(ids[other], float(similarity[row]), verdict.cluster)
        return verdicts

    def _admitted(self, rows: list[dict[str, Any]]) -> list["_Verdict"]:
        texts, groups = self._texts(rows)
        scores = numbers(rows, self.score) if self.score else None
        ids = [str(row["id"]) for row in rows]
        found = self._index(self.index).admit(ids, texts, groups, scores)
        return [
            _Verdict(cluster=key)
            if other is None
            else _of(other or f"a row of {self.index}", similarity, other)
            for key, other, similarity in zip(ids, found.duplicate_of, found.similarity.tolist(), strict=True)
        ]

    def _known(self, rows: list[dict[str, Any]]) -> list["_Verdict"]:
        if self.against is None:
            return [_Verdict() for _ in rows]
        matches = self._index(self.against).match(*self._texts(rows))
        return [
            _Verdict(
                f"near-duplicate: of row {other} of {self.against} (similarity {similarity:.2f})",
                similarity=similarity,
            )
            if other >= 0
            else _Verdict()
            for other, similarity in zip(matches.rows.tolist(), matches.similarity.tolist(), strict=True)
        ]

    def _index(self, folder: str | None = None) -> NearDuplicateIndex:
        return NearDuplicateIndex(
            folder,
            threshold=self.threshold,
            shingle=self.shingle,
            unit=self.unit,
            num_perm=self.num_perm,
            seed=self.seed,
            threads=self.threads,
        )

    def _texts(self, rows: list[dict[str, Any]]) -> tuple[list[Any], list[Any] | None]:
        groups = [row.get(self.group) for row in rows] if self.group else None
        return list(columns_of(rows, self.column)), groups


@dataclass
class _Verdict:
    reason: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    cluster: str | None = None

    def columns(self) -> dict[str, Any]:
        return {"duplicate_of": self.duplicate_of, "similarity": self.similarity, "cluster": self.cluster}


def _of(other: str, similarity: float, cluster: str | None) -> _Verdict:
    return _Verdict(f"near-duplicate: of {other} (similarity {similarity:.2f})", other, similarity, cluster)
