"""Functions that may block, from code that must not."""

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["called_in_thread"]


async def called_in_thread(function: Callable[[Any], Any], argument: Any, timeout_s: float, name: str) -> Any:
    """Return what `function` makes of `argument`, or raise what it raises; it may be async.

    It runs in a daemon thread, not in an executor's, which Python would wait for at the end: one that never returns
    keeps no process alive.

    Raises:
        TimeoutError: it took more than `timeout_s` seconds; it goes on unheard.
    """
    limit = asyncio.timeout(timeout_s)
    try:
        async with limit:
            result = await _started(function, argument)
            return await result if inspect.isawaitable(result) else result
    except TimeoutError as err:
        if not limit.expired():  # the function's own
            raise
        raise TimeoutError(f"{name} gave no answer within {timeout_s:g} s") from err


def _started(function: Callable[[Any], Any], argument: Any) -> asyncio.Future[Any]:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def deliver(result: Any, err: Exception | None) -> None:
        if future.done():  # nobody waits any more
            return
        if err is None:
            future.set_result(result)
        else:
            future.set_exception(err)

    def work() -> None:
        result: Any = None
        problem: Exception | None = None
        try:
            result = function(argument)
        except StopIteration as err:
            problem = RuntimeError(f"the function raised {err!r}")  # a future cannot carry a StopIteration
        except Exception as err:  # noqa: BLE001 - it is given to whoever waits
            problem = err
        if not loop.is_closed():
            loop.call_soon_threadsafe(deliver, result, problem)

    threading.Thread(target=work, daemon=True).start()
    return future
