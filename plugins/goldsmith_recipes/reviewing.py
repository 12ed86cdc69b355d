"""How the reviews of a run come about: simulated ones through the tools' APIs, or a person at the keyboard."""

import time
from collections.abc import Callable, Mapping, Sequence

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.errors import InputError
from goldsmith.review import Ledger, ReviewItem, SimulatedReviewer, pull, status
from goldsmith_recipes.review_round import ReviewRound
from goldsmith_recipes.review_tools import Tool

__all__ = ["simulate_reviews", "wait_for_people"]

REVIEWERS = ("simulated-ada", "simulated-ben")
_SECONDS_BETWEEN_LOOKS = 5.0


def simulate_reviews(
    tools: Sequence[Tool],
    round_: ReviewRound,
    items: Sequence[ReviewItem],
    known: Mapping[str, str],
    *,
    error_rate: float,
    ledger: Ledger,
    say: Callable[[str], None],
) -> None:
    """Have two simulated reviewers answer every item in every tool, from its known label and with a stated error rate.

    Each is a user with an account of its own in each tool. What one has answered is not answered again, so that a
    second run changes nothing. An item without a known label stays unanswered.

    Raises:
        InputError: a tool is the user's own server: simulated users have no business there.
    """
    foreign = [tool.name for tool in tools if tool.server is None]
    if foreign:
        raise InputError(f"simulated reviewers would make accounts on your own {foreign[0]} server: use --review me or later")
    for tool in tools:
        project = tool.adapter.project(round_.run)
        pulled = pull(run=round_.run, adapter=tool.adapter, ledger=ledger)
        done = {(review.item_id, review.reviewer) for review in [*pulled.reviews, *pulled.discarded]}
        for name in REVIEWERS:
            reviewer = SimulatedReviewer(name, error_rate)
            todo = [item for item in items if item.id in known and (item.id, name) not in done]
            if project is None or not todo:
                continue
            key = _account(tool, name)
            for item in todo:
                label = reviewer.answer(item.id, known[item.id], list(round_.classes))
                tool.adapter.answer(project, item.id, {"label": label}, key)
            say(f"{tool.name}: {len(todo)} reviews by {name}")


def _account(tool: Tool, name: str) -> str:
    host = goldsmith_argilla if tool.name == "argilla" else goldsmith_label_studio
    return str(host.add_reviewer(tool.server, name).api_key)


def wait_for_people(
    tools: Sequence[Tool], round_: ReviewRound, ledger: Ledger, say: Callable[[str], None]
) -> None:
    """Wait until every item has a review, or until Ctrl-C, saying now and then how far it is."""
    say("Waiting for reviews. Press Ctrl-C when you have done enough: what is reviewed counts.")
    seen = -1
    try:
        while True:
            now = status(run=round_.run, adapters=[tool.adapter for tool in tools], ledger=ledger)
            if now.reviewed != seen:
                seen = now.reviewed
                say(f"{now.reviewed} of {now.items} rows reviewed")
            if now.reviewed >= now.items:
                return
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        say("Going on with the reviews made so far.")
