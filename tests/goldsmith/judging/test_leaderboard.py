"""Models in order, and what keeps that order from meaning anything."""

import re
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from goldsmith.errors import InputError
from goldsmith.judging import (
    Comparison,
    GamedBaseline,
    Match,
    bradley_terry,
    leaderboard,
    leaderboard_report,
    matches_of,
    share_interval,
    win_rate,
)

WON, LOST, FLIPPED, TIED, FAILED = (1, 2), (2, 1), (1, 1), ("tie", "tie"), (1, None)


def met(a: str, b: str, *outcomes: tuple[object, object]) -> list[Match]:
    return [Match(f"q{number}", a, b, *outcome) for number, outcome in enumerate(outcomes)]


def test_the_numbers_are_those_worked_out_by_hand() -> None:
    board = leaderboard(met("new", "old", WON, WON, WON, LOST, FLIPPED, TIED, FAILED), baseline="old")
    new, old = board.standings
    assert (new.model, old.model) == ("new", "old")
    counts = new.verdicts
    assert (counts.wins, counts.losses, counts.ties, counts.flips, counts.errors) == (3, 1, 2, 1, 1)
    # (3 + 2 / 2) / 6; the deviations are 1/3 (3), 2/3 (1), 1/6 (2): s^2 = (3/9 + 4/9 + 2/36) / 5 = 1/6
    assert new.win_rate is not None
    assert new.win_rate.win_rate == pytest.approx(100 * 4 / 6)
    assert new.win_rate.standard_error == pytest.approx(100 * np.sqrt(1 / 6 / 6))
    assert old.win_rate is None
    # The log odds of 4 to 2, in Elo points.
    assert new.rating - old.rating == pytest.approx(400 * np.log10(2))
    assert (board.prompts, board.verdicts.errors, board.verdicts.flip_rate) == (7, 1, 1 / 6)
    # Answers that name a winner: 1 2, 1 2, 1 2, 2 1, 1 1, 1. First: 4 + 2 + 1 of 11.
    assert board.verdicts.first_position_share == pytest.approx(7 / 11)


def test_ratings_are_those_of_bradley_terry_and_rates_those_of_win_rate() -> None:
    rng = np.random.default_rng(0)
    verdicts, matches = [], []
    for number in range(60):
        for a, b in (("x", "y"), ("x", "z"), ("y", "z")):
            won = rng.random() < 0.6
            verdicts.append(Comparison(f"q{number}", a, b, float(won)))
            matches.append(Match(f"q{number}", a, b, *(WON if won else LOST)))
    board = leaderboard(matches, seed=3)
    fit = bradley_terry(verdicts, seed=3)
    assert {one.model: one.rating for one in board.standings} == fit.ratings
    assert {one.model: one.rating_interval for one in board.standings} == fit.intervals
    of_y = [1 + (c.score if c.a == "y" else 1 - c.score) for c in verdicts if "y" in (c.a, c.b)]
    (y,) = [one for one in board.standings if one.model == "y"]
    assert y.win_rate == win_rate(of_y)


def test_the_order_of_matches_and_of_the_two_models_does_not_matter() -> None:
    matches = met("x", "y", WON, WON, FLIPPED, LOST) + met("z", "y", WON, TIED, FAILED, LOST)
    turned = [Match(m.prompt, m.b, m.a, m.b_first, m.a_first) for m in reversed(matches)]
    one, other = (leaderboard(of, baseline="y").to_dict()["standings"] for of in (matches, turned))
    assert [row["model"] for row in one] == [row["model"] for row in other]
    assert [row["rating"] for row in one] == pytest.approx([row["rating"] for row in other])
    assert [row["wins"] for row in one] == [row["wins"] for row in other]


def test_a_judge_who_always_prefers_the_first_makes_ties_and_no_leader() -> None:
    board = leaderboard(met("new", "old", *[FLIPPED] * 200), baseline="old")
    assert board.leader is None
    assert (board.verdicts.ties, board.verdicts.flip_rate) == (200, 1.0)
    assert board.verdicts.first_position_share == 1.0
    assert [one.rating for one in board.standings] == [1000, 1000]
    assert "No model is ahead" in board_page(board)


def board_page(board: object, **options: object) -> str:
    report = leaderboard_report(board, **options)  # type: ignore[arg-type]
    return str(report.to_dict())


def test_at_equal_length_a_judge_who_prefers_the_longer_response_declares_no_winner() -> None:
    rng = np.random.default_rng(0)
    n = 500
    difficulty, baseline = rng.normal(size=n), rng.integers(2000, 3000, n)

    def lengths(longer: float) -> np.ndarray:
        return np.maximum(0, baseline + rng.normal(longer, 300, n).astype(int))

    def judged(long: np.ndarray) -> np.ndarray:
        slips = rng.random(n) < 0.02
        return np.where(slips, rng.random(n) < 0.5, long > baseline)

    gamed = [
        GamedBaseline.from_records(1.0 + judged(long), long, baseline, difficulty)
        for long in (lengths(400), lengths(-900))
    ]
    long = lengths(300)
    matches = [
        Match(f"q{i}", "wordy", "old", *(WON if won else LOST), int(long[i]), int(baseline[i]))
        for i, won in enumerate(judged(long))
    ]
    known = {f"q{i}": float(value) for i, value in enumerate(difficulty)}
    board = leaderboard(matches, baseline="old", difficulty=known, gamed=gamed[0] + gamed[1], resamples=20)
    wordy = board.standings[0]
    assert wordy.win_rate is not None
    assert wordy.win_rate.win_rate > 80
    assert wordy.length_controlled is not None
    assert wordy.length_controlled.win_rate == pytest.approx(50, abs=5)
    assert board.longer_share > 0.95  # the page says what the judge goes by
    assert "at equal length" in board_page(board)


