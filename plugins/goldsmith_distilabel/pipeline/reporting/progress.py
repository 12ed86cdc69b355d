"""What a running pipeline shows: one live view on a terminal, a plain line now and then elsewhere."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.live import Live

from goldsmith_distilabel.pipeline.reporting.harmless import harmless
from goldsmith_distilabel.pipeline.reporting.live_view import live_view
from goldsmith_distilabel.pipeline.reporting.logs_above import logs_above
from goldsmith_distilabel.pipeline.reporting.pace import Pace
from goldsmith_distilabel.pipeline.reporting.plain_line import plain_line
from goldsmith_distilabel.pipeline.reporting.run_counts import RunCounts

__all__ = ["PipelineProgress"]

_logger = logging.getLogger(__name__)
_SECONDS_BETWEEN_FRAMES = 0.25


class PipelineProgress:
    """Shows how a run goes, from the counts that somebody else keeps.

    It has no thread: it draws when `refresh` is called, which may be as often as one likes. On a terminal, and in a
    notebook with `ipywidgets`, it is one view that is drawn anew and leaves nothing behind. With `CI` set and elsewhere
    it is a line every `interval_s` seconds, without any escape codes, and nothing for a run that ends before the first.

    A run outlives its spectators: when the terminal goes away nothing more is shown, and a warning is logged.
    """

    def __init__(self, counts: RunCounts, console: Console | None = None, interval_s: float = 5.0) -> None:
        self._counts = counts
        self._console = console or _default_console()
        self._pace = Pace(counts)
        self._began = self._shown = counts.clock()
        self._live = self._new_live() if _can_redraw(self._console) and not os.environ.get("CI") else None
        self._logs = ExitStack()
        self._every = _SECONDS_BETWEEN_FRAMES if self._live else interval_s

    def __enter__(self) -> Self:
        self._began = self._shown = self._counts.clock()
        if self._live:
            try:
                with self._spectators():
                    self._live.start(refresh=True)
                self._logs.enter_context(logs_above(self._console))
            except BaseException:
                self._live.stop()  # else Ctrl-C at this moment would leave the cursor hidden
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._logs.close()
        if self._live:
            with self._spectators():
                self._live.stop()

    def refresh(self) -> None:
        """Show the counts as they are now, unless they were shown a moment ago."""
        now = self._counts.clock()
        if now - self._shown < self._every:
            return
        self._shown = now
        self._pace.look()
        if self._live:
            with self._spectators():
                self._live.refresh()
        else:
            self.note(plain_line(self._counts, self._pace, now - self._began))

    def note(self, text: str) -> None:
        """Print a line, above the bars where there are any."""
        with self._spectators():
            self._console.print(harmless(text), markup=False, highlight=False, emoji=False, soft_wrap=True)

    def _new_live(self) -> Live:
        return Live(
            get_renderable=self._view,
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=_is_terminal(sys.stdout),  # what goes to a file or a pipe still goes there
            redirect_stderr=_is_terminal(sys.stderr),
        )

    def _view(self) -> Any:
        elapsed = self._counts.clock() - self._began
        return live_view(self._counts, self._pace, elapsed, self._console.size)

    @contextmanager
    def _spectators(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as err:  # the terminal was closed, or the stream was
            self._console.quiet = True
            _logger.warning("the progress of the run cannot be shown any more: %s", err)


class _Screen(Console):
    """A console whose reader may go away; rich would end the program then."""

    def on_broken_pipe(self) -> None:
        self.quiet = True


def _default_console() -> Console:
    return _Screen(stderr=True, force_terminal=_is_terminal(sys.stderr))  # whatever FORCE_COLOR says


def _is_terminal(stream: Any) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def _can_redraw(console: Console) -> bool:
    if console.is_jupyter:
        return find_spec("ipywidgets") is not None
    return console.is_terminal and not console.is_dumb_terminal
