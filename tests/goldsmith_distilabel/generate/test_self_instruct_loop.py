import asyncio
import hashlib
import random
from pathlib import Path
from typing import Any, ClassVar

import pytest
from distilabel.pipeline import Pipeline
from distilabel.typing import FormattedInput, GenerateOutput
from tests.goldsmith_distilabel.generate.every_step import CASES
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import JournalError, ModelError
from goldsmith_distilabel.generate import SelfInstructLoop

NEW = "Continue the numbered"
IS_CLASSIFICATION = "Is it classification"
OUTPUT_FIRST = "For a classification task, write"
INPUT_FIRST = "For a task, write"
SEA = "Write a poem about the sea."


class HashingLLM(ScriptedLLM):
    """Answers each chat with what follows from its text alone, after a random wait."""

    async def agenerate(self, input: FormattedInput, *given: Any, **named: Any) -> GenerateOutput:  # noqa: A002
        await asyncio.sleep(random.random() * 0.01)
        return await super().agenerate(input, *given, **named)

    def _answer(self, text: str) -> dict[str, Any]:
        digest = hashlib.sha256(text.encode()).hexdigest()
        if IS_CLASSIFICATION in text:
            return {"text": "Yes" if int(digest, 16) % 2 else "No"}
        if OUTPUT_FIRST in text:
            return {"text": f"Class label: {digest[:3]}\nInput: {digest[3:9]}"}
        if INPUT_FIRST in text:
            return {"text": f"Example 1\nInput: {digest[:3]}\nOutput: {digest[3:9]}"}
        words = [digest[at : at + 2] for at in range(0, 40, 2)]
        return {
            "text": "\n".join(
                f"{9 + at}. Say {' '.join(words[4 * at : 4 * at + 4])}" for at in range(len(words) // 4)
            )
        }


class ContinuingLLM(ScriptedLLM):
    continues_assistant: ClassVar[bool] = True


def one_at_a_time(new: Any, **options: Any) -> SelfInstructLoop:
    rules = {NEW: new} | options.pop("rules", {})
    usual: dict[str, Any] = {
        "seeds": [{"instruction": SEA}],
        "instances": False,
        "max_rounds": 1,
        "concurrency": 1,
    }
    return SelfInstructLoop(name="si", llm=ScriptedLLM(rules=rules), **(usual | options))


def rows_of(step: SelfInstructLoop, offset: int = 0) -> list[dict[str, Any]]:
    step.load()
    try:
        return [row for batch, _ in step.process(offset) for row in batch]
    finally:
        step.unload()


def row_of(step: SelfInstructLoop) -> dict[str, Any]:
    (row,) = rows_of(step)
    return row


def timed_differently(rounds_path: Path | None = None) -> SelfInstructLoop:
    return SelfInstructLoop(
        name="si",
        llm=HashingLLM(),
        seeds=[{"instruction": f"Seed task number {letter} here."} for letter in "abcdefghijkl"],
        num_instructions=20,
        concurrency=3,
        batch_size=4,
        rounds_path=str(rounds_path) if rounds_path else None,
    )


def rounds_asked(step: SelfInstructLoop) -> list[str]:
    assert isinstance(step.llm, ScriptedLLM)
    return [chat for chat, _ in step.llm.asked if NEW in chat]


def test_a_roman_list_after_a_preamble_gives_instructions_and_reasons() -> None:
    said = (
        "Sure, here they are:\n\nII. Name the longest river of Asia.\nIII. Draw a cat on paper.\nIV. Sing it."
    )
    rows = rows_of(one_at_a_time(said))
    assert [(row["instruction"], row["keep"], row["drop_reason"]) for row in rows] == [
        ("Name the longest river of Asia.", True, ""),
        ("Draw a cat on paper.", False, 'self-instruct: has the word "draw"'),
        ("Sing it.", False, "self-instruct: 2 words, at least 4 are wanted"),
    ]
    assert [row["round"] for row in rows] == [0, 0, 0]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (" Name the longest river of Asia.", ["Name the longest river of Asia."]),
        (
            " Name the longest river.\nTask 3: Sing it to a friend.",
            ["Name the longest river.", "Sing it to a friend."],
        ),
        ("", []),
        ("\nTask 3: Sing it to a friend.", ["Sing it to a friend."]),
    ],
)
def test_a_model_that_continues_an_answer_gets_the_list_of_the_paper(said: str, found: list[str]) -> None:
    llm = ContinuingLLM(rules={"Come up with a series of 9 tasks": said})
    step = SelfInstructLoop(
        name="si", llm=llm, seeds=[{"instruction": SEA}], instances=False, max_rounds=1, concurrency=1
    )
    rows = rows_of(step)
    assert [row["instruction"] for row in rows if row["instruction"]] == found
    assert all(row["keep"] for row in rows) is bool(found)
    assert "assistant: Task 1: Write a poem about the sea.\nTask 2:" in llm.asked[0][0]


