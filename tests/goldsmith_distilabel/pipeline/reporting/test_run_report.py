"""What a run came to, as a table, a sentence and JSON."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from goldsmith.errors import InputError
from goldsmith_distilabel.pipeline.reporting.run_counts import BatchOutcome, RunCounts
from goldsmith_distilabel.pipeline.reporting.run_report import RunReport

STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def report(counts: RunCounts, **changes: Any) -> RunReport:
    told: dict[str, Any] = {"status": "complete", "error": None} | changes
    return RunReport.of(counts, pipeline="news", run="r1", started=STARTED, seconds=83.4, **told)


@pytest.fixture
def counts() -> RunCounts:
    counts = RunCounts(["load", "write", "judge", "export"], generators=["load"])
    counts.add(BatchOutcome("load", 0, 1400, seconds=0.5))
    counts.add(BatchOutcome("write", 1000, 1000, reused=True))
    tokens = {"input_tokens": 123456, "output_tokens": 54321, "requests": 400}
    counts.add(
        BatchOutcome(
            "write", 400, 388, failed={"timeout": 4, "parse: no JSON": 8}, cost=1.23456, seconds=50, **tokens
        )
    )
    counts.add(
        BatchOutcome("judge", 1388, 1300, dropped={"length: 3 words": 80, "duplicate": 8}, seconds=0.25)
    )
    for step in ("load", "write", "judge"):
        counts.finish(step)
    return counts


def printed(renderable: Any, width: int = 100, **options: Any) -> str:
    out = StringIO()
    Console(file=out, width=width, **options).print(renderable)
    return out.getvalue()


def lines(table: Any, width: int = 100) -> list[list[str]]:
    """The words of each line, without the rule below the headings."""
    return [line.split() for line in printed(table, width).splitlines() if "─" not in line]


def test_the_table_says_of_each_step_what_went_in_and_what_became_of_it(counts: RunCounts) -> None:
    # rows/s of step time, reused rows left out: 1400 / 0.5, 400 / 50, 1388 / 0.25.
    assert lines(report(counts).table()) == [
        ["tokens", "tokens"],
        ["step", "in", "out", "failed", "dropped", "reused", "in", "out", "cost", "rows/s"],
        ["load", "-", "1,400", "0", "0", "0", "-", "-", "-", "2,800"],
        ["write", "1,400", "1,388", "12", "0", "1,000", "123,456", "54,321", "1.235", "8.00"],
        ["parse", "8"],
        ["timeout", "4"],
        ["judge", "1,388", "1,300", "0", "88", "0", "-", "-", "-", "5,552"],
        ["length", "80"],
        ["duplicate", "8"],
        ["export", "0", "0", "0", "0", "0", "-", "-", "-", "-"],
        [],
        ["all", "12", "88", "123,456", "54,321", "1.235"],
    ]


def test_an_unknown_price_is_said_and_not_guessed() -> None:
    counts = RunCounts(["a", "b"])
    counts.add(BatchOutcome("a", 1, 1, requests=1, cost=0.5))
    counts.add(BatchOutcome("b", 1, 1, requests=1, cost=None))
    table = lines(report(counts).table())
    assert [line[-2] for line in table[2:4]] == ["0.5", "unknown"]
    assert table[5:] == [["all", "0", "0", "0", "0", "0.5", "+"], ["unknown"]]
    assert "cost 0.5 + unknown" in report(counts).summary()


def test_without_models_and_reused_rows_there_are_no_columns_for_them() -> None:
    counts = RunCounts(["a"])
    counts.add(BatchOutcome("a", 10, 10, seconds=2))
    assert lines(report(counts).table())[0] == ["step", "in", "out", "failed", "dropped", "rows/s"]
    assert lines(report(counts).table())[1] == ["a", "10", "10", "0", "0", "5.00"]


def test_of_many_reasons_the_commonest_are_named_and_the_others_counted() -> None:
    counts = RunCounts(["a"])
    counts.add(BatchOutcome("a", 45, 0, dropped={f"r{rows}": rows for rows in range(1, 10)}))
    # 9 + 8 + 7 + 6 + 5 are named, 4 + 3 + 2 + 1 = 10 are not.
    below = lines(report(counts).table())[2:]
    assert below == [
        ["r9", "9"],
        ["r8", "8"],
        ["r7", "7"],
        ["r6", "6"],
        ["r5", "5"],
        ["4", "others", "10"],
    ]


def test_a_run_that_ended_early_says_where_its_steps_stood(counts: RunCounts) -> None:
    counts.add(BatchOutcome("export", 1, 1))
    table = lines(report(counts, status="interrupted").table())
    assert table[table.index(["unfinished"]) - 1][0] == "export"
    assert ["unfinished"] not in lines(report(counts).table())
    assert ["not", "begun"] in lines(report(RunCounts(["a"]), status="failed", error="no memory").table())


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_console_folds_the_table_and_loses_nothing(counts: RunCounts, width: int) -> None:
    whole = "".join("".join(line) for line in lines(report(counts).table(), 200))
    narrow = "".join("".join(line) for line in lines(report(counts).table(), width))
    assert sorted(narrow) == sorted(whole)


def test_names_and_reasons_have_no_power_over_the_terminal() -> None:
    counts = RunCounts(["[red]a[/red]\x1b[31m"])
    counts.add(
        BatchOutcome("[red]a[/red]\x1b[31m", 2, 0, failed={"\x1b]0;owned\x07": 1}, dropped={"[/bold]": 1})
    )
    out = printed(report(counts).table(), force_terminal=True)
    assert "[red]a[/red]␛[31m" in out
    assert "␛]0;owned␇" in out
    assert "[/bold]" in out
    assert "\x1b]" not in out


def test_a_run_without_steps_has_a_report_too(tmp_path: Path) -> None:
    empty = report(RunCounts([]))
    assert lines(empty.table())[0] == ["step", "in", "out", "failed", "dropped", "rows/s"]
    assert empty.summary() == "Pipeline 'news' is complete after 1:23: no rows out, 0 failed, 0 dropped"
    empty.save(tmp_path / "report.json")
    assert RunReport.load(tmp_path / "report.json") == empty


@pytest.mark.parametrize(
    ("status", "error", "leaves", "set_aside", "said"),
    [
        (
            "complete",
            None,
            ["judge"],
            Path("/runs/aside.jsonl"),
            (
                "Pipeline 'news' is complete after 1:23: 1,300 rows out, 12 failed, 88 dropped, cost 1.235. "
                "The rows that failed or were dropped are in /runs/aside.jsonl"
            ),
        ),
        (
            "interrupted",
            None,
            ["write", "judge"],
            None,
            (
                "Pipeline 'news' was interrupted after 1:23: 1,388 rows out of 'write' and 1,300 rows out of 'judge', "
                "12 failed, 88 dropped, cost 1.235"
            ),
        ),
        (
            "failed",
            "step 'export' failed on row 3: ValueError: no.",
            None,
            None,
            (
                "Pipeline 'news' failed after 1:23: step 'export' failed on row 3: ValueError: no. "
                "0 rows out, 12 failed, 88 dropped, cost 1.235"
            ),
        ),
    ],
)
def test_the_summary_says_what_matters(
    counts: RunCounts,
    status: str,
    error: str | None,
    leaves: Sequence[str] | None,
    set_aside: Path | None,
    said: str,
) -> None:
    assert report(counts, status=status, error=error, leaves=leaves, set_aside=set_aside).summary() == said


def test_the_json_holds_the_figures_reasons_and_examples(counts: RunCounts, tmp_path: Path) -> None:
    report(counts, leaves=["judge"], set_aside=tmp_path / "aside.jsonl").save(
        tmp_path / "runs" / "report.json"
    )
    document = json.loads((tmp_path / "runs" / "report.json").read_text(encoding="utf-8"))
    assert {key: document[key] for key in document if key != "steps"} == {
        "pipeline": "news",
        "run": "r1",
        "status": "complete",
        "error": None,
        "started": "2026-01-02T03:04:05Z",
        "seconds": 83.4,
        "rows_out": {"judge": 1300},
        "set_aside": str(tmp_path / "aside.jsonl"),
    }
    assert document["steps"][1] == {
        "step": "write",
        "rows_in": 1400,
        "rows_out": 1388,
        "failed": [
            {"reason": "parse", "rows": 8, "examples": ["parse: no JSON"]},
            {"reason": "timeout", "rows": 4, "examples": []},
        ],
        "dropped": [],
        "reused_rows": 1000,
        "input_tokens": 123456,
        "output_tokens": 54321,
        "requests": 400,
        "cost": 1.23456,
        "seconds": 50,
        "rows_per_s": 8.0,
        "batches": 2,
        "finished": True,
        "generator": False,
        "used_model": True,
    }
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["report.json"]


@given(
    name=st.text(st.characters(exclude_categories=())),
    reasons=st.dictionaries(st.text(st.characters(exclude_categories=())), st.integers(1, 9)),
    cost=st.none() | st.floats(0, 1e12),
)
def test_what_is_loaded_is_what_was_saved(
    tmp_path_factory: pytest.TempPathFactory, name: str, reasons: dict[str, int], cost: float | None
) -> None:
    counts = RunCounts([name], generators=[name])
    counts.add(BatchOutcome(name, 0, 3, failed=reasons, dropped=reasons, cost=cost, seconds=0.1))
    saved = report(counts, status="failed", error=name)
    path = tmp_path_factory.getbasetemp() / "report.json"
    saved.save(path)
    assert RunReport.load(path) == saved
    lines(saved.table(), 30)
    assert saved.summary()


def test_a_file_that_holds_something_else_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"pipeline": "news"}')
    with pytest.raises(InputError, match=r"other\.json is no report of a run"):
        RunReport.load(tmp_path / "other.json")


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(InputError, match="time zone"):
        RunReport.of(
            RunCounts([]),
            pipeline="p",
            run="r",
            status="complete",
            error=None,
            started=STARTED.replace(tzinfo=None),
            seconds=1,
        )
