"""Steps that write new data: instructions, personas, conversations, preferences."""

from goldsmith_distilabel.generate.conversation_preferences import ConversationPreferences
from goldsmith_distilabel.generate.document_questions import DocumentQuestions
from goldsmith_distilabel.generate.instruction_from_text import InstructionFromText
from goldsmith_distilabel.generate.simulated_conversation import SimulatedConversation

__all__ = [
    "ConversationPreferences",
    "DocumentQuestions",
    "InstructionFromText",
    "SimulatedConversation",
]
