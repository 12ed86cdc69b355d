"""The page about what accuracy costs."""

from goldsmith.labels.cost_quality import CostQualityCurve, CostQualityPoint
from goldsmith.quality.html_report import Column, Line, Lines, Numbers, Report, Section, Table, Text, Tile

__all__ = ["cost_quality_report", "cost_quality_sections"]

_COLUMNS = [
    Column("labeller"),
    Column("people check", "percent", "The share of rows, the least sure ones."),
    Column("accuracy", "percent"),
    Column("at least", "percent", "The lower end of the interval."),
    Column("money"),
    Column("hours"),
]


def cost_quality_report(curve: CostQualityCurve, title: str = "Accuracy against cost") -> Report:
    """Return the curve as a page: `cost_quality_report(curve).html("cost.html")`.

    >>> from goldsmith.labels import Labeller, People, cost_quality_curve
    >>> model = Labeller("model", [0.9, 0.6, 0.8, 0.7], [1, 0, 1, 1], money=0.01)
    >>> curve = cost_quality_curve([model], People(money=0.5, hours=0.01), shares=[0, 0.25, 1])
    >>> [section.title for section in cost_quality_report(curve).sections]
    ['Recommended', 'Why', 'Accuracy against money', 'Accuracy against hours', 'Mixes worth their money']
    """
    labellers = dict.fromkeys(point.labeller for point in curve.points)
    return Report(title, ", ".join(labellers), cost_quality_sections(curve))


def cost_quality_sections(curve: CostQualityCurve) -> list[Section]:
    """Return the sections about a curve."""
    best = curve.recommended
    return [
        Numbers(
            "Recommended",
            [
                Tile("Labeller", best.labeller),
                Tile("People check", best.share, style="percent"),
                Tile("Accuracy", best.accuracy, style="percent", interval=(best.low, best.high)),
                Tile("Money", best.money),
                Tile("Hours", best.hours),
            ],
        ),
        Text("Why", f"{curve.reason[0].upper()}{curve.reason[1:]}."),
        _against(curve, "money"),
        _against(curve, "hours"),
        Table("Mixes worth their money", _COLUMNS, [_cells(point) for point in curve.front]),
    ]


def _against(curve: CostQualityCurve, cost: str) -> Lines:
    names = dict.fromkeys(point.labeller for point in curve.points)
    return Lines(
        f"Accuracy against {cost}",
        [_line(name, [point for point in curve.points if point.labeller == name], cost) for name in names],
        x_label=cost,
        y_label="right labels",
        y_style="percent",
        note="Along a curve people check more and more rows, the least sure first; the band is the interval.",
    )


def _line(name: str, points: list[CostQualityPoint], cost: str) -> Line:
    return Line(
        name,
        [getattr(point, cost) for point in points],
        [point.accuracy for point in points],
        [point.low for point in points],
        [point.high for point in points],
    )


def _cells(point: CostQualityPoint) -> list[object]:
    return [point.labeller, point.share, point.accuracy, point.low, point.money, point.hours]
