"""Any number of labels: each by a question of its own, none where one is undecided."""

from typing import Any

import pytest
from pydantic import ValidationError
from tests.goldsmith_distilabel.label.scoring_llm import ScoringLLM
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.label import LLMLabel, LLMMultiLabel, LLMRating

LABELS = {"offer": "it sells", "home": "it is about home"}


def labelled(step: Any, *texts: Any, **more: Any) -> list[dict[str, Any]]:
    step.load()
    found: list[dict[str, Any]] = next(step.process([{"text": text, **more} for text in texts]))
    step.unload()
    return found


def multi(rules: dict[str, Any], **fields: Any) -> LLMMultiLabel:
    return LLMMultiLabel(name="each", llm=ScriptedLLM(rules=rules, default="no"), labels=LABELS, **fields)


def test_each_label_is_a_question_of_its_own() -> None:
    rules = {"(?s)label.*: offer.*user: free": "yes", "(?s)label.*: home.*user: (free|at) home": "Yes."}
    both, one, none = labelled(multi(rules), "free home", "at home", "hello")
    assert [row["llm_labels"] for row in (both, one, none)] == [["offer", "home"], ["home"], []]
    assert both["llm_error"] == {"step": "each", "kind": "", "raw": ""}
    assert (both["llm_confidence"], both["llm_scores"]) == (None, None)  # it gives no log-probabilities


def test_a_row_with_an_undecided_label_has_none_and_says_which() -> None:
    rules = {"(?s)label.*: offer.*user: odd": "perhaps", "(?s)label.*: home.*user: odd": "yes"}
    odd, fine, missing = labelled(multi(rules), "odd", "fine", None)
    assert (odd["llm_labels"], odd["llm_error"]["kind"]) == (None, "no_label")
    assert odd["llm_error"]["raw"] == "offer: unreadable: 'perhaps'"
    assert fine["llm_labels"] == []
    assert (missing["llm_labels"], missing["llm_error"]["kind"]) == (None, "no_text")
    (dropped,) = labelled(multi(rules), "fine", keep=False)
    assert (dropped["llm_labels"], dropped["llm_error"]["kind"]) == (None, "dropped")


def test_the_confidence_is_that_of_the_least_sure_decision() -> None:
    (row,) = labelled(LLMMultiLabel(llm=ScoringLLM(default="yes", other="no"), labels=LABELS), "free")
    assert row["llm_labels"] == ["offer", "home"]
    assert row["llm_scores"] == {"offer": pytest.approx(0.8), "home": pytest.approx(0.8)}
    assert row["llm_confidence"] == pytest.approx(0.8)


def test_without_log_probabilities_samples_tell_how_sure_it_is() -> None:
    # The first answer of each question, then four samples.
    rules = {
        "(?s)label.*: offer.*user: free": ["yes", "yes", "yes", "no", "yes"],
        "(?s)label.*: home.*user: free": "no",
    }
    (row,) = labelled(multi(rules, num_generations=4), "free")
    assert (row["llm_labels"], row["llm_confidence"]) == (["offer"], 0.75)
    assert row["llm_scores"] == {"offer": 0.75, "home": 0.0}


def test_examples_show_where_a_label_does_not_apply_too() -> None:
    step = multi({}, examples={"offer": ["Buy now"], "home": ["At home", "Buy now"]})
    (row,) = labelled(step, "x")
    assert row["llm_labels"] == []
    offer, home = (prompt.examples for prompt in step._prompts)
    assert offer == {"yes": ["Buy now"], "no": ["At home"]}
    assert home == {"yes": ["At home", "Buy now"], "no": []}
    with pytest.raises(ValidationError, match="no labels"):
        multi({}, examples={"other": ["x"]})


def single(*answers: str, generations: int = 3) -> dict[str, Any]:
    llm = ScriptedLLM(rules={"user: x": list(answers)})
    step = LLMLabel(name="ask", llm=llm, labels=LABELS, calibrate=False, num_generations=generations)
    return labelled(step, "x")[0]


def test_one_label_without_log_probabilities_is_the_commonest_of_samples() -> None:
    row = single("offer", "home", "home", "offer", "home", generations=4)
    assert (row["llm_label"], row["llm_confidence"]) == ("home", 0.75)
    assert row["llm_scores"] == {"offer": 0.25, "home": 0.75}
    tie = single("offer", "home", "offer", generations=2)
    assert (tie["llm_label"], tie["llm_error"]["kind"]) == (None, "tie")
    unread = single("offer", "what?", "well", generations=2)
    assert (unread["llm_label"], unread["llm_confidence"]) == ("offer", None)


def test_a_rating_is_the_number_to_expect() -> None:
    scale = {"1": "dull", "5": "lively"}
    (row,) = labelled(LLMRating(llm=ScoringLLM(default="5", other="1"), labels=scale, calibrate=False), "x")
    assert (row["llm_label"], row["llm_rating"]) == ("5", pytest.approx(0.8 * 5 + 0.2 * 1))
    plain = LLMRating(llm=ScriptedLLM(rules={"user: x": "1"}, default="?"), labels=scale, calibrate=False)
    told, unread = labelled(plain, "x", "y")
    assert (told["llm_rating"], unread["llm_rating"]) == (1.0, None)
    with pytest.raises(ValidationError, match="whole number"):
        LLMRating(llm=ScriptedLLM(), labels={"good": "", "bad": ""})
