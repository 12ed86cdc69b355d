"""Chains of thought: reading them, comparing their answers, choosing among them."""

from goldsmith.reason.answer_clusters import AnswerClusters, answer_clusters
from goldsmith.reason.answer_place import stated_answer
from goldsmith.reason.chain import Chain, read_chain, steps_schema, think_form
from goldsmith.reason.difficulty import Difficulty, difficulty
from goldsmith.reason.majority import Majority, majority
from goldsmith.reason.mentions_hint import mentions_hint
from goldsmith.reason.rejected_samples import rejected_samples
from goldsmith.reason.right_and_wrong import right_and_wrong
from goldsmith.reason.same_answer import AnswerKind, same_answer
from goldsmith.reason.split_steps import split_steps
from goldsmith.reason.step_labels import (
    StepVerdict,
    consensus,
    first_error,
    hard_labels,
    labels_until,
    read_step_verdict,
    soft_labels,
    step_verdict_schema,
)

__all__ = [
    "AnswerClusters",
    "AnswerKind",
    "Chain",
    "Difficulty",
    "Majority",
    "StepVerdict",
    "answer_clusters",
    "consensus",
    "difficulty",
    "first_error",
    "hard_labels",
    "labels_until",
    "majority",
    "mentions_hint",
    "read_chain",
    "read_step_verdict",
    "rejected_samples",
    "right_and_wrong",
    "same_answer",
    "soft_labels",
    "split_steps",
    "stated_answer",
    "step_verdict_schema",
    "steps_schema",
    "think_form",
]
