"""Mark personas that say again who another one is."""

from collections.abc import Callable
from typing import Any

from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.dedup import Matches, NearDuplicateIndex, semantic_matches
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import numbers, readable
from goldsmith_distilabel.llms import MiniLMEmbeddings
from goldsmith_distilabel.pipeline.working.row_marks import failure

__all__ = ["DistinctPersonas"]

Row = dict[str, Any]
Scores = list[float | None] | None
Compare = Callable[[list[str], Scores], Matches]

_NEAR = "near-duplicate: of {} (similarity {:.2f})"
_SAME = "semantic duplicate: of {} (cosine {:.2f})"
_BLANK: Row = {"keep": True, "drop_reason": "", "duplicate_of": "", "similarity": 0.0}


class DistinctPersonas(GlobalStep):
    """Mark personas that nearly repeat another in words, then those that do in meaning: PersonaHub's deduplication.

    As in the paper (section 2.3): MinHash over single words with 128 permutations drops what reaches a Jaccard similarity
    of 0.9, then sentence embeddings drop what reaches a cosine of 0.9 among those left. The paper advises a lower cosine,
    as 0.5, where few but very different personas are wanted. All rows are compared, whatever batch they came in; exactly:
    every MinHash pair is verified, and cosines are computed against every persona that stays.

    The default embeddings know English: a cosine between personas of another language, or across languages, means little
    with them. Name a multilingual model there: `MiniLMEmbeddings(model="a folder")` or any Distilabel Embeddings, and
    look at some pairs to find its threshold, which is not that of MiniLM.

    Rows that were dropped or failed before pass by as they are, so that nothing is dropped in favour of them. Several
    predecessors may lead here: their rows are joined in the order in which they were connected.

    Attributes:
        column: the persona.
        embeddings: what turns personas into vectors.
        jaccard: the least share of common words of a near-duplicate.
        cosine: the least cosine of a duplicate in meaning.
        num_perm: the permutations of a MinHash signature.
        score: a column of numbers; of duplicates the row with the highest stays. By default the first does.
        embedding_batch_size: the personas handed to the embeddings at once: services limit a request.
        seed: of the permutations.

    Input columns:
        - persona (`str`): The column named by `column`.
        - id (`str`): The row's stable id.

    Output columns:
        - keep (`bool`): False for every duplicate, and for a row without a persona.
        - drop_reason (`str`): Which row it repeats, and how similar they are.
        - duplicate_of (`str`): The id of the row it repeats, "" if none. One that a near-duplicate names may itself
            repeat another in meaning.
        - similarity (`float`): Of the two: Jaccard in [jaccard, 1] or cosine in [cosine, 1], as the reason says; 0 if none.

    Categories:
        - filtering

    References:
        - [Scaling Synthetic Data Creation with 1,000,000,000 Personas](https://arxiv.org/abs/2406.20094)

    Citations:
        ```
        @misc{ge2024scaling,
            title={Scaling Synthetic Data Creation with 1,000,000,000 Personas},
            author={Tao Ge and Xin Chan and Xiaoyang Wang and Dian Yu and Haitao Mi and Dong Yu},
            year={2024},
            eprint={2406.20094},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        The same nurse in the same words, and in others:

        ```python
        from goldsmith_distilabel.generate import DistinctPersonas

        people = [
            "A night nurse who works in a hospital",
            "a hospital nurse who works in a night",
            "A nurse working nights in a hospital",
            "A chess grandmaster",
        ]
        step = DistinctPersonas()
        step.load()
        rows = next(step.process([{"id": str(n), "persona": told} for n, told in enumerate(people)]))
        step.unload()
        assert [row["duplicate_of"] for row in rows] == ["", "0", "0", ""]
        assert rows[1]["drop_reason"] == "near-duplicate: of 0 (similarity 1.00)"
        ```
    """

    column: str = "persona"
    embeddings: Embeddings = Field(default_factory=MiniLMEmbeddings)
    jaccard: float = Field(default=0.9, gt=0, le=1)
    cosine: float = Field(default=0.9, gt=0, le=1)
    num_perm: int = Field(default=128, ge=1, le=4096)
    score: str | None = None
    embedding_batch_size: int = Field(default=1024, ge=1)
    seed: int = Field(default=1, ge=0)

    def load(self) -> None:
        """Load the step and its embeddings."""
        super().load()
        self.embeddings.load()

    def unload(self) -> None:
        """Unload the embeddings and the step."""
        self.embeddings.unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        """The persona and its id."""
        return [self.column, "id", *([self.score] if self.score else [])]

    @property
    def outputs(self) -> StepColumns:
        """What became of it."""
        return list(_BLANK)

    def process(self, *inputs: StepInput) -> StepOutput:
        """Mark the duplicates among all rows.

        Args:
            inputs: the rows of each predecessor.

        Yields:
            All rows, in the same order.
        """
        rows = [_BLANK | {key: row[key] for key in row if not _is_blank(row, key)} for row in joined(inputs)]
        texts = readable(rows, self.column)
        standing = []
        for place, row in enumerate(rows):
            if row["keep"] is False or failure(row):
                continue
            if texts[place].strip():
                standing.append(place)
            else:
                rows[place] |= {"keep": False, "drop_reason": "persona: empty"}
        for compare, reason in ((self._by_words, _NEAR), (self._by_meaning, _SAME)):
            standing = self._marked(rows, texts, standing, compare, reason)
        yield rows

    def _marked(
        self, rows: list[Row], texts: list[str], places: list[int], compare: Compare, reason: str
    ) -> list[int]:
        """Mark the duplicates among the rows at some places, and return the places of those that stay."""
        scores = numbers([rows[place] for place in places], self.score) if self.score else None
        matches = compare([texts[place] for place in places], scores)
        staying = []
        for place, other, similarity in zip(
            places, matches.rows.tolist(), matches.similarity.tolist(), strict=True
        ):
            if places[other] == place:
                staying.append(place)
                continue
            twin = str(rows[places[other]]["id"])
            rows[place] |= {
                "keep": False,
                "drop_reason": reason.format(twin, similarity),
                "duplicate_of": twin,
                "similarity": similarity,
            }
        return staying

    def _by_words(self, texts: list[str], scores: Scores) -> Matches:
        index = NearDuplicateIndex(threshold=self.jaccard, shingle=1, num_perm=self.num_perm, seed=self.seed)
        index.add(texts)
        return index.find().duplicates(scores)

    def _by_meaning(self, texts: list[str], scores: Scores) -> Matches:
        size = self.embedding_batch_size
        batches = [texts[begin : begin + size] for begin in range(0, len(texts), size)]
        vectors = [vector for batch in batches for vector in self.embeddings.encode(batch)]
        return semantic_matches(vectors, self.cosine, scores=scores)


def _is_blank(row: Row, key: str) -> bool:
    return key in _BLANK and row[key] is None
