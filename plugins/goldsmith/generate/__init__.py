"""The rules of techniques that write new data: what is asked, how answers are read, what is kept."""

from goldsmith.generate.auto_evol import evolution_failure, final_instruction
from goldsmith.generate.derived_seed import derived_seed
from goldsmith.generate.evol_instruct import (
    OPERATIONS,
    draw_operation,
    eliminated_prompt,
    eliminated_response,
    evolved_prompt,
    read_information_gain,
)
from goldsmith.generate.preferences import Pair, Rating, Scale, choose_pair, mean_rating, read_ratings

__all__ = [
    "OPERATIONS",
    "Pair",
    "Rating",
    "Scale",
    "choose_pair",
    "derived_seed",
    "draw_operation",
    "eliminated_prompt",
    "eliminated_response",
    "evolution_failure",
    "evolved_prompt",
    "final_instruction",
    "mean_rating",
    "read_information_gain",
    "read_ratings",
]
