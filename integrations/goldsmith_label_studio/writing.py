"""Bringing tasks in line with items, without duplicates and without touching annotations."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from goldsmith.errors import InputError
from goldsmith.review import Outgoing, Project, Stored
from goldsmith.review.reviews import utc
from goldsmith.review.service import Service, TransientError
from goldsmith_label_studio import tasks
from goldsmith_label_studio.form import read_form
from goldsmith_label_studio.pages import Task, looked_up, settled
from goldsmith_label_studio.predictions import prediction_errors
from goldsmith_label_studio.suggestions import replace_predictions
from goldsmith_label_studio.twins import drop_twins

__all__ = ["TaskWriter"]

_log = logging.getLogger(__name__)
_ATTEMPTS = 4


class TaskWriter:
    """Writes the tasks of one project; `config` is its labeling configuration."""

    def __init__(self, service: Service, project: Project, config: str) -> None:
        self._service = service
        self._project = project
        self._config = config
        self._form = read_form(config)

    def write(self, batch: Sequence[Outgoing], *, replay: bool) -> list[Stored]:
        """Update what is there and import what is missing; see `ReviewAdapter.write`.

        Raises:
            InputError: Label Studio would take a prediction and show nothing of it.
        """
        predictions = {one.item.id: self._prediction(one) for one in batch}
        ids = list(predictions)
        present: dict[str, Task] = {}
        if replay:
            present = settled(self._service, self._project.id, ids)
        elif any(one.remote_id for one in batch):
            present = {
                task["data"][tasks.ID]: task for task in looked_up(self._service, self._project.id, ids)
            }
        updated = self._update([one for one in batch if one.item.id in present], present, predictions)
        missing = [one for one in batch if one.item.id not in present]
        return [*updated, *self._import(missing, predictions, doubtful=replay)]

    def _prediction(self, one: Outgoing) -> dict[str, Any] | None:
        made = tasks.prediction(one.item, self._form)
        errors = prediction_errors(self._config, made) if made else None
        if errors:
            raise InputError(f"item {one.item.id!r}: Label Studio would not show its suggestion: {errors}")
        return made

    def _import(
        self, missing: Sequence[Outgoing], predictions: Mapping[str, Any], *, doubtful: bool
    ) -> list[Stored]:
        stored: list[Stored] = []
        sent = [one.item.id for one in missing]
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                stored += self._import_once(missing, predictions)
                break
            except TransientError:
                if attempt == _ATTEMPTS:
                    raise
                _log.warning(
                    "an import into project %s was cut off; looking up what arrived", self._project.id
                )
                present = settled(self._service, self._project.id, [one.item.id for one in missing])
                stored += [tasks.stored(task) for task in present.values()]
                missing = [one for one in missing if one.item.id not in present]
                doubtful = True
        if doubtful and sent:
            found = looked_up(self._service, self._project.id, sent)
            drop_twins(self._service, self._project, map(tasks.stored, found))
        return stored

    def _import_once(self, missing: Sequence[Outgoing], predictions: Mapping[str, Any]) -> list[Stored]:
        if not missing:
            return []
        at = self._service.clock
        body = [
            {
                "data": tasks.task_data(one, at, self._form),
                "predictions": [made] if (made := predictions[one.item.id]) else [],
                "annotations": tasks.annotations(one, self._form),
            }
            for one in missing
        ]
        path = f"/api/projects/{self._project.id}/import"
        ids = self._service.json("POST", path, params={"return_task_ids": "true"}, json=body)["task_ids"]
        return [
            Stored(one.item.id, str(task_id), one.content_hash, one.pushed_hash, at)
            for one, task_id in zip(missing, ids, strict=True)
        ]

    def _update(
        self, batch: Sequence[Outgoing], present: Mapping[str, Task], predictions: Mapping[str, Any]
    ) -> list[Stored]:
        before = {item_id: tasks.stored(task) for item_id, task in present.items()}
        changed = [one for one in batch if not _same(one, before[one.item.id])]
        if changed:
            wanted = {int(before[one.item.id].remote_id): predictions[one.item.id] for one in changed}
            replace_predictions(self._service, self._project, wanted)
        # The data comes last: it carries the hashes, which say that everything else has been done.
        rewritten = {one.item.id: self._rewrite(one, before[one.item.id]) for one in changed}
        return [rewritten.get(one.item.id, before[one.item.id]) for one in batch]

    def _rewrite(self, one: Outgoing, before: Stored) -> Stored:
        same_text = one.content_hash == before.content_hash
        at = before.changed_at if same_text else self._service.clock
        path = f"/api/tasks/{before.remote_id}/"
        task = self._service.json("PATCH", path, json={"data": tasks.task_data(one, at, self._form)})
        if not same_text:
            # There may be answers to the earlier text: the moment of the change is noted as exactly as the server tells it.
            at = utc(task["updated_at"])
            self._service.send("PATCH", path, json={"data": tasks.task_data(one, at, self._form)})
        return Stored(one.item.id, before.remote_id, one.content_hash, one.pushed_hash, at)


def _same(one: Outgoing, before: Stored) -> bool:
    return (one.content_hash, one.pushed_hash) == (before.content_hash, before.pushed_hash)
