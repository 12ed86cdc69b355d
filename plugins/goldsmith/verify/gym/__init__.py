"""Answers to procedurally generated questions, scored by the package that made them."""

from goldsmith.verify.gym.gym_score import GymScore, gym_score, require_reasoning_gym

__all__ = ["GymScore", "gym_score", "require_reasoning_gym"]
