"""How the reviews of a run come about: simulated ones through the tools' APIs, or a person at the keyboard."""

import time
from collections.abc import Callable, Sequence

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.errors import InputError, ReviewError
from goldsmith.review import SimulatedReviewer, pull, status
from goldsmith.serving import Server
from goldsmith_recipes.labelled_run import LabelledRun
from goldsmith_recipes.review_tools import Tool
from goldsmith_recipes.terminal import stepwise

__all__ = ["simulate_reviews", "wait_for_people"]

REVIEWERS = ("simulated-ada", "simulated-ben")
_SECONDS_BETWEEN_LOOKS = 5.0
_AT_ONCE = 10  # answers between two movements of the progress bar
_ACCOUNTS = {
    "argilla": goldsmith_argilla.add_reviewer,
    "label-studio": goldsmith_label_studio.add_reviewer,
}


def simulate_reviews(
    tools: Sequence[Tool], run: LabelledRun, *, error_rate: float, say: Callable[[str], None]
) -> None:
    """Have two simulated reviewers answer every item in every tool, from its known label and with a stated error rate.

    Each is a user with an account of its own in each tool. What one has answered is not answered again, so that a
    second run changes nothing. An item without a known label stays unanswered.

    Raises:
        InputError: a tool is the user's own server: simulated users have no business there.
    """
    for tool in tools:
        if tool.server is None:
            raise InputError(
                f"simulated reviewers would make accounts on your own {tool.name} server: use --review me or later"
            )
        pulled = pull(run=run.round.run, adapter=tool.adapter, ledger=run.ledger)
        done = {(review.item_id, review.reviewer) for review in [*pulled.reviews, *pulled.discarded]}
        for name in REVIEWERS:
            todo = [
                row["id"]
                for row in run.kept
                if row["route"] == "review" and row["id"] in run.known and (row["id"], name) not in done
            ]
            if todo:
                _answer(tool, tool.server, run, SimulatedReviewer(name, error_rate), todo)
                say(f"{tool.name}: {len(todo)} reviews by {name} (wrong {error_rate:.0%} of the time)")


def _answer(
    tool: Tool, server: Server, run: LabelledRun, reviewer: SimulatedReviewer, ids: Sequence[str]
) -> None:
    project = tool.adapter.project(run.round.run)
    if project is None:
        raise ReviewError(
            f"the review project of {run.round.run!r} has gone from {tool.name}: run again to make it anew"
        )
    login, classes = _ACCOUNTS[tool.name](server, reviewer.name), list(run.round.classes)
    answers = [(item, {"label": reviewer.answer(item, run.known[item], classes)}) for item in ids]
    with stepwise(f"{reviewer.name} in {tool.name}") as progress:
        for start in range(0, len(answers), _AT_ONCE):
            tool.adapter.answer_all(project, dict(answers[start : start + _AT_ONCE]), login.api_key)
            progress(min(start + _AT_ONCE, len(answers)), len(answers))


def wait_for_people(tools: Sequence[Tool], run: LabelledRun, say: Callable[[str], None]) -> None:
    """Wait until every item has a review, or until Ctrl-C, saying now and then how far it is."""
    say("Waiting for reviews. Press Ctrl-C when you have done enough: what is reviewed counts.")
    seen = -1
    try:
        while True:
            now = status(run=run.round.run, adapters=[tool.adapter for tool in tools], ledger=run.ledger)
            if now.reviewed != seen:
                seen = now.reviewed
                say(f"{now.reviewed} of {now.items} rows reviewed")
            if now.reviewed >= now.items:
                return
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        say("Going on with the reviews made so far.")
