"""Items as Argilla records, and Argilla's answers as ours."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from goldsmith.errors import InputError
from goldsmith.review import Outgoing, Response, Stored, Suggestion, Value, numbered
from goldsmith.review.fields import Shown
from goldsmith.review.items import Meta
from goldsmith.review.notes import NOTES_FIELD, notes
from goldsmith.review.reviews import ReviewState, utc
from goldsmith.review.schema import Asked
from goldsmith.review.visible import visible
from goldsmith_argilla.spans import markable
from goldsmith_argilla.values import from_argilla, spans_field, to_argilla

__all__ = ["record", "response", "responses", "shown", "stored"]

_CONTENT, _PUSHED, _AT = "goldsmith_content", "goldsmith_pushed", "goldsmith_at"
_LONGEST_MESSAGE = 20_000
_NOT_IN_AN_AGENT = re.compile(r"[^a-zA-Z0-9\-_:./\s]")


def record(
    outgoing: Outgoing, question_ids: Mapping[str, str], asked: Asked, now: datetime
) -> dict[str, Any]:
    """Return the record to upsert: no `responses`, which belong to people, but those that are carried into a new record.

    Args:
        outgoing: the item.
        question_ids: {question: its id}.
        asked: what the dataset asks.
        now: the server's time, for content that is new to it.

    Raises:
        InputError: a message of a conversation is longer than Argilla takes.
    """
    item = outgoing.item
    kinds = kinds_of(asked)
    to_mark = {spans_field(kind) for kind in kinds.values()}
    fields = {
        name: markable(value) if isinstance(value, str) and name in to_mark else _field(value, item.id)
        for name, value in item.fields.items()
    }
    ours = {"votes": [visible(f"{voter}: {vote}") for voter, vote in item.votes.items()]}
    theirs = {name: _visible_meta(value) for name, value in item.metadata.items()}
    since = (outgoing.since or now).isoformat()
    answers = [
        {
            "user_id": one.user_id,
            "status": one.status,
            "values": {
                name: {"value": to_argilla(value, kinds[name], fields)} for name, value in one.values.items()
            },
        }
        for one in outgoing.carried
    ]
    hashes = {_CONTENT: outgoing.content_hash, _PUSHED: outgoing.pushed_hash, _AT: since}
    return {
        "external_id": item.id,
        # Always sent, so that notes which have become empty replace those that were not.
        "fields": {**fields, NOTES_FIELD: shown(notes(item))},
        "metadata": {**theirs, **ours, **hashes},
        "suggestions": [
            _suggestion(one, question_ids[one.question], to_argilla(one.value, kinds[one.question], fields))
            for one in item.suggestions
        ],
        **({"responses": answers} if answers else {}),
    }


def kinds_of(asked: Asked) -> dict[str, str]:
    """Return {question: its kind}."""
    return {name: question[0] for name, question in asked["questions"].items()}


def _field(value: Shown, item_id: str) -> str | list[dict[str, str]]:
    if isinstance(value, str):
        return shown(value)
    if not all(isinstance(one, Mapping) for one in value):
        return shown(numbered([one for one in value if isinstance(one, str)], "context"))
    # Argilla refuses an empty message; a zero-width space is as empty to the eye.
    messages = [
        {"role": visible(one["role"]), "content": shown(one["content"]) or "\u200b"}
        for one in value
        if isinstance(one, Mapping)
    ]
    longest = max(len(message["content"]) for message in messages)
    if longest > _LONGEST_MESSAGE:
        raise InputError(
            f"item {item_id!r} has a message of {longest} characters (as HTML), Argilla takes {_LONGEST_MESSAGE}: split it, with the"
            " same role, or show the conversation as a text"
        )
    return messages


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


def _suggestion(suggestion: Suggestion, question_id: str, value: Any) -> dict[str, Any]:
    # Several labels want as many scores.
    scored = suggestion.score is not None
    score = [suggestion.score] * len(value) if isinstance(value, list) and scored else suggestion.score
    # Argilla takes letters, digits and -_:./ in an agent's name; the notes show it as it is.
    agent = _NOT_IN_AN_AGENT.sub("-", suggestion.agent or "")[:200]
    return {
        "question_id": question_id,
        "value": value,
        "score": score,
        "agent": agent if re.search("[a-zA-Z0-9]", agent) else None,
    }


def stored(theirs: Mapping[str, Any]) -> Stored:
    """Read a record. Its `updated_at` moves with the answer that completes it, so the content's date stands in the metadata."""
    metadata = theirs.get("metadata") or {}
    return Stored(
        item_id=theirs["external_id"],
        remote_id=theirs["id"],
        content_hash=metadata.get(_CONTENT, ""),
        pushed_hash=metadata.get(_PUSHED, ""),
        changed_at=utc(metadata.get(_AT) or theirs["updated_at"]),
    )


def responses(theirs: Mapping[str, Any], user_names: Mapping[str, str], asked: Asked) -> Iterator[Response]:
    """Yield a record's responses."""
    kinds = kinds_of(asked)
    for one in theirs.get("responses") or []:
        yield Response(
            item_id=theirs["external_id"],
            remote_id=one["id"],
            user_id=one["user_id"],
            user_name=user_names.get(one["user_id"], one["user_id"]),
            status=one["status"],
            values={
                name: from_argilla(answer["value"], kinds.get(name, ""), theirs["fields"])
                for name, answer in (one.get("values") or {}).items()
            },
            updated_at=utc(one["updated_at"]),
        )


def response(
    theirs: Mapping[str, Any], status: ReviewState, values: Mapping[str, Value], asked: Asked
) -> dict[str, Any]:
    """Return the response to give to one record."""
    kinds = kinds_of(asked)
    return {
        "record_id": theirs["id"],
        "status": status,
        "values": {
            name: {"value": to_argilla(value, kinds.get(name, ""), theirs["fields"])}
            for name, value in values.items()
        },
    }
