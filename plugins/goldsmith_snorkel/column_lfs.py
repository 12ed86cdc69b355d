"""Snorkel labeling functions that vote on whole columns."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from snorkel.labeling import LabelingFunction

from goldsmith.labels.voting import KeywordVotes, LookupVotes, PatternVotes

__all__ = ["ColumnLabelingFunction", "keyword_lf", "lookup_lf", "regex_lf"]

_Votes: TypeAlias = KeywordVotes | PatternVotes | LookupVotes


class ColumnLabelingFunction(LabelingFunction):
    """A Snorkel labeling function that votes row by row in Snorkel's appliers, and column by column in `apply_lfs`.

    Attributes:
        votes: what votes.
    """

    def __init__(self, votes: _Votes) -> None:
        """Take what votes."""
        super().__init__(votes.name, votes)
        self.votes = votes


def keyword_lf(
    name: str, keywords: Sequence[str], label: int, *, column: str = "text", whole_words: bool = True
) -> ColumnLabelingFunction:
    """Return a labeling function that votes `label` where a keyword is in the text, whatever its case.

    Args:
        name: the function's.
        keywords: words or phrases.
        label: the class voted for.
        column: where the text is.
        whole_words: no letter, digit or underscore may stand before or after the keyword.

    Raises:
        InputError: there is no keyword, one is empty, or the label is no class.

    >>> from goldsmith_snorkel import apply_lfs
    >>> apply_lfs([keyword_lf("free", ["free", "win"], 1)], [{"text": "FREE!"}, {"text": "freedom"}]).tolist()
    [[1], [-1]]
    """
    return ColumnLabelingFunction(KeywordVotes(name, keywords, label, column=column, whole_words=whole_words))


def regex_lf(
    name: str,
    pattern: str | re.Pattern[str],
    label: int,
    *,
    column: str = "text",
    flags: int = re.IGNORECASE,
) -> ColumnLabelingFunction:
    """Return a labeling function that votes `label` where a regular expression is found in the text.

    Args:
        name: the function's.
        pattern: Python's.
        label: the class voted for.
        column: where the text is.
        flags: of `re`, for a pattern that is not compiled; by default case does not matter.

    Raises:
        InputError: the pattern does not compile, or the label is no class.
    """
    return ColumnLabelingFunction(PatternVotes(name, pattern, label, column=column, flags=flags))


def lookup_lf(name: str, table: Mapping[Any, int], *, column: str) -> ColumnLabelingFunction:
    """Return a labeling function that votes as a table says of a column's value: a domain, an author, a rating.

    Args:
        name: the function's.
        table: value -> class.
        column: where the value is.

    Raises:
        InputError: the table is empty, or votes for what is no class.
    """
    return ColumnLabelingFunction(LookupVotes(name, table, column=column))
