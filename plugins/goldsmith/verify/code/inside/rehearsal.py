"""What a sandbox does once before there is any job, so that no job has to.

A fork shares the memory of the process it comes of until one of the two writes to it, and a page that is written to is copied.
What Python does for the first few times is all writing: it prepares code that is run often, remembers where it found
attributes, resolves the C functions it calls. Forks of a process that has done so find it done.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence

from goldsmith.verify.code.inside.code_side import MODULE, Code, run_code_side
from goldsmith.verify.code.inside.frames import receive, send
from goldsmith.verify.code.inside.test_side import TESTS_MODULE, Solution, run_test_side

__all__ = ["gaps_filled", "rehearse"]

_ROUNDS = 20  # Python adapts code to what it is used for after some 16 runs
_POOL, _POOL_HEAD, _MOST_GAPS = 1 << 14, 48, 5000
_EMPTY = sys.getsizeof(b"")
_CODE = {"code": "def rehearsed(value):\n    return value\n", "stdin": "", "tested": True}
_STEP = ["rehearsed(1) == 1", "assert rehearsed(1) == 1"]
_TESTS = {"tests": [_STEP], "style": "assert", "names": ["rehearsed"]}
_CALL = {"ask": "call", "on": 0, "args": [1], "named": {}}


def rehearse() -> None:
    """Run code and tests of our own in this very process, each against what the other said. It takes Python's streams."""
    for _ in range(_ROUNDS):
        said = _run(_CODE, [_CALL], _code_side)
        _run(_TESTS, said, _test_side)
    for name in (MODULE, TESTS_MODULE):
        del sys.modules[name]


def gaps_filled() -> list[bytes]:
    """Return objects that lie in the gaps which start-up left in Python's memory, for as long as they are kept.

    What a fork allocates then comes to lie on a few pages of its own, not here and there on pages that it shares.
    """
    found = []
    for size in range(48, 513, 16):  # bytes; Python keeps objects of a size together
        for _ in range(_MOST_GAPS):
            found.append(bytes(size - _EMPTY))
            if id(found[-1]) % _POOL == _POOL_HEAD:  # the first in a new pool: there is no gap in others
                break
    return found


def _code_side(job: int, pipes: tuple[int, int], nothing: int) -> None:
    run_code_side(Code(*pipes), job, nothing, (1, 2), _keep_all)


def _test_side(job: int, pipes: tuple[int, int], nothing: int) -> None:
    run_test_side(Solution(*pipes), job, nothing, nothing, _keep_all)


def _run(job: object, heard: list[object], side: Callable[[int, tuple[int, int], int], None]) -> list[object]:
    """Run one side, where all that the other says has been written beforehand; return what it says itself."""
    jobs, incoming = _written([job]), _written(heard)
    answers, outgoing = os.pipe()
    nothing = os.open("/dev/null", os.O_RDWR)
    side(jobs, (incoming, outgoing), nothing)
    for fd in (jobs, incoming, outgoing, nothing):
        os.close(fd)
    said = []
    with contextlib.suppress(EOFError):
        while True:
            said.append(receive(answers))
    os.close(answers)
    return said


def _written(messages: list[object]) -> int:
    """Return a pipe that has these messages and an end."""
    reading, writing = os.pipe()
    for message in messages:
        send(writing, message)
    os.close(writing)
    return reading


def _keep_all(_: Sequence[int]) -> None:
    """Give up nothing: there is no code of others yet."""
