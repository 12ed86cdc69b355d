"""What the sync engine needs of a review tool."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from goldsmith.review.items import ReviewItem
from goldsmith.review.questions import Value
from goldsmith.review.reviews import ReviewState
from goldsmith.review.schema import Asked, ReviewSchema

__all__ = ["Counts", "Outgoing", "Project", "Response", "ReviewAdapter", "Stored"]


@dataclass(frozen=True, slots=True)
class Project:
    """A run's project (Label Studio) or dataset (Argilla) on the server.

    Attributes:
        url: where a reviewer opens it.
        asked: what it asks now, read from the server.
    """

    id: str
    url: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as the server holds it; `changed_at` is the server's time of the last change to its content."""

    item_id: str
    remote_id: str
    content_hash: str
    pushed_hash: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Response:
    """One user's answer to one record, as the server tells it.

    Attributes:
        content_hash: of what the user saw, where the tool keeps it beside the answer.
    """

    item_id: str
    remote_id: str
    user_id: str
    user_name: str
    status: ReviewState
    values: Mapping[str, Value]
    updated_at: datetime
    content_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An item with the hashes to store beside it.

    Attributes:
        remote_id: of its record, when the server is known to hold one.
        since: when the server got this content, None when it is new to the server.
        carried: people's answers to it in an earlier project, to be put, as theirs, into a record that is made; never into one that is there.
    """

    item: ReviewItem
    content_hash: str
    pushed_hash: str
    remote_id: str | None
    since: datetime | None = None
    carried: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records, suggestions and responses (of any status) a project holds."""

    records: int
    suggestions: int
    responses: int


class ReviewAdapter(Protocol):
    """One review tool on one server.

    Every method raises ServerError when the server cannot be reached or fails, AuthError when it refuses the key and
    ReviewError when it refuses the request.

    Attributes:
        tool: "argilla", "label-studio" or "prodigy".
        server: which server (and workspace); user ids and projects belong to it.
        batch: the most items in one `write`.
    """

    @property
    def tool(self) -> str: ...

    @property
    def server(self) -> str: ...

    @property
    def batch(self) -> int: ...

    def project(self, run: str) -> Project | None:
        """Find the project of `run`, None when there is none (any more)."""
        ...

    def create_project(self, run: str, schema: ReviewSchema) -> Project:
        """Make the project of `run`."""
        ...

    def write(self, project: Project, batch: Sequence[Outgoing], *, replay: bool) -> list[Stored]:
        """Create or update the records of `batch`, never touching a response.

        With `replay` an earlier attempt may have reached the server, or may still be on its way: nothing is made twice.
        """
        ...

    def records(self, project: Project) -> Iterator[Stored]:
        """Yield every record of ours in the project."""
        ...

    def responses(self, project: Project) -> Iterator[Response]:
        """Yield every response of every user, drafts and discarded ones too."""
        ...

    def count(self, project: Project) -> int:
        """Count the project's records, cheaply."""
        ...

    def counts(self, project: Project) -> Counts:
        """Count everything the project holds."""
        ...

    def answer(self, project: Project, item_id: str, values: Mapping[str, Value], as_api_key: str) -> None:
        """Submit a review as the user whose key this is; a second answer replaces the first."""
        ...

    def answer_all(
        self,
        project: Project,
        answers: Mapping[str, Mapping[str, Value]],
        as_api_key: str,
        *,
        status: ReviewState = "submitted",
    ) -> None:
        """Give {item id: values} as the user whose key this is, in as few requests as the tool allows."""
        ...
