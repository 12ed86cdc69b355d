from collections.abc import Callable

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate.self_instruct import Instances, read_input_first, read_output_first


def reasons(found: Instances) -> list[str]:
    return [reason for _, reason in found.dropped]


@pytest.mark.parametrize(
    "text",
    [
        "Example 1\nInput: 2+2\nOutput: 4",
        "Sure, here is one!\n\n**Example 1:**\n**Input:** 2+2\n**Output:** 4",
        "Input: 2+2\nOutput: 4",
        "Example 1\n2+2\nOutput: 4",
        "Example:\nInput:\n2+2\nOutput:\n4\n\nTask: Now another task.\nInput: x\nOutput: y",
    ],
)
def test_every_way_to_write_an_instance_is_read(text: str) -> None:
    assert read_input_first(text).kept == [("2+2", "4")]


@pytest.mark.parametrize("nothing", ["", "N/A", "None", "(none)", "No input needed.", "<noinput>"])
def test_a_placeholder_is_no_input(nothing: str) -> None:
    assert read_input_first(f"Example 1\nInput: {nothing}\nOutput: A song.").kept == [("", "A song.")]


def test_an_output_alone_has_an_empty_input() -> None:
    assert read_input_first("Example 1\nOutput: A song.").kept == [("", "A song.")]
    assert read_input_first("Example 1\nA song.").kept == [("", "A song.")]


def test_an_input_that_is_its_output_is_dropped() -> None:
    found = read_input_first("Example 1\nInput: same\nOutput: same\nExample 2\nInput: a\nOutput: b")
    assert (found.kept, reasons(found)) == ([("a", "b")], ["the input is the output"])


def test_an_empty_output_is_dropped() -> None:
    found = read_input_first("Example 1\nInput: a\nOutput:\nExample 2\nInput: c")
    assert (found.kept, reasons(found)) == ([], ["the output is empty"] * 2)
    assert found.problem == "no instance is left: the output is empty (2)"


def test_what_ends_with_a_colon_is_dropped() -> None:
    found = read_input_first("Input: a:\nOutput: b\nInput: c\nOutput: d:\nInput: e\nOutput: f")
    assert (found.kept, reasons(found)) == ([("e", "f")], ["ends with a colon"] * 2)


def test_one_input_with_two_outputs_takes_all_instances_along() -> None:
    found = read_input_first("Input: a\nOutput: b\nInput: a\nOutput: c\nInput: e\nOutput: f")
    assert (found.kept, reasons(found)) == ([], ["one input has two different outputs"] * 3)


def test_a_task_without_input_may_have_several_outputs() -> None:
    assert read_input_first("Example 1\nOutput: a\nExample 2\nOutput: b").kept == [("", "a"), ("", "b")]


def test_a_repeated_instance_counts_once() -> None:
    found = read_input_first("Input: a\nOutput: b\nInput: a\nOutput: b")
    assert (found.kept, reasons(found)) == ([("a", "b")], ["repeats another"])


def test_of_a_cut_answer_the_last_instance_is_dropped() -> None:
    found = read_input_first("Input: a\nOutput: b\nInput: c\nOutput: unfini", cut=True)
    assert (found.kept, reasons(found)) == ([("a", "b")], ["cut by the length limit"])


def test_at_most_so_many_instances_are_kept() -> None:
    found = read_input_first("\n".join(f"Input: {n}\nOutput: {n + 1}" for n in range(7)))
    assert (len(found.kept), reasons(found)) == (5, ["beyond 5"] * 2)


def test_a_class_label_comes_before_its_input() -> None:
    text = (
        "Class label: spam\nInput: Buy now!\n\n**Class label 2:** ham\nSee you\nat six.\nClass label: other"
    )
    assert read_output_first(text).kept == [("Buy now!", "spam"), ("See you\nat six.", "ham"), ("", "other")]


def test_two_labels_for_one_input_take_all_instances_along() -> None:
    found = read_output_first("Class label: spam\nInput: Hi\nClass label: ham\nInput: Hi")
    assert (found.kept, len(found.dropped)) == ([], 2)


@pytest.mark.parametrize("read", [read_input_first, read_output_first])
def test_prose_holds_no_instance(read: Callable[[str], Instances]) -> None:
    with pytest.raises(UnreadableError, match="instances were asked for"):
        read("I'm sorry, but I can't do that.")


@fuzzed
def test_no_answer_breaks_either_reader(text: str) -> None:
    for read in (read_input_first, read_output_first):
        try:
            found = read(text, cut=len(text) % 2 == 0)
        except UnreadableError:
            continue
        assert all(one.output and one.input != one.output for one in found.kept)
        assert bool(found.kept) != bool(found.problem)
