import json
from pathlib import Path
from typing import Any

from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.generate import DocumentQuestions, InstructionFromText
from goldsmith_distilabel.llms import LocalLLM

TEXT = "Ada Lovelace wrote the first program in 1843.\n\nIt was meant for Babbage's engine."


def processed(step: Any, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    step.load()
    out = next(step.process(list(rows)))
    step.unload()
    return out


def pairs(*told: tuple[str, str, str]) -> str:
    return json.dumps(
        {"pairs": [dict(zip(("question", "answer", "evidence"), one, strict=True)) for one in told]}
    )


def test_only_new_self_contained_and_supported_questions_are_kept() -> None:
    llm = ScriptedLLM(
        default=pairs(
            ("Who wrote the first program?", "Ada Lovelace.", "Ada Lovelace wrote the first  program"),
            ("who wrote the first program", "Ada.", "wrote the first program"),
            ("What does the text say?", "Much.", "wrote the first program"),
            ("When was it?", "In 1844.", "the first program in 1844"),
        )
    )
    rows = processed(DocumentQuestions(name="ask", llm=llm, num_pairs=4), {"id": "d", "text": TEXT})
    assert [row["keep"] for row in rows] == [True, False, False, False]
    assert [row["drop_reason"].partition("(")[0].strip() for row in rows[1:]] == [
        "question: asked before in this document",
        "question: not self-contained",
        "question: evidence is not in the passage",
    ]
    assert rows[0]["instruction"] == "Who wrote the first program?"
    assert rows[0]["generation"] == "Ada Lovelace."
    assert len({row["id"] for row in rows}) == 4


def test_a_passage_that_fails_leaves_the_others_of_its_document() -> None:
    good = pairs(("What was it meant for?", "An engine.", "meant for Babbage's engine"))
    llm = ScriptedLLM(rules={"Ada Lovelace": "I can not.", "Babbage": good})
    failed, fine = processed(DocumentQuestions(name="ask", llm=llm, max_chars=50), {"text": TEXT})
    assert (failed["error"]["kind"], failed["passage_index"]) == ("unreadable", 0)
    assert failed["error"]["raw_output"] == "I can not."
    assert (fine["keep"], fine["passage_index"], fine["error"]["kind"]) == (True, 1, "")


def test_the_text_becomes_the_response_unchanged_and_the_instruction_is_checked() -> None:
    llm = ScriptedLLM(
        rules={"Ada": "Here is the instruction:\n\nTell of the first program.", "Babbage": "The answer is 4."}
    )
    good, bad, empty = processed(
        InstructionFromText(name="back", llm=llm), {"text": f" {TEXT} "}, {"text": "Babbage"}, {"text": ""}
    )
    assert (good["instruction"], good["generation"], good["keep"]) == (
        "Tell of the first program.",
        f" {TEXT} ",
        True,
    )
    assert (bad["keep"], bad["drop_reason"]) == (
        False,
        'instruction: answers instead of asking ("The answer is")',
    )
    assert empty["drop_reason"] == "instruction: no text"


def test_the_local_model_reads_a_real_document(shared_data: Path) -> None:
    text = (shared_data / "documents" / "state.md").read_text()[:600]
    step = DocumentQuestions(name="ask", llm=LocalLLM(n_ctx=1024), num_pairs=1, max_new_tokens=60)
    rows = processed(step, {"text": text})
    assert rows
    assert all(row["keep"] or row["drop_reason"] for row in rows if not row["error"]["kind"])


def test_saved_pipelines_find_the_steps_here() -> None:
    for step, module in (
        (DocumentQuestions(name="s", llm=ScriptedLLM()), "document_questions"),
        (InstructionFromText(name="s", llm=ScriptedLLM()), "instruction_from_text"),
    ):
        found = {"module": f"goldsmith_distilabel.generate.{module}", "name": type(step).__name__}
        assert step.dump()["type_info"] == found
