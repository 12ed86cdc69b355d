"""Measures as sections of a report."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from goldsmith.quality.bias import Bias
from goldsmith.quality.collapse import Collapse, Curve
from goldsmith.quality.consistency import Consistency
from goldsmith.quality.contamination import Contamination
from goldsmith.quality.distributions import Distribution
from goldsmith.quality.html_report.bars import Bar, Bars
from goldsmith.quality.html_report.figure import Style, between, figure
from goldsmith.quality.html_report.lines import Line, Lines
from goldsmith.quality.html_report.section import Section
from goldsmith.quality.html_report.table import Column, Table
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.privacy import Privacy

__all__ = [
    "bias_sections",
    "collapse_sections",
    "consistency_sections",
    "contamination_sections",
    "dimension",
    "group_sections",
    "headline",
    "measure_table",
    "privacy_sections",
    "style_of",
    "with_interval",
]

_LONGEST = 300  # characters of a text in a table
_MOST_BARS = 20
_MOST_EXAMPLES = 20


def measure_table(title: str, measures: Measures, note: str = "") -> Table:
    """Return a table of the measures: value, interval, rows, definition.

    >>> measure_table("Words", Measures((Measure("distinct-2", 0.75, n=2, of=2, style="percent"),))).rows[0][:4]
    ['distinct-2', '75.0%', 'n/a', '2']
    """
    rows = [
        [each.name, figure(each.value, style_of(each)), _between(each), _rows(each), each.definition]
        for each in measures
    ]
    interval = Column("interval", hint="n/a where too few rows, or none is known")
    sampled = Column("measured on", hint="rows, of those there are")
    return Table(title, ["measure", "value", interval, sampled, "definition"], rows, note=note)


def dimension(title: str, measures: Measures) -> list[Section]:
    """Return the shares among the measures as bars, where there are two to compare, and the table of all; nothing of no measure.

    >>> shares = [Measure(name, 0.5, style="percent") for name in ("distinct-1", "distinct-2")]
    >>> [section.title for section in dimension("Words", Measures((*shares, Measure("length", 4.0))))]
    ['Words: shares', 'Words']
    """
    if not len(measures):
        return []
    bars = [
        Bar(each.name, each.value, each.interval, hint=each.definition)
        for each in measures
        if each.style == "percent" and not isnan(each.value)
    ]
    plot = [Bars(f"{title}: shares", bars, style="percent")] if len(bars) > 1 else []
    return [*plot, measure_table(title, measures)]


def group_sections(measures: Measures) -> list[Section]:
    """Return a table for each attribute: a row for each of its values."""
    found: list[Section] = []
    for attribute, values in measures.groups.items():
        if not values:
            continue
        names = [measure.name for measure in next(iter(values.values()))]
        rows = [
            [
                value,
                _rows(next(iter(each))),
                *(figure(each[name].value, style_of(each[name])) for name in names),
            ]
            for value, each in values.items()
        ]
        note = "Every group at the same number of rows: compare them with each other, not with the whole."
        found.append(Table(f"Diversity by {attribute}", [attribute, "measured on", *names], rows, note=note))
    return found


def collapse_sections(found: Collapse) -> list[Section]:
    """Return what became of each measure over the generations, as curves and a table."""
    shares = [curve for curve in found.curves if curve.points[0].style == "percent"]
    numbers = [curve for curve in found.curves if curve.points[0].style != "percent"]
    note = f"0 is fresh human text, then each generation; {found.words:,} words each, with intervals. " + (
        "Rare words and entropy are lost: this is collapse." if found.collapsed else "No collapse is seen."
    )
    heads = ["measure", "human", "last generation", "trend (tau)", "p (Mann-Kendall)", "lost", "definition"]
    rows = [
        [
            curve.name,
            *(with_interval(curve.points[at]) for at in (0, -1)),
            figure(curve.trend.tau),
            figure(curve.trend.p),
            "yes" if curve.lost else "no",
            curve.points[0].definition,
        ]
        for curve in found.curves
    ]
    return [
        _curves("Model collapse: what is kept", shares, "percent", note),
        _curves("Model collapse: entropy in bits", numbers, "number", ""),
        Table("Model collapse", heads, rows, note="Lost: the last interval lies below the human one."),
    ]


def bias_sections(found: Bias) -> list[Section]:
    """Return each distribution, the amplification and the scores by group."""
    sections: list[Section] = []
    for each in found.distributions:
        sections.append(_distribution_bars(each))
        if each.expected:
            heads = ["value", "rows", "share", "interval", "expected"]
            rows = [
                [
                    value,
                    figure(count),
                    figure(share, "percent"),
                    between(*ends, "percent"),
                    figure(wanted, "percent"),
                ]
                for value, count, share, ends, wanted in zip(
                    each.values, each.counts, each.shares, each.intervals, each.expected, strict=True
                )
            ]
            sections.append(
                Table(f"{each.column}: beside what was expected", heads, rows, note=_distance(each))
            )
    if found.amplification is not None:
        sections.append(measure_table("Bias amplification", Measures((found.amplification,))))
    if found.scores is not None:
        sections.append(measure_table("Scores by group", found.scores))
    return sections


def consistency_sections(found: Consistency, texts: Sequence[str], test: Sequence[str]) -> list[Section]:
    """Return the measures, and examples of contradictions and leaks."""
    sections = dimension("Consistency", found)
    if found.contradictions:
        rows = [
            [_short(texts[row]), str(label)]
            for each in found.contradictions[:_MOST_EXAMPLES]
            for row, label in zip(each.rows[:5], each.labels[:5], strict=True)
        ]
        sections.append(Table("Contradictory labels: examples", ["text", "label"], rows))
    if found.leaks:
        heads = ["test row", "training row", "similarity"]
        rows = [[_short(test[leak.test]), _short(texts[leak.train]), figure(leak.similarity)] for leak in found.leaks[:_MOST_EXAMPLES]]  # fmt: skip
        sections.append(Table("Leakage: examples", heads, rows))
    return sections


def contamination_sections(
    found: Contamination, texts: Sequence[str], evaluation: Sequence[str]
) -> list[Section]:
    """Return the measures, and items beside the rows that have them."""
    heads = ["evaluation item", "training row", "covered"]
    rows = [[_short(evaluation[one.item]), _short(texts[one.row]), figure(one.coverage, "percent")] for one in found.matches[:_MOST_EXAMPLES]]  # fmt: skip
    examples = [Table("Contamination: side by side", heads, rows)] if rows else []
    return [measure_table("Contamination", found), *examples]


def privacy_sections(found: Privacy, texts: Sequence[str], seeds: Sequence[str]) -> list[Section]:
    """Return the measures, and rows beside the seeds that they repeat."""
    heads = ["row", "seed", "covered"]
    rows = [[_short(texts[one.row]), _short(seeds[one.seed]), figure(one.coverage, "percent")] for one in found.copies[:_MOST_EXAMPLES]]  # fmt: skip
    examples = [Table("Memorised seeds: side by side", heads, rows)] if rows else []
    return [measure_table("Privacy", found), *examples]


def style_of(measure: Measure) -> Style:
    """Return how a measure is shown."""
    return "percent" if measure.style == "percent" else "number"


def _curves(title: str, curves: Sequence[Curve], style: Style, note: str) -> Section:
    lines = [
        Line(
            curve.name,
            range(len(curve.points)),
            [point.value for point in curve.points],
            [point.low for point in curve.points],
            [point.high for point in curve.points],
        )
        for curve in curves
    ]
    return Lines(title, lines, x_label="generation", y_style=style, note=note)


def _distribution_bars(each: Distribution) -> Section:
    shown = list(zip(each.values, each.shares, each.intervals, strict=True))[:_MOST_BARS]
    bars = [Bar(value, share, ends) for value, share, ends in shown]
    left = len(each.values) - len(shown)
    return Bars(
        f"Shares of {each.column}", bars, style="percent", note=f"{left} more values." if left else ""
    )


def _distance(each: Distribution) -> str:
    if each.total_variation is None or each.jensen_shannon is None:
        return ""
    told = [f"{one.name} {with_interval(one)}" for one in (each.total_variation, each.jensen_shannon)]
    return f"{'; '.join(told)}; p = {each.p:.4f} that this is chance."


def with_interval(measure: Measure) -> str:
    """Return a value as it is shown, with its interval if there is one."""
    ends = _between(measure)
    told = figure(measure.value, style_of(measure))
    return told if ends == "n/a" else f"{told} ({ends})"


def _between(measure: Measure) -> str:
    return between(*measure.interval, style_of(measure)) if measure.interval else "n/a"


def _rows(measure: Measure) -> str:
    return figure(measure.n) if measure.n == measure.of else f"{figure(measure.n)} of {figure(measure.of)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def headline(measures: Mapping[str, Any]) -> list[tuple[str, Measure]]:
    """Return the measures to read first, of those there are."""
    wanted = {
        "diversity": ("distinct-2", "Vendi score"),
        "accuracy": ("verified answers", "label agreement", "rubric score"),
        "consistency": ("contradictory labels", "leakage"),
        "naturalness": ("C2ST accuracy, words", "divergence frontier", "perplexity"),
        "contamination": ("covered items",),
        "privacy": ("memorised seeds", "personal data"),
    }
    return [
        (name, measures[part][name])
        for part, names in wanted.items()
        for name in names
        if part in measures and name in measures[part] and not isnan(measures[part][name].value)
    ]
