"""What Label Studio sends, as its 1.23 server writes it."""

from collections.abc import Iterable
from typing import Any

CONFIG = """<View><Text name="comment" value="$text"/>
<Choices name="label" toName="comment"><Choice value="spam"/><Choice value="ham"/></Choices></View>"""
WEAK = {
    "win free money": {"spam": 0.9, "ham": 0.1},
    "free money now": {"spam": 0.9, "ham": 0.1},
    "see you at home": {"ham": 0.9, "spam": 0.1},
    "home at six": {"ham": 0.9, "spam": 0.1},
}


def setup(config: str = CONFIG) -> dict[str, Any]:
    return {
        "project": "3.1767225600", "schema": config, "hostname": "http://localhost:8080",
        "access_token": "k", "extra_params": None,
    }  # fmt: skip


def ask(texts: Iterable[object], config: str = CONFIG) -> dict[str, Any]:
    tasks = [{"id": at, "data": {"text": text}} for at, text in enumerate(texts)]
    return {"tasks": tasks, "project": "3.1767225600", "label_config": config, "params": {"context": None}}


def event(
    action: str, annotation: int, text: str, label: str | None, second: int = 0, **more: Any
) -> dict[str, Any]:
    value = {"choices": [label]} if label else {}
    result = (
        [{"from_name": "label", "to_name": "comment", "type": "choices", "value": value}] if label else []
    )
    given = {
        "id": annotation, "task": 1, "result": result, "was_cancelled": False,
        "updated_at": f"2026-01-01T12:00:{second:02}.5Z", **more,
    }  # fmt: skip
    return {
        "action": action,
        "annotation": given,
        "task": {"id": 1, "data": {"text": text}},
        "project": project(),
    }


def deleted(*annotations: int) -> dict[str, Any]:
    ids = [{"id": one} for one in annotations]
    return {"action": "ANNOTATIONS_DELETED", "annotations": ids, "project": project()}


def project() -> dict[str, Any]:
    return {"id": 3, "created_at": "2026-01-01T00:00:00Z", "label_config": CONFIG}


def labels(answer: dict[str, Any]) -> list[str | None]:
    return [one["result"][0]["value"]["choices"][0] if one else None for one in answer["results"]]
