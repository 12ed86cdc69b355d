"""Auto Evol-Instruct's pure half: reading methods and instructions, failures, the search and the file it is kept in."""

from goldsmith.generate.auto_evol.choices import best_candidate, held_out, mini_batch
from goldsmith.generate.auto_evol.failures import evolution_failure
from goldsmith.generate.auto_evol.method_search import MethodSearch, SearchStep
from goldsmith.generate.auto_evol.tagged_answers import final_instruction, revised_method

__all__ = [
    "MethodSearch",
    "SearchStep",
    "best_candidate",
    "evolution_failure",
    "final_instruction",
    "held_out",
    "mini_batch",
    "revised_method",
]
