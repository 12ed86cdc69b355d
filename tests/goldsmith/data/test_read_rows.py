"""Reading a user's file: every mistake has one message with its remedy."""

import json
from pathlib import Path

import pytest

from goldsmith.data import open_rows, read_rows, row_ids
from goldsmith.errors import InputError

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "a\u0000b",
    "line\u2028separator",
    "شكرا",
    "👩‍👩‍👧",
    "",
]


@pytest.fixture
def write(tmp_path: Path):
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


def test_hostile_texts_arrive_as_they_are(write) -> None:
    path = write(
        "rows.jsonl", "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in HOSTILE)
    )
    assert [row["text"] for row in read_rows(path)] == HOSTILE


def test_a_lone_surrogate_becomes_the_replacement_character(write) -> None:
    assert read_rows(write("rows.jsonl", '{"text": "a\\ud800b"}'))[0]["text"] == "a\ufffdb"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.jsonl", '{"text": "a", "n": 1}\n\n{"text": "b", "n": 2}\n'),
        ("rows.json", '[{"text": "a", "n": 1}, {"text": "b", "n": 2}]'),
        ("rows.csv", "text,n\na,1\nb,2\n"),
        ("rows.tsv", "text\tn\na\t1\nb\t2\n"),
        ("rows.txt", "a\nb\n"),
    ],
)
def test_each_kind_of_file_gives_the_same_texts(write, name: str, content: str) -> None:
    assert [row["text"] for row in read_rows(write(name, content))] == ["a", "b"]


def test_parquet_and_quoted_csv_round_trip(tmp_path: Path, write) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": ["a", None]}), tmp_path / "rows.parquet")
    assert [row["text"] for row in read_rows(tmp_path / "rows.parquet")] == ["a", ""]
    assert (
        read_rows(write("rows.csv", 'text,n\n"two\nlines, one cell",1\n'))[0]["text"]
        == "two\nlines, one cell"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rows.jsonl", "", "holds no rows"),
        ("rows.jsonl", '{"text": "a"}\n{"text": ', "line 2: not JSON"),
        ("rows.jsonl", '["a"]', "line 1: a list, wanted an object"),
        ("rows.jsonl", '{"body": "a"}', "no column 'text'; there are: body"),
        ("rows.jsonl", '{"text": 7}', "column 'text' holds a int, wanted a string"),
        ("rows.jsonl", b'{"text": "a"}\n{"text": "caf\xe9"}', "line 2: byte 0xe9 is not UTF-8"),
        ("rows.csv", "text,n\na\n", "line 2: 1 fields, the header has 2"),
        ("rows.csv", "text,n\na,1,2\n", "line 2: 3 fields, the header has 2"),
        ("rows.json", '{"text": "a"}', "wanted a list of objects"),
        ("rows.jsonl", "[" * 100_000, "not JSON"),
        ("rows.parquet", "PAR", "not a Parquet file"),
        ("rows.xlsx", "x", "cannot read .xlsx; known: .jsonl"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(
    write, name: str, content: str | bytes, message: str
) -> None:
    path = write(name, content)
    with pytest.raises(InputError, match=message.replace("(", r"\(")) as error:
        read_rows(path)
    assert str(path) in str(error.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_rows(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a folder"):
        read_rows(tmp_path)


def test_one_megabyte_in_a_cell_is_read(write) -> None:
    text = "x" * 1_000_000
    assert read_rows(write("rows.csv", f"text\n{text}\n"))[0]["text"] == text


def test_an_id_depends_on_the_text_alone() -> None:
    before, after = row_ids(["a", "b"]), row_ids(["new", "b", "a"])
    assert before == [after[2], after[1]]
    assert len(set(row_ids(["a", "a", "a"]))) == 3


@pytest.mark.parametrize(
    "content", ['{"n": 1}\n\n{"n": "\\ud800"}\n', '\ufeff\n{"n": 1}\n \n{"n": 2}', '\ufeff{"n": 1}']
)
def test_rows_read_when_asked_for_are_those_read_at_once(write, content: str) -> None:
    path = write("rows.jsonl", content)
    rows, wanted = open_rows(path), read_rows(path, None)
    assert list(rows) == wanted
    assert [rows[-1], *rows[:1]] == [wanted[-1], *wanted[:1]]


def test_a_broken_line_is_named_when_it_is_read(write) -> None:
    rows = open_rows(write("rows.jsonl", b'{"n": 1}\n\n{"n": \n{"n": "\xe9"}\n'))
    assert rows[0] == {"n": 1}
    with pytest.raises(InputError, match="line 3: not JSON"):
        rows[1]
    with pytest.raises(InputError, match="line 4: byte 0xe9 is not UTF-8"):
        rows[2]
    with pytest.raises(IndexError):
        rows[3]


def test_an_empty_file_has_no_rows_to_open(write) -> None:
    with pytest.raises(InputError, match="holds no rows"):
        open_rows(write("rows.jsonl", "\n"))
