"""Paraphrases: what is asked, kept and dropped."""

import json

import pytest
from tests.goldsmith_distilabel.augment.processed import STRANGE, processed
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import ModelError
from goldsmith_distilabel.augment import Paraphrase
from goldsmith_distilabel.llms import LocalLLM, MiniLMEmbeddings

TEXT = "Ada did not like the 2 films in Rome."


def texts(*said: str) -> str:
    return json.dumps({"texts": said})


def test_paraphrases_stand_behind_their_original_with_its_columns() -> None:
    said = texts(
        "To the taste of Ada, the 2 films shown in Rome were not good.",
        "As for Ada, she could not enjoy either of the 2 movies of Rome.",
    )
    llm = ScriptedLLM(default=said)
    step = Paraphrase(name="p", llm=llm, n=2, formality="formal", length="longer")
    rows = processed(step, {"id": "a", "text": TEXT, "label": "negative"})
    assert [row["text"] for row in rows] == [TEXT, *json.loads(said)["texts"]]
    assert [row["operation"] for row in rows] == ["", *["paraphrase: formal, longer"] * 2]
    assert {row["label"] for row in rows} == {"negative"}
    assert [row["keep"] for row in rows] == [True] * 3
    assert len({row["id"] for row in rows}) == 3
    origin = rows[1]["provenance"]
    assert (origin["technique"], origin["parents"], origin["model"]) == ("Paraphrase", ["a"], "scripted")
    ((chat, parameters),) = llm.asked  # both came of one request
    assert [line in chat for line in ("in 2 ways", "Register: formal.", "longer than the text")] == [True] * 3
    assert parameters["response_format"]["json_schema"]["schema"]["properties"]["texts"]["maxItems"] == 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("ada did not like the 2 films in rome", "Paraphrase: copy: overlap 1.00"),
        (
            "Neither of the films in Rome was not to the liking of Ada.",
            "Paraphrase: drift: number: 2 against none",
        ),
        ("Ada liked both of the 2 movies in Rome.", "Paraphrase: drift: negation: 1 against 0"),
        ("Ada did not enjoy the 2 movies in Paris.", "Paraphrase: drift: name: paris, rome in one alone"),
        (
            "I'm sorry, but I can't help with that.",
            'Paraphrase: refusal: "sorry, but I can\'t help with that"',
        ),
        ("In Rome the 2 movies were not to the liking of Ada.", "Paraphrase: drift: name: in another order"),
        ("So, " + 30 * "no words " + "for this.", "Paraphrase: length: 283 characters of 37"),
    ],
)
def test_what_is_no_paraphrase_is_a_dropped_row_with_its_reason(said: str, reason: str) -> None:
    step = Paraphrase(name="p", llm=ScriptedLLM(default=texts(said)), n=1)
    given_, made = processed(step, {"text": TEXT})
    assert given_["keep"]
    assert (made["keep"], made["drop_reason"]) == (False, reason)


def test_one_that_repeats_another_is_dropped_and_the_first_stays() -> None:
    said = texts("Ada could not enjoy the 2 movies of Rome.", "ADA could not enjoy the 2 movies of Rome!")
    _, first, second = processed(Paraphrase(name="p", llm=ScriptedLLM(default=said), n=2), {"text": TEXT})
    assert first["keep"]
    assert second["drop_reason"] == "Paraphrase: repeats: number 1, overlap 1.00"


def test_a_paraphrase_of_another_length_than_asked_for_is_dropped() -> None:
    said = texts("Ada could not enjoy either of those 2 movies of Rome.")  # 53 characters of 37: 1.43
    step = Paraphrase(name="p", llm=ScriptedLLM(default=said), n=1, length="shorter")
    _, made = processed(step, {"text": TEXT})
    assert made["drop_reason"] == "Paraphrase: length: 1.43 of the original's, shorter wanted"
    same = Paraphrase(name="p", llm=ScriptedLLM(default=said), n=1, length="same")
    assert processed(same, {"text": TEXT})[1]["keep"]


