import html
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import AuthError, InputError, ReviewError, ServerError
from goldsmith.review import LabelQuestion, Ledger, ReviewItem, ReviewSchema, Suggestion, TextField, push
from goldsmith.review.visible import visible
from goldsmith_argilla import ArgillaAdapter, connect
from goldsmith_argilla.records import shown

SCHEMA = ReviewSchema(
    "Spam or not", (TextField("text", "Comment"),), (LabelQuestion("label", "Is it spam?", ("spam", "ham")),)
)
HOSTILE = {
    "html": "<img src=x onerror='window.ran=1'><b>bold</b> &amp; </div><script>window.ran=2</script>",
    "jinja": "{{ 7*7 }} {% raw %} ${7*7} $text",
    "nul": "a\x00b",
    "lines": "one\n\n  two\tthree",
    "emoji": "👩‍👩‍👧 🏳️‍🌈",
    "rtl": "שלום עולם مرحبا",
    "surrogate": "half \ud83d pair",
    "long": "word " * 200_000,
}


def listed(server: Any, adapter: ArgillaAdapter, run: str) -> dict[str, Any]:
    project = adapter.project(run)
    assert project
    answer = httpx.get(
        f"{server.url}/api/v1/datasets/{project.id}/records",
        params={"include": "suggestions", "limit": 100},
        headers={"X-Argilla-Api-Key": server.api_key},
        timeout=60,
    )
    return {one["external_id"]: one for one in answer.raise_for_status().json()["items"]}


def as_displayed(stored: str) -> str:
    # What a browser makes of it: <br> breaks the line, entities are read, a no-break space looks like a space.
    return html.unescape(stored.replace("<br>", "\n")).replace("\xa0", " ")


@given(st.text(alphabet=st.characters()))
def test_any_text_is_displayed_as_it_is_and_holds_no_tag(text: str) -> None:
    stored = shown(text)
    assert not re.search("<(?!br>)", stored)
    # html.unescape also rewrites a few control characters named by number, which escaping never makes.
    lines = visible(text).replace("\r\n", "\n").replace("\r", "\n")
    assert as_displayed(stored) == lines.replace("\t", "    ").replace("\xa0", " ")


@given(st.text(alphabet=st.characters(exclude_characters="<>&\t\n\r\x00 ", exclude_categories=["Cs"])))
def test_a_text_without_markup_is_stored_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_hostile_texts_arrive_whole(
    argilla_server: Any, argilla: ArgillaAdapter, ledger: Ledger, run: str
) -> None:
    items = [
        ReviewItem(name, {"text": text}, metadata={"source": text[:50]}) for name, text in HOSTILE.items()
    ]
    push(items, SCHEMA, run=run, adapter=argilla, ledger=ledger)
    stored = {name: one["fields"]["text"] for name, one in listed(argilla_server, argilla, run).items()}
    assert {name: as_displayed(text) for name, text in stored.items()} == {
        name: visible(text).replace("\t", "    ") for name, text in HOSTILE.items()
    }
    assert stored["nul"] == "a␀b"
    assert stored["surrogate"] == "half \ufffd pair"


def test_suggestion_score_agent_and_votes_are_on_the_record(
    argilla_server: Any, argilla: ArgillaAdapter, ledger: Ledger, run: str
) -> None:
    item = ReviewItem(
        "a",
        {"text": "x"},
        [Suggestion("label", "spam", 0.75, "label model (v1)")],
        {"length": 1},
        {"llm": "ham"},
    )
    push([item], SCHEMA, run=run, adapter=argilla, ledger=ledger)
    record = listed(argilla_server, argilla, run)["a"]
    (suggestion,) = record["suggestions"]
    # Argilla refuses brackets in the name of an agent.
    assert (suggestion["value"], suggestion["score"], suggestion["agent"]) == (
        "spam",
        0.75,
        "label model -v1-",
    )
    assert record["metadata"]["votes"] == ["llm: ham"]
    assert record["metadata"]["length"] == 1
    assert record["fields"]["goldsmith_notes"] == "suggested label: spam (0.75, label model (v1))<br>llm: ham"


