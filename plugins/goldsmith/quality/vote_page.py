"""The page about a model's prompts as voters."""

from goldsmith.labels.prompted import PromptReport, VoteReport
from goldsmith.quality.html_report import Column, Reliability, Report, Section, Table

__all__ = ["vote_page"]

_COLUMNS = [
    Column("prompt"),
    Column("votes for"),
    Column("coverage", "percent", "Share of texts it votes on."),
    Column("conflicts", "percent", "Share of texts on which another prompt votes otherwise."),
    Column("known", "number", "Its votes on rows whose class is known."),
    Column("accuracy", "percent", "Share of those that are right."),
    Column("ECE before", "percent", "Expected calibration error of the confidence as the model gives it."),
    Column(
        "ECE after", "percent", "The same after correction, by corrections that did not learn from the row."
    ),
    Column("AUROC", "number", "Whether its confidence tells right votes from wrong ones; 0.5 is chance."),
    Column("confidence from"),
    Column("corrected by"),
    Column("stand", "percent", "Share of its votes that meet the target."),
]


def vote_page(report: VoteReport, title: str = "A model's votes") -> Report:
    """Return the figures as a page with a reliability diagram a prompt: `vote_page(report).html("votes.html")`.

    >>> from goldsmith.labels.prompted import PromptReport
    >>> one = PromptReport("link", (1,), 0.5, 0.0, {}, confidence=(0.9, 0.8), corrected=(0.7, 0.6), correct=(True, False))
    >>> [section.title for section in vote_page(VoteReport("model", (one,))).sections]
    ['Prompts', 'link, as given', 'link, corrected']
    """
    sections: list[Section] = [Table("Prompts", _COLUMNS, [_cells(one) for one in report.prompts])]
    for one in report.prompts:
        if one.confidence:
            sections.append(Reliability(f"{one.name}, as given", one.confidence, one.correct))
            sections.append(Reliability(f"{one.name}, corrected", one.corrected, one.correct))
    return Report(title, report.model, sections)


def _cells(one: PromptReport) -> list[object]:
    return [
        *(one.name, ", ".join(map(str, one.polarity)), one.coverage, one.conflicts, one.known, one.accuracy),
        *(one.ece_before, one.ece_after, one.auroc, one.source, one.correction, one.kept),
    ]
