"""From rows to a folder that can be trained from and uploaded."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset
from huggingface_hub import DatasetCard
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.data import open_rows, save_jsonl
from goldsmith.errors import InputError
from goldsmith.export import (
    FORMS,
    chosen_form,
    split_rows,
    to_chain_dpo,
    to_classification,
    training_files,
)
from goldsmith.export.families import families

MADE = {"technique": "Evol-Instruct", "model": "m", "parents": ["q0"], "depth": 1}
ROWS: list[dict[str, Any]] = [
    *({"id": f"q{k}", "instruction": f"What is {k} + {k}?", "generation": str(2 * k)} for k in range(8)),
    {"id": "harder", "instruction": "What is 0 + 0, and why?", "generation": "0.", "provenance": MADE},
    {"id": "gone", "instruction": "x", "generation": "y", "keep": False},
]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_folder_is_what_the_hub_and_datasets_read(tmp_path: Path) -> None:
    done = training_files(ROWS, "sft", tmp_path / "out", held_out={"test": 0.25}, name="Sums", licence="mit")
    assert done.counts == {"train": 7, "test": 2}  # of the nine that were kept
    assert done.left_out == {"dropped or failed": 1}
    found = load_dataset(str(done.folder), cache_dir=str(tmp_path / "cache"))
    assert {name: part.num_rows for name, part in found.items()} == {"train": 7, "test": 2}
    card = DatasetCard.load(done.folder / "README.md")
    assert card.data.to_dict()["task_categories"] == ["text-generation"]
    assert "| Evol-Instruct | 1 | 11.1% |" in card.text
    assert {row["id"] for part in ("train", "test") for row in lines(done.folder / f"{part}.jsonl")} == {
        row["id"] for row in ROWS[:-1]
    }


def test_what_belongs_together_is_in_one_split() -> None:
    # "harder" was made of q0; 1 and 2 ask the same; 3 and 4 have one root.
    rows = [
        {"id": "a", "instruction": "A?"}, {"id": "b", "instruction": "Why  not?"}, {"id": "c", "instruction": "why not?"},
        {"id": "d", "root_id": "r"}, {"id": "e", "root_id": "r"}, {"id": "f", "provenance": {"parents": ["a"]}},
        {"id": "g", "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "A?"}]},
    ]  # fmt: skip
    assert families(rows).tolist() == [0, 1, 1, 3, 3, 0, 0]
    assert families(rows, "root_id").tolist() == [0, 1, 2, 3, 3, 5, 6]


@given(
    st.lists(st.integers(0, 30), min_size=4, max_size=60),
    st.floats(0.05, 0.6),
    st.integers(0, 3),
    st.randoms(use_true_random=False),
)
def test_a_split_leaks_nothing_and_does_not_depend_on_the_order(
    roots: list[int], share: float, seed: int, random: Any
) -> None:
    rows = [{"id": str(number), "root_id": f"r{root}"} for number, root in enumerate(roots)]
    shuffled = random.sample(rows, len(rows))
    try:
        found = split_rows(rows, {"test": share}, seed=seed)
    except InputError:
        with pytest.raises(InputError):
            split_rows(shuffled, {"test": share}, seed=seed)
        return
    again = split_rows(shuffled, {"test": share}, seed=seed)
    train, test = ({row["id"] for row in found[name]} for name in ("train", "test"))
    assert train | test == {row["id"] for row in rows}
    assert not {row["root_id"] for row in found["train"]} & {row["root_id"] for row in found["test"]}
    assert len(test) <= max(1, round(share * len(rows)))
    assert {row["id"] for row in again["test"]} == test


@pytest.mark.parametrize(
    ("held_out", "message"),
    [
        ({"train": 0.1}, "a name other than train"),
        ({"test": 1.0}, "between 0 and 1"),
        ({"../test": 0.1}, "a name other than train"),
        ({"test": float("nan")}, "between 0 and 1"),
        ({"a": 0.5, "b": 0.5}, "leave some to train on"),
        ({"a": 0.05, "b": 0.9}, "too few to give 'train' any"),
    ],
)
def test_splits_that_cannot_be_are_told(held_out: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        split_rows([{"id": "a"}, {"id": "b"}], held_out)


@pytest.mark.parametrize(
    ("row", "form"),
    [
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, "dpo"),
        ({"messages": []}, "sft"),
        ({"instruction": "a", "generation": "b", "chosen": None}, "sft"),
        ({"instruction": "a", "chain": "b", "response": "c"}, "reasoning-sft"),
        ({"instruction": "a", "steps": [], "step_labels": []}, "prm"),
        ({"text": "a", "label": "b"}, "classification"),
    ],
)
def test_a_form_is_told_by_the_columns(row: dict[str, Any], form: str) -> None:
    assert chosen_form([row]) == form
    assert FORMS[form].fits(row)


def test_columns_of_no_form_are_told() -> None:
    with pytest.raises(InputError, match=r"the columns speech fit no form.*sft: messages"):
        chosen_form([{"speech": "Hi"}])
    with pytest.raises(InputError, match="no row to export"):
        chosen_form([])


def test_labels_of_every_kind_go_along_and_rows_without_one_do_not() -> None:
    found = to_classification(
        [{"text": "a", "label": 0}, {"text": "b", "label": ""}, {"text": "c", "label": 0.5}]
    )
    assert found == [{"text": "a", "label": 0}]
    assert found.left_out == {"no label": 2}


def test_nothing_is_written_where_something_is_wrong(tmp_path: Path) -> None:
    rows = [{"text": "a", "label": "x"}, {"text": "b", "label": ""}]
    for told, message in (
        ({"form": "sft", "label_column": "y"}, "the form sft has no label"),
        ({"form": "tulu"}, "there is no form 'tulu'"),
        ({"form": "classification", "label_column": "y"}, "nothing to train on. Left out: 2 rows: no label"),
        ({"form": "sft"}, "row 0, column 'instruction'"),
    ):
        with pytest.raises(InputError, match=message):
            training_files(rows, folder=tmp_path / "out", name="x", **told)  # type: ignore[arg-type]
        assert not (tmp_path / "out").exists()


def test_a_held_out_file_of_an_earlier_export_does_not_stay_behind(tmp_path: Path) -> None:
    training_files(ROWS, "sft", tmp_path, held_out={"test": 0.25}, name="x")
    with pytest.raises(InputError, match=r"holds test\.jsonl too"):
        training_files(ROWS, "sft", tmp_path, name="x")
    training_files(ROWS, "sft", tmp_path, held_out={"test": 0.25}, name="x")


def test_a_file_is_exported_without_being_held(tmp_path: Path) -> None:
    # 12 MB of text in families of two; the shares are exact: 40 and 20 of 400 rows.
    save_jsonl(
        [
            {"id": str(n), "root_id": f"r{n // 2}", "instruction": f"{n}", "generation": "word " * 6_000}
            for n in range(400)
        ],
        tmp_path / "rows.jsonl",
    )
    tracemalloc.start()
    try:
        done = training_files(
            open_rows(tmp_path / "rows.jsonl"), "sft", tmp_path / "out", name="x", pii_kinds=["email"],
            held_out={"test": 0.1, "validation": 0.05}, intended_use="tests",
        )  # fmt: skip
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000
    assert done.counts == {"train": 340, "test": 40, "validation": 20}
    roots = [
        {int(row["id"]) // 2 for row in lines(tmp_path / "out" / f"{name}.jsonl")} for name in done.counts
    ]
    assert sum(map(len, roots)) == len(set.union(*roots)) == 200


def test_pairs_of_a_question_are_made_whole(tmp_path: Path) -> None:
    rows = [
        {"id": f"{n}", "question_id": f"q{n % 5}", "instruction": f"Q{n % 5}?", "chain": f"Because {n}.", "response": f"{n}",
         "final_answer": f"{n}", "verified": n < 12, "keep": n < 12}
        for n in range(22)
    ]  # fmt: skip
    found = training_files(rows, "chain-dpo", tmp_path, name="x", pii_kinds=["email"])
    at_once = to_chain_dpo(rows)
    assert lines(tmp_path / "train.jsonl") == at_once
    assert (found.counts["train"], found.left_out) == (len(at_once), dict(at_once.left_out))
    assert len(at_once) > 5
    answered = [row | {"answer": "7"} for row in rows]
    found = training_files(answered, "rlvr", tmp_path, name="x", pii_kinds=["email"])
    assert (found.counts["train"], found.left_out["another chain of the question"]) == (5, 7)


def test_a_row_that_fits_no_form_is_named_by_its_place_in_the_file(tmp_path: Path) -> None:
    rows = [ROWS[0], ROWS[-1], {"id": "bad", "instruction": "x", "generation": None}]
    with pytest.raises(InputError, match="row 2, column 'generation'"):
        training_files(rows, "sft", tmp_path / "new" / "out", name="x")
    assert not (tmp_path / "new").exists()