def test_a_copy_is_dropped_and_names_what_it_is_like() -> None:
    row = row_of(one_at_a_time("2. Write a poem about the deep sea."))
    # The longest common subsequence is the 6 words of the seed: P = 6/7, R = 6/6, F = 12/13 > 0.7.
    assert row["similarity"] == pytest.approx(12 / 13)
    assert row["most_similar"] == SEA
    assert not row["keep"]
    assert row["drop_reason"] == "self-instruct: ROUGE-L 0.92 to an earlier instruction, above 0.70"


def test_a_task_of_an_earlier_round_is_not_new_either() -> None:
    said = "2. Name the longest river of Asia."
    first, second = rows_of(one_at_a_time(said, max_rounds=2))
    assert first["keep"]
    assert (second["keep"], second["most_similar"]) == (False, "Name the longest river of Asia.")


def test_of_an_answer_cut_by_the_length_limit_nothing_counts_or_all_but_the_last() -> None:
    cut = {"text": "2. Name the longest river of Asia.\n3. Explain the tides to", "finish_reason": "length"}
    dropped = rows_of(one_at_a_time(cut))
    assert [row["keep"] for row in dropped] == [False, False]
    assert {row["drop_reason"] for row in dropped} == {
        "self-instruct: the answer was cut by the length limit"
    }
    assert [row["keep"] for row in rows_of(one_at_a_time(cut, keep_cut=True))] == [True, False]


def test_an_answer_without_a_list_is_a_row_with_its_raw_text() -> None:
    row = row_of(one_at_a_time("I would rather not."))
    assert (row["instruction"], row["keep"]) == ("", False)
    assert (row["error"]["kind"], row["error"]["raw_output"]) == ("unreadable", "I would rather not.")


def test_a_classification_is_asked_for_its_label_first() -> None:
    rules = {
        IS_CLASSIFICATION: ["Yes", "No"],
        OUTPUT_FIRST: "Class label: happy\nInput: We won!\nClass label: sad\nInput: We lost.",
        INPUT_FIRST: "Example 1\nInput: N/A\nOutput: The moon pulls at the water.",
    }
    said = "2. Is this message happy or sad?\n3. Explain the tides to a child."
    step = one_at_a_time(said, rules=rules, instances=True, concurrency=1)
    mood, tides = rows_of(step)
    assert (mood["is_classification"], mood["instances"]) == (
        True,
        [{"input": "We won!", "output": "happy"}, {"input": "We lost.", "output": "sad"}],
    )
    assert (tides["is_classification"], tides["instances"]) == (
        False,
        [{"input": "", "output": "The moon pulls at the water."}],
    )
    assert mood["keep"]
    assert tides["keep"]