@pytest.mark.parametrize(
    ("scope", "first"),
    [
        ({"entity": "metadata", "metadata_property": "review_rank"}, ["b", "c", "a"]),
        ({"entity": "suggestion", "question": "label", "property": "score"}, ["c", "a", "b"]),
    ],
)
def test_records_can_be_sorted_by_the_order_of_review_and_by_the_score(
    argilla_server: Any,
    argilla: ArgillaAdapter,
    ledger: Ledger,
    run: str,
    scope: dict[str, str],
    first: list[str],
) -> None:
    items = [
        ReviewItem(name, {"text": name}, [Suggestion("label", "spam", score)], {"review_rank": rank})
        for name, score, rank in (("a", 0.6, 3), ("b", 0.9, 1), ("c", 0.5, 2))
    ]
    push(items, SCHEMA, run=run, adapter=argilla, ledger=ledger)
    project = argilla.project(run)
    assert project
    answer = httpx.post(
        f"{argilla_server.url}/api/v1/me/datasets/{project.id}/records/search",
        json={"sort": [{"scope": scope, "order": "asc"}]},
        headers={"X-Argilla-Api-Key": argilla_server.api_key},
        timeout=60,
    )
    found = [one["record"]["external_id"] for one in answer.raise_for_status().json()["items"]]
    assert found == first


def test_what_is_no_longer_suggested_or_voted_disappears(
    argilla_server: Any, argilla: ArgillaAdapter, ledger: Ledger, run: str
) -> None:
    before = ReviewItem("a", {"text": "x"}, [Suggestion("label", "spam", 0.7)], {"old": 1}, {"llm": "ham"})
    push([before], SCHEMA, run=run, adapter=argilla, ledger=ledger)
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=argilla, ledger=ledger)
    record = listed(argilla_server, argilla, run)["a"]
    assert record["suggestions"] == []
    assert record["fields"]["goldsmith_notes"] == ""
    assert record["metadata"]["votes"] == []
    assert "old" not in record["metadata"]


def test_a_dataset_left_unpublished_by_a_killed_push_is_made_anew(
    argilla_server: Any, argilla: ArgillaAdapter, ledger: Ledger, run: str
) -> None:
    headers = {"X-Argilla-Api-Key": argilla_server.api_key}
    body = {"name": run, "workspace_id": argilla._workspace_id}
    httpx.post(
        f"{argilla_server.url}/api/v1/datasets", json=body, headers=headers, timeout=60
    ).raise_for_status()
    assert argilla.project(run) is None
    assert (
        push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=argilla, ledger=ledger).created == 1
    )


def test_a_wrong_key_an_annotators_key_and_a_wrong_address_are_told_apart(
    argilla_server: Any, label_studio_server: Any, reviewer_key: Callable[[str], str]
) -> None:
    with pytest.raises(AuthError, match="rejects the API key"):
        connect(argilla_server.url, "not-a-key")
    with pytest.raises(AuthError, match="'ann', an annotator"):
        connect(argilla_server.url, reviewer_key("ann"))
    with pytest.raises(ServerError, match=r"cannot be reached.*goldsmith serve argilla"):
        connect("http://127.0.0.1:9", "key")
    with pytest.raises(ReviewError, match="404"):
        connect(label_studio_server.url, "key")
    with pytest.raises(InputError, match="expected http"):
        connect("argilla.example.com", "key")


def test_an_admin_cannot_make_a_workspace_and_is_told_so(argilla_server: Any) -> None:
    headers = {"X-Argilla-Api-Key": argilla_server.api_key}
    base = f"{argilla_server.url}/api/v1"
    users = {
        u["username"]: u for u in httpx.get(f"{base}/users", headers=headers, timeout=60).json()["items"]
    }
    new = {"username": "boss", "first_name": "boss", "password": "boss-password", "role": "admin"}
    boss = users.get("boss") or httpx.post(f"{base}/users", json=new, headers=headers, timeout=60).json()
    with pytest.raises(ServerError, match=r"'boss' sees no workspace 'elsewhere'.*ask an owner"):
        connect(argilla_server.url, boss["api_key"], workspace="elsewhere")


def test_an_unknown_item_cannot_be_answered(argilla: ArgillaAdapter, ledger: Ledger, run: str) -> None:
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=argilla, ledger=ledger)
    project = argilla.project(run)
    assert project
    with pytest.raises(InputError, match=r"\['b'\] are not in dataset"):
        argilla.answer(project, "b", {"label": "spam"}, "any")
    with pytest.raises(AuthError):
        argilla.answer(project, "a", {"label": "spam"}, "not-a-key")
