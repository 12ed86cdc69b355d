"""PersonaHub's rules, on models that say what its situations need."""

import json
from typing import Any

import pytest
from pydantic import ValidationError
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import ModelError
from goldsmith_distilabel.generate import PersonaToPersona, TextToPersona
from goldsmith_distilabel.llms import LocalLLM

TEXT = "Superconductivity is a phenomenon in which the resistance of a material vanishes below a temperature."
REFUSAL = "I'm sorry, but I can't help with that."
# Who is close to whom, as in the paper's figure of a nurse at a children's hospital.
AROUND_THE_NURSE = {
    "<persona>\nA nurse\n": "Patient: A boy with asthma",
    "<persona>\nA boy with asthma\n": "Grandmother: A retired miner",
    "<persona>\nA retired miner\n": "Neighbour: A beggar",
    "<persona>\nA beggar\n": "Friend: A street musician",
    "<persona>\nA street musician\n": "Daughter: A pharmacist",
    "<persona>\nA pharmacist\n": "Supplier: A chemist",
    "<persona>\nA chemist\n": "Student: A baker",
}


def processed(step: Any, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    step.load()
    out = next(step.process(list(rows)))
    step.unload()
    return out


def told(rows: list[dict[str, Any]], *columns: str) -> list[Any]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_the_paper_s_question_names_all_four_relations_at_once() -> None:
    llm = ScriptedLLM(default="Persona: A physicist who grows superconducting crystals.")
    (row,) = processed(TextToPersona(name="ask", llm=llm), {"text": TEXT})
    ((chat, parameters),) = llm.asked
    assert "Who is likely to write, read, like or dislike this text?" in chat
    assert "as specifically as possible" in chat
    assert parameters["temperature"] == 0.7
    assert told([row], "persona", "relation", "text", "keep") == [
        ("A physicist who grows superconducting crystals.", "any", TEXT, True)
    ]
    assert row["provenance"]["technique"] == "PersonaHub"
    assert row["provenance"]["operation"] == "text to persona"
    assert len(row["provenance"]["parents"]) == 1


def test_each_relation_is_a_question_of_its_own_and_a_row_of_its_own() -> None:
    rules = {
        f"likely to {relation} this": f"A {relation}r" for relation in ("write", "read", "like", "dislike")
    }
    step = TextToPersona(
        name="ask", llm=ScriptedLLM(rules=rules), relations=["dislike", "write", "read", "like"]
    )
    rows = processed(
        step, {"text": TEXT, "id": "t", "provenance": {"source": "web", "licence": "CC0", "depth": 0}}
    )
    assert told(rows, "relation", "persona") == [
        ("dislike", "A disliker"),
        ("write", "A writer"),
        ("read", "A readr"),
        ("like", "A liker"),
    ]
    assert len({row["id"] for row in rows}) == 4
    for row in rows:
        assert row["text"] == TEXT
        assert (row["provenance"]["parents"], row["provenance"]["source"]) == (["t"], "web")


def test_a_relation_that_gives_no_persona_leaves_the_others() -> None:
    llm = ScriptedLLM(rules={"to write": REFUSAL, "to read": ""}, default="A teacher.")
    rows = processed(TextToPersona(name="ask", llm=llm, relations=["write", "like", "read"]), {"text": TEXT})
    assert told(rows, "relation", "persona", "keep") == [
        ("write", "", False),
        ("like", "A teacher.", True),
        ("read", "", False),
    ]
    assert rows[0]["error"]["kind"] == "unreadable"
    assert rows[0]["error"]["raw_output"] == REFUSAL
    assert rows[0]["drop_reason"].startswith("persona: unreadable: expected a persona, got a refusal")
    assert rows[1]["error"]["kind"] == ""
    # What was asked counts once: three requests, and one more for each that could not be read.
    asked = [len(json.loads(row["distilabel_metadata"]["asked_ask"])) for row in rows]
    assert asked == [5, 0, 0]


def test_several_personas_of_one_request_are_rows() -> None:
    llm = ScriptedLLM(default='{"personas": [{"persona": "A physicist."}, {"persona": "A pupil."}]}')
    rows = processed(TextToPersona(name="ask", llm=llm, num_personas=2), {"text": TEXT})
    assert [row["persona"] for row in rows] == ["A physicist.", "A pupil."]
    assert len({row["id"] for row in rows}) == 2
    assert llm.asked[0][1]["max_new_tokens"] == 320


def test_a_persona_that_the_limit_cuts_is_dropped() -> None:
    cut = {"text": "1. A physicist.\n2. A pupil who", "finish_reason": "length"}
    step = TextToPersona(name="ask", llm=ScriptedLLM(default=cut), num_personas=3, max_new_tokens=9)
    whole, half = processed(step, {"text": TEXT})
    assert (whole["persona"], whole["keep"]) == ("A physicist.", True)
    assert told([half], "persona", "keep", "drop_reason") == [
        ("A pupil who", False, "persona: cut by the limit of 9 tokens")
    ]


def test_a_model_that_gives_nothing_is_told_of_each_row() -> None:
    silent = ScriptedLLM(default=None)
    (row,) = processed(TextToPersona(name="ask", llm=silent), {"text": TEXT})
    assert (row["error"]["kind"], row["text"]) == ("no_answer", TEXT)
    given, near = processed(PersonaToPersona(name="near", llm=silent), {"persona": "A nurse"})
    assert told([given, near], "persona", "keep", "round") == [("A nurse", True, 0), ("", False, 1)]
    assert near["error"]["kind"] == "no_answer"


def test_a_model_that_cannot_be_reached_stops_the_run() -> None:
    unreachable = ScriptedLLM(default=3)  # no text: whoever asks gets an exception
    for step, column in (
        (TextToPersona(name="ask", llm=unreachable), "text"),
        (PersonaToPersona(name="near", llm=unreachable), "persona"),
    ):
        with pytest.raises(ModelError, match="all 5 rows of a batch failed"):
            processed(step, *[{column: f"A nurse {number}"} for number in range(5)])


def test_six_rounds_lead_from_a_nurse_to_a_chemist() -> None:
    llm = ScriptedLLM(rules=AROUND_THE_NURSE)
    rows = processed(PersonaToPersona(name="near", llm=llm), {"id": "n", "persona": "A nurse", "ward": 7})
    assert told(rows, "round", "relation", "persona") == [
        (0, "", "A nurse"),
        (1, "Patient", "A boy with asthma"),
        (2, "Grandmother", "A retired miner"),
        (3, "Neighbour", "A beggar"),
        (4, "Friend", "A street musician"),
        (5, "Daughter", "A pharmacist"),
        (6, "Supplier", "A chemist"),
    ]
    assert len(llm.asked) == 6
    assert "Who is in a close relationship with this person?" in llm.asked[0][0]
    assert {row["ward"] for row in rows} == {7}
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == 7
    assert [row["parent_id"] for row in rows] == ["", *ids[:-1]]
    assert [row["provenance"]["parents"] for row in rows[1:]] == [[one] for one in ids[:-1]]
    assert [row["provenance"]["depth"] for row in rows] == list(range(7))  # each through the model once more
    assert all(row["keep"] for row in rows)


def test_the_given_row_keeps_what_text_to_persona_said_of_it() -> None:
    llm = ScriptedLLM(rules=AROUND_THE_NURSE)
    given = {"persona": "A nurse", "relation": "write", "text": TEXT}
    first, second = processed(PersonaToPersona(name="near", llm=llm, rounds=1), given)
    assert told([first, second], "relation", "text") == [("write", TEXT), ("Patient", TEXT)]


def test_a_repeat_is_kept_with_its_reason_and_ends_its_chain() -> None:
    llm = ScriptedLLM(rules={"A baker": "Brother: A drummer", "A drummer": "Sister: a  BAKER!"})
    rows = processed(PersonaToPersona(name="near", llm=llm), {"persona": "A baker"})
    assert told(rows, "persona", "keep", "drop_reason") == [
        ("A baker", True, ""),
        ("A drummer", True, ""),
        ("a BAKER!", False, "persona: was in this chain before"),
    ]
    assert len(llm.asked) == 2


def test_a_request_that_fails_ends_its_chain_only() -> None:
    two = "1. Patient: A boy\n2. Son: A drummer"
    llm = ScriptedLLM(rules={"A nurse": two, "A boy": REFUSAL, "A drummer": "Aunt: A judge\n\nWife: A vet"})
    rows = processed(
        PersonaToPersona(name="near", llm=llm, rounds=2, width=2),
        {"id": "n", "persona": "A nurse"},
    )
    assert told(rows, "round", "persona", "keep") == [
        (0, "A nurse", True),
        (1, "A boy", True),
        (1, "A drummer", True),
        (2, "", False),
        (2, "A judge", True),
        (2, "A vet", True),
    ]
    assert rows[3]["error"]["kind"] == "unreadable"
    assert rows[3]["parent_id"] == rows[1]["id"]
    assert len({row["id"] for row in rows}) == 6


def test_the_same_person_in_two_chains_of_a_row_comes_once() -> None:
    llm = ScriptedLLM(
        rules={"A nurse": "1. Patient: A boy\n2. Son: A drummer"}, default="Friend: A vet\n\nAunt: A judge"
    )
    rows = processed(PersonaToPersona(name="near", llm=llm, rounds=2, width=2), {"persona": "A nurse"})
    assert [row["persona"] for row in rows if row["keep"]] == [
        "A nurse",
        "A boy",
        "A drummer",
        "A vet",
        "A judge",
    ]
    assert [row["drop_reason"] for row in rows[5:]] == ["persona: was in this chain before"] * 2


def test_an_empty_row_says_so_and_a_dropped_one_passes_by() -> None:
    dropped = {"persona": "A nurse", "text": TEXT, "keep": False, "drop_reason": "length: 2 words"}
    empty = {"persona": " ", "text": ""}
    llm = ScriptedLLM(default=REFUSAL)
    for step, reason in (
        (TextToPersona(name="ask", llm=llm), "persona: no text"),
        (PersonaToPersona(name="near", llm=llm), "persona: none given"),
    ):
        rows = processed(step, empty, dropped)
        assert [row["drop_reason"] for row in rows] == [reason, "length: 2 words"]
    assert llm.asked == []


def test_the_language_is_asked_for() -> None:
    llm = ScriptedLLM(default="Freund: Ein Bäcker.")
    processed(TextToPersona(name="ask", llm=llm, language="German"), {"text": TEXT})
    processed(
        PersonaToPersona(name="near", llm=llm, language="German", rounds=1), {"persona": "Eine Ärztin."}
    )
    assert ["Write it in German." in chat for chat, _ in llm.asked] == [True, True]


def test_the_same_seed_asks_the_same_and_each_request_has_its_own() -> None:
    def seeds(seed: int) -> list[int]:
        llm = ScriptedLLM(rules=AROUND_THE_NURSE)
        processed(PersonaToPersona(name="near", llm=llm, seed=seed), {"persona": "A nurse"})
        return [parameters["seed"] for _, parameters in llm.asked]

    assert seeds(0) == seeds(0) != seeds(1)
    assert len(set(seeds(0))) == 6


def test_options_that_cannot_be_meant_are_refused() -> None:
    with pytest.raises(ValidationError, match="different from each other"):
        TextToPersona(name="ask", llm=ScriptedLLM(), relations=["read", "read"])
    with pytest.raises(ValidationError, match="more than 10,000 personas of each row"):
        PersonaToPersona(name="near", llm=ScriptedLLM(), rounds=6, width=5)  # 5 + ... + 5^6 = 19,530
    assert PersonaToPersona(name="near", llm=ScriptedLLM(), rounds=6, width=4)  # 4 + ... + 4^6 = 5,460


def test_the_local_model_makes_people_of_a_text() -> None:
    llm = LocalLLM(n_ctx=1024)
    people = processed(TextToPersona(name="ask", llm=llm, max_new_tokens=80), {"text": TEXT})
    near = processed(
        PersonaToPersona(name="near", llm=llm, rounds=2, max_new_tokens=80), {"persona": "A nurse."}
    )
    for row in [*people, *near]:
        assert (row["persona"] and row["keep"]) or row["drop_reason"]
    assert near[0]["persona"] == "A nurse."
