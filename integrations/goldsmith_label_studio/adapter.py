"""Label Studio behind the sync engine of `goldsmith.review`."""

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldsmith.errors import InputError
from goldsmith.review import Counts, Outgoing, Project, Response, ReviewSchema, SpanQuestion, Stored, Value
from goldsmith.review.reviews import ReviewState
from goldsmith.review.service import Service
from goldsmith_label_studio import queries, tasks
from goldsmith_label_studio.auth import auth_for
from goldsmith_label_studio.config import asked, label_config
from goldsmith_label_studio.form import read_form
from goldsmith_label_studio.pages import Task, listed, looked_up
from goldsmith_label_studio.twins import drop_twins
from goldsmith_label_studio.values import results
from goldsmith_label_studio.writing import TaskWriter

__all__ = ["LabelStudioAdapter"]

_RUN = "goldsmith run: "


class LabelStudioAdapter:
    """One Label Studio server; made by `connect`.

    A run is a project whose description names it, an item a task with the item's id in its data. Label Studio takes
    the same import twice, so whenever an earlier attempt may have arrived the tasks are looked up by that id first.
    """

    tool = "label-studio"
    batch = 500

    def __init__(self, service: Service) -> None:
        self._service = service
        self._writers: dict[str, TaskWriter] = {}
        self.server = service.url

    @property
    def service(self) -> Service:
        """The server's API, with this adapter's key."""
        return self._service

    def project(self, run: str) -> Project | None:
        """Find the project whose description has the line "goldsmith run: `run`"; of two, the first that was made.

        A second one is what a request that comes late, after its sender tried again, can leave.
        """
        line = f"{_RUN}{run}"
        found = [one["id"] for one in self._projects() if line in (one["description"] or "").splitlines()]
        return self._known(self._service.json("GET", f"/api/projects/{min(found)}/")) if found else None

    def create_project(self, run: str, schema: ReviewSchema) -> Project:
        """Make the project, with the guidelines as its instructions."""
        settings = {
            "title": schema.title,
            "description": f"{_RUN}{run}",
            "label_config": label_config(schema),
            "expert_instruction": html.escape(schema.guidelines).replace("\n", "<br>"),
            "show_instruction": bool(schema.guidelines),
            "maximum_annotations": schema.min_reviews,
            # Where passages are to be marked, there may be none.
            "enable_empty_annotation": any(isinstance(one, SpanQuestion) for one in schema.questions),
            "sampling": "Sequential sampling",
        }
        made = self._service.json("POST", "/api/projects/", json=settings)
        return self.project(run) or self._known(made)

    def _known(self, theirs: Mapping[str, Any]) -> Project:
        project_id = str(theirs["id"])
        return Project(
            project_id, f"{self._service.url}/projects/{project_id}/data", asked(theirs["label_config"])
        )

    def write(self, project: Project, batch: Sequence[Outgoing], *, replay: bool) -> list[Stored]:
        """Update what is there and import what is missing; annotations are never touched."""
        if project.id not in self._writers:
            self._writers[project.id] = TaskWriter(self._service, project, self._config(project))
        return self._writers[project.id].write(batch, replay=replay)

    def _config(self, project: Project) -> str:
        return str(self._service.json("GET", f"/api/projects/{project.id}/")["label_config"])

    def records(self, project: Project) -> Iterator[Stored]:
        """Yield the tasks of ours. Twins, which an import that was cut off may have left, are deleted if unanswered."""
        # Of each task only what is stored is kept: there may be many, and their texts long.
        listing = listed(self._service, project.id, include="id,data")
        found = [tasks.stored(task) for task in listing if tasks.ID in task["data"]]
        twins = drop_twins(self._service, project, found)
        return (one for one in found if one.remote_id not in twins)

    def responses(self, project: Project) -> Iterator[Response]:
        """Yield every annotation and draft. Drafts are asked for task by task: listings show only one's own."""
        users, form = self._users(), read_form(self._config(project))
        for task in listed(self._service, project.id, fields="all", query=queries.touched()):
            if tasks.ID in task["data"]:
                has_drafts = task["draft_exists"]
                drafts = self._service.json("GET", f"/api/tasks/{task['id']}/drafts") if has_drafts else []
                yield from tasks.responses(task, drafts, users, form)

    def count(self, project: Project) -> int:
        """Count the tasks in one request."""
        return int(self._service.json("GET", "/api/dm/project", params={"project": project.id})["task_count"])

    def counts(self, project: Project) -> Counts:
        """Count everything; the suggestions for one item are one prediction."""
        page = {"project": project.id, "page_size": 1, "include": "id"}
        totals = self._service.json("GET", "/api/tasks", params=page)
        return Counts(totals["total"], totals["total_predictions"], sum(1 for _ in self.responses(project)))

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
        """Give {item id: values} as the user whose key this is, one request each.

        Raises:
            InputError: an item is not in the project.
        """
        user = self._service.as_user(auth=auth_for(self._service.url, as_api_key))
        user_id = user.json("GET", "/api/current-user/whoami")["id"]
        found = {
            task["data"][tasks.ID]: task
            for task in looked_up(self._service, project.id, list(answers), fields="all")
        }
        if lost := answers.keys() - found.keys():
            raise InputError(f"items {sorted(lost)[:5]} are not in project {project.id} of {self.server}")
        form = read_form(self._config(project))
        for item_id, values in answers.items():
            result = results(values, form, found[item_id]["data"])
            _give(user, found[item_id], user_id, result, status)

    def _projects(self) -> Iterator[Task]:
        page: int | None = 1
        while page:
            query = {"page": page, "page_size": 100, "include": "id,description"}
            found = self._service.json("GET", "/api/projects/", params=query)
            yield from found["results"]
            page = page + 1 if found["next"] else None

    def _users(self) -> tasks.Users:
        users = self._service.json("GET", "/api/users/")
        names = {str(user["id"]): user["username"] or user["email"].partition("@")[0] for user in users}
        return tasks.Users(names, {user["email"]: str(user["id"]) for user in users})


def _give(user: Service, task: Task, user_id: int, result: list[dict[str, Any]], status: ReviewState) -> None:
    if status == "draft":
        user.send("POST", f"/api/tasks/{task['id']}/drafts", json={"result": result})
        return
    body = {"result": result, "was_cancelled": status == "discarded"}
    own = [one["id"] for one in task["annotations"] if one["completed_by"] == user_id]
    if own:
        user.send("PATCH", f"/api/annotations/{max(own)}/", json=body)
    else:
        user.send("POST", f"/api/tasks/{task['id']}/annotations/", json=body)
