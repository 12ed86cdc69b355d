"""Steps that write new data: instructions, personas, conversations, preferences."""

from goldsmith_distilabel.generate.auto_evol_instruct import AutoEvolInstruct
from goldsmith_distilabel.generate.evol_instruct_loop import EvolInstructLoop

__all__ = ["AutoEvolInstruct", "EvolInstructLoop"]
