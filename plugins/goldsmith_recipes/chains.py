"""The recipe `chains`: chains of thought from anywhere -> verified, of middling difficulty, without flaws -> files for trainers."""

from collections import Counter
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.data import derived_id
from goldsmith.errors import InputError
from goldsmith.export import Examples, to_chain_dpo, to_prm, to_reasoning_sft, to_rlvr
from goldsmith.quality import Column, Section, Table
from goldsmith.reason import read_chain
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.reason import DifficultyBand, FilterChains, PassRates, ProcessLabels, VerifyMath
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build", "labelled_steps", "measured", "sections", "training"]

_ONE, _SEVERAL = ("generation", "chain"), ("generations", "chains")
_FEWEST = 4  # chains of a question from which on its pass rate says something
_LAPTOP, _MODEL = (2, 64), (8, 512)  # completions of a step, tokens of each


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: verify, label the steps if asked to, count the right ones, filter by difficulty and by flaws.

    Steps are labelled before wrong chains are set aside, since a reward model learns from these.

    Raises:
        InputError: a question has no chain, or no answer where steps are to be labelled.
    """
    chains = [chain for row in rows for chain in _chains(row)]
    if options.label_steps and (lost := [row["instruction"] for row in chains if not row["answer"]]):
        raise InputError(
            f"--label-steps needs the answer of every question, and there is none to: {lost[0]:.80}"
        )
    with Pipeline(name="chains", cache_dir=cache) as pipeline:
        last: Any = LoadDataFromDicts(name="chains", data=chains)
        for step in _steps(options):
            last >> step
            last = step
    return pipeline


def _steps(options: GenerateOptions) -> list[Any]:
    steps: list[Any] = [VerifyMath(name="verify", column="final_answer", drop=False)]
    if options.label_steps:
        n, tokens = _LAPTOP if options.llm == "local" else _MODEL
        label = ProcessLabels(
            name="label",
            llm=llm_from(options.llm),
            judge=llm_from(options.judge) if options.judge else None,
            method="consensus" if options.judge else "rollouts",
            n=n,
            max_new_tokens=tokens,
            language=options.language,
            seed=options.seed,
        )
        steps.append(label)
    band = DifficultyBand(name="difficulty", fewest=_FEWEST)
    return [*steps, PassRates(name="pass_rates"), band, FilterChains(name="filter")]


def _chains(row: dict[str, Any]) -> Rows:
    """A row for each chain of a question."""
    given = [row[name] for name in _ONE if isinstance(row.get(name), str) and row[name].strip()][:1]
    several = [text for name in _SEVERAL for text in row.get(name) or []] if not given else []
    texts = given or [text for text in several if isinstance(text, str) and text.strip()]
    if not texts:
        raise InputError(
            f"the question {row['question']!r:.80} has no chain: give it a text as {_ONE[0]}, or a list as {_SEVERAL[0]}"
        )
    rest = {name: value for name, value in row.items() if name not in {"question", "id", *_ONE, *_SEVERAL}}
    question = str(row.get("question_id") or row["id"])
    return [
        _read(text)
        | rest
        | {
            "id": derived_id(str(row["id"]), str(sample)),
            "question_id": question,
            "sample": sample,
            "instruction": row["question"],
            "answer": str(row["answer"]) if row.get("answer") is not None else "",
        }
        for sample, text in enumerate(texts)
    ]


def _read(text: str) -> dict[str, Any]:
    found = read_chain(text)
    return {
        "generation": text,
        "chain": found.chain,
        "steps": list(found.steps),
        "response": found.response,
        "final_answer": found.final_answer,
        "finish_reason": "length" if found.problem.startswith("the reasoning does not end") else "stop",
    }


def training(rows: Rows) -> Rows:
    """Return the kept chains as conversations, each answer behind its `<think>` block."""
    return to_reasoning_sft(rows)


def labelled_steps(rows: Rows) -> Examples:
    """Return the labelled steps of all chains that were kept, or set aside for their answer alone."""
    usable = [
        {**row, "keep": True}
        for row in rows
        if row.get("keep") is not False or str(row.get("drop_reason")).startswith("unverified")
    ]
    return to_prm(usable)


def measured(rows: Rows) -> dict[str, Any]:
    """Return how many chains are right and kept, what is wrong with the others, and what the files leave out."""
    known = [row for row in rows if row.get("answer_source") == "gold"]
    kept = [row for row in rows if row.get("keep") is not False]
    rates = {row["question_id"]: row["pass_rate"] for row in known}
    right = [row for row in known if row["verified"]]
    pairs, steps = to_chain_dpo(rows), labelled_steps(rows)
    return {
        "chains_right": len(right) / len(known) if known else None,
        "right_chains_kept": sum(row["verified"] for row in kept) / len(right) if right else None,
        "pairs": len(pairs),
        "labelled_chains": len(steps),
        "flaws": dict(Counter(flag for row in rows for flag in row.get("chain_flags") or []).most_common()),
        "questions_by_pass_rate": dict(Counter(f"{rate:.0%}" for rate in sorted(rates.values()))),
        "left_out": {
            "train": dict(to_reasoning_sft(rows).left_out),
            "pairs": dict(pairs.left_out),
            "steps": dict(steps.left_out),
            "prompts": dict(to_rlvr(kept).left_out),
        },
    }


def sections(found: dict[str, Any]) -> list[Section]:
    """Return what is wrong with chains that were right, how hard the questions are, and what the files leave out."""
    left_out = [[file, why, count] for file, whys in found["left_out"].items() for why, count in whys.items()]
    return [
        Table(
            "Flaws of chains whose answer is right",
            [Column("flaw"), Column("chains")],
            [list(one) for one in found["flaws"].items()],
        ),
        Table(
            "How many chains of a question are right",
            [Column("right"), Column("questions")],
            [list(one) for one in found["questions_by_pass_rate"].items()],
        ),
        Table("What the files leave out", [Column("file"), Column("why"), Column("rows")], left_out),
    ]


RECIPE = GenerationRecipe(
    name="chains",
    sample="chains.jsonl",
    licence="Apache-2.0",
    column="question",
    build=build,
    training=training,
    shown=("instruction", "chain", "final_answer", "answer", "pass_rate"),
    makes="chains of thought",
    measured=measured,
    sections=sections,
    labels_steps=True,
    exports={"prompts.jsonl": to_rlvr},
    exports_of_all={"pairs.jsonl": to_chain_dpo, "steps.jsonl": labelled_steps},
)
