import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strange_outputs import fuzzed

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate import read_decision
from goldsmith.named_function import named_function
from goldsmith.simulate import (
    TRIAL_ENDINGS,
    Trial,
    facts_in,
    facts_told,
    invented_facts,
    known_items,
    read_invented,
    read_tau2_tasks,
    user_simulation_report,
)
from goldsmith.simulate.facts import Told


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


@pytest.mark.parametrize(
    ("given", "text", "invented"),
    [
        ("You are Yusuf Rossi in zip 19122.", "It's Yusuf Rossi, 19122.", []),
        ("You are Yusuf Rossi in zip 19122.", "It's Yusuf Rossi, 19123.", ["19123"]),
        ("Your order is #W2378156.", "Order W2378156, please.", []),
        ("Your order is #W2378156.", "Order W2378157 or Q2378156?", ["W2378157", "Q2378156"]),
        ("A table for four at 7 pm.", "We are 4, at 19:00.", []),
        ("A table at 19:30.", "At 7:30pm, or 8?", ["8"]),
        ("Your card: 5105 1051 0510 5100.", "It ends in 5100.", []),
        ("Call 5550100.", "My number is 555-0100.", []),
        ("It cost 1,000 euros.", "I paid 1000 euros, not 1200.", ["1200"]),
        ("You flew on 2024-05-12.", "It was 12 May 2024, no, 3 June.", ["3", "June"]),
        ("Es war am Freitag.", "It was on Friday, or on Monday.", ["Monday"]),
        ("Your mail is ana@example.org.", "Ana@Example.org or ana2@example.org", ["ana2@example.org"]),
        ("You are called Ana.", "May I march in? I'm Ana, OK? TV works. Thanks. Hello.", []),
        ("你的订单号是12345。", "我的订单号是12345，不是99999。", ["99999"]),
        ("طلبك رقم ٧٧", "رقم الطلب ٧٧ أو 88", ["88"]),
        ("Du willst Bestellung 7 stornieren.", "Ich habe die Bestellung 7 und das Paket nicht.", []),
    ],
)
def test_what_is_given_is_not_invented_whatever_its_spelling(
    given: str, text: str, invented: list[str]
) -> None:
    assert invented_facts([user(text)], given).get(1, []) == invented


def test_only_what_was_said_before_counts_and_a_fact_is_told_of_once() -> None:
    assistant = {"role": "assistant", "content": "Your order 55 from Bergen?"}
    assert invented_facts([user("I want it."), assistant, user("Yes, order 55 from Bergen.")], "") == {}
    assert invented_facts([user("So, order 55."), assistant, user("Yes, order 55.")], "") == {1: ["55"]}


@given(st.text(max_size=80))
def test_every_text_holds_its_own_facts(text: str) -> None:
    told = Told()
    told.add(text)
    assert [fact for fact in facts_in(text) if not told.holds(fact)] == []


@fuzzed
def test_any_output_can_be_looked_at_as_a_turn_a_verdict_and_a_list(output: str) -> None:
    assert isinstance(invented_facts([user(output)], "A table for four."), dict)
    assert len(facts_told(output, known_items(output))) <= len(output)
    with suppress(UnreadableError):
        met, reason = read_decision(output, "met")
        assert (type(met), type(reason)) == (bool, str)
    with suppress(UnreadableError):
        assert all(isinstance(fact, str) for fact in read_invented(output))
    trial = said_by_both(output)
    assert trial.ended in TRIAL_ENDINGS
    assert bool(trial.infrastructure_error) == (trial.ended == "user_errors")


def said_by_both(output: str) -> Trial:
    trial = Trial(max_turns=1, max_errors=0, known=["It is red.", "Order 7."])
    while trial.next != "end":
        if trial.next == "verdict":
            trial.settle(done=False)
        else:
            trial.say(output)
    return trial


def test_long_hostile_texts_are_read_in_no_time() -> None:
    for piece in ("a", "1", "@", ".", "A ", "a@", "1-", "May ", "'"):
        facts_in(piece * 30_000)
        facts_told(piece * 3_000, [piece * 3_000])


def test_what_is_told_is_known_by_its_facts_or_most_of_its_words() -> None:
    known = ["The order was placed with the account of your brother.", "Your zip code is 19122."]
    given = "You want to return an order."
    assert facts_told("It was placed with my brother's account.", known, given) == [0]
    assert facts_told("I want to return an order.", known, given) == []
    assert facts_told("19122", known, given) == [1]


def test_an_outcome_reported_done_stands_though_nobody_answers_the_farewell() -> None:
    trial = Trial(max_errors=0)
    trial.say("Cancel 7.")
    trial.say("Cancelled.")
    trial.say("Thanks, bye. ###STOP###")
    trial.settle(done=True)
    trial.fail(why="HTTP 503")
    assert (trial.ended, trial.infrastructure_error) == ("goal_reached", "")


def test_a_judge_that_cannot_be_reached_is_told_of() -> None:
    trial = Trial(max_errors=0)
    trial.say("Cancel 7.")
    trial.say("Cancelled.")
    trial.say("###STOP###")
    trial.fail(why="HTTP 503")
    assert (trial.ended, trial.infrastructure_error) == ("judge_unreachable", "judge: HTTP 503")


def test_every_tau2_task_is_a_golden_and_nothing_of_it_is_lost(shared_data: Path) -> None:
    path = shared_data / "tau2" / "retail_tasks.json"
    goldens, tasks = read_tau2_tasks(path), json.loads(path.read_text())
    assert len({golden["task_id"] for golden in goldens}) == len(tasks) == 114
    # 43 of the 114 tasks have assertions or something to communicate.
    assert sum(bool(golden["expected_outcome"]) for golden in goldens) == 43
    for golden, task in zip(goldens, tasks, strict=True):
        assert all(isinstance(value, str) for value in golden.values())
        kept = json.loads(golden["metadata"])
        assert kept["evaluation_criteria"] == task["evaluation_criteria"]
        assert set(task) - set(kept) == {"id", "user_scenario"}


@pytest.mark.parametrize("content", ["", "{}", "[]", "[1]", '[{"id": "1"}]', "[" * 500])
def test_a_file_without_tau2_tasks_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(content)
    with pytest.raises(InputError, match=r"tasks\.json"):
        read_tau2_tasks(path)


def test_pass_k_counts_no_infrastructure_error() -> None:
    def row(task: str, success: bool, error: str = "") -> dict[str, object]:
        return {"task_id": task, "ended": "max_turns", "success": success, "infrastructure_error": error}

    rows = [row("a", True), row("a", True), row("a", False), row("b", True), row("b", False, "HTTP 503")]
    found = user_simulation_report(rows).pass_hat_k
    # a: c = 2, n = 3, so 2/3 and C(2,2)/C(3,2) = 1/3; b: c = n = 1, so 1 and too short for k = 2.
    assert found[1].value == pytest.approx((2 / 3 + 1) / 2)
    assert (found[2].per_task, found[2].short_tasks) == ([pytest.approx(1 / 3), None], 1)
    assert found[1].infrastructure_errors == 1
    assert user_simulation_report([]).pass_hat_k == {}


def test_rows_that_were_no_trials_are_no_failures() -> None:
    nothing = dict.fromkeys(["task_id", "ended", "success", "infrastructure_error"])  # stock Distilabel's
    report = user_simulation_report([nothing, {"error": {"kind": "InputError"}}])
    assert (report.goldens, report.failed_rows) == ([], 2)


@pytest.mark.parametrize("name", ["", "json", ":x", "json:", "json:nothing", "json:__doc__", "no_such:f"])
def test_what_names_no_function_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        named_function(name)
