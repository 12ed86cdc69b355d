"""Two processes that ask each other: while one waits for its answer, it answers what the other asks."""

from collections.abc import Callable
from typing import Any

from goldsmith.verify.code.inside.frames import receive, send
from goldsmith.verify.code.inside.values import Values, is_builtin

__all__ = ["Conversation", "error_text"]


class Conversation:
    """One side of it.

    Args:
        incoming: the pipe to read.
        outgoing: the pipe to write.
        values: how this side writes and reads values.
        answer: does what the other side asks, `(what, object or None, arguments)`, and returns a value.
    """

    def __init__(
        self,
        incoming: int,
        outgoing: int,
        values: Values,
        answer: Callable[[str, Any, list[Any], dict[str, Any]], Any],
    ) -> None:
        self._incoming, self._outgoing, self.values, self._answer = incoming, outgoing, values, answer

    def ask(
        self, what: str, number: int | None, arguments: list[Any], named: dict[str, Any] | None = None
    ) -> Any:
        """Ask the other side to do something with its object of this number, and return the value, or raise its error.

        Lists, dicts, sets and bytearrays among the arguments become what the other side made of them.

        Raises:
            EOFError: the other side is gone.
        """
        write = self.values.write
        args = list(map(write, arguments))
        keywords = {key: write(value) for key, value in named.items()} if named else {}
        send(self._outgoing, {"ask": what, "on": number, "args": args, "named": keywords})
        while "ask" in (message := receive(self._incoming)):
            self._reply(message)
        for place, form in message.get("changed", []):
            _renew(arguments[place], self.values.read(form))
        if "error" in message:
            raise self._error(message["error"])
        return self.values.read(message["value"])

    def serve(self) -> None:
        """Answer until the other side is gone."""
        while True:
            try:
                message = receive(self._incoming)
            except EOFError:
                return
            self._reply(message)

    def _reply(self, message: dict[str, Any]) -> None:
        values = self.values
        before: list[Any] = message["args"]
        arguments: list[Any] = []
        reply: dict[str, Any]
        try:
            target = None if message["on"] is None else values.owned(message["on"])
            arguments += map(values.read, before)
            named = {}
            for key, form in message["named"].items():
                named[str(key)] = values.read(form)
            reply = {"value": values.write(self._answer(message["ask"], target, arguments, named))}
        except Exception as err:  # noqa: BLE001 - it is the other side's to handle
            reply = {"error": self._told(err)}
        except SystemExit as err:
            reply = {"error": self._told(RuntimeError(f"the code called sys.exit({err.code!r})"))}
        reply["changed"] = changed = []
        for place, argument in enumerate(arguments):
            if (now := values.write(argument)) != before[place]:
                changed.append([place, now])
        send(self._outgoing, reply)

    def _told(self, error: BaseException) -> dict[str, Any]:
        kind = type(error)
        arguments = error.args if is_builtin(kind) else ()
        return {
            "type": self.values.write(kind),
            "args": [self.values.write(value) for value in arguments],
            "text": error_text(error),
        }

    def _error(self, told: dict[str, Any]) -> BaseException:
        """Return an error as the other side tells it: never one that ends a process, whatever it says."""
        kind = self.values.read(told["type"])
        if not (isinstance(kind, type) and issubclass(kind, Exception)):
            return RuntimeError(f"{told['text']}"[:2000])
        try:
            return (
                kind(*(self.values.read(form) for form in told["args"]))
                if told["args"]
                else kind(told["text"])
            )
        except Exception:  # noqa: BLE001 - some errors want arguments of a kind; their text must do
            return RuntimeError(f"{kind.__name__}: {told['text']}"[:2000])


def error_text(error: BaseException) -> str:
    """Return an error's text, nothing if it cannot be had."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a __str__ may raise
        return ""


def _renew(argument: Any, now: Any) -> None:
    if isinstance(argument, list) and isinstance(now, list):
        argument[:] = now
    elif (isinstance(argument, dict) and isinstance(now, dict)) or (
        isinstance(argument, set) and isinstance(now, set)
    ):
        argument.clear()
        argument.update(now)
    elif isinstance(argument, bytearray) and isinstance(now, bytearray):
        argument[:] = now
