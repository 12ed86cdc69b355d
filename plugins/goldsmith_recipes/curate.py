"""The recipe `curate`: any texts in -> kept and dropped with reasons, and what the kept ones are worth. No model is asked."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith.quality import Report, Section, Table, contamination_page, report
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel import curate as filters
from goldsmith_distilabel.curate.joined import joined
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build", "matches", "measured", "sections", "training"]

_NOTED = {
    "keep", "drop_reason", "duplicate_of", "similarity", "cluster", "repetition_scores", "encoding_damage", "pii",
    "language_probability", "contamination", "provenance", "distilabel_metadata", "error",
}  # fmt: skip


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: mend, filter by rule, mask personal data, then duplicates, then what is in evaluation sets.

    Raises:
        InputError: `--language` is no code of two letters, or an evaluation set cannot be read.
    """
    with Pipeline(name="curate", cache_dir=cache) as pipeline:
        last: Any = LoadDataFromDicts(name="texts", data=joined([rows]))
        for step in _steps(options):
            last >> step
            last = step
    return pipeline


def _steps(options: GenerateOptions) -> list[Any]:
    steps: list[Any] = [
        filters.EncodingFilter(name="encoding", mode="mend"),
        filters.LengthFilter(name="length", max_chars=100_000, max_words=20_000),
    ]
    if options.language:
        if len(options.language) != 2:
            raise InputError(f"--language wants a code such as en or de here, got {options.language!r}")
        steps.append(filters.LanguageFilter(name="language", allow=[options.language.lower()]))
    steps += [
        filters.RepetitionFilter(name="repetition"),
        filters.RefusalFilter(name="refusals"),
        filters.PromptLeakFilter(name="leaks", column="text", prompt_columns=[]),
        filters.PiiFilter(name="personal", mode="mask"),
        filters.ExactDuplicates(name="copies"),
        filters.NearDuplicates(name="near", seed=options.seed + 1),
    ]
    if options.against:
        column = _column_of(options.against)
        steps.append(
            filters.Decontaminate(name="evaluation", against=[options.against], against_column=column)
        )
    return steps


def _column_of(file: str) -> str:
    for name in ("question", "instruction", "prompt"):
        with suppress(InputError):
            read_rows(file, name)
            return name
    return "text"


def training(rows: Rows) -> Rows:
    """Return the kept rows as they were given, with `text` mended and masked, without what the filters noted."""
    return [{name: value for name, value in row.items() if name not in _NOTED} for row in rows]


def measured(rows: Rows) -> dict[str, Any]:
    """Return the share that was kept, why the others were not, and in how many kept rows personal data was masked."""
    kept = [row for row in rows if row.get("keep") is not False]
    dropped = Counter(str(row["drop_reason"]).partition(":")[0] for row in rows if row.get("keep") is False)
    return {
        "kept_share": len(kept) / len(rows) if rows else None,
        "rows_masked": sum(bool(row.get("pii")) for row in kept),
        "dropped": dict(dropped.most_common()),
    }


def sections(found: dict[str, Any]) -> list[Section]:
    """Return how many rows each filter dropped; the pages beside the report have the rest."""
    note = "A row counts under the first filter that dropped it. quality.html measures what was kept."
    return [Table("Dropped, by filter", ["filter", "rows"], list(found["dropped"].items()), note=note)]


def matches(rows: Rows) -> Report | None:
    """Return the page of evaluation items in rows, if any were looked for."""
    return contamination_page(rows) if any("contamination" in row for row in rows) else None


RECIPE = GenerationRecipe(
    name="curate",
    sample="curate_texts.jsonl",
    licence="Apache-2.0",
    column="text",
    build=build,
    training=training,
    shown=("text",),
    grows=True,
    makes="curated rows",
    measured=measured,
    sections=sections,
    asks_a_model=False,
    takes_blanks=True,
    takes_against=True,
    pages={"quality.html": report, "contamination.html": matches},
)
