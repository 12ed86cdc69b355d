"""The page of a leaderboard."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from goldsmith.judging.leaderboard import Leaderboard
from goldsmith.quality import Bar, Bars, Column, Numbers, Report, Rows, Section, Table, Text, Tile
from goldsmith.quality.html_report.figure import between

__all__ = ["leaderboard_report", "leaderboard_sections"]

_COUNTS = [
    Column("model"),
    Column("wins"),
    Column("losses"),
    Column("ties", hint="Flipped verdicts among them."),
    Column("flip rate", "percent", "Pairs where each order named another winner."),
    Column("errors", hint="Pairs without a readable answer in both orders; in no rate."),
    Column("mean length", hint="Of the responses, in characters."),
]
_SHOWN = ("prompt_id", "model_a", "model_b", "preferred", "response_a", "response_b", "reasons")


def leaderboard_report(
    board: Leaderboard, *, judge: str = "", rows: Iterable[Mapping[str, Any]] = ()
) -> Report:
    """Return the leaderboard as a page: `leaderboard_report(board).html("leaderboard.html")`.

    Args:
        board: the leaderboard.
        judge: the judge's name, for the page.
        rows: of `PairwiseJudge`, to look the verdicts up in.
    """
    sections = leaderboard_sections(board.to_dict())
    if pairs := list(rows):
        sections.append(Rows("Verdicts", pairs, columns=_SHOWN, facets=("model_a", "model_b", "preferred")))
    by = f", judged by {judge}" if judge else ""
    return Report(
        f"Leaderboard of {len(board.standings)} models",
        f"{board.prompts} prompts, {len(board.verdicts.verdicts) + board.verdicts.errors} pairs{by}",
        sections,
    )


def leaderboard_sections(found: Mapping[str, Any]) -> list[Section]:
    """Return the sections about a leaderboard, from what its `to_dict` gives."""
    standings: list[Mapping[str, Any]] = found["standings"]
    against = f"against {found['baseline']}" if found["baseline"] else "against all others"
    return [
        Text("Who is ahead", _ahead(found)),
        Table("Leaderboard", _heads(found, against), [_cells(one, found) for one in standings]),
        Table("Verdicts by model", _COUNTS, [_counts(one) for one in standings]),
        Bars(
            f"Win rate {against}",
            [
                Bar(one["model"], one["win_rate"], _interval(one, "win_rate"))
                for one in standings
                if one["win_rate"] is not None
            ],
            style="percent",
            baseline=0.5,
            baseline_label="as often as not",
            note=f"Ties count half. Whiskers: {found['level']:.0%} intervals; verdicts on one prompt go together.",
        ),
        Numbers("The judge", _tiles(found)),
    ]


def _ahead(found: Mapping[str, Any]) -> str:
    if found["leader"]:
        text = f"{found['leader']} is ahead of every other model here, beyond what chance explains."
    else:
        text = (
            "No model is ahead of all others beyond what chance explains: the intervals overlap. "
            "More prompts, or a judge that flips less, may tell them apart."
        )
    if found["regularised"]:
        text += (
            "\n\nSome models never lost to, or never beat, the others. No finite ratings fit that: half a win each way was added to "
            "every pair that met, and the intervals of the ratings are too narrow."
        )
    return text


def _heads(found: Mapping[str, Any], against: str) -> list[Column]:
    heads = [
        Column("model"),
        Column("rating", hint="Bradley-Terry, in Elo points: 400 more win 10 of 11."),
        Column("rating interval", hint="By bootstrap over prompts; fixed for the baseline."),
        Column("win rate", "percent", f"The share of pairs won {against}, ties counted half."),
        Column("standard error", "percent", "Of the win rate, as AlpacaEval prints it."),
        Column("rate interval", hint="Cluster-robust; holds for few prompts."),
    ]
    if _length_controlled(found):
        heads.append(Column("at equal length", "percent", "AlpacaEval 2's length-controlled win rate."))
    return heads


def _cells(one: Mapping[str, Any], found: Mapping[str, Any]) -> Sequence[Any]:
    share = _interval(one, "win_rate")
    cells = [
        one["model"],
        None if one["rating"] is None else round(one["rating"]),
        _rating_interval(one),
        one["win_rate"],
        one["standard_error"],
        between(*share, "percent").replace(" ", "\u00a0") if share else "n/a",
    ]
    if _length_controlled(found):
        cells.append(one["length_controlled"])
    return cells


def _counts(one: Mapping[str, Any]) -> Sequence[Any]:
    length = None if one["mean_length"] is None else round(one["mean_length"])
    return [*(one[name] for name in ("model", "wins", "losses", "ties", "flip_rate", "errors")), length]


def _rating_interval(one: Mapping[str, Any]) -> str:
    found = _interval(one, "rating")
    if found is None:
        return "n/a"
    low, high = map(round, found)
    return "fixed" if low == high == 1000 else f"{low}\u00a0\N{EN DASH}\u00a0{high}"


def _length_controlled(found: Mapping[str, Any]) -> bool:
    return any(one["length_controlled"] is not None for one in found["standings"])


def _interval(one: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    low, high = one[f"{name}_low"], one[f"{name}_high"]
    return None if low is None or high is None else (low, high)


def _tiles(found: Mapping[str, Any]) -> list[Tile]:
    return [
        Tile("Pairs", found["matches"], f"of responses to {found['prompts']} prompts, each in both orders"),
        Tile("Flip rate", found["flip_rate"], "each order named another winner; counted as ties", "percent"),
        Tile("Ties", found["ties"], "pairs, flipped ones among them"),
        Tile("Errors", found["errors"], "pairs without a readable answer in both orders; in no rate"),
        Tile(
            "First one preferred",
            found["first_position_share"],
            "of the answers that named a winner; 50% is a judge without a taste for position",
            "percent",
        ),
        Tile(
            "Longer one won",
            found["longer_share"],
            "of the decided pairs; far above 50%, the judge may go by length",
            "percent",
        ),
    ]
