"""The recipe `augment`: from a small labelled set to a larger one, by what helped on the parts of it that were held back.

Copy this file and edit it; `goldsmith run augment` runs it as it stands. Other techniques go into `techniques`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan import (
    NewTexts,
    Plan,
    Technique,
    choose_plan,
    eda_technique,
    neighbour_technique,
    new_texts,
    punctuation_technique,
)
from goldsmith.data import save_dataset, save_jsonl
from goldsmith_distilabel.augment.word_table import word_neighbours
from goldsmith_recipes.augment_report import augment_report, augment_summary
from goldsmith_recipes.augment_rows import AugmentOptions, made_row, taken_rows
from goldsmith_recipes.augment_trial import held_out_scores
from goldsmith_recipes.run_card import save_card
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["AugmentOptions", "augment", "planned", "taken_rows", "techniques"]


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
            [made_row(one, rows, plan, options) for one in part] for part in (made.kept, made.refused)
        )
        summary = augment_summary(plan, rows, kept, refused) | {
            "options": asdict(options),
            "tested": held_out_scores(rows, kept, tests),
        }
        training = [{name: row[name] for name in ("id", "text", "label")} for row in [*rows, *kept]]
        save_jsonl([*rows, *kept], folder.rows)
        save_jsonl(refused, folder.dropped)
        save_jsonl(training, folder.path / "train.jsonl")
        save_dataset(training, folder.path / "train")
        title, files = f"augment: {len(training)} labelled texts", {"train": "train.jsonl"}
        save_card(folder, [*rows, *kept], summary, title=title, files=files, tasks=["text-classification"])
        augment_report(summary, rows, kept, refused).html(folder.report)
        folder.save_json(summary, folder.summary)
    return summary


def planned(rows: Rows, options: AugmentOptions) -> Plan:
    """Return what to make of the rows."""
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    every = techniques(options.language)
    return choose_plan(texts, labels, every, balance=options.balance, gate=options.gate, seed=options.seed)


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
