"""The ML backend in a project of the real Label Studio."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.goldsmith_label_studio.backend.conversation import CONFIG, WEAK

from goldsmith.errors import InputError, ReviewError
from goldsmith.serving import Server
from goldsmith_label_studio import LabelStudioAdapter, MLBackend, connect, serve_ml_backend
from goldsmith_label_studio.server import add_reviewer

TEXTS = ["free money", "money at home", "at home", "win money now", "see you at six", "some money"]
TOKEN = "a token of mine"


@pytest.fixture
def studio(label_studio_server: Server) -> LabelStudioAdapter:
    return connect(label_studio_server.url, label_studio_server.api_key)


@pytest.fixture
def project(studio: LabelStudioAdapter) -> str:
    made = studio.service.json("POST", "/api/projects/", json={"title": "live model", "label_config": CONFIG})
    add_tasks(studio, str(made["id"]), TEXTS)
    return str(made["id"])


@pytest.fixture
def backend() -> Iterator[MLBackend]:
    with serve_ml_backend(WEAK, quiet=0.1) as running:
        yield running


def add_tasks(studio: LabelStudioAdapter, project: str, texts: list[str]) -> None:
    body = [{"data": {"text": text}} for text in texts]
    studio.service.json("POST", f"/api/projects/{project}/import", json=body)


def tasks(studio: LabelStudioAdapter, project: str) -> dict[str, dict[str, Any]]:
    which = {"project": project, "fields": "all"}
    found = studio.service.json("GET", "/api/tasks", params=which)["tasks"]
    return {task["data"]["text"]: task for task in found}


def predictions(studio: LabelStudioAdapter, project: str) -> dict[str, list[dict[str, Any]]]:
    return {text: task["predictions"] for text, task in tasks(studio, project).items()}


def annotate(studio: LabelStudioAdapter, task: dict[str, Any], label: str) -> dict[str, Any]:
    result = [{"from_name": "label", "to_name": "comment", "type": "choices", "value": {"choices": [label]}}]
    path = f"/api/tasks/{task['id']}/annotations/"
    return studio.service.json("POST", path, json={"result": result})


def next_text(studio: LabelStudioAdapter, project: str) -> str:
    return studio.service.json("GET", f"/api/projects/{project}/next")["data"]["text"]


def choice(found: list[dict[str, Any]]) -> str:
    return found[0]["result"][0]["value"]["choices"][0]


def least_sure(found: dict[str, list[dict[str, Any]]], open_texts: list[str]) -> str:
    return min(open_texts, key=lambda text: found[text][0]["score"])


def test_label_studio_s_own_check_accepts_it_and_asks_it(
    studio: LabelStudioAdapter, project: str, backend: MLBackend
) -> None:
    body = {"url": backend.url, "project": int(project), "title": "by hand", "is_interactive": True}
    made = studio.service.json("POST", "/api/ml", json=body)
    (listed,) = studio.service.json("GET", "/api/ml", params={"project": project})
    assert (listed["readable_state"], listed["model_version"]) == ("Connected", backend.version)
    task = tasks(studio, project)["free money"]
    path = f"/api/ml/{made['id']}/interactive-annotating"
    answer = studio.service.json("POST", path, json={"task": task["id"]})["data"]
    assert answer["result"][0]["value"] == {"choices": ["spam"]}
    shown = studio.service.json("GET", f"/api/tasks/{task['id']}/")["predictions"]
    assert [(one["model_version"], one["result"][0]["value"]["choices"]) for one in shown] == [
        (backend.version, ["spam"])
    ]
    assert shown[0]["score"] == pytest.approx(answer["score"])
    before = backend.version
    annotate(studio, task, "ham")  # the webhook that Label Studio made on its own
    assert backend.settled()
    assert backend.version != before
    studio.service.send("POST", f"/api/ml/{made['id']}/train", json={})
    (listed,) = studio.service.json("GET", "/api/ml", params={"project": project})
    assert (listed["readable_state"], listed["model_version"]) == ("Connected", backend.version)


def test_people_s_answers_change_the_model_and_the_least_sure_task_comes_next(
    studio: LabelStudioAdapter, project: str, backend: MLBackend
) -> None:
    backend.connect(studio, project)
    assert backend.settled()
    first, before = backend.version, predictions(studio, project)
    assert all([one["model_version"] for one in of] == [first] for of in before.values())
    settings = studio.service.json("GET", f"/api/projects/{project}/")
    assert (settings["sampling"], settings["model_version"]) == ("Uncertainty sampling", first)
    assert next_text(studio, project) == least_sure(before, TEXTS) == "money at home"

    # The one served is locked for whoever got it until it is answered.
    answered = {"money at home", "free money", "win money now"}
    all_tasks = tasks(studio, project)
    made = [annotate(studio, all_tasks[text], "ham") for text in sorted(answered)]
    assert backend.settled()
    left = [text for text in TEXTS if text not in answered]
    second, found = backend.version, predictions(studio, project)
    assert second != first
    assert [one["model_version"] for text in left for one in found[text]] == [second] * len(left)
    assert next_text(studio, project) == least_sure(found, left)
    assert choice(before["some money"]) == "spam"
    assert choice(found["some money"]) == "ham"

    for one in made:
        studio.service.send("DELETE", f"/api/annotations/{one['id']}/")
    assert backend.settled()
    assert backend.version == first
    assert predictions(studio, project)["free money"][0]["score"] == before["free money"][0]["score"]

    add_tasks(studio, project, ["home money"])
    assert backend.settled()
    assert [one["model_version"] for one in predictions(studio, project)["home money"]] == [first]


def test_another_annotator_is_served_by_uncertainty_too(
    studio: LabelStudioAdapter, project: str, backend: MLBackend, label_studio_server: Server
) -> None:
    backend.connect(studio, project)
    assert backend.settled()
    key = add_reviewer(label_studio_server, "ann").api_key
    ann = connect(label_studio_server.url, key)
    assert next_text(ann, project) == least_sure(predictions(studio, project), TEXTS)


def test_it_learns_from_answers_given_before_it_came_and_takes_its_own_place(
    studio: LabelStudioAdapter, project: str
) -> None:
    all_tasks = tasks(studio, project)
    annotate(studio, all_tasks["free money"], "spam")
    annotate(studio, all_tasks["at home"], "ham")
    for _ in range(2):
        with serve_ml_backend(quiet=0.1) as empty:
            assert empty.version == ""
            empty.connect(studio, project)
            assert empty.settled()
            assert empty.version
            (listed,) = studio.service.json("GET", "/api/ml", params={"project": project})
            hooks = studio.service.json("GET", "/api/webhooks/", params={"project": project})
            assert [one["url"] for one in hooks] == [f"{listed['url']}/webhook"] == [f"{empty.url}/webhook"]
    assert choice(predictions(studio, project)["win money now"]) == "spam"


def test_with_a_token_calls_and_webhooks_carry_it(studio: LabelStudioAdapter, project: str) -> None:
    with serve_ml_backend(WEAK, token=TOKEN, quiet=0.1) as backend:
        body = {"url": backend.url, "project": int(project), "title": "no token"}
        with pytest.raises(ReviewError, match="authentication parameters"):
            studio.service.send("POST", "/api/ml", json=body)
        backend.connect(studio, project)
        assert backend.settled()
        before = backend.version
        assert predictions(studio, project)["free money"]
        annotate(studio, tasks(studio, project)["free money"], "ham")
        assert backend.settled()
        assert backend.version != before
        listed = studio.service.json("GET", "/api/ml", params={"project": project})
        assert TOKEN not in str(listed)


def test_a_project_that_asks_for_other_labels_is_told_so_by_label_studio(
    studio: LabelStudioAdapter, backend: MLBackend
) -> None:
    other = CONFIG.replace('"ham"', '"eggs"')
    made = studio.service.json("POST", "/api/projects/", json={"title": "other", "label_config": other})
    with pytest.raises(ReviewError, match=r"does not offer: \['ham'\]"):
        backend.connect(studio, str(made["id"]))


def test_a_project_that_is_deleted_does_not_keep_others_from_their_order(
    studio: LabelStudioAdapter, project: str, backend: MLBackend
) -> None:
    made = studio.service.json("POST", "/api/projects/", json={"title": "gone soon", "label_config": CONFIG})
    backend.connect(studio, str(made["id"]))
    assert backend.settled()
    studio.service.send("DELETE", f"/api/projects/{made['id']}/")
    backend.connect(studio, project)
    assert backend.settled()
    assert next_text(studio, project) == "money at home"
    with pytest.raises(InputError, match="has a number"):
        backend.connect(studio, "my project")


def test_predictions_of_others_stay(studio: LabelStudioAdapter, project: str, backend: MLBackend) -> None:
    task = tasks(studio, project)["free money"]
    result = [{"from_name": "label", "to_name": "comment", "type": "choices", "value": {"choices": ["ham"]}}]
    body = [{"task": task["id"], "result": result, "score": 0.5, "model_version": "goldsmith"}]
    studio.service.send("POST", f"/api/projects/{project}/import/predictions", json=body)
    backend.connect(studio, project)
    assert backend.settled()
    versions = {one["model_version"] for one in predictions(studio, project)["free money"]}
    assert versions == {"goldsmith", backend.version}
