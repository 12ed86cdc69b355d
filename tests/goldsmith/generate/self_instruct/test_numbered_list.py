import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate.self_instruct import read_numbered


@pytest.mark.parametrize(
    "text",
    [
        "9. Name a river.\n10. Sing a song.",
        "Sure! Here are more tasks:\n\n9. Name a river.\n\n10. Sing a song.\n\nI hope these help!",
        "IX. Name a river.\nX. Sing a song.",
        "i) Name a river.\nii) Sing a song.",
        "Task 9: Name a river.\nTask 10: Sing a song.",
        "**Task 9:** Name a river.\n**Task 10:** Sing a song.",
        "Aufgabe 9: Name a river.\nAufgabe 10: Sing a song.",
        "9) Name a river.\n10) Sing a song.",
        "(9) Name a river.\n(10) Sing a song.",
        "9\\. Name a river.\n10\\. Sing a song.",
        "9.Name a river.\n10.Sing a song.",
        "9. **Name a river.**\n10. “Sing a song.”",
        '9. Instruction: "Name a river."\n10. Instruction: Sing a song.',
        "9.\nName a river.\n10.\nSing a song.",
        "9. Name\n   a river.\n10. Sing a song.\nOutput: la la la",
        "Name a river.\n10. Sing a song.",
        "- Name a river.\n- Sing a song.",
        "1. Name a river.\n2. Sing a song.",
        "9. Name a river.\r\n10. Sing a song.\r\n",
    ],
)
def test_every_way_to_number_a_list_is_read(text: str) -> None:
    assert read_numbered(text, first=9) == ["Name a river.", "Sing a song."]


def test_a_preamble_is_no_item() -> None:
    assert read_numbered("Here is task nine:\n10. Sing a song.", first=9) == ["Sing a song."]


def test_a_list_inside_an_item_is_part_of_it() -> None:
    text = "9. Sort these:\n   1. plum\n   2. fig\n10. Sing a song.\n9. Again."
    assert read_numbered(text, first=9) == ["Sort these: 1. plum 2. fig", "Sing a song. 9. Again."]


def test_a_decimal_number_begins_no_item() -> None:
    assert read_numbered("9. Convert to feet:\n3.5 metres\n10. Sing.", first=9) == [
        "Convert to feet: 3.5 metres",
        "Sing.",
    ]


def test_a_word_of_roman_letters_begins_no_item() -> None:
    assert read_numbered("9. Explain civil law.\nCIVIL. That is all.\n10. Sing.") == [
        "Explain civil law. CIVIL. That is all.",
        "Sing.",
    ]


def test_prose_is_no_list() -> None:
    with pytest.raises(UnreadableError, match="numbered list"):
        read_numbered("I'm sorry, but I can't do that.")


@fuzzed
def test_no_answer_breaks_the_reader(text: str) -> None:
    try:
        items = read_numbered(text, first=9)
    except UnreadableError:
        return
    assert all(item == " ".join(item.split()) != "" for item in items)
