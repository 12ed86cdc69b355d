import json
from collections import Counter
from math import isnan
from typing import Any

import pytest
from pydantic import ValidationError
from tests.scripted_llm import ScriptedLLM, SyncScriptedLLM

from goldsmith.abtest import ab_analysis
from goldsmith.errors import ModelError
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.simulate import ABScenario

PLAIN, GREEN = "A plain lamp.", "A GREEN lamp."
METRICS = {"trust": "How far you trust the shop."}
TWO = r"(\w+):\n<shown>\n[^<]*?{}[^<]*</shown>\s+(\w+):\n<shown>\n[^<]*?{}"
ANY = TWO.format("", "")
YES_NO = (
    '{"reason": "So.", "\\1": {"converts": true, "trust": "5"}, "\\2": {"converts": false, "trust": "3"}}'
)
NO_YES = YES_NO.replace("\\1", "\\3").replace("\\2", "\\1").replace("\\3", "\\2")
NEITHER = YES_NO.replace("true", "false").replace('"5"', '"3"')
WANTS_GREEN = {TWO.format("GREEN", "plain"): YES_NO, TWO.format("plain", "GREEN"): NO_YES}


def rows(n: int) -> list[dict[str, Any]]:
    return [
        {"id": f"row {i}", "persona": f"Person {i}.", "variant_a": PLAIN, "variant_b": GREEN}
        for i in range(n)
    ]


def step(rules: dict[str, Any], **fields: Any) -> ABScenario:
    llm = ScriptedLLM(rules=rules if ANY in rules else rules | {ANY: NEITHER})
    return ABScenario(name="ab", **{"llm": llm, "metrics": METRICS} | fields)


