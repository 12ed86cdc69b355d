"""What a run shows while it goes: drawn on real consoles, with a clock that goes as told."""

import io
import logging
import os
import pty
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.logging import RichHandler

from goldsmith_distilabel.pipeline.reporting.live_view import live_view
from goldsmith_distilabel.pipeline.reporting.pace import Left, Pace
from goldsmith_distilabel.pipeline.reporting.progress import PipelineProgress
from goldsmith_distilabel.pipeline.reporting.run_counts import BatchOutcome, RunCounts

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def terminal(width: int = 80, height: int = 24) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=width, height=height, force_terminal=True, color_system=None), out


def a_file() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=80), out


def drawn(counts: RunCounts, pace: Pace, width: int = 80, height: int = 24) -> list[str]:
    """The lines of one frame, without the spaces at their ends."""
    console, out = terminal(width, height)
    console.print(live_view(counts, pace, 12, console.size))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def at_work(clock: Clock) -> tuple[RunCounts, Pace]:
    """Rows loaded, half of them written at ten a second, and a judge that waits."""
    counts = RunCounts(["load", "write", "judge"], generators=["load"], clock=clock)
    pace = Pace(counts)
    counts.expect("load", 200)
    counts.add(BatchOutcome("load", 0, 200))
    counts.finish("load")
    counts.expect("write", 200)
    for _ in range(10):
        clock.now += 1
        counts.add(
            BatchOutcome(
                "write",
                10,
                9,
                failed={"parse": 1},
                input_tokens=300,
                output_tokens=100,
                cost=0.0125,
                seconds=1,
            )
        )
        pace.look()
    return counts, pace


def test_the_view_has_a_bar_a_step_and_a_line_for_all(clock: Clock) -> None:
    # write: 100 of 200 rows and 4,000 tokens in 10 s, so 10 s are left at least, as the judge has no known end.
    # 80 columns, the last left free: 5 + 9 + 7 + 9 + 9 + 11 + 5 + 2 between them leave 32, the widest bar.
    lines = drawn(*at_work(clock), width=120)
    bar = "━" * 32
    assert lines == [
        f"load   {bar}  200/200",
        f"write  {bar[:16]}{' ' * 16}  100/200  10.0 rows/s  400 tok/s  10 failed  0.125",
        f"judge  {' ' * 32}        0",
        "elapsed 0:12 · left at least 0:10 · cost 0.125 · 10 failed",
    ]


def test_on_a_narrow_terminal_columns_give_way_and_no_line_is_wider_than_it(clock: Clock) -> None:
    counts, pace = at_work(clock)
    for width in range(1, 130):
        assert all(len(line) <= width for line in drawn(counts, pace, width))
    # 44 columns less 5 + 7 + 9 and four gaps leave 15 for the bar, of which half is full.
    assert drawn(counts, pace, 45)[1].split() == ["write", "━━━━━━━╸", "100/200", "10", "failed"]
    assert drawn(counts, pace, 20)[1].split() == ["write", "100/200"]


def test_on_a_low_terminal_the_steps_at_work_are_shown_and_the_others_counted(clock: Clock) -> None:
    counts = RunCounts([f"step {number}" for number in range(30)], clock=clock)
    for number in range(10):
        counts.finish(f"step {number}")
    counts.add(BatchOutcome("step 20", 1, 1))
    lines = drawn(counts, Pace(counts), height=6)
    assert [line.split("  ")[0] for line in lines] == [
        "step 10",
        "step 11",
        "step 20",
        "and 27 steps more",
        "elapsed 0:12 · left -",
    ]
    assert drawn(counts, Pace(counts), height=1) == ["elapsed 0:12 · left -"]


def test_a_long_name_keeps_both_its_ends(clock: Clock) -> None:
    counts = RunCounts(["instruction_generation_0", "instruction_generation_1"], clock=clock)
    # 26 columns less "0" and two gaps leave 21 for the name, and none for a bar: ten cells, an ellipsis and ten.
    names = [line.split()[0] for line in drawn(counts, Pace(counts), 27)[:2]]
    assert names == ["instructio…neration_0", "instructio…neration_1"]


