"""Steps that write new data: instructions, personas, conversations, preferences."""

from goldsmith_distilabel.generate.aspect_ratings import AspectRatings
from goldsmith_distilabel.generate.auto_evol_instruct import AutoEvolInstruct
from goldsmith_distilabel.generate.best_of_n import BestOfN
from goldsmith_distilabel.generate.constraint_pairs import ConstraintPairs
from goldsmith_distilabel.generate.conversation_preferences import ConversationPreferences
from goldsmith_distilabel.generate.distinct_personas import DistinctPersonas
from goldsmith_distilabel.generate.document_questions import DocumentQuestions
from goldsmith_distilabel.generate.evol_instruct_loop import EvolInstructLoop
from goldsmith_distilabel.generate.instruction_from_text import InstructionFromText
from goldsmith_distilabel.generate.persona_prompt import PersonaPrompt
from goldsmith_distilabel.generate.persona_to_persona import PersonaToPersona
from goldsmith_distilabel.generate.preference_pairs import PreferencePairs
from goldsmith_distilabel.generate.rubric import Rubric
from goldsmith_distilabel.generate.self_instruct_loop import SelfInstructLoop
from goldsmith_distilabel.generate.simulated_conversation import SimulatedConversation
from goldsmith_distilabel.generate.text_to_persona import TextToPersona

__all__ = [
    "AspectRatings",
    "AutoEvolInstruct",
    "BestOfN",
    "ConstraintPairs",
    "ConversationPreferences",
    "DistinctPersonas",
    "DocumentQuestions",
    "EvolInstructLoop",
    "InstructionFromText",
    "PersonaPrompt",
    "PersonaToPersona",
    "PreferencePairs",
    "Rubric",
    "SelfInstructLoop",
    "SimulatedConversation",
    "TextToPersona",
]
