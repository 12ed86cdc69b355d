"""Items as Argilla records, and Argilla's answers as ours."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from goldsmith.review import Outgoing, Response, Stored, Suggestion, Value
from goldsmith.review.items import Meta
from goldsmith.review.notes import NOTES_FIELD, notes
from goldsmith.review.reviews import ReviewState, utc
from goldsmith.review.visible import visible

__all__ = ["record", "response", "responses", "shown", "stored"]

_CONTENT, _PUSHED = "goldsmith_content", "goldsmith_pushed"
_NOT_IN_AN_AGENT = re.compile(r"[^a-zA-Z0-9\-_:./\s]")


def record(outgoing: Outgoing, question_ids: Mapping[str, str]) -> dict[str, Any]:
    """Return the record to upsert: no `responses`, which belong to people."""
    item = outgoing.item
    fields = {name: shown(text) for name, text in item.fields.items()}
    ours = {"votes": [visible(f"{voter}: {vote}") for voter, vote in item.votes.items()]}
    theirs = {name: _visible_meta(value) for name, value in item.metadata.items()}
    hashes = {_CONTENT: outgoing.content_hash, _PUSHED: outgoing.pushed_hash}
    return {
        "external_id": item.id,
        # Always sent, so that notes which have become empty replace those that were not.
        "fields": {**fields, NOTES_FIELD: shown(notes(item))},
        "metadata": {**theirs, **ours, **hashes},
        "suggestions": [_suggestion(one, question_ids[one.question]) for one in item.suggestions],
    }


def shown(text: str) -> str:
    r"""Return `text` so that Argilla's page shows it as it is.

    The page writes a plain text field into `innerHTML`, without cleaning it: `<img onerror=...>` in a row would run in
    the reviewer's browser, other tags would vanish and line breaks collapse. So markup is escaped, a line break becomes
    `<br>`, and a space after a space (or a tab) does not collapse. Texts without these are stored as they are.

    >>> shown("1 < 2\n<b>bold</b>")
    '1 &lt; 2<br>&lt;b&gt;bold&lt;/b&gt;'
    """
    lines = visible(text).replace("\r\n", "\n").replace("\r", "\n")
    escaped = html.escape(lines, quote=False)
    return re.sub(r"(?<= ) |^ ", "\u00a0", escaped.replace("\t", "    "), flags=re.MULTILINE).replace(
        "\n", "<br>"
    )


def _visible_meta(value: Meta) -> Meta:
    if isinstance(value, list):
        return [visible(text) for text in value]
    return visible(value) if isinstance(value, str) else value


def _suggestion(suggestion: Suggestion, question_id: str) -> dict[str, Any]:
    # Several labels want as many scores.
    labels = len(suggestion.value) if isinstance(suggestion.value, list) else 0
    score = [suggestion.score] * labels if labels and suggestion.score is not None else suggestion.score
    # Argilla takes letters, digits and -_:./ in an agent's name; the notes show it as it is.
    agent = _NOT_IN_AN_AGENT.sub("-", suggestion.agent or "")[:200]
    return {
        "question_id": question_id,
        "value": visible(suggestion.value) if isinstance(suggestion.value, str) else suggestion.value,
        "score": score,
        "agent": agent if re.search("[a-zA-Z0-9]", agent) else None,
    }


def stored(theirs: Mapping[str, Any]) -> Stored:
    """Read a record. Its `updated_at` moves with fields and metadata, never with answers, so it dates the content."""
    metadata = theirs.get("metadata") or {}
    return Stored(
        item_id=theirs["external_id"],
        remote_id=theirs["id"],
        content_hash=metadata.get(_CONTENT, ""),
        pushed_hash=metadata.get(_PUSHED, ""),
        changed_at=utc(theirs["updated_at"]),
    )


def responses(theirs: Mapping[str, Any], user_names: Mapping[str, str]) -> Iterator[Response]:
    """Yield a record's responses."""
    for one in theirs.get("responses") or []:
        yield Response(
            item_id=theirs["external_id"],
            remote_id=one["id"],
            user_id=one["user_id"],
            user_name=user_names.get(one["user_id"], one["user_id"]),
            status=one["status"],
            values={name: answer["value"] for name, answer in (one.get("values") or {}).items()},
            updated_at=utc(one["updated_at"]),
        )


def response(record_id: str, status: ReviewState, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the response to give to one record."""
    return {
        "record_id": record_id,
        "status": status,
        "values": {
            name: {"value": visible(value) if isinstance(value, str) else value}
            for name, value in values.items()
        },
    }
