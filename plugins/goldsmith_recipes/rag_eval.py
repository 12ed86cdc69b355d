"""The recipe `rag-eval`: documents in, a test set for a system that searches them out."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.data import derived_id
from goldsmith.rag import rag_report, to_ragas
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.simulate import RagTestSet
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.rag_eval_report import sections
from goldsmith_recipes.read_folder import read_folder
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build"]

_KEPT = (
    *(
        "id",
        "question",
        "answer",
        "expected",
        "contexts",
        "conversation",
        "kind",
        "persona",
        "style",
        "length",
    ),
    *("evidence", "distractors", "provenance"),
)


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: `count` questions about all documents; of documents that change, only their part is redone."""
    longest = 200 if options.llm == "local" else 768
    with Pipeline(name="rag-eval", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="documents", data=rows)
        questions = RagTestSet(
            name="questions",
            llm=llm_from(options.llm),
            judge=llm_from(options.judge) if options.judge else None,
            num_questions=options.count,
            max_attempts=1 if options.llm == "local" else 5,
            max_new_tokens=longest,
            judge_max_new_tokens=longest,
            language=options.language,
            seed=options.seed,
            state_path=_state_path(options, cache),
        )
        load >> questions
    return pipeline


def _state_path(options: GenerateOptions, cache: Path | None) -> str | None:
    if cache is None:
        return None
    told = (options.llm, options.judge, options.language, str(options.seed))
    prompts = [prompt.sha256 for prompt in RagTestSet.prompts]
    return str(cache / f"questions-{derived_id(*told, *prompts)}.jsonl")


def training(rows: Rows) -> Rows:
    """Return the test set: question, answer and contexts, those that only fill a column left out."""
    return [{name: _said(row[name]) for name in _KEPT} for row in rows]


def _said(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [one for one in value if one.get("text") or one.get("content")]


def measured(rows: Rows) -> dict[str, Any]:
    """Return how many questions of each kind, persona, style and length there are, and why others were rejected."""
    return rag_report(rows).to_dict()


RECIPE = GenerationRecipe(
    name="rag-eval",
    sample="documents",
    licence="Apache-2.0",
    column="text",
    build=build,
    training=training,
    shown=("question", "answer", "kind", "rejected_by"),
    grows=True,
    makes="test questions",
    measured=measured,
    sections=sections,
    read=read_folder,
    saved_as="test_set",
    exports={"ragas.jsonl": to_ragas},
)
