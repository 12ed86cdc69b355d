"""From raw text to reviewed labels: Distilabel curates and asks the model, Snorkel joins the votes, people decide the rest.

Copy this file and edit it; `goldsmith run labels` runs it as it stands.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith import __version__
from goldsmith.data import read_rows, row_ids
from goldsmith.filters import apply
from goldsmith.labels import route
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import ExactDuplicates, LanguageFilter, LengthFilter
from goldsmith_distilabel.label import LLMLabel
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.run_folder import Rows, RunFolder, fingerprint
from goldsmith_recipes.synthetic import MarkSynthetic, write_row_template
from goldsmith_recipes.task import LabelTask
from goldsmith_recipes.votes import label_by_votes

__all__ = ["LabelOptions", "build_pipeline", "label_rows", "load_rows", "weak_labels"]


@dataclass(frozen=True)
class LabelOptions:
    """What a run can be told.

    Attributes:
        data: the file of rows; see `goldsmith.data.read_rows` for the kinds.
        text_column: the column to label.
        gold_column: a column of known labels: held back from every labeller, used to score them at the end.
        llm: a model as `goldsmith_distilabel.llms.llm_from` names it.
        language: ISO 639-1 code; rows surely in another language are dropped.
        budget: how many rows people review.
        accept: the least confidence at which a row is accepted without a person, in [0, 1].
    """

    data: Path
    text_column: str = "text"
    gold_column: str | None = None
    llm: str = "local"
    language: str = "en"
    budget: int = 60
    accept: float = 0.8


def load_rows(options: LabelOptions, task: LabelTask) -> tuple[Rows, dict[str, str]]:
    """Return the rows to label and, apart from them, the gold label of each id that has one."""
    rows = read_rows(options.data, options.text_column)
    ids = row_ids([row[options.text_column] for row in rows])
    gold = {}
    if options.gold_column:
        gold = {
            key: row[options.gold_column]
            for key, row in zip(ids, rows, strict=True)
            if row.get(options.gold_column) in task.classes
        }
    provenance = {"technique": "given", "source": options.data.name}
    texts = [row[options.text_column] for row in rows]
    return [
        {"id": key, "text": text, "source": "given", "provenance": provenance}
        for key, text in zip(ids, texts, strict=True)
    ], gold


def build_pipeline(rows: Rows, task: LabelTask, options: LabelOptions) -> Pipeline:
    """Return the Distilabel pipeline: write a few synthetic rows, mark what to drop, ask the model for labels."""
    with Pipeline(name="labels") as pipeline:
        sources: list[Any] = [LoadDataFromDicts(name="given", data=rows)]
        if task.personas:
            personas = LoadDataFromDicts(
                name="personas", data=[{**persona, "document": task.document} for persona in task.personas]
            )
            write = TextGeneration(
                name="write",
                llm=llm_from(options.llm, temperature=0.9, max_new_tokens=60),
                template=write_row_template(),
                columns=["persona", "document", "wish"],
            )
            mark = MarkSynthetic(name="mark_synthetic")
            personas >> write >> mark
            sources.append(mark)
        ask = LLMLabel(
            name="ask",
            llm=llm_from(options.llm),
            instruction=task.instruction,
            labels=task.classes,
            examples=task.examples,
            words=task.words,
        )
        languages = LanguageFilter(name="language", allow=[options.language])
        sources >> ExactDuplicates(name="duplicates") >> LengthFilter(name="length") >> languages >> ask
    return pipeline


def label_rows(rows: Rows, task: LabelTask, options: LabelOptions, folder: RunFolder) -> Rows:
    """Return every row, kept or dropped, with the model's label; a finished result in the folder is not made again."""
    wanted = [
        task.instruction,
        task.classes,
        task.examples,
        task.words,
        task.personas,
        task.document,
        options.llm,
        options.language,
    ]
    key = fingerprint(__version__, Path(__file__).read_text(encoding="utf-8"), rows, *wanted)
    return folder.stage("model", key, lambda: _run(rows, task, options))


def _run(rows: Rows, task: LabelTask, options: LabelOptions) -> Rows:
    distiset = build_pipeline(rows, task, options).run(use_cache=False)
    return [dict(row) for row in distiset["default"]["train"]]


def weak_labels(rows: Rows, task: LabelTask, options: LabelOptions) -> tuple[Rows, Rows]:
    """Return (kept, dropped); a kept row has its votes, the label model's label and confidence, and its route."""
    kept, dropped = apply(rows)
    label_by_votes(kept, task)
    # People's time goes to the user's own rows: a synthetic row is accepted or held, never reviewed.
    for source, budget in (("given", options.budget), ("synthetic", 0)):
        part = [row for row in kept if row["source"] == source]
        confidence = np.array([row["confidence"] for row in part])
        ways = route(confidence, budget, accept=options.accept, ids=[row["id"] for row in part])
        for row, way in zip(part, ways, strict=True):
            row["route"] = way
    return kept, dropped


def preview_rows(options: LabelOptions, task: LabelTask, count: int) -> Rows:
    """Return the first `count` rows curated and labelled by the model; nothing is kept on disk."""
    rows, _ = load_rows(options, task)
    return _run(rows[:count], replace(task, personas=()), options)
