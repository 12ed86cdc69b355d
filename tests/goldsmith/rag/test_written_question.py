import pytest

from goldsmith.errors import UnreadableError
from goldsmith.rag import (
    Chunk,
    KnownQuestions,
    WrittenQuestion,
    find_evidence,
    question_length,
    question_schema,
    rag_report,
    read_attempt,
    read_claims,
    read_written_question,
    split_chunks,
    to_ragas,
    written_question_reason,
)

TEXT = "Cats are old.\n\nCats   purr when\nthey are content. Dogs bark."
ONE, TWO = Chunk("1", "a", TEXT[15:], 15, len(TEXT)), Chunk("2", "b", "Cows moo.", 0, 9)


def test_evidence_is_found_where_it_stands_in_the_document() -> None:
    found, missing = find_evidence(["purr when they", "“cows MOO”", "cats fly", " "], [ONE, TWO])
    assert [(one.document_id, one.chunk_id) for one in found] == [("a", "1"), ("b", "2")]
    assert TEXT[found[0].start : found[0].stop] == found[0].text == "purr when\nthey"
    assert missing == ["cats fly", " "]
    assert find_evidence(["a.c (x)"], [Chunk("1", "a", "abc (x)", 0, 7)])[0] == []


def test_evidence_has_its_place_in_the_document_whatever_chunk_it_is_in() -> None:
    text = "# A\n\nCats purr.\n\n# B\n\nDogs bark."
    found, _ = find_evidence(["dogs bark"], split_chunks("d", text, 20, 0))
    assert text[found[0].start : found[0].stop] == "Dogs bark"


@pytest.mark.parametrize(
    ("written", "kind", "reason"),
    [
        (WrittenQuestion("What do cats do?", "Purr.", ("Cats purr",)), "single_hop_specific", ""),
        (WrittenQuestion("What do cats do?", "", ("Cats purr",)), "single_hop_specific", "no answer"),
        (WrittenQuestion("What do they do?", "Purr.", ("Cats purr",)), "conversational", "no first message"),
        (
            WrittenQuestion("What do cats do?", "Fly.", ("Cats fly",)),
            "double",
            "evidence is not in the contexts",
        ),
        (WrittenQuestion("What do cats do?", "Purr."), "double", "no evidence from one of the contexts"),
        (WrittenQuestion("What does the text say?", "Purr.", ("Cats purr",)), "double", "not self-contained"),
        (
            WrittenQuestion("cats " * 16, "Purr.", ("Cats purr",)),
            "double",
            "a short question of 16 words, wanted 1 to 15",
        ),
        (
            WrittenQuestion("I'm sorry, but I can't help with that.", "No."),
            "out_of_scope",
            "the writer refused",
        ),
        (WrittenQuestion("What do cows do?", "The documents do not tell."), "out_of_scope", ""),
    ],
)
def test_what_code_can_tell_is_told_before_a_judge_is_asked(
    written: WrittenQuestion, kind: str, reason: str
) -> None:
    found = written_question_reason(written, kind, "short", [ONE])
    assert found.startswith(reason)
    assert bool(found) == bool(reason)


def test_each_context_needs_evidence() -> None:
    written = WrittenQuestion("What do cats and cows do?", "Purr and moo.", ("Cats purr",))
    assert (
        written_question_reason(written, "double", "short", [ONE, TWO])
        == "no evidence from one of the contexts"
    )
    both = WrittenQuestion("What do cats and cows do?", "Purr and moo.", ("Cats purr", "cows moo"))
    assert written_question_reason(both, "double", "short", [ONE, TWO]) == ""


def test_words_are_counted_in_scripts_without_blanks_too() -> None:
    assert question_length("How old is Ada - and who?") == 6
    assert question_length("エイダは何歳ですか?") == 5  # nine characters and a sign


