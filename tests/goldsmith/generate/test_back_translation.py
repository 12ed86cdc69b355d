import pytest

from goldsmith.errors import UnreadableError
from goldsmith.generate import back_translation_reason, copied_words, read_instruction

TEXT = (
    "Bread rises because yeast turns sugar into carbon dioxide, which the gluten of the dough holds back in small bubbles."
    " Warmth makes it faster."
)


@pytest.mark.parametrize(
    "output",
    [
        "Why does bread rise?",
        "  Why does bread rise?\n",
        '"Why does bread rise?"',
        "Instruction: Why does bread rise?",
        "**Instruction:** Why does bread rise?",
        "### Instruction:\nWhy does bread rise?",
        "Here is an instruction that fits:\n\nWhy does bread rise?",
        "Sure! Here's the instruction:\nInstruction: Why does bread rise?",
        "```\nWhy does bread rise?\n```",
        '{"instruction": "Why does bread rise?"}',
        '```json\n{"instruction": "Why does bread rise?"}\n```',
        "指令：Why does bread rise?",
    ],
)
def test_an_instruction_is_read_without_what_stands_around_it(output: str) -> None:
    assert read_instruction(output) == "Why does bread rise?"


@pytest.mark.parametrize("output", ["", " \n", "...", '""', '{"text": "no"}', "Instruction:", "```\n```"])
def test_nothing_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError):
        read_instruction(output)


def test_an_instruction_of_several_lines_stays_whole() -> None:
    text = "Explain how bread rises.\n\n- Name the gas.\n- Keep it short."
    assert read_instruction(text) == text


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        (
            "Yeast turns sugar into carbon dioxide, which the gluten of the dough holds",
            "copies the text (13 words",
        ),
        (TEXT, "copies the text"),
        ("Explain the text above.", "points at the text"),
        ("Sure, bread rises for two reasons.", "answers instead of asking"),
        ("The answer is yeast.", "answers instead of asking"),
        ("I'm sorry, but I can't help with that.", "answers instead of asking"),
        ("", "empty"),
    ],
)
def test_what_is_no_instruction_is_dropped_with_its_reason(instruction: str, reason: str) -> None:
    found = back_translation_reason(instruction, TEXT)
    assert found
    assert found.startswith(f"instruction: {reason}")


def test_a_fitting_instruction_stays_even_if_it_shares_words() -> None:
    assert (
        back_translation_reason("Explain why yeast turns sugar into carbon dioxide in bread.", TEXT) is None
    )


def test_a_short_text_copied_whole_is_a_copy() -> None:
    assert back_translation_reason("Bread rises.", "bread  rises.")


def test_characters_without_blanks_count_half_a_word() -> None:
    assert copied_words("为什么面包会发酵？", "面包会发酵是因为酵母。") == 2.5  # five characters on end
