"""A process of its own that searches texts: what takes too long is given up, and what cannot be given up can be killed.

Reads {"patterns": [...], "texts": [...], "seconds": s, "all": t} from stdin and writes, for each pattern, the numbers of the
texts in which it is found, or why it is not searched for. Times are of the processor, so that a busy machine changes nothing: `s`
for one text, `t` for all. Only the standard library is imported.
"""

import json
import re
import signal
import sys
import time
import warnings


def _give_up(*_: object) -> None:
    raise TimeoutError


def _searched(pattern: str, texts: list[str], seconds: float, longest: float) -> list[int] | str:
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
        if compiled.search(""):
            return "empty"
        return _found(compiled, texts, seconds, longest)
    except TimeoutError:
        return "slow"
    except (re.error, OverflowError, RecursionError, MemoryError) as err:
        return f"does not compile: {err}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _found(compiled: re.Pattern[str], texts: list[str], seconds: float, longest: float) -> list[int]:
    end = time.process_time() + longest
    found: list[int] = []
    for number, text in enumerate(texts):
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        if compiled.search(text):
            found.append(number)
        if time.process_time() > end:
            raise TimeoutError
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGVTALRM, _give_up)
    asked = json.loads(sys.stdin.buffer.read())
    limits = asked["seconds"], asked["all"]
    found = [_searched(pattern, asked["texts"], *limits) for pattern in asked["patterns"]]
    sys.stdout.write(json.dumps(found))
