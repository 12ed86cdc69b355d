"""Nothing that code tries gets it out of the sandbox, hurts the host, or makes a wrong answer pass."""

import contextlib
import os
import platform
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.forked import in_child
from tests.goldsmith.verify.code.attacks import ESCAPES, FLOODS, FORGERIES, NETWORK, PROCESSES, READS

from goldsmith.verify.code import CodeJob, CodeLimits, CodeSandbox

KINDS = ["bubblewrap", "landlock"]
SOURCE = Path(__file__).parents[4] / "plugins/goldsmith/verify/code/inside/seccomp.py"
HONEST = CodeJob("def add(a, b): return a + b", "assert add(2, 3) == 5")
PREPARED = """
import ctypes, http.server, os, re, signal, socket, subprocess, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
X86, OUTSIDE, SOURCE = {x86}, {outside!r}, {source!r}
os.environ.setdefault("OUTSIDE_HOME", {home!r})
def _open(fd):
    try:
        return bool(os.fstat(fd))
    except OSError:
        return False
def _mine(fd):
    return os.fstat(fd).st_mode & 0o170000 == 0o010000  # the pipes to the tests
def attack():
"""
# These cannot be tried on the host without root, a network, a harmful effect, or a kernel that has them.
NOT_OUTSIDE = {
    "reads /etc/hostname through a link", "reads the user's home", "opens the descriptors of its parent", "opens the root by handle",
    "reads the environment in /proc", "finds open files", "reads the memory of its parent", "opens a TCP socket of IPv6",
    "opens a netlink socket", "signals everything", "traces itself into its parent", "makes a user namespace", "mounts", "changes the root",
    "becomes root", "uses io_uring", "loads a BPF program", "makes shared memory", "runs Python", "resolves a name",
}  # fmt: skip
TRIED_OUTSIDE = sorted((READS | NETWORK | PROCESSES).keys() - NOT_OUTSIDE)


