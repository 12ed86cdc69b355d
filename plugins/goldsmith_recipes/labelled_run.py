"""A labelling run whose rows have their labels: what can be pushed, pulled and saved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from goldsmith.data import save_dataset, save_jsonl
from goldsmith.review import Ledger, PushResult, merge_reviews, pull, push
from goldsmith_recipes import outcome
from goldsmith_recipes.labels_report import labels_report
from goldsmith_recipes.refit import refit_labels
from goldsmith_recipes.review_round import ReviewRound, final_labels
from goldsmith_recipes.review_tools import Tool
from goldsmith_recipes.run_card import save_card
from goldsmith_recipes.run_folder import Rows, RunFolder
from goldsmith_recipes.terminal import stepwise
from goldsmith_recipes.tool_names import ToolName

__all__ = ["LabelledRun"]


@dataclass(frozen=True)
class LabelledRun:
    """The rows of a run and the review they take part in.

    Attributes:
        folder: where it is kept.
        round: what people are asked.
        kept: rows with label, confidence, votes and route.
        dropped: rows a filter dropped, each with its reason.
        known: known labels by row id, held back from every labeller.
    """

    folder: RunFolder
    round: ReviewRound
    kept: Rows
    dropped: Rows
    known: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the run that was saved in a folder.

        Raises:
            InputError: there is none.
        """
        folder = RunFolder(path)
        round_ = ReviewRound.load(folder)
        kept, dropped = folder.read_jsonl(folder.rows), folder.read_jsonl(folder.dropped)
        return cls(folder, round_, kept, dropped, folder.read_json(folder.known))

    @property
    def ledger(self) -> Ledger:
        """What was pushed and pulled so far."""
        return Ledger(self.folder.ledger)

    def push(self, tool: Tool) -> PushResult:
        """Send the rows routed to review to a tool; what is there already stays as it is."""
        items, schema = self.round.items(self.kept), self.round.schema()
        with stepwise(f"to {tool.name}") as progress:
            return push(
                items,
                schema,
                run=self.round.run,
                adapter=tool.adapter,
                ledger=self.ledger,
                progress=progress,
            )

    def pull(self, tools: Sequence[Tool]) -> dict[str, Any]:
        """Take the reviews home from every tool, decide the final labels, refit the others, save, and return the summary."""
        pulls = [pull(run=self.round.run, adapter=tool.adapter, ledger=self.ledger) for tool in tools]
        final_labels(
            self.kept, merge_reviews(review for one in pulls for review in [*one.reviews, *one.discarded])
        )
        refit = refit_labels(self.kept, list(self.round.classes), self.round.accept)
        pages: dict[ToolName, str] = {
            tool.name: page.url for tool in tools if (page := tool.adapter.project(self.round.run))
        }
        return self.save(pages, refit)

    def save(self, pages: Mapping[ToolName, str], refit: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Write rows, gold data, report and summary, each whole, and return the summary.

        Args:
            pages: the review project's address in each tool.
            refit: what the reviews taught, as `refit_labels` says; None where there was no review.
        """
        folder = self.folder
        summary = {
            "run": self.round.run,
            "simulated_reviews": self.round.simulated,
            "counts": outcome.counts(self.kept, self.dropped),
            "accuracy": outcome.accuracies(self.kept, self.known),
            "calibration_error": outcome.calibration_error(self.kept, self.known),
            "refit": {**refit, **outcome.refit_gain(self.kept, self.known)} if refit else None,
            "agreement": outcome.agreement(self.kept),
            "review_pages": dict(pages),
        }
        save_jsonl(self.kept, folder.rows)
        save_jsonl(self.dropped, folder.dropped)
        save_dataset(outcome.vouched_for(self.kept), folder.gold)
        folder.save_json(dict(self.known), folder.known)
        self.round.save(folder)
        labels_report(summary, self.kept, self.dropped, self.known).html(folder.report)
        self._save_card(summary)
        folder.save_json(summary, folder.summary)
        return summary

    def _save_card(self, summary: Mapping[str, Any]) -> None:
        gold = outcome.vouched_for(self.kept)
        said = Counter(row["decided_by"] for row in gold).most_common()
        told = f"Labels decided by {', '.join(f'{who} ({count:,})' for who, count in said)}."
        if self.round.simulated:
            told += " The reviews are SIMULATED: drawn from known labels with a stated error rate, not made by people."
        files, title = {"train": "gold/*.arrow"}, f"labels: {len(gold)} labelled texts"
        save_card(
            self.folder,
            gold,
            summary,
            title=title,
            files=files,
            description=told,
            tasks=["text-classification"],
        )

    def rewrite_report(self) -> Path:
        """Write the report anew from what was saved, and return its path."""
        summary = self.folder.read_json(self.folder.summary)
        return labels_report(summary, self.kept, self.dropped, self.known).html(self.folder.report)