def test_a_conversation_is_asked_for_and_read_whole() -> None:
    assert question_schema("conversational")["required"] == [
        "evidence",
        "opening",
        "reply",
        "question",
        "answer",
    ]
    assert question_schema("out_of_scope")["required"] == ["question", "answer"]
    said = '{"evidence": ["x"], "opening": "I have a cat.", "reply": "Nice.", "question": "Does it purr?", "answer": "Yes."}'
    assert read_written_question(said) == WrittenQuestion(
        "Does it purr?", "Yes.", ("x",), "I have a cat.", "Nice."
    )


@pytest.mark.parametrize(
    "said",
    [
        '{"claims": [{"claim": "a", "supported": true}, {"claim": "b"}]}',
        '{"claims": [{"claim": "a", "supported": "perhaps"}]}',
        '{"claims": []}',
        '{"claims": [{"claim": " ", "supported": true}]}',
        "All claims are supported.",
    ],
)
def test_a_claim_without_a_clear_verdict_is_not_supported(said: str) -> None:
    with pytest.raises(UnreadableError):
        read_claims(said)


@pytest.mark.parametrize("said", ['{"answer": "In 1843."}', '{"known": true, "answer": ""}', "In 1843."])
def test_an_attempt_says_whether_it_knows(said: str) -> None:
    with pytest.raises(UnreadableError):
        read_attempt(said)


def test_a_question_that_says_the_same_is_not_new() -> None:
    known = KnownQuestions(0.9)
    known.add("a", "Who was Ada?", [1.0, 0.0], ["c"])
    known.add("b", "When was Ada born?", [0.0, 1.0], ["c", "d"])
    assert known.repeated("Who was Ada Lovelace?", [1.0, 0.2]) == "the same as a (0.98)"
    assert known.repeated("WHO was Ada", [-1.0, 0.0]).startswith("the same as a")
    assert known.repeated("What did she write?", [1.0, 1.0]) == ""
    assert known.asked_about(["d"]) == ["When was Ada born?"]
    assert known.asked_about(["c", "d"]) == ["Who was Ada?", "When was Ada born?"]


def test_the_report_counts_what_is_in_the_set_and_what_is_not() -> None:
    blank = {"persona": "p", "style": "s", "length": "short"}
    kept = {"keep": True, "question": "Who?", "kind": "double", "contexts": [{"document_id": "a"}], **blank}
    rows = [
        kept,
        {**kept, "kind": "distracting", "contexts": [{"document_id": "a"}, {"document_id": "b"}]},
        {**kept, "keep": False, "rejected_by": "novel"},
        {"keep": False, "is_shortfall": True, "drop_reason": "rag test set: 2 of 3"},
        {"keep": False, "drop_reason": "rag: no text"},
    ]
    report = rag_report(rows).to_dict()
    assert (report["questions"], report["documents_asked_about"]) == (2, 2)
    assert report["counts"]["kind"] == {"distracting": 1, "double": 1}
    assert report["rejected"] == {"novel": 1}
    assert report["shortfalls"] == ["rag test set: 2 of 3"]


def test_an_export_has_what_ragas_reads() -> None:
    row = {
        "id": "q",
        "keep": True,
        "question": "Does it purr?",
        "answer": "Yes.",
        "expected": "answer",
        "kind": "conversational",
        "persona": "p",
        "style": "s",
        "length": "short",
        "conversation": [
            {"role": "user", "content": "I have a cat."},
            {"role": "assistant", "content": "Nice."},
        ],
        "contexts": [{"id": "1", "text": "Cats purr."}],
    }
    blank = row | {"contexts": [{"id": "", "text": ""}], "conversation": [{"role": "", "content": ""}]}
    asked, refused, *others = to_ragas([row, blank, row | {"keep": False}, row | {"question": ""}])
    assert asked["user_input"] == "User: I have a cat.\nAssistant: Nice.\nUser: Does it purr?"
    assert (asked["reference"], asked["reference_contexts"]) == ("Yes.", ["Cats purr."])
    assert (refused["user_input"], refused["reference_contexts"]) == ("Does it purr?", [])
    assert others == []
