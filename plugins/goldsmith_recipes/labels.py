"""From raw text to reviewed labels: Distilabel curates and asks the model, Snorkel joins the votes, people decide the rest.

Once people have answered, the labels of the rows nobody saw are fitted anew (`refit_labels`). Copy this file and edit it; `goldsmith run labels` runs it as it stands.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith import __version__
from goldsmith.errors import PipelineError
from goldsmith.filters import apply
from goldsmith.labels import route
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import ExactDuplicates, LanguageFilter, LengthFilter
from goldsmith_distilabel.label import LLMLabel
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.every_row import every_row
from goldsmith_recipes.label_data import LabelOptions
from goldsmith_recipes.review_order import write_review_order
from goldsmith_recipes.run_folder import Rows, RunFolder, fingerprint
from goldsmith_recipes.synthetic import MarkSynthetic, write_row_template
from goldsmith_recipes.task import LabelTask
from goldsmith_recipes.votes import label_by_votes

__all__ = ["build_pipeline", "label_rows", "preview_rows", "weak_labels"]


def build_pipeline(
    rows: Rows, task: LabelTask, options: LabelOptions, cache_dir: Path | None = None
) -> Pipeline:
    """Return the Distilabel pipeline: write a few synthetic rows, mark what to drop, ask the model for labels."""
    with Pipeline(name="labels", cache_dir=cache_dir) as pipeline:
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
    return folder.stage("model", key, lambda: _labelled(rows, task, options, folder.path / "stages"))


def _labelled(rows: Rows, task: LabelTask, options: LabelOptions, cache_dir: Path) -> Rows:
    pipeline = build_pipeline(rows, task, options, cache_dir)
    labelled = every_row(pipeline.run(), pipeline)
    if len(labelled) != len(rows) + len(task.personas):
        raise PipelineError(
            f"{len(rows)} rows and {len(task.personas)} personas went in, {len(labelled)} rows came out: run again"
        )
    return labelled


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
    write_review_order(kept)
    return kept, dropped


def preview_rows(rows: Rows, task: LabelTask, options: LabelOptions) -> Rows:
    """Return a few rows curated and labelled by the model; nothing is kept on disk."""
    pipeline = build_pipeline(rows, replace(task, personas=()), options)
    return every_row(pipeline.preview(len(rows), show=False), pipeline)
