"""The words shown beside an item: who suggested and who voted what."""

from goldsmith.review.items import ReviewItem, Suggestion
from goldsmith.review.questions import Value
from goldsmith.review.visible import visible

__all__ = ["NOTES_FIELD", "NOTES_TITLE", "notes"]

NOTES_FIELD = "goldsmith_notes"
NOTES_TITLE = "Who voted what"


def notes(item: ReviewItem) -> str:
    r"""Return the suggestions and votes of `item` as plain lines, "" when there are none.

    >>> notes(ReviewItem("a", {"text": "x"}, [Suggestion("label", "spam", 0.9, "label model")], votes={"llm": "ham"}))
    'suggested label: spam (0.90, label model)\nllm: ham'
    """
    lines = [_suggested(suggestion) for suggestion in item.suggestions]
    lines += [f"{voter}: {vote}" for voter, vote in item.votes.items()]
    return visible("\n".join(lines))


def _suggested(suggestion: Suggestion) -> str:
    score = "" if suggestion.score is None else f"{suggestion.score:.2f}"
    source = ", ".join(part for part in (score, suggestion.agent or "") if part)
    return f"suggested {suggestion.question}: {_said(suggestion.value)}" + (f" ({source})" if source else "")


def _said(value: Value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{rank}. {label}" for label, rank in sorted(value.items(), key=lambda one: one[1]))
    if isinstance(value, list):
        return ", ".join(
            one if isinstance(one, str) else f"{one['label']} {one['start']}-{one['end']}" for one in value
        )
    return str(value)
