"""A task for Inspect."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from goldsmith.data import atomic_path, save_jsonl
from goldsmith.errors import InputError
from goldsmith.export.questions import Question, check_task_name, questions_of

__all__ = ["to_inspect"]

_TASK = '''\
"""The Inspect task {name}, on the data set beside this file."""

from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.dataset import json_dataset
from inspect_ai.scorer import {scorer}
from inspect_ai.solver import {solver}


@task
def {name}() -> Task:
    """Return the task."""
    samples = json_dataset(str(Path(__file__).with_name("{name}_samples.jsonl")))
    return Task(dataset=samples, solver={solver}(), scorer={scorer}())
'''


def to_inspect(
    rows: Iterable[Mapping[str, Any]],
    folder: str | Path,
    name: str,
    *,
    scorer: Literal["match", "includes", "exact", "f1", "model_graded_qa"] = "match",
) -> Path:
    """Write `<name>.py` and `<name>_samples.jsonl`, a task for Inspect, and return the path of the task file.

    `inspect eval FOLDER/NAME.py --model ...` runs it. Rows with `choices` become multiple choice, scored by the letter; others are generated
    and scored by `scorer`. For columns see `goldsmith.export.questions.questions_of`; a `system_prompt` becomes the system message. The
    folder may be moved.

    Args:
        rows: dicts, or a `datasets.Dataset`.
        folder: is made if it is not there; files of that name are replaced.
        name: the task's name: a-z, 0-9 and _.
        scorer: Inspect's scorer of written answers: "match" (the answer ends what is written), "includes", "exact", "f1", or for answers that
            may be put in other words "model_graded_qa", which asks a model.

    Raises:
        InputError: the name or a row cannot be used.
    """
    check_task_name(name)
    questions = questions_of(rows)
    parts = ("choice", "multiple_choice") if questions[0].choices else (scorer, "generate")
    if name in ("json_dataset", *parts):
        raise InputError(f"{name!r} is a name that the task file itself uses: choose another")
    path = Path(folder) / f"{name}.py"
    save_jsonl([_sample(question) for question in questions], path.with_name(f"{name}_samples.jsonl"))
    with atomic_path(path) as draft:
        draft.write_text(_TASK.format(name=name, scorer=parts[0], solver=parts[1]), encoding="utf-8")
    return path


def _sample(question: Question) -> dict[str, Any]:
    asked: Any = question.question
    if question.system_prompt:
        asked = [
            {"role": "system", "content": question.system_prompt},
            {"role": "user", "content": question.question},
        ]
    sample = {"id": question.id, "input": asked, "target": question.answer}
    return sample | (
        {"choices": list(question.choices), "target": question.letter} if question.choices else {}
    )
