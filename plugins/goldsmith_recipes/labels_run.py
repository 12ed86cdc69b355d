"""The labels recipe from end to end: label, send to review, take the reviews home, write the results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldsmith.errors import InputError
from goldsmith_distilabel.llms import check_llm, llm_from
from goldsmith_recipes.label_data import LabelOptions, take_rows
from goldsmith_recipes.labelled_run import LabelledRun
from goldsmith_recipes.labels import label_rows, weak_labels
from goldsmith_recipes.review_round import ReviewRound, final_labels
from goldsmith_recipes.review_tools import Tool, open_tools
from goldsmith_recipes.reviewing import simulate_reviews, wait_for_people
from goldsmith_recipes.run_folder import Rows, RunFolder, fingerprint
from goldsmith_recipes.task import LabelTask
from goldsmith_recipes.tool_names import ToolName

__all__ = ["ReviewMode", "ReviewPlan", "run_labels"]

Say = Callable[[str], None]
ReviewMode = Literal["simulated", "me", "later", "none"]


@dataclass(frozen=True)
class ReviewPlan:
    """Who reviews, and where.

    Attributes:
        mode: "simulated" reviewers, "me" (wait for people), "later" (push and stop) or "none".
        tools: the tools to use.
        error_rate: how often a simulated reviewer is wrong, in [0, 1].
    """

    mode: ReviewMode
    tools: tuple[ToolName, ...] = ("argilla", "label-studio")
    error_rate: float = 0.05


def run_labels(
    raw: Rows, options: LabelOptions, task: LabelTask, *, folder: RunFolder, plan: ReviewPlan, say: Say
) -> dict[str, Any]:
    """Label the rows of a file and return the summary, which is also in the folder. Safe to repeat and to interrupt.

    Raises:
        GoldsmithError: the data, the model, a server or the pipeline cannot be used; the message says how to mend it.
    """
    rows, known = take_rows(raw, options, task.classes)
    if plan.mode == "simulated" and not known:
        raise InputError(
            "simulated reviewers answer from known labels: name their column with --gold-column, or use --review me"
        )
    say(f"1/4 Read {len(rows)} rows from {options.data.name}; the model is {options.llm}")
    check_llm(llm_from(options.llm))
    with folder.locked():
        say("2/4 Curate, write synthetic rows and ask the model for labels (Distilabel)")
        labelled = label_rows(rows, task, options, folder)
        say(f"3/4 Join the model's votes with {len(task.functions)} labeling functions (Snorkel)")
        kept, dropped = weak_labels(labelled, task, options)
        run = LabelledRun(folder, _round(options, task, rows, plan), kept, dropped, known)
        if plan.mode == "none" or not run.round.items(kept):
            say("4/4 Nothing goes to review")
            final_labels(kept, {})
            return run.save({})
        say(f"4/4 Review of {len(run.round.items(kept))} rows, named {run.round.run}")
        with open_tools(plan.tools, say) as tools:
            _review(run, tools, plan, say)
            return run.pull(tools)


def _round(options: LabelOptions, task: LabelTask, rows: Rows, plan: ReviewPlan) -> ReviewRound:
    data = fingerprint(sorted(row["id"] for row in rows), task.classes)[:8]
    # Simulated answers never mix with people's: each has a project of its own.
    return ReviewRound(
        run=f"labels-{data}{'-simulated' if plan.mode == 'simulated' else ''}",
        title=f"goldsmith {options.data.stem}"[:50].strip(),
        instruction=task.instruction,
        classes=task.classes,
        simulated=plan.mode == "simulated",
        reviewers=2 if plan.mode == "simulated" else 1,
        accept=options.accept,
    )


def _review(run: LabelledRun, tools: Sequence[Tool], plan: ReviewPlan, say: Say) -> None:
    for tool in tools:
        done = run.push(tool)
        say(f"{tool.name}: {done.created} rows created, {done.unchanged} unchanged, at {done.url}")
        if tool.server and plan.mode == "me":
            say(f"  log in as {tool.server.username} with password {tool.server.password}")
    if plan.mode == "simulated":
        simulate_reviews(tools, run, error_rate=plan.error_rate, say=say)
    elif plan.mode == "me":
        wait_for_people(tools, run, say)
