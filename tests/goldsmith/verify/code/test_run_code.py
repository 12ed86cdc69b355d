"""What passes, what does not, and what is said of it, in every style of tests."""

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.forked import in_child

from goldsmith.errors import InputError, SandboxError
from goldsmith.verify.code import CodeJob, CodeLimits, CodeSandbox, CodeVerdict, IOCase, launch, run_code


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[CodeSandbox]:
    with CodeSandbox(2, CodeLimits(seconds=3, cpu_seconds=3), kind=request.param) as sandbox:
        yield sandbox


def outcomes(verdict: CodeVerdict) -> list[str]:
    return [test.outcome for test in verdict.tests]


def test_each_assert_is_a_test_and_a_failure_stops_none(sandbox: CodeSandbox) -> None:
    tests = "import math\nx = half(3)\nassert x == 2\nassert half(4) == 2, 'not half'\nassert math.isclose(half(1), 0.5)"
    verdict = run_code("def half(x): return x / 2", tests, sandbox=sandbox)
    assert [(test.outcome, test.message) for test in verdict.tests] == [
        ("failed", "assert x == 2"),
        ("passed", ""),
        ("passed", ""),
    ]
    assert (verdict.outcome, bool(verdict)) == ("failed", False)
    assert verdict.reason == "2 of 3 tests passed; assert x == 2: assert x == 2"


def test_what_prepares_and_fails_leaves_the_rest_unrun(sandbox: CodeSandbox) -> None:
    verdict = run_code("x = 1", "assert x == 1\ny = missing(3)\nassert x == 1", sandbox=sandbox)
    assert outcomes(verdict) == ["passed", "not run"]
    assert verdict.tests[1].message == "y = missing(3) raised NameError: name 'missing' is not defined"
    assert verdict.outcome == "error"


def test_several_sources_are_a_test_each(sandbox: CodeSandbox) -> None:
    verdict = run_code("def f(x): return x", ["assert f(1) == 1", "y = f(2)\nassert y == 3"], sandbox=sandbox)
    assert outcomes(verdict) == ["passed", "failed"]


def test_a_function_that_checks_counts_when_it_is_called(sandbox: CodeSandbox) -> None:
    check = "def check(candidate):\n    assert candidate(1) == 2\n"
    assert run_code("def f(x): return x + 1", check + "check(f)", sandbox=sandbox)
    verdict = run_code("def f(x): return x + 1", check, sandbox=sandbox)
    assert (verdict.outcome, verdict.reason) == ("error", "there is no test among the tests")


STACK = """
class Empty(LookupError):
    pass
class Stack:
    def __init__(self): self.items = []
    def push(self, item): self.items.append(item); return self
    def pop(self):
        if not self.items: raise Empty('nothing')
        return self.items.pop()
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __eq__(self, other): return self.items == other.items
    def __add__(self, other):
        both = Stack(); both.items = self.items + other.items
        return both
    def __enter__(self): return self
    def __exit__(self, *error): self.items.clear()
"""


def test_unittest_s_cases_use_the_code_s_classes(sandbox: CodeSandbox) -> None:
    tests = """
import unittest
from solution import Empty, Stack
class TestStack(unittest.TestCase):
    def setUp(self): self.stack = Stack().push(1).push(2)
    def test_pop(self): self.assertEqual(self.stack.pop(), 2)
    def test_size(self): self.assertEqual(len(self.stack), 2)
    def test_items(self): self.assertEqual(list(self.stack), [1, 2])
    def test_kind(self): self.assertIsInstance(self.stack, Stack)
    def test_equal(self): self.assertEqual(self.stack, Stack().push(1).push(2))
    def test_unequal(self): self.assertNotEqual(self.stack, Stack())
    def test_sum(self): self.assertEqual((self.stack + self.stack).items, [1, 2, 1, 2])
    def test_with(self):
        with self.stack as stack: self.assertEqual(stack.pop(), 2)
        self.assertEqual(len(self.stack), 0)
    def test_empty(self):
        with self.assertRaises(Empty): Stack().pop()
        with self.assertRaisesRegex(LookupError, 'nothing'): Stack().pop()
    def test_contains(self): self.assertIn(1, self.stack)
    def test_set(self):
        self.stack.items = [5]
        self.assertEqual(self.stack.pop(), 5)
    def test_wrong(self): self.assertEqual(self.stack.pop(), 1)
    @unittest.skip('later')
    def test_skipped(self): pass
"""
    verdict = run_code(STACK, tests, sandbox=sandbox)
    found = {test.name.partition(".")[2]: test.outcome for test in verdict.tests}
    assert {name for name, outcome in found.items() if outcome != "passed"} == {"test_wrong", "test_skipped"}
    assert (found["test_wrong"], found["test_skipped"], len(found)) == ("failed", "skipped", 13)


