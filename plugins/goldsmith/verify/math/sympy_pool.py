"""The processes that run SymPy for us."""

import os

from goldsmith.verify.answer_pool import AnswerPool

__all__ = ["POOL"]

POOL = AnswerPool(
    min(4, os.cpu_count() or 1), "goldsmith.verify.math.sympy_worker", kind="symbolic", who="SymPy"
)
