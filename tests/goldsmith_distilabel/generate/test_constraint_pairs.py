import json
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith.export import to_dpo
from goldsmith_distilabel.generate import ConstraintPairs, PersonaPrompt
from goldsmith_distilabel.llms import LocalLLM

INSTRUCTION = "Name rivers. Use no commas."
NO_COMMA = '[{"kind": "punctuation:no_comma"}]'
ASKED = {"id": "a", "instruction": INSTRUCTION, "constraints": NO_COMMA}
GOOD, BAD = "The Rhine and the Rhone.", "The Rhine, the Rhone."


def paired(
    chosen: Any = GOOD,
    rejected: Any = BAD,
    relaxed: Any = "User instruction: Name rivers.",
    asked: dict[str, Any] = ASKED,
    **fields: Any,
) -> dict[str, Any]:
    rules = {"Rewrite an instruction": relaxed, "no commas": chosen, "Name rivers": rejected}
    step = ConstraintPairs(name="pairs", llm=ScriptedLLM(rules=rules, default=rejected), **fields)
    step.load()
    (row,) = next(step.process([asked]))
    step.unload()
    return dict(row)


def test_the_response_to_the_relaxed_instruction_is_rejected_under_the_original() -> None:
    row = paired()
    assert (row["keep"], row["drop_reason"]) == (True, "")
    assert (row["prompt"], row["chosen"], row["rejected"]) == (INSTRUCTION, GOOD, BAD)
    assert (row["relaxed_instruction"], row["relaxed_constraint"]) == (
        "Name rivers.",
        "punctuation:no_comma",
    )
    assert (row["chosen_problems"], row["rejected_problems"]) == ("", "punctuation:no_comma: 1 commas")
    # 24 characters less 21, 5 words less 4
    assert row["length_difference"] == {"characters": 3, "words": 1}
    assert (row["chosen_model"], row["rejected_model"]) == ("scripted", "scripted")
    (pair,) = to_dpo([row])
    assert pair["prompt"] == [{"role": "user", "content": INSTRUCTION}]
    assert pair["rejected"] == [{"role": "assistant", "content": BAD}]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"chosen": BAD}, "chosen breaks punctuation:no_comma: 1 commas"),
        ({"rejected": GOOD}, "rejected keeps punctuation:no_comma"),
        ({"relaxed": INSTRUCTION}, "relaxed instruction asks for the same as the original"),
        ({"relaxed": "I'm sorry, but I can't help with that."}, 'relaxed instruction, refusal ("'),
        ({"chosen": "..."}, "chosen is empty"),
        ({"chosen": {"text": GOOD, "finish_reason": "length"}}, "chosen is cut off"),
        ({"rejected": {"text": BAD, "finish_reason": "length"}}, "rejected is cut off"),
        ({"chosen": "I'm sorry but I can't help with that."}, "chosen is refusal"),
        ({"rejected": "I'm sorry, but I can't help with that."}, "rejected is refusal"),
    ],
)
def test_a_pair_that_does_not_hold_is_dropped_with_its_reason(said: dict[str, Any], reason: str) -> None:
    row = paired(**said)
    assert row["keep"] is False
    assert row["drop_reason"].startswith(f"constraint pair: {reason}")
    assert row["chosen"]
    assert bool(row["rejected"]) == ("relaxed instruction" not in reason)
    assert to_dpo([row]) == []


def test_the_first_of_several_responses_that_verifies_is_taken() -> None:
    row = paired([BAD, GOOD, "The Nile."], [GOOD, BAD, "A, b, c."], n=3)
    assert (row["chosen"], row["rejected"], row["keep"]) == (GOOD, BAD, True)
    row = paired([BAD, "A, b, c."], n=2)
    assert (row["chosen"], row["keep"]) == (BAD, False)
    asked = json.loads(row["distilabel_metadata"]["asked_pairs"])
    assert "A, b, c." in [one["output"] for one in asked]  # those that were not taken are kept too


def test_only_the_relaxed_constraint_must_be_broken_and_the_others_are_told() -> None:
    both = json.dumps([{"kind": "punctuation:no_comma"}, {"kind": "detectable_format:title"}])
    rows = [
        paired(f"<<R>> {GOOD}", f"<<R>> {BAD}", asked=ASKED | {"id": f"r{k}", "constraints": both})
        for k in range(12)
    ]
    assert {row["relaxed_constraint"] for row in rows} == {
        "punctuation:no_comma",
        "detectable_format:title",
    }
    for row in rows:
        assert row["keep"] == (row["relaxed_constraint"] == "punctuation:no_comma")
        assert row["rejected_problems"] == "punctuation:no_comma: 1 commas"


def test_rows_without_constraints_or_with_broken_ones_say_so() -> None:
    for none in ("", "[]", None):
        row = paired(asked=ASKED | {"constraints": none})
        assert (row["keep"], row["drop_reason"]) == (False, "constraint pair: no constraints")
        assert row["prompt"] == INSTRUCTION
    row = paired(asked=ASKED | {"constraints": '[{"kind": "no:such"}]'})
    assert row["error"]["kind"] == "no_constraints"
    assert "no constraint of a known kind" in row["error"]["message"]
    assert paired(asked=ASKED | {"instruction": " "})["error"]["kind"] == "no_text"


def test_a_relaxed_instruction_that_is_nothing_fails_with_its_raw_output() -> None:
    row = paired(relaxed="User instruction:")
    assert (row["error"]["kind"], row["error"]["raw_output"]) == ("unreadable", "User instruction:")


def test_a_request_to_be_repeated_is_checked_against_the_instruction() -> None:
    asked = ASKED | {"constraints": '[{"kind": "combination:repeat_prompt"}]'}
    row = paired(f"{INSTRUCTION} {GOOD}", GOOD, asked=asked)
    assert (row["keep"], row["relaxed_constraint"]) == (True, "combination:repeat_prompt")


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert paired() == paired()


def test_a_pair_cannot_hold_the_same_text_twice() -> None:
    row = paired(GOOD, GOOD)
    assert row["keep"] is False
    with pytest.raises(InputError, match="says the same"):
        to_dpo([row | {"keep": True}])


def test_it_follows_the_personas_of_the_local_model() -> None:
    llm = LocalLLM(n_ctx=1024)
    kinds = ["punctuation:no_comma", "detectable_format:title"]
    write = PersonaPrompt(
        name="write", llm=llm, kind="constraints", constraint_kinds=kinds, max_new_tokens=60
    )
    pair = ConstraintPairs(name="pairs", llm=llm, n=2, max_new_tokens=60, relaxed_max_new_tokens=60)
    rows: list[dict[str, Any]] = [{"persona": "a keeper of bees"}, {"persona": "a judge of cheeses"}]
    for step in (write, pair):
        step.load()
        rows = next(step.process(rows))
        step.unload()
    assert [row["persona"] for row in rows] == ["a keeper of bees", "a judge of cheeses"]
    assert all(row["keep"] or row["drop_reason"] or row["error"]["kind"] for row in rows)
