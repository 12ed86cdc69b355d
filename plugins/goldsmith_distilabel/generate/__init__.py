"""Steps that write new data: instructions, personas, conversations, preferences."""

from goldsmith_distilabel.generate.aspect_ratings import AspectRatings
from goldsmith_distilabel.generate.auto_evol_instruct import AutoEvolInstruct
from goldsmith_distilabel.generate.best_of_n import BestOfN
from goldsmith_distilabel.generate.evol_instruct_loop import EvolInstructLoop
from goldsmith_distilabel.generate.preference_pairs import PreferencePairs
from goldsmith_distilabel.generate.rubric import Rubric

__all__ = ["AspectRatings", "AutoEvolInstruct", "BestOfN", "EvolInstructLoop", "PreferencePairs", "Rubric"]
