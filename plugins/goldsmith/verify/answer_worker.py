"""What a process of an `AnswerPool` does: a line of JSON in, a line of JSON out, until its input ends."""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["serve"]

_GRACE = 2  # seconds
Answer = Callable[[dict[str, Any]], tuple[bool, str]]


def serve(prepare: Callable[[], Answer], *, memory: int, who: str) -> None:
    """Answer questions until the process that asks is gone, and end this one.

    Its output is kept from whatever may be printed while it answers.

    Args:
        prepare: imports what is needed, and returns what answers a question with a verdict and the reason.
        memory: the most that may be allocated from then on, in bytes.
        who: what the reason calls the one that answers, where it raises an exception.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    answer = prepare()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        # Whoever asks kills us when the time is up. Should he be gone by then, the kernel does.
        signal.alarm(int(task["seconds"]) + _GRACE)
        try:
            equal, why = answer(task)
        except MemoryError:
            raise
        except Exception as err:  # noqa: BLE001 - odd input raises anything; that is an answer, not a fault
            equal, why = False, f"{who} gave up with {type(err).__name__}"
        signal.alarm(0)
        print(json.dumps({"equal": bool(equal), "why": why}), file=answers, flush=True)
    os._exit(0)  # taking SymPy down in order takes half a second of work for nothing
