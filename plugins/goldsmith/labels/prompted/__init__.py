"""A language model as a voter: narrow questions, votes with a confidence, and how far they are to be believed."""

from goldsmith.labels.prompted.ask_prompt import PromptAnswer, Settings, ask_prompt, content_free_scores
from goldsmith.labels.prompted.prompted_votes import JoinedVotes, PromptedVotes, ask_votes
from goldsmith.labels.prompted.vote_calibration import PromptCalibration, VoteCalibration
from goldsmith.labels.prompted.vote_prompt import VotePrompt
from goldsmith.labels.prompted.vote_report import PromptReport, VoteReport, vote_report

__all__ = [
    "JoinedVotes",
    "PromptAnswer",
    "PromptCalibration",
    "PromptReport",
    "PromptedVotes",
    "Settings",
    "VoteCalibration",
    "VotePrompt",
    "VoteReport",
    "ask_prompt",
    "ask_votes",
    "content_free_scores",
    "vote_report",
]
