"""Two models' responses to one prompt, as a judge saw them in both orders."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from goldsmith.errors import InputError
from goldsmith.judging.pairwise_verdicts import Judgement, Preference

__all__ = ["Match", "matches_of"]

_PREFERENCES: dict[str, Preference] = {"1": 1, "2": 2, "tie": "tie", "": None}


class Match(NamedTuple):
    """One pair of responses and what a judge said of it.

    Attributes:
        prompt: what both models were asked.
        a: a model.
        b: another.
        a_first: the *position* preferred where `a` was shown first: 1, 2, "tie", or None where there was no readable answer.
        b_first: likewise where `b` was.
        length_a: of a's response, in characters; None where it is not known.
        length_b: of b's.
        cluster: what else goes together (a document, a topic); "": the prompt alone.
    """

    prompt: str
    a: str
    b: str
    a_first: Preference
    b_first: Preference
    length_a: int | None = None
    length_b: int | None = None
    cluster: str = ""

    @property
    def group(self) -> str:
        """The cluster, or else the prompt."""
        return self.cluster or self.prompt

    @property
    def lengths(self) -> dict[str, int | None]:
        """Each model's."""
        return {self.a: self.length_a, self.b: self.length_b}

    def seen_by(self, model: str) -> Iterator[Judgement]:
        """Yield both orders, `model` being the one that `pairwise_verdicts` calls the model."""
        own, other = (self.a_first, self.b_first) if model == self.a else (self.b_first, self.a_first)
        item = "\0".join([self.prompt, *sorted([self.a, self.b])])
        yield Judgement(item, False, own)
        yield Judgement(item, True, other)


def matches_of(rows: Iterable[Mapping[str, Any]], *, cluster: str = "") -> list[Match]:
    """Return the matches in rows of `PairwiseJudge`, those set aside included: their errors count.

    Rows that hold no pair, as one that failed before, are left out.

    Args:
        rows: with the columns `prompt_id`, `model_a`, `model_b` and `preferences`, and if there are any `length_a` and `length_b`.
        cluster: the column that names what goes together; "": the prompt.

    Raises:
        InputError: a row has other preferences than "1", "2", "tie" and "", or no such column `cluster`.

    >>> row = {"prompt_id": "q1", "model_a": "x", "model_b": "y", "preferences": ["1", "2"], "length_a": 3, "length_b": 5}
    >>> matches_of([row])
    [Match(prompt='q1', a='x', b='y', a_first=1, b_first=2, length_a=3, length_b=5, cluster='')]
    """
    return [_match(row, cluster) for row in rows if row.get("model_a") and row.get("model_b")]


def _match(row: Mapping[str, Any], cluster: str) -> Match:
    said = list(row.get("preferences") or [])
    said += [""] * (2 - len(said))  # a row that failed has none
    if len(said) > 2 or any(one not in _PREFERENCES for one in said):
        raise InputError(
            f'row {row.get("id")!r}: wanted two preferences, each "1", "2", "tie" or "", got {said}'
        )
    if cluster and row.get(cluster) is None:
        raise InputError(
            f"row {row.get('id')!r} has no column {cluster!r} to cluster by; there are: {', '.join(row)}"
        )
    return Match(
        str(row["prompt_id"]),
        str(row["model_a"]),
        str(row["model_b"]),
        _PREFERENCES[said[0]],
        _PREFERENCES[said[1]],
        row.get("length_a"),
        row.get("length_b"),
        str(row[cluster]) if cluster else "",
    )
