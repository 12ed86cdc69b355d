"""The process that runs the code. It never sees a test, and what it says about itself decides nothing."""

import io
import os
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from typing import Any

from goldsmith.verify.code.inside.conversation import Conversation, error_text
from goldsmith.verify.code.inside.frames import receive, send
from goldsmith.verify.code.inside.values import Values

__all__ = ["MODULE", "Code", "open_streams", "run_code_side", "take_streams"]

MODULE = "solution"


class Given:
    """What the tests handed over that is no data: a function to call, an object of theirs."""

    __slots__ = ("_number", "_others")

    def __init__(self, number: int, others: "Code") -> None:
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_others", others)

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self._others.talk.ask("call", self._number, list(args), named)

    def __getattr__(self, name: str) -> Any:
        return self._others.talk.ask("attribute", self._number, [name])

    def __setattr__(self, name: str, value: Any) -> None:
        self._others.talk.ask("set attribute", self._number, [name, value])

    def __iter__(self) -> Any:
        return self._others.talk.ask("iterate", self._number, [])

    def __next__(self) -> Any:
        return self._others.talk.ask("next", self._number, [])

    def __len__(self) -> int:
        return int(self._others.talk.ask("length", self._number, []))

    def __getitem__(self, key: Any) -> Any:
        return self._others.talk.ask("item", self._number, [key])


class Code:
    """The code as a module, and what the tests may ask of it and its objects.

    Args:
        incoming: the pipe from the tests.
        outgoing: the pipe to the tests.
    """

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.pipes = incoming, outgoing
        self.module = types.ModuleType(MODULE)
        values = Values(lambda number, _: Given(number, self), _number_of)
        self.talk = Conversation(incoming, outgoing, values, self._do)

    def loaded(self) -> dict[str, Any]:
        """Return what the tests need to know of the code: its names and, to save asking, which functions and classes they are."""
        names, known = [], {}
        for name, value in vars(self.module).items():
            if type(name) is str and not name.startswith("__"):
                names.append(name)
                if type(value) is types.FunctionType or type(value) is type:
                    known[name] = self.talk.values.write(value)
        return {"names": names, "known": known}

    def _do(self, what: str, target: Any, args: list[Any], named: dict[str, Any]) -> Any:
        try:
            if what == "global":
                return getattr(self.module, args[0])
            if what == "call":
                return target(*args, **named)
            return _ON_OBJECTS[what](target, *args)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()


def _number_of(value: Any) -> int | None:
    return object.__getattribute__(value, "_number") if type(value) is Given else None


def _operate(target: Any, name: str, *others: Any) -> Any:
    method = getattr(type(target), name, None)
    return NotImplemented if method is None else method(target, *others)


_ON_OBJECTS: dict[str, Any] = {
    "attribute": getattr,
    "set attribute": setattr,
    "delete attribute": delattr,
    "item": lambda target, key: target[key],
    "set item": lambda target, key, value: target.__setitem__(key, value),
    "delete item": lambda target, key: target.__delitem__(key),
    "iterate": iter,
    "next": next,
    "reversed": reversed,
    "length": len,
    "truth": bool,
    "text": str,
    "representation": repr,
    "whole": int,
    "real": float,
    "index": lambda target: target.__index__(),
    "format": format,
    "directory": dir,
    "instance": lambda target, value: isinstance(value, target),
    "subclass": lambda target, value: issubclass(value, target),
    "operate": _operate,
}


def run_code_side(
    code: Code, job: int, read: int, output: Sequence[int], own: Callable[[Sequence[int]], None]
) -> int:
    """Read the code, run it, and serve its functions to the tests if there are any.

    Args:
        code: where it is to be, if the job has tests.
        job: the pipe to read the code from, before anything of it runs.
        read: a pipe that is told when the code has been read.
        output: where what it prints goes, stdout and stderr.
        own: leaves the process no other files than these and nothing else that it must not have; called before anything of
            the code runs.

    Returns:
        The status to exit with: 0 after the end of the code, 1 after an error of it, else what it chose.
    """
    told = receive(job)
    os.write(read, b"c")
    take_streams(told["stdin"], output)
    if not told["tested"]:
        own(())
        return _run(told["code"], types.ModuleType("__main__"))[0]
    own(code.pipes)
    status, problem = _run(told["code"], code.module)
    if problem is not None:
        send(code.pipes[1], {"not loaded": problem})
    else:
        send(code.pipes[1], code.loaded())
        code.talk.serve()
    return status


def _run(source: str, module: types.ModuleType) -> tuple[int, str | None]:
    """Execute the code; return its exit status, and why it cannot be tested if it cannot."""
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, "solution.py", "exec", dont_inherit=True), vars(module))  # noqa: S102 - this is the sandbox
    except SystemExit as err:
        status = err.code if isinstance(err.code, int) else int(err.code is not None)
        return status & 255, f"the code called sys.exit({err.code!r}) while it was loaded"
    except BaseException as err:  # noqa: BLE001 - whatever it is, it is the code's
        _print_error(err)
        return 1, f"{type(err).__name__}: {error_text(err)}"[:2000].removesuffix(": ")
    finally:
        for stream in (sys.stdout, sys.stderr):
            _flushed(stream)
    return 0, None


def _print_error(error: BaseException) -> None:
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != "solution.py":
        trace = trace.tb_next
    try:
        traceback.print_exception(type(error), error, trace, limit=-8)
    except Exception:  # noqa: BLE001 - its __str__ may raise, its stderr may be gone
        os.write(2, type(error).__name__.encode())


def _flushed(stream: Any) -> None:
    try:
        stream.flush()
    except Exception:  # noqa: BLE001 - it may have been closed or replaced; the process ends or serves on
        return


def take_streams(stdin: str, output: Sequence[int]) -> None:
    """Put an input and two outputs where a program has them."""
    given = os.memfd_create("stdin")
    rest = memoryview(stdin.encode("utf-8", "surrogateescape"))
    while rest:
        rest = rest[os.write(given, rest) :]
    os.lseek(given, 0, os.SEEK_SET)
    for number, fd in enumerate((given, *output)):
        os.dup2(fd, number)
    os.close(given)


def open_streams() -> None:
    """Make Python's streams of what is there: an input that is a file and two outputs that are pipes."""
    sys.stdin = io.open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115,UP020
    sys.stdout = io.open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115,UP020
    sys.stderr = io.open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115,UP020
