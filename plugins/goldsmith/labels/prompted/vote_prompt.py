"""One narrow question to a language model, and what each answer votes for."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from goldsmith.errors import InputError
from goldsmith.labels.alternating import alternating
from goldsmith.text import defused

__all__ = ["TEMPLATE_SHA256", "VotePrompt"]

_FOLDER = files("goldsmith.labels.prompted").joinpath("templates")
_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - not HTML
_SOURCES = {
    stated: _FOLDER.joinpath(name).read_text(encoding="utf-8")
    for stated, name in ((False, "llm_vote.jinja2"), (True, "llm_vote_stated.jinja2"))
}
_TEMPLATES = {stated: _ENVIRONMENT.from_string(source) for stated, source in _SOURCES.items()}
TEMPLATE_SHA256 = hashlib.sha256("".join(_SOURCES.values()).encode()).hexdigest()

_ABSTAIN = -1


@dataclass(frozen=True)
class VotePrompt:
    """A question about a text whose every answer is a vote for a class or an abstention.

    Smith et al. 2022, "Language Models in the Loop: Incorporating Prompting into Weak Supervision" (arXiv 2205.02318), section 3:
    a prompted labeling function is a question and a map from what the model says to a vote. Narrow questions ("Does it ask the
    reader to visit a link?") are answered better than the task itself.

    Attributes:
        name: the voter's name.
        question: what is asked, and whatever the model needs to know for it. It is yours: texts come in turns of their own.
        answers: the word to answer -> the class number it votes for, -1 to abstain.
        examples: the word to answer -> texts it is right for, shown as earlier turns.

    Raises:
        InputError: fewer than two answers, two that read alike, no vote among them, or examples of no answer.

    >>> link = VotePrompt("link", "Does the comment ask the reader to visit a link?", {"yes": 1, "no": -1})
    >>> link.chat("Look here")[1]
    {'role': 'user', 'content': 'Look here'}
    >>> link.outcomes, link.always_votes
    ((1, -1), False)
    """

    name: str
    question: str
    answers: Mapping[str, int]
    examples: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """See that the answers can be told apart and mean something."""
        words = {word.strip().lower() for word in self.answers}
        if not self.name or not self.question.strip():
            raise InputError("a prompt needs a name and a question")
        if len(words) < max(2, len(self.answers)) or "" in words:
            raise InputError(
                f"prompt {self.name!r}: wanted two answers or more that differ whatever their case, got {list(self.answers)}"
            )
        votes = set(self.answers.values())
        if any(isinstance(vote, bool) or not isinstance(vote, int) or vote < _ABSTAIN for vote in votes):
            raise InputError(
                f"prompt {self.name!r}: an answer votes a class number from 0 or -1, got {dict(self.answers)}"
            )
        if votes == {_ABSTAIN}:
            raise InputError(f"prompt {self.name!r}: all its answers abstain")
        if strange := sorted(set(self.examples) - set(self.answers)):
            raise InputError(
                f"prompt {self.name!r}: examples of {strange}, the answers are {list(self.answers)}"
            )
        object.__setattr__(self, "answers", dict(self.answers))

    @cached_property
    def outcomes(self) -> tuple[int, ...]:
        """What it may vote, -1 among them where an answer abstains, in the order of the answers."""
        return tuple(dict.fromkeys(self.answers.values()))

    @property
    def always_votes(self) -> bool:
        """Whether no answer abstains."""
        return _ABSTAIN not in self.outcomes

    def chat(self, text: str, *, stated: bool = False) -> list[dict[str, str]]:
        """Return the messages that ask about `text`; what stands in it cannot change the others.

        Args:
            text: what is judged.
            stated: whether the model is to say, too, how likely its answer is right; no examples are shown then.
        """
        told = _TEMPLATES[stated].render(question=self.question, words=list(self.answers))
        chat = [{"role": "system", "content": told}]
        shown = {} if stated else self.examples
        for word, example in alternating(shown):
            chat.append({"role": "user", "content": defused(example)})
            chat.append({"role": "assistant", "content": word})
        return [*chat, {"role": "user", "content": defused(text)}]
