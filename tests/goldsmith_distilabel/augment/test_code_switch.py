"""Code-switching and swapped entities as steps."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.goldsmith_distilabel.augment.processed import STRANGE, processed, telling
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith_distilabel.augment import CodeSwitch, EntitySwap
from goldsmith_distilabel.llms import LocalLLM

TEXT = "The film in Rome was great for 2 hours"


def texts(*said: str) -> str:
    return json.dumps({"texts": said})


def test_a_dictionary_needs_no_model(tmp_path: Path) -> None:
    file = tmp_path / "en-de.txt"
    file.write_text("film Streifen\nhours Stunden\n", encoding="utf-8")
    step = CodeSwitch(name="s", dictionary={"great": ["genial"]}, dictionary_files=[str(file)], rate=1)
    rows = processed(step, {"id": "a", "text": TEXT, "label": "positive"}, {"text": "nothing known"})
    assert telling(rows) == [
        (TEXT, True, ""),
        ("The Streifen in Rome was genial for 2 Stunden", True, ""),
        ("nothing known", True, ""),
        ("nothing known", False, "Code-switch: no word is in the dictionary"),
    ]
    origin = rows[1]["provenance"]
    assert (rows[1]["label"], rows[1]["operation"], rows[1]["model_name"]) == ("positive", "code-switch", "")
    assert (origin["parents"], origin["prompt"], origin["model"], origin["depth"]) == (["a"], "", "", 0)


def test_a_model_s_text_must_be_a_mixture_and_keep_numbers_and_spans() -> None:
    said = texts(
        "The film in Rome 2 ghante tak bahut achchha tha",
        "The film in Rome bahut achchha tha",
        "2 ghante tak vah bahut achchha tha aur mujhe pasand aaya",
        TEXT + "!",
        "The film in Rom 2 ghante tak achchha tha",
    )
    llm = ScriptedLLM(default=said)
    row = {"text": TEXT, "spans": [{"start": 12, "end": 16, "label": "place"}]}
    step = CodeSwitch(name="s", llm=llm, embedded="Hindi", n=5, spans_column="spans", rate=0.5)
    _, *made = processed(step, row)
    assert [one["drop_reason"] for one in made] == [
        "",
        "Code-switch: drift: number: 2 against none",
        "Code-switch: span: 'Rome' is there 0 times",
        "Code-switch: copy: overlap 1.00",
        "Code-switch: span: 'Rome' is there 0 times",
    ]
    assert made[0]["spans"] == [{"start": 12, "end": 16, "label": "place"}]
    assert made[0]["operation"] == "code-switch: Hindi"
    ((chat, _),) = llm.asked
    assert "about 50 percent of the words" in chat


def test_a_text_wholly_in_the_other_language_is_no_mixture() -> None:
    step = CodeSwitch(name="s", llm=ScriptedLLM(default=texts("Filmen var mycket fin.")), embedded="Swedish")
    _, made = processed(step, {"text": "I liked it a lot."})
    assert made["drop_reason"] == "Code-switch: not mixed: overlap 0.00, at least 0.1 wanted"


def test_either_a_model_or_a_dictionary_switches() -> None:
    for options in ({}, {"llm": ScriptedLLM(), "embedded": "Hindi", "dictionary": {"a": "b"}}):
        with pytest.raises(ValidationError, match="either an llm or a dictionary"):
            CodeSwitch(name="s", **options)
    with pytest.raises(ValidationError, match="which language the model shall mix in"):
        CodeSwitch(name="s", llm=ScriptedLLM())
    with pytest.raises(InputError, match="cannot be read"):
        processed(CodeSwitch(name="s", dictionary_files=["none.txt"]))


def test_any_text_gives_a_text_or_a_reason() -> None:
    step = CodeSwitch(name="s", dictionary={"word": "Wort", "in": "dans", "a": "un"}, rate=1)
    rows = processed(step, *[{"id": str(n), "text": text} for n, text in enumerate(STRANGE)])
    assert [row["text"] for row in rows[::2]] == STRANGE
    assert all(row["keep"] != bool(row["drop_reason"]) for row in rows)
    for row in rows[1::2]:
        row["text"].encode()


def test_the_local_model_switches_or_its_answer_is_dropped() -> None:
    llm = LocalLLM(n_ctx=512)  # a step unloads its model: not the one that tests share
    step = CodeSwitch(name="s", llm=llm, embedded="French", max_new_tokens=32)
    given, made = processed(step, {"text": "The film was a joy to watch."})
    assert given["keep"]
    assert made["keep"] == (not made["drop_reason"])


ADA = {"id": "a", "text": "Ada sings.", "spans": [{"start": 0, "end": 3, "label": "person"}], "label": "x"}
GRACE = {
    "id": "g",
    "text": "I saw Grace in Rome.",
    "spans": [{"start": 6, "end": 11, "label": "person"}, {"start": 15, "end": 19, "label": "place"}],
}


def test_entities_come_from_the_other_rows_and_spans_follow() -> None:
    rows = processed(EntitySwap(name="e", rate=1, surfaces={"place": ["Bad Aibling"]}), ADA, GRACE)
    assert [row["text"] for row in rows] == [
        "Ada sings.",
        "Grace sings.",
        "I saw Grace in Rome.",
        "I saw Ada in Bad Aibling.",
    ]
    for row in rows:
        told = {row["text"][one["start"] : one["end"]]: one["label"] for one in row["spans"]}
        assert set(told.values()) <= {"person", "place"}
        assert set(told) <= {"Ada", "Grace", "Rome", "Bad Aibling"}
    assert rows[1]["label"] == "x"
    assert rows[1]["provenance"]["technique"] == "Entity swap"


def test_rows_without_spans_or_others_say_so() -> None:
    rows = processed(EntitySwap(name="e"), ADA, {"text": "Nobody is here.", "spans": []})
    assert [row["drop_reason"] for row in rows] == [
        "",
        "Entity swap: no other surface of the same label",
        "",
        "Entity swap: no span",
    ]


def test_rows_set_aside_teach_no_surfaces() -> None:
    aside = GRACE | {"keep": False, "drop_reason": "length: short"}
    rows = processed(EntitySwap(name="e"), ADA, aside)
    assert [row["drop_reason"] for row in rows] == [
        "",
        "Entity swap: no other surface of the same label",
        "length: short",
    ]


def test_spans_outside_their_text_are_refused() -> None:
    with pytest.raises(InputError, match="0 to 99 is no part of a text of 10 characters"):
        processed(
            EntitySwap(name="e", surfaces={"person": ["Bo"]}),
            ADA | {"spans": [{"start": 0, "end": 99, "label": "person"}]},
        )
