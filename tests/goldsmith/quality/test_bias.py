"""Bias: published formulas by hand, against scipy, and on sets that lean or do not."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import binom, permutation_test

from goldsmith.errors import InputError
from goldsmith.quality import (
    bias,
    bias_amplification,
    counterfactual,
    distribution,
    group_scores,
    jensen_shannon,
    swapped,
    total_variation,
)

SHARES = (
    st.lists(st.integers(0, 50), min_size=4, max_size=4)
    .filter(any)
    .map(lambda counts: np.array(counts) / sum(counts))
)


@given(SHARES, SHARES)
def test_distances_are_scipy_s_and_do_not_depend_on_the_side(p: np.ndarray, q: np.ndarray) -> None:
    assert jensen_shannon(p, q) == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-9)
    assert total_variation(p, q) == pytest.approx(np.maximum(p - q, 0).sum(), abs=1e-12)
    assert total_variation(p, q) == total_variation(q, p)
    assert jensen_shannon(p, q) <= total_variation(p, q) + 1e-12  # Lin 1991, theorem 3


def test_shares_beside_a_target_by_hand() -> None:
    found = distribution("tone", ["a"] * 6 + ["b"] * 3 + [None], target={"a": 5, "b": 5})
    assert dict(zip(found.values, found.counts, strict=True)) == {"a": 6, "b": 3, "(missing)": 1}
    assert dict(zip(found.values, found.expected, strict=True)) == {"a": 0.5, "b": 0.5, "(missing)": 0}
    # (0.1 + 0.2 + 0.1) / 2
    assert found.total_variation.value == pytest.approx(0.2)


@pytest.mark.parametrize("heads", [50, 55, 62])
def test_p_is_the_exact_binomial_s_of_two_values(heads: int) -> None:
    found = distribution("side", ["h"] * heads + ["t"] * (100 - heads), target={"h": 0.5, "t": 0.5})
    exact = min(1.0, 2 * binom.sf(heads - 1, 100, 0.5)) if heads > 50 else 1.0
    assert found.p == pytest.approx(exact, abs=0.03)


def test_a_leaning_set_is_far_from_its_seeds_and_a_sample_of_them_is_not() -> None:
    rng = random.Random(0)
    seeds = rng.choices("fmx", [5, 4, 1], k=300)
    leaning = bias({"sex": rng.choices("fmx", [2, 7, 1], k=500)}, reference={"sex": seeds})["sex"]
    alike = bias({"sex": rng.choices("fmx", [5, 4, 1], k=500)}, reference={"sex": seeds})["sex"]
    assert leaning.p < 0.01
    assert leaning.total_variation.low > 0.1
    assert leaning.jensen_shannon.low > 0
    assert alike.p > 0.05
    assert alike.total_variation.low == 0


def test_the_interval_of_a_distance_holds_it() -> None:
    rng, kept, false_alarms = random.Random(1), 0, 0
    for seed in range(60):
        values = rng.choices("abc", [0.3, 0.3, 0.4], k=150)
        found = distribution("x", values, target={"a": 0.5, "b": 0.3, "c": 0.2}, seed=seed)
        kept += found.total_variation.low <= 0.2 <= found.total_variation.high
        false_alarms += distribution("x", values, target={"a": 0.3, "b": 0.3, "c": 0.4}, seed=seed).p < 0.05
    assert kept >= 51
    assert false_alarms <= 8


def test_rare_values_beyond_two_hundred_are_one() -> None:
    found = distribution("id", [str(n) for n in range(5_000)] + ["x"] * 50, reference=["x"] * 10 + ["0"])
    assert len(found.values) == 201
    assert found.counts[found.values.index("(other)")] == 5_050 - sum(
        count for value, count in zip(found.values, found.counts, strict=True) if value != "(other)"
    )
    assert sum(found.shares) == pytest.approx(1)
    assert sum(found.expected) == pytest.approx(1)


def test_amplification_by_hand() -> None:
    # Seeds: cooking 2/3 f, shopping 1/2 f, coding 3/4 m. Made: cooking all f, shopping all m, coding 1/2 m.
    # Only cooking (f) and coding (m) lean: (1 - 2/3) + (1/2 - 3/4) = 1/12, over three labels.
    seeds = ["cooking"] * 3 + ["shopping"] * 2 + ["coding"] * 4, list("ffmfmfmmm")
    made = ["cooking"] * 3 + ["shopping"] * 2 + ["coding"] * 4, list("fffmmffmm")
    assert bias_amplification(*made, *seeds).value == pytest.approx(1 / 36)
    assert bias_amplification(*seeds, *seeds).value == 0
    assert np.isnan(bias_amplification(["a"], ["f"], ["b"], ["m"]).value)


def test_amplification_is_seen_beyond_chance() -> None:
    rng = random.Random(2)
    label = [rng.choice(["nurse", "chef"]) for _ in range(600)]

    def groups(lean: float) -> list[str]:
        return ["f" if (rng.random() < lean) == (each == "nurse") else "m" for each in label]

    seeds = {"job": label, "sex": groups(0.65)}
    worse = bias({"job": label, "sex": groups(0.9)}, reference=seeds, label="job", group="sex").amplification
    same = bias({"job": label, "sex": groups(0.65)}, reference=seeds, label="job", group="sex").amplification
    assert worse.low > 0.1
    assert same.low < 0 < same.high


def test_scores_by_group_and_their_p_are_scipy_s() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(0.0, 1, 30), rng.normal(0.6, 1, 40)
    found = group_scores([*a, *b, None, float("nan")], ["a"] * 30 + ["b"] * 40 + ["a", "b"])
    assert found["largest gap"].value == pytest.approx(b.mean() - a.mean())
    assert (found["a"].n, found["b"].n) == (30, 40)

    def gap(x: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
        return np.abs(x.mean(axis=axis) - y.mean(axis=axis))

    expected = permutation_test((a, b), gap, vectorized=True, n_resamples=4_000, alternative="greater", rng=1)
    assert found["p"].value == pytest.approx(expected.pvalue, abs=0.02)
    assert found["a"].low < a.mean() < found["a"].high
    assert np.isnan(group_scores([1.0], ["a"])["largest gap"].value)
    assert (
        group_scores([1.0, 0.0, 0.5], ["a", "b", "b"])["largest gap"].interval is None
    )  # of one row nothing is known


def test_the_interval_of_a_gap_holds_the_true_one() -> None:
    rng = np.random.default_rng(1)
    drawn = [
        group_scores([*rng.normal(0, 1, 60), *rng.normal(0.8, 1, 60)], ["a"] * 60 + ["b"] * 60)["largest gap"]
        for _ in range(40)
    ]
    assert all(0 <= found.low <= found.value <= found.high for found in drawn)
    assert sum(found.low <= 0.8 <= found.high for found in drawn) >= 34  # 95 % of 40, and room for chance


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("He saw his sister.", "She saw her brother."),
        ("I know her. Her dog barks.", "I know him. His dog barks."),
        ("THE MEN AND MR Smith", "THE WOMEN AND MS Smith"),
        ("the thesis of Hermann", "the thesis of Hermann"),
        ("", ""),
    ],
)
def test_a_swap_changes_the_group_and_nothing_else(text: str, other: str) -> None:
    assert swapped(text) == other


def test_a_swap_takes_any_pairs() -> None:
    assert (
        swapped("Der Koch und die Ärztin", [("koch", "köchin"), ("arzt", "ärztin")])
        == "Der Köchin und die Arzt"
    )


def test_a_judge_that_looks_at_the_group_is_caught() -> None:
    texts = [f"he is a good chef, number {n}" for n in range(60)] + ["it rains"] * 40
    unfair = counterfactual(texts, lambda some: [0.9 if " she " in f" {text} " else 0.4 for text in some])
    fair = counterfactual(texts, lambda some: [float(len(text) > 3) for text in some])
    assert (unfair["changed answers"].value, unfair["changed answers"].of) == (1, 60)
    assert unfair["mean change"].value == pytest.approx(0.5)
    assert fair["changed answers"].value == fair["mean change"].value == 0
    labels = counterfactual(texts, lambda some: ["x"] * len(some))
    assert "mean change" not in labels
    assert np.isnan(counterfactual([], lambda some: some)["changed answers"].value)
    with pytest.raises(InputError, match="0 answers"):
        counterfactual(texts, lambda _: [])


@given(st.text())
def test_any_text_can_be_swapped(text: str) -> None:
    swapped(text)


def test_any_values_have_shares() -> None:
    odd = [None, ["a", 1], {"b": 2}, "\ud800", "", float("nan"), True, "x" * 10_000]
    found = bias({"odd": odd, "empty": []}, reference={"odd": odd})
    assert found["odd"].total_variation.value == 0
    assert found["empty"].values == ()
    assert found.to_dict()["distributions"]["odd"]["p"] == 1


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="no column 'sex'"):
        bias({"job": []}, group="sex")
    with pytest.raises(InputError, match="name the column"):
        bias({"job": []}, scores=[])
    with pytest.raises(InputError, match="not both"):
        distribution("a", [], reference=[], target={"x": 1})
    for target in ({}, {"x": -1}, {"x": 0}, {"x": float("nan")}):
        with pytest.raises(InputError, match="share of at least 0"):
            distribution("a", ["x"], target=target)
    with pytest.raises(InputError, match="a group for each"):
        bias_amplification(["a"], [], [], [])
    with pytest.raises(InputError, match="a group for each"):
        group_scores([1.0], [])
