"""Push and pull through a proxy that spoils requests, and a process that is killed: nothing is lost, double or changed."""

from collections import Counter
from dataclasses import replace
from typing import Any

from tests.desks import Desk
from tests.goldsmith.review.test_sync import SCHEMA, some_items, start_push
from tests.spoiled_server import FAULTS, HOLD, SpoiledServer, in_the_end

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.review import Ledger, PullResult, PushResult, ReviewItem, Suggestion, pull, push

TOOLS = {"argilla": goldsmith_argilla, "label-studio": goldsmith_label_studio}


def pushed(adapter: Any, items: list[ReviewItem], ledger: Ledger, run: str) -> PushResult:
    result = in_the_end(push, adapter, items=items, schema=SCHEMA, run=run, ledger=ledger)
    assert isinstance(result, PushResult)
    return result


def suggested(desk: Desk, run: str) -> dict[str, list[Any]]:
    """Return {item id: the labels that are suggested} as the server lists them."""
    project, service = desk.project(run), desk.adapter._service
    if desk.adapter.tool == "argilla":
        which = {"limit": 1000, "include": "suggestions"}
        found = service.json("GET", f"/api/v1/datasets/{project.id}/records", params=which)["items"]
        pairs = [(one["external_id"], [made["value"] for made in one["suggestions"]]) for one in found]
    else:
        which = {"project": project.id, "page_size": 1000, "fields": "all"}
        found = service.json("GET", "/api/tasks", params=which)["tasks"]
        pairs = [
            (
                one["data"]["goldsmith_id"],
                [made["result"][0]["value"]["choices"][0] for made in one["predictions"]],
            )
            for one in found
        ]
    assert max(Counter(item_id for item_id, _ in pairs).values()) == 1
    return dict(pairs)


def test_every_fault_in_turn_and_a_kill_leave_one_record_with_its_suggestion_and_every_review(
    desk: Desk, ledger: Ledger, run: str
) -> None:
    killed = start_push(desk, run, ledger)
    assert killed.stdout
    killed.stdout.readline()
    killed.kill()
    killed.communicate()
    there = list(desk.remote_ids(run))
    given = {item_id: {"label": "spam"} for item_id in there[:10]}
    desk.adapter.answer_all(desk.project(run), given, desk.reviewer_key("ann"))
    items = some_items(120)
    changed = [
        replace(item, suggestions=[Suggestion("label", "ham", 0.6, "llm")]) if i % 20 == 0 else item
        for i, item in enumerate(items)
    ]
    # Each fault comes twice, after one and after two requests that go well.
    faults = [fault for well in (1, 2) for name in FAULTS for fault in ("",) * well + (name,)]
    with SpoiledServer(desk.adapter._service.url, iter(faults), hold=HOLD) as proxy:
        adapter: Any = TOOLS[desk.adapter.tool].connect(proxy.url, desk.key)
        adapter.batch, adapter.server = 25, desk.adapter.server
        pushed(adapter, items, ledger, run)
        pushed(adapter, changed, ledger, run)
        proxy.quiet()
        pulled = in_the_end(pull, adapter, run=run, ledger=ledger)
        assert set(proxy.met) >= set(FAULTS)
    # The process that was killed had 300 rows in mind, and may have sent more than it lived to hear of.
    wanted = {item.id: [item.suggestions[0].value] for item in [*changed, *some_items(300)[120:]]}
    found = suggested(desk, run)
    assert {item_id: wanted[item_id] for item_id in found} == found
    assert found.keys() >= {item.id for item in items}
    assert isinstance(pulled, PullResult)
    assert {one.item_id: dict(one.values) for one in pulled.reviews} == given
    assert (pulled.stale, desk.counts(run).responses) == ([], len(given))
