"""A folder of Prodigy's files behind the sync engine of `goldsmith.review`."""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from goldsmith.errors import InputError, ReviewError
from goldsmith.review import (
    Counts,
    Outgoing,
    Project,
    Question,
    Response,
    ReviewSchema,
    Stored,
    Value,
    load_schema,
    save_schema,
)
from goldsmith.review.reviews import ReviewState, utc
from goldsmith_prodigy import jsonl
from goldsmith_prodigy.annotations import Annotation, from_annotation
from goldsmith_prodigy.tasks import ID, preselected, question_of, to_task, view_of

__all__ = ["ProdigyAdapter", "connect"]

_log = logging.getLogger(__name__)
_OURS = "goldsmith"


def connect(folder: str | Path, *, binary: bool = False) -> "ProdigyAdapter":
    """Return `folder`, made where it is missing, as an adapter for `goldsmith.review`.

    Args:
        folder: where tasks are written and annotations are looked for.
        binary: whether each task asks if its suggested label is right (Prodigy's `classification`), rather than which one is.
    """
    path = Path(folder).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return ProdigyAdapter(path, binary=binary)


class ProdigyAdapter:
    """Prodigy by its files; made by `connect`.

    A run is a folder: `tasks.jsonl` is what to annotate, `prodigy.json` Prodigy's settings for it, and every `.jsonl` in `annotations` is
    read as what `prodigy db-out` exports. An annotator is who Prodigy says (`_annotator_id`), or else the name of the file.
    """

    tool = "prodigy"
    batch = 100_000

    def __init__(self, folder: Path, *, binary: bool = False) -> None:
        self._folder = folder
        self._binary = binary
        self.server = str(folder)

    def project(self, run: str) -> Project | None:
        """Find the folder of `run`."""
        place = self._folder / _file_name(run)
        if not (place / "schema.json").is_file():
            return None
        return Project(str(place), str(place / "tasks.jsonl"), self._schema(place).asked)

    def create_project(self, run: str, schema: ReviewSchema) -> Project:
        """Make the folder.

        Raises:
            InputError: Prodigy cannot ask what `schema` asks.
        """
        view = view_of(schema, binary=self._binary)
        place = self._folder / _file_name(run)
        (place / "annotations").mkdir(parents=True, exist_ok=True)
        (place / "tasks.jsonl").touch()
        (place / "prodigy.json").write_text(json.dumps(_settings(schema), indent=2, ensure_ascii=False))
        command = f"prodigy mark DATASET tasks.jsonl --view-id {view}"
        (place / "README.txt").write_text(
            f"{schema.title}\n\n{schema.guidelines}\n\nIn this folder:\n  {command}\n"
            "  prodigy db-out DATASET > annotations/DATASET.jsonl\n"
        )
        # It comes last: a folder without it was left by a push that was killed.
        jsonl.replace(place / "schema.json", [save_schema(schema)])
        return Project(str(place), str(place / "tasks.jsonl"), schema.asked)

    def write(self, project: Project, batch: Sequence[Outgoing], *, replay: bool) -> list[Stored]:  # noqa: ARG002
        """Put the tasks of `batch` in the place of those with the same ids, or at the end; the file is replaced as a whole."""
        place = Path(project.id)
        schema, now = self._schema(place), datetime.now(UTC)
        tasks = {task["meta"][ID]: task for task in self._tasks(place)}
        for one in batch:
            before = tasks.get(one.item.id)
            same = before is not None and before[_OURS]["content"] == one.content_hash
            at = before[_OURS]["at"] if before is not None and same else now.isoformat()
            ours = {"content": one.content_hash, "pushed": one.pushed_hash, "at": at}
            tasks[one.item.id] = {**to_task(one.item, schema, binary=self._binary), _OURS: ours}
        jsonl.replace(place / "tasks.jsonl", tasks.values())
        return [_stored(tasks[one.item.id]) for one in batch]

    def records(self, project: Project) -> Iterator[Stored]:
        """Yield the tasks of the file."""
        return map(_stored, self._tasks(Path(project.id)))

    def responses(self, project: Project) -> Iterator[Response]:
        """Yield the latest annotation of each task by each annotator; those of tasks that are none of ours are passed over.

        Raises:
            ReviewError: a line is no annotation of what is asked here; the message says which.
        """
        place = Path(project.id)
        schema = self._schema(place)
        tasks = {task["meta"][ID] for task in self._tasks(place)}
        latest: dict[str, Response] = {}
        foreign = 0
        for path in sorted((place / "annotations").glob("*.jsonl")):
            for number, line in jsonl.lines(path):
                try:
                    said = from_annotation(line, schema)
                    answer = _response(said, line, path, question_of(schema).name)
                except ReviewError as err:
                    raise ReviewError(f"{path}, line {number}: {err}") from err
                if answer is None or answer.item_id not in tasks:
                    foreign += 1
                    continue
                known = latest.get(answer.remote_id)
                if known is None or known.updated_at <= answer.updated_at:
                    latest[answer.remote_id] = answer
        if foreign:
            _log.warning("%d annotations in %s are of tasks that are not in tasks.jsonl", foreign, place)
        yield from latest.values()

    def count(self, project: Project) -> int:
        """Count the tasks."""
        return sum(1 for _ in self._tasks(Path(project.id)))

    def counts(self, project: Project) -> Counts:
        """Count everything."""
        tasks = list(self._tasks(Path(project.id)))
        suggested = sum(bool(task.get("accept") or task.get("spans") or task.get("label")) for task in tasks)
        return Counts(len(tasks), suggested, sum(1 for _ in self.responses(project)))

    def answer(self, project: Project, item_id: str, values: Mapping[str, Value], as_api_key: str) -> None:
        """Write an annotation as Prodigy would; the "key" is the annotator's name."""
        self.answer_all(project, {item_id: values}, as_api_key)

    def answer_all(
        self,
        project: Project,
        answers: Mapping[str, Mapping[str, Value]],
        as_api_key: str,
        *,
        status: ReviewState = "submitted",
    ) -> None:
        """Write annotations as Prodigy would, for {item id: values}; the "key" is the annotator's name.

        Raises:
            InputError: an item has no task, or the answers are to be drafts, which Prodigy does not keep.
        """
        place = Path(project.id)
        question = question_of(self._schema(place))
        tasks = {task["meta"][ID]: task for task in self._tasks(place)}
        if lost := answers.keys() - tasks.keys():
            raise InputError(f"items {sorted(lost)[:5]} have no task in {place}")
        if status == "draft":
            raise InputError("Prodigy keeps no drafts: answer, or leave the task alone")
        by_whom = {"_annotator_id": as_api_key, "_timestamp": datetime.now(UTC).timestamp()}
        annotated = [
            tasks[item_id] | _given(tasks[item_id], question, values.get(question.name), status) | by_whom
            for item_id, values in answers.items()
        ]
        jsonl.append(place / "annotations" / f"{_file_name(as_api_key)}.jsonl", annotated)

    def _schema(self, place: Path) -> ReviewSchema:
        ((_, saved),) = jsonl.lines(place / "schema.json")
        return load_schema(saved)

    def _tasks(self, place: Path) -> Iterator[dict[str, Any]]:
        path = place / "tasks.jsonl"
        if not path.is_file():
            return
        for number, task in jsonl.lines(path):
            if not isinstance(task.get(_OURS), dict) or ID not in task.get("meta", {}):
                raise ReviewError(
                    f"{path}, line {number} is no task of ours: move the file away, the next push writes it anew"
                )
            yield task


