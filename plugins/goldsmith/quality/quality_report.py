"""Four dimensions and the risks of a data set, on one page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.quality.accuracy import accuracy
from goldsmith.quality.bias import bias
from goldsmith.quality.collapse import FEWEST_HUMAN, collapse
from goldsmith.quality.consistency import Form, consistency
from goldsmith.quality.contamination import contamination
from goldsmith.quality.counterfactual import counterfactual
from goldsmith.quality.diversity import diversity
from goldsmith.quality.generation_shares import generation_shares
from goldsmith.quality.html_report.numbers import Numbers, Tile
from goldsmith.quality.html_report.plain import Json, plain
from goldsmith.quality.html_report.report import Report
from goldsmith.quality.html_report.section import Section
from goldsmith.quality.html_report.text import Text
from goldsmith.quality.measure_sections import (
    bias_sections,
    collapse_sections,
    consistency_sections,
    contamination_sections,
    dimension,
    group_sections,
    headline,
    privacy_sections,
    style_of,
)
from goldsmith.quality.naturalness import Scorer, naturalness
from goldsmith.quality.privacy import privacy

__all__ = ["QualityReport", "report"]

Rows = Sequence[Mapping[str, Any]]

_METHOD = """\
Most of these numbers change with the number of rows, so they are taken on samples of one size, drawn by a seed; each says how many \
rows it was measured on. Compare two data sets at the same size.

Intervals are Wilson's for shares, bootstrap percentiles over rows for means, and for measures of diversity z standard errors of \
a jackknife that leaves out a fifth of the rows: a bootstrap draws rows twice, and a row beside its copy is not what diversity is about.

