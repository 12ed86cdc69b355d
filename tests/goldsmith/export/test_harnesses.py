"""Tasks for evaluation harnesses, run by the harnesses themselves without a network."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasets import Dataset

from goldsmith.errors import InputError
from goldsmith.export import to_inspect, to_lm_eval
from goldsmith.serving import Environment

# lm_eval's dummy model writes "lol", and Inspect's mockllm what is below.
WRITTEN = [
    {"id": "a", "instruction": "Laugh.", "generation": "LOL!", "keep": True},
    {
        "id": "b",
        "instruction": '{{ 7 * 7 }} in "words"?',
        "generation": "2024-05-01",
        "system_prompt": "Be brief.",
    },
    {"id": "c", "instruction": "dropped", "generation": "x", "keep": False},
]
CHOICES = [
    {"question": "2 + 2?", "choices": ["3", "4", "5"], "answer": 1},
    {"question": "3 + 3?", "choices": ["6", "7", "8"], "answer": 0},
]


ENVIRONMENT = Environment(
    "harnesses",
    Path(__file__).parents[2] / "data" / "export" / "harnesses.txt",
    ("lm_eval", "inspect_ai"),
)


@pytest.fixture(scope="module")
def python() -> Path:
    """The harnesses' own interpreter; built once, in some minutes."""
    return ENVIRONMENT.build()


def run(python: Path, folder: Path, *command: str | Path) -> str:
    """Run a program with nothing of the network and nothing outside the folder."""
    offline = {"HF_HOME": str(folder / "hf"), "HF_HUB_OFFLINE": "1", "HOME": str(folder), "NO_COLOR": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, *map(str, command)],
        env=kept | offline,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_lm_eval_runs_the_tasks(python: Path, tmp_path: Path) -> None:
    to_lm_eval(WRITTEN, tmp_path, "written")
    to_lm_eval(Dataset.from_list(CHOICES), tmp_path, "choices")
    dates = [{"question": f"Day {day}?", "answer": f"2024-05-0{day}"} for day in (1, 2)]
    to_lm_eval(dates, tmp_path, "dates")  # its JSON reader would make times of them
    results = tmp_path / "results"
    options = ("--include_path", tmp_path, "--output_path", results, "--log_samples")
    run(python, tmp_path, "-m", "lm_eval", "--model", "dummy", "--tasks", "written,choices,dates", *options)
    (found,) = results.rglob("results_*.json")
    scores = json.loads(found.read_text())["results"]
    # "lol" is "LOL!" without regard to case and punctuation, and no date.
    assert scores["written"]["exact_match,answer"] == 0.5
    assert 0 <= scores["choices"]["acc,none"] <= 1  # the dummy model draws its likelihoods
    targets = {name: [sample["target"] for sample in samples(results, name)] for name in scores}
    assert targets == {
        "written": ["LOL!", "2024-05-01"],
        "choices": ["1", "0"],
        "dates": ["2024-05-01", "2024-05-02"],
    }
    asked = [sample["arguments"]["gen_args_0"]["arg_0"] for sample in samples(results, "written")]
    assert asked == ["Laugh.", 'Be brief.\n\n{{ 7 * 7 }} in "words"?']


def samples(results: Path, name: str) -> list[dict[str, Any]]:
    (path,) = results.rglob(f"samples_{name}_*.jsonl")
    return sorted(map(json.loads, path.read_text().splitlines()), key=lambda sample: sample["doc_id"])


# With a usage of its own, or else Inspect counts tokens by a file from the network.
INSPECT = """
import json, sys
from inspect_ai import eval
from inspect_ai.model import ModelOutput, ModelUsage, get_model

def answer(messages, *_):
    output = ModelOutput.from_content("mockllm/model", "It is 4. ANSWER: B" if "2 + 2" in messages[-1].text else "Rome")
    output.usage = ModelUsage()
    return output

found = {}
for log in eval(sys.argv[1:], model=get_model("mockllm/model", custom_outputs=answer), display="none", log_dir="logs"):
    assert log.status == "success", log.error
    for sample in log.samples:
        roles = "" if isinstance(sample.input, str) else [message.role for message in sample.input]
        (score,) = sample.scores.values()
        found[f"{log.eval.task} {sample.id}"] = [score.value, roles]
print(json.dumps(found))
"""


def test_inspect_runs_the_tasks(python: Path, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "question": "The capital of Italy?", "answer": "Rome", "system_prompt": "Be brief."},
        {"id": "b", "question": "The capital of France?", "answer": "Paris"},
    ]
    names = [to_inspect(rows, tmp_path, "written").name, to_inspect(CHOICES, tmp_path, "choices").name]
    found = json.loads(run(python, tmp_path, "-c", INSPECT, *names).splitlines()[-1])
    assert found == {
        "written a": ["C", ["system", "user"]],
        "written b": ["I", ""],
        "choices 0": ["C", ""],
        "choices 1": ["I", ""],
    }


def test_the_files_say_what_the_rows_say(tmp_path: Path) -> None:
    path = to_lm_eval(WRITTEN, tmp_path, "written", answer_pattern=r"is (\w+)")
    task = yaml.safe_load(path.read_text(encoding="utf-8"))
    documents = [
        json.loads(line)
        for line in Path(task["dataset_kwargs"]["data_files"]["test"]).read_text().splitlines()
    ]
    assert [document["question"] for document in documents] == [
        "Laugh.",
        'Be brief.\n\n{{ 7 * 7 }} in "words"?',
    ]
    assert task["filter_list"][0]["filter"][0] == {"function": "regex", "regex_pattern": r"is (\w+)"}
    to_inspect(CHOICES, tmp_path, "written")  # beside it: neither takes the other's file
    samples = [json.loads(line) for line in (tmp_path / "written_samples.jsonl").read_text().splitlines()]
    assert [(sample["id"], sample["target"]) for sample in samples] == [("0", "B"), ("1", "A")]
    assert (
        len(
            [
                json.loads(line)
                for line in Path(task["dataset_kwargs"]["data_files"]["test"]).read_text().splitlines()
            ]
        )
        == 2
    )


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


def test_choices_that_the_harness_would_rewrite_are_refused(tmp_path: Path) -> None:
    row = {"question": "When?", "choices": ["2024-05-01", "2024-05-02"], "answer": 0}
    with pytest.raises(InputError, match="all choices are dates"):
        to_lm_eval([row], tmp_path, "dates")


def test_a_name_that_the_inspect_task_uses_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'choice' is a name that the task file itself uses"):
        to_inspect(CHOICES, tmp_path, "choice")
