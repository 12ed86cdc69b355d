"""Votes as if a model had cast them."""

from collections.abc import Sequence

import numpy as np

from goldsmith.labels.prompted import PromptedVotes, VotePrompt

__all__ = ["made_votes"]


def made_votes(
    L: Sequence[Sequence[int]] | np.ndarray, **sources: Sequence[Sequence[float]] | np.ndarray
) -> PromptedVotes:
    votes = np.asarray(L, dtype=np.int8)
    n, m = votes.shape
    given = {
        name: np.where(votes >= 0, np.asarray(values, dtype=float), np.nan)
        for name, values in sources.items()
    }
    confidence = next(iter(given.values()), np.full((n, m), np.nan))
    prompts = tuple(VotePrompt(f"p{at}", "?", {"a": 0, "b": 1, "c": -1}) for at in range(m))
    blank = np.full((n, m), "", dtype=object)
    return PromptedVotes(prompts, 2, "model", votes, confidence, given, blank, blank.copy())
