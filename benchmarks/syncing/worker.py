"""A process that pushes, pulls or answers, so that it can be killed: `python worker.py '{"tool": ...}'`."""

import json
import subprocess
import sys
from typing import Any

import httpx

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.errors import ServerError
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    ReviewItem,
    ReviewSchema,
    Suggestion,
    TextField,
    pull,
    push,
)

TOOLS = {"argilla": goldsmith_argilla, "label-studio": goldsmith_label_studio}
RUN = "hard"
SCHEMA = ReviewSchema(
    "Spam or not",
    (TextField("text", "Comment"),),
    (LabelQuestion("label", "Is it spam?", ("spam", "ham")),),
    min_reviews=2,
)
PATIENCE = 8.0
"""Seconds for which a push or pull waits for an answer."""

BROKEN_OFF = 75
"""How a push or pull ends that gave up on the server: its user runs it again."""


def label(number: int, *, changed: bool) -> str:
    """Return what is suggested for a row; when `changed`, every tenth has the other label."""
    other = changed and number % 10 == 0
    return "spam" if number % 2 != other else "ham"


def items(count: int, *, changed: bool) -> list[ReviewItem]:
    return [
        ReviewItem(
            f"row-{number}",
            {"text": f"comment {number} " + "word " * 30},
            [Suggestion("label", label(number, changed=changed), 0.8, "model")],
        )
        for number in range(count)
    ]


def started(**what: Any) -> subprocess.Popen[str]:
    """Start a worker; what it prints can be read from its `stdout`."""
    command = [sys.executable, __file__, json.dumps(what)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def work(*, tool: str, url: str, key: str, ledger: str, **what: Any) -> None:
    """Push `records` (as `changed` or not), submit `answers` as the user of `as_key`, or else pull."""
    adapter: Any = TOOLS[tool].connect(url, key)
    if "answers" in what:
        submit(adapter, what["answers"], what["as_key"])
        return
    adapter._service._client.timeout = httpx.Timeout(PATIENCE)  # noqa: SLF001
    common: dict[str, Any] = {"run": RUN, "adapter": adapter, "ledger": Ledger(ledger)}
    try:
        if "records" in what:
            rows = items(what["records"], changed=what["changed"])
            push(rows, SCHEMA, progress=lambda done, _: print(done, flush=True), **common)
        else:
            pull(**common)
    except ServerError as err:
        print(f"broken off: {err!s:.300}", file=sys.stderr)
        raise SystemExit(BROKEN_OFF) from err


def submit(adapter: Any, answers: list[tuple[str, str]], key: str) -> None:
    """Answer 20 rows at a time, as somebody does who goes on working."""
    for start in range(0, len(answers), 20):
        some = dict(answers[start : start + 20])
        adapter.answer_all(adapter.project(RUN), {row: {"label": one} for row, one in some.items()}, key)


if __name__ == "__main__":
    work(**json.loads(sys.argv[1]))
