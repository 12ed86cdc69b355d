"""The journal where it matters: bad networks, killed processes, several processes, a whole pipeline."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import FormattedInput
from pydantic import SecretStr
from tests.fault_proxy import FAULTS, Endpoint, FaultProxy, Reaction, completion, prompt

from goldsmith_distilabel.llms import JournaledLLM, LocalLLM, RequestJournal
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM
from goldsmith_distilabel.llms.request_key import effective_parameters, identity, request_keys

PROMPTS = [f"Count to {n}." for n in range(70)]


def ask(text: str) -> FormattedInput:
    return [{"role": "user", "content": text}]


def slowly(body: bytes, before: int) -> Reaction:
    return Reaction(completion(f"{prompt(body)} {before}"), delay=0.05)


def journaled(url: str, path: Path, **fields: object) -> JournaledLLM:
    inner = EndpointLLM(model="m", base_url=url, api_key=SecretStr("k"))
    return JournaledLLM.model_validate({"llm": inner, "path": str(path), "max_concurrency": 8, **fields})


@contextmanager
def forked(work: Callable[[], None]) -> Iterator[int]:
    """A child process that does `work`; its id. It is killed and waited for in the end."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    try:
        yield child
    finally:
        try:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in 30 s"
        time.sleep(0.01)


def test_every_row_is_answered_and_none_paid_twice_though_a_fifth_of_the_answers_is_spoiled(
    llm: LocalLLM, tmp_path: Path
) -> None:
    engine = llm.session.engine
    with FaultProxy(f"{engine.url}/v1", engine.key, share=0.2, seed=1, hold=30) as proxy:
        faulty = journaled(proxy.url, tmp_path / "j", timeout_s=4)
        faulty.load()
        outputs = faulty.generate_outputs([ask(text) for text in PROMPTS], max_new_tokens=4)
        again = faulty.generate_outputs([ask(text) for text in PROMPTS], max_new_tokens=4)
        used = faulty.usage
        faulty.unload()
        kinds = [kind for body in proxy.seen.values() for kind in body]
    assert faulty.last_errors == [None] * 70
    assert all(output["generations"][0] for output in outputs)
    assert again == outputs
    assert len(proxy.seen) == 70
    assert all(body.count("ok") == 1 and body[-1] == "ok" for body in proxy.seen.values())
    assert set(FAULTS) <= set(kinds)  # each kind of fault happened
    assert used.requests >= 70
    assert used.reused == 70


def test_after_a_kill_no_completed_request_is_asked_again(tmp_path: Path) -> None:
    with Endpoint(slowly) as endpoint:

        def run() -> None:
            llm = journaled(endpoint.url, tmp_path / "j")
            llm.load()
            llm.generate_outputs([ask(text) for text in PROMPTS])

        with forked(run) as child:
            until(lambda: len(endpoint.said()) >= 30)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        llm = journaled(endpoint.url, tmp_path / "j")
        llm.load()
        parameters = effective_parameters(llm.llm, {})
        keys = {text: request_keys(identity(llm.llm), ask(text), parameters, 1)[0] for text in PROMPTS}
        there = RequestJournal(tmp_path / "j").have(list(keys.values()))
        completed = {text for text, key in keys.items() if key in there}
        before = endpoint.asked()
        outputs = llm.generate_outputs([ask(text) for text in PROMPTS])
        llm.unload()
        after = list(endpoint.asked())
        for text in before:
            after.remove(text)
    assert 20 <= len(completed) < 70
    assert set(after) == set(PROMPTS) - completed
    assert len(after) == len(set(after))
    # At most what was on its way to the journal was lost: eight requests run at once.
    assert len([text for text in before if text not in completed]) <= 16
    assert {
        str(output["generations"][0])[: len(text)] for text, output in zip(PROMPTS, outputs, strict=True)
    } == set(PROMPTS)


def test_the_claim_of_a_dead_process_is_taken_over_at_once(tmp_path: Path) -> None:
    def hanging(body: bytes, before: int) -> Reaction:
        return Reaction(kind="time-out", delay=60) if before == 0 else slowly(body, before)

    with Endpoint(hanging) as endpoint:

        def run() -> None:
            llm = journaled(endpoint.url, tmp_path / "j")
            llm.load()
            llm.generate_outputs([ask("a")])

        with forked(run) as child:
            until(lambda: endpoint.asked() == ["a"])
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            llm = journaled(endpoint.url, tmp_path / "j")
            llm.load()
            started = time.monotonic()
            (output,) = llm.generate_outputs([ask("a")])
            assert time.monotonic() - started < 10  # the claim itself lasts 12 minutes
            llm.unload()
    assert output["generations"] == ["a 1"]


def test_two_processes_pay_for_each_answer_once(tmp_path: Path) -> None:
    with Endpoint(slowly) as endpoint:

        def run() -> None:
            llm = journaled(endpoint.url, tmp_path / "j")
            llm.load()
            outputs = llm.generate_outputs([ask(text) for text in PROMPTS])
            texts = [output["generations"] for output in outputs]
            (tmp_path / str(os.getpid())).write_text(json.dumps(texts))
            llm.unload()

        with forked(run) as first, forked(run) as second:
            codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in (first, second)]
        assert codes == [0, 0]
        assert sorted(endpoint.asked()) == sorted(PROMPTS)
        results = [(tmp_path / str(child)).read_text() for child in (first, second)]
    assert results[0] == results[1]


@pytest.mark.usefixtures("llm")
def test_it_works_in_the_worker_processes_of_distilabel_s_own_pipeline(tmp_path: Path) -> None:
    def run() -> list[str]:
        with StockPipeline(name="stock", cache_dir=tmp_path / "cache") as pipeline:
            load = LoadDataFromDicts(data=[{"instruction": text} for text in PROMPTS[:4]])
            llm = JournaledLLM(
                llm=LocalLLM(n_ctx=512, generation_kwargs={"max_new_tokens": 4}), path=str(tmp_path / "j")
            )
            load >> TextGeneration(name="write", llm=llm)
        distiset = pipeline.run(use_cache=False, parameters={"write": {"llm": {"max_concurrency": 2}}})
        return [str(text) for text in distiset["default"]["train"]["generation"]]

    texts = run()
    assert all(texts)
    assert RequestJournal(tmp_path / "j").summary()["SmolLM2-135M-Instruct.Q4_1"].requests == 4
    assert len(texts) == 4