No number here says that data is good. Each can point at something to look at: the rows beside it."""


@dataclass(frozen=True)
class QualityReport(Report):
    """The page, and the measures on it by part.

    Attributes:
        measures: `diversity`, `accuracy`, `consistency`, `naturalness`, `generations`, `collapse`, `bias`, `counterfactual`,
            `contamination` and `privacy`, as far as they were measured; each as its function returns it.
    """

    measures: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Json]:
        """Return the measures and everything the page shows as plain JSON."""
        measures: dict[str, Json] = {name: plain(found.to_dict()) for name, found in self.measures.items()}
        return {**super().to_dict(), "measures": measures}


def report(
    dataset: Iterable[Mapping[str, Any]],
    *,
    text: str = "text",
    title: str = "Data quality",
    subtitle: str = "",
    language: str = "",
    attributes: Sequence[str] = (),
    topic: str | None = None,
    label: str | None = None,
    gold: str = "gold_label",
    group: str | None = None,
    sentiment: str | None = None,
    judge: Callable[[list[str]], Sequence[Any]] | None = None,
    answer: str | None = None,
    form: Form = "json",
    schema: Mapping[str, Any] | None = None,
    agreement: str | None = None,
    logprobs: str | Scorer | None = None,
    vectors: npt.ArrayLike | None = None,
    human: Sequence[str] | None = None,
    human_vectors: npt.ArrayLike | None = None,
    seeds: Iterable[Mapping[str, Any]] | None = None,
    target: Mapping[str, Mapping[Any, float]] | None = None,
    test: Sequence[str] | None = None,
    evaluation: Sequence[str] | None = None,
    earlier: Sequence[Sequence[str]] = (),
    sample: int = 1_000,
    scored: int = 200,
    level: float = 0.95,
    seed: int = 0,
) -> QualityReport:
    """Measure a data set and return the report; what is not given is not measured.

    Rows that a filter dropped (`keep` is False) are left out. A row without the text counts as an empty one.

    Args:
        dataset: rows: a list of dicts, or a `datasets.Dataset`.
        text: the column that is measured.
        title: of the page.
        subtitle: of the page; the number of rows where not given.
        language: of the texts, ISO 639-1, for readability.
        attributes: columns by which diversity is measured, and whose shares are compared with those of the seeds.
        topic: the column of topics.
        label: that of labels: contradictions, agreement with `gold`, shares, amplification.
        gold: that of labels known to be right.
        group: that of the groups that bias is about.
        sentiment: that of scores to compare by group.
        judge: takes texts and returns a label or a number for each: what changes in them as words change sides (`counterfactual`).
        answer: that of texts that must have a `form`.
        form: "json", "python" or "fences".
        schema: of the JSON.
        agreement: that of the shares of several answers that agree.
        logprobs: that of the tokens' log-probabilities, or a function that finds them, such as
            `goldsmith_distilabel.llms.LocalLogprobs()`.
        vectors: [n, d] of the rows that are kept, in their order.
        human: texts that people wrote: naturalness, and generation 0 of collapse.
        human_vectors: [m, d] of these.
        seeds: rows that the data was made from: bias and privacy.
        target: wanted shares by column and value, instead of the seeds'.
        test: texts that no row may repeat.
        evaluation: items of benchmarks, each as one text.
        earlier: the texts of generation 1, 2, ...; this data is the last generation.
        sample: rows for what depends on their number.
        scored: rows that such a function is asked about.
        level: of all intervals.
        seed: of all draws.

    Raises:
        InputError: no row, a column that no row has, or vectors that do not fit.
        MissingExtraError: what was given needs scikit-learn (extra `quality`) or `phonenumbers` (extra `curate`).

    >>> rows = [{"text": "How do I sort a list?"}, {"text": "What is rain?"}]
    >>> report(rows).measures["diversity"]["distinct-1"].value
    1.0
    """
    column, scorer = (None, logprobs) if callable(logprobs) else (logprobs, None)
    rows = _kept(dataset, [text, *attributes, topic, label, group, sentiment, answer, agreement, column])
    sources = None if seeds is None else [dict(row) for row in seeds]
    texts = _texts(rows, text)
    measures: dict[str, Any] = {
        "diversity": diversity(
            texts,
            vectors=vectors,
            topics=_strings(rows, topic),
            attributes={name: _strings(rows, name) or [] for name in attributes},
            sample=sample,
            level=level,
            seed=seed,
        ),
        "accuracy": accuracy(rows, label=label or "label", gold=gold, level=level, seed=seed),
        "consistency": consistency(
            texts,
            labels=_strings(rows, label),
            answers=None if answer is None else _texts(rows, answer),
            form=form,
            schema=schema,
            agreement=_column(rows, agreement),
            test=test,
            level=level,
            seed=seed,
        ),
        "naturalness": naturalness(
            texts,
            human=human,
            language=language,
            vectors=vectors,
            human_vectors=human_vectors,
            logprobs=scorer if column is None else [each or [] for each in _column(rows, column) or []],
            sample=sample,
            scored=scored,
            level=level,
            seed=seed,
        ),
        "generations": generation_shares(rows, level=level),
        "privacy": privacy(
            texts, seeds=None if sources is None else _texts(sources, text), level=level, seed=seed
        ),
    }
    if human is not None and len(human) >= FEWEST_HUMAN:
        measures["collapse"] = collapse(human, [*earlier, texts], level=level, seed=seed)
    if told := list(dict.fromkeys(each for each in (*attributes, label, group) if each)):
        measures["bias"] = bias(
            {name: _column(rows, name) or [] for name in told},
            reference=None if sources is None else _columns_of(sources, told),
            target=target,
            label=label,
            group=group,
            scores=_column(rows, sentiment) if group else None,
            level=level,
            seed=seed,
        )
    if judge is not None:
        measures["counterfactual"] = counterfactual(
            texts, judge, sample=min(sample, 500), level=level, seed=seed
        )
    if evaluation is not None:
        measures["contamination"] = contamination(texts, evaluation, level=level)
    sections = _sections(measures, texts, _texts(sources or [], text), test or (), evaluation or ())
    return QualityReport(title, subtitle or f"{len(rows):,} rows, column {text!r}", sections, None, measures)


def _kept(dataset: Iterable[Mapping[str, Any]], columns: Sequence[str | None]) -> Rows:
    """Return the rows that no filter dropped, which have each of the columns somewhere."""
    rows: Rows = [dict(row) for row in dataset if row.get("keep") is not False]
    there = {name for row in rows for name in row}
    for name in columns:
        if name is not None and name not in there:
            raise InputError(f"no row has a column {name!r}; there are {sorted(there)}")
    return rows


def _sections(
    measures: Mapping[str, Any], texts: Sequence[str], seeds: Sequence[str], test: Sequence[str], evaluation: Sequence[str]
) -> list[Section]:  # fmt: skip
    tiles = [Tile("Rows", len(texts), "that no filter dropped")] + [
        Tile(one.name, one.value, one.definition, style_of(one), one.interval)
        for _, one in headline(measures)
    ]
    found: list[Section] = [
        Numbers("At a glance", tiles),
        *dimension("Diversity", measures["diversity"]),
        *group_sections(measures["diversity"]),
        *dimension("Accuracy", measures["accuracy"]),
        *consistency_sections(measures["consistency"], texts, test),
        *dimension("Naturalness", measures["naturalness"]),
        *dimension("Human and n-th generation text", measures["generations"]),
    ]
    if "collapse" in measures:
        found += collapse_sections(measures["collapse"])
    if "bias" in measures:
        found += bias_sections(measures["bias"])
    if "counterfactual" in measures:
        found += dimension("Counterfactual swaps", measures["counterfactual"])
    if "contamination" in measures:
        found += contamination_sections(measures["contamination"], texts, evaluation)
    return [
        *found,
        *privacy_sections(measures["privacy"], texts, seeds),
        Text("How it was measured", _METHOD),
    ]


def _texts(rows: Rows, column: str) -> list[str]:
    return [value if isinstance(value := row.get(column), str) else "" for row in rows]


def _column(rows: Rows, name: str | None) -> list[Any] | None:
    return None if name is None else [row.get(name) for row in rows]


def _strings(rows: Rows, name: str | None) -> list[str | None] | None:
    values = _column(rows, name)
    return values and [None if value is None else str(value) for value in values]


def _columns_of(rows: Rows, names: Sequence[str]) -> dict[str, list[Any]]:
    """Return the columns that some row has."""
    return {name: [row.get(name) for row in rows] for name in names if any(name in row for row in rows)}
