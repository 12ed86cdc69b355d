"""Argilla behind the sync engine of `goldsmith.review`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from goldsmith.errors import InputError, ReviewError
from goldsmith.review import Counts, Outgoing, Project, Response, ReviewSchema, Stored, Value
from goldsmith.review.reviews import ReviewState, utc
from goldsmith.review.service import Service
from goldsmith_argilla import settings
from goldsmith_argilla.records import record, response, responses, stored

__all__ = ["KEY_HEADER", "ArgillaAdapter"]

KEY_HEADER = "X-Argilla-Api-Key"
_PAGE = 500
_RESPONSES = 100


class ArgillaAdapter:
    """One workspace of one Argilla server; made by `connect`.

    A run is a dataset of that name, an item a record with the item's id as its external id, so that replaying a push
    can never duplicate. The REST interface is used rather than the SDK, which cannot push suggestions without
    metadata, writes fetched responses back when it logs, and reads a guidelines text that names a file as that file.
    """

    tool = "argilla"
    batch = 500

    def __init__(self, service: Service, workspace: Mapping[str, Any], me: Mapping[str, Any]) -> None:
        self._service = service
        self._workspace_id: str = workspace["id"]
        self._me = me
        self._question_ids: dict[str, dict[str, str]] = {}
        self.workspace: str = workspace["name"]
        self.server = f"{service.url}/{self.workspace}"

    def project(self, run: str) -> Project | None:
        """Find the published dataset called `run`."""
        dataset = self._dataset(run)
        if dataset is None or dataset["status"] != "ready":
            return None
        base = f"/api/v1/datasets/{dataset['id']}"
        fields = self._service.json("GET", f"{base}/fields")["items"]
        questions = self._service.json("GET", f"{base}/questions")["items"]
        return Project(dataset["id"], self._page(dataset["id"]), settings.asked(fields, questions))

    def create_project(self, run: str, schema: ReviewSchema) -> Project:
        """Make and publish the dataset; one left unpublished by a push that was killed is made anew."""
        if unfinished := self._dataset(run):
            self._service.send("DELETE", f"/api/v1/datasets/{unfinished['id']}")
        dataset = self._service.json(
            "POST",
            "/api/v1/datasets",
            json={
                "name": run,
                "workspace_id": self._workspace_id,
                "guidelines": schema.guidelines or schema.title,
                "allow_extra_metadata": True,
                "distribution": {"strategy": "overlap", "min_submitted": schema.min_reviews},
            },
        )
        base = f"/api/v1/datasets/{dataset['id']}"
        for field in settings.fields(schema):
            self._service.send("POST", f"{base}/fields", json=field)
        for question in settings.questions(schema):
            self._service.send("POST", f"{base}/questions", json=question)
        for metadata_property in settings.metadata_properties():
            self._service.send("POST", f"{base}/metadata-properties", json=metadata_property)
        self._service.send("PUT", f"{base}/publish")
        return Project(dataset["id"], self._page(dataset["id"]), schema.asked)

    def write(self, project: Project, batch: Sequence[Outgoing], *, replay: bool) -> list[Stored]:  # noqa: ARG002
        """Upsert by external id, all or nothing: a replay finds what the first attempt made."""
        items = [self._record(project, one, self._service.clock) for one in batch]
        by_id = self._put(project, items)
        # Where there may be answers to an earlier text, the moment of the change is noted as exactly as the server tells it.
        changed = [one for one in batch if one.remote_id and one.since is None]
        if changed:
            self._put(
                project,
                [self._record(project, one, utc(by_id[one.item.id]["updated_at"])) for one in changed],
            )
        for sent in items:
            self._withdraw(by_id[sent["external_id"]], {one["question_id"] for one in sent["suggestions"]})
        return [_written(one, by_id[one.item.id]) for one in batch]

    def _record(self, project: Project, one: Outgoing, now: datetime) -> dict[str, Any]:
        return record(one, self._questions(project), project.asked, now)

    def _put(self, project: Project, items: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        path = f"/api/v1/datasets/{project.id}/records/bulk"
        written = self._service.json("PUT", path, json={"items": items})["items"]
        return {one["external_id"]: one for one in written}

    def _withdraw(self, theirs: Mapping[str, Any], suggested: set[str]) -> None:
        # An upsert adds and replaces suggestions; one that we no longer make has to be deleted.
        old = [one["id"] for one in theirs.get("suggestions") or [] if one["question_id"] not in suggested]
        if old:
            self._service.send(
                "DELETE", f"/api/v1/records/{theirs['id']}/suggestions", params={"ids": ",".join(old)}
            )

    def records(self, project: Project) -> Iterator[Stored]:
        """Yield the records that carry an external id."""
        return (stored(one) for one in self._listed(project))

    def responses(self, project: Project) -> Iterator[Response]:
        """Yield every response, with the names of the users the key may see."""
        names = self._user_names()
        for theirs in self._listed(project, include="responses"):
            yield from responses(theirs, names, project.asked)

    def count(self, project: Project) -> int:
        """Count the records in one request."""
        return int(self._service.json("GET", self._records_path(project), params={"limit": 1})["total"])

    def counts(self, project: Project) -> Counts:
        """Count everything, by listing the dataset."""
        records = suggestions = answers = 0
        for theirs in self._listed(project, include="responses,suggestions"):
            records += 1
            suggestions += len(theirs.get("suggestions") or [])
            answers += len(theirs.get("responses") or [])
        return Counts(records, suggestions, answers)

    def answer(self, project: Project, item_id: str, values: Mapping[str, Value], as_api_key: str) -> None:
        """Submit one review as the user whose key this is; a second answer replaces the first."""
        self.answer_all(project, {item_id: values}, as_api_key)

    def answer_all(
        self,
        project: Project,
        answers: Mapping[str, Mapping[str, Value]],
        as_api_key: str,
        *,
        status: ReviewState = "submitted",
    ) -> None:
        """Give {item id: values} as the user whose key this is, 100 in a request.

        Raises:
            InputError: an item is not in the dataset.
            ReviewError: the server refuses an answer, e.g. because the user is not in the workspace.
        """
        found = self._found(project, answers.keys())
        if missing := answers.keys() - found.keys():
            raise InputError(f"items {sorted(missing)[:5]} are not in dataset {project.id} of {self.server}")
        items = [
            response(found[item_id], status, values, project.asked) for item_id, values in answers.items()
        ]
        user = self._service.as_user({KEY_HEADER: as_api_key})
        for start in range(0, len(items), _RESPONSES):
            body = {"items": items[start : start + _RESPONSES]}
            given = user.json("POST", "/api/v1/me/responses/bulk", replay=True, json=body)
            if refused := [one["error"] for one in given["items"] if one.get("error")]:
                raise ReviewError(f"Argilla refuses an answer: {refused[0]}")

    def _found(self, project: Project, item_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Return {item id: its record}, reading no further than to the last of them."""
        found: dict[str, dict[str, Any]] = {}
        for theirs in self._listed(project):
            if theirs["external_id"] in item_ids:
                found[theirs["external_id"]] = theirs
                if len(found) == len(item_ids):
                    break
        return found

    def _dataset(self, name: str) -> dict[str, Any] | None:
        query = {"workspace_id": self._workspace_id, "name": name}
        found = self._service.json("GET", "/api/v1/me/datasets", params=query)["items"]
        return next((dataset for dataset in found if dataset["name"] == name), None)

    def _page(self, dataset_id: str) -> str:
        return f"{self._service.url}/dataset/{dataset_id}/annotation-mode"

    def _questions(self, project: Project) -> dict[str, str]:
        if project.id not in self._question_ids:
            found = self._service.json("GET", f"/api/v1/datasets/{project.id}/questions")["items"]
            self._question_ids[project.id] = {one["name"]: one["id"] for one in found}
        return self._question_ids[project.id]

    @staticmethod
    def _records_path(project: Project) -> str:
        return f"/api/v1/datasets/{project.id}/records"

    def _listed(self, project: Project, **include: str) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            page = {"offset": offset, "limit": _PAGE, **include}
            found = self._service.json("GET", self._records_path(project), params=page)["items"]
            yield from (one for one in found if one.get("external_id"))
            offset += len(found)
            if len(found) < _PAGE:
                return

    def _user_names(self) -> dict[str, str]:
        everyone = (
            "/api/v1/users"
            if self._me["role"] == "owner"
            else f"/api/v1/workspaces/{self._workspace_id}/users"
        )
        users = self._service.json("GET", everyone)["items"]
        return {user["id"]: user["username"] for user in [self._me, *users]}


def _written(one: Outgoing, theirs: Mapping[str, Any]) -> Stored:
    # What has just been written with new content was changed at that moment, which the server tells more exactly. An answer that was
    # carried into the record is older than the end of the writing, and saw this content all the same.
    return (
        stored(theirs)
        if one.since or one.carried
        else replace(stored(theirs), changed_at=utc(theirs["updated_at"]))
    )
