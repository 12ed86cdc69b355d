import re
from typing import Any

import pytest
from datasets import Dataset, DatasetDict

from goldsmith.errors import InputError
from goldsmith.export import to_dpo, to_sft

USER = {"role": "user", "content": "2 + 2?"}
FOUR = {"role": "assistant", "content": "4"}
FIVE = {"role": "assistant", "content": "5"}
BRIEF = {"role": "system", "content": "Be brief."}
PAIR = {"prompt": "2 + 2?", "chosen": "4", "rejected": "5"}


def test_an_instruction_and_its_generation_are_two_messages_after_the_system_prompt() -> None:
    row = {"id": "a", "instruction": "2 + 2?", "generation": "4", "system_prompt": "Be brief."}
    assert to_sft([row]) == [{"id": "a", "messages": [BRIEF, USER, FOUR]}]
    assert to_sft([row | {"system_prompt": None}]) == [{"id": "a", "messages": [USER, FOUR]}]


def test_messages_stay_less_what_a_chat_template_does_not_take() -> None:
    row = {"messages": [BRIEF, USER, FOUR | {"tool_calls": None, "seed": 3}], "system_prompt": "Be brief."}
    assert to_sft([row]) == [{"messages": [BRIEF, USER, FOUR]}]


def test_every_instance_is_a_row_with_its_own_id() -> None:
    instances = [{"input": "2, 3", "output": "5"}, {"input": "", "output": "0"}]
    examples = to_sft([{"id": "a", "instruction": "Add.", "instances": instances}])
    assert [example["id"] for example in examples] == ["a-0", "a-1"]
    assert [example["messages"][0]["content"] for example in examples] == ["Add.\n\n2, 3", "Add."]
    assert [example["messages"][1]["content"] for example in examples] == ["5", "0"]


@pytest.mark.parametrize("mark", [{"keep": False}, {"error": {"kind": "UnreadableError"}}])
def test_what_was_dropped_or_failed_is_left_out(mark: dict[str, Any]) -> None:
    fine = PAIR | {"keep": True, "error": {"kind": ""}}
    assert len(to_dpo([mark, fine])) == 1
    assert to_sft([mark]) == []


def test_a_pair_of_texts_becomes_three_lists_of_messages() -> None:
    want = {"prompt": [USER], "chosen": [FOUR], "rejected": [FIVE]}
    assert to_dpo([PAIR]) == [want]
    assert to_dpo([{"id": 7, "instruction": "2 + 2?", "chosen": "4", "rejected": "5"}]) == [{"id": 7} | want]


@pytest.mark.parametrize("before", [[], [USER], [BRIEF, USER]])
def test_responses_lose_the_prompt_they_repeat(before: list[dict[str, str]]) -> None:
    row = {
        "prompt": [USER],
        "chosen": [*before, FOUR],
        "rejected": [*before, FIVE],
        "system_prompt": "Be brief.",
    }
    assert to_dpo([row]) == [{"prompt": [BRIEF, USER], "chosen": [FOUR], "rejected": [FIVE]}]


def test_a_dataset_gives_what_its_rows_give() -> None:
    assert to_dpo(Dataset.from_list([PAIR])) == to_dpo([PAIR])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"instruction": "a"}, "row 1, column 'generation': expected a text that is not empty, got nothing"),
        ({"generation": "a"}, "row 1, column 'instruction'"),
        ({"instruction": "a", "instances": []}, "row 1, column 'instances': expected a list"),
        ({"instruction": "a", "instances": [{"input": "b"}]}, "column 'instances', instance 0, output"),
        ({"messages": [USER]}, "row 1, column 'messages': no message is the assistant's"),
        ({"messages": [USER, {"role": "bot", "content": "a"}]}, "message 1: expected a role of"),
        ({"messages": [USER, FOUR | {"tool_calls": [{}]}]}, "message 1: calls of tools"),
        ({"messages": [BRIEF, USER, FOUR], "system_prompt": "Rhyme."}, "row 1, column 'system_prompt'"),
    ],
)
def test_a_row_that_cannot_be_learned_is_named_with_its_column(row: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        to_sft([{"keep": False}, row])  # rows left out are counted: the second is row 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"prompt": None}, "row 0, column 'prompt'"),
        ({"chosen": 4}, "row 0, column 'chosen': expected a text that is not empty, got 4"),
        ({"rejected": "4"}, "row 0, column 'rejected': says the same as 'chosen'"),
        ({"chosen": [USER, FOUR], "rejected": [FOUR]}, "row 0, column 'rejected': says the same"),
        ({"chosen": [USER]}, "row 0, column 'chosen': nothing follows the prompt"),
        ({"chosen": [USER | {"content": "3 + 3?"}, FOUR]}, "row 0, column 'chosen': expected the prompt"),
    ],
)
def test_a_pair_that_does_not_fit_is_named_with_its_column(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        to_dpo([PAIR | changed])


@pytest.mark.parametrize("export", [to_sft, to_dpo])
def test_a_dict_of_splits_is_told_to_give_one(export: Any) -> None:
    with pytest.raises(InputError, match="give one split"):
        export(DatasetDict(train=Dataset.from_list([PAIR])))
