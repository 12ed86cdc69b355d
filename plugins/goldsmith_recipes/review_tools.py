"""The review tools a run uses: the user's own servers where they are named, else ours, found running or started."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.errors import InputError
from goldsmith.review import ReviewAdapter
from goldsmith.serving import Server
from goldsmith_recipes.tool_names import ToolName

__all__ = ["Tool", "open_tools"]

_ADDRESS = {
    "argilla": ("ARGILLA_API_URL", "ARGILLA_API_KEY"),
    "label-studio": ("LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"),
}


@dataclass(frozen=True)
class Tool:
    """One review tool, connected.

    Attributes:
        name: "argilla" or "label-studio".
        adapter: what the sync engine talks to.
        server: the server we run; None where the user's own is used.
    """

    name: ToolName
    adapter: ReviewAdapter
    server: Server | None


@contextmanager
def open_tools(
    names: Sequence[ToolName], say: Callable[[str], None] = lambda _: None
) -> Iterator[list[Tool]]:
    """Connect to every tool and stop, at the end, the servers that were started here.

    A server of the user's own is used where its address and key are in the environment (ARGILLA_API_URL and
    ARGILLA_API_KEY, LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY).

    Raises:
        ServerError: a server cannot be started or reached.
        AuthError: it rejects the key.
        InputError: an address without its key.
    """
    with ExitStack() as stack:
        yield [_open(name, stack, say) for name in names]


def _open(name: ToolName, stack: ExitStack, say: Callable[[str], None]) -> Tool:
    host = goldsmith_argilla if name == "argilla" else goldsmith_label_studio
    url_name, key_name = _ADDRESS[name]
    if url := os.environ.get(url_name):
        if not (key := os.environ.get(key_name)):
            raise InputError(
                f"{url_name} is set but {key_name} is not: set both, or neither to use our own server"
            )
        return Tool(name, host.connect(url, key), None)
    server = stack.enter_context(host.serve())
    say(f"{name}: {server.url}{' (already running)' if server.found else ''}")
    return Tool(name, host.connect(server.url, server.api_key), server)
