"""Constraints on a response that a program can check, in the families of IFEval (arXiv 2311.07911)."""

from goldsmith.verify.constraints.catalogue import (
    ANY_LANGUAGE_KINDS,
    CONSTRAINT_KINDS,
    constraint_problems,
    constraints_json,
    draw_constraints,
    read_constraints,
)
from goldsmith.verify.constraints.constraint import Constraint
from goldsmith.verify.constraints.ends import RepeatPrompt

__all__ = [
    "ANY_LANGUAGE_KINDS",
    "CONSTRAINT_KINDS",
    "Constraint",
    "RepeatPrompt",
    "constraint_problems",
    "constraints_json",
    "draw_constraints",
    "read_constraints",
]
