"""Requests that reach Label Studio only after their sender gave up and tried again."""

from typing import Any

from tests.spoiled_server import HOLD, SpoiledServer, in_the_end

from goldsmith.review import LabelQuestion, Ledger, ReviewItem, ReviewSchema, Suggestion, TextField, push
from goldsmith_label_studio import LabelStudioAdapter, connect

LABELS = ("a", "b", "c", "d")
SCHEMA = ReviewSchema("Any", (TextField("text", "Text"),), (LabelQuestion("label", "Which?", LABELS),))


def test_a_late_change_neither_doubles_nor_loses_a_suggestion(
    label_studio_server: Any, label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    what = {"schema": SCHEMA, "run": run, "ledger": ledger}

    def items(label: str) -> list[ReviewItem]:
        return [ReviewItem(f"row-{i}", {"text": "x"}, [Suggestion("label", label, 0.5)]) for i in range(3)]

    push(items("a"), adapter=label_studio, **what)
    project = label_studio.project(run)
    assert project
    # Five requests only look; then suggestions are changed, and last the rows.
    for well, label in zip((5, 6, 10), LABELS[1:], strict=True):
        with SpoiledServer(label_studio_server.url, iter([*[""] * well, "late"]), hold=HOLD) as proxy:
            spoiled = connect(proxy.url, label_studio_server.api_key)
            spoiled.server = label_studio.server
            in_the_end(push, spoiled, items=items(label), **what)
            proxy.quiet()
        page = {"project": project.id, "page_size": 10, "fields": "all"}
        found = label_studio.service.json("GET", "/api/tasks", params=page)["tasks"]
        suggested = [[one["result"][0]["value"]["choices"] for one in task["predictions"]] for task in found]
        assert suggested == [[[label]]] * 3


def test_a_project_that_comes_late_does_not_take_the_place_of_the_first(
    label_studio: LabelStudioAdapter, ledger: Ledger, run: str
) -> None:
    item = ReviewItem("a", {"text": "x"})
    push([item], SCHEMA, run=run, adapter=label_studio, ledger=ledger)
    first = label_studio.project(run)
    assert label_studio.create_project(run, SCHEMA) == label_studio.project(run) == first
    assert push([item], SCHEMA, run=run, adapter=label_studio, ledger=ledger).unchanged == 1
