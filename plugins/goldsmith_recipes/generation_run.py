"""A recipe that writes new data, from the given rows to training files and a report."""

import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldsmith.data import save_dataset, save_jsonl
from goldsmith.errors import PipelineError
from goldsmith.quality import Report, distinct_n
from goldsmith_distilabel.llms import check_llm, llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.generation_report import generation_report
from goldsmith_recipes.reason_kind import reason_kind
from goldsmith_recipes.run_card import save_card
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["preview_generation", "run_generation"]


def run_generation(
    recipe: GenerationRecipe,
    rows: Rows,
    options: GenerateOptions,
    folder: RunFolder,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Run a recipe and return the summary, which is also in the folder. Safe to repeat and to interrupt.

    Raises:
        GoldsmithError: the data, the model or the pipeline cannot be used, or no row was kept (the report and the rows set
            aside are then in the folder); the message says how to mend it.
    """
    models = [options.llm, options.judge or options.llm, *options.rivals] if recipe.asks_a_model else []
    say(
        f"1/3 Begin with {len(rows)} rows; {f'the model is {options.llm}' if models else 'no model is asked'}"
    )
    for spec in dict.fromkeys(models):
        check_llm(llm_from(spec))
    with folder.locked():
        say("2/3 Write (Distilabel)")
        started = time.monotonic()
        pipeline = recipe.build(rows, options, folder.path / "stages")
        kept = [dict(row) for leaf in pipeline.run().values() for row in leaf["train"]]
        aside = list(pipeline.set_aside)
        say("3/3 Save the training data and the report")
        training = recipe.training(kept)
        save_jsonl(kept, folder.rows)
        save_jsonl(aside, folder.dropped)
        summary = _summary(recipe, rows, kept, aside, training) | {
            "options": vars(options),
            "steps": pipeline.report.to_dict()["steps"] if pipeline.report else [],
            "seconds": round(time.monotonic() - started, 1),
        }
        _save(recipe, options, summary, rows, kept, aside, training, folder)
    if not training:
        raise PipelineError(
            f"No row was kept: {_why(aside)}. Look at {folder.report}{', or try a stronger --llm' if models else ''}"
        )
    return summary


def preview_generation(recipe: GenerationRecipe, rows: Rows, options: GenerateOptions) -> Rows:
    """Return a few rows, kept and set aside; nothing is kept on disk."""
    pipeline = recipe.build(rows, options, None)
    found = pipeline.preview(len(rows), show=False)
    return [*(dict(row) for leaf in found.values() for row in leaf["train"]), *pipeline.set_aside]


def _summary(recipe: GenerationRecipe, rows: Rows, kept: Rows, aside: Rows, training: Rows) -> dict[str, Any]:
    texts = [str(row.get(recipe.shown[0]) or "") for row in kept]
    return {
        "recipe": recipe.name,
        "saved_as": recipe.saved_as,
        "counts": {
            "given": len(rows),
            "kept": len(kept),
            "training": len(training),
            "set_aside": dict(Counter(reason_kind(row) for row in aside).most_common()),
        },
        "diversity": {f"distinct_{n}": distinct_n(texts, n) for n in (1, 2)},
        "measured": recipe.measured([*kept, *aside]),
        "techniques": dict(Counter(row["provenance"]["technique"] for row in kept if row.get("provenance"))),
    }


def _save(  # noqa: PLR0917
    recipe: GenerationRecipe,
    options: GenerateOptions,
    summary: dict[str, Any],
    given: Rows,
    kept: Rows,
    aside: Rows,
    training: Rows,
    folder: RunFolder,
) -> None:
    training_file, training_folder = folder.path / f"{recipe.saved_as}.jsonl", folder.path / recipe.saved_as
    if training:
        save_jsonl(training, training_file)
        save_dataset(training, training_folder)
        for name, made in recipe.exports.items():
            save_jsonl(made(kept), folder.path / name)
        for name, page in recipe.pages.items():
            _save_page(page(given, [*kept, *aside], options), folder.path / name)
    else:  # what an earlier run left would pass for this one's
        shutil.rmtree(training_folder, ignore_errors=True)
        for name in (training_file.name, *recipe.exports, *recipe.pages):
            (folder.path / name).unlink(missing_ok=True)
    for name, made in recipe.exports_of_all.items():
        save_jsonl(made([*kept, *aside]), folder.path / name)
    save_card(
        folder,
        kept if training else [],
        summary,
        title=f"{recipe.name}: {len(training)} {recipe.makes}",
        files={"train": training_file.name},
        shown=recipe.shown,
        description="Simulated: no person took part in what it measures." if recipe.simulated else "",
    )
    generation_report(recipe, summary, given, kept, aside).html(folder.report)
    folder.save_json(summary, folder.summary)


def _save_page(page: Report | None, path: Path) -> None:
    if page:
        page.html(path)
    else:
        path.unlink(missing_ok=True)


def _why(aside: Rows) -> str:
    common = Counter(reason_kind(row) for row in aside).most_common(3)
    return "; ".join(f"{count} rows: {reason}" for reason, count in common) or "the pipeline wrote none"
