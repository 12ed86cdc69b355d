"""What steps that ask a language model have in common: prompts, answers, rows that are worked on at the same time."""

from goldsmith.text import defused
from goldsmith_distilabel.prompting.answers import AskingError, Reply
from goldsmith_distilabel.prompting.asking import Asking
from goldsmith_distilabel.prompting.asks_models import AsksModels, Row
from goldsmith_distilabel.prompting.awaiting import await_all
from goldsmith_distilabel.prompting.prompt import Prompt
from goldsmith_distilabel.prompting.row_by_row import RowByRow

__all__ = [
    "Asking",
    "AskingError",
    "AsksModels",
    "Prompt",
    "Reply",
    "Row",
    "RowByRow",
    "await_all",
    "defused",
]
