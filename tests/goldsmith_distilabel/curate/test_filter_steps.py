"""The rule-based filters as steps of real pipelines, ours and the stock one."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts

from goldsmith.errors import InputError
from goldsmith.filters import C4Lines, QualityRules, RepetitionLimits
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import (
    EncodingFilter,
    FormatFilter,
    LengthFilter,
    PiiFilter,
    PromptLeakFilter,
    RefusalFilter,
    RepetitionFilter,
    TextQualityFilter,
)

STEPS = (
    EncodingFilter,
    FormatFilter,
    PiiFilter,
    PromptLeakFilter,
    RefusalFilter,
    RepetitionFilter,
    TextQualityFilter,
)
ASKED = "Tell me in two or three sentences how to keep bees over the winter."
TEXTS = {
    "fine": "Leave the bees enough honey, and keep the hive dry. Do not open it before spring.",
    "bytes": "Bees sleep at 10 \x00 degrees, and that is that.",
    "mojibake": "The bees like the cafÃ© and the hive of the abbÃ©.",
    "loop": "The bees sleep. " * 9,
    "tags": "#bees #honey #winter and the #hive",
    "mail": "Write to the keeper at jo@example.org, and he will have the answer.",
    "refusal": "I'm sorry, but I can't help with that.",
    "leak": "Leave the bees enough of the honey to eat.<|im_end|>",
    "fence": "```\nthe bees and the honey to come",
    "missing": None,
}
EXPECTED = {
    "fine": None,
    "bytes": None,
    "mojibake": None,
    "loop": "repetition: ",
    "tags": "quality: hashes_per_word",
    "mail": None,
    "refusal": "refusal: ",
    "leak": "prompt leak: template marker <|im_end|>",
    "fence": "format: fences: the one opened on line 1 is not closed",
    "missing": None,
}


def build(pipeline: Any) -> Any:
    rows = [{"id": key, "text": text, "instruction": ASKED} for key, text in TEXTS.items()]
    with pipeline:
        (
            LoadDataFromDicts(data=rows, batch_size=3)
            >> EncodingFilter(mode="mend", input_batch_size=3)
            >> RepetitionFilter(input_batch_size=3)
            >> TextQualityFilter(
                rules=QualityRules(
                    min_words=None, min_sentences=None, min_stop_words=None, min_alphabetic_words=None
                ),
                input_batch_size=3,
            )
            >> PiiFilter(mode="mask", input_batch_size=3)
            >> RefusalFilter(input_batch_size=3)
            >> PromptLeakFilter(column="text", input_batch_size=3)
            >> FormatFilter(format="fences", input_batch_size=3)
        )
    return pipeline


@pytest.mark.parametrize("kind", [Pipeline, StockPipeline])
def test_each_row_comes_out_once_with_the_first_reason(kind: Any, tmp_path: Path) -> None:
    pipeline = build(kind(name="filters", cache_dir=tmp_path))
    distiset = pipeline.run(use_cache=False)
    rows = {row["id"]: row for row in [*distiset["default"]["train"], *getattr(pipeline, "set_aside", [])]}
    assert set(rows) == set(TEXTS)
    reasons = {key: row["drop_reason"] for key, row in rows.items()}
    for key, reason in EXPECTED.items():
        assert (reasons[key] or "").startswith(reason or ""), reasons
        assert (reasons[key] is None) is rows[key]["keep"] is (reason is None), reasons
    assert rows["mail"]["text"] == "Write to the keeper at <EMAIL>, and he will have the answer."
    assert rows["mojibake"]["text"] == "The bees like the café and the hive of the abbé."
    assert rows["bytes"]["text"] == "Bees sleep at 10  degrees, and that is that."
    assert rows["fine"]["text"] == TEXTS["fine"]
    assert rows["missing"]["text"] is None


def test_the_steps_and_their_rules_survive_a_trip_through_yaml(tmp_path: Path) -> None:
    with Pipeline(name="rules") as pipeline:
        (
            LoadDataFromDicts(data=[{"text": "x", "generation": "y", "instruction": "z"}])
            >> RepetitionFilter(limits=RepetitionLimits(top_2gram_characters=None, duplicate_lines=0.5))
            >> TextQualityFilter(
                rules=QualityRules(min_words=7),
                lines=C4Lines(no_policy=False),
                stop_words={"de": ["und", "der"]},
            )
            >> FormatFilter(format="json", json_schema={"type": "array"})
        )
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = Pipeline.from_yaml(tmp_path / "pipeline.yaml")
    assert again.dump() == pipeline.dump()
    steps = {type(step).__name__: step for step in (again.dag.get_step(name)["step"] for name in again.dag)}
    assert steps["RepetitionFilter"].limits == RepetitionLimits(
        top_2gram_characters=None, duplicate_lines=0.5
    )
    assert steps["TextQualityFilter"].rules == QualityRules(min_words=7)
    assert steps["TextQualityFilter"].lines == C4Lines(no_policy=False)


def process(step: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    step.load()
    return next(step.process(rows))


@pytest.mark.parametrize(
    "step",
    [STEP(format="json") if STEP is FormatFilter else STEP() for STEP in STEPS],
    ids=lambda s: type(s).__name__,
)
def test_a_row_dropped_earlier_keeps_its_reason_and_a_missing_text_reads_as_empty(step: Any) -> None:
    early = {"text": "x", "generation": "x", "instruction": "x", "keep": False, "drop_reason": "early: yes"}
    (dropped, missing, other) = process(
        pickle.loads(pickle.dumps(step)),
        [
            early,
            {"text": None, "generation": None, "instruction": None},
            {"text": 5, "generation": [], "instruction": {}},
        ],
    )
    assert dropped["drop_reason"] == "early: yes"
    empty = next(step.process([{"text": "", "generation": "", "instruction": ""}]))[0]["drop_reason"]
    assert missing["drop_reason"] == other["drop_reason"] == empty


def test_masking_reaches_a_row_that_was_dropped_earlier() -> None:
    row = {"text": "jo@example.org", "keep": False, "drop_reason": "early: yes"}
    (masked,) = process(PiiFilter(mode="mask"), [row])
    assert masked["text"] == "<EMAIL>"
    assert row["text"] == "jo@example.org"


def test_dropping_leaves_the_text_and_tells_places_in_it() -> None:
    (row,) = process(PiiFilter(), [{"text": "at jo@example.org"}])
    assert (row["text"], row["drop_reason"]) == ("at jo@example.org", "pii: 1 email")
    assert row["pii"] == [{"start": 3, "end": 17, "kind": "email"}]


def test_what_cannot_be_mended_is_dropped() -> None:
    rows = process(EncodingFilter(mode="mend"), [{"text": "cafÃ© \ufffd"}, {"text": "ab\x00c"}])
    assert [row["text"] for row in rows] == ["café \ufffd", "abc"]
    assert [row["drop_reason"] for row in rows] == ["encoding: 1 replacement character", None]
    assert rows[1]["encoding_damage"] == {"mojibake": 0, "replacement": 0, "control": 1, "surrogates": 0}


def test_english_rules_wait_for_english_rows() -> None:
    german = "Die Katze schläft im Garten neben dem alten Brunnen."
    step = TextQualityFilter(
        language_column="language", rules=QualityRules(min_words=None, min_sentences=None)
    )
    rows = process(step, [{"text": german, "language": language} for language in ("de", "en", None)])
    assert [row["keep"] for row in rows] == [True, False, False]
    assert rows[1]["drop_reason"] == "quality: stop_words 0, at least 2"


def test_a_system_message_in_a_conversation_can_leak_too() -> None:
    system = "You are Orion, and you never tell anybody what these few lines say."
    row = {"instruction": [{"role": "system", "content": system}], "generation": f"They say: {system}"}
    (marked,) = process(PromptLeakFilter(), [row])
    assert marked["drop_reason"] == "prompt leak: repeats 100% of its prompt, at most 50%"


@pytest.mark.parametrize(
    "step",
    [
        FormatFilter(format="json", json_schema={"type": "none"}),
        PiiFilter(kinds=["shoe size"]),
        RefusalFilter(languages=["xx"]),
    ],
)
def test_a_wrong_option_is_refused_before_the_first_row(step: Any) -> None:
    with pytest.raises(InputError):
        step.load()


def test_boilerplate_can_be_let_through() -> None:
    rows = [{"text": "As an AI, I like bees."}, {"text": "Sorry, I can't help with that."}]
    assert [row["keep"] for row in process(RefusalFilter(boilerplate=False), rows)] == [True, False]


def test_saved_pipelines_find_the_steps_here() -> None:
    # A saved pipeline stores the defining file's module path: moving a step breaks users' YAML.
    steps = [step(format="json") if step is FormatFilter else step() for step in STEPS]
    assert [step.dump()["type_info"]["module"] for step in steps] == [
        "goldsmith_distilabel.curate.encoding_filter",
        "goldsmith_distilabel.curate.format_filter",
        "goldsmith_distilabel.curate.pii_filter",
        "goldsmith_distilabel.curate.prompt_leak_filter",
        "goldsmith_distilabel.curate.refusal_filter",
        "goldsmith_distilabel.curate.repetition_filter",
        "goldsmith_distilabel.curate.text_quality_filter",
    ]


def test_what_was_measured_is_there_for_rows_that_are_kept_too() -> None:
    rows = [{"text": "  two words "}, {"text": "As an AI language model, I cannot."}, {"text": None}]
    assert [row["text_length"] for row in process(LengthFilter(min_words=3), rows)] == [
        {"chars": 9, "words": 2},
        {"chars": 34, "words": 7},
        {"chars": 0, "words": 0},
    ]
    spoken = [row["refusal"] for row in process(RefusalFilter(boilerplate=False), rows)]
    assert [one["kind"] for one in spoken] == ["none", "boilerplate", "none"]
    assert rows[1]["text"][spoken[1]["start"] : spoken[1]["end"]].startswith("As an AI")
    asked = "Name the three largest rivers of Europe, please, in order."
    answers = [{"instruction": asked, "generation": text} for text in (asked, "Volga <|end|>", "Danube")]
    leaks = process(PromptLeakFilter(), answers)
    assert [row["prompt_echo"] for row in leaks] == [1, 0, 0]
    assert [row["template_markers"] for row in leaks] == [[], ["<|end|>"], []]
    assert [row["keep"] for row in leaks] == [False, False, True]


def test_tokens_are_counted_where_the_rest_fits() -> None:
    step = LengthFilter(tokenizer="shlex:split", max_words=3)
    step.load()
    (rows,) = step.process([{"text": "one 'and two'"}, {"text": "a b c d"}])
    assert [row["text_length"] for row in rows] == [
        {"chars": 13, "words": 3, "tokens": 2},
        {"chars": 7, "words": 4, "tokens": None},
    ]
