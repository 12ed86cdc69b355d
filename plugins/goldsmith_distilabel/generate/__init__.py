"""Steps that write new data: instructions, personas, conversations, preferences."""

from goldsmith_distilabel.generate.simulated_conversation import SimulatedConversation

__all__ = ["SimulatedConversation"]
