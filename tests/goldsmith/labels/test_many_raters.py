"""Fleiss' kappa and Gwet's AC1 and AC2 against published figures, statsmodels, and their definitions pair by pair."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from goldsmith.errors import InputError
from goldsmith.labels import fleiss_kappa, gwet_ac1

nan = math.nan
WEIGHTS = ["identity", "ordinal", "linear", "quadratic"]
# Gwet 2014, and the overview of R's irrCAC, "distrib.6raters": 15 patients, 6 psychiatrists, 5 diagnoses.
PSYCHIATRISTS = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
]
# The same overview, "cac.raw4raters": four raters, twelve units, missing ratings.
FOUR_RATERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, nan],
    [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
]
# The same overview, "cont3x3abstractors": rows are the first abstractor's diagnoses, columns the second's.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
ratings = arrays(
    np.float64,
    st.tuples(st.integers(2, 5), st.integers(2, 10)),
    elements=st.sampled_from([nan, 0.0, 1.0, 2.0, 5.0]),
).filter(lambda m: ((~np.isnan(m)).sum(axis=0) >= 2).any())


def from_counts(counts: list[list[int]]) -> np.ndarray:
    """Return ratings, [n_raters, n_units], that make these counts, [n_units, q]."""
    return np.array([np.repeat(np.arange(len(row)), row) for row in counts]).T


def from_table(table: list[list[int]]) -> np.ndarray:
    """Return two raters' ratings, [2, n], that make this contingency table."""
    return np.repeat(np.indices((3, 3)).reshape(2, 9), np.ravel(table), axis=1)


def test_fleiss_kappa_is_the_published_one() -> None:
    assert fleiss_kappa(from_counts(PSYCHIATRISTS)) == pytest.approx(0.4139265, abs=5e-8)
    assert fleiss_kappa(FOUR_RATERS) == pytest.approx(0.76117, abs=5e-6)


def test_ac1_is_the_published_one() -> None:
    assert gwet_ac1(from_counts(PSYCHIATRISTS)) == pytest.approx(0.4448007, abs=5e-8)
    assert gwet_ac1(FOUR_RATERS) == pytest.approx(0.77544, abs=5e-6)
    assert gwet_ac1(from_table(ABSTRACTORS)) == pytest.approx(0.8493305, abs=5e-8)


def test_ac2_is_the_one_worked_out_by_hand() -> None:
    # ABSTRACTORS with quadratic weights for three classes: neighbours 0.75. p_a = (89 + 0.75 * 11) / 100 = 0.9725.
    # pi = (13, 25.5, 61.5) / 100, sum pi (1 - pi) = 0.1131 + 0.189975 + 0.236775 = 0.53985, the weights sum to
    # 3 + 4 * 0.75 = 6, so p_e = 6 / (3 * 2) * 0.53985 and AC2 = (0.9725 - 0.53985) / (1 - 0.53985).
    assert gwet_ac1(from_table(ABSTRACTORS), weights="quadratic") == pytest.approx(
        0.43265 / 0.46015, abs=1e-12
    )
    # Ordinal: neighbours 2/3, sum 3 + 8/3. Linear: 1/2, sum 5.
    p_a, p_e = 0.89 + 0.11 * 2 / 3, (3 + 8 / 3) / 6 * 0.53985
    assert gwet_ac1(from_table(ABSTRACTORS), weights="ordinal") == pytest.approx(
        (p_a - p_e) / (1 - p_e), abs=1e-12
    )
    p_a, p_e = 0.945, 5 / 6 * 0.53985
    assert gwet_ac1(from_table(ABSTRACTORS), weights="linear") == pytest.approx(
        (p_a - p_e) / (1 - p_e), abs=1e-12
    )


def test_a_class_nobody_chose_lowers_the_agreement_expected_by_chance() -> None:
    # AC1 of ABSTRACTORS with a fourth class: p_e = 0.53985 / 3.
    expected = (0.89 - 0.17995) / (1 - 0.17995)
    assert gwet_ac1(from_table(ABSTRACTORS), categories=[0, 1, 2, 9]) == pytest.approx(expected, abs=1e-12)


@given(arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(1, 12)), elements=st.integers(0, 3)))
def test_fleiss_kappa_equals_statsmodels(matrix: np.ndarray) -> None:
    counts = np.stack([(matrix == label).sum(axis=0) for label in range(4)], axis=1)
    if len(np.unique(matrix)) == 1:
        assert math.isnan(fleiss_kappa(matrix))
    else:
        assert fleiss_kappa(matrix) == pytest.approx(statsmodels_fleiss(counts), abs=1e-9)


