"""The ML backend over real HTTP, without Label Studio."""

import base64
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.goldsmith_label_studio.backend.conversation import (
    CONFIG,
    WEAK,
    ask,
    deleted,
    event,
    labels,
    setup,
)

from goldsmith.errors import InputError, ServerError
from goldsmith.labels.text_classifier import TextClassifier
from goldsmith_label_studio import MLBackend, serve_ml_backend
from goldsmith_label_studio.backend.answers import Answers
from goldsmith_label_studio.backend.debounced import Debounced
from goldsmith_label_studio.backend.events import read_event

TOKEN = "a token of mine"


@pytest.fixture(scope="module")
def backend() -> Iterator[MLBackend]:
    with serve_ml_backend(WEAK, quiet=0.05) as running:
        yield running


def post(backend: MLBackend, path: str, body: Any, **more: Any) -> httpx.Response:
    return httpx.post(f"{backend.url}{path}", json=body, timeout=30, **more)


def predicted(backend: MLBackend, *texts: object) -> list[str | None]:
    return labels(post(backend, "/predict", ask(texts)).raise_for_status().json())


def tell(backend: MLBackend, body: dict[str, Any]) -> None:
    assert post(backend, "/webhook", body).status_code == 200
    assert backend.settled()


def test_it_is_well_and_names_its_model(backend: MLBackend) -> None:
    told = httpx.get(f"{backend.url}/health").json()
    assert told == {"status": "UP", "model_class": "goldsmith", "model_version": backend.version}
    assert post(backend, "/setup", setup()).json() == {"model_version": backend.version}
    assert httpx.get(f"{backend.url}/versions").json() == {"versions": [backend.version]}


def test_a_prediction_has_its_label_and_the_probability_of_it(backend: MLBackend) -> None:
    sure, unsure = post(backend, "/predict", ask(["free money", "money at home"])).json()["results"]
    assert sure["result"] == [
        {
            "from_name": "label", "to_name": "comment", "id": "label", "type": "choices",
            "value": {"choices": ["spam"]},
        }
    ]  # fmt: skip
    assert sure["model_version"] == backend.version
    assert 0.5 <= unsure["score"] < sure["score"] <= 1


def test_a_task_without_a_text_gets_no_prediction_and_the_others_do(backend: MLBackend) -> None:
    assert predicted(backend, "free money", None, 7, ["a"], "at home") == ["spam", None, None, None, "ham"]
    assert predicted(backend) == []


def test_without_labels_it_is_healthy_and_predicts_nothing_until_people_have_given_two() -> None:
    with serve_ml_backend(quiet=0.05) as empty:
        assert httpx.get(f"{empty.url}/health").json()["status"] == "UP"
        assert post(empty, "/setup", setup()).json() == {"model_version": ""}
        assert predicted(empty, "free money") == [None]
        tell(empty, event("ANNOTATION_CREATED", 1, "free money", "spam"))
        assert predicted(empty, "free money") == [None]
        tell(empty, event("ANNOTATION_CREATED", 2, "at home", "ham"))
        assert predicted(empty, "free money", "at home") == ["spam", "ham"]


def test_what_people_say_about_a_text_replaces_what_was_thought_of_it() -> None:
    with serve_ml_backend(WEAK, quiet=0.05) as backend:
        before = backend.version
        for annotation, text in enumerate(["win free money", "free money now"], start=1):
            tell(backend, event("ANNOTATION_CREATED", annotation, text, "ham"))
        assert predicted(backend, "free money") == ["ham"]
        tell(backend, deleted(1, 2))
        assert predicted(backend, "free money") == ["spam"]
        assert backend.version == before  # the same examples, the same model


def test_one_event_twice_and_an_older_one_make_no_new_model() -> None:
    with serve_ml_backend(WEAK, quiet=0.05) as backend:
        tell(backend, event("ANNOTATION_CREATED", 1, "free lunch", "ham", second=5))
        version = backend.version
        for stale in (5, 4):
            tell(backend, event("ANNOTATION_UPDATED", 1, "free lunch", "spam", second=stale))
        assert backend.version == version
        tell(backend, event("ANNOTATION_UPDATED", 1, "free lunch", "spam", second=6))
        assert backend.version != version


HISTORY = [
    event("ANNOTATION_CREATED", 1, "a", "spam", 1),
    event("ANNOTATION_UPDATED", 1, "a", "ham", 2),
    event("ANNOTATION_UPDATED", 1, "a", "ham", 3, was_cancelled=True),
    event("ANNOTATION_CREATED", 2, "a", "spam", 4),
    event("ANNOTATION_CREATED", 3, "b", "spam", 5),
    event("ANNOTATION_UPDATED", 3, "b", "ham", 6),
    event("ANNOTATION_CREATED", 4, "a", "ham", 7),
    deleted(2),
]


