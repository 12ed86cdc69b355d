import json
from contextlib import suppress
from pathlib import Path

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate.auto_evol import (
    MethodSearch,
    SearchStep,
    evolution_failure,
    final_instruction,
    held_out,
    mini_batch,
    revised_method,
)

FINAL = "<finally_rewritten_instruction>{}</finally_rewritten_instruction>"


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        ("Understood. What shall I do next?", "stagnant complexity"),
        ("Thank you for the details! Shall I begin?", "stagnant complexity"),
        ("understood, is there more? ", "stagnant complexity"),
        ("Sure! Which table do you mean?", "insufficient qualification"),
        ("To go on, please provide the table.", "loss of key information"),
        ("Please provide the text.", "loss of key information"),
    ],
)
def test_the_papers_failures_are_seen_in_the_response(response: str, kind: str) -> None:
    failure = evolution_failure(response)
    assert failure
    assert failure.startswith(kind)


@pytest.mark.parametrize(
    "response",
    [
        "Understood. Here are five rivers.",  # no question mark at its end
        "Thank you.",
        "Sure, the five rivers are: Rhine, Po.",
        "Is it so? Understood?",  # does not begin with it
        "They provide, if you please, a table.",
        "",
    ],
)
def test_half_of_a_rule_is_no_failure(response: str) -> None:
    assert evolution_failure(response) is None


@pytest.mark.parametrize(
    ("answer", "instruction"),
    [
        ("<plan>x</plan><finally_rewritten_instruction>Name 5.</finally_rewritten_instruction>", "Name 5."),
        ("<Finally Rewritten Instruction>\n'Name 5.'\n</Finally Rewritten Instruction>", "Name 5."),
        ("Step 4\n**Finally Rewritten Instruction**: Name 5.", "Name 5."),
        ("#Finally Rewritten Instruction#:\nName 5.", "Name 5."),
        (
            FINAL.format("No.1")
            + " better: "
            + FINAL.format("Name 5.")
            + " That is, "
            + FINAL.format(" and "),
            "Name 5.",
        ),
    ],
)
def test_the_final_instruction_is_found(answer: str, instruction: str) -> None:
    assert final_instruction(answer) == instruction


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Name five rivers.",
        "<rewritten_instruction>Name 5.</rewritten_instruction>",
        "<finally_rewritten_instruction>Name five riv",  # cut
        "<finally_rewritten_instruction> ... </finally_rewritten_instruction>",
        "between <finally_rewritten_instruction> and </finally_rewritten_instruction>",
    ],
)
def test_an_answer_without_a_whole_final_instruction_cannot_be_read(answer: str) -> None:
    with pytest.raises(UnreadableError, match=r"<finally_rewritten_instruction>|words around"):
        final_instruction(answer)


def test_a_method_is_read_whole_with_the_tags_it_names() -> None:
    method = "Step 1: <methods_list> ... Step 4: <finally_rewritten_instruction> {instruction} {{ 7*7 }}"
    assert revised_method(f"Here it is.\n<method>\n{method}\n</method>") == method


@fuzzed
def test_no_answer_breaks_a_reader(text: str) -> None:
    evolution_failure(text)
    for read, tag in ((final_instruction, "finally_rewritten_instruction"), (revised_method, "method")):
        for answer in (text, f"<{tag}>{text}</{tag}>"):
            with suppress(UnreadableError):
                assert read(answer).strip().encode()  # no lone surrogate: a method is saved as UTF-8


def test_the_development_set_and_the_mini_batches_never_meet() -> None:
    dev, others = held_out(200, 50, seed=1)
    assert (len(dev), len(others)) == (50, 150)
    batches = [mini_batch(others, 10, seed=1, step=step) for step in range(1, 11)]
    assert all(len(set(batch)) == 10 and not set(batch) & set(dev) for batch in batches)
    assert len({tuple(batch) for batch in batches}) == 10
    assert held_out(200, 50, seed=1) == (dev, others) != held_out(200, 50, seed=2)


def test_few_instructions_are_halved() -> None:
    assert [len(part) for part in held_out(7, 50, seed=0)] == [3, 4]
    assert mini_batch([4, 5], 10, seed=0, step=1) in ([4, 5], [5, 4])


def test_a_search_is_saved_and_loaded_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "method.json"
    search = MethodSearch("Étape 1", 0.5, {"seed": 0}).after(SearchStep(1, [0.4, 0.2], 1, 0.2), "Step 1: {x}")
    search.save(path)
    assert MethodSearch.load(path) == search
    assert search.failure_rate == 0.2
    assert [file.name for file in path.parent.iterdir()] == ["method.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"method": "", "history": []}', '"x"', "\udcff"])
def test_another_file_is_no_search(tmp_path: Path, text: str) -> None:
    path = tmp_path / "method.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match="no saved evolving method"):
        MethodSearch.load(path)


def test_an_empty_method_is_no_method(tmp_path: Path) -> None:
    path = tmp_path / "method.json"
    path.write_text(json.dumps({"method": " ", "initial_failure_rate": 0, "settings": {}, "history": []}))
    with pytest.raises(InputError, match="no method text"):
        MethodSearch.load(path)