def test_pytest_s_functions_have_fixtures_and_parameters(sandbox: CodeSandbox) -> None:
    tests = """
import pytest
@pytest.fixture
def three(): return 3
@pytest.mark.parametrize('x', [1, 2])
def test_double(x): assert double(x) == 2 * x
def test_fixture(three): assert double(three) == 6
def test_raises():
    with pytest.raises(TypeError): double(None)
def test_wrong(): assert double(1) == 3
"""
    verdict = run_code("def double(x): return x * 2", tests, sandbox=sandbox)
    assert [(test.name, test.outcome) for test in verdict.tests] == [
        ("test_double[1]", "passed"),
        ("test_double[2]", "passed"),
        ("test_fixture", "passed"),
        ("test_raises", "passed"),
        ("test_wrong", "failed"),
    ]
    assert verdict.tests[-1].message == "def test_wrong(): assert double(1) == 3"


def test_programs_are_judged_by_what_they_print(sandbox: CodeSandbox) -> None:
    code = "n = int(input())\nprint(n * 2, end=' \\n\\n')"
    verdict = run_code(code, [IOCase("2\n", "4\n"), IOCase("3", "6"), IOCase("x", "1")], sandbox=sandbox)
    assert outcomes(verdict) == ["passed", "passed", "error"]
    assert verdict.reason.startswith(
        "2 of 3 cases passed; case 3: it ended with status 1: ValueError: invalid literal"
    )
    assert run_code(code, [IOCase("2", "4")], sandbox=sandbox)
    wrong = run_code(code, [IOCase("2", "5")], sandbox=sandbox)
    assert (wrong.outcome, wrong.tests[0].message) == ("failed", "printed '4 \\n\\n', expected '5'")


def test_a_program_without_tests_has_finished_and_not_passed(sandbox: CodeSandbox) -> None:
    verdict = run_code("import sys\nprint('out'); print('err', file=sys.stderr)", sandbox=sandbox)
    assert (verdict.outcome, verdict.stdout, verdict.stderr) == ("finished", "out\n", "err\n")
    assert not verdict
    assert verdict.sandbox == sandbox.kind
    assert run_code("if __name__ == '__main__': print(1)", sandbox=sandbox).stdout == "1\n"
    failed = run_code("def f():\n    raise ValueError('no')\nf()", sandbox=sandbox)
    assert (failed.outcome, failed.reason) == ("error", "it ended with status 1: ValueError: no")
    assert failed.stderr.splitlines()[:2] == [
        "Traceback (most recent call last):",
        '  File "solution.py", line 3, in <module>',
    ]


@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        ("def f(:", "error", "the code could not be loaded:"),
        ("\x00", "error", "the code could not be loaded:"),
        ("import numpy_of_nobody", "error", "the code could not be loaded: ModuleNotFoundError"),
        ("import time; time.sleep(60)", "timeout", "it was not finished after 3 s"),
        ("x = bytes(1 << 40)", "memory", "the code could not be loaded: MemoryError"),
        (
            "import ctypes; ctypes.string_at(0)",
            "error",
            "the code could not be loaded: the code ended its process",
        ),
        ("while True: print('x' * 1000)", "output", "it printed more than 262,144 bytes"),
        ("", "error", "0 of 1 tests passed; assert f(1) == 1: NameError: name 'f' is not defined"),
    ],
)
def test_code_that_does_not_load_says_why(sandbox: CodeSandbox, code: str, outcome: str, reason: str) -> None:
    verdict = run_code(code, "assert f(1) == 1", sandbox=sandbox)
    assert (verdict.outcome, verdict.reason[: len(reason)]) == (outcome, reason)