@given(st.permutations(HISTORY), st.lists(st.sampled_from(HISTORY)))
def test_events_in_any_order_and_number_leave_the_same_answers(
    order: list[dict[str, Any]], again: list[dict[str, Any]]
) -> None:
    answers = Answers()
    for one in [*order, *again]:
        read_event(one, answers, None)
    # 1 was cancelled and 2 deleted; of "a" only 4 is left.
    assert answers.shares() == {"a": {"ham": 1.0}, "b": {"ham": 1.0}}
    assert [read_event(one, answers, None) for one in order] == [False] * len(order)


def test_several_annotators_share_a_text_and_a_bulk_event_tells_of_all() -> None:
    answers = Answers()
    single = [event("ANNOTATION_CREATED", at, "a", label) for at, label in enumerate(["spam", "ham", "spam"])]
    bulk = single[0] | {"action": "ANNOTATIONS_CREATED"}
    bulk |= {"annotation": [one["annotation"] for one in single], "task": [single[0]["task"]]}
    assert read_event(bulk, answers, None)
    assert answers.shares() == {"a": {"ham": pytest.approx(1 / 3), "spam": pytest.approx(2 / 3)}}


def test_answers_outlive_the_backend(tmp_path: Path) -> None:
    kept = tmp_path / "answers.sqlite"
    with serve_ml_backend(WEAK, answers=kept, quiet=0.05) as backend:
        tell(backend, event("ANNOTATION_CREATED", 1, "lunch at noon", "ham"))
        version = backend.version
    assert kept.stat().st_mode & 0o777 == 0o600
    with serve_ml_backend(WEAK, answers=kept) as backend:
        assert backend.version == version


