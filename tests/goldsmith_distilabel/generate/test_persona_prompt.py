import json
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith.verify import ANY_LANGUAGE_KINDS, CONSTRAINT_KINDS, read_constraints
from goldsmith_distilabel.generate import PersonaPrompt
from goldsmith_distilabel.llms import LocalLLM

KEEPER = "A retired lighthouse keeper who repairs barometers."
PARAMETERS = {"type": "object", "properties": {"port": {"type": "string"}}, "required": ["port"]}
TOOL = json.dumps({"name": "find_tide", "description": "Tides of a port.", "parameters": PARAMETERS})
WORDS = {"constraint_kinds": ["length_constraints:number_words"], "num_constraints": 1}


def processed(step: Any, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    step.load()
    out: list[dict[str, Any]] = next(step.process(list(rows)))
    step.unload()
    return out


def written(answer: Any, kind: Any = "prompt", persona: Any = KEEPER, **fields: Any) -> dict[str, Any]:
    step = PersonaPrompt(name="write", llm=ScriptedLLM(rules={"": answer}), kind=kind, **fields)
    (row,) = processed(step, {"id": "a", "persona": persona})
    return row


def test_the_persona_stays_and_the_prefix_goes() -> None:
    row = written("User prompt: Which barometer suits a ship?")
    assert (row["persona"], row["instruction"]) == (KEEPER, "Which barometer suits a ship?")
    assert (row["article"], row["tool"], row["constraints"]) == ("", "", "")
    assert row["keep"]
    assert row["provenance"]["operation"] == "prompt"
    assert row["provenance"]["parents"] == ["a"]


def test_a_missing_prefix_is_no_failure() -> None:
    assert written("Which barometer suits a ship?")["instruction"] == "Which barometer suits a ship?"


def test_a_solution_after_the_problem_is_cut_and_its_raw_text_kept() -> None:
    row = written("Math problem: Find n with n^2 = 9.\n\n**Solution:** n = 3.", "math")
    assert (row["instruction"], row["keep"]) == ("Find n with n^2 = 9.", True)
    assert "n = 3." in row["distilabel_metadata"]["asked_write"]


def test_only_what_was_cut_off_itself_is_dropped_for_it() -> None:
    cut = {"text": "Math problem: Find n with n^2 = 9.\n\nSolution: The square", "finish_reason": "length"}
    assert written(cut, "math")["keep"]
    cut = {"text": "Math problem: Find n with n^2", "finish_reason": "length"}
    row = written(cut, "math", max_new_tokens=9)
    assert (row["instruction"], row["drop_reason"]) == (
        "Find n with n^2",
        "persona prompt: cut off after 9 tokens",
    )


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("User prompt: I'm sorry, but I can't help with that.", "persona prompt: refusal"),
        (f"User prompt: {KEEPER}", "persona prompt: says little but the persona"),
        ("User prompt: A rose?\nUser prompt: A tree?", "persona prompt: more than one text"),
        ("User prompt: Name a fish!", "persona prompt: repeats an example"),
    ],
)
def test_what_is_not_worth_keeping_says_why_and_stays(answer: str, reason: str) -> None:
    row = written(answer, examples=["Name a fish!"])
    assert row["keep"] is False
    assert row["drop_reason"].startswith(reason)
    assert row["instruction"]


def test_an_empty_answer_is_asked_for_again() -> None:
    assert written(["User prompt:", "User prompt: Which ships?"])["instruction"] == "Which ships?"
    row = written("User prompt:")
    assert (row["error"]["kind"], row["error"]["raw_output"]) == ("unreadable", "User prompt:")


@pytest.mark.parametrize("persona", ["", " \n", None, 3])
def test_a_row_without_a_persona_is_dropped_unasked(persona: Any) -> None:
    step = PersonaPrompt(name="write", llm=ScriptedLLM())
    (row,) = processed(step, {"persona": persona})
    assert (row["keep"], row["drop_reason"]) == (False, "persona prompt: no persona")
    assert step.llm.asked == []  # type: ignore[attr-defined]


def test_an_article_has_a_column_that_takes_no_other_texts_place() -> None:
    step = PersonaPrompt(name="write", llm=ScriptedLLM(default="Title: Glass\n\nTap it."), kind="knowledge")
    (row,) = processed(step, {"persona": KEEPER, "text": "A keeper's diary.", "instruction": "Asked before."})
    assert row["article"] == "Glass\n\nTap it."
    assert (row["text"], row["instruction"]) == ("A keeper's diary.", "Asked before.")


def test_a_malformed_tool_is_told_what_is_wrong_and_mended() -> None:
    wrong = TOOL.replace("find_tide", "find tide")
    step = PersonaPrompt(name="write", llm=ScriptedLLM(rules={"": [wrong, TOOL]}), kind="tool")
    (row,) = processed(step, {"persona": KEEPER})
    assert (row["tool"], row["keep"], row["error"]["kind"]) == (TOOL, True, "")
    asked, parameters = step.llm.asked[1]  # type: ignore[attr-defined]
    assert 'expected a "name" of 1 to 64 letters' in asked
    assert parameters["response_format"]["json_schema"]["schema"]["required"][0] == "name"


def test_a_tool_that_stays_wrong_is_a_failure_with_its_raw_output() -> None:
    row = written("A tool for tides.", "tool")
    assert (row["error"]["kind"], row["error"]["raw_output"], row["tool"]) == (
        "unreadable",
        "A tool for tides.",
        "",
    )
    cut = {"text": TOOL[:-3], "finish_reason": "length"}
    assert "cut off" in written(cut, "tool")["error"]["message"]


