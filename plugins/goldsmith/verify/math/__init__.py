"""The rules of `math_equal`, a file each."""

from goldsmith.verify.math.equal import math_equal
from goldsmith.verify.math.pair import MathVerdict

__all__ = ["MathVerdict", "math_equal"]
