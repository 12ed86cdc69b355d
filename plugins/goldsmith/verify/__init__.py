"""Whether an answer is right: verdicts on mathematics that say which rule decided."""

from goldsmith.verify.final_answer import final_answer
from goldsmith.verify.math.equal import math_equal
from goldsmith.verify.math.pair import MathVerdict

__all__ = ["MathVerdict", "final_answer", "math_equal"]
