"""Asking something else of rows that have been reviewed, on both real servers."""

from dataclasses import replace
from typing import Any

import pytest
from tests.desks import Desk

from goldsmith.errors import InputError, SchemaDriftError
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    RankingQuestion,
    Renamed,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    TextField,
    migrate,
    pull,
    push,
    status,
)

OLD = ReviewSchema(
    "Spam or not",
    (TextField("text", "Comment"),),
    (
        LabelQuestion("label", "Is it spam?", ("spam", "ham")),
        SpanQuestion("names", "Names", "text", ("person",), required=False),
    ),
)
NEW = replace(
    OLD,
    questions=(
        LabelQuestion("kind", "What is it?", ("spam", "fine", "unsure")),
        replace(OLD.questions[1], labels=("human", "place")),
    ),
)
RENAMED = Renamed({"label": "kind"}, {"kind": {"ham": "fine"}, "names": {"person": "human"}})
EMOJI = "👩‍👩‍👧 Bob"
BOB = {"start": EMOJI.index("Bob"), "end": len(EMOJI), "label": "person"}


def items(text: str = EMOJI) -> list[ReviewItem]:
    return [ReviewItem(f"row-{i}", {"text": text if i == 4 else EMOJI}) for i in range(6)]


def answered(desk: Desk, ledger: Ledger, run: str) -> dict[tuple[str, str], Any]:
    pulled = pull(run=run, adapter=desk.adapter, ledger=ledger)
    return {(one.item_id, one.reviewer): dict(one.values) for one in pulled.reviews}


@pytest.fixture
def reviewed(desk: Desk, ledger: Ledger, run: str) -> str:
    """A run that ann and bob have answered: 0 to 2 and 4 submitted, 3 passed over by ann."""
    push(items(), OLD, run=run, adapter=desk.adapter, ledger=ledger)
    project, ann = desk.project(run), desk.reviewer_key("ann")
    desk.adapter.answer_all(project, {f"row-{i}": {"label": "ham", "names": [BOB]} for i in (0, 1, 4)}, ann)
    desk.adapter.answer_all(project, {"row-3": {"label": "ham", "names": []}}, ann, status="discarded")
    desk.adapter.answer_all(project, {"row-2": {"label": "spam", "names": []}}, desk.reviewer_key("bob"))
    return run


def test_reviews_move_to_a_project_with_new_labels_under_their_authors_names(
    desk: Desk, ledger: Ledger, reviewed: str
) -> None:
    to = f"{reviewed}-2"
    with pytest.raises(SchemaDriftError, match=rf"migrate\(items, schema, run='{reviewed}', to='{to}'"):
        push(items(), NEW, run=reviewed, adapter=desk.adapter, ledger=ledger)
    again = items("another text")
    done = migrate(again, NEW, run=reviewed, to=to, adapter=desk.adapter, ledger=ledger, renamed=RENAMED)
    # The review of row-4 saw another text: it is kept, flagged, and asked for again.
    assert (done.pushed.created, done.complete, done.open, done.left) == (6, 4, 1, {})
    human = BOB | {"label": "human"}
    wanted = {
        ("row-0", "ann"): {"kind": "fine", "names": [human]},
        ("row-1", "ann"): {"kind": "fine", "names": [human]},
        ("row-2", "bob"): {"kind": "spam", "names": []},
        ("row-4", "ann"): {"kind": "fine", "names": [human]},
    }
    pulled = pull(run=to, adapter=desk.adapter, ledger=ledger)
    assert {(one.item_id, one.reviewer): dict(one.values) for one in pulled.reviews} == wanted
    assert [one.item_id for one in pulled.stale] == ["row-4"]
    assert [(one.item_id, one.reviewer) for one in pulled.discarded] == [("row-3", "ann")]
    # The server has the others as their authors' own; so has a machine with another ledger.
    anew = Ledger(ledger.path.with_name("new"))
    assert answered(desk, anew, to) == {key: wanted[key] for key in wanted if key[0] != "row-4"}
    assert desk.counts(to).responses == 4
    assert answered(desk, ledger, reviewed).keys() == wanted.keys()