def pair_by_pair(matrix: np.ndarray, weights: str) -> float:
    """Return AC2 from its definition, one pair of ratings after the other."""
    units = [unit[~np.isnan(unit)] for unit in matrix.T]
    values = sorted({value for unit in units for value in unit})
    q, span = len(values), max(values) - min(values)

    def worth(a: float, b: float) -> float:
        gap = abs(values.index(a) - values.index(b))
        return {
            "identity": float(a == b),
            "ordinal": 1 - math.comb(gap + 1, 2) / math.comb(q, 2),
            "linear": 1 - abs(a - b) / span,
            "quadratic": 1 - (a - b) ** 2 / span**2,
        }[weights]

    observed = np.mean([np.mean([worth(a, b) for a, b in permutations(u, 2)]) for u in units if len(u) > 1])
    shares = [np.mean([np.mean(unit == value) for unit in units if len(unit)]) for value in values]
    total = sum(worth(a, b) for a in values for b in values)
    chance = total / (q * (q - 1)) * sum(share * (1 - share) for share in shares)
    return float((observed - chance) / (1 - chance))


@pytest.mark.parametrize("weights", WEIGHTS)
@given(matrix=ratings)
def test_ac2_equals_its_definition_over_pairs_of_ratings(weights: str, matrix: np.ndarray) -> None:
    ours = gwet_ac1(matrix, weights=weights)
    if len(np.unique(matrix[~np.isnan(matrix)])) == 1:
        assert math.isnan(ours)
    else:
        assert ours == pytest.approx(pair_by_pair(matrix, weights), abs=1e-9)


@given(matrix=ratings, seed=st.integers(0, 99))
def test_neither_the_order_of_raters_and_units_nor_the_names_of_classes_matter(
    matrix: np.ndarray, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(rng.permutation(matrix, axis=0), axis=1)
    renamed = np.select([matrix == 0, matrix == 1, matrix == 2, matrix == 5], [3.5, -1.0, 0.0, 2.0], nan)
    for changed in (shuffled, renamed):
        assert fleiss_kappa(changed) == pytest.approx(fleiss_kappa(matrix), nan_ok=True)
        assert gwet_ac1(changed) == pytest.approx(gwet_ac1(matrix), nan_ok=True)
    assert gwet_ac1(shuffled, weights="ordinal") == pytest.approx(
        gwet_ac1(matrix, weights="ordinal"), nan_ok=True
    )
    assert gwet_ac1(-matrix, weights="ordinal") == pytest.approx(
        gwet_ac1(matrix, weights="ordinal"), nan_ok=True
    )


@given(matrix=ratings)
def test_a_rater_and_a_unit_without_ratings_change_nothing(matrix: np.ndarray) -> None:
    padded = np.pad(matrix, ((0, 1), (0, 1)), constant_values=nan)
    assert fleiss_kappa(padded) == pytest.approx(fleiss_kappa(matrix), nan_ok=True)
    assert gwet_ac1(padded, weights="linear") == pytest.approx(
        gwet_ac1(matrix, weights="linear"), nan_ok=True
    )


def test_ac1_holds_up_where_kappa_breaks_down() -> None:
    # 118 both yes, 5 and 2 apart, none both no: raters agree on 94 %, p_e of kappa is pi_yes^2 + pi_no^2.
    votes = np.array([[1] * 118 + [1] * 5 + [0] * 2, [1] * 118 + [0] * 5 + [1] * 2])
    yes = 243 / 250
    assert fleiss_kappa(votes) == pytest.approx((0.944 - yes**2 - (1 - yes) ** 2) / (2 * yes * (1 - yes)))
    assert gwet_ac1(votes) == pytest.approx((0.944 - 2 * yes * (1 - yes)) / (1 - 2 * yes * (1 - yes)))
    assert fleiss_kappa(votes) < 0 < 0.9 < gwet_ac1(votes)


@pytest.mark.parametrize(
    ("matrix", "settings", "words"),
    [
        ([[1, nan], [nan, 1]], {}, "no unit has two ratings"),
        ([[], []], {}, "no unit has two ratings"),
        ([1, 2, 3], {}, "n_raters, n_units"),
        ([["spam"], ["ham"]], {}, "encode labels"),
        ([[1, math.inf], [1, 2]], {}, "finite"),
        ([[1, 2], [1, 2]], {"weights": "cubic"}, "unknown weights 'cubic'"),
        ([[1, 7], [1, 2]], {"categories": [1, 2, 3]}, "rating 7 is none of the categories"),
    ],
)
def test_it_says_what_is_wrong_with_the_ratings(matrix: list, settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        gwet_ac1(matrix, **settings)
    if not settings:
        with pytest.raises(InputError, match=words):
            fleiss_kappa(matrix)
