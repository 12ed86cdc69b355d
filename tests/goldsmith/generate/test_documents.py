from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate import (
    QuestionPair,
    mentions_source,
    question_pair_reason,
    read_question_pairs,
    split_passages,
)

PASSAGE = "Ada Lovelace wrote the first program in 1843.\nIt was meant for   Babbage's engine."


@given(st.text(alphabet="ab. \n", max_size=300), st.integers(1, 40))
def test_passages_hold_all_of_a_text_in_order_and_none_is_too_long(text: str, max_chars: int) -> None:
    passages = split_passages(text, max_chars)
    assert all(0 < len(passage) <= max_chars for passage in passages)
    assert "".join("".join(passages).split()) == "".join(text.split())


def test_passages_of_real_documents_end_where_paragraphs_do(shared_data: Path) -> None:
    for path in sorted((shared_data / "documents").glob("*.md")):
        text = path.read_text()
        passages = split_passages(text, 2000)
        assert all(passage in text for passage in passages)
        whole = [p for p in passages if f"{p}\n\n" in text or text.strip().endswith(p)]
        assert len(whole) >= 0.9 * len(passages)


def test_a_passage_needs_room() -> None:
    with pytest.raises(InputError, match="at least 1"):
        split_passages("text", 0)


@pytest.mark.parametrize(
    "output",
    [
        '{"pairs": [{"evidence": "e", "question": "Q?", "answer": "A."}]}',
        '[{"Question": "Q?", "Answer": "A.", "Evidence": "e"}]',
        '{"question": "Q?", "answer": "A.", "evidence": "e"}',
        'Here you are:\n```json\n[{"question": "Q?", "answer": "A.", "evidence": "e"}]\n```',
        "Q: Q?\nA: A.\nEvidence: e",
        "1. **Question:** Q?\n**Answer:** A.\n**Evidence:** e",
        "Question 1: Q?\nAnswer 1: A.\nEvidence 1: e",
    ],
)
def test_pairs_are_read_in_many_forms(output: str) -> None:
    assert read_question_pairs(output, 3) == [QuestionPair("Q?", "A.", "e")]


def test_more_than_asked_for_is_left_and_a_lacking_part_is_told() -> None:
    pairs = read_question_pairs(
        '[{"question": "a"}, {"answer": "b"}, {"question": "c", "answer": null}, "d"]', 2
    )
    assert pairs == [QuestionPair("a", "", ""), QuestionPair("", "b", "")]
    assert [question_pair_reason(pair, PASSAGE) for pair in pairs] == [
        "question: no answer",
        "question: no question",
    ]


@pytest.mark.parametrize(
    "output", ["", "[]", "{}", "[1, 2]", "null", "No questions here.", '{"pairs": "none"}']
)
def test_what_holds_no_question_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError):
        read_question_pairs(output, 3)


@pytest.mark.parametrize(
    "evidence",
    [
        "the first program",
        "THE FIRST\nPROGRAM",
        '"meant for Babbage\'s engine."',
        "...in 1843. It was meant...",
    ],
)
def test_evidence_may_differ_in_space_case_and_quotation_marks(evidence: str) -> None:
    assert question_pair_reason(QuestionPair("Who?", "Ada.", evidence), PASSAGE) is None


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ("Ada wrote the first program", 'evidence is not in the passage ("Ada wrote the first program")'),
        ("Ada", "evidence of 1 words, at least 3 wanted"),
        ('""', "evidence of 0 words, at least 3 wanted"),
        ("", "no evidence"),
    ],
)
def test_an_answer_without_evidence_in_the_passage_is_dropped(evidence: str, reason: str) -> None:
    assert question_pair_reason(QuestionPair("Who?", "Ada.", evidence), PASSAGE) == f"question: {reason}"


@pytest.mark.parametrize(
    "text",
    [
        "What is the main idea of this passage?",
        "According to the given document, what is state?",
        "Which three modes are listed in the text?",
        "What does the author recommend?",
        "Summarise the passage above.",
        "What is described above?",
        "Was steht laut dem Text über Regen?",
        "Selon le texte, qui a gagné ?",
        "Según el texto, ¿quién ganó?",
        "根据上述文章，谁赢了？",
        "この文章によると、誰が勝ちましたか。",
    ],
)
def test_a_question_that_points_at_the_text_is_not_self_contained(text: str) -> None:
    assert mentions_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I print a document in Word?",
        "How long may a text message be?",
        "Which article of the constitution protects speech?",
        "Who wrote the passage of the Odyssey about the sirens?",
        "Write an article about rain.",
        "Wie schreibe ich einen Text über Regen?",
        "Écris un texte sur la pluie.",
        "写一篇关于雨的文章。",
    ],
)
def test_texts_as_a_subject_are_no_pointers(text: str) -> None:
    assert mentions_source(text) == ""
