"""The journal where it matters: bad networks, killed processes, several processes, a whole pipeline."""

import json
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distilabel.models.llms.moa import MixtureOfAgentsLLM
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import FormattedInput
from pydantic import SecretStr
from tests.fault_proxy import FAULTS, Endpoint, FaultProxy, Reaction, completion, prompt

from goldsmith.labels.label_answer import label_answers
from goldsmith_distilabel.llms import JournaledLLM, LocalLLM, RequestJournal
from goldsmith_distilabel.llms.asking.request_key import effective_parameters, identity, request_keys
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM

PROMPTS = [f"Count to {n}." for n in range(60)]


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
    with FaultProxy(f"{engine.url}/v1", engine.key, share=0.2, seed=41, hold=30) as proxy:
        faulty = journaled(proxy.url, tmp_path / "j", timeout_s=4)
        faulty.load()
        outputs = faulty.generate_outputs([ask(text) for text in PROMPTS], max_new_tokens=2)
        again = faulty.generate_outputs([ask(text) for text in PROMPTS], max_new_tokens=2)
        used = faulty.usage
        faulty.unload()
        kinds = [kind for body in proxy.seen.values() for kind in body]
    assert faulty.last_errors == [None] * 60
    assert all(output["generations"][0] for output in outputs)
    assert again == outputs
    assert len(proxy.seen) == 60
    assert all(body.count("ok") == 1 and body[-1] == "ok" for body in proxy.seen.values())
    assert set(FAULTS) <= set(kinds)  # each kind of fault happened
    assert used.requests >= 60  # some of the empty answers cost tokens
    assert used.reused == 60


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
    assert 20 <= len(completed) < 60
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


def test_it_works_in_the_worker_processes_of_distilabel_s_own_pipeline(tmp_path: Path) -> None:
    def run() -> None:
        with StockPipeline(name="stock", cache_dir=tmp_path / "cache") as pipeline:
            load = LoadDataFromDicts(data=[{"instruction": text} for text in PROMPTS[:4]])
            llm = JournaledLLM(
                llm=LocalLLM(n_ctx=512, generation_kwargs={"max_new_tokens": 4}), path=str(tmp_path / "j")
            )
            load >> TextGeneration(name="write", llm=llm)
        distiset = pipeline.run(use_cache=False, parameters={"write": {"llm": {"max_concurrency": 2}}})
        (tmp_path / "said").write_text(json.dumps(list(distiset["default"]["train"]["generation"])))

    # In a process of its own: Distilabel's pipeline keeps Ctrl-C and the logging to itself for the rest of the program.
    with forked(run) as child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    texts = json.loads((tmp_path / "said").read_text())
    assert len(texts) == 4
    assert all(texts)
    assert RequestJournal(tmp_path / "j").summary()["SmolLM2-135M-Instruct.Q4_1"].requests == 4


def test_an_answer_that_cannot_be_written_fails_its_row_and_says_so(tmp_path: Path) -> None:
    def long(body: bytes, _: int) -> Reaction:
        return Reaction(completion("x" * 300_000 if prompt(body) == "long" else "short"))

    with Endpoint(long) as endpoint:

        def run() -> None:
            llm = journaled(endpoint.url, tmp_path / "j")
            llm.load()
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            full = (tmp_path / "j-wal").stat().st_size + 150_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (full, full))
            outputs = llm.generate_outputs([ask("long"), ask("short")])
            texts = [output["generations"][0] for output in outputs]
            (tmp_path / "said").write_text(json.dumps([texts, llm.last_errors]))

        with forked(run) as child:
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        texts, errors = json.loads((tmp_path / "said").read_text())
    assert texts == [None, "short"]
    assert "arrived and is lost" in errors[0]
    assert "the disk is full" in errors[0]
    assert errors[1] is None
    assert endpoint.asked().count("long") == 1


def test_ctrl_c_ends_it_at_once_and_leaves_nothing_claimed(tmp_path: Path) -> None:
    def hanging(body: bytes, before: int) -> Reaction:
        return (
            Reaction(kind="time-out", delay=60)
            if prompt(body) == "b" and not before
            else slowly(body, before)
        )

    with Endpoint(hanging) as endpoint:
        llm = journaled(endpoint.url, tmp_path / "j")
        llm.load()

        def interrupt() -> None:
            until(lambda: "a" in endpoint.said())
            time.sleep(0.2)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

        threading.Thread(target=interrupt).start()
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            llm.generate_outputs([ask("a"), ask("b")])
        assert time.monotonic() - started < 15
        other = journaled(endpoint.url, tmp_path / "j")
        other.load()
        outputs = other.generate_outputs([ask("a"), ask("b")])
        assert [output["generations"] for output in outputs] == [["a 0"], ["b 1"]]
        assert [output["generations"] for output in llm.generate_outputs([ask("b")])] == [["b 1"]]
        other.unload()
        llm.unload()


def test_models_that_ask_models_are_journaled_too(tmp_path: Path) -> None:
    with Endpoint(slowly) as endpoint:
        ones = [EndpointLLM(model=name, base_url=endpoint.url, api_key=SecretStr("k")) for name in "abc"]
        mixture = MixtureOfAgentsLLM(aggregator_llm=ones[0], proposers_llms=ones[1:])
        llm = JournaledLLM(llm=mixture, path=str(tmp_path / "j"))
        llm.load()
        assert [one.max_retries for one in ones] == [0, 0, 0]
        kwargs = llm.get_generation_kwargs()
        first = llm.generate_outputs([ask("q")], **kwargs)
        assert llm.generate_outputs([ask("q")], **kwargs) == first
        llm.unload()
    assert len(endpoint.asked()) == 3


def test_labels_come_out_the_same_with_and_without_a_journal(llm: LocalLLM, tmp_path: Path) -> None:
    wrapped = JournaledLLM(llm=LocalLLM(n_ctx=512), path=str(tmp_path / "j"))
    wrapped.load()
    chats = [ask("Is water wet? Answer yes or no."), ask("Is fire cold? Answer yes or no.")]
    bare = [answer.scores for answer in label_answers(llm, chats, ["yes", "no"])]
    fresh = [answer.scores for answer in label_answers(wrapped, chats, ["yes", "no"])]
    asked = wrapped.usage.requests
    again = [answer.scores for answer in label_answers(wrapped, chats, ["yes", "no"])]
    assert again == fresh
    assert wrapped.usage.requests == asked
    wrapped.unload()
    for one, other in zip(bare, fresh, strict=True):
        assert one == pytest.approx(other, abs=0.05)
