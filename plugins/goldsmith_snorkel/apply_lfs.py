"""Run ordinary Snorkel labeling functions over rows."""

from collections.abc import Sequence, Sized
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from snorkel.labeling import LabelingFunction
from tqdm import tqdm

from goldsmith.errors import InputError
from goldsmith.labels import ApplyReport, apply_functions
from goldsmith.labels.voting.apply_functions import Over, named_functions
from goldsmith_snorkel.column_lfs import ColumnLabelingFunction
from goldsmith_snorkel.workers import over_processes, over_ray

__all__ = ["ApplyReport", "apply_lfs"]


def apply_lfs(
    lfs: Sequence[LabelingFunction],
    rows: Any,
    *,
    text_column: str = "text",
    cardinality: int | None = None,
    report: ApplyReport | None = None,
    workers: int | Literal["ray"] = 1,
    chunk_rows: int = 4096,
    progress_bar: bool = False,
) -> NDArray[np.int8]:
    """Return L, an [n, m] int8 matrix of votes, -1 where a function abstains.

    Equal to Snorkel's `PandasLFApplier(lfs).apply(df)` on complete rows, without a pandas Series a row.
    A row without text gets -1 from everyone. A function that raises abstains on that row; it is counted in `report`
    and named in the log once. Functions made by `llm_labeling_function` ask about rows in batches; those made by `keyword_lf`, `regex_lf` and
    `lookup_lf` look through whole columns.

    Args:
        lfs: Snorkel labeling functions, preprocessors and resources included; they read `row.text` or `row["text"]`.
        rows: n rows, mappings such as Distilabel's; or a pandas DataFrame, or a `datasets.Dataset`.
        text_column: the column that must be there for anyone to vote.
        cardinality: the number of classes; a vote outside [-1, cardinality) is an error where it is given.
        report: filled with failures when given.
        workers: how many processes of this machine vote, or "ray": the cluster that Ray is connected to, or a local one. The votes are the
            same. Functions travel by cloudpickle, so those of a notebook do too. It pays where a function thinks long about a row; rows take
            longer to be sent than a search for a word.
        chunk_rows: rows at a time, what a worker is sent; fewer where a function thinks long, many for a model's batches.
        progress_bar: whether tqdm shows how many rows are done.

    Raises:
        InputError: no functions, two of one name, a vote that is no class, no rows, or several workers for a function that asks a model.
        MissingExtraError: Ray is wanted and not installed.
    """
    over = map if workers == 1 else _elsewhere(lfs, workers)
    total = len(rows) if isinstance(rows, Sized) else None
    with tqdm(total=total, unit="row", disable=not progress_bar) as bar:
        return apply_functions(
            {name: _bare(lf) for name, lf in named_functions(lfs).items()},
            rows,
            text_column=text_column,
            cardinality=cardinality,
            report=report,
            progress=lambda done: bar.update(done - bar.n),
            chunk_rows=chunk_rows,
            over=over,
        )


def _elsewhere(lfs: Sequence[LabelingFunction], workers: int | Literal["ray"]) -> Over:
    if asking := [lf.name for lf in lfs if getattr(lf, "asks_a_model", False)]:
        raise InputError(
            f"{asking[0]!r} asks a model, which is loaded in this process: apply it with workers=1"
        )
    if workers != "ray" and workers < 1:
        raise InputError(f'workers must be 1 or more, or "ray", got {workers}')
    return over_ray if workers == "ray" else partial(over_processes, workers=workers)


def _bare(lf: Any) -> Any:
    """Return what a labeling function calls, if that is all it does: a call the less for each row."""
    if isinstance(lf, ColumnLabelingFunction):
        return lf.votes
    if type(lf) is not LabelingFunction or lf._pre:  # noqa: SLF001 - Snorkel has no other way to ask
        return lf
    return partial(lf._f, **lf._resources) if lf._resources else lf._f  # noqa: SLF001