def test_a_few_wins_in_a_row_make_no_leader_and_many_do() -> None:
    assert leaderboard(met("new", "old", WON, WON, WON)).leader is None
    board = leaderboard(met("new", "old", *[WON] * 40))
    assert board.leader == "new"
    assert board.regularised
    assert "intervals of the ratings are too narrow" in board_page(board)


def test_a_model_without_a_verdict_is_listed_last_without_a_rating() -> None:
    board = leaderboard(met("x", "y", WON, LOST) + met("mute", "y", FAILED, FAILED), baseline="y")
    mute = board.standings[-1]
    assert (mute.model, mute.win_rate, mute.share, mute.verdicts.errors) == ("mute", None, None, 2)
    assert mute.to_dict()["rating"] is None


def test_lengths_and_the_longer_share() -> None:
    matches = [
        Match("q1", "x", "y", *WON, 10, 5),
        Match("q2", "x", "y", *LOST, 10, 5),
        Match("q3", "x", "y", *WON, 7, 7),
        Match("q4", "x", "y", *FLIPPED, 1, 9),
        Match("q5", "y", "x", *LOST, 2, 8),
    ]
    board = leaderboard(matches)
    assert board.longer_share == pytest.approx(2 / 3)  # q1 and q5 of q1, q2 and q5
    assert {one.model: one.mean_length for one in board.standings} == {"x": 36 / 5, "y": 28 / 5}


def test_rows_of_a_judge_are_matches_and_those_without_a_pair_are_left_out() -> None:
    pair = {"id": "p", "prompt_id": "q", "model_a": "x", "model_b": "y", "topic": "rivers"}
    rows = [
        pair | {"preferences": ["1", ""]},
        pair | {"preferences": ["", ""], "model_b": "z"},
        {"id": "failed", "model_a": "", "model_b": "", "preferences": ["", ""]},
        {"id": "older"},
    ]
    first, second = matches_of(rows, cluster="topic")
    assert (first.a_first, first.b_first, first.group) == (1, None, "rivers")
    assert second.b == "z"
    with pytest.raises(InputError, match="has no column 'subject' to cluster by"):
        matches_of(rows, cluster="subject")
    with pytest.raises(InputError, match="wanted two preferences"):
        matches_of([pair | {"preferences": ["x", "1"]}])


@pytest.mark.parametrize(
    ("matches", "options", "message"),
    [
        ([], {}, "at least one match"),
        (met("x", "y", FAILED), {}, "none of 1 matches has a verdict"),
        (met("x", "y", WON), {"baseline": "z"}, "the baseline 'z' is none of the models: x, y"),
        (met("x", "y", WON) * 2, {}, "judged twice"),
        (met("x", "y", WON), {"difficulty": {"q0": 1.0}}, "name the baseline"),
        (met("x", "y", WON), {"difficulty": {}, "baseline": "y"}, "1 prompts have no difficulty, as 'q0'"),
        (met("x", "y", WON), {"difficulty": {"q0": 1.0}, "baseline": "y"}, "a length is not known"),
        (met("x", "y", WON) + met("v", "w", WON), {}, "never met"),
    ],
)
def test_what_cannot_be_ranked_is_refused(matches: list[Match], options: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        leaderboard(matches, **options)


def test_the_interval_is_wilsons_at_the_effective_sample_size() -> None:
    # 12 of 20 in clusters of one: SE^2 = p (1 - p) / 19, so 19 trials.
    found = share_interval([1] * 12 + [0] * 8, range(20))
    assert found[1:] == pytest.approx(proportion_confint(0.6 * 19, 19, method="wilson"))
    # Each verdict five times over tells no more.
    again = share_interval(([1] * 12 + [0] * 8) * 5, [*range(20)] * 5)
    assert again[1:] == pytest.approx(found[1:])
    assert share_interval([0.5] * 30, range(30))[1:] == pytest.approx(
        proportion_confint(15, 30, method="wilson")
    )


def test_the_interval_covers_where_one_that_ignores_clusters_does_not() -> None:
    covered = naive = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        truth = rng.beta(3, 2, 40)  # of each of 40 topics; the mean is 0.6
        values = (rng.random((40, 10)) < truth[:, None]).ravel().astype(float)
        topics = np.repeat(np.arange(40), 10).tolist()
        _, low, high = share_interval(values, topics)
        covered += low <= 0.6 <= high
        low, high = proportion_confint(values.sum(), len(values), method="wilson")
        naive += low <= 0.6 <= high
    assert covered >= 90  # of 1,000 such runs 938 do
    assert naive < 80


@pytest.mark.parametrize("wrong", [([], []), ([1.2], ["a"]), ([1], ["a", "b"]), ([np.nan], ["a"])])
def test_what_is_no_verdict_has_no_interval(wrong: tuple[list, list]) -> None:
    with pytest.raises(InputError, match="a value in"):
        share_interval(*wrong)


def test_names_and_responses_are_data_on_the_page(tmp_path: Path) -> None:
    hostile = "<script>document.title='owned'</script>"
    board = leaderboard(met(hostile, "{{ 7 * 7 }}", WON, LOST, WON))
    row = dict.fromkeys(("prompt_id", "model_a", "model_b", "preferred", "response_b", "reasons"), hostile)
    row |= {"response_a": "</script><img src=x onerror=alert(1)>"}
    page = leaderboard_report(board, judge=hostile, rows=[row]).html(tmp_path / "board.html").read_text()
    assert hostile not in page
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page
    assert not re.search(r"(?:src|href)=[\"']?https?:", page)  # nothing is fetched