@pytest.fixture(scope="module", params=KINDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[CodeSandbox]:
    with CodeSandbox(1, CodeLimits(seconds=2, cpu_seconds=1), kind=request.param) as sandbox:
        yield sandbox


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECRET_OF_THE_HOST", "1")
    file = tmp_path / "secret.txt"
    file.write_text("secret")
    return file


def attack(body: str, outside: Path) -> str:
    x86 = platform.machine() == "x86_64"
    prepared = PREPARED.format(x86=x86, outside=str(outside), source=str(SOURCE), home=str(Path.home()))
    return prepared + textwrap.indent(body, "    ")


def assert_unharmed(sandbox: CodeSandbox, outside: Path) -> None:
    assert sandbox.run(HONEST)
    assert outside.read_text() == "secret"
    assert [path.name for path in outside.parent.iterdir()] == [outside.name]


@pytest.mark.parametrize("name", ESCAPES)
def test_no_escape_succeeds(sandbox: CodeSandbox, outside: Path, name: str) -> None:
    verdict = sandbox.run(CodeJob(attack(ESCAPES[name], outside), "assert attack()"))
    assert verdict.outcome in ("error", "failed", "memory"), verdict
    assert verdict.tests, f"it was not even loaded: {verdict.reason}"
    assert_unharmed(sandbox, outside)


@pytest.mark.parametrize("name", TRIED_OUTSIDE)
def test_outside_a_sandbox_it_succeeds(outside: Path, name: str) -> None:
    def scenario() -> bool:
        os.chdir(outside.parent)
        scope: dict[str, object] = {}
        exec(attack(ESCAPES[name], outside), scope)
        return bool(scope["attack"]())  # type: ignore[operator]

    assert in_child(scenario, 20).returned


@pytest.mark.parametrize("name", FLOODS)
def test_no_flood_goes_on(sandbox: CodeSandbox, outside: Path, name: str) -> None:
    verdict = sandbox.run(CodeJob(attack(FLOODS[name], outside), "assert attack()"))
    assert verdict.outcome in ("timeout", "memory", "output", "error", "failed"), verdict
    assert verdict.seconds < 10
    assert_unharmed(sandbox, outside)


@pytest.mark.parametrize("name", FORGERIES)
def test_no_wrong_answer_passes(sandbox: CodeSandbox, outside: Path, name: str) -> None:
    verdict = sandbox.run(CodeJob(FORGERIES[name], "assert add(2, 3) == 5"))
    assert verdict.outcome in ("error", "failed", "output", "timeout"), verdict
    assert_unharmed(sandbox, outside)


@pytest.mark.parametrize("name", FORGERIES)
def test_no_wrong_program_passes_a_case(sandbox: CodeSandbox, name: str) -> None:
    with contextlib.suppress(ValueError):
        verdict = sandbox.run(CodeJob(FORGERIES[name] + "\nprint(add(2, 3))"))
        assert verdict.stdout.strip() != "5"


def test_an_object_of_the_code_proves_nothing_about_a_number(sandbox: CodeSandbox) -> None:
    code = """
class Any:
    def __sub__(self, other): return Any()
    def __rsub__(self, other): return Any()
    def __abs__(self): return 0.0
    def __float__(self): return 0.0
    def __int__(self): return 0
    def __index__(self): return 0
    def __bool__(self): return False
    def __len__(self): return 0
    def __lt__(self, other): return True
    def __le__(self, other): return True
    def __gt__(self, other): return True
    def __ge__(self, other): return True
    def __contains__(self, other): return True
    def __iter__(self): return iter(())
    def __round__(self, digits=None): return 0.0
    __eq__ = __lt__
def f(): return Any()
"""
    asserts = [
        "assert f() == 2", "assert 2 == f()", "assert not f() != 2", "assert f() in [2]", "assert 2 in [f()]", "assert 2 in f()",
        "assert abs(f() - 2.0) < 1e-6", "assert abs(2.0 - f()) < 1e-6", "assert not (f() - 2)", "assert f() - 2 == 0",
        "import math\nassert math.isclose(f(), 2.0)", "import math\nassert math.fabs(f() - 2.0) < 1e-6", "assert f() > 1",
        "assert 1 < f() < 3", "assert round(f() - 2.0, 3) == 0", "assert isinstance(f(), int)", "assert type(f()) is int",
        "assert {2: 1}[f()]", "assert sorted([f(), 2]) == [2, 2]", "assert max(f(), 2) == 2 and f() == 2", "assert [f()] == [2]",
        "assert (1, f()) == (1, 2)", "assert {'a': f()} == {'a': 2}", "assert str(f()) == '2'", "assert int(f() - 1) + 1 == 1",
    ]  # fmt: skip
    verdict = sandbox.run(CodeJob(code, asserts))
    assert [test.name for test in verdict.tests if test.outcome == "passed"] == []
    assert len(verdict.tests) == len(asserts)


def test_one_job_finds_nothing_of_another(sandbox: CodeSandbox) -> None:
    secret = "the answer of the job before"
    left = (
        f"open('left', 'w').write({secret!r})\nimport builtins; builtins.left = {secret!r}\nprint({secret!r})"
    )
    sandbox.run(CodeJob(left))
    sandbox.run(CodeJob("def f(): return 1", f"assert f() == {secret!r}"))
    search = (
        "import builtins, ctypes, gc, os\n"
        "def f():\n"
        "    wanted = 'the answer of ' + 'the job before'\n"
        "    found = [v for v in gc.get_objects() if isinstance(v, (str, dict)) and wanted in repr(v) and v is not globals()]\n"
        "    return bool(found or hasattr(builtins, 'left') or (os.path.exists('left')))"
    )
    verdict = sandbox.run(CodeJob(search, "assert f() is False"))
    assert verdict, verdict


def test_the_memory_of_the_sandbox_holds_nothing_of_its_jobs(sandbox: CodeSandbox) -> None:
    # Forks share what the sandbox had in memory, and code can read all of its own memory.
    mark = "mark-" + "of-a-former-job"
    sandbox.run(CodeJob(f"print('{mark}')", stdin=mark))
    sandbox.run(CodeJob("def f(): return ''", f"assert f() == '{mark}'"))
    (pid,) = sandbox.pids()
    for process in [pid, *_children(pid)]:
        maps = Path(f"/proc/{process}/maps").read_text().splitlines()
        with Path(f"/proc/{process}/mem").open("rb") as memory:
            for line in maps:
                low, high = (int(number, 16) for number in line.split()[0].split("-"))
                if "r" not in line.split()[1] or "[v" in line:
                    continue
                memory.seek(low)
                with contextlib.suppress(OSError, OverflowError, ValueError):
                    assert mark.encode() not in memory.read(high - low)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