def test_who_lacks_the_answer_to_a_new_question_is_asked_again_and_counts_meanwhile(
    desk: Desk, ledger: Ledger, reviewed: str
) -> None:
    to = f"{reviewed}-2"
    more = replace(OLD, questions=(*OLD.questions, MultiLabelQuestion("why", "Why?", ("link", "words"))))
    done = migrate(items(), more, run=reviewed, to=to, adapter=desk.adapter, ledger=ledger)
    # Row 3 was passed over, which needs no answers.
    assert (done.complete, done.open, desk.counts(to).responses) == (1, 4, 1)
    state = status(run=to, adapters=[desk.adapter], ledger=ledger)
    assert (state.reviewed, state.stale, state.reviewers["ann"].submitted) == (4, 0, 3)
    whole = {"label": "spam", "names": [], "why": ["link"]}
    desk.adapter.answer(desk.project(to), "row-0", whole, desk.reviewer_key("ann"))
    # A migration that is repeated leaves what people have done since.
    again = migrate(items(), more, run=reviewed, to=to, adapter=desk.adapter, ledger=ledger)
    assert (again.pushed.unchanged, again.complete, again.open) == (6, 1, 4)
    assert answered(desk, ledger, to)["row-0", "ann"] == whole
    assert answered(desk, ledger, to)["row-1", "ann"] == {"label": "ham", "names": [BOB]}


def test_what_is_gone_is_counted_by_reason(argilla_desk: Desk, ledger: Ledger, run: str) -> None:
    push(items(), OLD, run=run, adapter=argilla_desk.adapter, ledger=ledger)
    given = {"row-0": {"label": "ham"}, "row-1": {"label": "spam"}, "row-5": {"label": "spam"}}
    argilla_desk.adapter.answer_all(argilla_desk.project(run), given, argilla_desk.reviewer_key("ann"))
    without = replace(OLD, questions=(LabelQuestion("label", "Spam?", ("spam", "fine")),))
    done = migrate(items()[:5], without, run=run, to=f"{run}-2", adapter=argilla_desk.adapter, ledger=ledger)
    assert (done.complete, done.open) == (1, 0)
    assert done.left == {"answers nothing that is still asked": 1, "not among the items": 1}


def test_a_migration_that_makes_no_sense_sends_nothing(argilla_desk: Desk, ledger: Ledger, run: str) -> None:
    adapter = argilla_desk.adapter
    with pytest.raises(InputError, match=r"cannot be migrated to itself: name another, e\.g\. to='.*-2'"):
        migrate(items(), NEW, run=run, to=run, adapter=adapter, ledger=ledger)
    with pytest.raises(InputError, match="'kinds' is not asked here"):
        migrate(
            items(), NEW, run=run, to="b", adapter=adapter, ledger=ledger, renamed=Renamed({"label": "kinds"})
        )
    wrong = Renamed(labels={"kind": {"ham": "ok"}})
    with pytest.raises(InputError, match="labels of 'kind' are to become 'ok', expected one of"):
        migrate(items(), NEW, run=run, to="b", adapter=adapter, ledger=ledger, renamed=wrong)
    assert adapter.project("b") is None


def test_labels_are_renamed_wherever_an_answer_has_them() -> None:
    labels = ("a", "b")
    schema = ReviewSchema(
        "Every shape",
        (TextField("text", "Text"),),
        (
            MultiLabelQuestion("many", "Many?", labels),
            RankingQuestion("order", "Order?", labels),
            SpanQuestion("spans", "Spans?", "text", labels),
        ),
    )
    new = {"x": "a", "y": "b", "z": "b"}
    renamed = Renamed(labels={"many": new, "order": new, "spans": new})
    span = {"start": 0, "end": 1, "label": "x"}
    values = {"many": ["x", "y", "z"], "order": {"x": 2, "y": 1}, "spans": [span]}
    # Two labels that became one are one answer.
    assert renamed.answers(values, schema) == {
        "many": ["a", "b"],
        "order": {"a": 2, "b": 1},
        "spans": [span | {"label": "a"}],
    }
    # An answer with a label that is gone is no answer, not a shorter one.
    assert renamed.answers({"many": ["x", "w"], "spans": []}, schema) == {"spans": []}
