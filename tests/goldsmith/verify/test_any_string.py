"""No string makes the comparison raise or hang."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldsmith.verify import math_equal
from goldsmith.verify.math.sympy_pool import POOL

ANY_TEXT = st.text(st.characters())
PIECES = st.sampled_from(
    [*"0123456789.,%$/^*+-=<>()[]{}\\ xyei:", r"\frac", r"\sqrt", "{1}", r"\text{", r"\begin{pmatrix}", "&", r"\\",
     r"\end{pmatrix}", " U ", " or ", " and ", r"\overline{", "10^", "e999", "million", " km", "(A)", r"\pm", "x in ", "oo", "\ud800",
     "\x00", "½", "²", "٣", "∞"]
)  # fmt: skip
MATHS_LIKE = st.lists(PIECES, max_size=25).map("".join)
HANGS = r"\sin(x)^{1000} \cdot (x+y+z+a+b+c)^{3000} - \cos(x+y+z)^{2000}"
NASTY = [
    "10^10^10",
    r"10^{10^{10^{10}}}",
    r"\frac{1}{10^{10^{10}}-10^{10^{10}}}",
    "(" * 900 + "1" + ")" * 900,
    r"\frac{" * 150 + "1" + "}{2}" * 150,
    "{" * 1000,
    "1" * 5_000,
    "1e999999999",
    "((((9!)!)!)!)!",
    "x^" * 500 + "x",
    r"\sum_{k=1}^{10^{30}} \frac{1}{k}",
    "0/0",
    "1/0",
    r"\frac{0}{0}",
    "1:99",
    "[" + "[0]," * 400 + "[0]]",
    ",".join("x+1" for _ in range(60)),
    "\ud800",
    "\x00\x01\x1b[31m",
    "\u202e18",
    r"\boxed{\boxed{",
    "$$$",
    "\\",
    "a" * 1_000_000,
    "(" * 1_000_000,
    "3 " * 999,
    "٣",
]


@given(st.one_of(ANY_TEXT, MATHS_LIKE), st.one_of(ANY_TEXT, MATHS_LIKE))
@example("0/0", "1/0")
@example("1e400", "1e401")
@example("1" * 1999 + "e999", "-0.5e-999%")
@settings(max_examples=120)
def test_any_two_strings_get_a_verdict_of_a_rule_with_a_reason(gold: str, answer: str) -> None:
    verdict = math_equal(gold, answer, symbolic=False)
    assert verdict.rule
    assert verdict.why


@given(MATHS_LIKE, MATHS_LIKE)
@settings(max_examples=12)
def test_any_two_formulas_get_a_verdict_from_sympy_too(gold: str, answer: str) -> None:
    assert math_equal(gold, answer, timeout=2).why


@given(ANY_TEXT.filter(lambda text: text.strip() != ""))
def test_what_can_be_seen_of_a_text_equals_itself(text: str) -> None:
    verdict = math_equal(text, text, symbolic=False)
    assert verdict.equal or verdict.why == "both are empty"


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_string_is_refused_in_time(text: str) -> None:
    start = time.perf_counter()
    assert not math_equal("7", text, timeout=0.2)
    assert not math_equal(text, "7", symbolic=False)
    assert time.perf_counter() - start < 20  # a time-out and, on a busy machine, a new worker


def test_a_hung_worker_is_killed_and_the_next_question_is_answered() -> None:
    math_equal("x+x", "2x")
    before = POOL.pids()
    verdict = math_equal("x", HANGS, timeout=0.2)
    assert (verdict.equal, verdict.rule) == (False, "symbolic")
    assert "time was up" in verdict.why
    assert POOL.pids() != before
    assert math_equal("x+x", "2x")


def test_a_killed_worker_costs_one_verdict_only() -> None:
    math_equal("x+x", "2x")
    for pid in POOL.pids():
        os.kill(pid, signal.SIGKILL)
    for _ in range(len(POOL.pids())):
        math_equal("x+x", "2x")
    assert math_equal("x+x", "2x").rule == "symbolic"


def test_a_worker_whose_asker_is_gone_ends_by_itself() -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "goldsmith.verify.math.sympy_worker"],
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
    )
    assert worker.stdin
    worker.stdin.write(
        json.dumps({"gold": "1", "answer": HANGS, "tolerance": 0, "seconds": 0}).encode() + b"\n"
    )
    worker.stdin.flush()
    assert worker.wait(timeout=60) == -signal.SIGALRM
    worker.stdin.close()


def test_threads_share_the_workers() -> None:
    # SymPy's own time-outs are signals, which only the main thread gets.
    verdicts: list[bool] = []
    threads = [
        threading.Thread(target=lambda n=n: verdicts.append(bool(math_equal(f"x+{n}", f"{n}+x", timeout=60))))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == [True] * 12
