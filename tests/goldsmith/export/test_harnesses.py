"""Tasks for evaluation harnesses, run by the harnesses themselves without a network."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasets import Dataset

from goldsmith.errors import InputError
from goldsmith.export import to_inspect, to_lm_eval

# lm_eval's dummy model writes "lol", and Inspect's mockllm what is below.
WRITTEN = [
    {"id": "a", "instruction": "Laugh.", "generation": "LOL!", "keep": True},
    {"id": "b", "instruction": "{{ 7 * 7 }} in \"words\"?", "generation": "2024-05-01", "system_prompt": "Be brief."},
    {"id": "c", "instruction": "dropped", "generation": "x", "keep": False},
]
CHOICES = [
    {"question": "2 + 2?", "choices": ["3", "4", "5"], "answer": 1},
    {"question": "3 + 3?", "choices": ["6", "7", "8"], "answer": "6"},
]


def run(folder: Path, *command: str | Path) -> str:
    """Run a program with nothing of the network and nothing outside the folder."""
    offline = {
        "HF_HOME": str(folder / "hf"),
        "HF_HUB_OFFLINE": "1",
        "INSPECT_DISABLE_MODEL_API": "1",
        "HOME": str(folder),
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        env=os.environ | offline,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def harness(tmp_path: Path, name: str) -> dict[str, Any]:
    output = tmp_path / "results"
    run(tmp_path, "lm_eval", "--model", "dummy", "--tasks", name, "--include_path", tmp_path, "--output_path", output)
    (found,) = output.rglob("results_*.json")
    return json.loads(found.read_text())["results"][name]


def test_lm_eval_scores_written_answers(tmp_path: Path) -> None:
    to_lm_eval(WRITTEN, tmp_path, "written")
    # "lol" is "LOL!" without regard to case and punctuation, and no date.
    assert harness(tmp_path, "written")["exact_match,answer"] == 0.5


def test_lm_eval_scores_choices(tmp_path: Path) -> None:
    to_lm_eval(Dataset.from_list(CHOICES), tmp_path, "choices")
    assert 0 <= harness(tmp_path, "choices")["acc,none"] <= 1  # the dummy model draws its likelihoods


def inspected(tmp_path: Path, name: str, model: str) -> dict[str, Any]:
    arguments = ("--model", model, "--log-dir", tmp_path / "logs", "--log-format", "json", "--display", "none")
    run(tmp_path, "inspect_ai", "eval", tmp_path / f"{name}.py", *arguments)
    (log,) = (tmp_path / "logs").glob("*.json")
    found = json.loads(log.read_text())
    assert found["status"] == "success"
    return found


def test_inspect_scores_written_answers_and_choices(tmp_path: Path) -> None:
    rows = [{"id": "a", "question": "Who are you?", "answer": "mockllm/model", "system_prompt": "Be brief."}]
    to_inspect([*rows, {"id": "b", "question": "2 + 2?", "answer": "4"}], tmp_path, "written")
    log = inspected(tmp_path, "written", "mockllm/model")
    # It writes "Default output from mockllm/model".
    assert {sample["id"]: sample["scores"]["match"]["value"] for sample in log["samples"]} == {"a": "C", "b": "I"}
    assert [message["role"] for message in log["samples"][0]["input"]] == ["system", "user"]


def test_the_files_say_what_the_rows_say(tmp_path: Path) -> None:
    path = to_lm_eval(WRITTEN, tmp_path, "written", answer_pattern=r"is (\w+)")
    task = yaml.safe_load(path.read_text(encoding="utf-8"))
    documents = [json.loads(line) for line in Path(task["dataset_kwargs"]["data_files"]["test"]).open()]
    assert [document["question"] for document in documents] == [
        "Laugh.",
        'Be brief.\n\n{{ 7 * 7 }} in "words"?',
    ]
    assert task["filter_list"][0]["filter"][0] == {"function": "regex", "regex_pattern": r"is (\w+)"}
    to_inspect(CHOICES, tmp_path, "written")  # beside it: neither takes the other's file
    samples = [json.loads(line) for line in (tmp_path / "written_samples.jsonl").open()]
    assert [(sample["id"], sample["target"]) for sample in samples] == [("0", "B"), ("1", "A")]
    assert len([json.loads(line) for line in Path(task["dataset_kwargs"]["data_files"]["test"]).open()]) == 2


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "no row was kept"),
        ([{"keep": False}], "no row was kept"),
        ([{"question": "a"}], "row 0, column 'answer': expected a text that is not empty, got nothing"),
        ([{"answer": "a"}], "row 0, column 'question'"),
        ([{"question": "a", "answer": "x", "choices": ["x"]}], "expected 2 to 26 texts"),
        ([{"question": "a", "answer": "x", "choices": ["x", "x"]}], "a choice is there twice"),
        ([{"question": "a", "answer": "z", "choices": ["x", "y"]}], "expected one of the choices"),
        ([{"question": "a", "answer": 2, "choices": ["x", "y"]}], "expected one of the choices"),
        ([{"question": "a", "answer": True, "choices": ["x", "y"]}], "expected one of the choices"),
        ([{"id": 1, "question": "a", "answer": "b"}] * 2, "1 ids are there more than once, as '1'"),
        ([{"question": "a", "answer": "b"}, CHOICES[0]], "export them as two tasks"),
    ],
)
def test_what_is_no_question_is_named(rows: list[dict[str, Any]], says: str, tmp_path: Path) -> None:
    for export in (to_lm_eval, to_inspect):
        with pytest.raises(InputError, match=re.escape(says)):
            export(rows, tmp_path, "task")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "my task", "../up", "Task", "1st", "a\nb", "größe", "class"])
def test_a_name_that_is_no_name_is_refused(name: str, tmp_path: Path) -> None:
    for export in (to_lm_eval, to_inspect):
        with pytest.raises(InputError, match="a task's name"):
            export(CHOICES, tmp_path, name)


def test_answers_may_be_given_by_letter_position_or_text() -> None:
    from goldsmith.export.questions import questions_of

    rows = [{"id": k, "question": "?", "choices": ["x", "B", "A"], "answer": k} for k in (0, "C", "B", "A")]
    # "B" and "A" are choices themselves, which comes before being letters.
    assert [one.answer for one in questions_of(rows)] == ["x", "A", "B", "A"]


def test_a_name_that_the_inspect_task_uses_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'choice' is a name that the task file itself uses"):
        to_inspect(CHOICES, tmp_path, "choice")