def _settings(schema: ReviewSchema) -> dict[str, Any]:
    question = question_of(schema)
    style = "multiple" if question.kind == "multi_label" else "single"
    return {"choice_style": style, "labels": list(question.options)}


def _given(
    task: Mapping[str, Any], question: Question, value: Value | None, status: ReviewState
) -> dict[str, Any]:
    """Return what Prodigy adds to a task that was answered so."""
    if status == "discarded":
        return {"answer": "ignore"}
    if "options" not in task and "label" in task:
        return {"answer": "accept" if value == task["label"] else "reject"}
    return {"answer": "accept", **preselected(question, value, task["text"])}


def _stored(task: Mapping[str, Any]) -> Stored:
    item_id, ours = task["meta"][ID], task[_OURS]
    return Stored(item_id, item_id, ours["content"], ours["pushed"], utc(ours["at"]))


def _response(said: Annotation, line: Mapping[str, Any], path: Path, question: str) -> Response | None:
    if said.item_id is None:
        return None
    annotator = str(line.get("_annotator_id") or line.get("_session_id") or path.stem)
    timestamp = line.get("_timestamp", path.stat().st_mtime)
    if isinstance(timestamp, bool) or not isinstance(timestamp, int | float):
        raise ReviewError(f"its _timestamp is {timestamp!r}, expected seconds since 1970")
    seen = line.get(_OURS)
    return Response(
        item_id=said.item_id,
        remote_id=f"{annotator}: {said.item_id}",
        user_id=annotator,
        user_name=annotator,
        status="discarded" if said.value is None else "submitted",
        values={} if said.value is None else {question: said.value},
        updated_at=datetime.fromtimestamp(timestamp, UTC),
        content_hash=seen.get("content") if isinstance(seen, dict) else None,
    )


def _file_name(name: str) -> str:
    """Return `name` as one that every file system takes."""
    safe = quote(name, safe=" ").replace(".", "%2E")
    return safe if len(safe) <= 150 else f"{safe[:120]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