def test_another_file_is_not_taken_for_answers(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database " * 200)
    with pytest.raises(InputError, match="cannot keep answers"):
        serve_ml_backend(answers=tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text().startswith("no database")


def test_a_language_model_answers_until_people_have_said_enough() -> None:
    asked: list[str] = []

    def always_ham(texts: Sequence[str]) -> list[tuple[str, float] | None]:
        asked.extend(texts)
        return [None if text == "hard" else ("ham", 0.6) for text in texts]

    with serve_ml_backend(WEAK, ask=always_ham, asked_of="a model", takeover=2, quiet=0.05) as backend:
        assert predicted(backend, "free money", "hard", "free money") == ["ham", None, "ham"]
        assert predicted(backend, "free money", "hard") == ["ham", None]
        assert asked == ["free money", "hard", "hard"]  # what was answered is not asked again
        for annotation, text in enumerate(["free lunch", "free money"]):
            assert predicted(backend, "free money") == ["ham"]
            tell(backend, event("ANNOTATION_CREATED", annotation, text, "spam"))
        assert predicted(backend, "free money") == ["spam"]


BAD = [
    ("/predict", {"tasks": "all", "label_config": CONFIG}, "wanted tasks"),
    ("/predict", {"tasks": [{"data": None}], "label_config": CONFIG}, "wanted tasks"),
    ("/predict", {"tasks": []}, "labeling configuration"),
    ("/setup", setup("<View"), "cannot be read"),
    ("/setup", setup(CONFIG.replace("Choices", "Taxonomy")), "wanted one <Choices>"),
    (
        "/setup",
        setup(CONFIG.replace('name="label"', 'name="label" choice="multiple"')),
        "wanted one <Choices>",
    ),
    ("/setup", setup(CONFIG.replace('"ham"', '"eggs"')), "does not offer"),
    ("/setup", setup(CONFIG.replace('"$text"', '"fixed"')), "not about a column"),
    ("/webhook", {}, "an action"),
    ("/webhook", {"action": "ANNOTATION_CREATED"}, "as Label Studio sends it"),
    ("/webhook", event("ANNOTATION_CREATED", 1, "a", "spam") | {"annotation": 3}, "as Label Studio sends it"),
    ("/webhook", event("ANNOTATION_CREATED", 1, "a", "spam", updated_at="noon"), "as Label Studio sends it"),
    ("/webhook", {"action": "ANNOTATIONS_DELETED", "annotations": 1}, "as Label Studio sends it"),
    ("/setup", [1], "a JSON object"),
]


@pytest.mark.parametrize(("path", "body", "said"), BAD)
def test_a_bad_request_is_told_what_was_wanted(backend: MLBackend, path: str, body: Any, said: str) -> None:
    answer = post(backend, path, body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert said in answer.reason_phrase  # what Label Studio shows
    assert predicted(backend, "free money") == ["spam"]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST /predict HTTP/1.1\r\nContent-Type: application/json\r\n\r\n", 411),
        ("POST /predict HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n", 411),
        (
            "POST /predict HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n",
            413,
        ),
        ("POST /webhook HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /predict HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{\xff}", 400),
        ("POST /nothing HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 404),
        ("DELETE /health HTTP/1.1\r\n\r\n", 501),
        ("nonsense\r\n\r\n", 400),
    ],
)
def test_no_request_ends_it(backend: MLBackend, head: str, status: int) -> None:
    address = httpx.URL(backend.url)
    with socket.create_connection((address.host, address.port), timeout=20) as connection:
        connection.sendall(head.encode("latin-1"))
        said = b"".join(iter(lambda: connection.recv(4096), b""))
    assert f" {status} ".encode() in said or f"Error code: {status}".encode() in said
    assert httpx.get(f"{backend.url}/health").status_code == 200


def test_deeply_nested_json_is_refused(backend: MLBackend) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    answer = httpx.post(
        f"{backend.url}/predict", content=deep, headers={"Content-Type": "application/json"}, timeout=30
    )
    assert answer.status_code == 400
    assert json.loads(answer.text)["error"]


def test_a_network_needs_a_token() -> None:
    with pytest.raises(ServerError, match="at least 12 characters"):
        serve_ml_backend(host="0.0.0.0")
    with pytest.raises(ServerError, match="at least 12"):
        serve_ml_backend(token="short")


def test_with_a_token_nobody_else_is_heard() -> None:
    basic = base64.b64encode(f"anybody:{TOKEN}".encode()).decode()
    wrong = base64.b64encode(b"anybody:wrong").decode()
    with serve_ml_backend(WEAK, token=TOKEN, quiet=0.05) as backend:
        for header in ("", "Bearer wrong", f"Basic {wrong}", "Basic ???", "Basic", TOKEN):
            for path in ("/health", "/webhook", "/nothing"):
                given = {"Authorization": header}
                answer = httpx.request(
                    "POST" if path == "/webhook" else "GET", f"{backend.url}{path}", headers=given
                )
                assert answer.status_code == 401
        for header in (f"Bearer {TOKEN}", f"Basic {basic}"):
            answer = post(backend, "/predict", ask(["free money"]), headers={"Authorization": header})
            assert labels(answer.json()) == ["spam"]


def test_examples_that_cannot_be_learnt_from_are_refused_at_the_start() -> None:
    with pytest.raises(InputError, match="sum to 1"):
        serve_ml_backend(WEAK | {"odd": {"ham": 3.0}})


def test_the_old_model_answers_until_the_new_one_has_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    learning, go = threading.Event(), threading.Event()
    fit = TextClassifier.fit

    def slow(examples: Any) -> TextClassifier | None:
        learning.set()
        assert go.wait(20)
        return fit(examples)

    with serve_ml_backend(WEAK, quiet=0.05) as backend:
        before = backend.version
        monkeypatch.setattr(TextClassifier, "fit", slow)
        post(backend, "/webhook", event("ANNOTATION_CREATED", 1, "free lunch", "ham")).raise_for_status()
        assert learning.wait(20)
        answer = post(backend, "/predict", ask(["free money"])).json()
        assert (labels(answer), answer["model_version"]) == (["spam"], before)
        go.set()
        assert backend.settled()
        assert backend.version != before


def test_work_waits_for_quiet_and_is_never_done_twice_at_a_time() -> None:
    began, go = threading.Event(), threading.Event()
    running: list[int] = []
    done: list[int] = []

    def work() -> None:
        running.append(1)
        assert len(running) == 1
        began.set()
        assert go.wait(20)
        running.pop()
        done.append(1)

    worker = Debounced(work, quiet=0.05)
    worker.wake()
    assert began.wait(20)
    for _ in range(50):
        worker.wake()
    assert not worker.settled(0.01)
    go.set()
    assert worker.settled(20)
    worker.stop()
    assert len(done) == 2  # the first, and one for the fifty


def test_work_that_fails_is_tried_again_at_the_next_event() -> None:
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise InputError("not now")

    worker = Debounced(work, quiet=0.01)
    for expected in (1, 2):
        worker.wake()
        assert worker.settled(20)
        assert len(tried) == expected
    worker.stop()
