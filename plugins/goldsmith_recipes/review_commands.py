"""The review of a finished run, again: push, pull, status."""

from collections.abc import Callable, Sequence
from math import isnan
from pathlib import Path

from goldsmith.review import status
from goldsmith_recipes.labelled_run import LabelledRun
from goldsmith_recipes.review_tools import open_tools
from goldsmith_recipes.tool_names import ToolName

__all__ = ["pull_again", "push_again", "show_status"]

Say = Callable[[str], None]


def push_again(path: Path, names: Sequence[ToolName], say: Say) -> None:
    """Send the rows routed to review to every tool; rows that are there already stay as they are.

    Raises:
        InputError: the folder holds no finished run.
        ServerError: a tool cannot be reached.
    """
    run = LabelledRun.load(path)
    with run.folder.locked(), open_tools(names, say) as tools:
        for tool in tools:
            done = run.push(tool)
            say(
                f"{tool.name}: {done.created} rows created, {done.updated} updated, {done.unchanged} unchanged, "
                f"{done.restored} restored, at {done.url}"
            )


def pull_again(path: Path, names: Sequence[ToolName], say: Say) -> None:
    """Bring the reviews home from every tool and write the run's results anew. Errors as `push_again`."""
    run = LabelledRun.load(path)
    with run.folder.locked(), open_tools(names, say) as tools:
        counts = run.pull(tools)["counts"]
    say(f"{counts['reviewed']} of {counts['sent_to_review']} rows reviewed")
    say(f"{counts['gold']} rows of gold data in {run.folder.gold}, report in {run.folder.report}")


def show_status(path: Path, names: Sequence[ToolName], say: Say) -> None:
    """Say how far the review is in all tools together. Errors as `push_again`."""
    run = LabelledRun.load(path)
    with open_tools(names, say) as tools:
        now = status(run=run.round.run, adapters=[tool.adapter for tool in tools], ledger=run.ledger)
    say(f"{now.reviewed} of {now.items} rows reviewed, {now.drafts} drafts, {now.stale} stale reviews")
    if now.deleted or now.missing:
        say(
            f"deleted on a server: {now.deleted} reviews, which count all the same, and {len(now.missing)} rows, "
            "which the next push restores"
        )
    for name, done in now.reviewers.items():
        say(f"  {name}: {done.submitted} submitted, {done.drafts} drafts, {done.discarded} discarded")
    texts = {row["id"]: row["text"] for row in run.kept}
    say(f"{len(now.disagreements)} rows on which reviewers differ")
    for item in now.disagreements[:10]:
        say(f"  {item}: {' '.join(texts.get(item, '').split())[:80]}")
    for one in now.agreement:
        interval = "" if isnan(one.low) else f" [{one.low:.3f}, {one.high:.3f}]"
        value = "not known: all answers are the same" if isnan(one.value) else f"{one.value:.3f}{interval}"
        say(f"agreement on {one.question}: {one.measure} {value}, over {one.items} rows")
