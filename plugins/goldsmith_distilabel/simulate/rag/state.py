"""What earlier runs found out, so that it is not asked for again."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import numpy as np

from goldsmith.data import KeptLines, derived_id
from goldsmith.rag import NodeNotes

__all__ = ["RagState"]

Vector = list[float]


class RagState:
    """Notes, embeddings and questions by what they were made of: a text that has changed has none.

    Attributes:
        questions: what `add_question` was given, in this run and in earlier ones.
        library: all chunks of the last run, as one hash; "" if there was none.
    """

    def __init__(self, path: str | None, settings: str) -> None:
        """Read what there is.

        Args:
            path: the file; None keeps nothing beyond this run.
            settings: what all of it depends on, as a hash.

        Raises:
            JournalError: the file cannot be used, or was made with other `settings`.
        """
        self.questions: list[dict[str, Any]] = []
        self.library = ""
        self._notes: dict[str, NodeNotes] = {}
        self._vectors: dict[str, Vector] = {}
        self._file = KeptLines(path, settings, "questions") if path else None
        if self._file:
            try:
                self._read(self._file)
            except BaseException:
                self._file.close()
                raise

    def close(self) -> None:
        """Let others have the file."""
        if self._file:
            self._file.close()

    def notes(self, key: str) -> NodeNotes | None:
        """Return what was noted about the node with that content."""
        return self._notes.get(key)

    def add_notes(self, key: str, notes: NodeNotes) -> None:
        """Keep notes."""
        self._notes[key] = notes
        self._append({"notes": key, "is": vars(notes)})

    def vectors(
        self, model: str, texts: list[str], encode: Callable[[list[str]], list[Vector]]
    ) -> list[Vector]:
        """Return the embedding of each text, those that are not kept from `encode`."""
        keys = [derived_id(model, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if missing:
            found = encode(list(missing.values()))
            for key, vector in zip(missing, found, strict=True):
                self._vectors[key] = vector
                packed = b64encode(np.asarray(vector, "<f4").tobytes()).decode()
                self._append({"vector": key, "is": packed})
        return [self._vectors[key] for key in keys]

    def add_question(self, question: dict[str, Any]) -> None:
        """Keep a question that is finished, accepted or not."""
        self.questions.append(question)
        self._append({"question": question})

    def set_library(self, library: str) -> None:
        """Keep which chunks there are."""
        if library != self.library:
            self.library = library
            self._append({"library": library})

    def _append(self, value: dict[str, Any]) -> None:
        if self._file:
            self._file.append(value)

    def _read(self, file: KeptLines) -> None:
        for number, told in file.read():
            try:
                self._take(told)
            except (KeyError, TypeError, ValueError) as err:
                raise file.damaged(number, err) from err

    def _take(self, told: dict[str, Any]) -> None:
        if "notes" in told:
            of = told["is"]
            self._notes[told["notes"]] = NodeNotes(of["summary"], tuple(of["entities"]), tuple(of["themes"]))
        elif "vector" in told:
            self._vectors[told["vector"]] = np.frombuffer(b64decode(told["is"]), "<f4").tolist()
        elif "question" in told:
            self.questions.append(dict(told["question"]))
        else:
            self.library = str(told["library"])
