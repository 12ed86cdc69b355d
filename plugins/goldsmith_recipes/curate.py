"""The recipe `curate`: any texts in -> kept and dropped with reasons, and what that did to the data. No model is asked."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel import curate as filters
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.llms import LocalLogprobs
from goldsmith_recipes.curate_options import CurateOptions
from goldsmith_recipes.curate_report import matches, measured, quality, sections, training
from goldsmith_recipes.generation_recipe import GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build"]


def build(rows: Rows, options: CurateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: mend, filter, mask personal data, then duplicates, what is in evaluation sets, and the budget.

    Raises:
        InputError: an option makes no sense, or an evaluation set cannot be read.
        MissingExtraError, ModelError: perplexity is wanted, and what reckons it is not there.
    """
    if options.perplexity:
        LocalLogprobs().check()  # it is asked at the end: what is missing should be said at the beginning
    with Pipeline(name="curate", cache_dir=cache) as pipeline:
        last: Any = LoadDataFromDicts(name="texts", data=joined([rows]))
        for step in [*_filters(options), *_duplicates(options), *_choices(options)]:
            last >> step
            last = step
    return pipeline


def _filters(options: CurateOptions) -> list[Any]:
    code = options.language.lower()
    if code and len(code) != 2:
        raise InputError(f"--language wants a code such as en or de here, got {options.language!r}")
    steps: list[Any] = [
        filters.EncodingFilter(name="encoding", mode="mend"),
        filters.LengthFilter(name="length", max_chars=100_000, max_words=20_000),
        *([filters.LanguageFilter(name="language", allow=[code])] if code else []),
        filters.RepetitionFilter(name="repetition"),
        filters.RefusalFilter(name="refusals"),
        filters.PromptLeakFilter(name="leaks", column="text", prompt_columns=[]),
    ]
    if options.toxicity != "off":
        steps.append(filters.ToxicityFilter(name="toxicity", scorer=options.toxicity))
    if options.topics:
        meanings = {
            name.strip(): words.strip() for name, _, words in (one.partition(":") for one in options.topics)
        }
        allow = list(options.allow) or None
        steps.append(
            filters.TopicFilter(name="topics", topics=meanings, allow=allow, deny=list(options.deny))
        )
    elif options.allow or options.deny:
        raise InputError("--allow and --deny choose among topics: give each with --topic 'name: keywords'")
    return [*steps, filters.PiiFilter(name="personal", mode="mask")]


def _duplicates(options: CurateOptions) -> list[Any]:
    same: dict[str, Any] = {"group": options.group or None, "score": next(iter(options.scores), None)}
    near, meaning = (
        str(Path(options.index, kind)) if options.index else None for kind in ("near", "meaning")
    )
    steps: list[Any] = [
        filters.ExactDuplicates(name="copies", **same),
        filters.NearDuplicates(name="near", seed=options.seed + 1, index=near, **same),
    ]
    return (
        [*steps, filters.SemanticDuplicates(name="meaning", index=meaning, **same)]
        if options.semantic
        else steps
    )


def _choices(options: CurateOptions) -> list[Any]:
    steps: list[Any] = []
    if options.against:
        steps.append(filters.Decontaminate(
            name="evaluation", against=[options.against], against_column=_column_of(options.against)
        ))  # fmt: skip
    if options.budget:
        steps.append(filters.SelectDiverse(
            name="selection", budget=options.budget, scores=list(options.scores), balance=options.balance or None, seed=options.seed
        ))  # fmt: skip
    return steps


def _column_of(file: str) -> str:
    for name in ("question", "instruction", "prompt"):
        with suppress(InputError):
            read_rows(file, name)
            return name
    return "text"


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
    pages={"quality.html": quality, "contamination.html": matches},
)
