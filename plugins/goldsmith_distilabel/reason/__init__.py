"""Steps for data to reason with: solutions whose answer is checked."""

from goldsmith_distilabel.reason.code_from_snippet import CodeFromSnippet
from goldsmith_distilabel.reason.distinct_code import DistinctCode
from goldsmith_distilabel.reason.reasoning_gym_seeds import ReasoningGymSeeds
from goldsmith_distilabel.reason.self_code_align import SelfCodeAlign
from goldsmith_distilabel.reason.tested_responses import TestedResponses
from goldsmith_distilabel.reason.verify_code import VerifyCode
from goldsmith_distilabel.reason.verify_math import VerifyMath
from goldsmith_distilabel.reason.verify_reasoning_gym import VerifyReasoningGym

__all__ = [
    "CodeFromSnippet",
    "DistinctCode",
    "ReasoningGymSeeds",
    "SelfCodeAlign",
    "TestedResponses",
    "VerifyCode",
    "VerifyMath",
    "VerifyReasoningGym",
]
