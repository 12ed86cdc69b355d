"""What is wrong with chains of thought: each check by itself, and all of them together."""

from goldsmith.verify.chains.arithmetic import Sum, sums
from goldsmith.verify.chains.chain_problems import CHAIN_PROBLEMS, ChainLimits, ChainProblem, chain_problems

__all__ = ["CHAIN_PROBLEMS", "ChainLimits", "ChainProblem", "Sum", "chain_problems", "sums"]
