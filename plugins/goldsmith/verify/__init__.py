"""Whether an answer is right: verdicts on mathematics, code and constraints that say what decided."""

from goldsmith.verify.chains import CHAIN_PROBLEMS, ChainLimits, ChainProblem, chain_problems
from goldsmith.verify.code import (
    CodeJob,
    CodeLimits,
    CodeSandbox,
    CodeTest,
    CodeVerdict,
    IOCase,
    final_code,
    run_code,
)
from goldsmith.verify.constraints import (
    ANY_LANGUAGE_KINDS,
    CONSTRAINT_KINDS,
    Constraint,
    constraint_problems,
    constraints_json,
    draw_constraints,
    read_constraints,
)
from goldsmith.verify.final_answer import final_answer
from goldsmith.verify.math.equal import math_equal
from goldsmith.verify.math.pair import MathVerdict

__all__ = [
    "ANY_LANGUAGE_KINDS",
    "CHAIN_PROBLEMS",
    "CONSTRAINT_KINDS",
    "ChainLimits",
    "ChainProblem",
    "CodeJob",
    "CodeLimits",
    "CodeSandbox",
    "CodeTest",
    "CodeVerdict",
    "Constraint",
    "IOCase",
    "MathVerdict",
    "chain_problems",
    "constraint_problems",
    "constraints_json",
    "draw_constraints",
    "final_answer",
    "final_code",
    "math_equal",
    "read_constraints",
    "run_code",
]
