"""JournaledLLM against real endpoints over loopback that do what the test says."""

import asyncio
import copy
import json
import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.llms.base import LLM
from distilabel.models.llms.openai import OpenAILLM
from distilabel.typing import FormattedInput, GenerateOutput
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, SecretStr
from tests.fault_proxy import Endpoint, Reaction, completion, prompt

from goldsmith.errors import BudgetError, InputError, JournalError, ModelError
from goldsmith_distilabel.llms import JournaledLLM, LocalLLM, RequestJournal, Usage
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM

Open = Callable[..., JournaledLLM]
React = Callable[[bytes, int], Reaction]


def ask(text: str) -> FormattedInput:
    return [{"role": "user", "content": text}]


def echo(body: bytes, before: int) -> Reaction:
    """Answers with the prompt, and the number of the time it is asked for it."""
    many = json.loads(body)["n"]
    return Reaction(completion(*(f"{prompt(body)} {before} {n}" for n in range(many))))


def refuse(status: int, headers: dict[str, str] | None = None, times: int = 10**9) -> React:
    def react(body: bytes, before: int) -> Reaction:
        if before < times:
            return Reaction(b'{"error": {"message": "no"}}', str(status), status, headers or {})
        return echo(body, before)

    return react


@pytest.fixture
def open_llm(tmp_path: Path) -> Iterator[Open]:
    opened: list[JournaledLLM] = []

    def open_(endpoint: Endpoint, **fields: Any) -> JournaledLLM:
        inner = EndpointLLM(model="m", base_url=endpoint.url, api_key=SecretStr("k"))
        llm = JournaledLLM(**{"llm": inner, "path": str(tmp_path / "journal.sqlite"), **fields})
        llm.load()
        opened.append(llm)
        return llm

    yield open_
    for llm in opened:
        llm.unload()


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts that last hundredths of a second; what an endpoint asks for is waited for all the same."""
    from tenacity import wait_random

    from goldsmith_distilabel.llms import retrying

    monkeypatch.setattr(retrying, "_jitter", wait_random(0, 0.02))


def test_an_answer_is_asked_for_once_and_comes_back_the_same(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        bare = EndpointLLM(model="m", base_url=endpoint.url, api_key=SecretStr("k"))
        bare.load()
        prompts = [ask("a"), ask("b")]
        llm = open_llm(endpoint)
        first = llm.generate_outputs(prompts)
        later = open_llm(endpoint).generate_outputs(prompts)
        assert sorted(endpoint.said()) == ["a", "b"]
        assert first == later
        # The server counts how often it saw a body, hence the 1.
        (as_given,) = bare.generate_outputs([ask("a")])
        assert as_given == {**first[0], "generations": ["a 1 0"]}


def test_usage_counts_what_was_asked_and_what_was_reused(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint, prices={"m": {"input": 1e6, "output": 2e6}})
        llm.generate_outputs([ask("a"), ask("b")])
        before = llm.usage
        llm.generate_outputs([ask("b"), ask("c")])
        # 7 tokens in, 2 out each: 7 * 1 + 2 * 2 = 11
        assert before == Usage(2, 0, 14, 4, 22.0)
        assert llm.usage - before == Usage(1, 1, 7, 2, 11.0)
        summary = RequestJournal(str(llm.path)).summary()["m"]
        assert (summary.requests, summary.answers, summary.cost) == (3, 3, 33.0)


def test_equal_rows_share_one_answer_even_when_asked_at_once(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint)
        outputs = llm.generate_outputs([ask("a")] * 5)
        assert endpoint.said() == ["a"]
        assert [output["generations"] for output in outputs] == [["a 0 0"]] * 5
        assert (llm.usage.requests, llm.usage.reused) == (1, 4)


def test_only_the_missing_samples_are_asked_for(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint)
        (two,) = llm.generate_outputs([ask("a")], num_generations=2)
        (three,) = llm.generate_outputs([ask("a")], num_generations=3)
        (one,) = llm.generate_outputs([ask("a")])
        assert [json.loads(body)["n"] for body in endpoint.seen] == [2, 1]
        assert two["generations"] == ["a 0 0", "a 0 1"]
        assert three["generations"] == ["a 0 0", "a 0 1", "a 0 0"]
        assert one["generations"] == ["a 0 0"]


def test_samples_of_a_seeded_model_differ_even_if_asked_for_one_after_the_other(tmp_path: Path) -> None:
    # Asked for two more samples, the local model would repeat its first: a sample's seed comes from its place.
    llm = JournaledLLM(llm=LocalLLM(n_ctx=512), path=str(tmp_path / "j"))
    llm.load()
    kwargs = {"max_new_tokens": 6, "temperature": 1.0}
    (one,) = llm.generate_outputs([ask("Invent a name.")], **kwargs)
    (three,) = llm.generate_outputs([ask("Invent a name.")], num_generations=3, **kwargs)
    llm.unload()
    assert three["generations"][0] == one["generations"][0]
    assert len(set(three["generations"])) == 3


def test_log_probabilities_come_back_the_same(tmp_path: Path) -> None:
    outputs = []
    for _ in range(2):
        journaled = JournaledLLM(llm=LocalLLM(n_ctx=512), path=str(tmp_path / "j"))
        journaled.load()
        outputs += journaled.generate_outputs(
            [ask("Say yes.")], max_new_tokens=2, temperature=0.0, logprobs=True, top_logprobs=3
        )
        assert journaled.continues_assistant
        journaled.unload()
    assert outputs[0] == outputs[1]
    assert len(outputs[0]["logprobs"][0][0]) == 3


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_a_passing_refusal_is_tried_again(open_llm: Open, status: int) -> None:
    with Endpoint(refuse(status, times=2)) as endpoint:
        llm = open_llm(endpoint)
        (output,) = llm.generate_outputs([ask("a")])
        assert output["generations"] == ["a 2 0"]
        assert llm.last_errors == [None]


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_lasting_refusal_is_not_tried_again_and_costs_its_row_only(open_llm: Open, status: int) -> None:
    def react(body: bytes, before: int) -> Reaction:
        return (refuse(status) if prompt(body) == "bad" else echo)(body, before)

    with Endpoint(react) as endpoint:
        llm = open_llm(endpoint)
        bad, good = llm.generate_outputs([ask("bad"), ask("good")])
        assert endpoint.asked().count("bad") == 1
        assert good["generations"] == ["good 0 0"]
        assert bad["generations"] == [None]
        assert llm.last_errors[0]
        assert f"HTTP {status}" in llm.last_errors[0]
        assert llm.last_errors[1] is None
        assert f"HTTP {status}" in dict(bad["statistics"])["finish_reason"][0]


@pytest.mark.parametrize("status", [401, 403])
def test_a_rejected_key_ends_the_run_without_asking_on(open_llm: Open, status: int) -> None:
    with Endpoint(refuse(status)) as endpoint:
        llm = open_llm(endpoint, max_concurrency=2)
        with pytest.raises(ModelError, match="m rejects our credentials"):
            llm.generate_outputs([ask(str(n)) for n in range(30)])
        assert len(endpoint.asked()) <= 4


def test_attempts_that_are_used_up_fail_the_row_and_the_next_run_asks_again(open_llm: Open) -> None:
    with Endpoint(refuse(500, times=3)) as endpoint:
        llm = open_llm(endpoint, attempts=3)
        (failed,) = llm.generate_outputs([ask("a")])
        assert (failed["generations"], len(endpoint.asked())) == ([None], 3)
        assert llm.last_errors == ["HTTP 500: Error code: 500 - no (3 attempts)"]
        (answered,) = llm.generate_outputs([ask("a")])
        assert answered["generations"] == ["a 3 0"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"choices": null}',
        completion(),
        completion(""),
        completion(None),
        b"<html>",
    ],
)
def test_an_answer_without_a_text_is_tried_again_and_never_kept(open_llm: Open, body: bytes) -> None:
    def react(sent: bytes, before: int) -> Reaction:
        return Reaction(body, "spoiled") if before < 1 else echo(sent, before)

    with Endpoint(react) as endpoint:
        (output,) = open_llm(endpoint).generate_outputs([ask("a")])
        assert output["generations"] == ["a 1 0"]


def test_empty_answers_are_paid_for_and_counted(open_llm: Open) -> None:
    with Endpoint(lambda _, __: Reaction(completion(""))) as endpoint:
        llm = open_llm(endpoint, attempts=2)
        (output,) = llm.generate_outputs([ask("a")])
        assert output["generations"] == [None]
        assert llm.usage == Usage(2, 0, 14, 4, None)
        assert RequestJournal(str(llm.path)).summary()["m"].answers == 0


@pytest.mark.parametrize("headers", [{"Retry-After": "1"}, {"retry-after-ms": "700"}])
def test_an_endpoint_gets_the_time_it_asks_for(open_llm: Open, headers: dict[str, str]) -> None:
    with Endpoint(refuse(429, headers, times=1)) as endpoint:
        open_llm(endpoint).generate_outputs([ask("a")])
        first, second = endpoint.times
        assert 0.69 < second - first < 5


def test_a_request_that_takes_too_long_is_cut_off(open_llm: Open) -> None:
    def react(body: bytes, before: int) -> Reaction:
        return Reaction(kind="time-out", delay=3) if before == 0 else echo(body, before)

    with Endpoint(react) as endpoint:
        llm = open_llm(endpoint, timeout_s=0.3)
        (output,) = llm.generate_outputs([ask("a")])
        assert output["generations"] == ["a 1 0"]


def test_no_more_requests_run_at_once_than_allowed(open_llm: Open) -> None:
    def slowly(body: bytes, before: int) -> Reaction:
        return Reaction(echo(body, before).body, delay=0.05)

    with Endpoint(slowly) as endpoint:
        open_llm(endpoint, max_concurrency=3).generate_outputs([ask(str(n)) for n in range(12)])
        assert 1 < endpoint.most <= 3


def test_requests_per_minute_hold_for_all_who_share_the_journal(open_llm: Open) -> None:
    # 1,200 a minute: 20 a second, and a bucket of 20. The 30 beyond the first 20 take 1.5 s together.
    with Endpoint(echo) as endpoint:
        llms = [open_llm(endpoint, requests_per_minute=1200) for _ in range(2)]

        async def both() -> None:
            await asyncio.gather(*(llms[n % 2].agenerate(ask(str(n))) for n in range(50)))

        asyncio.run(both())
        assert 1.3 < endpoint.times[-1] - endpoint.times[0] < 15


def test_tokens_per_minute_slow_down_the_hungry(open_llm: Open) -> None:
    # 1,200 a minute: 20 a second. Each request is settled at 9 tokens: six take 2.7 s less the first second's 20.
    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint, tokens_per_minute=1200, generation_kwargs={"max_new_tokens": 2})
        llm.generate_outputs([ask(str(n)) for n in range(6)], **llm.get_generation_kwargs())
        assert 1 < endpoint.times[-1] - endpoint.times[0] < 20


def test_a_budget_stops_before_it_is_exceeded_and_keeps_what_was_paid(open_llm: Open) -> None:
    # Every request is estimated at about 15 tokens in and 5 out, and takes 9.
    with Endpoint(echo) as endpoint:
        prompts = [ask(f"{n:02d}") for n in range(20)]
        llm = open_llm(endpoint, budget_tokens=100, generation_kwargs={"max_new_tokens": 5})
        with pytest.raises(
            BudgetError, match=r"budget_tokens=100 is used up: \d+ spent.*Raise budget_tokens"
        ):
            llm.generate_outputs(prompts, **llm.get_generation_kwargs())
        spent = 9 * len(endpoint.said())
        assert 70 < spent <= 100
        assert RequestJournal(str(llm.path)).summary()["m"].answers == len(endpoint.said())
        richer = open_llm(endpoint, budget_tokens=1000)
        richer.generate_outputs(prompts, max_new_tokens=5)
        assert sorted(endpoint.said()) == [f"{n:02d}" for n in range(20)]


def test_a_budget_in_money_needs_a_price(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        with pytest.raises(InputError, match="budget_cost needs the price of m"):
            open_llm(endpoint, budget_cost=1.0)
        llm = open_llm(endpoint, budget_cost=50.0, prices={"m": {"input": 1e6, "output": 0}})
        with pytest.raises(BudgetError, match="budget_cost=50"):  # 7 for each request
            llm.generate_outputs([ask(str(n)) for n in range(20)], max_new_tokens=2)
        assert endpoint.said()


def test_an_unknown_price_is_said_once_and_not_guessed(
    open_llm: Open, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint)
        llm.generate_outputs([ask("a"), ask("b")])
        assert llm.usage.cost is None
        assert caplog.text.count("Price unknown for m") == 1
        (tmp_path / "prices.json").write_text('{"m": {"input": 0, "output": 1000000}}')
        monkeypatch.setenv("GOLDSMITH_PRICES", str(tmp_path / "prices.json"))
        priced = open_llm(endpoint, path=str(tmp_path / "other"))
        priced.generate_outputs([ask("a")])
        assert priced.usage.cost == 2.0


class Batches(LLM):
    """A model without async support: answers batches, and dies of some prompts."""

    sizes: list[int] = Field(default_factory=list)

    @property
    def model_name(self) -> str:
        return "batches"

    def generate(self, inputs: Sequence[Any], num_generations: int = 1) -> list[GenerateOutput]:  # type: ignore[override]
        self.sizes.append(len(inputs))
        texts = [chat[-1]["content"] for chat in inputs]
        if "deadly" in texts:
            raise RuntimeError("out of memory")
        return [
            {
                "generations": [text] * num_generations,
                "statistics": {"input_tokens": [1], "output_tokens": [1]},
            }
            for text in texts
        ]


def test_a_model_without_async_support_gets_slices_and_a_bad_row_fails_alone(tmp_path: Path) -> None:
    inner = Batches()
    llm = JournaledLLM(llm=inner, path=str(tmp_path / "j"), max_concurrency=3)
    llm.load()
    prompts = [ask(text) for text in ["a", "b", "c", "d", "deadly", "a"]]
    outputs = llm.generate_outputs(prompts)
    assert [output["generations"][0] for output in outputs] == ["a", "b", "c", "d", None, "a"]
    assert llm.last_errors[4] == "RuntimeError: out of memory"
    # Slices of 3 and 2 (the sixth row equals the first), then the failed slice one by one.
    assert llm.llm.sizes == [3, 2, 1, 1]  # type: ignore[attr-defined]
    llm.generate_outputs(prompts[:4])
    assert len(llm.llm.sizes) == 4  # type: ignore[attr-defined]
    llm.unload()


def test_an_unknown_parameter_is_refused_before_anything_is_sent(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        with pytest.raises(InputError, match="EndpointLLM takes no max_tokens"):
            open_llm(endpoint).generate_outputs([ask("a")], max_tokens=3)
        assert not endpoint.seen


def test_the_client_s_own_retries_are_off_while_loaded_and_back_afterwards(tmp_path: Path) -> None:
    inner = OpenAILLM(
        model="m",
        base_url="http://127.0.0.1:9/v1",
        api_key=SecretStr("k"),
        default_headers={"X-Title": "t"},
    )
    llm = JournaledLLM(llm=inner, path=str(tmp_path / "j"), timeout_s=300)
    llm.load()
    assert (inner.max_retries, inner.timeout, inner._aclient.max_retries) == (0, 301, 0)
    llm.unload()
    assert (inner.max_retries, inner.timeout, inner.default_headers) == (6, 120, {"X-Title": "t"})


def test_an_offline_model_is_refused(tmp_path: Path) -> None:
    inner = EndpointLLM(model="m", base_url="http://x/v1", use_offline_batch_generation=True)
    with pytest.raises(InputError, match="offline"):
        JournaledLLM(llm=inner, path=str(tmp_path / "j")).load()


def test_it_is_saved_loaded_copied_and_pickled(open_llm: Open) -> None:
    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint, requests_per_minute=1e6, prices={"m": {"input": 1, "output": 2}})
        (first,) = llm.generate_outputs([ask("a")])
        saved = json.loads(json.dumps(llm.dump()))
        assert saved["type_info"] == {
            "module": "goldsmith_distilabel.llms.journaled_llm",
            "name": "JournaledLLM",
        }
        llm.unload()  # a loaded OpenAI client can be neither pickled nor copied
        for twin in (JournaledLLM.from_dict(saved), pickle.loads(pickle.dumps(llm)), copy.deepcopy(llm)):
            assert isinstance(twin.llm, EndpointLLM)
            assert twin.prices == llm.prices
            with pytest.raises(ModelError, match="call load"):
                twin.generate_outputs([ask("a")])
            twin.load()
            assert twin.generate_outputs([ask("a")]) == [first]
            twin.unload()
        assert endpoint.said() == ["a"]


def test_runtime_parameters_are_ours_and_the_inner_model_s() -> None:
    llm = JournaledLLM(llm=EndpointLLM(model="m", base_url="http://x/v1", generation_kwargs={"top_p": 0.5}))
    names: Any = llm.runtime_parameters_names
    assert names["generation_kwargs"]["max_new_tokens"]
    assert {name for name in names if not names[name]} == set()  # none is required
    assert names["llm"]["base_url"]
    info = {entry["name"]: entry for entry in llm.get_runtime_parameters_info()}
    assert "max_new_tokens" in [key["name"] for key in info["generation_kwargs"]["keys"]]
    llm.set_runtime_parameters(
        {"max_concurrency": 3, "llm": {"base_url": "http://y/v1"}, "generation_kwargs": {"max_new_tokens": 4}}
    )
    assert (llm.max_concurrency, llm.llm.base_url) == (3, "http://y/v1")  # type: ignore[attr-defined]
    assert llm.get_generation_kwargs() == {"top_p": 0.5, "max_new_tokens": 4}


def test_structured_output_set_by_a_task_reaches_the_inner_model_and_makes_another_request(
    llm: LocalLLM, tmp_path: Path
) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    inner = LocalLLM(n_ctx=512)
    journaled = JournaledLLM(llm=inner, path=str(tmp_path / "j"))
    journaled.load()
    journaled.generate_outputs([ask("A number.")], max_new_tokens=3)
    journaled.unload()
    journaled.structured_output = {"format": "json", "schema": schema}
    assert inner.structured_output == journaled.structured_output
    journaled.load()
    (constrained,) = journaled.generate_outputs([ask("A number.")], max_new_tokens=12)
    journaled.unload()
    assert str(constrained["generations"][0]).lstrip().startswith("{")
    assert llm.model_name == journaled.model_name


def test_secrets_reach_no_file_no_log_and_no_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = [f"s3cret-{n}" for n in range(6)]

    def react(body: bytes, before: int) -> Reaction:
        if prompt(body) == "fine":
            return echo(body, before)
        status = 401 if prompt(body) == "key" else 400
        said = json.dumps({"error": {"message": f"you sent {' '.join(secrets)}"}}).encode()
        return Reaction(said, "refused", status)

    caplog.set_level(logging.DEBUG)
    with Endpoint(react) as endpoint:
        address = endpoint.url.replace("http://", f"http://me:{secrets[0]}@") + f"?sig={secrets[1]}"
        inner = EndpointLLM(
            model="m",
            base_url=address,
            api_key=SecretStr(secrets[2]),
            default_headers={"X-Gateway-Key": secrets[3], "Authorization": f"Bearer {secrets[4]}"},
            generation_kwargs={"extra_body": {"api_key": secrets[5]}},
        )
        llm = JournaledLLM(llm=inner, path=str(tmp_path / "journal.sqlite"))
        llm.load()
        kwargs = llm.get_generation_kwargs()
        fine, refused = llm.generate_outputs([ask("fine"), ask("refused")], **kwargs)
        errors = [*llm.last_errors, str(refused)]
        with pytest.raises(ModelError) as caught:
            llm.generate_outputs([ask("key")], **kwargs)
        errors += [str(caught.value), repr(caught.value.__cause__)]
        llm.save(tmp_path / "llm.yaml", format="yaml")
        llm.save(tmp_path / "llm.json", format="json")
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}  # with the write-ahead log
        llm.unload()
    assert fine["generations"] == ["fine 0 0"]
    assert {"journal.sqlite", "journal.sqlite-wal", "llm.yaml", "llm.json"} <= set(files)
    assert "HTTP Request" in caplog.text  # the client did log the address
    seen = [
        *map(repr, files.values()),
        caplog.text,
        *capsys.readouterr(),
        *map(str, errors),
        repr(llm),
        str(llm),
    ]
    assert [(n, text) for n, text in enumerate(seen) if "s3cret" in text] == []


def test_a_forked_process_is_told_to_load_again(open_llm: Open) -> None:
    import os

    with Endpoint(echo) as endpoint:
        llm = open_llm(endpoint)
        child = os.fork()
        if not child:
            try:
                llm.generate_outputs([ask("a")])
            except JournalError as err:
                os._exit(0 if "call load() again" in str(err) else 2)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@settings(max_examples=8)
@given(st.lists(st.sampled_from("abc"), max_size=8), st.integers(1, 3))
def test_any_batch_gets_an_output_per_input_in_order(texts: list[str], many: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        llm = JournaledLLM(llm=Batches(), path=f"{folder}/j", max_concurrency=2)
        llm.load()
        outputs = llm.generate_outputs([ask(text) for text in texts], num_generations=many)
        llm.unload()
    assert [output["generations"] for output in outputs] == [[text] * many for text in texts]
