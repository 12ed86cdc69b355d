import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import AuthError, InputError, SchemaDriftError, ServerError
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    Outgoing,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    StepsQuestion,
    Suggestion,
    TextField,
    TextQuestion,
    content_hash,
    pull,
    push,
    pushed_hash,
)
from goldsmith.review.book import Book
from goldsmith.review.visible import visible
from goldsmith_label_studio import LabelStudioAdapter, connect
from goldsmith_label_studio.config import asked, label_config

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
plain = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
).filter(lambda text: text == text.strip())


def tasks(adapter: LabelStudioAdapter, run: str) -> dict[str, Any]:
    project = adapter.project(run)
    assert project
    which = {"project": project.id, "fields": "all", "page_size": 100}
    found = adapter._service.json("GET", "/api/tasks", params=which)["tasks"]
    return {task["data"]["goldsmith_id"]: task for task in found}


@given(
    st.lists(plain, min_size=2, max_size=8, unique=True),
    st.lists(plain, min_size=2, max_size=2, unique=True),
    plain,
)
def test_a_config_asks_what_the_schema_asks(labels: list[str], topics: list[str], title: str) -> None:
    schema = ReviewSchema(
        "A title",
        (TextField("text", title), TextField("more", title)),
        (
            LabelQuestion("label", title, tuple(labels)),
            MultiLabelQuestion("topics", title, tuple(topics)),
            RatingQuestion("sure", title, 7),
            TextQuestion("why", title),
            StepsQuestion("steps", title, most=3),
        ),
    )
    assert asked(label_config(schema)) == schema.asked


