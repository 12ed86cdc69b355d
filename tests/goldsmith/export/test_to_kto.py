"""Single responses, desirable or not, in TRL's form."""

from typing import Any

import pytest
from datasets import Dataset

from goldsmith.errors import InputError
from goldsmith.export import to_kto

PAIR = {"id": "a", "prompt": "2 + 2?", "chosen": "4", "rejected": "5", "system_prompt": "Be brief."}


def test_a_pair_gives_both_of_its_responses() -> None:
    good, bad = to_kto([PAIR])
    prompt = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2 + 2?"}]
    assert good == {
        "id": "a", "prompt": prompt, "completion": [{"role": "assistant", "content": "4"}], "label": True,
    }  # fmt: skip
    assert bad == good | {"completion": [{"role": "assistant", "content": "5"}], "label": False}


def test_a_single_response_has_the_label_of_its_column() -> None:
    rows = [
        {"instruction": "2 + 2?", "generation": "4", "verified": True},
        {"instruction": "3 + 3?", "generation": "7", "verified": False},
        {"instruction": "4 + 4?", "generation": "9", "verified": False, "keep": False},
        {"instruction": "5 + 5?", "generation": None, "error": {"kind": "unreadable"}},
    ]
    told = [(one["prompt"][0]["content"], one["label"]) for one in to_kto(rows, label_column="verified")]
    assert told == [("2 + 2?", True), ("3 + 3?", False)]
    assert Dataset.from_list(to_kto(rows, label_column="verified")).column_names == [
        "prompt",
        "completion",
        "label",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"prompt": "a", "generation": "b"}, "row 1, column 'label': expected True or False, got None"),
        ({"prompt": "a", "generation": "b", "label": 1}, "expected True or False, got 1"),
        ({"prompt": "a", "generation": "", "label": True}, "row 1, column 'generation'"),
        ({"prompt": "a", "chosen": "b"}, "row 1, column 'rejected'"),
    ],
)
def test_a_row_that_does_not_fit_is_named(row: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        to_kto([PAIR, row])
