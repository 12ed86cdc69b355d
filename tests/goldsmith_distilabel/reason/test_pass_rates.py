import math
from typing import Any

from goldsmith_distilabel.reason import PassRates


def rated(*rows: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    step = PassRates(name="rates", **fields)
    step.load()
    found: list[dict[str, Any]] = next(step.process(list(rows)))
    step.unload()
    return found


def chain(question: str, right: Any, **more: Any) -> dict[str, Any]:
    return {"question_id": question, "verified": right, "verdict_reason": "4 is not 5", "answer": "5", **more}


def test_the_rate_is_that_of_the_question_over_all_its_chains() -> None:
    found = rated(chain("a", True), chain("b", False), chain("a", False), chain("a", False), chain("b", True))
    assert [row["pass_rate"] for row in found] == [1 / 3, 0.5, 1 / 3, 1 / 3, 0.5]
    assert [row["samples"] for row in found] == [3, 2, 3, 3, 2]
    assert [row["keep"] for row in found] == [True, False, False, False, True]
    assert found[1]["drop_reason"] == "unverified: 4 is not 5"


def test_what_nobody_knows_is_neither_right_nor_wrong() -> None:
    for nothing in (None, "", " ", True):
        (row,) = rated(chain("a", False, answer=nothing))
        assert math.isnan(row["pass_rate"])
        assert (row["samples"], row["answer_source"], row["keep"]) == (0, "none", True)
    (row,) = rated(chain("a", True, answer=0))
    assert (row["samples"], row["answer_source"]) == (1, "gold")


def test_a_chain_set_aside_before_counts_and_keeps_its_reason_and_a_wrong_one_may_keep_its_place() -> None:
    early = chain("a", True, keep=False, drop_reason="length: short")
    found = rated(early, chain("a", False))
    assert [(row["pass_rate"], row["drop_reason"]) for row in found] == [
        (0.5, "length: short"),
        (0.5, "unverified: 4 is not 5"),
    ]
    assert rated(chain("a", False), drop=False)[0]["keep"] is True
