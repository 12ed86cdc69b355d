import math
from collections import Counter
from typing import Any

from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel.generate import PreferencePairs

ROW: dict[str, Any] = {
    "id": "r1",
    "instruction": "Name a river of France.",
    "generations": ["The Seine.", "The Thames, which is in England.", "The Loire."],
    "scores": [5.0, 1.25, 4.0],
    "generation_models": ["m1", "m2", "m3"],
}


def paired(row: dict[str, Any], **fields: Any) -> dict[str, Any]:
    step = PreferencePairs(name="pairs", **fields)
    step.load()
    ((out,),) = list(step.process([row]))
    return out


def test_the_best_is_chosen_and_the_worst_rejected_on_request() -> None:
    row = paired(ROW, strategy="lowest")
    assert (row["prompt"], row["chosen"], row["rejected"]) == (
        "Name a river of France.",
        "The Seine.",
        "The Thames, which is in England.",
    )
    assert (row["chosen_score"], row["rejected_score"], row["margin"]) == (5.0, 1.25, 3.75)
    assert (row["chosen_model"], row["rejected_model"]) == ("m1", "m2")
    # "The Seine." has 10 characters and 2 words, the other 32 and 6.
    assert row["length_difference"] == {"characters": -22, "words": -4}
    assert (row["keep"], row["drop_reason"], row["error"]["kind"]) == (True, "", "")
    assert row["provenance"]["parents"] == ["r1"]


def test_the_rejected_one_is_drawn_by_row_and_seed() -> None:
    drawn = Counter(paired(ROW | {"id": str(n)})["rejected"] for n in range(200))
    assert set(drawn) == set(ROW["generations"][1:])
    assert min(drawn.values()) > 65  # 100 expected, with a standard deviation of 7
    assert paired(ROW)["rejected"] == paired(ROW)["rejected"]
    assert len({paired(ROW, seed=seed)["rejected"] for seed in range(20)}) == 2


def test_a_tie_is_dropped_and_says_so() -> None:
    row = paired(ROW | {"scores": [4.0, 4.0, 4.0]})
    assert (row["keep"], row["drop_reason"]) == (False, "preference pair, tie: both score 4")
    assert row["chosen"]  # to be looked at


def test_a_margin_too_small_is_dropped() -> None:
    row = paired(ROW | {"scores": [4.25, 4.0, math.nan]}, margin=0.5)
    assert row["drop_reason"] == "preference pair, margin: 0.25 apart, at least 0.5 wanted"


def test_what_has_no_score_takes_no_part() -> None:
    row = paired(ROW | {"scores": [math.nan, 2.0, None]})
    assert (row["keep"], row["drop_reason"]) == (False, "preference pair, fewer than two rated: 1 of 3")
    assert (row["chosen"], math.isnan(row["chosen_score"])) == ("", True)


def test_two_responses_that_say_the_same_are_no_pair() -> None:
    row = paired(ROW | {"generations": ["Yes.", "Yes. "], "scores": [5, 3]})
    assert row["drop_reason"] == "preference pair, identical: both answers say the same"


def test_scores_that_do_not_match_fail_their_row_alone() -> None:
    row = paired(ROW | {"scores": [1.0]})
    assert row["error"]["kind"] == "InputError"
    assert "got 3 answers, 1 scores" in row["error"]["message"]


def test_a_row_that_was_dropped_passes_by() -> None:
    row = paired(ROW | {"keep": False, "drop_reason": "earlier: no", "scores": None, "generations": None})
    assert (row["keep"], row["drop_reason"], row["chosen"]) == (False, "earlier: no", "")


def test_stock_pipelines_take_the_ratings_of_distilabel_s_own_step() -> None:
    rows = [{"instruction": str(n), "generations": ["a", "b"], "ratings": [5, 1]} for n in range(60)]
    rows.append({"instruction": "last", "generations": ["a", "b"], "ratings": [5, None]})
    with Pipeline(name="pairs") as pipeline:
        load = LoadDataFromDicts(data=rows, batch_size=20)
        load >> PreferencePairs(input_mappings={"scores": "ratings"}, input_batch_size=20)
    table = pipeline.run(use_cache=False)["default"]["train"]
    assert table["chosen"] == ["a"] * 60 + [""]
    assert table["keep"] == [True] * 60 + [False]


def test_saved_pipelines_find_the_step_here() -> None:
    assert PreferencePairs(name="pairs").dump()["type_info"] == {
        "module": "goldsmith_distilabel.generate.preference_pairs",
        "name": "PreferencePairs",
    }
