"""The recipe `cost`: what accuracy costs with labeling functions, a model and people, from the rows whose labels are known.

Copy this file and edit it; `goldsmith run cost` runs it as it stands.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt
from distilabel.steps import LoadDataFromDicts

from goldsmith import __version__
from goldsmith.data import save_jsonl
from goldsmith.errors import InputError
from goldsmith.labels import CostQualityCurve, EndModel, Labeller, People, cost_quality_curve, map_em
from goldsmith.quality import cost_quality_report
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.label import LLMLabel
from goldsmith_distilabel.llms import check_llm, llm_from
from goldsmith_recipes.run_folder import Rows, RunFolder, fingerprint
from goldsmith_recipes.task import LabelTask
from goldsmith_snorkel import apply_lfs, llm_votes

__all__ = ["CostOptions", "compare_costs"]

Floats = npt.NDArray[np.float64]
_FEWEST = 20  # rows with a known label


@dataclass(frozen=True)
class CostOptions:
    """What a run can be told.

    Attributes:
        llm: a model as `goldsmith_distilabel.llms.llm_from` names it; "" asks none.
        llm_price: of a row it labels.
        person_price: of a row a person labels.
        person_seconds: the time that takes.
        person_accuracy: the share they get right, in [0, 1].
        setup_hours: of writing labeling functions.
        hour_price: of these hours.
        target: the accuracy wanted, None for the knee of the curve.
        budget: the money there is, None without a limit.
    """

    llm: str = "local"
    llm_price: float = 0.0
    person_price: float = 0.1
    person_seconds: float = 10.0
    person_accuracy: float = 0.97
    setup_hours: float = 2.0
    hour_price: float = 50.0
    target: float | None = None
    budget: float | None = None


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
        curve = _curve(_labellers(rows, known, task, options), options)
        best = curve.recommended
        summary = {
            "rows": len(rows), "known": len(known), "options": asdict(options), "reason": curve.reason,
            "recommended": asdict(best), "front": [asdict(point) for point in curve.front],
        }  # fmt: skip
        save_jsonl(rows, folder.rows)
        cost_quality_report(curve, f"What labels of {len(rows)} rows cost").html(folder.report)
        folder.save_json(summary, folder.summary)
    return summary


def _asked(rows: Rows, task: LabelTask, options: CostOptions, folder: RunFolder) -> Rows:
    def ask() -> Rows:
        with Pipeline(name="cost", cache_dir=folder.path / "stages") as pipeline:
            label = LLMLabel(
                name="ask", llm=llm_from(options.llm), instruction=task.instruction, labels=task.classes,
                examples=task.examples, words=task.words,
            )  # fmt: skip
            LoadDataFromDicts(name="given", data=rows) >> label
        return [dict(row) for row in pipeline.run()["default"]["train"]]

    wanted = [task.instruction, task.classes, task.examples, task.words, options.llm]
    return folder.stage("model", fingerprint(__version__, rows, *wanted), ask)


def _labellers(rows: Rows, known: dict[str, str], task: LabelTask, options: CostOptions) -> list[Labeller]:
    """Return each way to label, with how sure it is and where it is right."""
    classes, texts = list(task.classes), [row["text"] for row in rows]
    price = {"setup_hours": options.setup_hours, "setup_money": options.setup_hours * options.hour_price}
    nothing = np.zeros(len(rows))
    found, votes = [Labeller("people alone", nothing, nothing)], []
    if task.functions:
        votes.append(apply_lfs(task.functions, rows, cardinality=len(classes)))
        found.append(
            _labeller(
                "labeling functions", _learnt(votes, texts, len(classes)), rows, known, classes, **price
            )
        )
    if options.llm:
        votes.append(
            llm_votes([row["llm_label"] for row in rows], [row["llm_confidence"] for row in rows], classes)
        )
        told = np.array([_told(row, classes) for row in rows])
        found.append(_labeller("model", told, rows, known, classes, money=options.llm_price))
        learnt = _learnt(votes[-1:], texts, len(classes))
        found.append(
            _labeller(
                "model, and a classifier of its labels", learnt, rows, known, classes, money=options.llm_price
            )
        )
    if len(votes) > 1:
        both = _learnt(votes, texts, len(classes))
        found.append(
            _labeller("functions and model", both, rows, known, classes, money=options.llm_price, **price)
        )
    return found


def _learnt(votes: list[npt.NDArray[np.int8]], texts: list[str], cardinality: int) -> Floats:
    """Return the probabilities of a classifier that learnt the votes of the other rows, [n, k]."""
    fit = map_em(np.column_stack(votes), cardinality)
    return EndModel().out_of_fold(texts, fit.probabilities, fit.covered)


def _told(row: dict[str, Any], classes: list[str]) -> list[float]:
    if row["llm_scores"]:
        return [row["llm_scores"].get(label) or 0.0 for label in classes]
    return [float(label == row["llm_label"]) for label in classes]


def _labeller(
    name: str, p: Floats, rows: Rows, known: dict[str, str], classes: list[str], **price: float
) -> Labeller:
    guesses = [classes[at] for at in p.argmax(axis=1)]
    correct = [
        float(known[row["id"]] == guess) if row["id"] in known else nan
        for row, guess in zip(rows, guesses, strict=True)
    ]
    return Labeller(name, p.max(axis=1).clip(0, 1), correct, **price)


def _curve(labellers: list[Labeller], options: CostOptions) -> CostQualityCurve:
    people = People(options.person_price, options.person_seconds / 3600, options.person_accuracy)
    return cost_quality_curve(labellers, people, target=options.target, budget=options.budget)