def demands_of(step: Any) -> list[str]:
    found = (text.partition("<demands>\n")[2].partition("\n</demands>")[0] for text, _ in step.llm.asked)
    return list(dict.fromkeys(found))


def test_constraints_are_drawn_by_seed_and_stand_in_the_prompt_and_on_the_row() -> None:
    llm = ScriptedLLM(rules={r"<demands>\n(.*?)\n</demands>": "User instruction: Tell of fog.\n\\1"})
    step = PersonaPrompt(name="write", llm=llm, kind="constraints", num_constraints=3)
    rows = processed(step, {"id": "a", "persona": KEEPER}, {"id": "b", "persona": KEEPER})
    demands = demands_of(step)
    assert len(demands) == 2  # each row draws its own
    for row, demanded in zip(rows, demands, strict=True):
        assert "\n".join(one.text() for one in read_constraints(row["constraints"])) == demanded
        assert (row["instruction"], row["drop_reason"]) == (f"Tell of fog.\n{demanded}", "")
    again = PersonaPrompt(name="write", llm=llm, kind="constraints", num_constraints=3)
    assert processed(again, {"id": "a", "persona": KEEPER})[0]["constraints"] == rows[0]["constraints"]
    other = PersonaPrompt(name="write", llm=llm, kind="constraints", num_constraints=3, seed=1)
    assert processed(other, {"id": "a", "persona": KEEPER})[0]["constraints"] != rows[0]["constraints"]


def test_an_instruction_that_lacks_a_constraint_is_asked_for_once_more() -> None:
    llm = ScriptedLLM(
        rules={"cannot be used.*ask for this too.* (\\d+) words": "User instruction: Say in \\1 words how."},
        default="User instruction: Say how.",
    )
    step = PersonaPrompt(name="write", llm=llm, kind="constraints", **WORDS)
    (row,) = processed(step, {"persona": KEEPER})
    count = json.loads(row["constraints"])[0]["count"]
    assert (row["instruction"], row["keep"]) == (f"Say in {count} words how.", True)
    lacking = written("User instruction: Say how.", "constraints", **WORDS)
    assert lacking["error"]["kind"] == "unreadable"
    assert "must ask for this too" in lacking["error"]["message"]


def test_a_request_to_be_repeated_is_known_to_its_constraint() -> None:
    row = written("Explain fog.", "constraints", constraint_kinds=["combination:repeat_prompt"])
    (constraint,) = read_constraints(row["constraints"])
    assert constraint.problem("Explain fog. It is a cloud.") is None


def test_keywords_come_from_the_persona_and_without_any_there_is_no_instruction() -> None:
    kinds = ["keywords:existence"]
    answer = "Say retired lighthouse keeper repairs barometers."
    row = written(answer, "constraints", constraint_kinds=kinds)
    assert set(json.loads(row["constraints"])[0]["keywords"]) <= set(answer[4:-1].split())
    row = written(answer, "constraints", "A cook.", constraint_kinds=kinds)
    assert row["drop_reason"] == "persona prompt: no constraints go with it"


@pytest.mark.parametrize(("language", "kinds"), [("", CONSTRAINT_KINDS), ("German", ANY_LANGUAGE_KINDS)])
def test_another_language_gets_no_constraints_on_english(language: str, kinds: tuple[str, ...]) -> None:
    llm = ScriptedLLM(default="x")
    step = PersonaPrompt(name="write", llm=llm, kind="constraints", language=language, num_constraints=4)
    drawn = {one.kind for number in range(60) for one in step._drawn(f"r{number}", KEEPER)}
    assert drawn == set(kinds)


def test_few_shot_shows_examples_with_their_personas_or_alone() -> None:
    shown = {}
    for personas in ([], ["a cook", "a smith"]):
        step = PersonaPrompt(
            name="write",
            llm=ScriptedLLM(default="Why?"),
            examples=["What is salt?", "What is iron?"],
            example_personas=personas,
        )
        processed(step, {"persona": KEEPER})
        shown[len(personas)] = step.llm.asked[0][0]  # type: ignore[attr-defined]
    assert "Example 2:\nUser prompt: What is iron?" in shown[0]
    assert "<persona>\na smith\n</persona>\nUser prompt: What is iron?" in shown[2]


def test_the_temperature_is_the_papers() -> None:
    step = PersonaPrompt(name="write", llm=ScriptedLLM(default="Why?"))
    processed(step, {"persona": KEEPER})
    assert step.llm.asked[0][1]["temperature"] == 0.7  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"examples": ["a"], "example_personas": ["b", "c"]}, "1 examples and 2 example_personas"),
        ({"constraint_kinds": ["no:such"]}, "no constraints of kind"),
    ],
)
def test_fields_that_do_not_go_together_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises((InputError, ValueError), match=message):
        PersonaPrompt(name="write", llm=ScriptedLLM(), **fields)


@pytest.mark.parametrize("kind", ["prompt", "math", "knowledge", "tool", "constraints"])
def test_the_local_model_writes_for_a_persona(kind: Any) -> None:
    step = PersonaPrompt(name="write", llm=LocalLLM(n_ctx=1024), kind=kind, max_new_tokens=80)
    (row,) = processed(step, {"persona": KEEPER})
    assert row["persona"] == KEEPER
    assert row["keep"] or row["drop_reason"]
    assert row["error"]["kind"] in ("", "unreadable")
    assert row["distilabel_metadata"]["asked_write"] != "[]"