def test_hostile_texts_arrive_whole(label_studio: LabelStudioAdapter, ledger: Ledger, run: str) -> None:
    items = [
        ReviewItem(name, {"text": text}, metadata={"source": text[:50]}) for name, text in HOSTILE.items()
    ]
    push(items, SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    stored = {name: task["data"]["text"] for name, task in tasks(label_studio, run).items()}
    assert stored == {name: visible(text) for name, text in HOSTILE.items()}
    assert stored["nul"] == "a␀b"


def test_suggestion_score_agent_and_votes_are_on_the_task(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    item = ReviewItem(
        "a",
        {"text": "x"},
        [Suggestion("label", "spam", 0.75, "label model")],
        {"length": 1, "tags": ["b", "c"]},
        {"llm": "ham"},
    )
    push([item], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    task = tasks(label_studio, run)["a"]
    (prediction,) = task["predictions"]
    assert (prediction["score"], prediction["model_version"]) == (0.75, "goldsmith")
    assert prediction["result"][0]["value"] == {"choices": ["spam"]}
    assert task["data"]["goldsmith_notes"] == "suggested label: spam (0.75, label model)\nllm: ham"
    assert (task["data"]["meta_length"], task["data"]["meta_tags"]) == (1, "b, c")


def test_a_changed_suggestion_replaces_the_old_one_and_stays_the_one_shown(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    for suggestions in ([], [Suggestion("label", "spam", 0.7)], [Suggestion("label", "ham", 0.8)]):
        push(
            [ReviewItem("a", {"text": "x"}, suggestions)],
            SCHEMA,
            run=run,
            adapter=label_studio,
            ledger=ledger,
        )
    (prediction,) = tasks(label_studio, run)["a"]["predictions"]
    assert (prediction["score"], prediction["result"][0]["value"]) == (0.8, {"choices": ["ham"]})
    project = label_studio.project(run)
    assert project
    # Annotators see the predictions of the project's version only.
    shown = label_studio._service.json("GET", f"/api/projects/{project.id}/")["model_version"]
    assert shown == prediction["model_version"]
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    assert tasks(label_studio, run)["a"]["predictions"] == []


def test_an_import_that_arrives_after_its_sender_died_is_not_made_again(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    items = [ReviewItem(f"row-{i}", {"text": "x"}, [Suggestion("label", "spam", 0.5)]) for i in range(300)]
    push(items[:1], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    project = label_studio.project(run)
    assert project
    batch = [Outgoing(item, content_hash(item), pushed_hash(item), None) for item in items[1:]]
    Book(ledger, run, label_studio).intend(batch)
    # The request of the dead sender: it goes on while the new push starts.
    late = threading.Thread(target=label_studio.write, args=(project, batch), kwargs={"replay": False})
    late.start()
    push(items, SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    late.join()
    push(items, SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    counts = label_studio.counts(project)
    assert (counts.records, counts.suggestions) == (300, 300)


def test_an_answered_twin_is_kept_and_the_empty_one_goes(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    project = label_studio.project(run)
    assert project
    twin = [{"data": tasks(label_studio, run)["a"]["data"]}]
    path = f"/api/projects/{project.id}/import"
    made = label_studio._service.json("POST", path, params={"return_task_ids": "true"}, json=twin)["task_ids"]
    result = [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["ham"]}}]
    label_studio._service.send("POST", f"/api/tasks/{made[0]}/annotations/", json={"result": result})
    pulled = pull(run=run, adapter=label_studio, ledger=ledger)
    assert [(one.item_id, dict(one.values)) for one in pulled.reviews] == [("a", {"label": "ham"})]
    assert label_studio.count(project) == 1
    assert (
        push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=label_studio, ledger=ledger).unchanged
        == 1
    )


def test_what_others_put_into_the_project_is_left_alone(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    project = label_studio.project(run)
    assert project
    foreign = [{"data": {"text": "somebody else's", "goldsmith_notes": ""}}]
    label_studio._service.send("POST", f"/api/projects/{project.id}/import", json=foreign)
    result = push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    assert (result.unchanged, label_studio.count(project)) == (1, 2)
    assert pull(run=run, adapter=label_studio, ledger=ledger).reviews == []


def test_a_choice_removed_in_label_studio_is_noticed(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    item = ReviewItem("a", {"text": "x"})
    push([item], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    project = label_studio.project(run)
    assert project
    config = label_config(SCHEMA).replace('<Choice value="ham" />', "")
    label_studio._service.send("PATCH", f"/api/projects/{project.id}/", json={"label_config": config})
    with pytest.raises(SchemaDriftError, match="this run has 'ham', the project does not"):
        push([item], SCHEMA, run=run, adapter=label_studio, ledger=ledger)


def test_a_personal_access_token_is_traded_for_another_when_its_time_is_over(
    label_studio_server: Any, label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    # The server knows one such token for each account at a time.
    token = label_studio.service.json("POST", "/api/token/")["token"]
    assert token.count(".") == 2
    adapter = connect(label_studio_server.url, token)
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=adapter, ledger=ledger)
    auth: Any = adapter.service._client.auth
    first, auth._access = (
        auth._access,
        token,
    )  # no access token, so the server refuses it as it does one that is 300 s old
    assert (
        push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=adapter, ledger=ledger).unchanged == 1
    )
    assert auth._access not in {first, token}


def test_a_wrong_key_and_a_wrong_address_are_told_apart(
    label_studio_server: Any, argilla_server: Any
) -> None:
    with pytest.raises(AuthError, match="rejects the API key"):
        connect(label_studio_server.url, "not-a-key")
    with pytest.raises(AuthError, match="rejects the personal access token"):
        connect(label_studio_server.url, "not.a.jwt")
    with pytest.raises(ServerError, match=r"cannot be reached.*goldsmith serve label-studio"):
        connect("http://127.0.0.1:9", "key")
    with pytest.raises(ServerError, match=r"expected JSON\. Is this the address of Label Studio"):
        connect(argilla_server.url, "key")


def test_an_unknown_item_cannot_be_answered(
    label_studio_server: Any, label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    push([ReviewItem("a", {"text": "x"})], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    project = label_studio.project(run)
    assert project
    with pytest.raises(AuthError):
        label_studio.answer(project, "a", {"label": "spam"}, "not-a-key")
    with pytest.raises(InputError, match=r"\['b'\] are not in project"):
        label_studio.answer(project, "b", {"label": "spam"}, label_studio_server.api_key)
