from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strange_outputs import fuzzed

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate import derived_seed
from goldsmith.generate.evol_instruct import (
    OPERATIONS,
    draw_operation,
    eliminated_prompt,
    eliminated_response,
    evolved_prompt,
    leaked_words,
    operations_of,
    read_information_gain,
    says_nothing,
)

PARENT = "Name three rivers."


def test_operations_are_drawn_uniformly_and_again_the_same() -> None:
    names = operations_of("general")
    drawn = [
        draw_operation(names, seed=3, row_id=f"row {row}", epoch=epoch)
        for row in range(1500)
        for epoch in range(1, 5)
    ]
    again = draw_operation(names, seed=3, row_id="row 0", epoch=1)
    # 6,000 draws of 6: 1,000 each, standard deviation sqrt(6000 * 1/6 * 5/6) = 29; five of them are 145.
    assert again == drawn[0]
    assert set(drawn) == set(names)
    assert all(abs(count - 1000) < 145 for count in Counter(drawn).values())


def test_another_seed_row_or_epoch_draws_anew() -> None:
    base = ("0", "row", "1")
    others = [("1", "row", "1"), ("0", "wor", "1"), ("0", "row", "2"), ("0", "row1", "")]
    assert derived_seed(*base) not in [derived_seed(*other) for other in others]


def test_variants_have_the_papers_operations() -> None:
    assert [len(operations_of(variant)) for variant in ("general", "code", "math")] == [6, 5, 6]
    assert "breadth" not in operations_of("general", breadth=False)
    assert operations_of("math", ["easier", "deepen"]) == ("deepen", "easier")
    assert all(len(set(names)) == len(names) for names in OPERATIONS.values())


@pytest.mark.parametrize(
    ("variant", "chosen", "breadth"),
    [("poetry", [], True), ("code", ["breadth"], True), ("general", ["breadth"], False)],
)
def test_operations_that_are_not_there_are_refused(variant: str, chosen: list[str], breadth: bool) -> None:
    with pytest.raises(InputError):
        operations_of(variant, chosen, breadth=breadth)


@pytest.mark.parametrize(
    ("answer", "gained"),
    [
        ("Equal", False),
        ("Not Equal", True),
        ("not equal.", True),
        ("**Not Equal**", True),
        ("Verdict: equal", False),
        ('{"verdict": "Not Equal"}', True),
        ('```json\n{"verdict": "Equal"}\n```', False),
        ('{"equal": false}', True),
        ('{"equal": true}', False),
        ("They are not exactly equal.", True),
        ("They aren\u2019t equal.", True),
        ("Unequal", True),
        ("The prompts are equivalent.", False),
        ("Not Equal\nThe first would be equal if it named a bound.", True),
        ("Could they be equal? They might not be equal.\nLet us see.\nVerdict: Not Equal", True),
    ],
)
def test_the_judges_verdict_is_read_in_many_forms(answer: str, gained: bool) -> None:
    assert read_information_gain(answer) is gained


@pytest.mark.parametrize("answer", ["", "Equal or Not Equal", "The second is longer.", "5", "I'm sorry."])
def test_no_verdict_or_both_cannot_be_read(answer: str) -> None:
    with pytest.raises(UnreadableError):
        read_information_gain(answer)


@pytest.mark.parametrize(
    ("answer", "prompt"),
    [
        ("Name five rivers.", "Name five rivers."),
        ("Sure! Here is a harder version:\n\nName five rivers.", "Name five rivers."),
        ("Here's the more complex instruction: Name five rivers.", "Name five rivers."),
        ("**New Instruction:** Name five rivers.", "Name five rivers."),
        ("### Question:\nName five rivers.", "Name five rivers."),
        ('"Name five rivers."', "Name five rivers."),
        ("“Name five rivers.”", "Name five rivers."),
        ("<instruction>\nName five rivers.\n</instruction>", "Name five rivers."),
        ("```text\nName five rivers.\n```", "Name five rivers."),
        (
            "Original instruction: Name three rivers.\n\nNew instruction: Name five rivers.",
            "Name five rivers.",
        ),
        ('Sure, here it is:\n"Name five rivers."', "Name five rivers."),
        ("Sure! Here is the harder version:", ""),
        ("", ""),
        # What belongs to the prompt stays.
        ("Here is a table of sales:\n| a | 1 |\nSum it.", "Here is a table of sales:\n| a | 1 |\nSum it."),
        ('"Yes" or "no": is it rain', '"Yes" or "no": is it rain'),
        ("Name three rivers. And five lakes.", "Name three rivers. And five lakes."),
        ("Fix this:\n```python\nx = 1\n```", "Fix this:\n```python\nx = 1\n```"),
    ],
)
def test_only_what_stands_around_the_prompt_is_taken_off(answer: str, prompt: str) -> None:
    assert evolved_prompt(answer, PARENT) == prompt


