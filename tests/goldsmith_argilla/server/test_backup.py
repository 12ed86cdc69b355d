"""A backup of the real Argilla, made while it runs, and a server started on it."""

from pathlib import Path

from goldsmith.review import LabelQuestion, Ledger, ReviewItem, ReviewSchema, Suggestion, TextField, push
from goldsmith.serving import Server, back_up, restore
from goldsmith_argilla import connect
from goldsmith_argilla.server import add_reviewer, serve

SCHEMA = ReviewSchema(
    "Kept", (TextField("text", "Text"),), (LabelQuestion("label", "Label", ("spam", "ham")),)
)


def test_records_reviews_accounts_and_the_text_index_come_back(
    argilla_server: Server, tmp_path: Path
) -> None:
    adapter = connect(argilla_server.url, argilla_server.api_key)
    texts = [f"text {number} {'pelican' if number == 3 else 'gull'}" for number in range(20)]
    items = [
        ReviewItem(id=str(at), fields={"text": text}, suggestions=(Suggestion("label", "ham", 0.7, "model"),))
        for at, text in enumerate(texts)
    ]
    push(items, SCHEMA, run="kept", adapter=adapter, ledger=Ledger(tmp_path / "ledger.sqlite"))
    reviewer = add_reviewer(argilla_server, "keeper")
    project = adapter.project("kept")
    assert project
    adapter.answer_all(project, {"3": {"label": "spam"}}, reviewer.api_key)

    archive = back_up("argilla", tmp_path / "argilla.tar.gz", argilla_server.data)
    restore("argilla", archive, tmp_path / "argilla")
    with serve(tmp_path / "argilla") as again:
        assert not again.found
        assert (again.api_key, again.password) == (argilla_server.api_key, argilla_server.password)
        assert add_reviewer(again, "keeper").api_key == reviewer.api_key
        back = connect(again.url, again.api_key)
        found = back.project("kept")
        assert found
        assert found.id == project.id
        assert back.counts(found) == adapter.counts(project)
        (answer,) = back.responses(found)
        assert (answer.item_id, answer.values, answer.user_name) == ("3", {"label": "spam"}, "keeper")
        query = {"query": {"text": {"q": "pelican"}}}
        page = f"/api/v1/me/datasets/{found.id}/records/search"
        hits = back._service.json("POST", page, json=query)
        assert [hit["record"]["fields"]["text"] for hit in hits["items"]] == [texts[3]]
