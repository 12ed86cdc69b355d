"""Real data for steps to begin with: the recipes' samples, and the data beside the repository."""

import json
from pathlib import Path
from typing import Any

import goldsmith_recipes
from goldsmith.generate import persona_words, split_passages
from goldsmith.verify import constraints_json, draw_constraints

Rows = list[dict[str, Any]]

SAMPLES = Path(goldsmith_recipes.__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"
PASSAGE = 800  # characters


def questions(n: int) -> Rows:
    """Questions of MT-Bench."""
    return cycled(lines(SAMPLES / "mt_bench_questions.jsonl"), n)


def scenarios(n: int) -> Rows:
    """Situations in which somebody writes to an assistant."""
    return cycled(lines(SAMPLES / "conversation_scenarios.jsonl"), n)


def short_texts(n: int) -> Rows:
    """Short texts as different people might write them."""
    return cycled(lines(SAMPLES / "short_texts.jsonl"), n)


def personas(n: int) -> Rows:
    """The people of the conversations' situations."""
    return cycled([{"persona": row["persona"]} for row in lines(SAMPLES / "conversation_scenarios.jsonl")], n)


def constrained(n: int) -> Rows:
    """Questions of MT-Bench, each with two constraints on the response that are stated in it."""
    rows = questions(n)
    for at, row in enumerate(rows):
        constraints = draw_constraints(f"benchmark {at}", 2, words=persona_words(row["instruction"]))
        row["instruction"] += "\n" + " ".join(constraint.text() for constraint in constraints)
        row["constraints"] = constraints_json(constraints)
    return rows


def seed_tasks() -> Rows:
    """The 175 tasks that Self-Instruct began with."""
    return lines(SHARED / "self_instruct" / "seed_tasks.jsonl")


def answered_tasks(n: int) -> Rows:
    """Such tasks with four responses each: their own and those of the next three, which answer something else."""
    tasks = [task for task in seed_tasks() if task["instances"][0]["output"]]
    answers = [task["instances"][0]["output"] for task in tasks]
    rows = [
        {
            "id": task["id"],
            "instruction": "\n".join(filter(None, [task["instruction"], task["instances"][0]["input"]])),
            "generations": [answers[(at + step) % len(answers)][:400] for step in range(4)],
        }
        for at, task in enumerate(tasks)
    ]
    return cycled(rows, n)


def conversations(n: int) -> Rows:
    """Self-Instruct's tasks as conversations of one message and one answer."""
    return [
        row
        | {
            "messages": [
                {"role": "user", "content": row["instruction"]},
                {"role": "assistant", "content": row["generations"][0]},
            ]
        }
        for row in answered_tasks(n)
    ]


def passages(n: int) -> Rows:
    """Passages of technical documents, of each document the first, then of each the second, ..."""
    files = sorted((SHARED / "documents").glob("*.md"))
    if not files:
        raise FileNotFoundError(SHARED / "documents")
    documents = [split_passages(path.read_text(encoding="utf-8"), PASSAGE) for path in files]
    longest = max(map(len, documents))
    texts = [document[at] for at in range(longest) for document in documents if at < len(document)]
    return cycled([{"text": text} for text in texts], n)


def lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def cycled(rows: Rows, n: int) -> Rows:
    """Return `n` rows with ids of their own, the given ones again where there are too few."""
    return [rows[at % len(rows)] | {"id": f"row-{at}"} for at in range(n)]