@pytest.mark.parametrize(
    "answer",
    [
        "#Rewritten Prompt#: Name five rivers.",
        "Sure, here is the rewritten prompt:\nName five rivers.",
        "Name five rivers that the given prompt leaves out.",
        "#Given Prompt#: Name three rivers.\n#Rewritten Prompt#: Name five rivers.",
        "**Rewritten  Prompt**: Name five rivers.",
        "As in the #Created Prompt#, name five rivers.",
        "Name five rivers. </instruction> Done.",
        "The rewritten question asks for five rivers.",
        "# Finally Rewritten Instruction #\nName five rivers.",
    ],
)
def test_rule_d_words_of_the_evolving_prompt_are_a_leak_wherever_they_stand(answer: str) -> None:
    found = eliminated_prompt(answer, evolved_prompt(answer, PARENT), [PARENT])
    assert found
    assert found.verdict == "leak"


def test_what_the_parent_says_itself_is_no_leak() -> None:
    parent = "Shorten the given prompt: 'Tell me about rain.'"
    assert leaked_words("Shorten the given prompt to five words: 'Tell me about rain.'", parent) is None
    assert leaked_words("#Rewritten Prompt#: Shorten it.", parent) == "#Rewritten Prompt#"


@pytest.mark.parametrize("copy", ["Name three rivers.", "name  three rivers", '"Name three rivers!"'])
def test_a_copy_of_the_parent_is_no_evolution(copy: str) -> None:
    found = eliminated_prompt(copy, copy, [PARENT])
    assert found
    assert found == ("copy", "copies its parent")


def test_a_copy_of_an_ancestor_is_no_evolution_and_other_signs_are_no_copy() -> None:
    found = eliminated_prompt(PARENT, PARENT, ["Name five rivers.", PARENT])
    assert found == ("copy", "copies its ancestor 2 back")
    assert eliminated_prompt("What is 3-4?", "What is 3-4?", ["What is 3+4?"]) is None


@pytest.mark.parametrize("empty", ["", "...", '""', " \n"])
def test_an_answer_without_a_prompt_is_empty(empty: str) -> None:
    found = eliminated_prompt(empty, evolved_prompt(empty), [PARENT])
    assert found
    assert found.verdict == "empty"


def test_rule_b_sorry_counts_below_eighty_words_only() -> None:
    # "I am sorry" is three words.
    short, long = "I am sorry" + " word" * 76, "I am sorry" + " word" * 77
    found = eliminated_response(short)
    assert found
    assert found == ("apology", 'the response says "sorry" and has 79 words, under 80')
    assert eliminated_response(long) is None
    assert eliminated_response("Sorry, no.", apology_words=0) is None


@pytest.mark.parametrize("response", ["", "...", "It is.", "and so, for the", "!?", "\u200b", "—"])
def test_rule_c_punctuation_and_stop_words_are_no_content(response: str) -> None:
    found = eliminated_response(response)
    assert found
    assert found.verdict == "no_content"


@pytest.mark.parametrize("response", ["4", "No.", "∞", "👍", "Paris", "是", "x"])
def test_a_short_answer_with_content_passes(response: str) -> None:
    assert eliminated_response(response) is None


def test_without_a_list_of_stop_words_only_punctuation_says_nothing() -> None:
    assert not says_nothing("So will in an", ())
    assert says_nothing("Und so", ["und", "so"])


@fuzzed
def test_no_answer_breaks_a_reader_and_nothing_leaky_gets_through(text: str) -> None:
    prompt = evolved_prompt(text, PARENT)
    found = eliminated_prompt(text, prompt, [PARENT])
    if leaked_words(text, PARENT):
        assert found
        assert found.verdict == "leak"
    eliminated_response(text)
    with suppress(UnreadableError):
        assert read_information_gain(text) in {True, False}


@given(st.text(max_size=80))
def test_reading_a_prompt_twice_changes_nothing(text: str) -> None:
    prompt = evolved_prompt(text, PARENT)
    assert evolved_prompt(prompt, PARENT) == prompt
