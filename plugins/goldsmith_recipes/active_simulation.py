"""What active learning would have saved, by simulated reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldsmith.data import save_jsonl
from goldsmith.errors import InputError
from goldsmith.labels import text_vectors
from goldsmith.labels.active import Strategy
from goldsmith.quality import Line, Lines, Numbers, Report, Tile
from goldsmith.quality import Rows as RowsBrowser
from goldsmith_recipes.active_learning import Ints, batch_model, chosen_rows
from goldsmith_recipes.active_rows import ActiveOptions, save_labelled, taken_rows
from goldsmith_recipes.run_folder import Rows, RunFolder
from goldsmith_recipes.simulated_reviews import SIMULATED

__all__ = ["simulate"]


@dataclass(frozen=True)
class _Known:
    """Vectors and classes of all rows, and which of them can be bought and which are held out."""

    vectors: Any
    gold: Ints
    pool: Ints
    test: Ints


def simulate(raw: Rows, text_column: str, options: ActiveOptions, folder: RunFolder) -> dict[str, Any]:
    """Let simulated reviewers answer from the known labels, and compare the learning curve with that of random rows.

    A third of the rows, drawn at random, is held out to measure accuracy on. What the first run's reviewers said is saved as data.

    Raises:
        InputError: a row has no known label, or there are fewer than two classes or rows than labels wanted.
    """
    rows = taken_rows(raw, text_column, options)
    classes = sorted({row["label"] for row in rows})
    order = np.random.default_rng(options.seed).permutation(len(rows))
    test, pool = order[: len(rows) // 3], order[len(rows) // 3 :]
    if "" in classes or len(classes) < 2 or len(pool) < options.labels:
        raise InputError(
            f"a simulation needs a label in {options.label_column!r} of every row, two classes, and {options.labels} rows beside "
            f"the third held out; got {len(rows)} rows and the classes {classes}"
        )
    vectors = text_vectors([row["text"] for row in rows], seed=options.seed)
    gold = np.array([classes.index(row["label"]) for row in rows])
    curves: dict[str, list[list[float]]] = {}
    bought: list[tuple[Ints, Ints]] = []
    for strategy in dict.fromkeys((options.strategy, "random")):
        runs = [
            _simulated(strategy, _Known(vectors, gold, pool, test), options, options.seed + run)
            for run in range(options.runs)
        ]
        curves[strategy] = [scores for scores, _, _ in runs]
        bought.append(runs[0][1:])
    answered = [
        rows[at] | {"label": classes[said], "decided_by": "simulated reviewer", "select_rank": rank}
        for rank, (at, said) in enumerate(zip(*bought[0], strict=True), start=1)
    ]
    save_jsonl(answered, folder.rows)
    steps = [min(options.labels, options.batch * (at + 1)) for at in range(len(curves[options.strategy][0]))]
    mean = {name: np.mean(runs, axis=0).round(4).tolist() for name, runs in curves.items()}
    summary = {
        "simulated_reviews": True,
        "labelled": steps,
        "accuracy": mean,
        "tested_on": len(test),
        "runs": options.runs,
    }
    save_labelled(answered, summary, folder, SIMULATED)
    _report(summary, curves, answered).html(folder.report)
    return summary


def _simulated(
    strategy: Strategy, known: _Known, options: ActiveOptions, seed: int
) -> tuple[list[float], Ints, Ints]:
    """Return the accuracy on held-out rows after each batch, the rows bought, and what reviewers said of them."""
    vectors, gold, pool, test = known.vectors, known.gold, known.pool, known.test
    k, rng = int(gold.max()) + 1, np.random.default_rng(seed)
    said = np.where(
        rng.random(len(gold)) < options.error_rate, (gold + rng.integers(1, k, len(gold))) % k, gold
    )
    bought: list[int] = []
    scores: list[float] = []
    p = None
    while len(bought) < options.labels:
        count = min(options.batch, options.labels - len(bought))
        bought += chosen_rows(
            strategy,
            p,
            vectors[pool],
            labelled=np.array(bought, dtype=np.intp),
            count=count,
            seed=seed + len(bought),
        )
        model = batch_model(vectors[pool[bought]], said[pool[bought]], k)
        p = model.predict_proba(vectors[pool])
        scores.append(float((model.predict(vectors[test]) == gold[test]).mean()))
    return scores, pool[bought], said[pool[bought]]


def _report(
    summary: dict[str, Any], curves: dict[str, list[list[float]]], rows: Sequence[dict[str, Any]]
) -> Report:
    steps, accuracy = summary["labelled"], summary["accuracy"]
    tiles = [
        Tile(f"Accuracy, {name}", found[-1], f"with {steps[-1]} labels", "percent")
        for name, found in accuracy.items()
    ]
    lines = [
        Line(name, steps, accuracy[name], np.min(runs, axis=0).tolist(), np.max(runs, axis=0).tolist())
        for name, runs in curves.items()
    ]
    note = f"Mean of {summary['runs']} runs, and from the worst to the best; on {summary['tested_on']} rows held out."
    return Report(
        "Active learning",
        f"{steps[-1]} labels, chosen in batches",
        [
            Numbers("In the end", tiles),
            Lines(
                "Learning curve", lines, x_label="labels", y_label="accuracy", y_style="percent", note=note
            ),
            RowsBrowser("Rows in the order they were chosen", rows, columns=("select_rank", "label", "text")),
        ],
        SIMULATED,
    )
