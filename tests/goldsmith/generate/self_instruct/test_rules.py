import contextlib
import random

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate.self_instruct import InstructionRules, TaskPool, choose_demonstrations, read_yes_or_no

RULES = InstructionRules()


@pytest.mark.parametrize(
    ("instruction", "problem"),
    [
        ("Write three words.", "3 words, at least 4 are wanted"),
        ("Write a few words.", ""),
        ("word " * 150, ""),
        ("word " * 151, "151 words, at most 150 are wanted"),
        ("Describe the IMAGE in words.", 'has the word "image"'),
        ("Explain where to go  to eat.", 'has the word "go to"'),
        ("Explain graphite and imagery to me.", ""),
        ("Plot a course for home.", 'has the word "plot"'),
        ("write a program that sorts numbers.", 'begins with "Write a program"'),
        ("Rewrite a program in other words.", ""),
        ("- Write about the sea.", 'begins with the punctuation "-"'),
        ("Übersetze den Satz ins Englische.", 'begins with "Ü", which is not ASCII'),
    ],
)
def test_an_instruction_is_judged_by_the_published_rules(instruction: str, problem: str) -> None:
    assert RULES.problem(instruction) == problem


def test_other_languages_have_the_english_rules_off() -> None:
    rules = InstructionRules(blocked_words=(), blocked_starts=(), ascii_start=False)
    for instruction in (
        "Übersetze den Satz ins Englische.",
        "Trouve le mot qui manque.",
        "写一首关于大海的诗。",
    ):
        assert rules.problem(instruction) == ""
    assert rules.problem("写大海。") == ""  # four characters, each a word
    assert rules.problem("海。").startswith("2 words")


def test_machines_get_at_most_their_places_and_humans_the_rest() -> None:
    humans, machines = list(range(20)), list(range(-5, 0))
    for seed in range(50):
        shown = choose_demonstrations(humans, machines, random.Random(seed))
        assert (len(set(shown)), sum(task < 0 for task in shown)) == (8, 2)
    shown = choose_demonstrations(humans, [-1], random.Random(0))
    assert (len(shown), sum(task < 0 for task in shown)) == (8, 1)
    assert sorted(choose_demonstrations([1, 2], [-1, -2, -3], random.Random(0)))[2:] == [1, 2]


def test_machine_made_tasks_stand_anywhere_in_the_list() -> None:
    places = {choose_demonstrations(range(20), [-1], random.Random(seed)).index(-1) for seed in range(200)}
    assert places == set(range(8))


def test_an_instruction_is_new_up_to_the_threshold() -> None:
    # Ten words of which seven are common, in both: F = 0.7 on paper, and in floats 0.7 or just below: not above.
    pool = TaskPool([{"instruction": "Tell me a b c d e f g h"}])
    assert pool.judge("Tell me a b c d e x y z").problem == ""
    near = pool.judge("Tell me a b c d e f y z")
    assert near.problem == "ROUGE-L 0.80 to an earlier instruction, above 0.70"
    assert (near.most_similar, near.similarity) == ("Tell me a b c d e f g h", pytest.approx(0.8))


def test_an_accepted_instruction_is_no_longer_new() -> None:
    pool = TaskPool([{"instruction": "Name three rivers of Europe."}])
    assert pool.judge("Explain how bread is baked.").problem == ""
    pool.add([{"instruction": "Explain how bread is baked."}])
    assert pool.judge("explain how bread is baked").most_similar == "Explain how bread is baked."
    assert len(pool.demonstrations(random.Random(0), 8, 2, among=0)) == 1
    assert len(pool.demonstrations(random.Random(0), 8, 2, among=1)) == 2


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Yes", True),
        ("no.", False),
        ("**Yes**, it has finite labels; there is no free text.", True),
        ("Answer: No", False),
        ("Classification: Yes\nTask: Another one\nClassification: No", True),
    ],
)
def test_yes_and_no_are_read(text: str, yes: bool) -> None:
    assert read_yes_or_no(text) is yes


@pytest.mark.parametrize("text", ["", "Maybe", "It could be yes or no.", "N/A", "nothing"])
def test_anything_else_is_neither(text: str) -> None:
    with pytest.raises(UnreadableError, match="Yes or No"):
        read_yes_or_no(text)


@fuzzed
def test_no_answer_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(UnreadableError):
        assert read_yes_or_no(text) in {True, False}
    RULES.problem(text)
