"""What a review server holds, read from its database file: nothing of ours is asked."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

FILES = {"argilla": "argilla.db", "label-studio": "label_studio.sqlite3"}
QUERIES = {
    "argilla": {
        "records": "SELECT external_id, 1 FROM records",
        "suggestions": """SELECT external_id, json_extract(value, '$') FROM suggestions
            JOIN records ON records.id = suggestions.record_id""",
        "answers": """SELECT external_id || ' by ' || username,
            json_extract("values", '$.label.value') || ' ' || responses.status
            FROM responses JOIN records ON records.id = record_id JOIN users ON users.id = user_id""",
    },
    "label-studio": {
        "records": "SELECT json_extract(data, '$.goldsmith_id'), 1 FROM task",
        "suggestions": """SELECT json_extract(data, '$.goldsmith_id'),
            json_extract(prediction.result, '$[0].value.choices[0]') FROM prediction JOIN task ON task.id = task_id""",
        "answers": """SELECT json_extract(data, '$.goldsmith_id') || ' by ' || replace(email, '@goldsmith.local', ''),
            json_extract(task_completion.result, '$[0].value.choices[0]') || ' submitted' FROM task_completion
            JOIN task ON task.id = task_id JOIN htx_user ON htx_user.id = completed_by_id""",
    },
}


def held(tool: str, data: Path, what: str) -> dict[str, list[Any]]:
    """Return {row (and reviewer): every value there is} of "records", "suggestions" or "answers"."""
    found: dict[str, list[Any]] = {}
    with closing(sqlite3.connect(data / FILES[tool], timeout=60)) as db:
        for key, value in db.execute(QUERIES[tool][what]):
            found.setdefault(key, []).append(value)
    return found


def different(what: str, wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Say how many of `wanted` are missing, other or too many in `found`, with an example; nothing where all is well."""
    wrong = sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))
    kinds = Counter(
        "missing" if key not in found else "too many" if key not in wanted else "other" for key in wrong
    )
    return [
        f"{what}: {dict(kinds)} of {len(wanted)}, e.g. {key}: expected {wanted.get(key)}, found {found.get(key)}"
        for key in wrong[:1]
    ]
