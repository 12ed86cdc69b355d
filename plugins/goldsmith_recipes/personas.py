"""The recipe `personas`: texts -> people and those near them (PersonaHub) -> what each would ask -> chat training rows."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates, RefusalFilter
from goldsmith_distilabel.generate import (
    BestOfN,
    DistinctPersonas,
    PersonaPrompt,
    PersonaToPersona,
    TextToPersona,
)
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "training"]

_SHORT, _LONG = (80, 160), (320, 1024)  # the longest persona and the longest answer, in tokens


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: of each text one person and one near to them (the paper goes on for six rounds).

    With `--judge` the best of four answers is taken, else the only one.
    """
    persona, answer = _SHORT if options.llm == "local" else _LONG
    told: dict[str, Any] = {"language": options.language, "seed": options.seed}
    with Pipeline(name="personas", cache_dir=cache) as pipeline:
        texts = LoadDataFromDicts(name="texts", data=rows)
        people = TextToPersona(name="people", llm=llm_from(options.llm), max_new_tokens=persona, **told)
        near = PersonaToPersona(
            name="near", llm=llm_from(options.llm), rounds=1, max_new_tokens=persona, **told
        )
        distinct = DistinctPersonas(name="distinct")
        ask = PersonaPrompt(name="ask", llm=llm_from(options.llm), max_new_tokens=answer, **told)
        repeats = NearDuplicates(name="repeats", column="instruction")
        refusals = RefusalFilter(name="refusals", column="generation")
        texts >> people >> near >> distinct >> ask >> repeats >> _answer(options, answer) >> refusals
    return pipeline


def _answer(options: GenerateOptions, max_new_tokens: int) -> BestOfN | TextGeneration:
    if options.judge:
        return BestOfN(
            name="answer",
            llm=llm_from(options.llm),
            judge=llm_from(options.judge),
            max_new_tokens=max_new_tokens,
            language=options.language,
            seed=options.seed,
        )
    return TextGeneration(name="answer", llm=llm_from(options.llm, max_new_tokens=max_new_tokens))


def training(rows: Rows) -> Rows:
    """Return the rows as conversations, each with its persona, those without an answer left out.

    >>> row = {"id": "a", "persona": "A baker.", "instruction": "Why does dough rest?", "generation": "To relax."}
    >>> [turn["content"] for turn in training([row])[0]["messages"]]
    ['Why does dough rest?', 'To relax.']
    """
    answered = [row for row in rows if (row["generation"] or "").strip()]
    return sft_rows(answered, "generation", ["persona"])


RECIPE = GenerationRecipe(
    name="personas",
    sample="short_texts.jsonl",
    licence="Apache-2.0",
    column="text",
    build=build,
    training=training,
    shown=("instruction", "persona", "generation", "round"),
)