def test_processor_time_is_limited_by_itself() -> None:
    with CodeSandbox(1, CodeLimits(seconds=60, cpu_seconds=1)) as sandbox:
        verdict = run_code("while True: pass", "assert f(1) == 1", sandbox=sandbox)
    assert (verdict.outcome, verdict.reason) == ("timeout", "it used more than 1 s of processor time")
    assert verdict.seconds < 59


def test_tests_that_do_not_run_say_why(sandbox: CodeSandbox) -> None:
    verdict = run_code("x = 1", "assert (", sandbox=sandbox)
    assert verdict.outcome == "error"
    assert (
        verdict.reason == "the tests could not be run: SyntaxError: '(' was never closed (tests.py, line 1)"
    )


def test_the_time_of_a_test_is_up_and_it_is_told_which(sandbox: CodeSandbox) -> None:
    code = "def f(x):\n    while x: pass\n    return x"
    verdict = run_code(code, "assert f(0) == 0\nassert f(1) == 1\nassert f(0) == 0", sandbox=sandbox)
    assert verdict.outcome == "timeout"
    assert outcomes(verdict)[0] == "passed"
    assert "passed" not in outcomes(verdict)[1:2]


def test_what_the_code_does_to_its_arguments_is_seen(sandbox: CodeSandbox) -> None:
    code = "def f(numbers, table, seen):\n    numbers.sort(); table['n'] = len(numbers); seen.add(1)"
    tests = "a, b, c = [3, 1], {}, set()\nsame = a\nf(a, b, c)\nassert (a, b, c) == ([1, 3], {'n': 2}, {1}) and same is a"
    assert run_code(code, tests, sandbox=sandbox)


def test_the_code_calls_back_and_uses_objects_of_the_tests(sandbox: CodeSandbox) -> None:
    code = """
def apply(function, items): return [function(item) for item in items]
def total(node):
    return 0 if node is None else node.value + total(node.next)
def consume(items): return sum(items)
def relabel(node): node.value = 7; return node
"""
    tests = """
class Node:
    def __init__(self, value, next=None): self.value, self.next = value, next
def generated(): yield from (1, 2, 3)
node = Node(1)
def fails(x): raise KeyError(x)
assert apply(lambda x: x + 1, [1, 2]) == [2, 3]
assert total(Node(1, Node(2, Node(3)))) == 6
assert consume(generated()) == 6
assert relabel(node) is node and node.value == 7
try:
    apply(fails, [1])
    assert False, 'it should raise'
except KeyError as err:
    assert err.args == (1,)
"""
    verdict = run_code(code, tests, sandbox=sandbox)
    assert verdict, verdict.reason


def test_the_code_sees_nothing_more_of_the_tests_objects_than_what_is_public(sandbox: CodeSandbox) -> None:
    code = """
def find(thing, name): return repr(getattr(thing, name))
"""
    tests = """
def check(): return 'the expected answer'
def generated(): yield 1
class Secret:
    _hidden = 'the expected answer'
    def method(self): return 1
secret, running = Secret(), generated()
assert find(check, '__globals__')
assert find(check, '__code__')
assert find(running, 'gi_frame')
assert find(secret, '_hidden')
assert find(secret.method, '__func__')
assert find(secret.method, '__self__')
"""
    verdict = run_code(code, tests, sandbox=sandbox)
    assert "passed" not in outcomes(verdict)
    assert len(verdict.tests) == 6


