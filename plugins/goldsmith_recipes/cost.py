"""The recipe `cost`: what accuracy costs with labeling functions, a model and people, from the rows whose labels are known.

Copy this file and edit it; `goldsmith run cost` runs it as it stands.
"""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith import __version__
from goldsmith.data import save_jsonl
from goldsmith.errors import InputError
from goldsmith.labels import CostQualityCurve, Labeller, People, cost_quality_curve
from goldsmith.quality import cost_quality_report
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.label import LLMLabel
from goldsmith_distilabel.llms import check_llm, llm_from
from goldsmith_recipes.cost_labellers import CostOptions, labellers
from goldsmith_recipes.run_card import save_card
from goldsmith_recipes.run_folder import Rows, RunFolder, fingerprint
from goldsmith_recipes.task import LabelTask
from goldsmith_snorkel import apply_lfs

__all__ = ["CostOptions", "compare_costs", "preview_costs"]

_FEWEST = 20  # rows with a known label


def compare_costs(
    rows: Rows,
    known: dict[str, str],
    task: LabelTask,
    options: CostOptions,
    *,
    folder: RunFolder,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Label all rows in every way there is, and return what a mix of each with people costs and is right.

    Raises:
        InputError: fewer than 20 rows have a known label, or there is neither a function nor a model.
    """
    if len(known) < _FEWEST or not (task.functions or options.llm):
        raise InputError(
            f"{len(known)} rows have a known label, {_FEWEST} are needed (--gold-column), and a task with labeling functions or --llm"
        )
    with folder.locked():
        if options.llm:
            say(f"1/2 Ask {options.llm} for the label of {len(rows)} rows")
            check_llm(llm_from(options.llm))
            rows = _asked(rows, task, options, folder)
        say("2/2 Compare")
        curve = _curve(labellers(rows, known, task, options), options)
        best = curve.recommended
        summary = {
            "rows": len(rows), "known": len(known), "options": asdict(options), "reason": curve.reason,
            "recommended": asdict(best), "front": [asdict(point) for point in curve.front],
        }  # fmt: skip
        save_jsonl(rows, folder.rows)
        save_card(folder, rows, summary, title=f"cost: {len(rows)} texts", files={"train": "rows.jsonl"})
        cost_quality_report(curve, f"What labels of {len(rows)} rows cost").html(folder.report)
        folder.save_json(summary, folder.summary)
    return summary


def preview_costs(rows: Rows, known: dict[str, str], task: LabelTask, options: CostOptions) -> Rows:
    """Return a few rows with what functions and the model say of each beside the known label; nothing is kept on disk."""
    if options.llm:
        found = _pipeline(rows, task, options, None).preview(len(rows), show=False)
        rows = [dict(row) for row in found["default"]["train"]]
    classes = list(task.classes)
    votes = (
        apply_lfs(task.functions, rows, cardinality=len(classes)).tolist()
        if task.functions
        else [[]] * len(rows)
    )
    return [
        row
        | {"known": known.get(row["id"]), "functions": ", ".join(classes[vote] for vote in told if vote >= 0)}
        for row, told in zip(rows, votes, strict=True)
    ]


def _pipeline(rows: Rows, task: LabelTask, options: CostOptions, cache: Path | None) -> Pipeline:
    with Pipeline(name="cost", cache_dir=cache) as pipeline:
        label = LLMLabel(
            name="ask", llm=llm_from(options.llm), instruction=task.instruction, labels=task.classes,
            examples=task.examples, words=task.words,
        )  # fmt: skip
        LoadDataFromDicts(name="given", data=rows) >> label
    return pipeline


def _asked(rows: Rows, task: LabelTask, options: CostOptions, folder: RunFolder) -> Rows:
    def ask() -> Rows:
        pipeline = _pipeline(rows, task, options, folder.path / "stages")
        return [dict(row) for row in pipeline.run()["default"]["train"]]

    wanted = [task.instruction, task.classes, task.examples, task.words, options.llm]
    return folder.stage("model", fingerprint(__version__, rows, *wanted), ask)


def _curve(labellers: list[Labeller], options: CostOptions) -> CostQualityCurve:
    people = People(options.person_price, options.person_seconds / 3600, options.person_accuracy)
    return cost_quality_curve(labellers, people, target=options.target, budget=options.budget)
