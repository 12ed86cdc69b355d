"""The labels recipe from end to end: label, send to review, take the reviews home, write the results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldsmith.data import save_dataset, save_jsonl
from goldsmith.errors import InputError
from goldsmith.review import Ledger, merge_reviews, pull, push
from goldsmith_distilabel.llms import check_llm, llm_from
from goldsmith_recipes import outcome
from goldsmith_recipes.labels import LabelOptions, label_rows, load_rows, weak_labels
from goldsmith_recipes.labels_report import labels_report
from goldsmith_recipes.review_round import ReviewRound, final_labels
from goldsmith_recipes.review_tools import Tool, ToolName, open_tools
from goldsmith_recipes.reviewing import simulate_reviews, wait_for_people
from goldsmith_recipes.run_folder import Rows, RunFolder, fingerprint
from goldsmith_recipes.task import LabelTask

__all__ = ["ReviewPlan", "finish", "pull_reviews", "run_labels"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class ReviewPlan:
    """Who reviews, and where.

    Attributes:
        mode: "simulated" reviewers, "me" (wait for people), "later" (push and stop) or "none".
        tools: the tools to use.
        error_rate: how often a simulated reviewer is wrong, in [0, 1].
    """

    mode: Literal["simulated", "me", "later", "none"]
    tools: tuple[ToolName, ...] = ("argilla", "label-studio")
    error_rate: float = 0.05


def run_labels(
    options: LabelOptions, task: LabelTask, folder: RunFolder, plan: ReviewPlan, say: Say
) -> dict[str, Any]:
    """Run the recipe and return its summary, which is also in the folder. Safe to repeat and to interrupt.

    Raises:
        GoldsmithError: the data, the model, a server or the pipeline cannot be used; the message says how to mend it.
    """
    rows, known = load_rows(options, task)
    if plan.mode == "simulated" and not known:
        raise InputError("simulated reviewers answer from known labels: name their column with --gold-column, or use --review me")
    say(f"1/4 Read {len(rows)} rows from {options.data.name}; the model is {options.llm}")
    check_llm(llm_from(options.llm))
    with folder.locked():
        say("2/4 Curate, write synthetic rows and ask the model for labels (Distilabel)")
        labelled = label_rows(rows, task, options, folder)
        say(f"3/4 Join the model's votes with {len(task.functions)} labeling functions (Snorkel)")
        kept, dropped = weak_labels(labelled, task, options)
        round_ = _round(options, task, rows, plan)
        if plan.mode == "none" or not round_.items(kept):
            say("4/4 No review")
            final_labels(kept, {})
            return finish(folder, round_, kept, dropped, known, {})
        say("4/4 Review")
        with open_tools(plan.tools, say) as tools:
            return _review(folder, round_, kept, dropped, known, tools, plan, say)


def _round(options: LabelOptions, task: LabelTask, rows: Rows, plan: ReviewPlan) -> ReviewRound:
    data = fingerprint(sorted(row["id"] for row in rows), task.classes)[:8]
    return ReviewRound(
        run=f"labels-{data}",
        title=f"goldsmith {options.data.stem}"[:50].strip(),
        instruction=task.instruction,
        classes=task.classes,
        simulated=plan.mode == "simulated",
        reviewers=2 if plan.mode == "simulated" else 1,
    )


def _review(
    folder: RunFolder,
    round_: ReviewRound,
    kept: Rows,
    dropped: Rows,
    known: Mapping[str, str],
    tools: Sequence[Tool],
    plan: ReviewPlan,
    say: Say,
) -> dict[str, Any]:
    ledger, items = Ledger(folder.ledger), round_.items(kept)
    for tool in tools:
        pushed = push(items, round_.schema(), run=round_.run, adapter=tool.adapter, ledger=ledger)
        say(
            f"{tool.name}: {pushed.created} rows created, {pushed.updated} updated, {pushed.unchanged} unchanged, "
            f"at {pushed.url}"
        )
    if plan.mode == "simulated":
        simulate_reviews(tools, round_, items, known, error_rate=plan.error_rate, ledger=ledger, say=say)
    elif plan.mode == "me":
        for tool in tools:
            if tool.server:
                say(f"{tool.name}: log in as {tool.server.username} with password {tool.server.password}")
        wait_for_people(tools, round_, ledger, say)
    return pull_reviews(folder, round_, kept, dropped, known, tools)


def pull_reviews(
    folder: RunFolder,
    round_: ReviewRound,
    kept: Rows,
    dropped: Rows,
    known: Mapping[str, str],
    tools: Sequence[Tool],
) -> dict[str, Any]:
    """Take the reviews home from every tool and write the results anew."""
    ledger = Ledger(folder.ledger)
    pulls = [pull(run=round_.run, adapter=tool.adapter, ledger=ledger) for tool in tools]
    reviews = merge_reviews(review for one in pulls for review in [*one.reviews, *one.discarded])
    final_labels(kept, reviews)
    pages = {tool.name: project.url for tool in tools if (project := tool.adapter.project(round_.run))}
    return finish(folder, round_, kept, dropped, known, pages)


def finish(
    folder: RunFolder,
    round_: ReviewRound,
    kept: Rows,
    dropped: Rows,
    known: Mapping[str, str],
    pages: Mapping[str, str],
) -> dict[str, Any]:
    """Write rows, gold data, summary and report, each whole, and return the summary."""
    classes = list(round_.classes)
    summary = {
        "run": round_.run,
        "simulated_reviews": round_.simulated,
        "counts": outcome.counts(kept, dropped),
        "accuracy": outcome.accuracies(kept, known),
        "calibration_error": outcome.calibration_error(kept, known),
        "agreement": outcome.agreement(kept, classes),
        "review_pages": dict(pages),
        "files": {"rows": folder.rows.name, "dropped": folder.dropped.name, "gold": folder.gold.name, "report": folder.report.name},
    }
    save_jsonl(kept, folder.rows)
    save_jsonl(dropped, folder.dropped)
    save_dataset(outcome.vouched_for(kept), folder.gold)
    folder.save_json(dict(known), folder.known)
    round_.save(folder)
    labels_report(summary, kept, dropped, known, classes).html(folder.report)
    folder.save_json(summary, folder.summary)
    return summary
