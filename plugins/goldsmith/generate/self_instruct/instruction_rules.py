"""Which instructions are fit to learn from."""

import re
import string
from dataclasses import dataclass
from functools import cached_property

from goldsmith.filters.words import split_words

__all__ = ["ENGLISH_BLOCKED_STARTS", "ENGLISH_BLOCKED_WORDS", "InstructionRules"]

ENGLISH_BLOCKED_WORDS = (
    *("image", "images", "graph", "graphs", "picture", "pictures", "file", "files", "map", "maps"),
    *("draw", "plot", "go to"),
)
ENGLISH_BLOCKED_STARTS = ("Write a program",)


@dataclass(frozen=True)
class InstructionRules:
    """The filters of Self-Instruct but for novelty (Wang et al. 2022, section 2.2, and its released code).

    Attributes:
        min_words: fewer are too few.
        max_words: more are too many.
        blocked_words: words and phrases that tell of what a language model cannot see or do, in any case.
        blocked_starts: beginnings of which a model writes too many, in any case.
        ascii_start: whether the first character must be of ASCII; wrong for most languages but English.
    """

    min_words: int = 4
    max_words: int = 150
    blocked_words: tuple[str, ...] = ENGLISH_BLOCKED_WORDS
    blocked_starts: tuple[str, ...] = ENGLISH_BLOCKED_STARTS
    ascii_start: bool = True

    def problem(self, instruction: str) -> str:
        """Return what is wrong with `instruction`, or "".

        Words are runs between blanks; in scripts without blanks each character is one.

        >>> InstructionRules().problem("Draw a map of the two rivers.")
        'has the word "draw"'
        >>> InstructionRules().problem("Tell me a joke about mapmakers.")
        ''
        """
        count = len(split_words(instruction))
        if count < self.min_words:
            return f"{count} words, at least {self.min_words} are wanted"
        if count > self.max_words:
            return f"{count} words, at most {self.max_words} are wanted"
        blocked = self._blocked.search(instruction)
        if blocked:
            return f'has the word "{" ".join(blocked[0].lower().split())}"'
        return self._problem_at_start(instruction.lstrip())

    def _problem_at_start(self, instruction: str) -> str:
        for start in self.blocked_starts:
            if instruction.casefold().startswith(start.casefold()):
                return f'begins with "{start}"'
        if instruction[0] in string.punctuation:
            return f'begins with the punctuation "{instruction[0]}"'
        if self.ascii_start and not instruction[0].isascii():
            return f'begins with "{instruction[0]}", which is not ASCII'
        return ""

    @cached_property
    def _blocked(self) -> re.Pattern[str]:
        words = [r"\s+".join(map(re.escape, word.split())) for word in self.blocked_words if word.strip()]
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)" if words else r"(?!)", re.IGNORECASE)
