"""Chains of thought: reading them, comparing their answers, choosing among them."""

from goldsmith.reason.answer_clusters import AnswerClusters, answer_clusters
from goldsmith.reason.answer_place import stated_answer
from goldsmith.reason.chain import Chain, read_chain, steps_schema, think_form
from goldsmith.reason.majority import Majority, majority
from goldsmith.reason.mentions_hint import mentions_hint
from goldsmith.reason.rejected_samples import rejected_samples
from goldsmith.reason.right_and_wrong import right_and_wrong
from goldsmith.reason.same_answer import AnswerKind, same_answer
from goldsmith.reason.split_steps import split_steps

__all__ = [
    "AnswerClusters",
    "AnswerKind",
    "Chain",
    "Majority",
    "answer_clusters",
    "majority",
    "mentions_hint",
    "read_chain",
    "rejected_samples",
    "right_and_wrong",
    "same_answer",
    "split_steps",
    "stated_answer",
    "steps_schema",
    "think_form",
]