def test_names_are_shown_as_they_are_and_have_no_power(clock: Clock) -> None:
    counts = RunCounts(["[red]a[/red]", "\x1b[31mb\n", "漢字", ":smile:", "[/"], clock=clock)
    names = [line.split()[0] for line in drawn(counts, Pace(counts), 100)[:-1]]
    assert names == ["[red]a[/red]", "␛[31mb", "漢字", ":smile:", "[/"]


def test_a_step_that_proves_longer_than_expected_has_no_total_any_more(clock: Clock) -> None:
    counts = RunCounts(["write"], clock=clock)
    counts.expect("write", 10)
    counts.add(BatchOutcome("write", 10, 10))
    assert drawn(counts, Pace(counts))[0].split()[-1] == "10/10"
    counts.add(BatchOutcome("write", 10, 10))
    assert drawn(counts, Pace(counts))[0].split()[-1] == "20"
    counts.finish("write")
    assert drawn(counts, Pace(counts))[0].split()[1:] == ["━" * 32, "20/20"]


def test_huge_counts_stay_short(clock: Clock) -> None:
    counts = RunCounts(["write"], clock=clock)
    counts.expect("write", 10**15)
    counts.add(BatchOutcome("write", 12_345_678, 12_345_678))
    assert drawn(counts, Pace(counts))[0].split()[-1] == "12.3M/1,000T"


def test_the_rate_is_that_of_the_last_half_minute(clock: Clock) -> None:
    counts, pace = at_work(clock)
    for _ in range(60):
        clock.now += 1
        counts.add(BatchOutcome("write", 2, 2, seconds=1))
        pace.look()
    assert pace.rate(counts["write"]).rows == 2


def test_a_step_that_takes_minutes_for_a_batch_has_a_steady_rate(clock: Clock) -> None:
    counts = RunCounts(["write"], clock=clock)
    pace = Pace(counts)
    rates = []
    for second in range(1, 601):
        clock.now += 1
        if second % 120 == 0:
            counts.add(BatchOutcome("write", 60, 60, seconds=120))
        pace.look()
        rates.append(pace.rate(counts["write"]).rows)
    assert rates[:119] == [None] * 119
    # 0.5 rows/s whenever a batch has just come; just before the second, 60 rows have taken 239 s.
    assert rates[119::120] == [0.5] * 5
    assert min(rates[119:]) == 60 / 239


def test_the_rate_of_a_step_that_stands_still_sinks(clock: Clock) -> None:
    counts, pace = at_work(clock)
    clock.now += 90
    pace.look()
    assert (
        pace.rate(counts["write"]).rows == 70 / 97
    )  # 70 rows in the last seven seconds at work, and none in 90 s


def test_a_finished_step_keeps_its_rate_from_beginning_to_end(clock: Clock) -> None:
    counts, pace = at_work(clock)
    counts.finish("write")
    clock.now += 1000
    pace.look()
    assert pace.rate(counts["write"]).rows == 10


def test_rows_of_an_earlier_run_are_done_at_once_and_not_fast(clock: Clock) -> None:
    counts = RunCounts(["write"], clock=clock)
    pace = Pace(counts)
    counts.expect("write", 1000)
    counts.add(BatchOutcome("write", 900, 900, reused=True))
    pace.look()
    assert pace.left() == Left(None, at_least=True)
    clock.now += 5
    counts.add(BatchOutcome("write", 10, 10, seconds=5))
    pace.look()
    assert pace.rate(counts["write"]).rows == 2
    assert pace.left() == Left(45, at_least=False)  # 90 rows at 2 a second


def test_a_step_with_all_its_rows_from_an_earlier_run_leaves_no_doubt(clock: Clock) -> None:
    counts = RunCounts(["a"], clock=clock)
    pace = Pace(counts)
    counts.expect("a", 50)
    counts.add(BatchOutcome("a", 50, 50, reused=True))
    pace.look()
    assert pace.left() == Left(0, at_least=False)


