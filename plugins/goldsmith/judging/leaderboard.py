"""Several models in order, from pairwise verdicts on them, and whether that order means anything."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError
from goldsmith.judging.bradley_terry import BradleyTerry, Comparison, bradley_terry
from goldsmith.judging.clusters import Estimate
from goldsmith.judging.gamed_baseline import GamedBaseline
from goldsmith.judging.length_controlled_win_rate import LengthControlledWinRate, length_controlled_win_rate
from goldsmith.judging.matches import Match
from goldsmith.judging.pairwise_verdicts import PairwiseVerdicts, pairwise_verdicts
from goldsmith.judging.share_interval import share_interval
from goldsmith.judging.win_rate import WinRate, win_rate

__all__ = ["Leaderboard", "Standing", "leaderboard"]


@dataclass(frozen=True)
class Standing:
    """One model's place.

    Attributes:
        model: its name.
        rating: Bradley-Terry, in Elo points; NaN where the model has no verdict at all.
        rating_interval: (low, high), by bootstrap over prompts or clusters; None where there is none.
        verdicts: all its matches, the model being the one who wins or loses: wins, losses, ties, flips, errors.
        win_rate: against the baseline, or without one against all others; None for the baseline and without a verdict.
        share: the same rate in [0, 1] with its cluster-robust interval; None likewise.
        overall: the rate against all it met, in [0, 1]; None without a verdict.
        length_controlled: the rate at equal length; None where difficulties were not given.
        mean_length: of its responses, in characters; NaN where not known.
    """

    model: str
    rating: float
    rating_interval: tuple[float, float] | None
    verdicts: PairwiseVerdicts
    win_rate: WinRate | None
    share: Estimate | None
    overall: Estimate | None
    length_controlled: LengthControlledWinRate | None
    mean_length: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, None where there is no number; shares in [0, 1]."""
        low, high = self.rating_interval or (None, None)
        rate, share, fit = self.win_rate, self.share, self.length_controlled
        return {
            "model": self.model,
            "rating": _number(self.rating),
            "rating_low": low,
            "rating_high": high,
            "win_rate": share.value if share else None,
            "win_rate_low": share.low if share else None,
            "win_rate_high": share.high if share else None,
            "standard_error": _number(rate.standard_error / 100) if rate else None,
            "length_controlled": fit.win_rate / 100 if fit else None,
            "length_extrapolated": bool(fit and fit.extrapolated),
            **{name: getattr(self.verdicts, name) for name in ("wins", "losses", "ties", "errors", "flips")},
            "flip_rate": _number(self.verdicts.flip_rate),
            "mean_length": _number(self.mean_length),
        }


