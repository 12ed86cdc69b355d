"""Say what a long step is doing: a live line in a terminal, plain lines everywhere else."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

__all__ = ["working"]

_PLAIN_LINE_EVERY_S = 10.0


@contextmanager
def working(message: str) -> Iterator[Callable[[str], None]]:
    """Show `message` while the block runs; the yielded function replaces the detail behind it.

    Everything goes to standard error, so that a command's own output stays clean. Outside a terminal the message is
    one line, a detail at most one line every ten seconds, and the end is a line with the seconds it took.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    started = time.monotonic()
    if console.is_terminal:
        with console.status(message) as status:
            yield lambda detail: status.update(f"{message}: {detail}")
    else:
        console.print(f"{message} ...", markup=False)
        yield _plain_lines(console)
    console.print(f"{message}: done in {time.monotonic() - started:.0f} s", markup=False)


def _plain_lines(console: Console) -> Callable[[str], None]:
    last = time.monotonic()

    def show(detail: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _PLAIN_LINE_EVERY_S:
            last = time.monotonic()
            console.print(f"  {detail}", markup=False)

    return show
