"""A generator step's batches, from where an earlier run left off."""

import dis
from collections.abc import Iterator
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel.pipeline.working.row_marks import Rows

__all__ = ["generated"]


def generated(step: Any, offset: int) -> Iterator[tuple[Rows, bool]]:
    """Give (rows, whether they are the last), beginning after the first `offset` rows.

    A generator whose code never looks at the offset it is given would begin anew: what it gives again is left out.
    """
    if type(step) is LoadDataFromDicts and not step.output_mappings:
        # It would copy and validate all its data once a batch.
        return _slices(step.data, int(step.batch_size or 50), offset)
    if not offset or _reads_offset(step):
        return iter(step.process_applying_mappings(offset=offset))
    return _after(offset, step.process_applying_mappings(offset=0))


def _slices(data: Rows, size: int, offset: int) -> Iterator[tuple[Rows, bool]]:
    for start in range(offset, len(data), size):
        yield data[start : start + size], start + size >= len(data)


def _reads_offset(step: Any) -> bool:
    codes = [step.process.__code__]
    for code in codes:
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_code")]
    return any(
        instruction.argval == "offset" and instruction.opname.startswith("LOAD")
        for code in codes
        for instruction in dis.get_instructions(code)
    )


def _after(n: int, batches: Iterator[tuple[Rows, bool]]) -> Iterator[tuple[Rows, bool]]:
    left = n
    for rows, last in batches:
        if left < len(rows) or last:
            yield rows[left:], last
        left = max(0, left - len(rows))