def test_the_time_left_is_that_of_the_slowest_step(clock: Clock) -> None:
    counts = RunCounts(["a", "b"], clock=clock)
    pace = Pace(counts)
    counts.expect("a", 100)
    counts.expect("b", 100)
    clock.now += 10
    counts.add(BatchOutcome("a", 50, 50, seconds=10))  # 10 s left
    counts.add(BatchOutcome("b", 10, 10, seconds=10))  # 90 s left
    pace.look()
    assert pace.left() == Left(90, at_least=False)


def test_the_time_left_follows_news_slowly_and_counts_down_between(clock: Clock) -> None:
    counts = RunCounts(["a"], clock=clock)
    pace = Pace(counts)
    counts.expect("a", 100)
    clock.now += 10
    counts.add(BatchOutcome("a", 50, 50, seconds=10))
    pace.look()
    clock.now += 1
    assert pace.left() == Left(9, at_least=False)
    counts.expect("a", 1050)  # at 50 rows in 11 s, the new estimate is 220 s
    pace.look()
    # After 1 s of a time constant of 5 s, 1 - exp(-1/5) = 0.18127 of the way from 9 to 220 s.
    assert pace.left().seconds == pytest.approx(9 + 0.18127 * 211, abs=0.01)


def test_a_terminal_is_drawn_on_four_times_a_second_at_most(clock: Clock) -> None:
    console, out = terminal()
    counts = RunCounts(["write"], clock=clock)
    with PipelineProgress(counts, console) as progress:
        for _ in range(1024):
            clock.now += 1 / 256
            progress.refresh()
    # The first frame, four in each of four seconds and, to be erased, the last.
    assert out.getvalue().count("elapsed") == 1 + 16 + 1


def test_afterwards_the_terminal_is_as_it_was(clock: Clock) -> None:
    console, out = terminal()
    counts, _ = at_work(clock)
    with PipelineProgress(counts, console) as progress:
        clock.now += 1
        progress.refresh()
    assert out.getvalue().count(HIDE) == out.getvalue().count(SHOW) == 1
    assert screen(out.getvalue()) == ""


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
def test_an_exception_passes_and_leaves_the_terminal_clean(clock: Clock, error: type[BaseException]) -> None:
    console, out = terminal()
    counts, _ = at_work(clock)
    with pytest.raises(error), PipelineProgress(counts, console):
        raise error
    assert out.getvalue().rstrip().rfind(SHOW) > out.getvalue().rfind(HIDE)
    assert screen(out.getvalue()) == ""


def test_a_note_stands_above_the_bars_and_stays(clock: Clock) -> None:
    console, out = terminal()
    counts, _ = at_work(clock)
    with PipelineProgress(counts, console) as progress:
        progress.note("[bold]retry[/bold] \x1b[2Jin 3 s :smile:")
        during = screen(out.getvalue())
    assert during.splitlines()[0] == "[bold]retry[/bold] ␛[2Jin 3 s :smile:"
    assert during.splitlines()[-1].startswith("elapsed")
    assert screen(out.getvalue()) == "[bold]retry[/bold] ␛[2Jin 3 s :smile:"


def test_a_terminal_that_changes_its_size_is_drawn_on_as_it_is_then(clock: Clock) -> None:
    console, out = terminal(100)
    counts, _ = at_work(clock)
    with PipelineProgress(counts, console) as progress:
        for width, height in ((20, 24), (1, 1), (200, 3)):
            console.size = (width, height)  # type: ignore[assignment]
            out.seek(0)
            out.truncate()
            clock.now += 1
            progress.refresh()
            lines = re.sub(r"\x1b\[[0-9?]*[A-Za-z]|\r", "", out.getvalue()).split("\n")
            assert max(map(len, lines)) <= width
            assert len(lines) <= height


