"""Model-written code, run where it can do no harm, and judged where it cannot reach."""

from goldsmith.verify.code.final_code import final_code
from goldsmith.verify.code.limits import CodeLimits
from goldsmith.verify.code.run_code import run_code
from goldsmith.verify.code.sandbox import CodeJob, CodeSandbox
from goldsmith.verify.code.verdict import CodeTest, CodeVerdict, IOCase

__all__ = [
    "CodeJob",
    "CodeLimits",
    "CodeSandbox",
    "CodeTest",
    "CodeVerdict",
    "IOCase",
    "final_code",
    "run_code",
]
