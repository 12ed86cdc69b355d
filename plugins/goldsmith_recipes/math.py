"""The recipe `math`: questions and answers -> many chains of thought -> right ones without flaws, and beside wrong ones for DPO."""

from collections import Counter
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.export import to_dpo
from goldsmith.quality import Column, Section, Table
from goldsmith.reason import right_and_wrong, think_form
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.reason import FilterChains, Rationalize, RejectionSampling
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "measured", "pairs", "sections", "training"]

_LAPTOP, _MODEL = (4, 256), (16, 4096)  # samples of a question, tokens of a chain


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: rejection sampling, STaR's rationalization of what no sample got right, and a filter for flaws.

    A right answer may stand behind no reasoning, a false sum or a loop: such a chain is set aside. A question without an answer gets that of the majority, and is not rationalized. The packaged model is right once in a
    while at most, so it draws few and short samples: the mechanics, in minutes.
    """
    n, tokens = _LAPTOP if options.llm == "local" else _MODEL
    told: dict[str, Any] = {"max_new_tokens": tokens, "language": options.language, "seed": options.seed}
    with Pipeline(name="math", cache_dir=cache) as pipeline:
        questions = LoadDataFromDicts(name="questions", data=[_question(row) for row in rows])
        sample = RejectionSampling(name="sample", llm=llm_from(options.llm), n=n, pass_unsolved=True, **told)
        rationalize = Rationalize(name="rationalize", llm=llm_from(options.llm), **told)
        questions >> sample >> rationalize >> FilterChains(name="filter")
    return pipeline


def _question(row: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "question"}
    return rest | {"instruction": row["question"], "answer": str(row.get("answer", ""))}


def training(rows: Rows) -> Rows:
    r"""Return the right chains as conversations, each answer behind its `<think>` block.

    >>> row = {"id": "a", "instruction": "2 + 2?", "chain": "Two and two.", "response": "Answer: 4", "answer": "4"}
    >>> told = {"question_id": "q", "answer_source": "gold", "rationalized": False, "pass_rate": 0.5}
    >>> training([row | told])[0]["messages"][1]["content"]
    '<think>\nTwo and two.\n</think>\n\nAnswer: 4'
    """
    thought = [row | {"generation": think_form(row["chain"], row["response"])} for row in rows]
    return sft_rows(thought, "generation", ["question_id", "answer_source", "rationalized", "pass_rate"])


def pairs(rows: Rows) -> Rows:
    """Return right chains beside wrong ones of their question, in the form that TRL's DPO trainer takes."""
    found = right_and_wrong(rows)
    more = ("question_id", "chosen_answer", "rejected_answer")
    return [pair | {name: one[name] for name in more} for pair, one in zip(to_dpo(found), found, strict=True)]


def measured(rows: Rows) -> dict[str, Any]:
    """Return how often the model was right, and of how many questions something is kept."""
    drawn = {row["question_id"]: row for row in rows if row.get("question_id")}
    known = [row for row in drawn.values() if row["answer_source"] == "gold"]
    kept = {row["question_id"] for row in rows if row.get("question_id") and row.get("keep") is not False}
    explained = [row for row in rows if row.get("rationalized")]
    return {
        "samples_right": sum(row["pass_rate"] for row in known) / len(known) if known else None,
        "questions_kept": len(kept) / len(drawn) if drawn else None,
        "rationalized": len(explained),
        "pairs": len(right_and_wrong(rows)),
        "questions_by_pass_rate": dict(
            sorted(Counter(f"{row['pass_rate']:.0%}" for row in drawn.values()).items(), key=_rate)
        ),
        "questions_by_answer_source": dict(Counter(row["answer_source"] for row in drawn.values())),
    }


def _rate(counted: tuple[str, int]) -> int:
    return int(counted[0].rstrip("%"))


def sections(found: dict[str, Any]) -> list[Section]:
    """Return how hard the questions were, and what said which answer is right."""
    rates, sources = found["questions_by_pass_rate"], found["questions_by_answer_source"]
    return [
        Table(
            "How many samples of a question were right",
            [Column("right"), Column("questions")],
            [list(one) for one in rates.items()],
        ),
        Table(
            "What said which answer is right",
            [Column("source"), Column("questions")],
            [list(one) for one in sources.items()],
        ),
    ]


RECIPE = GenerationRecipe(
    name="math",
    sample="math_questions.jsonl",
    licence="Apache-2.0",
    column="question",
    build=build,
    training=training,
    shown=("instruction", "chain", "final_answer", "answer", "pass_rate"),
    makes="chains of thought",
    measured=measured,
    sections=sections,
    exports_of_all={"pairs.jsonl": pairs},
)