def test_elsewhere_there_is_a_line_every_five_seconds_without_escape_codes(clock: Clock) -> None:
    console, out = a_file()
    counts, _ = at_work(clock)
    with PipelineProgress(counts, console) as progress:
        for _ in range(120):
            clock.now += 0.1
            progress.refresh()
    # At 5 s: 100 rows and 4,000 tokens in 15 s, 100 rows left at 6.67 a second; at 10 s: in 20 s, and the estimate went
    # 1 - exp(-1) = 0.632 of the way from then 10 s to 20 s.
    assert out.getvalue().splitlines() == [
        (
            "0:05 | write 100/200, 6.67 rows/s, 267 tokens/s, 10 failed | waiting: judge | 1 of 3 steps done | "
            "at least 0:15 left | cost 0.125"
        ),
        (
            "0:10 | write 100/200, 5.00 rows/s, 200 tokens/s, 10 failed | waiting: judge | 1 of 3 steps done | "
            "at least 0:16 left | cost 0.125"
        ),
    ]


def test_a_step_that_has_its_rows_is_at_work_before_its_first_batch_is_done(clock: Clock) -> None:
    console, out = a_file()
    counts, _ = at_work(clock)
    counts.expect("judge", 180)
    with PipelineProgress(counts, console) as progress:
        clock.now += 5
        progress.refresh()
    assert "10 failed | judge 0/180 | 1 of 3 steps done" in out.getvalue()


