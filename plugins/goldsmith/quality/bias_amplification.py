"""Whether what ties labels to groups has become tighter than it was in the seeds."""

from collections.abc import Hashable, Sequence
from math import nan

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.quality.measure import Measure

__all__ = ["bias_amplification"]

Floats = npt.NDArray[np.float64]

_RESAMPLES = 1_000
_DEFINITION = (
    "Mean growth, over labels, of the share of the groups that a label leaned to in the seeds (Zhao et al. 2017). "
    "Above 0 the lean is stronger."
)


def bias_amplification(
    labels: Sequence[Hashable],
    groups: Sequence[Hashable],
    seed_labels: Sequence[Hashable],
    seed_groups: Sequence[Hashable],
    *,
    level: float = 0.95,
    seed: int = 0,
) -> Measure:
    """Return the mean bias amplification in [-1, 1], with the percentiles of 1,000 bootstrap draws of the rows of both sides.

    Zhao et al. 2017, "Men Also Like Shopping" (arXiv 1707.09457), section 3: b(o, g) is the share of group g among the rows of
    label o. Where b in the seeds is above 1 / groups, the growth of b counts; their sum is divided by the number of labels.
    Labels that either side lacks, and rows without a label or group, are left out. NaN without a common label or with
    fewer than two groups.

    Raises:
        InputError: as many groups as labels are wanted on each side.

    >>> seeds = (["nurse"] * 3 + ["chef"] * 2, ["f", "f", "m", "f", "m"])
    >>> made = (["nurse"] * 3 + ["chef"] * 2, ["f", "f", "f", "f", "m"])
    >>> round(bias_amplification(*made, *seeds).value, 4)  # nurse: f from 2/3 to 1; chef leans nowhere; (1/3) / 2
    0.1667
    """
    if len(labels) != len(groups) or len(seed_labels) != len(seed_groups):
        raise InputError("wanted a group for each label, in the data and in the seeds")
    ours = [(o, g) for o, g in zip(labels, groups, strict=True) if o is not None and g is not None]
    theirs = [
        (o, g) for o, g in zip(seed_labels, seed_groups, strict=True) if o is not None and g is not None
    ]
    names = list(dict.fromkeys(g for _, g in theirs + ours))
    known = {o for o, _ in ours} & {o for o, _ in theirs}
    common = [o for o in dict.fromkeys(o for o, _ in theirs) if o in known]
    if not common or len(names) < 2:
        return Measure("bias amplification", nan, n=len(ours), of=len(labels), definition=_DEFINITION)
    a, b = _table(ours, common, names), _table(theirs, common, names)
    rng = np.random.default_rng(seed)
    drawn = _amplification(_resampled(a, rng), _resampled(b, rng))
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    value = float(_amplification(a, b))
    return Measure(
        "bias amplification", value, min(value, float(low)), max(value, float(high)), len(ours), len(labels), _DEFINITION
    )  # fmt: skip


def _table(pairs: Sequence[tuple[Hashable, Hashable]], labels: Sequence[Hashable], groups: Sequence[Hashable]) -> Floats:  # fmt: skip
    rows, columns = ({name: at for at, name in enumerate(names)} for names in (labels, groups))
    found = np.zeros((len(labels), len(groups)))
    for label, group in pairs:
        if label in rows:
            found[rows[label], columns[group]] += 1
    return found


def _resampled(table: Floats, rng: np.random.Generator) -> Floats:
    n = int(table.sum())
    drawn = rng.multinomial(n, table.ravel() / n, _RESAMPLES)
    return drawn.reshape(-1, *table.shape).astype(np.float64)


def _amplification(ours: Floats, theirs: Floats) -> Floats:
    """Return the mean amplification of tables [..., labels, groups] over labels that both hold, [...]."""
    with np.errstate(invalid="ignore"):
        new, old = (table / table.sum(axis=-1, keepdims=True) for table in (ours, theirs))
    there = ~(np.isnan(new) | np.isnan(old)).any(axis=-1, keepdims=True)
    leans = there & (np.nan_to_num(old) > 1 / ours.shape[-1] + 1e-12)
    growth = np.where(leans, np.nan_to_num(new) - np.nan_to_num(old), 0).sum(axis=(-2, -1))
    labels = there.sum(axis=(-2, -1))
    return np.asarray(growth / np.where(labels > 0, labels, nan))
