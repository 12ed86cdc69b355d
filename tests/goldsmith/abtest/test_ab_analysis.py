"""Results on scripted populations: what is there is found, what is not is not, and a broken test says that it is void."""

import json
from math import isnan
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.goldsmith.abtest.made_exposures import Row, exposed

from goldsmith.abtest import ab_analysis

YES, NO = {"converted": True}, {"converted": False}


def likes_b(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
    """Of ten personas eight want b alone, one wants a alone, one both; trust is 4 in b and 3 else."""
    number = int(persona.split()[1])
    wants = {8: "a", 9: "ab"}.get(number, "b")
    return {"converted": variant[0] in wants, "rating_trust": 4.0 if variant == "b" else 3.0}


def first_wins(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
    return {"converted": position == 1}


def k_wins(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
    return {"converted": name == "K"}


def test_a_known_effect_is_found_by_hand() -> None:
    result = ab_analysis(exposed(likes_b, 10))
    bought, trust = result.variant["converted"], result.variant["rating_trust"]
    # Differences of personas: eight 1, one -1, one 0: mean 0.7, s^2 = (8 * 0.09 + 2.89 + 0.49) / 9 = 0.45556.
    assert (bought.first, bought.second, bought.value) == pytest.approx((0.2, 0.9, 0.7))
    assert bought.standard_error == pytest.approx(np.sqrt(0.4555556 / 10))
    assert bought.p == pytest.approx(2 * stats.t.sf(0.7 / np.sqrt(0.04555556), 9))
    assert (trust.value, trust.p) == (1, 2 / 2**10)  # all ten agree
    # Holm: the smaller p counts twice. p of trust is 0.00195, of converted 0.0094.
    assert trust.p_holm == pytest.approx(2 * trust.p)
    assert bought.p_holm == pytest.approx(bought.p)
    assert result.conclusion("converted") == "b is higher"
    assert (result.aa_check, result.void, result.within, result.personas) == ("null", "", True, 10)
    low, high = result.bootstrap["converted"]
    assert 0 < low < 0.7 < high <= 1
    assert all(isnan(end) for end in result.bootstrap["rating_trust"])


def test_personas_who_prefer_whatever_comes_first_show_no_variant_effect_but_an_order_effect() -> None:
    result = ab_analysis(exposed(first_wins, 12))
    assert result.variant["converted"].value == 0
    assert result.conclusion("converted") == "no difference found"
    order, naming = result.order["converted"], result.naming["converted"]
    assert (order.first, order.second, order.value, order.p_holm) == (0, 1, 1, 2 / 2**12)
    assert (naming.value, naming.p) == (0, 1)
    assert result.aa_check == "null"


def test_personas_who_prefer_a_name_show_a_naming_effect_alone() -> None:
    result = ab_analysis(exposed(k_wins, 12))
    assert result.names == ("K", "R")
    assert (result.naming["converted"].value, result.naming["converted"].p) == (-1, 2 / 2**12)
    assert result.variant["converted"].value == result.order["converted"].value == 0


def test_a_check_that_differs_voids_everything() -> None:
    def broken(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
        return YES if variant in {"b", "a_copy"} else NO

    result = ab_analysis(exposed(broken, 10))
    assert result.variant["converted"].p_holm < 0.05
    assert result.aa_check == "failed"
    assert result.conclusion("converted") == "void"
    assert (
        result.void == "A/A check failed: the same variant under two names differs in converted (p = 0.002)"
    )
    assert result.to_dict()["verdict"] == result.void
    # The same p-value (2 / 2^5 = 0.06) of five personas is none.
    assert ab_analysis(exposed(broken, 5)).aa_check == "null"


def test_without_a_check_the_result_says_so() -> None:
    assert ab_analysis(exposed(likes_b, 10, tests=("ab",))).aa_check == "not run"


def test_holm_is_over_the_metrics_of_a_family() -> None:
    def mind(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
        number, b = int(persona.split()[1]), variant == "b"
        # All six personas agree in "converted" (p = 2 / 64); one metric is noise with mean 0, one has no difference at all.
        return {"converted": b, "rating_x": 3.0 + b * (-1) ** number, "rating_y": 3.0}

    result = ab_analysis(exposed(mind, 6))
    assert [one.p for one in result.variant.values()] == pytest.approx([2 / 64, 1, 1])
    assert [one.p_holm for one in result.variant.values()] == pytest.approx([6 / 64, 1, 1])
    assert result.conclusion("converted") == "no difference found"  # 0.031 alone, 0.094 among three


def noisy(seed: int) -> Any:
    """Personas who each lean to one of the variants, without a common preference; what they say is noisy."""
    rng = np.random.default_rng(seed)
    lean: dict[str, float] = {}

    def mind(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
        if persona not in lean:
            lean[persona] = float(rng.normal(scale=0.3))
        chance = np.clip(0.5 + lean[persona] * (variant == "b"), 0, 1)
        return {"converted": bool(rng.random() < chance), "rating_trust": float(rng.integers(1, 6))}

    return mind


def test_all_metrics_together_raise_false_alarms_as_rarely_as_promised() -> None:
    runs = [ab_analysis(exposed(noisy(seed), 16, tests=("ab",)), resamples=1) for seed in range(80)]
    alarms = sum(any(one.p_holm < 0.05 for one in run.variant.values()) for run in runs)
    assert alarms <= stats.binom.ppf(0.9995, 80, 0.05)
    assert sum(run.variant["converted"].p < 0.3 for run in runs) > 10  # it is no test that never rejects


def test_errors_are_counted_by_variant_and_enter_no_number() -> None:
    rows = exposed(likes_b, 10)
    failed = {
        "error": {"step": "s", "kind": "unreadable", "message": "", "raw_output": ""},
        "converted": True,
    }
    lost = [row | failed for row in rows if row["persona_id"] == "persona 8"]
    kept = [row for row in rows if row["persona_id"] != "persona 8"]
    never = {"persona": "", "test": "", "variant": "", "keep": False, "drop_reason": "no persona"}
    result = ab_analysis([*kept, *lost, never, dict.fromkeys(rows[0])])
    assert result.errors == {"ab a": 4, "ab b": 4, "aa a": 4, "aa a_copy": 4}
    assert (result.other_rows, result.personas) == (2, 9)
    # Without persona 8, the only one for a: eight 1 and one 0.
    assert result.variant["converted"].value == pytest.approx(8 / 9)
    assert result.to_dict()["exposures_without_a_decision"] == 16


def test_missing_ratings_are_left_out_and_counted() -> None:
    rows = [row | {"rating_trust": float("nan")} if row["draw"] == 1 else row for row in exposed(likes_b, 10)]
    result = ab_analysis(rows)
    assert result.missing == {"converted": 0, "rating_trust": 20}
    assert result.variant["rating_trust"].n_first == 30
    assert result.variant["converted"].n_first == 40


def test_between_personas_each_is_in_one_arm_and_there_is_no_order() -> None:
    rng = np.random.default_rng(0)
    seen = {"test": "ab", "position": 1, "keep": True}
    rows = [
        seen
        | {
            "persona_id": f"{variant} {number}",
            "variant": variant,
            "shown_as": "KR"[draw % 2],
            "converted": bool(rng.random() < (0.8 if variant == "b" else 0.2)),
        }
        for variant in ("a", "b")
        for number in range(10)
        for draw in range(4)
    ]
    result = ab_analysis(rows)
    found = result.variant["converted"]
    means = {
        variant: [
            np.mean([row["converted"] for row in rows if row["persona_id"] == f"{variant} {number}"])
            for number in range(10)
        ]
        for variant in ("a", "b")
    }
    assert found.p == pytest.approx(stats.ttest_ind(means["b"], means["a"]).pvalue)
    assert (result.order, result.within, found.degrees_of_freedom) == ({}, False, 18)
    low, high = result.bootstrap["converted"]
    assert low == pytest.approx(found.low, abs=0.08)
    assert high == pytest.approx(found.high, abs=0.08)


def test_the_power_is_that_of_the_difference_that_matters() -> None:
    result = ab_analysis(exposed(likes_b, 10), effects={"converted": 0.3})
    told = result.power["converted"]
    assert told.effect == 0.3
    assert 0 < told.power_as_run < 0.5
    assert told.detectable > 0.3
    assert told.personas_needed is not None
    assert told.personas_needed > 10
    assert ab_analysis(exposed(likes_b, 10)).power["converted"].effect == 0.1


def test_the_result_is_plain_json_and_the_same_again() -> None:
    told = [ab_analysis(exposed(noisy(1), 8)).to_dict() for _ in range(2)]
    assert json.dumps(told[0], allow_nan=False) == json.dumps(told[1], allow_nan=False)
    assert told[0]["simulated"].startswith("yes")


@pytest.mark.parametrize("personas", [0, 1])
def test_too_few_personas_are_told_and_not_guessed_from(personas: int) -> None:
    result = ab_analysis(exposed(likes_b, personas))
    assert result.aa_check == ("too few answers" if personas else "not run")
    assert result.to_dict()["verdict"] == (
        "converted: too few answers; rating_trust: too few answers"
        if personas
        else "no exposure with a decision"
    )
