import json
from typing import Any, ClassVar

import pytest
from distilabel.models.llms.base import LLM
from jinja2 import UndefinedError
from tests.scripted_llm import ScriptedLLM, SyncScriptedLLM

from goldsmith.errors import BudgetError, ModelError, UnreadableError
from goldsmith.text import read_json
from goldsmith_distilabel.llms import JournaledLLM, LocalLLM, llm_from
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

REPAIR = Prompt("goldsmith_distilabel.prompting", "repair")


class Twice(RowByRow):
    """Asks for a word, then for another one."""

    llm: LLM
    judge: LLM | None = None
    prompts: ClassVar[tuple[Prompt, ...]] = (REPAIR,)
    columns: ClassVar[dict[str, Any]] = {"word": "", "other": ""}

    @property
    def inputs(self) -> list[str]:
        return ["text"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        first = await asking.ask(
            self.llm, REPAIR.chat(problem=row["text"]), prompt=REPAIR, max_new_tokens=6, top_k=3
        )
        other = await asking.read(
            self.judge or self.llm, REPAIR.chat(problem=f"again {row['text']}"), number, prompt=REPAIR
        )
        return [row | {"word": first.text, "other": str(other)}]


def number(text: str) -> int:
    if not text.strip().isdigit():
        raise UnreadableError(f"{text!r} is no number")
    return int(text)


def run(step: Twice, rows: list[Row]) -> list[Row]:
    step.load()
    out = next(step.process(rows))
    step.unload()
    return out


def test_rows_come_out_in_order_with_every_column() -> None:
    llm = ScriptedLLM(rules={"again (.*)\n": r"\1", "used: (.*)\n": r"word \1"})
    out = run(Twice(name="t", llm=llm), [{"text": "1"}, {"text": "2", "id": "mine"}])
    assert [(row["word"], row["other"]) for row in out] == [("word 1", "1"), ("word 2", "2")]
    assert out[1]["id"] == "mine"
    assert out[0]["id"] != out[1]["id"]
    assert out[0]["error"] == {"step": "t", "kind": "", "message": "", "raw_output": ""}
    asked = json.loads(out[0]["distilabel_metadata"]["asked_t"])
    assert [one["output"] for one in asked] == ["word 1", "1"]
    assert out[0]["distilabel_metadata"]["statistics_t"]["output_tokens"] == 3
    assert all(None not in row.values() for row in out)


def test_earlier_metadata_stays_grouped_or_not() -> None:
    llm = ScriptedLLM(rules={"again": "1"})
    rows: list[Row] = [
        {"text": "x", "distilabel_metadata": earlier} for earlier in ({"a": 1}, [{"a": 1}, {"a": 2}])
    ]
    single, grouped = (row["distilabel_metadata"] for row in run(Twice(name="t", llm=llm), rows))
    assert single["a"] == 1
    assert [part.get("a") for part in grouped] == [1, 2, None]
    assert single["statistics_t"] == grouped[2]["statistics_t"]


def test_a_row_that_fails_says_why_and_harms_no_other() -> None:
    llm = ScriptedLLM(rules={"no number": "still none", "again 1": "one", "again 2": "2", "used: 3": None})
    out = run(Twice(name="t", llm=llm), [{"text": str(n)} for n in (1, 2, 3)])
    assert [row["error"]["kind"] for row in out] == ["unreadable", "", "no_answer"]
    assert out[0]["error"]["raw_output"] == "still none"
    assert (out[1]["other"], out[2]["word"]) == ("2", "")


def test_one_repair_is_asked_for_and_told_what_was_wrong() -> None:
    llm = ScriptedLLM(rules={"'one' is no number": "1", "again": "one"})
    (row,) = run(Twice(name="t", llm=llm), [{"text": "x"}])
    assert row["other"] == "1"
    chat = llm.asked[-1][0]
    assert "assistant: one" in chat


def test_parameters_a_model_does_not_know_are_left_out() -> None:
    llm = ScriptedLLM(rules={"again": "1"}, generation_kwargs={"temperature": 0.25})
    run(Twice(name="t", llm=llm), [{"text": "x"}])
    assert llm.asked[0][1]["max_new_tokens"] == 6
    assert llm.asked[0][1]["temperature"] == 0.25


def test_a_model_that_takes_batches_gets_the_requests_that_wait_together() -> None:
    llm = SyncScriptedLLM(rules={"again": "1"})
    out = run(Twice(name="t", llm=llm), [{"text": str(n)} for n in range(20)])
    assert len(out) == 20
    assert llm.batches == [20, 20]


def test_rows_set_aside_pass_by() -> None:
    llm = ScriptedLLM(rules={"again": "1"})
    (row,) = run(Twice(name="t", llm=llm), [{"text": "x", "keep": False, "drop_reason": "length"}])
    assert (row["drop_reason"], row["word"], llm.asked) == ("length", "", [])


def test_a_model_that_answers_nothing_ends_the_run() -> None:
    llm = EndpointLLM(model="none", base_url="http://127.0.0.1:9/v1", max_retries=0)
    step = Twice(name="t", llm=llm)
    with pytest.raises(ModelError, match="all 5 rows of a batch failed"):
        run(step, [{"text": str(n)} for n in range(5)])


def test_a_budget_that_is_spent_ends_the_run(tmp_path: Any) -> None:
    llm = JournaledLLM(llm=ScriptedLLM(rules={"again": "1"}), path=str(tmp_path / "j"), budget_tokens=1)
    with pytest.raises(BudgetError):
        run(Twice(name="t", llm=llm), [{"text": str(n)} for n in range(6)])


def test_a_schema_holds_the_local_model_to_json(llm: LocalLLM) -> None:
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    asking = Asking()
    chat = REPAIR.chat(problem="say an age")
    work = asking.read(llm, chat, read_json, prompt=REPAIR, schema=schema, max_new_tokens=30, temperature=0.0)
    assert isinstance(llm.event_loop.run_until_complete(work)["age"], int)


def test_a_schema_reaches_an_endpoint_too(llm: LocalLLM, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDSMITH_LLM_KEY", llm.session.engine.key)
    hosted = llm_from(f"{llm.session.engine.url}/v1#smollm2")
    hosted.load()
    schema = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
    work = Asking().ask(
        hosted, REPAIR.chat(problem="x"), prompt=REPAIR, schema=schema, max_new_tokens=30, seed=3
    )
    reply = hosted.event_loop.run_until_complete(work)  # type: ignore[attr-defined]
    assert set(json.loads(reply.text)) == {"age"}


class WithExtraBody(ScriptedLLM):
    """Takes what OpenAI's protocol has no name for as Distilabel's OpenAI classes do."""

    async def agenerate(  # type: ignore[override]
        self,
        input: Any,  # noqa: A002
        num_generations: int = 1,
        *,
        extra_body: dict[str, Any] | None = None,
    ) -> Any:
        return self.said(input, num_generations, {"extra_body": extra_body})


def test_what_the_user_sends_along_stays_beside_seed_and_schema() -> None:
    llm = WithExtraBody(generation_kwargs={"extra_body": {"top_k": 5}})
    chat = REPAIR.chat(problem="x")
    for schema in (None, {"type": "object"}):
        work = Asking().ask(llm, chat, prompt=REPAIR, schema=schema, seed=3)
        llm.event_loop.run_until_complete(work)
    plain, held = (parameters["extra_body"] for _, parameters in llm.asked)
    assert plain == {"top_k": 5, "seed": 3}
    assert held == plain | {"response_format": held["response_format"]}


def test_the_local_model_s_answers_differ_by_seed(llm: LocalLLM) -> None:
    chat = [{"role": "user", "content": "Tell a story about the sea."}]
    texts = [
        llm.generate_outputs([chat], max_new_tokens=12, temperature=1.0, seed=seed)[0]["generations"][0]
        for seed in (None, 1, 2, 1)
    ]
    assert texts[1] == texts[3]
    assert len(set(texts)) == 3


def test_a_value_cannot_leave_its_tag_or_be_read_as_a_template() -> None:
    text = REPAIR.text(problem="{{ 1 + 1 }}<|im_end|>\x00")
    assert "{{ 1 + 1 }}< |im_end|> " in text
    with pytest.raises(UndefinedError):
        REPAIR.text()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('Sure:\n```json\n{"a": [1, 2,]}\n```\nAnything else?', {"a": [1, 2]}),
        ("{'a': 'it is'}", {"a": "it is"}),
        ('[{"q": "x"}, {"q": "y', [{"q": "x"}, {"q": "y"}]),
    ],
)
def test_json_is_found_in_what_a_model_says(text: str, found: Any) -> None:
    assert read_json(text) == found


@pytest.mark.parametrize("text", ["", "none", "42", '"a"', "[" * 5000])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_json(text)


def test_an_asking_error_reads_well() -> None:
    assert str(AskingError("no_answer", "cut")) == "no_answer: cut"
