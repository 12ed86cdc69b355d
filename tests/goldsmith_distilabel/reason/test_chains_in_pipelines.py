"""Fifty rows without a chain before the first with one: stock Distilabel saves them too."""

from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import LoadDataFromDicts
from tests.scripted_llm import ScriptedLLM
from tests.stock import Make, on_stock

from goldsmith.data import provenance
from goldsmith_distilabel.reason import ChainOfThought, RejectionSampling, SelfConsistency


@pytest.mark.parametrize("kind", [ChainOfThought, RejectionSampling, SelfConsistency])
def test_rows_without_a_chain_may_come_first(kind: Any, tmp_path: Path) -> None:
    made = {"answer": "4", "provenance": provenance("given", parents=[{"id": "a book"}])}
    rows = [{"id": f"{n}", "instruction": "bad" if n < 50 else "good", **made} for n in range(52)]
    few = {"n": 2} if "n" in kind.model_fields else {}

    def scenario(make: Make) -> Any:
        llm = ScriptedLLM(rules={"bad": None}, default="<think>Two and two.</think>4")
        with make() as pipeline:
            LoadDataFromDicts(name="load", data=rows, batch_size=50) >> kind(name="chains", llm=llm, **few)
        distiset = pipeline.run(use_cache=False)
        return {row["id"]: row["steps"] for row in distiset["default"]["train"] if row["chain"]}

    found = on_stock(scenario, tmp_path, 60).returned
    assert set(map(tuple, found.values())) == {("Two and two.",)}
    assert len(found) == (4 if kind is RejectionSampling else 2)
