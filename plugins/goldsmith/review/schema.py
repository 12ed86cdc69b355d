"""What is asked about every item, said once for all review tools."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldsmith.errors import InputError
from goldsmith.review.fields import Field, TextField
from goldsmith.review.pair_question import PairQuestion
from goldsmith.review.questions import Question
from goldsmith.review.span_question import SpanQuestion
from goldsmith.review.visible import is_plain

__all__ = ["Asked", "ReviewSchema", "asked_of"]

Asked = dict[str, dict[str, list[str]]]
"""What gives an answer its meaning: {"fields": {name: [form, if it is no text]}, "questions": {name: [kind, *options]}}."""

OURS = "goldsmith_"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class ReviewSchema:
    """The fields a reviewer reads and the questions asked about them.

    Attributes:
        title: names the project in the review tool, 3 to 50 characters.
        guidelines: shown beside the task, up to 10,000 characters.
        min_reviews: how many people should answer each item, at least 1.

    Raises:
        InputError: nothing to read or to ask, a name used twice or not in `a-z0-9_`, a title out of bounds, a question about a text
            field that there is not.
    """

    title: str
    fields: tuple[Field, ...]
    questions: tuple[Question, ...]
    guidelines: str = ""
    min_reviews: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple(self.fields))
        object.__setattr__(self, "questions", tuple(self.questions))
        if not self.fields or not self.questions:
            raise InputError(f"review schema {self.title!r} needs at least one field and one question")
        if not is_plain(self.title, longest=50) or len(self.title) < 3:
            raise InputError(f"review title {self.title[:80]!r}: expected 3 to 50 characters on one line")
        if len(self.guidelines) > 10_000:
            raise InputError(
                f"guidelines have {len(self.guidelines)} characters, at most 10,000 can be shown"
            )
        if self.min_reviews < 1:
            raise InputError(f"min_reviews={self.min_reviews}, expected at least 1")
        self._check_names()
        self._check_references()

    def _check_names(self) -> None:
        parts = [*self.fields, *self.questions]
        if twice := [name for name, count in Counter(part.name for part in parts).items() if count > 1]:
            raise InputError(f"review schema {self.title!r} uses a name twice: {twice}")
        for part in parts:
            if not _NAME.fullmatch(part.name) or part.name.startswith(OURS):
                raise InputError(
                    f"name {part.name!r}: expected a-z, 0-9 and _ starting with a letter, at most 50, not {OURS}..."
                )
            if not is_plain(part.title, longest=500):
                raise InputError(
                    f"title {part.title[:80]!r} of {part.name!r}: expected 1 to 500 characters on one line"
                )

    def _check_references(self) -> None:
        texts = [field.name for field in self.fields if isinstance(field, TextField)]
        for question in self.questions:
            about: tuple[str, ...] = ()
            if isinstance(question, SpanQuestion):
                about = (question.field,)
            elif isinstance(question, PairQuestion):
                about = question.of
            if lost := [name for name in about if name not in texts]:
                raise InputError(
                    f"question {question.name!r} is about {lost[0]!r}, expected one of the text fields {texts}"
                )

    @property
    def asked(self) -> Asked:
        """What gives an answer its meaning; titles, guidelines and `min_reviews` may change freely."""
        return asked_of(
            {field.name: field.form for field in self.fields},
            ((question.name, question.kind, question.options) for question in self.questions),
        )

    @property
    def fingerprint(self) -> str:
        """A hash of `asked`: equal fingerprints mean answers that can stand in one column."""
        return hashlib.sha256(json.dumps(self.asked, sort_keys=True).encode()).hexdigest()[:16]

    def question(self, name: str) -> Question:
        """Return the question called `name`.

        Raises:
            InputError: there is none.
        """
        for question in self.questions:
            if question.name == name:
                return question
        raise InputError(f"{name!r} is not asked here; the questions are {[q.name for q in self.questions]}")


def asked_of(fields: Mapping[str, list[str]], questions: Iterable[tuple[str, str, Iterable[str]]]) -> Asked:
    """Put {field: form} and (name, kind, options) of questions in the form that schemas are compared in.

    >>> asked_of({"text": []}, [("label", "label", ["spam", "ham"])])
    {'fields': {'text': []}, 'questions': {'label': ['label', 'ham', 'spam']}}
    """
    return {
        "fields": dict(fields),
        "questions": {name: [kind, *sorted(options)] for name, kind, options in questions},
    }
