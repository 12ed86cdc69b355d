from contextlib import suppress

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate import Persona, personas_schema, read_personas
from goldsmith.text import letters_and_digits

NURSE = "A night nurse who looks after children with asthma."


@pytest.mark.parametrize(
    "output",
    [
        NURSE,
        f"  {NURSE}\n",
        f'"{NURSE}"',
        f"**{NURSE}**",
        f"Persona: {NURSE}",
        f"**Persona:** {NURSE}",
        f'### Persona:\n"{NURSE}"',
        f"Persona 1: {NURSE}",
        f"- {NURSE}",
        f"1. {NURSE}",
        f"1. **Persona:** {NURSE}",
        f"Sure! Here is somebody who would write it:\n\n{NURSE}",
        f"Here's a persona:\nPersona: {NURSE}",
        f"{NURSE}\n\nThis person would write the text because she sees it every night.",
        f"Reasoning: it is about a ward.\nPersona: {NURSE}\nExplanation: she knows it.",
        f"```\n{NURSE}\n```",
        f"<think>Who is it?\n- A doctor?</think>\n{NURSE}",
        f'{{"personas": [{{"persona": "{NURSE}"}}]}}',
        f'```json\n{{"personas": [{{"persona": "{NURSE}"}}]}}\n```',
        f'{{"persona": "{NURSE}"}}',
        f'Sure! Here it is: {{"personas": [{{"persona": "{NURSE}"}}]}} I hope it helps.',
        f'["{NURSE}"]',
        f'[{{"description": "{NURSE}"}}]',
        f'{{"persona": "{NURSE}", "interests": ["lungs", "sleep"]}}',
        "A night nurse who looks\nafter children with asthma.",
    ],
)
def test_a_persona_is_read_without_what_stands_around_it(output: str) -> None:
    assert read_personas(output, 1) == [Persona(NURSE)]


@pytest.mark.parametrize("output", ["人物：一位夜班护士。", "角色：“一位夜班护士。”", "1、 一位夜班护士。"])
def test_a_persona_in_chinese_is_read(output: str) -> None:
    assert read_personas(output, 1) == [Persona("一位夜班护士。")]


@pytest.mark.parametrize(
    "output",
    [
        "1. Patient: A boy with asthma.\n2. Son: A drummer.",
        "- **Patient**: A boy with asthma.\n- **Son**: A drummer.",
        "- **Patient** - A boy with asthma.\n- **Son** - A drummer.",
        "Patient: A boy with asthma.\nSon: A drummer.",
        "Patient: A boy with asthma.\n\nSon: A drummer.",
        "1. **Relation:** Patient\n   **Persona:** A boy with asthma.\n\n2. **Relation:** Son\n   **Persona:** A drummer.",
        "Relation: Patient\nPersona: A boy with asthma.\n\nRelation: Son\nPersona: A drummer.",
        '{"personas": [{"relation": "Patient", "persona": "A boy with asthma."}, {"relation": "Son", "persona": "A drummer."}]}',
        '[{"relationship": "Patient", "persona": "A boy with asthma."}, {"relation": "Son", "person": "A drummer."},',
        "Here are two people:\n\n1. Patient: A boy with asthma.\n2. Son: A drummer.\n\nI hope this helps!",
    ],
)
def test_relations_are_read_beside_their_personas(output: str) -> None:
    expected = [Persona("A boy with asthma.", "Patient"), Persona("A drummer.", "Son")]
    assert read_personas(output, 2, relations=True) == expected


def test_a_description_is_not_taken_for_a_relation() -> None:
    told = "A 45-year-old teacher - strict but fair - of mathematics."
    assert read_personas(told, 1, relations=True) == [Persona(told)]
    assert read_personas("A teacher: strict but fair.", 1) == [Persona("A teacher: strict but fair.")]


def test_a_persona_told_as_a_list_of_attributes_is_one() -> None:
    output = "**Persona:** Dr. Ruiz\n\n- **Age:** 45\n- **Work:** oncologist in Lima"
    assert read_personas(output, 1) == [Persona("Dr. Ruiz; Age: 45; Work: oncologist in Lima")]


def test_no_more_are_read_than_were_asked_for() -> None:
    output = "1. A nurse.\n2. A baker.\n3. A drummer."
    assert [persona.description for persona in read_personas(output, 2)] == ["A nurse.", "A baker."]


@pytest.mark.parametrize(
    "output",
    [
        "",
        " \n",
        "...",
        '""',
        "{}",
        "[]",
        '{"personas": []}',
        '[{"name": "Ada"}]',
        "Persona:",
        "```\n```",
        "A11",
    ],
)
def test_nothing_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError, match="expected a persona"):
        read_personas(output, 1)


@pytest.mark.parametrize(
    "output",
    [
        "I'm sorry, but I can't help with that.",
        "As an AI language model, I cannot describe real people.",
        '{"personas": [{"persona": "I cannot help with that."}]}',
        "Es tut mir leid, aber dabei kann ich nicht helfen.",
    ],
)
def test_a_refusal_is_no_persona(output: str) -> None:
    with pytest.raises(UnreadableError, match=r"got a (refusal|boilerplate)"):
        read_personas(output, 1)


def test_somebody_who_is_sorry_is_a_persona() -> None:
    told = "A shy clerk who says sorry too often and cannot help worrying."
    assert read_personas(told, 1) == [Persona(told)]


def test_the_same_person_has_the_same_key() -> None:
    assert letters_and_digits("A baker, in ROME.") == letters_and_digits("a baker in\nRome")
    assert (
        letters_and_digits("一位护士。") == letters_and_digits("一位护士") != letters_and_digits("一位医生")
    )
    assert letters_and_digits("...") == ""


def test_the_schema_asks_for_the_relation_first() -> None:
    item = personas_schema(3, relations=True)["properties"]["personas"]
    assert (item["maxItems"], list(item["items"]["properties"])) == (3, ["relation", "persona"])
    assert personas_schema(1)["properties"]["personas"]["items"]["required"] == ["persona"]


@fuzzed
def test_any_output_gives_personas_or_says_why_not(output: str) -> None:
    for most, relations in ((1, False), (3, True)):
        with suppress(UnreadableError):
            found = read_personas(output, most, relations=relations)
            assert 0 < len(found) <= most
            for persona in found:
                assert sum(map(str.isalpha, persona.description)) >= 2
                assert persona.description == " ".join(persona.description.split())


@pytest.mark.parametrize(
    "piece", ["\n", "*", "_", '"', "- ", "\n- a: b", "Relation: a\n", "persona", " \n", "*a*", "1. "]
)
def test_a_long_run_of_marks_is_read_in_no_time(piece: str) -> None:
    with suppress(UnreadableError):
        read_personas(piece * 30_000 + "x", 3, relations=True)
