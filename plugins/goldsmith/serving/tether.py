"""Run a Python script or module, and end it when the process that started it ends, however that ended.

Usage: `python tether.py PARENT_PID SCRIPT [ARGUMENT ...]` or `python tether.py PARENT_PID -m MODULE [ARGUMENT ...]`;
a PARENT_PID of 0 ties it to nobody.
Only the standard library: it runs inside environments that know nothing of goldsmith. It watches the parent's id rather
than asking the kernel for a signal (`PR_SET_PDEATHSIG` fires when the parent's *thread* ends) or holding a pipe (which
any process the parent forks would keep open).
"""

import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

GRACE_S = 10.0


def watch(parent: int) -> None:
    """Once `parent` is no longer our parent: ask this process and its children to stop, then kill what is left."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main() -> None:
    """Start the watch, then become the script or module named on the command line."""
    parent, target, *arguments = int(sys.argv[1]), *sys.argv[2:]
    if parent:
        threading.Thread(target=watch, args=(parent,), daemon=True, name="tether").start()
    if target == "-m":
        module, *arguments = arguments
        sys.argv = [module, *arguments]
        del sys.path[0]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.argv = [target, *arguments]
        sys.path[0] = str(Path(target).resolve().parent)
        runpy.run_path(target, run_name="__main__")


if __name__ == "__main__":
    main()
