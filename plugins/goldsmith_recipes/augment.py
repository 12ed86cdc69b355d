"""The recipe `augment`: from a small labelled set to a larger one, by what helped on the parts of it that were held back.

Copy this file and edit it; `goldsmith run augment` runs it as it stands. Other techniques go into `techniques`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan import (
    NewText,
    NewTexts,
    Plan,
    Technique,
    choose_plan,
    eda_technique,
    neighbour_technique,
    new_texts,
    punctuation_technique,
)
from goldsmith.data import derived_id, provenance, row_ids, save_dataset, save_jsonl
from goldsmith.errors import InputError
from goldsmith_distilabel.augment.word_table import word_neighbours
from goldsmith_recipes.augment_report import augment_report
from goldsmith_recipes.augment_trial import held_out_scores
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["AugmentOptions", "augment", "planned", "taken_rows", "techniques"]


@dataclass(frozen=True)
class AugmentOptions:
    """What a run can be told.

    Attributes:
        text_column: the text.
        label_column: its label.
        balance: whether small classes get more.
        gate: whether new texts must pass the gate.
        language: of the texts, ISO 639-1.
        seed: of every random choice.
    """

    text_column: str = "text"
    label_column: str = "label"
    balance: bool = False
    gate: bool = True
    language: str = "en"
    seed: int = 0


def techniques(language: str) -> list[Technique]:
    """Return what the plan may choose: synonyms and near words are known in English."""
    if language != "en":
        swaps = ("random swap", "random deletion")
        return [eda_technique(operations=swaps, language=language), punctuation_technique()]
    return [neighbour_technique(word_neighbours()), punctuation_technique(), eda_technique()]


def augment(
    raw: Rows,
    options: AugmentOptions,
    folder: RunFolder,
    say: Callable[[str], None],
    held_out: Rows | None = None,
) -> dict[str, Any]:
    """Plan, make, measure and save; return the summary, which is also in the folder.

    Raises:
        InputError: a row has no text or no label, or there are not two labels of three rows.
    """
    rows, tests = taken_rows(raw, options), taken_rows(held_out or [], options)
    sizes = Counter(row["label"] for row in rows)
    say(
        f"1/3 Look: {len(rows)} rows: {', '.join(f'{count} {label}' for label, count in sizes.most_common())}"
    )
    with folder.locked():
        say("2/3 Plan: try each technique on parts of the set that it has not seen")
        plan = planned(rows, options)
        say(f"    {plan.reason}")
        say("3/3 Make, measure and save")
        made = _made(plan, rows, [row["text"] for row in tests], options)
        for one in made.kept[:: len(made.kept) // 3 or 1][:3]:
            say(f"    {_short(rows[one.parent]['text'])}\n    -> {_short(one.text)} ({one.operation})")
        kept, refused = (
            [_row(one, rows, plan, options) for one in part] for part in (made.kept, made.refused)
        )
        summary = _summary(plan, rows, kept, refused) | {
            "options": asdict(options),
            "tested": held_out_scores(rows, kept, tests),
        }
        training = [{name: row[name] for name in ("id", "text", "label")} for row in [*rows, *kept]]
        save_jsonl([*rows, *kept], folder.rows)
        save_jsonl(refused, folder.dropped)
        save_jsonl(training, folder.path / "train.jsonl")
        save_dataset(training, folder.path / "train")
        augment_report(summary, rows, kept, refused).html(folder.report)
        folder.save_json(summary, folder.summary)
    return summary


def planned(rows: Rows, options: AugmentOptions) -> Plan:
    """Return what to make of the rows."""
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    every = techniques(options.language)
    return choose_plan(texts, labels, every, balance=options.balance, gate=options.gate, seed=options.seed)


def taken_rows(raw: Rows, options: AugmentOptions) -> Rows:
    """Return id, text, label and provenance of each row.

    Raises:
        InputError: a row has no text or no label.
    """
    for number, row in enumerate(raw, start=1):
        for name in (options.text_column, options.label_column):
            if row.get(name) is None or not str(row[name]).strip():
                raise InputError(
                    f"row {number} has no {name}: name the columns with --text-column and --label-column"
                )
    texts = [str(row[options.text_column]) for row in raw]
    return [
        {
            "id": key,
            "text": text,
            "label": str(row[options.label_column]),
            "operation": "",
            "provenance": provenance("given"),
        }
        for key, text, row in zip(row_ids(texts), texts, raw, strict=True)
    ]


def _made(plan: Plan, rows: Rows, held_out: Sequence[str], options: AugmentOptions) -> NewTexts:
    if plan.technique is None:
        return NewTexts()
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    gate = (
        LabelGate(texts, labels, held_out=held_out, language=options.language, seed=options.seed)
        if options.gate
        else None
    )
    return new_texts(plan.technique, texts, labels, plan.per_text, gate, seed=options.seed)


def _short(text: str) -> str:
    return " ".join(text.split())[:90]


def _row(one: NewText, rows: Rows, plan: Plan, options: AugmentOptions) -> dict[str, Any]:
    parent, technique = rows[one.parent], plan.technique.name if plan.technique else ""
    return {
        "id": derived_id(parent["id"], one.operation, one.text),
        "text": one.text,
        "label": one.label,
        "operation": one.operation,
        "original": parent["text"],
        "drop_reason": one.reason,
        "provenance": provenance(technique, operation=one.operation, parents=[parent], seed=options.seed),
    }


def _summary(plan: Plan, rows: Rows, kept: Rows, refused: Rows) -> dict[str, Any]:
    after = Counter(row["label"] for row in [*rows, *kept])
    return {
        "counts": {
            "given": len(rows),
            "new": len(kept),
            "refused": len(refused),
            "training": len(rows) + len(kept),
        },
        "classes": {label: [count, after[label]] for label, count in plan.counts.items()},
        "per_text": dict(plan.per_text),
        "technique": plan.technique.name if plan.technique else None,
        "reason": plan.reason,
        "trials": [asdict(trial) for trial in plan.trials],
        "refused": dict(Counter(row["drop_reason"].partition(":")[0] for row in refused).most_common()),
    }
