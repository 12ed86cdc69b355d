"""The SQL search engine on SQLite and on PostgreSQL, asked through Argilla's own SDK and API on the real servers."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import argilla as rg
import httpx
import numpy as np
import pytest

from goldsmith.serving import Server

N = 120
WORDS = ("alpha", "beta", "gamma", "delta")
VECTORS = np.random.default_rng(0).normal(size=(N, 8))


def record(i: int) -> rg.Record:
    return rg.Record(
        id=str(i),
        fields={
            "text": f"{WORDS[i % 4]} record number {i} café" + (" 東京タワー" if i % 40 == 0 else ""),
            "chat": [
                {"role": "user", "content": "hello"},
                {"role": "assistant", "content": "zebra" if i % 50 == 0 else "bye"},
            ],
            "custom": {"key": f"custom{i % 3}"},
        },
        metadata={"confidence": i / 100, "digit": i % 10, "tags": ["even" if i % 2 == 0 else "odd", "all"]},
        vectors={"vector": VECTORS[i].tolist()},
        suggestions=[
            rg.Suggestion("label", "a" if i % 3 else "b", score=i / N, agent=f"llm{i % 2}"),
            rg.Suggestion("many", ["x", "y"] if i % 5 == 0 else ["z"], agent="m"),
            rg.Suggestion("rate", i % 5 + 1, score=0.3),
        ],
    )


@pytest.fixture(scope="module", params=["argilla_server", "argilla_on_postgresql"])
def server(request: pytest.FixtureRequest) -> Server:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def owner(server: Server) -> rg.Argilla:
    return rg.Argilla(api_url=server.url, api_key=server.api_key)


@pytest.fixture(scope="module")
def http(server: Server) -> Iterator[httpx.Client]:
    headers = {"X-Argilla-Api-Key": server.api_key}
    with httpx.Client(base_url=f"{server.url}/api/v1", headers=headers, timeout=60) as client:
        yield client


def make_dataset(owner: rg.Argilla, name: str) -> rg.Dataset:
    settings = rg.Settings(
        fields=[
            rg.TextField("text"),
            rg.ChatField("chat", required=False),
            rg.CustomField("custom", template="<b>{{record.fields.custom.key}}</b>", required=False),
        ],
        questions=[
            rg.LabelQuestion("label", labels=["a", "b"]),
            rg.MultiLabelQuestion("many", labels=["x", "y", "z"], required=False),
            rg.RatingQuestion("rate", values=[1, 2, 3, 4, 5], required=False),
        ],
        metadata=[
            rg.FloatMetadataProperty("confidence"),
            rg.IntegerMetadataProperty("digit"),
            rg.TermsMetadataProperty("tags"),
        ],
        vectors=[rg.VectorField("vector", dimensions=8)],
        distribution=rg.TaskDistribution(min_submitted=2),
    )
    return rg.Dataset(name, workspace="goldsmith", settings=settings, client=owner).create()


@pytest.fixture(scope="module")
def dataset(owner: rg.Argilla) -> rg.Dataset:
    made = make_dataset(owner, "search")
    made.records.log([record(i) for i in range(N)])
    return made


def ids(dataset: rg.Dataset, **query: Any) -> list[int]:
    return [int(found.id) for found in dataset.records(rg.Query(**query))]


def matching(dataset: rg.Dataset, *conditions: tuple[str, str, Any]) -> list[int]:
    return sorted(ids(dataset, filter=rg.Filter(list(conditions))))


def search(http: httpx.Client, dataset: rg.Dataset, body: dict[str, Any], *, mine: bool = False) -> list[int]:
    path = f"{'/me' if mine else ''}/datasets/{dataset.id}/records/search"
    answer = http.post(path, json=body, params={"limit": 1000})
    assert answer.status_code == 200, answer.text
    return [int(item["record"]["external_id"]) for item in answer.json()["items"]]


def where(condition) -> list[int]:
    return [i for i in range(N) if condition(i)]


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("alpha", lambda i: i % 4 == 0),
        ("ALPHA CAFE", lambda i: i % 4 == 0),
        ("alpha + zebra", lambda i: i % 4 == 0 and i % 50 == 0),
        ("zebra | タワー", lambda i: i % 50 == 0 or i % 40 == 0),
        ("record -alpha", lambda i: i % 4 != 0),
        ("-alpha", lambda i: i % 4 != 0),
        ('"record number 7"', lambda i: i == 7),
        ('"number record"', lambda _: False),
        ("zeb*", lambda i: i % 50 == 0),
        ("東京", lambda i: i % 40 == 0),
        ("custom2", lambda i: i % 3 == 2),
        ("x", lambda _: False),
    ],
)
def test_text_search_covers_every_field(dataset: rg.Dataset, query: str, condition) -> None:
    assert sorted(ids(dataset, query=query)) == where(condition)


def test_text_search_can_be_limited_to_a_field(http: httpx.Client, dataset: rg.Dataset) -> None:
    assert search(http, dataset, {"query": {"text": {"q": "zebra", "field": "text"}}}) == []
    assert sorted(search(http, dataset, {"query": {"text": {"q": "zebra", "field": "chat"}}})) == [0, 50, 100]


def test_the_best_text_match_comes_first(owner: rg.Argilla) -> None:
    # BM25: of equally long texts, the one that says the word more often; the id decides nothing here.
    made = make_dataset(owner, "ranking")
    texts = ["one two three four", "wine two three four", "wine wine wine four", "wine wine three four"]
    made.records.log([{"id": str(i), "text": text} for i, text in enumerate(texts)])
    assert ids(made, query="wine") == [2, 3, 1]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([("metadata.confidence", "<=", 0.1)], lambda i: i <= 10),
        ([("metadata.confidence", ">=", 0.5), ("metadata.confidence", "<=", 0.6)], lambda i: 50 <= i <= 60),
        ([("metadata.digit", "==", 3)], lambda i: i % 10 == 3),
        ([("metadata.tags", "in", ["even"])], lambda i: i % 2 == 0),
        ([("metadata.tags", "in", ["even", "odd"])], lambda _: True),
        ([("label.suggestion", "==", "b")], lambda i: i % 3 == 0),
        ([("many.suggestion", "in", ["x"])], lambda i: i % 5 == 0),
        ([("rate.suggestion", ">=", 4)], lambda i: i % 5 + 1 >= 4),
        ([("rate.suggestion", "==", 2)], lambda i: i % 5 == 1),
        ([("label.score", ">=", 0.5)], lambda i: i >= 60),
        ([("label.agent", "==", "llm1")], lambda i: i % 2 == 1),
        ([("status", "==", "pending")], lambda _: True),
        ([("status", "==", "completed")], lambda _: False),
        ([("id", "==", "7")], lambda i: i == 7),
        ([("metadata.digit", "==", 3), ("label.agent", "==", "llm0")], lambda _: False),
    ],
)
def test_filters(dataset: rg.Dataset, conditions: list[tuple[str, str, Any]], expected) -> None:
    assert matching(dataset, *conditions) == where(expected)


def test_a_filter_and_a_text_narrow_each_other(dataset: rg.Dataset) -> None:
    both = ids(
        dataset,
        query="alpha",
        filter=rg.Filter([("metadata.tags", "in", ["odd"]), ("metadata.digit", ">=", 0)]),
    )
    assert both == []  # alpha is every fourth, hence even


def test_a_bound_that_is_no_date_is_refused_with_the_form_to_use(
    http: httpx.Client, dataset: rg.Dataset
) -> None:
    scope = {"entity": "record", "property": "inserted_at"}
    body = {"filters": {"and": [{"type": "range", "scope": scope, "ge": "yesterday"}]}}
    answer = http.post(f"/datasets/{dataset.id}/records/search", json=body)
    assert answer.status_code == 422
    assert "2025-01-31T12:00:00" in answer.text


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ([("metadata", "metadata_property", "confidence", "desc")], [119, 118, 117]),
        (
            [("metadata", "metadata_property", "digit", "asc"), ("record", "property", "inserted_at", "asc")],
            [0, 10, 20],
        ),
        (
            [("metadata", "metadata_property", "tags", "desc")],
            [1, 3, 5],
        ),  # of "odd" and "all", "odd" is the greatest
        ([("suggestion", "property", "score", "desc")], [119, 118, 117]),
        ([("record", "property", "inserted_at", "desc")], None),
    ],
)
def test_sorts(
    http: httpx.Client, dataset: rg.Dataset, scopes: list[tuple[str, ...]], expected: list[int] | None
) -> None:
    sort = [
        {
            "scope": {"entity": entity, name: value}
            | ({"question": "label"} if entity == "suggestion" else {}),
            "order": way,
        }
        for entity, name, value, way in scopes
    ]
    order = search(http, dataset, {"sort": sort})
    assert sorted(order) == list(range(N))
    assert expected is None or order[:3] == expected


def test_each_annotator_sees_an_order_of_her_own_that_never_changes(
    http: httpx.Client, server: Server, dataset: rg.Dataset
) -> None:
    from goldsmith_argilla.server import add_reviewer

    other = add_reviewer(server, "shuffled")
    headers = {"X-Argilla-Api-Key": other.api_key}
    with httpx.Client(base_url=http.base_url, headers=headers, timeout=60) as second:
        orders = [search(client, dataset, {}, mine=True) for client in (http, http, second)]
    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert all(sorted(order) == list(range(N)) and order != sorted(order) for order in orders)


def cosines(i: int) -> np.ndarray:
    return VECTORS @ VECTORS[i] / np.linalg.norm(VECTORS, axis=1) / np.linalg.norm(VECTORS[i])


def test_similarity_ranks_by_cosine(http: httpx.Client, dataset: rg.Dataset) -> None:
    body = {"query": {"vector": {"name": "vector", "value": VECTORS[5].tolist()}}}
    assert search(http, dataset, body)[:10] == np.argsort(-cosines(5))[:10].tolist()


def test_similarity_to_a_record_leaves_it_out_and_can_be_turned_round_and_narrowed(
    http: httpx.Client, dataset: rg.Dataset
) -> None:
    (five,) = dataset.records(rg.Query(filter=rg.Filter(("id", "==", "5"))))
    vector = {"name": "vector", "record_id": str(five._server_id), "order": "least_similar"}
    body = {"query": {"vector": vector, "text": {"q": "alpha"}}}
    assert search(http, dataset, body) == [i for i in np.argsort(cosines(5)).tolist() if i % 4 == 0]
    assert 5 not in search(http, dataset, {"query": {"vector": vector | {"order": "most_similar"}}})


def test_metadata_metrics(http: httpx.Client, dataset: rg.Dataset) -> None:
    metrics = {
        p.name: http.get(f"/metadata-properties/{p.id}/metrics").json() for p in dataset.settings.metadata
    }
    assert metrics["confidence"] == {"type": "float", "min": 0.0, "max": 1.19}
    assert metrics["digit"] == {"type": "integer", "min": 0, "max": 9}
    assert metrics["tags"] == {
        "type": "terms",
        "total": 240,
        "values": [
            {"term": "all", "count": 120},
            {"term": "even", "count": 60},
            {"term": "odd", "count": 60},
        ],
    }


def test_responses_move_progress_metrics_filters_and_sorts(
    http: httpx.Client, owner: rg.Argilla, server: Server
) -> None:
    from goldsmith_argilla.server import add_reviewer

    made = make_dataset(owner, "responses")
    made.records.log([record(i) for i in range(10)])
    listed = http.get(f"/datasets/{made.id}/records", params={"limit": 10}).json()["items"]
    place = {int(item["external_id"]): item["id"] for item in listed}
    clients = [
        httpx.Client(
            base_url=http.base_url,
            headers={"X-Argilla-Api-Key": add_reviewer(server, name).api_key},
            timeout=60,
        )
        for name in ("first", "second")
    ]

    def respond(client: httpx.Client, i: int, status: str, label: str, rate: int) -> None:
        item = {
            "record_id": place[i],
            "status": status,
            "values": {"label": {"value": label}, "rate": {"value": rate}},
        }
        answer = client.post("/me/responses/bulk", json={"items": [item]}).json()
        assert answer["items"][0]["error"] is None, answer

    for i in range(4):
        respond(clients[0], i, "submitted", "a", i + 1)
    for i in range(2):
        respond(clients[1], i, "submitted", "b", 5)
    respond(clients[1], 5, "draft", "b", 1)
    respond(clients[1], 6, "discarded", "b", 1)

    progress = http.get(f"/datasets/{made.id}/progress").json()
    assert {key: progress[key] for key in ("total", "completed", "pending")} == {
        "total": 10,
        "completed": 2,
        "pending": 8,
    }
    assert clients[1].get(f"/me/datasets/{made.id}/metrics").json()["responses"] == {
        "total": 10, "submitted": 2, "discarded": 1, "draft": 1, "pending": 6,
    }  # fmt: skip

    def statuses(*values: str) -> dict[str, Any]:
        scope = {"entity": "response", "property": "status"}
        return {"filters": {"and": [{"type": "terms", "scope": scope, "values": list(values)}]}}

    assert sorted(search(clients[1], made, statuses("pending"), mine=True)) == [2, 3, 4, 7, 8, 9]
    assert sorted(search(clients[1], made, statuses("draft", "pending"), mine=True)) == [2, 3, 4, 5, 7, 8, 9]
    assert sorted(search(clients[0], made, statuses("submitted"), mine=True)) == [0, 1, 2, 3]
    assert matching(made, ("status", "==", "completed")) == [0, 1]
    assert matching(made, ("label.response", "==", "b")) == [0, 1, 5, 6]
    assert matching(made, ("response.status", "==", "submitted")) == [0, 1, 2, 3]
    # Mean ratings: 0: (1+5)/2 = 3, 1: (2+5)/2 = 3.5, 2: 3, 3: 4, 5 and 6: 1; equal ones by insertion.
    sort = {"sort": [{"scope": {"entity": "response", "question": "rate"}, "order": "desc"}]}
    assert search(http, made, sort)[:6] == [3, 1, 0, 2, 5, 6]


def test_a_response_can_be_created_changed_and_deleted(http: httpx.Client, owner: rg.Argilla) -> None:
    made = make_dataset(owner, "one-response")
    made.records.log([record(1)])
    (item,) = http.get(f"/datasets/{made.id}/records").json()["items"]
    body = {"status": "submitted", "values": {"label": {"value": "a"}}}
    created = http.post(f"/records/{item['id']}/responses", json=body)
    assert (created.status_code, created.json()["values"]) == (201, body["values"])
    changed = http.put(
        f"/responses/{created.json()['id']}", json=body | {"values": {"label": {"value": "b"}}}
    )
    assert (changed.status_code, matching(made, ("label.response", "==", "b"))) == (200, [1])
    assert http.delete(f"/responses/{created.json()['id']}").status_code == 200
    assert matching(made, ("response.status", "==", "submitted")) == []


def test_a_word_in_every_record_is_found_quickly(http: httpx.Client, owner: rg.Argilla) -> None:
    # Joined without an index, 2,000 hits cost 4 million comparisons: some 3 s, where 0.03 s will do.
    made = make_dataset(owner, "many")
    made.records.log([{"id": str(i), "text": f"common word{i}"} for i in range(2000)], batch_size=500)
    for query in ("common", "-word7"):
        began = time.monotonic()
        answer = http.post(f"/datasets/{made.id}/records/search", json={"query": {"text": {"q": query}}})
        assert time.monotonic() - began < 1
        assert answer.json()["total"] == (2000 if query == "common" else 1999)


def test_changed_and_deleted_records_are_found_by_what_they_say_now(owner: rg.Argilla) -> None:
    made = make_dataset(owner, "changes")
    made.records.log([record(i) for i in range(8)])
    made.records.log([{"id": "3", "text": "omega"}])
    assert ids(made, query="omega") == [3]
    assert ids(made, query="delta") == [7]
    made.records.delete(list(made.records(rg.Query(filter=rg.Filter(("id", "==", "7"))))))
    assert ids(made, query="delta") == []


def test_a_deleted_dataset_is_gone_and_its_name_is_free_again(owner: rg.Argilla, server: Server) -> None:
    made = make_dataset(owner, "short-lived")
    made.records.log([record(0)])
    if (server.data / "search.db").exists():
        table = f"text_{made.id.hex}"
        with closing(sqlite3.connect(server.data / "search.db")) as index:
            names = "SELECT name FROM sqlite_master"
            assert (table,) in index.execute(names).fetchall()
            made.delete()
            assert (table,) not in index.execute(names).fetchall()
    else:
        made.delete()
    again = make_dataset(owner, "short-lived")
    again.records.log([{"id": "9", "text": "gamma"}])
    assert ids(again, query="alpha") == []
    assert ids(again, query="gamma") == [9]


AWKWARD = [
    "", " ", '"', '""', "(", ")", "()", "*", "-", "--", "+", "|", "| |", "\\", '\\"', "a AND", "NOT", "NEAR(a b)", "a:b",
    "text:alpha", "{a} : b", "^a", "a^2", "f_1 : x", "every : x", "'; DROP TABLE records; --", "%", "_", "\x00", "a\x00b",
    "\ufeff", "\u202eabc", "😀", "👩‍👩‍👧", "ไทย", "ﷺ", "a" * 20_000, "a " * 3_000, "(" * 500, "a | b " * 200,
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "ß ẞ", "e\u0301", "Ⅷ", "½", "\ue000", "\U000e0041",
]  # fmt: skip


def test_no_query_string_makes_the_server_stumble(http: httpx.Client, dataset: rg.Dataset) -> None:
    rng = np.random.default_rng(1)
    alphabet = list("ab京é🤖'\"-+|()*~:^{}\\ .")
    generated = ["".join(rng.choice(alphabet, size=rng.integers(1, 40))) for _ in range(60)]
    for query in AWKWARD + generated:
        answer = http.post(f"/datasets/{dataset.id}/records/search", json={"query": {"text": {"q": query}}})
        refused = answer.status_code == 422 and "write it with fewer" in answer.text
        assert answer.status_code == 200 or refused, (query, answer.text)


def test_what_reviewers_are_shown_is_what_was_logged(http: httpx.Client, owner: rg.Argilla) -> None:
    made = make_dataset(owner, "awkward")
    texts = [text for text in AWKWARD if text.strip()]
    made.records.log([{"id": str(i), "text": text} for i, text in enumerate(texts)])
    listed = http.get(f"/datasets/{made.id}/records", params={"limit": 1000}).json()["items"]
    assert {int(item["external_id"]): item["fields"]["text"] for item in listed} == dict(enumerate(texts))
    assert [texts[i] for i in ids(made, query="script")] == ["<script>alert(1)</script>"]