def test_values_go_both_ways_as_they_are(sandbox: CodeSandbox) -> None:
    values = """[None, True, 0, -1, 2**100, -2**53, 1.5, -0.0, float('inf'), 1e-300, 1+2j, 'é \\ud800 \\x00', b'\\xff', bytearray(b'a'),
        [1, [2]], (1, (2,)), {1, 2}, frozenset({3}), {'a': {1: (2, [3])}, None: 4, (1, 2): 5}, range(1, 9, 2), Fraction(1, 3),
        Decimal('1.10'), datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 2, 3), datetime.time(4, 5),
        datetime.timedelta(1, 2, 3), int, ValueError, Ellipsis]"""
    imports = "import datetime\nfrom decimal import Decimal\nfrom fractions import Fraction\n"
    code = imports + f"VALUES = {values}\ndef same(x): return x\ndef kind(x): return type(x).__name__"
    tests = imports + (
        f"expected = {values}\n"
        "assert VALUES == expected and [type(v) for v in VALUES] == [type(v) for v in expected]\n"
        "assert all(same(v) == v and kind(v) == type(v).__name__ and type(same(v)) is type(v) for v in expected)\n"
        "assert str(same(-0.0)) == '-0.0' and same(float('nan')) != same(float('nan'))"
    )
    verdict = run_code(code, tests, sandbox=sandbox)
    assert verdict, verdict.reason


def test_kinds_of_built_in_data_travel_as_the_built_in(sandbox: CodeSandbox) -> None:
    code = (
        "from collections import *\nfrom enum import *\nPoint = namedtuple('Point', 'x y')\nclass Color(IntEnum): RED = 1\n"
        "def f(): return [Counter('aab'), OrderedDict(a=1), defaultdict(list, a=[1]), Point(1, 2), Color.RED, deque([1, 2])]"
    )
    tests = (
        "assert f()[:5] == [{'a': 2, 'b': 1}, {'a': 1}, {'a': [1]}, (1, 2), 1]\nassert list(f()[5]) == [1, 2]"
    )
    assert run_code(code, tests, sandbox=sandbox)


def test_generators_and_iterators_of_the_code_are_read_one_by_one(sandbox: CodeSandbox) -> None:
    code = "def count():\n    n = 0\n    while True:\n        yield n\n        n += 1\ndef pairs(x): return zip(x, x)"
    tests = (
        "from itertools import islice\nassert list(islice(count(), 3)) == [0, 1, 2]\nassert list(pairs('ab')) == [('a', 'a'), ('b', 'b')]"
        "\nassert next(count()) == 0"
    )
    verdict = run_code(code, tests, sandbox=sandbox)
    assert verdict, verdict.reason


def test_it_comes_out_the_same_every_time(sandbox: CodeSandbox) -> None:
    code = "import random\nprint(hash('a'), {'b', 'c', 'd'}, random.random())"
    assert len({run_code(code, sandbox=sandbox).stdout for _ in range(3)}) == 1


def test_jobs_run_side_by_side_in_their_order(sandbox: CodeSandbox) -> None:
    jobs = [CodeJob(f"def f(): return {n}", f"assert f() == {n - n % 3}") for n in range(30)]
    assert [bool(verdict) for verdict in sandbox.map(jobs)] == [n % 3 == 0 for n in range(30)]


