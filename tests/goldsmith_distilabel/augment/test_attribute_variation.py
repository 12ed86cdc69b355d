"""AttrPrompt's texts, and counterfactuals."""

import json
from collections import Counter
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError
from tests.goldsmith_distilabel.augment.processed import STRANGE, processed
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import ModelError
from goldsmith_distilabel.augment import AttributeVariation
from goldsmith_distilabel.llms import LocalLLM

ROWS = [
    {"id": "g", "text": "A lively film, and never too long.", "label": "good"},
    {"id": "b", "text": "A dull film, and far too long.", "label": "bad"},
]
DIMENSIONS = {"length": ["one line", "a paragraph"], "tone": ["dry", "warm", "angry"]}
# What the model is told to write about is what it writes.
WRITES = {r"length: ([^\n]+)\n2\. tone: ([^\n]+)": r'{"texts": ["A text of \1 that is \2, really."]}'}


def step(rules: dict[str, Any], **options: Any) -> AttributeVariation:
    llm = ScriptedLLM(rules=rules, default='{"texts": ["ok"]}')
    return AttributeVariation(name="vary", llm=llm, what="reviews of films", **options)


def test_every_two_attributes_meet_in_each_label() -> None:
    out = processed(step(WRITES, num_texts=6, dimensions=DIMENSIONS), *ROWS)
    assert [{key: row[key] for key in ("id", "text", "label")} for row in out[:2]] == ROWS
    new = out[2:]
    assert Counter(row["label"] for row in new) == {"good": 6, "bad": 6}
    for label in ("good", "bad"):
        told = [json.loads(row["attributes"]) for row in new if row["label"] == label]
        assert {(one["length"], one["tone"]) for one in told} == set(product(*DIMENSIONS.values()))
    assert {row["operation"] for row in new} == {"attribute variation"}
    assert len({row["id"] for row in out}) == 14
    assert new[0]["provenance"]["technique"] == "AttrPrompt"
    assert new[0]["provenance"]["parents"] == []  # nothing was shown


def test_a_text_that_is_there_already_is_dropped_whatever_its_label() -> None:
    out = processed(step(WRITES, num_texts=6, dimensions=DIMENSIONS), *ROWS)
    assert [row["keep"] for row in out[2:]] == [True] * 6 + [False] * 6
    assert {row["drop_reason"] for row in out[8:]} == {"AttrPrompt: copy: of a text there is already"}


def test_how_many_can_be_said_for_each_label_and_examples_are_its_parents() -> None:
    made = step(WRITES, num_texts={"bad": 2}, dimensions=DIMENSIONS, examples=3)
    out = processed(made, *ROWS)
    assert [row["label"] for row in out[2:]] == ["bad", "bad"]
    assert [row["provenance"]["parents"] for row in out[2:]] == [["b"], ["b"]]
    chats = [chat for chat, _ in made.llm.asked]
    assert all("A dull film" in chat and "A lively film" not in chat for chat in chats)
    assert all('none of these: "good"' in chat for chat in chats)


def test_dimensions_are_proposed_once_and_values_for_each_label() -> None:
    rules = {
        "In which respects": '{"dimensions": [{"name": "length", "values": ["short", "long"]}], "label_dimensions": ["topic"]}',
        'values of "topic" for the class "good"': '{"values": ["music", "ending", "price"]}',
        'values of "topic" for the class "bad"': '{"values": ["noise", "price"]}',
        r"length: ([^\n]+)\n2\. topic: ([^\n]+)": r"Some \1 words about the \2.",
    }
    made = step(rules, num_texts=4)
    out = processed(made, *ROWS)
    topics = {row["label"]: set() for row in out}
    for row in out[2:]:
        topics[row["label"]].add(json.loads(row["attributes"])["topic"])
    assert topics == {"good": {"music", "ending"}, "bad": {"noise"}}  # the price tells nothing of the label
    assert len(made.llm.asked) == 3 + 8
    assert len(json.loads(out[0]["distilabel_metadata"]["asked_vary"])) == 3


