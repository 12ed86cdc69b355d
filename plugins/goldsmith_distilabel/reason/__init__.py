"""Steps for data to reason with: chains of thought, and solutions whose answer is checked."""

from goldsmith_distilabel.reason.chain_of_thought import ChainOfThought
from goldsmith_distilabel.reason.code_from_snippet import CodeFromSnippet
from goldsmith_distilabel.reason.difficulty_band import DifficultyBand
from goldsmith_distilabel.reason.distinct_code import DistinctCode
from goldsmith_distilabel.reason.filter_chains import FilterChains
from goldsmith_distilabel.reason.pass_rates import PassRates
from goldsmith_distilabel.reason.process_labels import ProcessLabels
from goldsmith_distilabel.reason.rationalize import Rationalize
from goldsmith_distilabel.reason.reasoning_gym_seeds import ReasoningGymSeeds
from goldsmith_distilabel.reason.rejection_sampling import RejectionSampling
from goldsmith_distilabel.reason.self_code_align import SelfCodeAlign
from goldsmith_distilabel.reason.self_consistency import SelfConsistency
from goldsmith_distilabel.reason.tested_responses import TestedResponses
from goldsmith_distilabel.reason.verify_code import VerifyCode
from goldsmith_distilabel.reason.verify_math import VerifyMath
from goldsmith_distilabel.reason.verify_reasoning_gym import VerifyReasoningGym

__all__ = [
    "ChainOfThought",
    "CodeFromSnippet",
    "DifficultyBand",
    "DistinctCode",
    "FilterChains",
    "PassRates",
    "ProcessLabels",
    "Rationalize",
    "ReasoningGymSeeds",
    "RejectionSampling",
    "SelfCodeAlign",
    "SelfConsistency",
    "TestedResponses",
    "VerifyCode",
    "VerifyMath",
    "VerifyReasoningGym",
]
