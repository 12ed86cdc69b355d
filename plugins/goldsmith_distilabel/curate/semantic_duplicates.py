"""Mark rows that say what another says, in other words."""

from typing import Any

from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.data import read_rows
from goldsmith.dedup import paraphrases
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, mark, numbers, readable
from goldsmith_distilabel.llms import MiniLMEmbeddings

__all__ = ["SemanticDuplicates"]

Row = dict[str, Any]


class SemanticDuplicates(GlobalStep):
    """Mark rows whose text means the same as that of a row that stays.

    Two rows are duplicates if their vectors are near *and* their words may say the same: numbers, negations and names agree, and
    no word is turned round. `goldsmith.dedup.paraphrases` says how rows are found, `goldsmith.dedup.disagreement` what it
    compares and what it does not see. In languages whose negations it does not know, and in scripts without capitals, only texts of
    the same letters are duplicates. Of each group one row stays. Rows that an earlier step dropped are left as they are.

    Attributes:
        column: the text to compare.
        threshold: the least cosine of a duplicate.
        embeddings: what makes vectors of texts.
        vectors: a column of vectors that are there already, instead.
        score: a column of numbers; of duplicates the row with the highest stays. By default the first does.
        language: of the texts, ISO 639-1.
        language_column: a column that says it for each row, as `LanguageFilter` writes it, or None.
        against: a file as `goldsmith.data.read_rows` reads it, say of the test split: rows that say what one there does are
            dropped too.
        against_column: the text in that file.
        probes: cells of vectors that are searched for each row.
        embedding_batch_size: texts embedded at once.
        seed: of the sample that cells are learned from.

    Input columns:
        - text (`str`): the column named by `column`; a missing text is like none.
        - id (`str`): the row's stable id.

    Output columns:
        - keep (`bool`): False for every duplicate of a row that stays.
        - drop_reason (`str`): which row it duplicates, and their similarity.
        - duplicate_of (`str`): the id of that row, or None.
        - similarity (`float`): the cosine of the two, in [threshold, 1], or None.

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

    column: str = "text"
    threshold: float = Field(default=0.8, gt=0, le=1)
    embeddings: Embeddings = Field(default_factory=MiniLMEmbeddings)
    vectors: str | None = None
    score: str | None = None
    language: str = "en"
    language_column: str | None = None
    against: str | None = None
    against_column: str = "text"
    probes: int = Field(default=4, ge=1)
    embedding_batch_size: int = Field(default=1024, ge=1)
    seed: int = Field(default=0, ge=0)

    _known: list[str] = PrivateAttr(default_factory=list)

    def load(self) -> None:
        """Load the embeddings where they are needed, and the other set."""
        super().load()
        if self.vectors is None or self.against:
            self.embeddings.load()
        if self.against:
            self._known = [row[self.against_column] for row in read_rows(self.against, self.against_column)]

    def unload(self) -> None:
        """Let the embeddings go."""
        if self.vectors is None or self.against:
            self.embeddings.unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        more = (self.vectors, self.score, self.language_column)
        return [self.column, "id", *(name for name in more if name)]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "duplicate_of", "similarity"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        standing = [
            place
            for place, (row, text) in enumerate(zip(rows, readable(rows, self.column), strict=True))
            if row.get("keep") is not False and text.strip()
        ]
        found = self._found([rows[place] for place in standing])
        reasons: list[str | None] = [None] * len(rows)
        noted = [
            {"duplicate_of": row.get("duplicate_of"), "similarity": row.get("similarity")} for row in rows
        ]
        for place, other, known, cosine in zip(standing, *(part.tolist() for part in found), strict=True):
            if known >= 0:
                reasons[place] = f"semantic duplicate: of row {known} of {self.against} (cosine {cosine:.2f})"
                noted[place] |= {"similarity": cosine}
            elif standing[other] != place:
                twin = rows[standing[other]]["id"]
                reasons[place] = f"semantic duplicate: of {twin} (cosine {cosine:.2f})"
                noted[place] = {"duplicate_of": twin, "similarity": cosine}
        yield [row | more for row, more in zip(mark(rows, reasons), noted, strict=True)]

    def _found(self, rows: list[Row]) -> Any:
        texts = readable(rows, self.column)
        given: Any = [row.get(self.vectors) for row in rows] if self.vectors else self._encoded(texts)
        languages = (
            [str(row.get(self.language_column) or self.language) for row in rows]
            if self.language_column
            else self.language
        )
        return paraphrases(
            texts,
            given,
            self.threshold,
            scores=numbers(rows, self.score) if self.score else None,
            languages=languages,
            against=self._known,
            against_vectors=self._encoded(self._known),
            against_languages=self.language,
            probes=self.probes,
            seed=self.seed,
        )

    def _encoded(self, texts: list[str]) -> list[list[int | float]]:
        size = self.embedding_batch_size
        return [
            vector
            for begin in range(0, len(texts), size)
            for vector in self.embeddings.encode(texts[begin : begin + size])
        ]