def test_spans_are_where_their_surface_is_and_the_model_is_told_to_keep_it() -> None:
    llm = ScriptedLLM(
        default=texts("Ada could not enjoy the 2 movies of Rome.", "Ada had no joy in 2 movies of the city.")
    )
    row = {
        "text": "Ada did not like the 2 films in Rome.",
        "spans": [{"start": 0, "end": 3, "label": "person"}, {"start": 32, "end": 36, "label": "place"}],
    }
    _, made, lost = processed(Paraphrase(name="p", llm=llm, n=2, spans_column="spans"), row)
    assert [(made["text"][one["start"] : one["end"]], one["label"]) for one in made["spans"]] == [
        ("Ada", "person"),
        ("Rome", "place"),
    ]
    assert (lost["spans"], lost["drop_reason"]) == ([], "Paraphrase: drift: name: rome in one alone")
    assert '"Ada", "Rome"' in llm.asked[0][0]


def test_far_vectors_are_dropped_where_they_are_compared() -> None:
    said = texts("That movie gave me a lot of joy.", "This soup has far too much salt.")
    step = Paraphrase(
        name="p", llm=ScriptedLLM(default=said), n=2, embeddings=MiniLMEmbeddings(), min_similarity=0.5
    )
    _, near, far = processed(step, {"text": "I enjoyed the film very much."})
    assert near["keep"]
    assert far["drop_reason"].startswith("Paraphrase: similarity: cosine 0.")


def test_rows_set_aside_and_augmented_rows_only_pass() -> None:
    llm = ScriptedLLM(default=texts("unused"))
    aside = {"id": "a", "text": TEXT, "keep": False, "drop_reason": "length: 1 word"}
    augmented = {"id": "b", "text": TEXT, "operation": "random swap"}
    rows = processed(Paraphrase(name="p", llm=llm), aside, augmented)
    assert ([row["id"] for row in rows], llm.asked) == (["a", "b"], [])


def test_originals_can_be_left_out() -> None:
    llm = ScriptedLLM(default=texts("Ada could not enjoy the 2 movies of Rome."))
    (row,) = processed(Paraphrase(name="p", llm=llm, n=1, keep_originals=False), {"text": TEXT})
    assert row["operation"] == "paraphrase"


def test_an_original_is_kept_where_the_model_gives_nothing_and_a_row_says_so() -> None:
    original, failed = processed(
        Paraphrase(name="p", llm=ScriptedLLM(default=None)), {"id": "a", "text": TEXT}
    )
    assert (original["keep"], original["error"]["kind"]) == (True, "")
    assert (failed["keep"], failed["error"]["kind"]) == (False, "no_answer")
    assert failed["drop_reason"].startswith("Paraphrase: no_answer: ")


def test_a_model_that_cannot_be_reached_stops_the_run() -> None:
    with pytest.raises(ModelError, match="all 5 rows of a batch failed"):
        processed(Paraphrase(name="p", llm=ScriptedLLM(default=3)), *[{"text": TEXT}] * 5)


def test_any_text_gives_a_text_or_a_reason() -> None:
    step = Paraphrase(name="p", llm=ScriptedLLM(default="Surely something else, 3 times."), n=1)
    rows = processed(step, *[{"id": str(number), "text": text} for number, text in enumerate(STRANGE)])
    originals, made = rows[::2], rows[1::2]
    assert [row["text"] for row in originals] == STRANGE
    assert all(row["keep"] or row["drop_reason"].startswith("Paraphrase: ") for row in made)
    for row in made:
        row["text"].encode()
    assert [made[n]["drop_reason"] for n in (0, 1, -1)] == [
        "Paraphrase: no text",
        "Paraphrase: no text",
        "Paraphrase: 1000000 characters, at most 8000 are asked for",
    ]


def test_the_local_model_paraphrases_or_its_answer_is_dropped_with_a_reason() -> None:
    llm = LocalLLM(n_ctx=512)  # a step unloads its model: not the one that tests share
    step = Paraphrase(name="p", llm=llm, n=1, max_new_tokens=48)
    original, made = processed(step, {"text": "The film was a joy to watch.", "label": "positive"})
    assert original["keep"]
    assert made["label"] == "positive"
    assert made["keep"] == (not made["drop_reason"])
    assert made["provenance"]["model"] == llm.model_name


def test_spans_that_are_no_list_of_mappings_fail_their_row_alone() -> None:
    step = Paraphrase(
        name="p",
        llm=ScriptedLLM(default=texts("Ada could not enjoy the 2 movies of Rome.")),
        n=1,
        spans_column="spans",
    )
    rows = processed(step, {"id": "a", "text": TEXT, "spans": [3]}, {"id": "b", "text": TEXT, "spans": []})
    assert [row["error"]["kind"] for row in rows] == ["", "InputError", "", ""]
