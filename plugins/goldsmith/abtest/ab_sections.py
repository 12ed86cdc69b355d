"""The report of an A/B test on simulated personas: no plot and no table that does not say so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from goldsmith.quality import Bar, Bars, Column, Numbers, Section, Table, Text, Tile
from goldsmith.quality.html_report.figure import between, figure

__all__ = ["ab_sections", "simulated"]

Found = Mapping[str, Any]
_HOLM = Column(
    "p (Holm)",
    hint="the p-value, adjusted for all metrics of a table; below the chance of a false alarm it counts",
)
_METHOD = """\
Nobody took part. A language model played each persona, read the variants and decided. What it decides says what this model \
takes such people to do, not what they do: find out here which variants are worth a test with people, and test those.

In a design within personas each sees both variants in one sitting, in both orders and under both names equally often. In one \
between personas each sees one variant alone. Every persona decides several times; its decisions go together, so personas and \
not decisions are what errors are reckoned from. p comes from a t test with an error robust to clusters, the second \
interval from drawing whole personas anew.

The A/A check shows the same variant under two names. It must come out null. If it does not, something other than the \
variants makes the difference, or chance, once in twenty runs: nothing in this report may then be believed. That it comes out \
null proves nothing by itself."""


def simulated(section: Section) -> Section:
    """Return the section with "(simulated)" in its title.

    >>> simulated(Text("Rows", "")).title
    'Rows (simulated)'
    """
    if "simulated" in section.title.casefold():
        return section
    return replace(section, title=f"{section.title} (simulated)")


def ab_sections(found: Found) -> list[Section]:
    """Return the sections about a result, as `ABResult.to_dict` gives it; the title of each says that it is simulated."""
    metrics, within = found["metrics"], found["design"].startswith("within")
    sections: list[Section] = [
        _numbers(found),
        *_plots(metrics),
        Table(
            "Variants",
            _heads(found["alpha"]),
            [
                [
                    *_compared(one, "first", "second"),
                    _between(one, "bootstrap_low", "bootstrap_high"),
                    *_tested(one),
                    one["conclusion"],
                ]
                for one in metrics
            ],
        ),
        _family(
            "A/A check",
            ("variant a", "the same again"),
            found["aa"],
            f"The same variant twice, under two names: {found['aa_check']}.",
        ),
    ]
    if within:
        sections.append(
            _family(
                "Order",
                ("shown second", "shown first"),
                found["order"],
                "Balanced for every persona, so it does not enter the difference of the variants.",
            )
        )
    if found["naming"]:
        sections.append(
            _family("Naming", tuple(found["names"]), found["naming"], "Likewise balanced: the neutral names.")
        )
    sections += [_power(metrics), _lost(found), Text("How it was tested", _METHOD)]
    return [simulated(section) for section in sections]


def _heads(alpha: float) -> list[Column | str]:
    return [
        *("metric", "a", "b", "b less a", f"{1 - alpha:.0%} interval"),
        Column("by bootstrap", hint="the same interval from drawing whole personas"),
        *("p", _HOLM, "conclusion"),
    ]


def _numbers(found: Found) -> Section:
    tiles = [
        Tile("Personas", found["personas"], "simulated; no person took part"),
        Tile("A/A check", found["aa_check"], "the same variant under two names must come out null"),
        Tile(
            "Without a decision",
            found["exposures_without_a_decision"],
            "exposures whose answer nobody could read",
        ),
    ]
    tiles += [
        Tile(
            f"{_label(one)}: b less a",
            _value(one, "value", signed=True),
            f"{one['conclusion']}; interval {_between(one, 'low', 'high')}",
        )
        for one in found["metrics"][:1]
    ]
    told = "; ".join(f"{_label(one)}: {one['conclusion']}" for one in found["metrics"])
    if found["aa_check"] == "failed" or not told:
        told = found["verdict"]
    return Numbers("Result", tiles, note=f"{told}.")


def _plots(metrics: Sequence[Found]) -> list[Section]:
    note = "The whisker is the interval of the difference; there is none where all personas decide alike."
    plots: list[Section] = []
    for binary, title in ((True, "Conversion"), (False, "Ratings")):
        some = [one for one in metrics if _is_share(one) is binary]
        if some:
            bars = [bar for one in some for bar in _bars(one)]
            plots.append(Bars(title, bars, style="percent" if binary else "number", note=note))
    return plots


def _bars(one: Found) -> list[Bar]:
    ends = None if one["low"] is None else (one["low"], one["high"])
    name = _label(one)
    return [
        Bar(f"{name}, variant a", one["first"]),
        Bar(f"{name}, variant b", one["second"]),
        Bar(f"{name}, b less a", one["value"], ends, one["conclusion"], strong=True),
    ]


def _family(title: str, arms: Sequence[str], family: Sequence[Found], note: str) -> Section:
    heads = ["metric", *arms, "difference", "interval", "p", "p (Holm)"]
    rows = [[*_compared(one, "first", "second"), *_tested(one)] for one in family]
    return Table(title, heads, rows, note=note)


def _compared(one: Found, *arms: str) -> list[str]:
    means = [_value(one, arm) for arm in arms]
    return [_label(one), *means, _value(one, "value", signed=True), _between(one, "low", "high")]


def _tested(one: Found) -> list[str]:
    return [_p(one["p"]), _p(one["p_holm"])]


def _power(metrics: Sequence[Found]) -> Section:
    heads: list[Column | str] = [
        "metric",
        Column("difference that matters", hint="the least one that you want to find"),
        Column("power as run", hint="the chance with which that would have been found"),
        Column("detectable", hint="the least difference that would have been found with the power asked for"),
        Column("personas needed", hint="for the difference that matters, with as many draws of each"),
        Column(
            "independent exposures per arm", hint="by the textbook formula, if no two were of one persona"
        ),
    ]
    rows = [
        [
            _label(one),
            _value(one, "effect"),
            figure(one["power_as_run"], "percent"),
            _value(one, "detectable"),
            figure(one["personas_needed"]),
            figure(one["per_arm"]),
        ]
        for one in metrics
    ]
    return Table("Power", heads, rows, note="No difference found is not the same as no difference.")


def _lost(found: Found) -> Section:
    rows = [[name, count] for name, count in found["errors"].items()]
    rows += [[f"{_label(one)}: N/A", one["missing"]] for one in found["metrics"] if one["missing"]]
    rows += [["rows that never became an exposure", found["other_rows"]]] if found["other_rows"] else []
    return Table(
        "Left out",
        ["what", "exposures"],
        rows,
        note="By test and variant. If one variant loses many more than the other, the difference is not to be trusted.",
    )


def _is_share(one: Found) -> bool:
    return bool(one["metric"] == "converted")


def _label(one: Found) -> str:
    return str(one["metric"]).removeprefix("rating_").replace("_", " ")


def _value(one: Found, name: str, *, signed: bool = False) -> str:
    value = one[name]
    text = figure(value, "percent" if _is_share(one) else "number")
    return f"+{text}" if signed and value is not None and value > 0 else text


def _between(one: Found, low: str, high: str) -> str:
    if one[low] is None:
        return "n/a"
    return between(one[low], one[high], "percent" if _is_share(one) else "number")


def _p(value: float | None) -> str:
    return "n/a" if value is None else "<\N{NO-BREAK SPACE}0.0001" if value < 0.0001 else f"{value:.4f}"
