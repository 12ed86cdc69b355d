"""Which of several answers is preferred to which."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from goldsmith.errors import InputError
from goldsmith.generate.derived_seed import derived_seed

__all__ = ["Pair", "choose_pair", "length_difference", "mean_rating"]

_EXACT = 1e-9  # means of a few ratings differ by more, or not at all


@dataclass(frozen=True)
class Pair:
    """A preference between two of several answers.

    Attributes:
        chosen: the position of the better one, None where no two are rated.
        rejected: the position of the other, None as above.
        margin: by how much the better one's score is higher.
        characters: by how many characters the better one is longer; below 0, shorter.
        words: by how many words.
        problem: why the pair is none to learn from, "" where it is one.
    """

    chosen: int | None = None
    rejected: int | None = None
    margin: float = 0.0
    characters: int = 0
    words: int = 0
    problem: str = ""


def mean_rating(ratings: Mapping[str, float | None]) -> float | None:
    """Return the mean over the aspects that have a rating, None without any.

    >>> mean_rating({"honesty": 4.0, "truthfulness": None, "helpfulness": 3.0})
    3.5
    """
    there = [value for value in ratings.values() if value is not None]
    return sum(there) / len(there) if there else None


def choose_pair(
    texts: Sequence[str],
    scores: Sequence[float | None],
    *,
    seed: object = 0,
    strategy: Literal["random", "lowest"] = "random",
    margin: float = 0.0,
) -> Pair:
    """Return the answer with the highest score and one to reject (UltraFeedback, arXiv 2310.01377; Tulu 3, arXiv 2411.15124).

    The rejected one is drawn uniformly from the rest, by `seed`, or is the one with the lowest score. Only answers that
    have text and a score take part. Several highest or lowest are drawn among too, so that no position is preferred.
    The pair has a `problem` where fewer than two take part, where both score the same, where they are less than
    `margin` apart, and where both say the same.

    >>> choose_pair(["Paris.", "Rome."], [4.75, 2.0])
    Pair(chosen=0, rejected=1, margin=2.75, characters=1, words=0, problem='')

    Args:
        texts: [n] answers.
        scores: [n] scores; None for one without.
        seed: what the draw depends on.
        strategy: "random" or "lowest".
        margin: the least difference of the scores.

    Raises:
        InputError: not as many scores as texts.
    """
    if len(texts) != len(scores):
        raise InputError(
            f"every answer needs a score or None, got {len(texts)} answers, {len(scores)} scores"
        )
    rated = {
        k: score
        for k, (text, score) in enumerate(zip(texts, scores, strict=True))
        if score is not None and text.strip()
    }
    if len(rated) < 2:
        return Pair(problem=f"fewer than two rated: {len(rated)} of {len(texts)}")
    draw = random.Random(derived_seed(seed))  # noqa: S311 (no secret)
    chosen = draw.choice(_scoring(max(rated.values()), rated.items()))
    rest = {k: score for k, score in rated.items() if k != chosen}
    worst = _scoring(min(rest.values()), rest.items())
    rejected = draw.choice(worst if strategy == "lowest" else list(rest))
    apart = rated[chosen] - rated[rejected]
    return Pair(
        chosen,
        rejected,
        margin=apart,
        **length_difference(texts[chosen], texts[rejected]),
        problem=_problem(texts[chosen], texts[rejected], rated[chosen], apart, margin),
    )


def length_difference(chosen: str, rejected: str) -> dict[str, int]:
    """Return by how many characters and words the chosen answer is longer; below 0, shorter.

    >>> length_difference("The Rhine.", "Rhine")
    {'characters': 5, 'words': 1}
    """
    return {
        "characters": len(chosen) - len(rejected),
        "words": len(chosen.split()) - len(rejected.split()),
    }


def _scoring(wanted: float, scores: Iterable[tuple[int, float]]) -> list[int]:
    return [k for k, score in scores if abs(score - wanted) <= _EXACT]


def _problem(chosen: str, rejected: str, score: float, apart: float, margin: float) -> str:
    if chosen.strip() == rejected.strip():
        return "identical: both answers say the same"
    if apart <= _EXACT:
        return f"tie: both score {score:.4g}"
    if apart < margin - _EXACT:
        return f"margin: {apart:.4g} apart, at least {margin:.4g} wanted"
    return ""