def test_a_run_that_ends_within_the_first_interval_prints_nothing(clock: Clock) -> None:
    console, out = a_file()
    counts, _ = at_work(clock)
    with PipelineProgress(counts, console) as progress:
        for _ in range(49):
            clock.now += 0.1
            progress.refresh()
    assert out.getvalue() == ""


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_with_ci_or_a_terminal_that_cannot_redraw_there_are_plain_lines(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    console, out = terminal()
    counts, _ = at_work(clock)
    with PipelineProgress(counts, console) as progress:
        clock.now += 5
        progress.refresh()
        progress.note("a note")
    assert len(out.getvalue().splitlines()) == 2
    assert "\x1b" not in out.getvalue()


def test_colours_forced_on_a_log_do_not_make_it_a_terminal(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with PipelineProgress(at_work(clock)[0]) as progress:
        clock.now += 5
        progress.refresh()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("0:05 | write 100/200")
    assert "\x1b" not in err


def test_without_steps_there_is_still_something_to_see(clock: Clock) -> None:
    for console, out in (terminal(), a_file()):
        with PipelineProgress(RunCounts([], clock=clock), console) as progress:
            clock.now += 6
            progress.refresh()
        assert "0:06" in out.getvalue()


@given(
    names=st.lists(st.text(st.characters(exclude_categories=())), max_size=6, unique=True),
    rows=st.integers(0, 10**18),
    width=st.integers(1, 200),
    height=st.integers(1, 60),
    live=st.booleans(),
)
def test_nothing_it_is_asked_to_show_raises_or_reaches_the_terminal_raw(
    names: list[str], rows: int, width: int, height: int, live: bool
) -> None:
    clock = Clock()
    counts = RunCounts(names, clock=clock)
    console, out = terminal(width, height) if live else a_file()
    with PipelineProgress(counts, console) as progress:
        for name in names:
            counts.expect(name, rows // 2)
            counts.add(
                BatchOutcome(name, rows, rows, failed={name: 1}, input_tokens=rows, cost=None, seconds=0.5)
            )
            clock.now += 6
            progress.refresh()
            progress.note(name)
    assert not console.quiet  # which it would be if an error had been caught
    # Only what rich itself sends: cursor up, erase line, hide and show the cursor.
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202e]", out.getvalue())
    assert set(re.findall(r"\x1b\[[0-9?]*[A-Za-z]|\x1b", out.getvalue())) <= {
        "\x1b[1A",
        "\x1b[2K",
        HIDE,
        SHOW,
    }


class Gone(io.StringIO):
    """A terminal whose window was closed."""

    error: type[Exception] | None = None

    def write(self, text: str) -> int:
        if self.error:
            raise self.error("gone")
        return super().write(text)


@pytest.mark.parametrize("error", [OSError, ValueError])
def test_a_run_outlives_its_terminal(
    clock: Clock, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    out = Gone()
    counts, _ = at_work(clock)
    with PipelineProgress(counts, Console(file=out, width=80, force_terminal=True)) as progress:
        out.error = error
        for _ in range(3):
            clock.now += 1
            progress.refresh()
    assert caplog.record_tuples == [
        (
            "goldsmith_distilabel.pipeline.reporting.progress",
            logging.WARNING,
            "the progress of the run cannot be shown any more: gone",
        )
    ]


def test_a_run_outlives_the_reader_of_its_log(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    outlived = False
    reading, writing = os.pipe()
    with suppress(BrokenPipeError), os.fdopen(writing, "w") as log, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", log)
        with PipelineProgress(at_work(clock)[0]) as progress:
            os.close(reading)
            for _ in range(3):
                clock.now += 5
                progress.refresh()
        outlived = True
    assert outlived


@pytest.fixture
def tty() -> Iterator[tuple[Any, int]]:
    """A terminal as the kernel makes them: its far end as a file to write to, and its near end."""
    near, far = pty.openpty()
    os.set_blocking(near, False)
    with os.fdopen(far, "w", buffering=1) as file:
        yield file, near
    os.close(near)


def arrived(near: int) -> str:
    """What has arrived at the near end of a terminal."""
    sent = b""
    with suppress(BlockingIOError):
        while part := os.read(near, 4096):
            sent += part
    return sent.decode()


def test_on_a_real_terminal_prints_stand_above_the_bars(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, tty: tuple[Any, int]
) -> None:
    file, near = tty
    counts, _ = at_work(clock)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", file)
        patch.setattr(sys, "stderr", file)
        with PipelineProgress(counts) as progress:
            print("a print of the user's own")  # noqa: T201
            clock.now += 1
            progress.refresh()
        assert sys.stderr is file
    assert screen(arrived(near)) == "a print of the user's own"


@pytest.mark.parametrize(
    "make",
    [
        logging.StreamHandler,
        lambda file: RichHandler(console=Console(file=file), show_time=False, show_path=False),
    ],
)
def test_log_lines_of_handlers_made_before_stand_above_the_bars(
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    tty: tuple[Any, int],
    make: Callable[[Any], logging.Handler],
) -> None:
    file, near = tty
    counts, _ = at_work(clock)
    logger, handler = logging.getLogger("a_library"), make(file)
    before = [getattr(handler, name, None) for name in ("stream", "console")]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", file)
        patch.setattr(logger, "handlers", [handler])
        with PipelineProgress(counts) as progress:
            logger.warning("slow down")
            clock.now += 1
            progress.refresh()
    assert re.fullmatch("(WARNING +)?slow down", screen(arrived(near)))
    assert [getattr(handler, name, None) for name in ("stream", "console")] == before


def test_log_lines_of_a_file_stay_in_the_file(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, tty: tuple[Any, int], tmp_path: Path
) -> None:
    file, near = tty
    logger, handler = logging.getLogger("a_library"), logging.FileHandler(tmp_path / "log.txt")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", file)
        patch.setattr(logger, "handlers", [handler])
        with PipelineProgress(at_work(clock)[0]):
            logger.warning("slow down")
    handler.close()
    assert (tmp_path / "log.txt").read_text() == "slow down\n"
    assert "slow down" not in arrived(near)


def test_what_is_printed_to_a_file_goes_there_although_the_bars_are_on_a_terminal(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, tty: tuple[Any, int]
) -> None:
    file, near = tty
    with monkeypatch.context() as patch:
        output = io.StringIO()
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", file)
        with PipelineProgress(at_work(clock)[0]):
            print("a row")  # noqa: T201
    assert output.getvalue() == "a row\n"
    assert "a row" not in arrived(near)


def screen(sent: str) -> str:
    """What stands on a terminal after `sent`, which may move the cursor up and erase lines."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[0-9?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", re.sub(r"\x1b\[[0-9;]*m", "", sent)):
        if part == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif part == "\r":
            column = 0
        elif part == "\x1b[2K":
            lines[row] = ""
        elif part == "\x1b[1A":
            row -= 1
        elif not part.startswith("\x1b"):
            lines[row] = lines[row][:column].ljust(column) + part + lines[row][column + len(part) :]
            column += len(part)
    return "\n".join(line.rstrip() for line in lines).strip("\n")
