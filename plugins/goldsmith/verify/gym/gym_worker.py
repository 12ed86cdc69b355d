"""The process in which answers are scored: a line of JSON in, a line of JSON out, until its input ends."""

import json
import os
import resource
import signal
import sys
from functools import cache
from types import ModuleType
from typing import Any

from goldsmith.extras import require

_MEMORY = 4 << 30  # bytes
_GRACE = 2  # seconds


@cache
def _scorer(gym: ModuleType, task: str) -> Any:
    return gym.create_dataset(task, seed=0, size=1).score_answer


def serve() -> None:
    """Answer questions until the process that asks is gone. Its output is kept from whatever a scorer may print."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    gym = require("reasoning_gym", extra="reasoning-gym")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        signal.alarm(int(asked["seconds"]) + _GRACE)
        try:
            score = float(_scorer(gym, asked["task"])(asked["answer"], asked["entry"]))
            equal, why = score >= 1, repr(score)
        except MemoryError:
            raise
        except Exception as err:  # noqa: BLE001 - a scorer raises anything on odd input; that is an answer, not a fault
            equal, why = False, f"the scorer gave up with {type(err).__name__}"
        signal.alarm(0)
        print(json.dumps({"equal": equal, "why": why}), file=answers, flush=True)


if __name__ == "__main__":
    serve()
    os._exit(0)
