"""Verified math and code as steps of real pipelines, ours and the stock one."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts
from tests.stock import Make, on_ours, on_stock

from goldsmith_distilabel.reason import VerifyCode, VerifyMath

MATH = [
    {"id": "right", "generation": "9 * 2 = 18. The answer is $18.", "answer": "18"},
    {"id": "wrong", "generation": "The answer is 81.", "answer": "#### 18"},
    {"id": "form", "generation": r"\boxed{\frac{1}{2}}", "answer": "0.5"},
    {"id": "none", "generation": None, "answer": "18"},
    {"id": "before", "generation": "18", "answer": "18", "keep": False, "drop_reason": "length: short"},
]
CODE = [
    {"id": "right", "generation": "```python\ndef f(x):\n    return x + 1\n```", "tests": "assert f(1) == 2\nassert f(2) == 3"},
    {"id": "half", "generation": "def f(x):\n    return 2", "tests": ["assert f(1) == 2", "assert f(2) == 3"]},
    {"id": "hangs", "generation": "def f(x):\n    while True: pass", "tests": "assert f(1) == 2"},
    {"id": "exits", "generation": "import os\nos._exit(0)", "tests": "assert f(1) == 2"},
    {"id": "words", "generation": "I am not sure about that one.", "tests": "assert f(1) == 2"},
    {"id": "untested", "generation": "x = 1", "tests": " "},
    {"id": "odd", "generation": "x = 1", "tests": 3},
    {"id": "none", "generation": None, "tests": "assert x"},
]  # fmt: skip


def verified(step: Any, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    step.load()
    try:
        return {row["id"]: row for row in next(step.process(rows))}
    finally:
        step.unload()


def test_math_is_compared_with_the_gold_answer() -> None:
    found = verified(VerifyMath(name="math"), MATH)
    assert {name: row["verified"] for name, row in found.items()} == {
        "right": True, "wrong": False, "form": True, "none": False, "before": True,
    }  # fmt: skip
    assert {name: row["drop_reason"].partition(":")[0] for name, row in found.items()} == {
        "right": "", "wrong": "unverified", "form": "", "none": "unverified", "before": "length",
    }  # fmt: skip
    assert found["none"]["verdict_reason"] == "generation is a NoneType, wanted a str"


def test_code_is_run_against_its_tests() -> None:
    found = verified(VerifyCode(name="code", workers=2, seconds=2, cpu_seconds=1), CODE)
    assert {name: row["verdict_rule"] for name, row in found.items()} == {
        "right": "passed", "half": "failed", "hangs": "timeout", "exits": "error", "words": "none", "untested": "none",
        "odd": "none", "none": "none",
    }  # fmt: skip
    assert {name: (row["tests_passed"], row["tests_run"]) for name, row in found.items() if row["tests_run"]} == {
        "right": (2, 2), "half": (1, 2), "hangs": (0, 1),
    }  # fmt: skip
    assert found["right"]["code"] == "def f(x):\n    return x + 1\n"
    assert [name for name, row in found.items() if row["keep"]] == ["right"]
    assert found["exits"]["drop_reason"] == (
        "unverified: the code could not be loaded: the code ended its process while it was loaded"
    )
    assert found["untested"]["verdict_reason"] == "there is no test in tests"


def test_a_row_may_keep_its_place_with_its_verdict() -> None:
    found = verified(VerifyCode(name="code", workers=1, drop=False), CODE[1:2])
    assert (found["half"]["keep"], found["half"]["verified"], found["half"]["drop_reason"]) == (
        True,
        False,
        "",
    )


def test_human_eval_s_completions_go_on_with_its_prompts(shared_data: Path) -> None:
    with gzip.open(shared_data / "humaneval" / "HumanEval.jsonl.gz", "rt") as file:
        problems = [json.loads(line) for line in file][:8]
    rows = [
        {
            "id": p["task_id"],
            "prompt": p["prompt"],
            "generation": p["canonical_solution"],
            "tests": f"{p['test']}\ncheck({p['entry_point']})",
        }
        for p in problems
    ]
    found = verified(VerifyCode(name="code", setup_column="prompt", workers=2), rows)
    assert [name for name, row in found.items() if not row["verified"]] == []


@pytest.mark.parametrize(("kind", "rows"), [(VerifyMath, MATH[:3]), (VerifyCode, [CODE[0], CODE[3]])])
def test_they_run_in_stock_distilabel_and_in_our_pipeline_alike(kind: Any, rows: Any, tmp_path: Path) -> None:
    def scenario(make: Make) -> Any:
        with make() as pipeline:
            LoadDataFromDicts(name="load", data=rows) >> kind(name="verify")
        distiset = pipeline.run(use_cache=False)
        found = [*distiset["default"]["train"], *getattr(pipeline, "set_aside", [])]
        return sorted((row["id"], row["verified"], row["keep"]) for row in found)

    alone = verified(kind(name="verify"), rows).values()
    expected = sorted((row["id"], row["verified"], row["keep"]) for row in alone)
    assert on_stock(scenario, tmp_path / "stock", 90).returned == expected
    assert on_ours(scenario, tmp_path / "ours", 90).returned == expected


@pytest.mark.parametrize("kind", [VerifyMath, VerifyCode])
def test_a_saved_step_is_found_again(kind: Any, tmp_path: Path) -> None:
    with StockPipeline(name="saved") as pipeline:
        kind(name="verify")
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = StockPipeline.from_yaml(tmp_path / "pipeline.yaml").dag.get_step("verify")["step"]
    assert again.dump() == kind(name="verify").dump()
