"""A Label Studio project that a backend serves: its connection, the answers so far, the order of its tasks."""

from typing import Any

from goldsmith.review import Project
from goldsmith.review.service import Service
from goldsmith_label_studio import queries
from goldsmith_label_studio.actions import act
from goldsmith_label_studio.backend.answers import Answers
from goldsmith_label_studio.backend.events import keep_annotations, project_key
from goldsmith_label_studio.backend.live_model import PREFIX
from goldsmith_label_studio.backend.question import read_question
from goldsmith_label_studio.config import asked
from goldsmith_label_studio.pages import listed

__all__ = ["ServedProject"]

TITLE = "goldsmith"
_AT_ONCE = 500


class ServedProject:
    """The project `id`, through its server's API."""

    def __init__(self, service: Service, project_id: str, question: str | None) -> None:
        self.id, self._service, self._question = project_id, service, question
        self._page = f"/api/projects/{project_id}/"

    def connect(self, url: str, token: str | None) -> None:
        """Add the backend at `url`, which Label Studio checks, in place of one that we added before.

        Raises:
            ReviewError: Label Studio does not accept it; the message says why.
        """
        here = [
            one
            for one in self._service.json("GET", "/api/ml", params={"project": self.id})
            if one["title"] == TITLE
        ]
        for one in here:
            self._service.send("DELETE", f"/api/ml/{one['id']}")
            self._drop_webhooks(f"{one['url'].rstrip('/')}/webhook")
        keyed = (
            {"auth_method": "BASIC_AUTH", "basic_auth_user": TITLE, "basic_auth_pass": token} if token else {}
        )
        body = {"url": url, "project": int(self.id), "title": TITLE, "is_interactive": True, **keyed}
        self._service.send("POST", "/api/ml", json=body)
        if token:
            # Label Studio makes the webhook itself, and gives it no password.
            for hook in self._webhooks(f"{url}/webhook"):
                headers = {"headers": {"Authorization": f"Bearer {token}"}}
                self._service.send("PATCH", f"/api/webhooks/{hook['id']}/", json=headers)

    def catch_up(self, answers: Answers) -> None:
        """Take the answers that people gave while nobody listened."""
        project = self._service.json("GET", self._page)
        question, key = read_question(project["label_config"], self._question), project_key(project)
        for task in listed(self._service, self.id, fields="all", query=queries.touched()):
            keep_annotations(key, task, task["annotations"], question, answers)

    def order(self, version: str) -> None:
        """Have every unanswered task predicted by `version`, and the least sure served first.

        Label Studio's "Uncertainty sampling" serves the lowest score among the predictions of the project's model
        version; predictions of our versions before are deleted, those of others are kept.
        """
        query = queries.unanswered()
        open_tasks = [task["id"] for task in listed(self._service, self.id, include="id", query=query)]
        project = Project(self.id, "", asked(self._service.json("GET", self._page)["label_config"]))
        for start in range(0, len(open_tasks), _AT_ONCE):
            act(
                self._service,
                project,
                "retrieve_tasks_predictions",
                open_tasks[start : start + _AT_ONCE],
            )
        versions: dict[str, int] = self._service.json("GET", f"{self._page}model-versions/")
        if versions.get(version):
            settings = {"model_version": version, "sampling": "Uncertainty sampling"}
            self._service.send("PATCH", self._page, json=settings)
            for old in versions:
                if old != version and old.startswith(PREFIX):
                    body = {"model_version": old}
                    self._service.send("DELETE", f"{self._page}model-versions/", json=body)

    def _webhooks(self, url: str) -> list[dict[str, Any]]:
        found = self._service.json("GET", "/api/webhooks/", params={"project": self.id})
        return [one for one in found if one["url"] == url]

    def _drop_webhooks(self, url: str) -> None:
        for hook in self._webhooks(url):
            self._service.send("DELETE", f"/api/webhooks/{hook['id']}/")
