"""Every kind of field and question, on both real servers."""

from typing import Any

import pytest

from goldsmith.errors import SchemaDriftError
from goldsmith.review import (
    ContextsField,
    ConversationField,
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    PairQuestion,
    PartsQuestion,
    RankingQuestion,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    StepsQuestion,
    Suggestion,
    TaxonomyQuestion,
    TextField,
    TextQuestion,
    pull,
    push,
    status,
)

HOSTILE = "<b>& 'x'</b> $text {{ 7*7 }}"
EMOJI = "👩‍👩‍👧 met Bob in\nParis 🏳️‍🌈"
LABELS = ("person", HOSTILE, "שלום")
SCHEMA = ReviewSchema(
    "Every kind",
    (
        ConversationField("chat", "Conversation"),
        TextField("text", "A text"),
        TextField("response_a", "Response A"),
        TextField("response_b", "Response B"),
        ContextsField("contexts", "Contexts"),
    ),
    (
        LabelQuestion("verdict", "Did it help?", ("helped", "declined")),
        MultiLabelQuestion("topics", "Topics", LABELS),
        RatingQuestion("sure", "How sure?", 7),
        TextQuestion("edit", "Better"),
        StepsQuestion("wrong_steps", "Which steps are wrong?", most=4),
        SpanQuestion("names", "Mark names", "text", LABELS),
        PairQuestion("better", "Which is better?", ("response_a", "response_b")),
        RankingQuestion("order", "Best first", ("response_a", "response_b", HOSTILE)),
        TaxonomyQuestion(
            "topic", "Where?", ("Animals > Dogs", "Animals > Cats", f"Plants > {HOSTILE}", "$5")
        ),
        PartsQuestion("bad_turns", "Which turns are bad?", part="turn", none="all good", most=3),
        PartsQuestion("used", "Which contexts support it?", part="context", most=2),
    ),
)
FIELDS = {
    "chat": [
        {"role": "user", "content": f"Hi {HOSTILE}\n  two"},
        {"role": "assistant", "content": ""},
        {"role": "user", "content": EMOJI},
    ],
    "text": EMOJI,
    "response_a": "Yes.",
    "response_b": f"No. {HOSTILE}",
    "contexts": [f"Paris is in France. {HOSTILE}", "Rome is in Italy."],
}
BOB, PARIS = EMOJI.index("Bob"), EMOJI.index("Paris")
SUGGESTED: dict[str, Any] = {
    "verdict": "declined",
    "topics": [HOSTILE],
    "sure": 2,
    "edit": f"Well, {HOSTILE}\nthen",
    "wrong_steps": ["all right"],
    "names": [{"start": BOB, "end": BOB + 3, "label": "person"}],
    "better": "tie",
    "order": {"response_a": 2, "response_b": 1, HOSTILE: 3},
    "topic": ["Animals > Dogs"],
    "bad_turns": ["all good"],
    "used": ["context 1"],
}
ANSWERED: dict[str, Any] = {
    "verdict": "helped",
    "topics": list(LABELS[:2]),
    "sure": 7,
    "edit": f"{EMOJI} <script>",
    "wrong_steps": ["step 2", "step 4"],
    # The last one ends behind a flag of two surrogate pairs, at the very end of the text.
    "names": [
        {"start": BOB, "end": BOB + 3, "label": HOSTILE},
        {"start": PARIS, "end": PARIS + 5, "label": "person"},
        {"start": PARIS + 6, "end": len(EMOJI), "label": "שלום"},
    ],
    "better": "response_b",
    "order": {HOSTILE: 1, "response_b": 2, "response_a": 3},
    "topic": ["Animals > Cats", f"Plants > {HOSTILE}", "$5"],
    "bad_turns": ["turn 1", "turn 3"],
    "used": ["none"],
}


def item(item_id: str = "a") -> ReviewItem:
    suggestions = [Suggestion(name, value, 0.5, "a model") for name, value in SUGGESTED.items()]
    return ReviewItem(item_id, FIELDS, suggestions)


def home(desk: Any, ledger: Ledger, run: str) -> dict[str, Any]:
    return {
        review.item_id: dict(review.values)
        for review in pull(run=run, adapter=desk.adapter, ledger=ledger).reviews
    }


def test_every_kind_makes_the_round_trip(desk: Any, ledger: Ledger, run: str) -> None:
    items = [item("a"), item("b")]
    push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    answers = {"a": ANSWERED, "b": {**SUGGESTED, "names": []}}
    desk.adapter.answer_all(desk.project(run), answers, desk.reviewer_key("ann"))
    desk.adapter.answer_all(desk.project(run), {"a": ANSWERED, "b": ANSWERED}, desk.reviewer_key("bob"))
    pulled = pull(run=run, adapter=desk.adapter, ledger=ledger).reviews
    assert {(one.item_id, one.reviewer): dict(one.values) for one in pulled} == {
        ("a", "ann"): ANSWERED,
        ("b", "ann"): {**SUGGESTED, "names": []},
        ("a", "bob"): ANSWERED,
        ("b", "bob"): ANSWERED,
    }
    assert desk.project(run).asked == SCHEMA.asked
    state = status(run=run, adapters=[desk.adapter], ledger=ledger)
    assert state.disagreements == ["b"]
    assert [one.question for one in state.agreement] == [
        one.name for one in SCHEMA.questions if one.kind != "text"
    ]
    assert {one.items for one in state.agreement} == {2}
    again = push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=Ledger(ledger.path.with_name("new")))
    assert (again.unchanged, desk.counts(run).records) == (2, 2)


CHANGES = {
    "spans in response_a, the project for spans in text": SpanQuestion("names", "N?", "response_a", LABELS),
    r"the project has .*7\*7 \}\}": RankingQuestion("order", "Best?", ("response_a", "response_b")),
    "this run asks for text, the project for conversation": TextField("chat", "Conversation"),
}


def test_a_change_of_what_an_answer_means_is_noticed(desk: Any, ledger: Ledger, run: str) -> None:
    push([item()], SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    for message, change in CHANGES.items():
        parts = {
            part: tuple(change if one.name == change.name else one for one in getattr(SCHEMA, part))
            for part in ("fields", "questions")
        }
        other = ReviewSchema("Every kind", parts["fields"], parts["questions"])
        fields = {**FIELDS, "chat": "text"} if change.name == "chat" else FIELDS
        with pytest.raises(SchemaDriftError, match=message):
            push([ReviewItem("a", fields)], other, run=run, adapter=desk.adapter, ledger=ledger)
