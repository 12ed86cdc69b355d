"""Logging in bulk, of which our server does much in its own way: what it stores, refuses and answers."""

from typing import Any

import argilla as rg
import httpx
import pytest

from goldsmith.serving import Server


@pytest.fixture(params=["argilla_server", "argilla_on_postgresql"])
def server(request: pytest.FixtureRequest) -> Server:
    return request.getfixturevalue(request.param)


class Log:
    """A dataset, and its bulk endpoint asked directly."""

    def __init__(self, server: Server) -> None:
        owner = rg.Argilla(api_url=server.url, api_key=server.api_key)
        settings = rg.Settings(
            fields=[rg.TextField("text")],
            questions=[rg.LabelQuestion("label", labels=["a", "b"])],
            metadata=[rg.IntegerMetadataProperty("n")],
            vectors=[rg.VectorField("v", dimensions=2)],
            distribution=rg.TaskDistribution(min_submitted=1),
        )
        made = rg.Dataset("bulk", workspace="goldsmith", settings=settings, client=owner).create()
        self.path = f"{server.url}/api/v1/datasets/{made.id}/records"
        self.headers = {"X-Argilla-Api-Key": server.api_key}
        self.question = str(made.settings.questions[0].id)
        self.me = str(owner.me.id)
        self.dataset = made

    def put(self, *items: dict[str, Any]) -> httpx.Response:
        return httpx.put(f"{self.path}/bulk", json={"items": items}, headers=self.headers, timeout=60)

    def stored(self) -> dict[str, Any]:
        which = {"include": ["responses", "suggestions", "vectors"], "limit": 100}
        listed = httpx.get(self.path, params=which, headers=self.headers, timeout=60).json()["items"]
        return {one["external_id"]: one for one in listed}

    def suggested(self, value: str, **more: Any) -> list[dict[str, Any]]:
        return [{"question_id": self.question, "value": value, **more}]


def test_what_is_logged_is_answered_stored_and_changed_in_part(server: Server) -> None:
    log = Log(server)
    try:
        first = {
            "external_id": "1",
            "fields": {"text": "one"},
            "metadata": {"n": 1},
            "vectors": {"v": [1.0, 0.5]},
        }
        answered = {"status": "submitted", "values": {"label": {"value": "b"}}, "user_id": log.me}
        second = {"external_id": "2", "fields": {"text": "two"}, "responses": [answered]}
        told = log.put(first | {"suggestions": log.suggested("a", score=0.5, agent="m")}, second).json()
        assert [one["status"] for one in told["items"]] == ["pending", "completed"]
        assert [len(one["responses"]) for one in told["items"]] == [0, 1]
        (suggestion,) = told["items"][0]["suggestions"]
        assert (suggestion["value"], suggestion["score"], suggestion["agent"]) == ("a", 0.5, "m")
        assert told["items"][0]["vectors"] == {"v": [1.0, 0.5]}
        assert log.stored() == {one["external_id"]: one for one in told["items"]}

        changed = log.put(
            {"external_id": "1", "suggestions": log.suggested("b")},
            {"external_id": "2", "metadata": {"n": 2}},
        )
        assert [one["id"] for one in changed.json()["items"]] == [one["id"] for one in told["items"]]
        one, two = log.stored()["1"], log.stored()["2"]
        (again,) = one["suggestions"]
        assert (again["id"], again["value"], again["score"]) == (suggestion["id"], "b", None)
        assert (one["fields"], one["metadata"], one["vectors"]) == (
            {"text": "one"},
            {"n": 1},
            {"v": [1.0, 0.5]},
        )
        assert (two["metadata"], two["status"], two["responses"][0]["values"]) == (
            {"n": 2},
            "completed",
            answered["values"],
        )
        by_id = log.put({"id": one["id"], "fields": {"text": "anew"}}, {"fields": {"text": "without an id"}})
        assert by_id.json()["items"][0]["id"] == one["id"]
        assert (log.stored()["1"]["fields"], len(log.stored())) == ({"text": "anew"}, 3)
    finally:
        log.dataset.delete()


def test_one_wrong_record_refuses_the_batch_and_says_why(argilla_server: Server) -> None:
    log = Log(argilla_server)
    nobody = {"user_id": log.question, "status": "submitted", "values": {"label": {"value": "a"}}}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"fields": {}}, "fields cannot be empty"),
        ({"fields": {"text": "x", "other": "y"}}, "non configured fields: ['other']"),
        ({"metadata": {"n": "one"}}, "'n' metadata property validation failed"),
        ({"suggestions": log.suggested("c")}, "'c' is not a valid label"),
        ({"suggestions": log.suggested("a") * 2}, "found duplicate suggestions question IDs"),
        ({"vectors": {"v": [1.0]}}, "must have 2 elements"),
        ({"responses": [nobody]}, "not found"),
    ]
    try:
        for more, said in wrong:
            answer = log.put({"fields": {"text": "right"}}, {"fields": {"text": "x"}, **more})
            assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text
            assert "Record at position 1 is not valid" in answer.text
        assert log.stored() == {}
    finally:
        log.dataset.delete()
