"""The process that runs the tests: the code is in another one, and here are its stand-ins."""

import os
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

from goldsmith.verify.code.inside.conversation import Conversation
from goldsmith.verify.code.inside.frames import receive, send
from goldsmith.verify.code.inside.stand_in import StandIn, error_type, number_of
from goldsmith.verify.code.inside.styles import RUNNERS
from goldsmith.verify.code.inside.values import Values

__all__ = ["TESTS_MODULE", "Solution", "run_test_side"]

TESTS_MODULE = "tests_of_the_solution"


class Solution:
    """The code as the tests see it.

    Args:
        incoming: the pipe from the code.
        outgoing: the pipe to the code.
    """

    def __init__(self, incoming: int, outgoing: int) -> None:
        self.pipes = incoming, outgoing
        values = Values(self._stand_in, number_of)
        self._errors: dict[int, type[Exception]] = {}
        self._names: list[str] = []
        self._known: dict[str, Any] = {}  # forms of values, when the code had just been loaded
        self.talk = Conversation(incoming, outgoing, values, _do)

    def problem(self) -> str | None:
        """Wait until the code has been loaded; return why it cannot be tested, or None."""
        try:
            message = receive(self.pipes[0])
        except EOFError:
            return "the code ended its process while it was loaded"
        if "not loaded" in message:
            return str(message["not loaded"])
        self._names = [name for name in message["names"] if isinstance(name, str)]
        self._known = message["known"]
        return None

    def module(self, wanted: list[str]) -> types.ModuleType:
        """Return what `import solution` gives: the wanted names, others of the code are asked for one by one."""
        found = types.ModuleType("solution")
        names = self._names
        known: dict[str, Any] = {}

        def of_code(name: str) -> Any:
            if name == "__all__":
                return [name for name in names if not name.startswith("_")]
            if name not in names:
                raise AttributeError(f"the code defines no {name}")
            if name not in known:
                known[name] = self.talk.ask("global", None, [name])
            return known[name]

        for name in wanted:
            if name in self._known and name in names:
                known[name] = self.talk.values.read(self._known[name])
        vars(found)["__getattr__"] = of_code
        return found

    def _stand_in(self, number: int, described: list[Any]) -> Any:
        kind, name, lineage = described
        if kind == "type" and lineage:
            if number not in self._errors:
                self._errors[number] = error_type(str(name), list(lineage))
            return self._errors[number]
        return StandIn(self.talk.ask, number)


def _do(what: str, target: Any, args: list[Any], named: dict[str, Any]) -> Any:
    """Do what the code asks with an object of the tests: no more than use it as it was meant."""
    if what == "call":
        return target(*args, **named)
    if what in ("attribute", "set attribute"):
        name = str(args[0])
        if name.startswith("_") or type(target).__module__ != TESTS_MODULE:
            raise AttributeError(f"the tests show no {name} of this object")
        return getattr(target, name) if what == "attribute" else setattr(target, name, args[1])
    return _USES[what](target, *args)


_USES: dict[str, Callable[..., Any]] = {
    "iterate": iter,
    "next": next,
    "length": len,
    "item": lambda target, key: target[key],
}


def run_test_side(
    solution: Solution, job: int, read: int, results: int, own: Callable[[Sequence[int]], None]
) -> None:
    """Read the tests, wait for the code, run them, and write what became of each.

    Args:
        solution: the code.
        job: the pipe to read the tests from.
        read: a pipe that is told when the tests have been read.
        results: the pipe to write results to.
        own: leaves the process no other files than these and nothing else that it must not have.
    """
    told = receive(job)
    os.write(read, b"t")
    own((*solution.pipes, results))
    problem = solution.problem()
    if problem is not None:
        send(results, {"not loaded": problem})
        return
    sys.modules["solution"] = module = solution.module(told["names"])
    scope = types.ModuleType(TESTS_MODULE)
    sys.modules[TESTS_MODULE] = scope
    _give_names(told["names"], module, vars(scope))
    RUNNERS[told["style"]](told["tests"], scope, lambda result: send(results, result))
    send(results, {"done": True})


def _give_names(names: list[str], module: types.ModuleType, scope: dict[str, Any]) -> None:
    """Put what the tests use of the code where they look for it."""
    for name in names:
        try:
            scope[name] = getattr(module, name)
        except AttributeError:  # it is theirs, or they will be told that it is nobody's
            continue
