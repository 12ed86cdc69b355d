"""A review desk: one tool on its real server, with what a test does behind the adapter's back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from goldsmith.review import Project


@dataclass
class Desk:
    adapter: Any
    key: str
    reviewer_key: Callable[[str], str]

    def project(self, run: str) -> Project:
        project = self.adapter.project(run)
        assert project is not None
        return project

    def counts(self, run: str) -> Any:
        return self.adapter.counts(self.project(run))

    def remote_ids(self, run: str) -> dict[str, str]:
        return {one.item_id: one.remote_id for one in self.adapter.records(self.project(run))}

    def delete_project(self, run: str) -> None:
        kind = "api/v1/datasets" if self.adapter.tool == "argilla" else "api/projects"
        slash = "" if self.adapter.tool == "argilla" else "/"
        self.adapter._service.send("DELETE", f"/{kind}/{self.project(run).id}{slash}")

    def delete_records(self, run: str, item_ids: list[str]) -> None:
        ids = self.remote_ids(run)
        for item_id in item_ids:
            kind = "api/v1/records" if self.adapter.tool == "argilla" else "api/tasks"
            slash = "" if self.adapter.tool == "argilla" else "/"
            self.adapter._service.send("DELETE", f"/{kind}/{ids[item_id]}{slash}")

    def delete_answer(self, remote_id: str) -> None:
        place = f"annotations/{remote_id.removeprefix('annotation-')}/"
        path = f"v1/responses/{remote_id}" if self.adapter.tool == "argilla" else place
        self.adapter._service.send("DELETE", f"/api/{path}")


@pytest.fixture(scope="session")
def argilla_desk(argilla_server: Any) -> Desk:
    from goldsmith_argilla import connect
    from goldsmith_argilla.server import add_reviewer

    adapter = connect(argilla_server.url, argilla_server.api_key)
    return Desk(
        adapter, argilla_server.api_key, cache(lambda name: add_reviewer(argilla_server, name).api_key)
    )


@pytest.fixture(scope="session")
def label_studio_desk(label_studio_server: Any) -> Desk:
    from goldsmith_label_studio import connect
    from goldsmith_label_studio.server import add_reviewer

    adapter = connect(label_studio_server.url, label_studio_server.api_key)
    key_of = cache(lambda name: add_reviewer(label_studio_server, name).api_key)
    return Desk(adapter, label_studio_server.api_key, key_of)


@pytest.fixture(params=["argilla", "label-studio"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return request.getfixturevalue(f"{request.param.replace('-', '_')}_desk")
