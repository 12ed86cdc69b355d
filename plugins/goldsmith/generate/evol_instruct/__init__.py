"""Evol-Instruct's pure half: operations and how they are drawn, reading an evolved prompt, and what is eliminated."""

from goldsmith.generate.evol_instruct.elimination import Elimination, eliminated_prompt, eliminated_response
from goldsmith.generate.evol_instruct.evolved_prompt import evolved_prompt
from goldsmith.generate.evol_instruct.information_gain import read_information_gain
from goldsmith.generate.evol_instruct.leaked_words import leaked_words
from goldsmith.generate.evol_instruct.operations import OPERATIONS, draw_operation, operations_of
from goldsmith.generate.evol_instruct.stop_words import ENGLISH_STOP_WORDS, says_nothing

__all__ = [
    "ENGLISH_STOP_WORDS",
    "OPERATIONS",
    "Elimination",
    "draw_operation",
    "eliminated_prompt",
    "eliminated_response",
    "evolved_prompt",
    "leaked_words",
    "operations_of",
    "read_information_gain",
    "says_nothing",
]