def processed(one: ABScenario, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    one.load()
    out = next(one.process(given))
    one.unload()
    return out


def test_each_persona_sees_each_variant_equally_often_in_each_place_under_each_name() -> None:
    out = processed(step(WANTS_GREEN, num_draws=8), rows(3))
    assert len(out) == 3 * 2 * 8 * 2
    for persona in {row["persona_id"] for row in out}:
        counts = Counter(
            (row["test"], row["variant"], row["position"], row["shown_as"])
            for row in out
            if row["persona_id"] == persona
        )
        assert counts == {
            (test, variant, position, name): 2
            for test, variants in (("ab", ("a", "b")), ("aa", ("a", "a_copy")))
            for variant in variants
            for position in (1, 2)
            for name in ("K", "R")
        }


def test_what_the_model_is_shown_is_what_the_rows_say() -> None:
    one = step(WANTS_GREEN, aa_check=False, action="buy it")
    out = processed(one, rows(1))
    chats = [chat for chat, _ in one.llm.asked]  # type: ignore[attr-defined]
    for chat, first, second in zip(chats, out[::2], out[1::2], strict=True):
        texts = {"a": PLAIN, "b": GREEN}
        assert (
            f"{first['shown_as']}:\n<shown>\n{texts[first['variant']]}\n</shown>\n\n"
            f"{second['shown_as']}:\n<shown>\n{texts[second['variant']]}\n</shown>"
        ) in chat
        assert "if you would really buy it," in chat
        assert "Person 0." in chat
    seeds = [parameters["seed"] for _, parameters in one.llm.asked]  # type: ignore[attr-defined]
    assert len(set(seeds)) == 4
    assert processed(step(WANTS_GREEN, aa_check=False, action="buy it"), rows(1)) == out


def test_the_rows_have_their_lineage_and_say_that_they_are_simulated() -> None:
    out = processed(step(WANTS_GREEN), rows(2))
    first = out[0]
    assert (first["test"], first["variant"], first["draw"], first["position"]) == ("ab", "a", 1, 1)
    assert (first["converted"], first["rating_trust"], first["reason"]) == (False, 3.0, "So.")
    assert first["provenance"]["operation"] == "ab a"
    assert first["provenance"]["parents"] == ["row 0"]
    assert all(row["simulated"] is True for row in out)
    assert len({row["id"] for row in out}) == len(out)
    assert len({row["persona_id"] for row in out}) == 2


def test_a_population_that_wants_green_is_found_and_the_check_is_null() -> None:
    # Nobody tells plain from plain; persona 7 wants the plain one.
    turned = {
        f"Person 7.*{pattern}": NO_YES if said == YES_NO else YES_NO for pattern, said in WANTS_GREEN.items()
    }
    result = ab_analysis(processed(step(turned | WANTS_GREEN), rows(10)))
    found = result.variant["converted"]
    assert (found.first, found.second, found.value) == pytest.approx((0.1, 0.9, 0.8))  # 9 personas 1, one -1
    assert result.conclusion("converted") == result.conclusion("rating_trust") == "b is higher"
    assert (result.aa_check, result.order["converted"].value, result.naming["converted"].value) == (
        "null",
        0,
        0,
    )


def test_personas_that_prefer_whatever_comes_first_show_an_order_effect_alone() -> None:
    result = ab_analysis(processed(step({ANY: YES_NO}), rows(8)))
    assert result.variant["converted"].value == 0
    assert result.conclusion("converted") == "no difference found"
    assert (result.order["converted"].value, result.order["converted"].p) == (1, 2 / 2**8)
    assert result.aa_check == "null"


def test_unreadable_answers_are_errors_of_all_that_was_shown_and_never_numbers() -> None:
    half = '{"reason": "x", "K": {"converts": true, "trust": "5"}}'
    out = processed(step({"Person 1": half}, aa_check=False), rows(3))
    failed = [row for row in out if row["error"]["kind"]]
    assert [(row["variant"], row["error"]["kind"]) for row in failed] == [
        (variant, "unreadable") for variant in "ababbaba"
    ]
    assert all(isnan(row["rating_trust"]) and row["error"]["raw_output"] == half for row in failed)
    assert {row["persona_id"] for row in failed} == {failed[0]["persona_id"]}
    result = ab_analysis(out)
    assert result.errors == {"ab a": 4, "ab b": 4}
    assert result.variant["converted"].n_first == 8


def test_an_answer_is_repaired_once() -> None:
    answers = ["I like K.", '{"reason": "x", "K": {"converts": true}, "R": {"converts": false}}']
    out = processed(step({"": answers}, aa_check=False, metrics={}), rows(1))
    assert [row["error"]["kind"] for row in out] == [""] * 8
    assert "rating_trust" not in out[0]


def test_not_applicable_stays_missing() -> None:
    said = NEITHER.replace('"3"', '"N/A"')
    out = processed(step({ANY: said}, aa_check=False), rows(2))
    assert all(isnan(row["rating_trust"]) and not row["error"]["kind"] for row in out)
    assert ab_analysis(out).missing["rating_trust"] == 16


def test_between_personas_halves_see_one_variant_alone() -> None:
    one = r"(\w+):\n<shown>\n[^<]*?"
    yes, no = (f'{{"reason": "x", "\\1": {{"converts": {said}}}}}' for said in ("true", "false"))
    llm = ScriptedLLM(rules={f"{one}GREEN": yes, f"{one}plain": no})
    out = processed(ABScenario(name="ab", llm=llm, design="between"), rows(10))
    seen: dict[tuple[str, str], set[str]] = {}
    for row in out:
        seen.setdefault((row["test"], row["persona_id"]), set()).add(row["variant"])
    counts = Counter((test, *variants) for (test, _), variants in seen.items())
    assert counts == {("ab", "a"): 5, ("ab", "b"): 5, ("aa", "a"): 5, ("aa", "a_copy"): 5}
    assert {row["position"] for row in out} == {1}
    assert set(Counter((row["persona_id"], row["test"], row["shown_as"]) for row in out).values()) == {2}
    result = ab_analysis(out)
    # Five personas no, five yes, all alike: p = 2 / C(10, 5).
    assert (result.variant["converted"].value, result.variant["converted"].p) == (1, pytest.approx(2 / 252))
    assert (result.within, result.aa_check) == (False, "null")


def test_rows_that_cannot_be_shown_come_once_with_their_reason() -> None:
    given = [{"persona": " ", "variant_a": "x", "variant_b": "y"}, rows(1)[0] | {"variant_b": None}, *rows(1)]
    out = processed(step(WANTS_GREEN), given)
    dropped = [row for row in out if not row["keep"]]
    assert [row["drop_reason"] for row in dropped] == [
        "A/B scenario: no persona, got ' '",
        "A/B scenario: no variant_b, got None",
    ]
    assert len(out) == 2 + 16
    assert ab_analysis(out).other_rows == 2


def test_what_an_earlier_step_set_aside_passes_by() -> None:
    aside = rows(1)[0] | {"keep": False, "drop_reason": "persona: no text"}
    (out,) = processed(step(WANTS_GREEN), [aside])
    assert (out["drop_reason"], out["test"]) == ("persona: no text", "")


def test_rows_of_one_persona_are_one_cluster_and_may_say_their_own_action() -> None:
    given = [rows(1)[0] | {"id": "x", "action": "rent it"}, rows(1)[0] | {"id": "y", "persona_id": "ann"}]
    one = step(WANTS_GREEN, aa_check=False)
    out = processed(one, [*given, rows(1)[0]])
    assert len({row["persona_id"] for row in out}) == 2  # "ann", and the text that two rows share
    assert sum("really rent it" in chat for chat, _ in one.llm.asked) == 4  # type: ignore[attr-defined]


def test_a_model_that_takes_batches_gets_all_sittings_together() -> None:
    llm = SyncScriptedLLM(rules={ANY: NEITHER})
    processed(step({}, llm=llm), rows(3))
    assert llm.batches == [24]


def test_a_model_that_cannot_be_reached_is_told_once() -> None:
    class Away(ScriptedLLM):
        async def agenerate(self, *_: Any, **__: Any) -> Any:
            raise ConnectionError("nobody there")

    with pytest.raises(ModelError, match="nobody there"):
        processed(step({}, llm=Away()), rows(2))


def test_the_schema_goes_to_a_model_that_takes_one() -> None:
    one = step(WANTS_GREEN, aa_check=False, highest_rating=3, names=["Elm", "Oak"])
    processed(one, rows(1))
    _, parameters = one.llm.asked[0]  # type: ignore[attr-defined]
    properties = parameters["response_format"]["json_schema"]["schema"]["properties"]
    assert list(properties) == ["reason", "Elm", "Oak"]
    assert properties["Elm"]["properties"]["trust"]["enum"] == ["1", "2", "3", "N/A"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"num_draws": 3},
        {"num_draws": 6},
        {"names": ["K", "k"]},
        {"names": ["K"]},
        {"names": ["reason", "R"]},
        {"names": ["K", "<R>"]},
        {"metrics": {"converts": "?"}},
        {"metrics": {"Trust!": "?"}},
        {"design": "both"},
        {"action": ""},
    ],
)
def test_what_cannot_be_counterbalanced_or_read_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        step({}, **wrong)


def test_a_real_model_decides_or_the_row_says_why_not() -> None:
    out = processed(
        ABScenario(
            name="ab",
            llm=LocalLLM(n_ctx=2048),
            aa_check=False,
            action="buy it",
            max_new_tokens=80,
            metrics=METRICS,
        ),
        rows(1),
    )
    assert len(out) == 8
    assert len({row["id"] for row in out}) == 8
    lost = [row for row in out if row["error"]["kind"]]
    assert all(row["error"]["kind"] == "unreadable" and row["error"]["raw_output"] for row in lost)
    assert sum(ab_analysis(out).errors.values()) == len(lost)
    for row in out:
        assert isnan(row["rating_trust"]) or (
            row not in lost and row["rating_trust"] in {1.0, 2.0, 3.0, 4.0, 5.0}
        )
    asked = [json.loads(row["distilabel_metadata"]["asked_ab"]) for row in out]
    assert sum(map(bool, asked)) == 4  # what a sitting asked is noted once
