"""What Label Studio asks an ML backend, without the HTTP around it."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from goldsmith.errors import InputError
from goldsmith_label_studio.backend.answers import Answers
from goldsmith_label_studio.backend.events import read_event
from goldsmith_label_studio.backend.live_model import LiveModel, Snapshot
from goldsmith_label_studio.backend.question import Question, read_question

__all__ = ["Protocol"]

_log = logging.getLogger(__name__)
Json = Mapping[str, Any]


class Protocol:
    """Answers the calls of Label Studio 1.23: `/health`, `/setup`, `/predict`, `/webhook`, `/train` and `/versions`.

    The address and the key that `/setup` brings are ignored: what we write to, our own user says.

    Args:
        model: what predicts.
        answers: where people's answers go.
        question: the question answered; by default the only one that asks for one label.
        wake: called when there is something new to learn from or to order.
    """

    def __init__(
        self, model: LiveModel, answers: Answers, question: str | None, wake: Callable[[], None]
    ) -> None:
        self._model, self._answers, self._question, self._wake = model, answers, question, wake
        self.calls: dict[tuple[str, str], Callable[[Json], dict[str, Any]]] = {
            ("GET", "/"): self._health,
            ("GET", "/health"): self._health,
            ("GET", "/versions"): self._versions,
            ("POST", "/setup"): self._setup,
            ("POST", "/predict"): self._predict,
            ("POST", "/webhook"): self._webhook,
            ("POST", "/train"): self._train,
        }

    def _health(self, _: Json) -> dict[str, Any]:
        return {"status": "UP", "model_class": "goldsmith", "model_version": self._model.now.version}

    def _versions(self, _: Json) -> dict[str, Any]:
        version = self._model.now.version
        return {"versions": [version] if version else []}

    def _setup(self, body: Json) -> dict[str, Any]:
        now = self._model.now
        self._asked(body.get("schema"), now)
        return {"model_version": now.version}

    def _predict(self, body: Json) -> dict[str, Any]:
        now, tasks = self._model.now, body.get("tasks")
        question = self._asked(body.get("label_config"), now)
        if not isinstance(tasks, list) or not all(
            isinstance(task, dict) and isinstance(task.get("data"), dict) for task in tasks
        ):
            raise InputError("wanted tasks: a list of objects that have data")
        texts = [question.text(task["data"]) for task in tasks]
        known = [text for text in texts if text is not None]
        guesses = iter(now.predict(known))
        found = [None if text is None else next(guesses) for text in texts]
        # A task without a prediction is an empty list: an empty result would be kept as a prediction of nothing.
        return {
            "results": [
                _prediction(question, task["data"], guess, now.version) if guess else []
                for task, guess in zip(tasks, found, strict=True)
            ],
            "model_version": now.version,
        }

    def _webhook(self, body: Json) -> dict[str, Any]:
        if read_event(body, self._answers, self._question):
            self._wake()
        return {}

    def _train(self, _: Json) -> dict[str, Any]:
        self._wake()
        return {}

    def _asked(self, config: object, now: Snapshot) -> Question:
        if not isinstance(config, str):
            raise InputError("wanted a labeling configuration, got none")
        question = read_question(config, self._question)
        question.refuse_unknown(now.labels)
        return question


def _prediction(question: Question, data: Json, guess: tuple[str, float], version: str) -> dict[str, Any]:
    label, score = guess
    return {"result": question.result(label, data), "score": score, "model_version": version}
