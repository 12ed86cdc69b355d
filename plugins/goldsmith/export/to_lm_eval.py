"""A task for the language model evaluation harness."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from goldsmith.data import atomic_path, save_jsonl
from goldsmith.errors import InputError
from goldsmith.export.questions import Question, check_task_name, questions_of

__all__ = ["to_lm_eval"]

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}")


def to_lm_eval(
    rows: Iterable[Mapping[str, Any]],
    folder: str | Path,
    name: str,
    *,
    answer_pattern: str = "",
    until: Sequence[str] = ("\n\n",),
    max_tokens: int = 256,
) -> Path:
    r"""Write `<name>.yaml` and `<name>_docs.jsonl`, a task for lm-evaluation-harness, and return the path of the YAML file.

    `lm_eval --include_path FOLDER --tasks NAME --model ...` runs it. Rows with `choices` become a multiple-choice task (`acc` and
    `acc_norm`: which choice is the likeliest after the question); others are generated and compared (`exact_match`, without regard to
    case, punctuation and white space at the ends). For columns see `goldsmith.export.questions.questions_of`; a `system_prompt` stands
    before the question.

    The YAML names the data by its full path, as the harness looks for it from where it is started: after a move export again.

    Args:
        rows: dicts, or a `datasets.Dataset`.
        folder: is made if it is not there; files of that name are replaced.
        name: the task's name: a-z, 0-9 and _.
        answer_pattern: a regular expression whose first group is the answer in what a model writes, as `r"answer is (\w+)"`; "" takes all
            that it writes.
        until: where a written answer ends.
        max_tokens: the longest written answer.

    Raises:
        InputError: the name, a row or a setting cannot be used.
    """
    check_task_name(name)
    if max_tokens < 1:
        raise InputError(f"max_tokens is at least 1, got {max_tokens}")
    questions = questions_of(rows)
    choices = bool(questions[0].choices)
    if choices and answer_pattern:
        raise InputError("answer_pattern is for answers that are written; these rows have choices")
    path = Path(folder).resolve() / f"{name}.yaml"
    data = path.with_name(f"{name}_docs.jsonl")
    spared = _read_as_times(questions)
    save_jsonl([_document(question, " " if spared else "") for question in questions], data)
    task = _common(name, data) | (
        _multiple_choice() if choices else _written(answer_pattern, until, max_tokens)
    )
    task |= {"doc_to_target": "{{answer | trim}}"} if spared else {}
    with atomic_path(path) as draft:
        # A line a key, its value as JSON, which is YAML.
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in task.items()]
        draft.write_text("".join(lines), encoding="utf-8")
    return path


def _read_as_times(questions: Sequence[Question]) -> bool:
    """Whether the harness would take all answers for times, and write them its own way: its JSON reader knows ISO 8601.

    Raises:
        InputError: it would take the questions or the choices for times.
    """
    for what, texts in (
        ("questions", [question.question for question in questions]),
        ("choices", [choice for question in questions for choice in question.choices]),
    ):
        if texts and all(map(_TIME.match, texts)):
            raise InputError(
                f"all {what} are dates, which lm-evaluation-harness rewrites: put them in words in at least one row"
            )
    return not questions[0].choices and all(_TIME.match(question.answer) for question in questions)


def _document(question: Question, ending: str) -> dict[str, Any]:
    asked = "\n\n".join(part for part in (question.system_prompt, question.question) if part)
    if question.choices:
        return {
            "id": question.id,
            "question": asked,
            "choices": list(question.choices),
            "answer": question.right,
        }
    return {"id": question.id, "question": asked, "answer": question.answer + ending}


def _common(name: str, data: Path) -> dict[str, Any]:
    return {
        "task": name,
        "dataset_path": "json",
        "dataset_kwargs": {"data_files": {"test": str(data)}},
        "test_split": "test",
        "num_fewshot": 0,
        "metadata": {"version": 1.0},
    }


def _multiple_choice() -> dict[str, Any]:
    return {
        "output_type": "multiple_choice",
        "doc_to_text": "Question: {{question}}\nAnswer:",
        "doc_to_choice": "choices",
        "doc_to_target": "answer",
        "metric_list": [
            {"metric": metric, "aggregation": "mean", "higher_is_better": True}
            for metric in ("acc", "acc_norm")
        ],
    }


def _written(pattern: str, until: Sequence[str], max_tokens: int) -> dict[str, Any]:
    found = [{"function": "regex", "regex_pattern": pattern}] if pattern else []
    return {
        "output_type": "generate_until",
        "doc_to_text": "question",
        "doc_to_target": "answer",
        "generation_kwargs": {"until": list(until), "max_gen_toks": max_tokens, "do_sample": False},
        "filter_list": [
            {
                "name": "answer",
                "filter": [*found, {"function": "remove_whitespace"}, {"function": "take_first"}],
            }
        ],
        "metric_list": [
            {
                "metric": "exact_match",
                "aggregation": "mean",
                "higher_is_better": True,
                "ignore_case": True,
                "ignore_punctuation": True,
            }
        ],
    }
