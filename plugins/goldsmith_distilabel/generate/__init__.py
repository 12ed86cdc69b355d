"""Steps that write new data: instructions, personas, conversations, preferences."""

from goldsmith_distilabel.generate.self_instruct_loop import SelfInstructLoop

__all__ = ["SelfInstructLoop"]