def test_two_outputs_for_one_input_drop_the_task() -> None:
    rules = {
        IS_CLASSIFICATION: "No",
        INPUT_FIRST: "Example 1\nInput: 2+2\nOutput: 4\nExample 2\nInput: 2+2\nOutput: 5",
    }
    row = row_of(one_at_a_time("2. Add up these two numbers.", rules=rules, instances=True))
    assert not row["keep"]
    assert row["drop_reason"] == (
        "self-instruct: no instance is left: one input has two different outputs (2)"
    )
    assert row["instances"] == [{"input": "", "output": ""}]


def test_an_instance_that_repeats_an_example_of_the_prompt_is_dropped() -> None:
    rules = {
        IS_CLASSIFICATION: "No",
        INPUT_FIRST: "Example 1\nOutput: The answer is: The shop opens at nine.\nExample 2\nInput: x\nOutput: It opens.",
    }
    row = row_of(one_at_a_time("2. Add up these two numbers.", rules=rules, instances=True))
    assert row["instances"] == [{"input": "x", "output": "It opens."}]


def test_the_result_does_not_depend_on_which_answer_comes_first() -> None:
    rows = rows_of(timed_differently())
    assert sum(row["keep"] for row in rows) == 20
    assert rows_of(timed_differently()) == rows


def test_a_run_goes_on_after_the_rounds_in_its_file(tmp_path: Path) -> None:
    whole = timed_differently()
    rows = rows_of(whole)
    path = tmp_path / "rounds.jsonl"
    stopped = timed_differently(path)
    stopped.load()
    given = stopped.process()
    begun, last = next(given)
    given.close()  # type: ignore[attr-defined]
    stopped.unload()
    assert not last
    with path.open("ab") as file:
        file.write(b'{"rows": [{"torn')
    resumed = timed_differently(path)
    assert begun + rows_of(resumed, offset=len(begun)) == rows
    assert set(rounds_asked(whole)) - set(rounds_asked(resumed))
    finished = timed_differently(path)
    assert rows_of(finished) == rows
    assert not rounds_asked(finished)


def test_rounds_of_other_options_are_not_taken_over(tmp_path: Path) -> None:
    path = str(tmp_path / "rounds.jsonl")
    rows_of(one_at_a_time("2. Name the longest river of Asia.", rounds_path=path))
    with pytest.raises(JournalError, match="other seeds, prompts, models or options"):
        rows_of(one_at_a_time("2. Name the longest river of Asia.", rounds_path=path, seed=7))


def test_rounds_without_a_new_instruction_end_the_run() -> None:
    said = ["2. Name the longest river of Asia.", "2. Draw a cat on paper.", "There is no more."]
    step = one_at_a_time(said, max_rounds=None, patience=3)
    # One round that brings an instruction, then three that bring none.
    assert [row["round"] for row in rows_of(step)] == [0, 1, 2, 3]
    assert len(rounds_asked(step)) == 4


def test_a_model_that_gives_no_answer_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rounds.jsonl"
    step = one_at_a_time(None, max_rounds=None, max_failed_rounds=2, rounds_path=str(path))
    with pytest.raises(ModelError, match="no answer to 2 rounds in a row"):
        rows_of(step)
    # The settings alone: failed rounds are asked for again when the model is back.
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_a_saved_pipeline_reads_back_the_same(tmp_path: Path) -> None:
    with Pipeline(name="loop") as pipeline:
        step = CASES["SelfInstructLoop"].make()
    assert step.dump()["type_info"] == {
        "module": "goldsmith_distilabel.generate.self_instruct_loop",
        "name": "SelfInstructLoop",
    }
    path = tmp_path / "pipeline.yaml"
    pipeline.save(path, format="yaml")
    assert Pipeline.from_yaml(path).dump() == pipeline.dump()


def test_the_case_of_every_step_ends_with_what_was_wanted() -> None:
    rows = rows_of(CASES["SelfInstructLoop"].make())
    assert [row["keep"] for row in rows] == [True, True]
    assert rows_of(CASES["SelfInstructLoop"].make()) == rows