def test_attributes_that_cannot_be_read_leave_a_row_for_each_label_that_says_so() -> None:
    out = processed(step({"": "no idea"}, num_texts=4), *ROWS)
    assert [row["keep"] for row in out] == [True, True, False, False]
    assert [(row["label"], row["error"]["kind"]) for row in out[2:]] == [
        ("good", "unreadable"),
        ("bad", "unreadable"),
    ]
    assert out[2]["drop_reason"].startswith("AttrPrompt: unreadable: ")


def test_a_counterfactual_has_the_other_label_and_says_what_it_is() -> None:
    rules = {
        'Change it so.*"bad" instead': "A dreary film, and always too long.",
        "Change it": "A lively film, and never too long.",
    }
    out = processed(step(rules, num_texts=0, counterfactuals=5), *ROWS)
    first, second = out[2:]
    assert (first["text"], first["label"], first["keep"]) == (
        "A dreary film, and always too long.",
        "bad",
        True,
    )
    assert (first["operation"], first["provenance"]["parents"]) == ("counterfactual", ["g"])
    assert (second["label"], second["drop_reason"]) == (
        "good",
        "AttrPrompt: copy: of a text there is already",
    )


def test_by_default_no_label_is_changed() -> None:
    out = processed(step(WRITES, num_texts=2, dimensions=DIMENSIONS), *ROWS)
    assert "counterfactual" not in {row["operation"] for row in out}


def test_a_counterfactual_that_is_another_text_is_dropped() -> None:
    out = processed(step({"Change it": "Wow!"}, num_texts=0, counterfactuals=1), *ROWS)
    assert out[2]["drop_reason"] == "AttrPrompt: drift: overlap 0.00, at least 0.2 wanted"


def test_labels_keep_their_type() -> None:
    rows = [row | {"label": number} for number, row in enumerate(ROWS)]
    out = processed(step(WRITES, num_texts=1, dimensions=DIMENSIONS), *rows)
    assert [row["label"] for row in out] == [0, 1, 0, 1]


def test_refusals_and_models_without_an_answer_are_rows_with_their_reason() -> None:
    refusing = processed(
        step({"": "I'm sorry, but I can't help with that."}, num_texts=1, dimensions=DIMENSIONS), *ROWS
    )
    assert refusing[2]["drop_reason"].startswith("AttrPrompt: refusal")
    silent = AttributeVariation(
        name="vary", llm=ScriptedLLM(default=None), num_texts=1, dimensions=DIMENSIONS
    )
    out = processed(silent, *ROWS)
    assert [row["error"]["kind"] for row in out] == ["", "", "no_answer", "no_answer"]


def test_a_model_that_cannot_be_reached_stops_the_run() -> None:
    unreachable = AttributeVariation(name="vary", llm=ScriptedLLM(default=3), dimensions=DIMENSIONS)
    with pytest.raises(ModelError, match="all 20 requests failed"):
        processed(unreachable, *ROWS)


def test_dimensions_that_cannot_be_combined_are_refused() -> None:
    with pytest.raises(ValidationError, match="'tone' must have different values"):
        step({}, dimensions={"tone": []})
    with pytest.raises(ValidationError, match="num_texts must be at least 0"):
        step({}, num_texts={"a": -1})


def test_any_text_can_be_an_example_and_be_turned() -> None:
    rows = [{"id": str(n), "text": text, "label": "ab"[n % 2]} for n, text in enumerate(STRANGE)]
    made = step(
        {"": '{"texts": ["A text, long word by long word."]}'},
        num_texts=1,
        dimensions=DIMENSIONS,
        counterfactuals=20,
        examples=2,
    )
    out = processed(made, *rows)
    assert [row["text"] for row in out[: len(rows)]] == STRANGE
    assert all(row["keep"] != bool(row["drop_reason"]) for row in out)
    # The blank texts and the one of a million characters are not turned.
    assert sum(row["operation"] == "counterfactual" for row in out) == len(rows) - 3


def test_the_local_model_writes_a_text_for_each_label() -> None:
    llm = LocalLLM(n_ctx=512)  # a step unloads its model: not the one that tests share
    made = AttributeVariation(
        name="vary", llm=llm, what="reviews of films", num_texts=1, dimensions=DIMENSIONS, max_new_tokens=32
    )
    out = processed(made, *ROWS)
    assert [row["label"] for row in out] == ["good", "bad", "good", "bad"]
    assert all(row["keep"] == (not row["drop_reason"]) for row in out[2:])
