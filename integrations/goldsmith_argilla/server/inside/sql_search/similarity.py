"""Nearest records by the cosine of their vectors, exact, in memory."""

from collections import OrderedDict
from collections.abc import Iterator
from uuid import UUID

import numpy as np
from argilla_server.models import Vector, VectorSettings
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

__all__ = ["Vectors"]

_KEPT = 8
VECTORS = Vector.__table__


class Vectors:
    """The vectors of the settings used last, as unit rows, read again when any of them changed."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._kept: OrderedDict[UUID, tuple[object, list[UUID], NDArray[np.float32]]] = OrderedDict()

    async def nearest(
        self, db: AsyncSession, settings: VectorSettings, value: list[float], *, farthest: bool
    ) -> Iterator[tuple[UUID, float]]:
        """Return (record id, score) of every record with a vector, best first, made as they are asked for.

        The score is Elasticsearch's for cosine, (1 + cos) / 2 in [0, 1]; with `farthest`, that of the opposite vector.
        """
        ids, rows = await self._rows(db, settings)
        if not ids:
            return iter(())
        wanted = np.asarray(value, dtype=np.float32) * (-1 if farthest else 1)
        scores = (1 + rows @ (wanted / max(float(np.linalg.norm(wanted)), 1e-12))) / 2
        return ((ids[row], float(scores[row])) for row in np.argsort(-scores, kind="stable"))

    async def _rows(
        self, db: AsyncSession, settings: VectorSettings
    ) -> tuple[list[UUID], NDArray[np.float32]]:
        """Return the record ids and the [n, d] unit vectors."""
        mine = VECTORS.c.vector_settings_id == settings.id
        state = (await db.execute(select(func.count(), func.max(VECTORS.c.updated_at)).where(mine))).one()
        if settings.id not in self._kept or self._kept[settings.id][0] != tuple(state):
            found = (await db.execute(select(VECTORS.c.record_id, VECTORS.c.value).where(mine))).all()
            rows = np.asarray([row.value for row in found], dtype=np.float32).reshape(len(found), -1)
            rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
            self._kept[settings.id] = (tuple(state), [row.record_id for row in found], rows)
        self._kept.move_to_end(settings.id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[settings.id][1:]
