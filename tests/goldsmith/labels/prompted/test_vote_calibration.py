"""What known rows say about a prompt is believed as far as they go."""

import numpy as np
import pytest
from tests.goldsmith.labels.prompted.made_votes import made_votes

from goldsmith.errors import InputError
from goldsmith.labels import expected_calibration_error, wilson_interval
from goldsmith.labels.prompted import VoteCalibration, vote_report


def overconfident(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A voter that says 0.85 to 1 and is right with twice that less one: 0.7 to 1."""
    rng = np.random.default_rng(seed)
    sure = rng.uniform(0.85, 1, (n, 1))
    return sure, np.where(rng.random(n) < 2 * sure[:, 0] - 1, 1, 0)


def test_the_smallest_threshold_that_surely_meets_the_target_is_taken() -> None:
    # Sorted by confidence: 10 wrong at 0.7, then 40 right at 0.8, then 40 right at 0.9. Above 0.8 80 of 80: Wilson's lower bound is
    # n / (n + z^2) = 80 / 83.84 = 0.954; above 0.7 80 of 90: 0.807.
    sure = np.repeat([0.7, 0.8, 0.9], [10, 40, 40])[:, None]
    known = np.repeat([0, 1, 1], [10, 40, 40])
    votes = made_votes(np.ones((90, 1)), log_probability=sure)
    (kept_80,) = VoteCalibration.fit(votes, known, 0.8).prompts
    (kept_95,) = VoteCalibration.fit(votes, known, 0.95).prompts
    (never,) = VoteCalibration.fit(votes, known, 0.96).prompts
    assert kept_80.low == pytest.approx(wilson_interval(80, 90)[0])
    assert kept_95.low == pytest.approx(80 / (80 + 1.959964**2), abs=1e-6)
    assert never.threshold == np.inf
    counts = [
        int((VoteCalibration.fit(votes, known, target).transform(votes).L >= 0).sum())
        for target in (None, 0.8, 0.95, 0.96)
    ]
    assert counts == [90, 90, 80, 0]


def test_a_vote_taken_back_keeps_its_row_and_says_why() -> None:
    votes = made_votes([[1], [1], [-1]], log_probability=[[0.9], [0.9], [0.9]])
    after = VoteCalibration.fit(votes, [0, 0, 1], 0.9).transform(votes)
    assert after.L.tolist() == [[-1], [-1], [-1]]
    assert after.reasons[:, 0].tolist() == ["below_threshold: target 0.9"] * 2 + [""]
    assert np.isnan(after.confidence).all()


def test_correction_makes_confidence_accuracy_on_other_rows() -> None:
    sure, known = overconfident(600)
    votes = made_votes(np.ones((600, 1)), log_probability=sure)
    fitted = VoteCalibration.fit(votes, known)
    (prompt,) = vote_report(votes, known, fitted).prompts
    assert fitted.prompts[0].correction in {"temperature", "isotonic"}
    assert (prompt.ece_before or 0) > 0.05  # it says 0.075 too much on average
    assert (prompt.ece_after or 1) < (prompt.ece_before or 0) / 2
    fresh, truth = overconfident(2000, seed=1)
    other = made_votes(np.ones((2000, 1)), log_probability=fresh)
    after = fitted.transform(other).confidence[:, 0]
    assert (
        expected_calibration_error(after, truth == 1)
        < 0.04
        < expected_calibration_error(fresh[:, 0], truth == 1)
    )


def test_the_source_that_tells_right_from_wrong_is_believed() -> None:
    known = np.array([0, 1] * 20)
    blind, seeing = np.full((40, 1), 0.9), np.where(known == 1, 0.9, 0.6)[:, None]
    votes = made_votes(np.ones((40, 1)), log_probability=blind, stated=seeing)
    assert (votes.confidence == blind).all()  # before anybody knows
    (prompt,) = VoteCalibration.fit(votes, known).prompts
    assert prompt.source == "stated"
    assert vote_report(votes, known, VoteCalibration.fit(votes, known)).prompts[0].auroc == 1


def test_few_known_votes_correct_nothing() -> None:
    votes = made_votes(np.ones((19, 1)), log_probability=np.linspace(0.5, 0.9, 19)[:, None])
    fitted = VoteCalibration.fit(votes, [0, 1] * 9 + [1])
    assert fitted.prompts[0].correction == "none"
    assert (fitted.transform(votes).confidence == votes.confidence).all()


def test_a_model_without_confidence_gets_its_share_of_right_votes() -> None:
    votes = made_votes([[1], [1], [1], [0], [-1]])
    fitted = VoteCalibration.fit(votes, [1, 1, 0, None, 1])
    assert fitted.prompts[0].correction == "precision"
    assert fitted.transform(votes).confidence[:4, 0] == pytest.approx([3 / 5] * 4)  # (2 + 1) / (3 + 2)
    assert np.isnan(fitted.transform(votes).confidence[4, 0])


def test_a_prompt_without_a_known_vote_has_no_threshold_that_meets_a_target() -> None:
    votes = made_votes([[1, -1], [1, -1], [-1, 0]], log_probability=np.full((3, 2), 0.9))
    fitted = VoteCalibration.fit(votes, [1, 1, -1], 0.3)
    assert fitted.prompts[1].threshold == np.inf
    assert fitted.transform(votes).L.tolist() == [[1, -1], [1, -1], [-1, -1]]  # 2 of 2: n / (n + z^2) = 0.342


def test_what_does_not_fit_is_refused() -> None:
    votes = made_votes([[1], [0]])
    for known, message in (
        ([1], "each of 2 rows"),
        ([2, 0], r"\[0, 2\)"),
        ([-1, None], "somewhere"),
        ([0.5, 1], "integer"),
    ):
        with pytest.raises(InputError, match=message):
            VoteCalibration.fit(votes, known)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="target must lie"):
        VoteCalibration.fit(votes, [1, 0], 1.0)
    fitted = VoteCalibration.fit(votes, [1, 0])
    with pytest.raises(InputError, match="fitted on"):
        fitted.transform(made_votes([[1, 1]]))


def test_the_report_counts_by_hand() -> None:
    votes = made_votes(
        [[1, 0], [1, -1], [0, 0], [-1, 1], [-1, -1]],
        log_probability=[[0.9, 0.8], [0.7, 0], [0.6, 0.9], [0, 0.5], [0, 0]],
    )
    votes.reasons[4, 1] = "unreadable: 'hm'"
    first, second = vote_report(votes, [1, 0, 0, None, 1]).prompts
    assert (first.polarity, first.coverage, first.conflicts) == ((0, 1), 0.6, 0.2)
    assert (first.known, first.accuracy) == (3, pytest.approx(2 / 3))
    # Right at 0.9 and 0.6, wrong at 0.7: |1 - 0.9| + |0 - 0.7| + |1 - 0.6| = 1.2 over 3 bins of one vote each.
    assert first.ece_before == pytest.approx(0.4)
    assert first.auroc == 0.5  # of two pairs one is in order
    assert [(one.count, one.accuracy) for one in first.reliability(before=True)] == [
        (1, 1.0),
        (1, 0.0),
        (1, 1.0),
    ]
    assert second.failed == {"unreadable": 1}
    assert vote_report(votes).prompts[0].accuracy is None
    table = vote_report(votes, [1, 0, 0, None, 1]).table().splitlines()
    assert table[1].split()[:6] == ["p0", "0,1", "60.0%", "20.0%", "3", "66.7%"]
    assert vote_report(votes).to_dict()["model"] == "model"
