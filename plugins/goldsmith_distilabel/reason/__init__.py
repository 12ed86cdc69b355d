"""Steps for data to reason with: solutions whose answer is checked."""

from goldsmith_distilabel.reason.verify_code import VerifyCode
from goldsmith_distilabel.reason.verify_math import VerifyMath

__all__ = ["VerifyCode", "VerifyMath"]
