"""Review by people, in step with the data: say what is asked, push, pull, count; the tools' adapters plug in."""

from goldsmith.review.adapter import Counts, Outgoing, Project, Response, ReviewAdapter, Stored
from goldsmith.review.agreement import Agreement, agreement_on
from goldsmith.review.decided import Decided, decided
from goldsmith.review.fields import ContextsField, ConversationField, Field, TextField, numbered
from goldsmith.review.items import ReviewItem, Suggestion, content_hash, pushed_hash
from goldsmith.review.kept_rows import keep_rows, kept_rows
from goldsmith.review.ledger import Ledger
from goldsmith.review.migrate import MigrationResult, migrate
from goldsmith.review.pair_question import PairQuestion
from goldsmith.review.parts_question import PartsQuestion
from goldsmith.review.pull import PullResult, pull
from goldsmith.review.push import PushResult, push
from goldsmith.review.questions import (
    LabelQuestion,
    MultiLabelQuestion,
    Question,
    RatingQuestion,
    Span,
    TextQuestion,
    Value,
)
from goldsmith.review.ranking_question import RankingQuestion
from goldsmith.review.renamed import Renamed
from goldsmith.review.reviews import Review, merge_reviews
from goldsmith.review.saved_schema import load_schema, save_schema
from goldsmith.review.schema import ReviewSchema
from goldsmith.review.simulated import SimulatedReviewer
from goldsmith.review.span_question import SpanQuestion
from goldsmith.review.status import Progress, Status, status
from goldsmith.review.steps_question import StepsQuestion, numbered_steps
from goldsmith.review.taxonomy_question import TaxonomyQuestion

__all__ = [
    "Agreement",
    "ContextsField",
    "ConversationField",
    "Counts",
    "Decided",
    "Field",
    "LabelQuestion",
    "Ledger",
    "MigrationResult",
    "MultiLabelQuestion",
    "Outgoing",
    "PairQuestion",
    "PartsQuestion",
    "Progress",
    "Project",
    "PullResult",
    "PushResult",
    "Question",
    "RankingQuestion",
    "RatingQuestion",
    "Renamed",
    "Response",
    "Review",
    "ReviewAdapter",
    "ReviewItem",
    "ReviewSchema",
    "SimulatedReviewer",
    "Span",
    "SpanQuestion",
    "Status",
    "StepsQuestion",
    "Stored",
    "Suggestion",
    "TaxonomyQuestion",
    "TextField",
    "TextQuestion",
    "Value",
    "agreement_on",
    "content_hash",
    "decided",
    "keep_rows",
    "kept_rows",
    "load_schema",
    "merge_reviews",
    "migrate",
    "numbered",
    "numbered_steps",
    "pull",
    "push",
    "pushed_hash",
    "save_schema",
    "status",
]
