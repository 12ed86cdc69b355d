"""What can still be done with a finished run: its report, and its review."""

from collections.abc import Callable, Sequence
from pathlib import Path

from goldsmith.review import Ledger, push, status
from goldsmith_recipes import outcome
from goldsmith_recipes.labels_report import labels_report
from goldsmith_recipes.labels_run import pull_reviews
from goldsmith_recipes.review_round import ReviewRound
from goldsmith_recipes.review_tools import ToolName, open_tools
from goldsmith_recipes.run_folder import RunFolder

__all__ = ["pull_again", "push_again", "review_state", "rewrite_report"]

Say = Callable[[str], None]


def rewrite_report(path: Path) -> Path:
    """Write the report of a run's folder anew and return its path.

    Raises:
        InputError: the folder holds no finished run.
    """
    folder = RunFolder(path)
    round_ = ReviewRound.load(folder)
    rows, dropped = folder.read_jsonl(folder.rows), folder.read_jsonl(folder.dropped)
    summary, known = folder.read_json(folder.summary), folder.read_json(folder.known)
    labels_report(summary, rows, dropped, known, list(round_.classes)).html(folder.report)
    return folder.report


def push_again(path: Path, names: Sequence[ToolName], say: Say) -> None:
    """Send the rows routed to review to every tool; rows that are there already stay as they are."""
    folder = RunFolder(path)
    round_ = ReviewRound.load(folder)
    items = round_.items(folder.read_jsonl(folder.rows))
    with folder.locked(), open_tools(names, say) as tools:
        for tool in tools:
            done = push(items, round_.schema(), run=round_.run, adapter=tool.adapter, ledger=Ledger(folder.ledger))
            say(f"{tool.name}: {done.created} created, {done.updated} updated, {done.unchanged} unchanged, at {done.url}")


def pull_again(path: Path, names: Sequence[ToolName], say: Say) -> None:
    """Bring the reviews home from every tool and write the run's results anew."""
    folder = RunFolder(path)
    round_ = ReviewRound.load(folder)
    rows, dropped = folder.read_jsonl(folder.rows), folder.read_jsonl(folder.dropped)
    with folder.locked(), open_tools(names, say) as tools:
        summary = pull_reviews(folder, round_, rows, dropped, folder.read_json(folder.known), tools)
    counts = summary["counts"]
    say(f"{counts['reviewed']} of {counts['sent_to_review']} rows reviewed, {counts['gold']} rows of gold data in {folder.gold}")


def review_state(path: Path, names: Sequence[ToolName], say: Say) -> None:
    """Say how far the review is in every tool together."""
    folder = RunFolder(path)
    round_ = ReviewRound.load(folder)
    with open_tools(names, say) as tools:
        now = status(run=round_.run, adapters=[tool.adapter for tool in tools], ledger=Ledger(folder.ledger))
    say(f"{now.reviewed} of {now.items} rows reviewed, {now.drafts} drafts, {now.stale} stale")
    for name, progress in now.reviewers.items():
        say(f"  {name}: {progress.submitted} submitted, {progress.drafts} drafts, {progress.discarded} discarded")
    say(f"{len(now.disagreements)} rows on which reviewers differ{': ' if now.disagreements else ''}{', '.join(now.disagreements[:10])}")
    agreed = outcome.agreement(folder.read_jsonl(folder.rows), list(round_.classes))
    if agreed["rows"]:
        say(f"Krippendorff's alpha {agreed['alpha']:.3f} over {agreed['rows']} rows, as of the last pull")
