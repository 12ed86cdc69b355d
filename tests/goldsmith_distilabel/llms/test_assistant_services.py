"""Functions and services as models: what they send and take, and what becomes of their failures."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith_distilabel.llms import CallableLLM, JsonEndpointLLM, check_llm, llm_from
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM
from goldsmith_distilabel.simulate import UserSimulator

HELLO: Any = [[{"role": "user", "content": "Hi"}]]
GOLDEN = {"id": "cancel", "scenario": "You want to cancel order 7.", "expected_outcome": "It is cancelled."}


@dataclass
class Service:
    """What the server does with each request in turn; the last is repeated.

    Attributes:
        url: its address.
        answers: (status, body) each, the body as JSON unless it is bytes; or seconds to sleep before a good one.
        seen: path, body and authorization of each request.
        most_at_once: requests at the same time.
    """

    url: str = ""
    answers: list[Any] = field(default_factory=lambda: [(200, {"content": "It is cancelled."})])
    seen: list[tuple[str, Any, str]] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, step: int) -> None:
        with self._lock:
            self._now += step
            self.most_at_once = max(self.most_at_once, self._now)


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.enter(1)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.seen.append((self.path, body, self.headers.get("Authorization") or ""))
            answer = told.answers[min(len(told.seen), len(told.answers)) - 1]
            if isinstance(answer, int | float):
                time.sleep(answer)
                answer = (200, {"content": "It is cancelled."})
            status, content = answer
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            told.enter(-1)
            with suppress(OSError):  # whoever asked may have left
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/chat"
    yield told
    server.shutdown()
    server.server_close()


def trial(llm: Any, **fields: Any) -> dict[str, Any]:
    user = ScriptedLLM(
        rules={"You play a person": "Cancel order 7."}, default='{"reason": "It says so.", "met": true}'
    )
    step = UserSimulator(
        name="users", llm=llm, user=user, **{"num_trials": 1, "max_turns": 1, "max_errors": 0} | fields
    )
    step.load()
    (row,) = next(step.process([GOLDEN]))
    step.unload()
    return dict(row)


def test_a_service_gets_the_messages_and_its_content_is_the_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "sesame")
    row = trial(JsonEndpointLLM(url=service.url, key_variable="SHOP_TOKEN"), system_prompt="Be kind.")
    assert (row["success"], row["messages"][-1]["content"]) == (True, "It is cancelled.")
    expected = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Cancel order 7."}]
    assert service.seen == [("/chat", {"messages": expected}, "Bearer sesame")]
    assert "sesame" not in json.dumps(row)
    assert "sesame" not in json.dumps(JsonEndpointLLM(url=service.url, key_variable="SHOP_TOKEN").dump())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((500, {"detail": "out of memory"}), "answered HTTP 500"),
        ((503, b""), "answered HTTP 503"),
        ((404, b"nothing here"), "HTTP 404: nothing here"),
        ((200, b"<html>Please log in</html>"), "expected JSON, got '<html>"),
        ((200, {"answer": "yes"}), 'expected {"content": "..."}'),
        ((200, ["x"]), 'expected {"content": "..."}'),
        ((200, b"\xff\xfe"), "expected JSON"),
        (1.5, "gave no answer within 0.2 s"),
    ],
)
def test_a_service_that_is_broken_or_slow_is_no_failure_of_the_assistant(
    service: Service, answer: Any, told: str
) -> None:
    service.answers = [answer]
    row = trial(JsonEndpointLLM(url=service.url, timeout_s=0.2 if isinstance(answer, float) else 20))
    assert (row["ended"], row["success"], row["keep"]) == ("assistant_unreachable", False, False)
    assert told in row["infrastructure_error"]


def test_a_service_that_comes_back_is_asked_again(service: Service) -> None:
    service.answers = [(500, b""), (502, b""), (200, {"content": "It is cancelled."})]
    row = trial(JsonEndpointLLM(url=service.url), max_errors=2)
    assert (row["ended"], row["success"], row["num_errors"]) == ("max_turns", True, 2)


def test_nobody_at_the_address_is_an_infrastructure_error() -> None:
    row = trial(JsonEndpointLLM(url="http://127.0.0.1:9/chat", timeout_s=5))
    assert "cannot be reached" in row["infrastructure_error"]


def test_an_empty_answer_of_a_service_is_the_assistant_s_failure(service: Service) -> None:
    service.answers = [(200, {"content": ""})]
    row = trial(JsonEndpointLLM(url=service.url))
    assert (row["ended"], row["success"], row["infrastructure_error"]) == ("assistant_errors", False, "")


def test_no_more_requests_run_at_once_than_were_allowed(service: Service) -> None:
    service.answers = [0.05]
    llm = JsonEndpointLLM(url=service.url, max_concurrency=2)
    llm.load()
    outputs = llm.generate_outputs(HELLO * 6, num_generations=1)
    llm.unload()
    assert [output["generations"] for output in outputs] == [["It is cancelled."]] * 6
    assert service.most_at_once == 2


def test_an_endpoint_of_openai_s_protocol_is_an_assistant_too(service: Service) -> None:
    message = {"role": "assistant", "content": "It is cancelled."}
    good = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "shop",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7},
    }
    service.answers = [(200, good), (500, {"error": {"message": "out of memory"}})]
    llm = EndpointLLM(model="shop", base_url=service.url, max_retries=0)
    assert trial(llm)["success"] is True
    assert service.seen[0][1]["messages"] == [{"role": "user", "content": "Cancel order 7."}]
    row = trial(EndpointLLM(model="shop", base_url=service.url, max_retries=0))
    assert row["ended"] == "assistant_unreachable"
    assert "500" in row["infrastructure_error"]


def test_both_are_named_by_one_word(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOLDSMITH_LLM_KEY", raising=False)
    function, endpoint = llm_from("python:json:dumps"), llm_from(f"json:{service.url}")
    assert isinstance(function, CallableLLM)
    assert isinstance(endpoint, JsonEndpointLLM)
    check_llm(function)
    check_llm(endpoint)
    assert [type(llm).from_dict(llm.dump()).dump() for llm in (function, endpoint)] == [
        function.dump(),
        endpoint.dump(),
    ]
    for wrong in ("json:ftp://host/x", "json:nothing", "json:https://me:secret@host/x"):
        with pytest.raises(InputError) as caught:
            llm_from(wrong)
        assert "secret" not in str(caught.value)


def test_a_token_that_is_not_there_is_said_before_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_TOKEN", raising=False)
    with pytest.raises(InputError, match="SHOP_TOKEN is not set"):
        JsonEndpointLLM(url="http://localhost/chat", key_variable="SHOP_TOKEN").load()
    with pytest.raises(InputError, match="call load"):
        JsonEndpointLLM(url="http://localhost/chat").generate_outputs(HELLO)


def test_functions_run_at_the_same_time_and_a_slow_one_is_left() -> None:
    llm = CallableLLM(function="tests.assistants_under_test:answers_late", timeout_s=0.1, max_concurrency=4)
    llm.load()
    started = time.monotonic()
    with pytest.raises(TimeoutError, match=r"no answer within 0\.1 s"):
        llm.generate_outputs(HELLO * 4)
    llm.unload()
    assert time.monotonic() - started < 2
