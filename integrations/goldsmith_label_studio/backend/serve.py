"""Start an ML backend for Label Studio."""

import logging
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from goldsmith.errors import GoldsmithError, InputError, ServerError
from goldsmith.labels.text_classifier import Shares
from goldsmith.serving import open_port
from goldsmith.serving.credentials import is_loopback
from goldsmith.serving.ports import address_of
from goldsmith_label_studio.adapter import LabelStudioAdapter
from goldsmith_label_studio.backend.answers import Answers
from goldsmith_label_studio.backend.debounced import Debounced
from goldsmith_label_studio.backend.http import BackendServer
from goldsmith_label_studio.backend.live_model import Ask, LiveModel
from goldsmith_label_studio.backend.project import ServedProject
from goldsmith_label_studio.backend.protocol import Protocol

__all__ = ["MLBackend", "serve_ml_backend"]

_log = logging.getLogger(__name__)
_SHORTEST = 12


class MLBackend:
    """A running backend; made by `serve_ml_backend`, stopped by `stop` or at the end of a `with` block.

    Attributes:
        url: where it answers.
    """

    def __init__(self, model: LiveModel, answers: Answers, question: str | None, quiet: float) -> None:
        self.url = ""
        self._model, self._answers, self._question = model, answers, question
        self._projects: list[ServedProject] = []
        self._retraining = Debounced(self._renew, quiet)
        self._server: BackendServer | None = None
        self._thread: threading.Thread | None = None
        self._token: str | None = None

    @property
    def version(self) -> str:
        """The version of the model that answers now, "" while there is nothing to predict with."""
        return self._model.now.version

    def connect(self, adapter: LabelStudioAdapter, project_id: str, *, url: str | None = None) -> None:
        """Add the backend to a project, learn from its annotations, and keep its tasks in order of uncertainty.

        From now on, whenever a new model answers or tasks come in, every unanswered task is predicted anew and the
        project's sampling is "Uncertainty sampling". The adapter's key must be allowed to change the project.

        Args:
            adapter: the server, as `goldsmith_label_studio.connect` returns it.
            project_id: the project's number.
            url: where Label Studio reaches the backend, if not at `self.url`.

        Raises:
            InputError: `project_id` is no number.
            ReviewError: Label Studio does not accept it, for instance as the project asks for other labels.
        """
        if not (project_id.isascii() and project_id.isdigit()):
            raise InputError(f"a project of Label Studio has a number, got {project_id!r}")
        project = ServedProject(adapter.service, project_id, self._question)
        project.connect(url or self.url, self._token)
        project.catch_up(self._answers)
        self._projects.append(project)
        self._retraining.wake()

    def settled(self, timeout: float = 60.0) -> bool:
        """Wait until the model and the order reflect all that was heard of, and say whether they do."""
        return self._retraining.settled(timeout)

    def wait(self) -> None:
        """Block until Ctrl-C, then stop."""
        try:
            while self._thread and self._thread.is_alive():
                self._thread.join(1.0)
        except KeyboardInterrupt:
            self.stop()

    def stop(self) -> None:
        """Stop answering; what people answered stays in the file."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
            self._retraining.stop()
            self._answers.close()

    def __enter__(self) -> Self:
        """Return the backend itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def _listen(self, host: str, port: int | None, token: str | None) -> None:
        listener = open_port(host, port, 9090)
        self.url, self._token = address_of(listener), token
        protocol = Protocol(self._model, self._answers, self._question, self._retraining.wake)
        self._server = BackendServer(listener, protocol, token)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True, name="goldsmith-ml")
        self._thread.start()

    def _renew(self) -> None:
        self._model.retrain()
        for project in self._projects if self.version else []:
            try:
                project.order(self.version)
            except GoldsmithError as err:  # of one project only; the next event tries again
                _log.warning("project %s keeps the order it had: %s", project.id, err)


def serve_ml_backend(
    labelled: Shares | None = None,
    *,
    question: str | None = None,
    ask: Ask | None = None,
    asked_of: str = "",
    takeover: int = 20,
    answers: Path | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    token: str | None = None,
    quiet: float = 2.0,
) -> MLBackend:
    """Return a running ML backend for Label Studio's classification questions, one model for all projects added to it.

    An end model on TF-IDF (`goldsmith.labels.EndModel`) predicts; a prediction's score is the probability of its label.
    It learns from `labelled` and from what people submit in Label Studio, which replaces what was known about a text;
    where several annotate a text, each label gets its share. It learns anew once nothing was submitted for `quiet`
    seconds, and the model before answers until then. Without two labels there are no predictions, and no failure.

    Args:
        labelled: text -> label -> probability, such as the label model's.
        question: the `<Choices>` to answer; by default the only one for one label.
        ask: a language model: texts -> (label, confidence) or None each; it answers while people have labelled fewer
            than `takeover` texts.
        asked_of: its name, which tells its predictions from another's.
        takeover: see `ask`.
        answers: a file that keeps what people answered across restarts; by default it is forgotten at the end.
        host: the address to listen on; anything but loopback wants a `token`.
        port: by default 9090, or any free port where that is taken.
        token: what callers must know, at least 12 characters; see `MLBackend.connect`, or type it in as the password of
            Basic authentication and put it into the headers of the webhook.
        quiet: seconds, see above.

    Raises:
        ServerError: the port is in use, or the backend would be open to a network without a good token.
        InputError: `labelled` cannot be learnt from, or `answers` is another kind of file.
        MissingExtraError: scikit-learn is not installed (extra `labels`).
    """
    if token is not None and (len(token) < _SHORTEST or not token.isascii() or not token.isprintable()):
        raise ServerError(f"A token wants at least {_SHORTEST} printable ASCII characters.")
    if token is None and not is_loopback(host):
        raise ServerError(
            f"Listening on {host} opens the backend to the network: pass a token of at least {_SHORTEST} characters, "
            "or stay on 127.0.0.1."
        )
    kept = Answers(answers)
    model = LiveModel(labelled or {}, kept, ask, asked_of, takeover)
    model.retrain()
    backend = MLBackend(model, kept, question, quiet)
    backend._listen(host, port, token)  # noqa: SLF001
    return backend