def test_several_threads_share_a_sandbox(sandbox: CodeSandbox) -> None:
    found: dict[int, bool] = {}

    def check(n: int) -> None:
        found[n] = bool(run_code(f"def f(): return {n}", f"assert f() == {n}", sandbox=sandbox))

    threads = [threading.Thread(target=check, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict.fromkeys(range(8), True)


def test_a_fork_of_the_process_has_a_sandbox_of_its_own(sandbox: CodeSandbox) -> None:
    assert run_code("x = 1", "assert x == 1", sandbox=sandbox)
    before = sandbox.pids()

    def scenario() -> Any:
        verdict = run_code("x = 1", "assert x == 1", sandbox=sandbox)
        pids = sandbox.pids()
        sandbox.close()
        return bool(verdict), pids

    passed, pids = in_child(scenario).returned
    assert passed
    assert not set(pids) & set(before)
    assert run_code("x = 2", "assert x == 2", sandbox=sandbox)
    assert set(before) & set(sandbox.pids())


def test_a_sandbox_that_is_killed_is_replaced(sandbox: CodeSandbox) -> None:
    import os
    import signal

    assert run_code("x = 1", "assert x == 1", sandbox=sandbox)
    for pid in sandbox.pids():
        os.kill(pid, signal.SIGKILL)
    verdicts = [run_code("x = 1", "assert x == 1", sandbox=sandbox) for _ in range(3)]
    assert [verdict.outcome for verdict in verdicts[1:]] == ["passed", "passed"]
    assert verdicts[0].outcome in ("passed", "error")  # one that was just dying may have been given the job


def test_packages_are_there_when_they_are_named() -> None:
    code = "import numpy as np\ndef total(x): return int(np.sum(x))"
    with CodeSandbox(1, CodeLimits(memory=4 << 30), packages=["numpy"]) as sandbox:
        assert run_code(code, "assert total([1, 2]) == 3", sandbox=sandbox)
    with CodeSandbox(1, CodeLimits(memory=4 << 30)) as sandbox:
        assert "ModuleNotFoundError" in run_code(code, "assert total([1, 2]) == 3", sandbox=sandbox).reason


def test_nothing_is_run_where_no_sandbox_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A bubblewrap that shows the machine's files, then one that does not even make a namespace.
    found = launch._bwrap()
    bwrap = tmp_path / "bwrap"
    bwrap.write_text(f'#!/bin/sh\nexec {found} --ro-bind /etc /etc "$@"\n')
    bwrap.chmod(0o755)
    monkeypatch.setattr(launch, "_bwrap", lambda: str(bwrap))
    with pytest.raises(SandboxError, match=r"bubblewrap: code in it .*reads /etc/passwd"):
        CodeSandbox(1, kind="bubblewrap").run(CodeJob("print(1)"))
    bwrap.write_text('#!/bin/sh\nwhile [ "$1" != "--chdir" ]; do shift; done\nshift 2\nexec "$@"\n')
    with pytest.raises(SandboxError, match="not the first process of a namespace of its own"):
        CodeSandbox(1, kind="bubblewrap").run(CodeJob("print(1)"))
    monkeypatch.setattr(launch, "_bwrap", lambda: None)
    with pytest.raises(
        SandboxError, match=r"No sandbox of this machine holds.*pip install 'goldsmith\[code\]'"
    ):
        CodeSandbox(1, kind="bubblewrap").run(CodeJob("print(1)"))
    assert CodeSandbox(1).kind == "landlock"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), "source must be text, got list"),
        (("x = 1", 3), "tests must be Python source"),
        (("x = 1", " "), "tests must be Python source, sources or IOCases, and not empty"),
        (("x = 1", ["assert x", IOCase("", "")]), "tests must be Python source"),
    ],
)
def test_what_cannot_be_used_is_refused(sandbox: CodeSandbox, arguments: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        run_code(*arguments, sandbox=sandbox)


def test_options_that_cannot_be_used_are_refused(sandbox: CodeSandbox) -> None:
    with pytest.raises(InputError, match="style of tests must be"):
        run_code("x = 1", "assert x", style="doctest", sandbox=sandbox)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="limits belong to the sandbox"):
        run_code("x = 1", "assert x", limits=CodeLimits(), sandbox=sandbox)
    with pytest.raises(InputError, match="seconds of CodeLimits must be positive, got 0"):
        CodeLimits(seconds=0)
    with pytest.raises(InputError, match="kind of CodeSandbox"):
        CodeSandbox(kind="docker")  # type: ignore[arg-type]


def test_any_bytes_from_the_tests_process_give_a_verdict() -> None:
    from goldsmith.verify.code.judge import judged
    from goldsmith.verify.code.worker import RawRun

    rng = random.Random(0)
    whole = b"".join(
        len(body := json.dumps(said).encode()).to_bytes(4, "little") + body
        for said in ({"plan": ["a", "b"]}, {"test": "a", "outcome": "passed", "message": ""}, {"done": True})
    )
    ended = {"code": None, "tests": 0, "timeout": False, "cpu": 0.0, "wall": 0.1, "read": "ct", "clean": True}
    for _ in range(200):
        cut = whole[: rng.randrange(len(whole) + 1)]
        verdict = judged(RawRun(ended=ended, results=bytearray(cut)), CodeLimits(), "bubblewrap", tested=True)
        assert not verdict
