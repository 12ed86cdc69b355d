"""Any schema and any rows: what is answered on the real servers is what comes home."""

import random
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.desks import Desk

from goldsmith.review import (
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    RankingQuestion,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    Suggestion,
    TaxonomyQuestion,
    TextField,
    TextQuestion,
    Value,
    pull,
    push,
)
from goldsmith.review.visible import visible

SPECIAL = (
    "two words", "a  b", '"', "'", "&", "<", "&amp;", "<!-- -->", "]]>", "$text", "{{ 7*7 }}", "\\", "/", ",", ";", "%20",
    "שלום עולם", "مرحبا", "\u202eabc", "👩‍👩‍👧", "🏳️‍🌈", "e\u0301", "é", "true", "null", "12", "1.0", "-", "None",
)  # fmt: skip
names = st.sampled_from(SPECIAL) | st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(lambda text: text == text.strip() and " > " not in text)
texts = st.text(max_size=60).filter(lambda text: bool(visible(text).strip()))


@st.composite
def spans(draw: st.DrawFn, text: str, labels: list[str]) -> list[dict[str, Any]]:
    """Up to three passages of `text`, in order, none within another."""
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return [{"start": start, "end": end, "label": draw(st.sampled_from(labels))} for start, end in pairs]


@st.composite
def schemas_and_answers(draw: st.DrawFn) -> tuple[ReviewSchema, dict[str, str], dict[str, dict[str, Value]]]:
    """A schema, {item id: text} and {item id: answers}."""
    labels = draw(st.lists(names, min_size=3, max_size=30, unique=True))
    title = draw(names)
    tree = tuple(f"{label} > {deeper}" for label, deeper in zip(labels, reversed(labels), strict=True))
    schema = ReviewSchema(
        "Any schema",
        (TextField("text", title),),
        (
            LabelQuestion("label", title, tuple(labels)),
            MultiLabelQuestion("topics", title, tuple(labels)),
            RatingQuestion("sure", title, draw(st.integers(2, 10))),
            TextQuestion("edit", title),
            SpanQuestion("marks", title, "text", tuple(labels)),
            RankingQuestion("order", title, tuple(labels)),
            TaxonomyQuestion("place", title, tree),
        ),
    )
    rows = draw(st.dictionaries(names, texts, min_size=3, max_size=6))
    highest = len(schema.questions[2].options)
    answers: dict[str, dict[str, Value]] = {
        item_id: {
            "label": draw(st.sampled_from(labels)),
            "topics": draw(st.lists(st.sampled_from(labels), min_size=1, max_size=4, unique=True)),
            "sure": draw(st.integers(1, highest)),
            "edit": draw(texts),
            "marks": draw(spans(text, labels)),
            "order": {label: rank for rank, label in enumerate(draw(st.permutations(labels)), start=1)},
            "place": draw(st.lists(st.sampled_from(tree), min_size=1, max_size=3, unique=True)),
        }
        for item_id, text in rows.items()
    }
    return schema, rows, answers


def goes_round(
    desk: Desk, folder: Path, schema: ReviewSchema, rows: dict[str, str], answers: dict[str, Any]
) -> None:
    run = f"round-{len(list(folder.iterdir()))}-{folder.name}"
    ledger = Ledger(folder / f"{run}.db")
    items = [
        # What is suggested to a reviewer is what the next one answers.
        ReviewItem(item_id, {"text": text}, [Suggestion(name, value, 0.5) for name, value in suggested.items() if name != "marks"])
        for (item_id, text), suggested in zip(rows.items(), [*answers.values()][1:] + [*answers.values()][:1], strict=True)
    ]  # fmt: skip
    push(items, schema, run=run, adapter=desk.adapter, ledger=ledger)
    project = desk.project(run)
    assert project.asked == schema.asked
    desk.adapter.answer_all(project, answers, desk.reviewer_key("ann"))
    home = {
        one.item_id: dict(one.values) for one in pull(run=run, adapter=desk.adapter, ledger=ledger).reviews
    }
    # Text is shown, and so typed, without what no server can store.
    assert home == {
        item_id: {name: shown(value) for name, value in given.items()} for item_id, given in answers.items()
    }


def shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value


# An example is a project on the server and a dozen requests: there are few, of many names, texts and answers each.
@settings(
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(case=schemas_and_answers())
def test_answers_come_home_as_they_were_given(desk: Desk, tmp_path: Path, case: Any) -> None:
    goes_round(desk, tmp_path, *case)


def test_500_labels_come_home(desk: Desk, tmp_path: Path) -> None:
    dice = random.Random(0)
    labels = tuple(f"{dice.choice(SPECIAL)} {number} {dice.choice(SPECIAL)}" for number in range(500))
    questions = (LabelQuestion("label", "One of 500", labels), MultiLabelQuestion("topics", "Any", labels))
    schema = ReviewSchema("500 labels", (TextField("text", "Text"),), questions)
    rows = {f"row-{number}": "text" for number in range(12)}
    answers: dict[str, Any] = {
        item_id: {"label": dice.choice(labels), "topics": dice.sample(labels, 50)} for item_id in rows
    }
    goes_round(desk, tmp_path, schema, rows, answers)
