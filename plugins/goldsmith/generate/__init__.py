"""The rules of techniques that write new data: what is asked, how answers are read, what is kept."""

from goldsmith.generate.back_translation import back_translation_reason, copied_words, read_instruction
from goldsmith.generate.candidate_ratings import (
    CandidateRating,
    PreferredPair,
    preferred_pair,
    ratings_schema,
    read_candidate_ratings,
)
from goldsmith.generate.conversation import ENDINGS, Conversation, role_flipped, transcript
from goldsmith.generate.conversation_goal import Goal, goals_from_tau2
from goldsmith.generate.conversation_turn import Turn, is_repeated, read_turn
from goldsmith.generate.derived_seed import derived_seed
from goldsmith.generate.passages import split_passages
from goldsmith.generate.question_pairs import (
    QuestionPair,
    question_pair_reason,
    question_pairs_schema,
    read_question_pairs,
)
from goldsmith.generate.reported_done import REPORTED_DONE_SCHEMA, read_reported_done
from goldsmith.generate.source_mentions import mentions_source

__all__ = [
    "ENDINGS",
    "REPORTED_DONE_SCHEMA",
    "CandidateRating",
    "Conversation",
    "Goal",
    "PreferredPair",
    "QuestionPair",
    "Turn",
    "back_translation_reason",
    "copied_words",
    "derived_seed",
    "goals_from_tau2",
    "is_repeated",
    "mentions_source",
    "preferred_pair",
    "question_pair_reason",
    "question_pairs_schema",
    "ratings_schema",
    "read_candidate_ratings",
    "read_instruction",
    "read_question_pairs",
    "read_reported_done",
    "read_turn",
    "role_flipped",
    "split_passages",
    "transcript",
]
