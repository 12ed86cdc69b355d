"""The rules of techniques that write new data: what is asked, how answers are read, what is kept."""

from goldsmith.generate.auto_evol import evolution_failure, final_instruction
from goldsmith.generate.back_translation import back_translation_reason, copied_words, read_instruction
from goldsmith.generate.constraint_pairs import (
    constraint_pair_reason,
    draw_relaxed,
    is_relaxed,
    response_flaw,
)
from goldsmith.generate.conversation import ENDINGS, Conversation, role_flipped, transcript
from goldsmith.generate.conversation_goal import Goal, goal_text, goals_from_tau2
from goldsmith.generate.conversation_turn import Turn, is_repeated, read_turn
from goldsmith.generate.derived_seed import derived_seed
from goldsmith.generate.evol_instruct import (
    OPERATIONS,
    draw_operation,
    eliminated_prompt,
    eliminated_response,
    evolved_prompt,
    read_information_gain,
)
from goldsmith.generate.passages import split_passages
from goldsmith.generate.persona_prompts import (
    persona_prompt_reason,
    persona_words,
    read_constrained_instruction,
    read_persona_prompt,
    read_tool,
    unstated_constraints,
)
from goldsmith.generate.personas import Persona, personas_schema, read_personas
from goldsmith.generate.preferences import (
    Pair,
    Rating,
    Scale,
    choose_pair,
    length_difference,
    mean_rating,
    rating_schema,
    ratings_schema,
    read_ratings,
)
from goldsmith.generate.question_pairs import (
    QuestionPair,
    question_pair_reason,
    question_pairs_schema,
    read_question_pairs,
)
from goldsmith.generate.reported_done import REPORTED_DONE_SCHEMA, read_decision, read_reported_done
from goldsmith.generate.source_mentions import mentions_source

__all__ = [
    "ENDINGS",
    "OPERATIONS",
    "REPORTED_DONE_SCHEMA",
    "Conversation",
    "Goal",
    "Pair",
    "Persona",
    "QuestionPair",
    "Rating",
    "Scale",
    "Turn",
    "back_translation_reason",
    "choose_pair",
    "constraint_pair_reason",
    "copied_words",
    "derived_seed",
    "draw_operation",
    "draw_relaxed",
    "eliminated_prompt",
    "eliminated_response",
    "evolution_failure",
    "evolved_prompt",
    "final_instruction",
    "goal_text",
    "goals_from_tau2",
    "is_relaxed",
    "is_repeated",
    "length_difference",
    "mean_rating",
    "mentions_source",
    "persona_prompt_reason",
    "persona_words",
    "personas_schema",
    "question_pair_reason",
    "question_pairs_schema",
    "rating_schema",
    "ratings_schema",
    "read_constrained_instruction",
    "read_decision",
    "read_information_gain",
    "read_instruction",
    "read_persona_prompt",
    "read_personas",
    "read_question_pairs",
    "read_ratings",
    "read_reported_done",
    "read_tool",
    "read_turn",
    "response_flaw",
    "role_flipped",
    "split_passages",
    "transcript",
    "unstated_constraints",
]