@dataclass(frozen=True)
class Leaderboard:
    """Models in order, and how far the judge can be trusted.

    Attributes:
        standings: the highest rating first; models without a verdict last.
        baseline: the model that win rates are against, None for all others.
        verdicts: of all matches; its wins are those of each match's `a`.
        prompts: how many there were.
        longer_share: of the decided matches whose responses differ in length, those that the longer one won, in [0, 1]; NaN without
            any or without lengths. Near 1, the judge may look at nothing else.
        regularised: whether some models never lost to, or never beat, the rest, so that their ratings are as far apart as a prior lets them
            and the intervals of ratings are too narrow.
        level: of all intervals.
    """

    standings: list[Standing]
    baseline: str | None
    verdicts: PairwiseVerdicts
    prompts: int
    longer_share: float
    regularised: bool
    level: float

    @property
    def leader(self) -> str | None:
        """The model that is ahead of all others beyond chance, None where that cannot be told.

        Its rating's interval lies above every other one's, and the interval of its win rate against all it met above one half. Both
        rules are on the safe side.
        """
        first, *others = self.standings
        if first.rating_interval is None or first.overall is None or first.overall.low <= 0.5:
            return None
        highest = max((one.rating_interval[1] for one in others if one.rating_interval), default=math.inf)
        return first.model if first.rating_interval[0] > highest else None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, None where there is no number; shares in [0, 1]."""
        of = self.verdicts
        return {
            "leader": self.leader,
            "baseline": self.baseline,
            "prompts": self.prompts,
            "matches": len(of.verdicts) + of.errors,
            "ties": of.ties,
            "flip_rate": _number(of.flip_rate),
            "first_position_share": _number(of.first_position_share),
            "longer_share": _number(self.longer_share),
            "errors": of.errors,
            "regularised": self.regularised,
            "level": self.level,
            "standings": [standing.to_dict() for standing in self.standings],
        }


def leaderboard(
    matches: Iterable[Match],
    *,
    baseline: str | None = None,
    difficulty: Mapping[str, float] | None = None,
    gamed: GamedBaseline | None = None,
    level: float = 0.95,
    resamples: int = 200,
    seed: int = 0,
) -> Leaderboard:
    """Return the models in order of their Bradley-Terry ratings, with win rates, intervals and the judge's flips and errors.

    Each match is merged by `pairwise_verdicts`: who wins in both orders has won, disagreement is a tie, a missing answer an error.
    Ratings are `bradley_terry`'s, on 1000 for the baseline or else for the mean of all; win rates `win_rate`'s, with `share_interval`.

    Args:
        matches: every pair of models met at most once a prompt; `matches_of` reads them from rows.
        baseline: the model that win rates are against; None: each model's rate against all others.
        difficulty: each prompt's, for the length-controlled win rate against the baseline (`instruction_difficulty`, or AlpacaEval's). It
            then wants all lengths, too. Without, there is no such rate.
        gamed: what the judge says of the baseline told to be verbose and concise; see `length_controlled_win_rate`.
        level: of all intervals, in (0, 1).
        resamples: of the ratings' bootstrap; 0 for no intervals.
        seed: of the bootstrap.

    Raises:
        InputError: no match with a verdict; a match met twice, or a model against itself; models that never met; a baseline that is
            none of the models; difficulties without a baseline, or that lack a prompt; an unknown length where difficulties are given.
        MissingExtraError: scikit-learn is not installed, where difficulties are given.

    >>> met = [Match(f"q{i}", "new", "old", 1, 2) for i in range(30)] + [Match("q30", "new", "old", 1, 1)]
    >>> board = leaderboard(met, baseline="old")
    >>> board.leader, board.standings[0].verdicts.wins, board.verdicts.flips, round(board.standings[0].share.low, 2)
    ('new', 30, 1, 0.91)
    """
    met = list(matches)
    models = sorted({model for match in met for model in (match.a, match.b)})
    _check(met, models, baseline, difficulty)
    scores = [_score(match, match.a) for match in met]
    fit = _rated(met, scores, baseline, level=level, resamples=resamples, seed=seed)
    lengths = None if difficulty is None else (difficulty, gamed)
    standings = [
        _standing(model, met, fit, baseline=baseline, lengths=lengths, level=level) for model in models
    ]
    return Leaderboard(
        standings=sorted(standings, key=lambda one: (math.isnan(one.rating), -one.rating, one.model)),
        baseline=baseline,
        verdicts=pairwise_verdicts(seen for match in met for seen in match.seen_by(match.a)),
        prompts=len({match.prompt for match in met}),
        longer_share=_longer_share(met, scores),
        regularised=fit.regularised,
        level=level,
    )


def _check(
    met: Sequence[Match], models: list[str], baseline: str | None, difficulty: Mapping[str, float] | None
) -> None:
    if not met:
        raise InputError("leaderboard() needs at least one match, got none")
    if baseline is not None and baseline not in models:
        raise InputError(f"the baseline {baseline!r} is none of the models: {', '.join(models)}")
    if difficulty is None:
        return
    if baseline is None:
        raise InputError(
            "difficulties are for the win rate against a baseline at equal length: name the baseline"
        )
    against = [match for match in met if baseline in (match.a, match.b)]
    if missing := sorted({match.prompt for match in against} - difficulty.keys()):
        raise InputError(f"{len(missing)} prompts have no difficulty, as {missing[0]!r}")
    if any(length is None for match in against for length in match.lengths.values()):
        raise InputError("a length is not known: a rate at equal length wants all of them")


def _score(match: Match, model: str) -> float | None:
    """Return 1 where `model` won, 0 where the other did, 0.5 for a tie, None for an error."""
    return next(iter(pairwise_verdicts(match.seen_by(model)).verdicts.values()), None)


def _rated(
    met: Sequence[Match], scores: Sequence[float | None], baseline: str | None, **options: Any
) -> BradleyTerry:
    comparisons = [
        Comparison(match.group, match.a, match.b, score)
        for match, score in zip(met, scores, strict=True)
        if score is not None
    ]
    if not comparisons:
        raise InputError(f"none of {len(met)} matches has a verdict: the judge could not be read")
    rated = {side for one in comparisons for side in (one.a, one.b)}
    return bradley_terry(comparisons, anchor=baseline if baseline in rated else None, **options)


def _standing(
    model: str,
    met: Sequence[Match],
    fit: BradleyTerry,
    *,
    baseline: str | None,
    lengths: tuple[Mapping[str, float], GamedBaseline | None] | None,
    level: float,
) -> Standing:
    mine = [match for match in met if model in (match.a, match.b)]
    against = mine if baseline is None else [match for match in mine if baseline in (match.a, match.b)]
    against = [] if model == baseline else against
    preferences = [None if (score := _score(match, model)) is None else 1 + score for match in against]
    judged = any(preference is not None for preference in preferences)
    known = [length for match in mine if (length := match.lengths[model]) is not None]
    return Standing(
        model=model,
        rating=fit.ratings.get(model, math.nan),
        rating_interval=fit.intervals.get(model),
        verdicts=pairwise_verdicts(seen for match in mine for seen in match.seen_by(model)),
        win_rate=win_rate(preferences) if judged else None,
        share=_share(model, against, level),
        overall=_share(model, mine, level),
        length_controlled=_at_equal_length(model, against, preferences, lengths)
        if lengths and judged
        else None,
        mean_length=sum(known) / len(known) if known else math.nan,
    )


def _share(model: str, met: Sequence[Match], level: float) -> Estimate | None:
    read = [(score, match.group) for match in met if (score := _score(match, model)) is not None]
    return share_interval(*zip(*read, strict=True), level=level) if read else None


def _at_equal_length(
    model: str,
    against: Sequence[Match],
    preferences: Sequence[float | None],
    lengths: tuple[Mapping[str, float], GamedBaseline | None],
) -> LengthControlledWinRate:
    difficulty, gamed = lengths
    own = [match.lengths[model] or 0 for match in against]  # `_check` has seen to it that all are known
    return length_controlled_win_rate(
        preferences,
        own,
        [
            sum(length or 0 for length in match.lengths.values()) - mine
            for match, mine in zip(against, own, strict=True)
        ],
        [difficulty[match.prompt] for match in against],
        gamed=gamed,
    )


def _longer_share(met: Sequence[Match], scores: Sequence[float | None]) -> float:
    won = [
        (match.length_a > match.length_b) == (score == 1)
        for match, score in zip(met, scores, strict=True)
        if score in (0, 1)
        and match.length_a is not None
        and match.length_b is not None
        and match.length_a != match.length_b
    ]
    return sum(won) / len(won) if won else math.nan


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
