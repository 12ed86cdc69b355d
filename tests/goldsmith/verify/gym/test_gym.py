"""Questions of reasoning-gym and the scores of answers to them."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from tests.strange_outputs import strange_outputs

from goldsmith.errors import InputError, MissingExtraError
from goldsmith.generate.gym_questions import gym_questions, gym_tasks
from goldsmith.verify.gym import gym_score, require_reasoning_gym
from goldsmith.verify.gym.gym_score import EVALUATED
from goldsmith.verify.gym.plain_expression import is_plain_expression

TASKS = [
    "basic_arithmetic",
    "chain_sum",
    "gcd",
    "knights_knaves",
    "letter_counting",
    "mini_sudoku",
    "tower_of_hanoi",
]


@pytest.mark.parametrize("task", [*TASKS, *sorted(EVALUATED)])
def test_the_known_answer_is_right_and_no_answer_is_not(task: str) -> None:
    for question in gym_questions(task, 3, seed=5):
        entry = json.loads(question.entry)
        assert gym_score(task, entry, question.answer), question.answer
        assert not gym_score(task, entry, "I do not know")
        assert gym_score(task, entry, " ").why == "there is no answer"


def test_the_scorer_knows_more_than_the_known_answer() -> None:
    # 1,000 with a comma and a sign is 1000 (chain_sum); any expression that makes 24 of the four numbers counts (puzzle24).
    entry = {"answer": "1000", "metadata": {}}
    assert gym_score("chain_sum", entry, "+1,000.00")
    entry = {"answer": "2*3*4*1", "metadata": {"numbers": [1, 2, 3, 4]}}
    assert gym_score("puzzle24", entry, "(1 + 2 + 3) * 4")
    assert not gym_score("puzzle24", entry, "(1 + 2) * 3 * 4")


def test_questions_follow_from_the_seed_and_go_on_where_they_were() -> None:
    first = list(gym_questions("chain_sum", 6, seed=2))
    assert first == list(gym_questions("chain_sum", 6, seed=2))
    assert first[4:] == list(gym_questions("chain_sum", 2, seed=2, begin=4))
    assert first[0].question != next(gym_questions("chain_sum", 1, seed=3)).question
    (short,) = gym_questions("chain_sum", 1, seed=2, config={"min_terms": 2, "max_terms": 2})
    assert sum(short.question.count(sign) for sign in (" + ", " - ")) == 1


@pytest.mark.parametrize(
    ("task", "config", "why"),
    [
        ("no_such_task", {}, "no task 'no_such_task'; it has ab, "),
        ("chain_sum", {"max_turns": 3}, "cannot be made with {'max_turns': 3}"),
        ("chain_sum", {"min_terms": 0}, "min_terms must be positive"),
        ("rearc", {}, "cannot be scored from a row"),  # its metadata are tuples, which JSON does not keep
    ],
)
def test_a_task_that_cannot_be_used_is_named(task: str, config: dict[str, int], why: str) -> None:
    with pytest.raises(InputError, match=why):
        list(gym_questions(task, 1, seed=0, config=config))


def test_there_are_about_a_hundred_tasks() -> None:
    assert len(gym_tasks()) > 100
    assert set(gym_tasks()) >= {*TASKS, *EVALUATED}


def test_scorers_that_evaluate_are_known() -> None:
    import inspect

    from reasoning_gym.factory import DATASETS

    found = {
        name
        for name, (kind, _) in DATASETS.items()
        if any(
            word in inspect.getsource(kind.score_answer)
            for word in ("eval(", "parse_expr(", "sympify(", "exec(")
        )
    }
    assert found == EVALUATED


ATTACKS = [
    "__import__('os').system('touch {path}')",
    "__import__('os').system('touch {path}')!",
    "open('{path}', 'w')",
    "[open('{path}', 'w') for _ in [1]]",
    "(lambda: open('{path}', 'w'))()",
    "x.__class__.__base__.__subclasses__()",
    "exec(\"open('{path}', 'w')\")",
    "sin.__globals__['open']('{path}', 'w')",
    "f\"{{open('{path}', 'w')}}\"",
    "sin(open('{path}', 'w'))",
]


@pytest.mark.parametrize("task", sorted(EVALUATED))
def test_an_answer_that_is_a_program_is_not_run(task: str, tmp_path: Path) -> None:
    question = next(gym_questions(task, 1, seed=1))
    path = tmp_path / "owned"
    for attack in ATTACKS:
        text = attack.format(path=path)
        assert not gym_score(task, json.loads(question.entry), text)
        assert not gym_score(task, json.loads(question.entry) | {"answer": text}, "1")
        assert not path.exists(), attack


def test_an_answer_that_never_ends_is_given_up() -> None:
    entry = json.loads(next(gym_questions("simple_integration", 1, seed=1)).entry)
    for text in ("9**9**9", "[0] * 10**10", "x**(9*9*9)", "+" * 5000 + "1", "(" * 500):
        assert gym_score("simple_integration", entry, text).score == 0
    slow = " * ".join(f"sin({k}*x + {k})**{k}" for k in range(2, 14))
    assert "time was up" in gym_score("simple_integration", entry, slow, timeout=0.3).why


@given(strange_outputs())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_plain_can_be_evaluated(output: str) -> None:
    if is_plain_expression(output):
        try:
            eval(output.strip(), {"__builtins__": {}})
        except (NameError, TypeError, ArithmeticError, ValueError):
            return


def test_without_the_package_its_extra_is_named() -> None:
    require_reasoning_gym.cache_clear()
    with (
        patch("goldsmith.verify.gym.gym_score.find_spec", return_value=None),
        patch.dict("sys.modules", {"reasoning_gym": None}),
        pytest.raises(MissingExtraError, match=r"pip install 'goldsmith\[reasoning-gym\]'"),
    ):
        gym_score("chain_sum", {"answer": "1"}, "1")
    require_reasoning_gym.cache_clear()
