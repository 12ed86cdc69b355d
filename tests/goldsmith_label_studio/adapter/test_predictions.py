from typing import Any

import pytest

from goldsmith_label_studio import prediction_errors

PAIRWISE = """<View><Text name="a" value="$a"/><Text name="b" value="$b"/><Pairwise name="better" toName="a,b"/>
<Choices name="how" toName="a"><Choice value="much"/><Choice value="a little"/></Choices></View>"""
REPEATER = """<View><Repeater on="$steps" indexFlag="{{idx}}"><Text name="step_{{idx}}" value="$steps[{{idx}}].text"/>
<Choices name="ok_{{idx}}" toName="step_{{idx}}"><Choice value="right"/><Choice value="wrong"/></Choices></Repeater></View>"""
STEPS = {"steps": [{"text": "1 + 1 = 2"}, {"text": "2 + 2 = 5"}]}


def chosen(name: str, to: str, choice: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": to, "type": "choices", "value": {"choices": [choice]}}


def better(selected: Any, to: str = "better", kind: str = "pairwise") -> dict[str, Any]:
    return {"from_name": "better", "to_name": to, "type": kind, "value": {"selected": selected}}


@pytest.mark.parametrize(
    ("config", "data", "result"),
    [
        (PAIRWISE, None, [better("left"), chosen("how", "a", "much")]),
        (PAIRWISE, None, [better("right")]),
        (REPEATER, None, [chosen("ok_0", "step_0", "right"), chosen("ok_1", "step_1", "wrong")]),
        (REPEATER, STEPS, [chosen("ok_1", "step_1", "wrong")]),
        (REPEATER, None, []),
    ],
)
def test_what_is_shown_passes(config: str, data: Any, result: list[dict[str, Any]]) -> None:
    assert prediction_errors(config, {"result": result, "score": 0.5}, data) == []


@pytest.mark.parametrize(
    ("config", "data", "region", "said"),
    [
        (PAIRWISE, None, better("tie"), "'better': expected 'left' or 'right', got 'tie'"),
        (PAIRWISE, None, better("left", to="a"), "'better': expected to_name 'better', got 'a'"),
        (PAIRWISE, None, better("left", kind="choices"), "'better': expected type 'pairwise', got 'choices'"),
        (PAIRWISE, None, chosen("how", "a", "hardly"), "Invalid value for control 'how'"),
        (REPEATER, STEPS, chosen("ok_2", "step_2", "right"), "'ok_2' not found"),
        (REPEATER, None, chosen("ok_{{idx}}", "step_{{idx}}", "right"), "not found"),
        (REPEATER, None, chosen("ok_1", "step_0", "right"), "'step_0' is not valid for control 'ok_1'"),
        (REPEATER, STEPS, chosen("ok_0", "step_0", "maybe"), "Invalid value for control 'ok_0'"),
    ],
)
def test_what_would_not_be_shown_is_told(config: str, data: Any, region: dict[str, Any], said: str) -> None:
    (error,) = prediction_errors(config, {"result": [region]}, data)
    assert said in error


def test_a_score_out_of_range_or_a_missing_result_is_told() -> None:
    assert "Score must be between" in prediction_errors(PAIRWISE, {"result": [better("left")], "score": 2})[0]
    assert prediction_errors(PAIRWISE, {}) == ["'result' must be a list"]
