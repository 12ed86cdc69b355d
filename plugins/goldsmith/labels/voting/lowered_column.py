"""A column of texts in which many words are looked for, one after the other."""

from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

__all__ = ["LoweredColumn"]

_BETWEEN = "\0"  # is part of no word


class LoweredColumn:
    """Texts in lower case as one long text: a word is found where it is, not looked for in every row.

    >>> LoweredColumn(["Free!", "freedom", None, "set free"]).rows_with("free").tolist()
    [0, 3]
    """

    def __init__(self, texts: Sequence[str | None]) -> None:
        """Take n texts, None where there is none."""
        lowered = [text.lower() if isinstance(text, str) else "" for text in texts]
        self._text = _BETWEEN.join(lowered)
        self._ends = np.fromiter(accumulate(len(text) + 1 for text in lowered), np.intp, len(lowered))

    def rows_with(self, word: str, *, whole: bool = True) -> npt.NDArray[np.intp]:
        """Return the rows that hold a word, rising, some twice.

        Args:
            word: in lower case, not empty, without zero characters.
            whole: no letter, digit or underscore may stand before or after it.
        """
        find, at, found = self._text.find, -1, []
        while (at := find(word, at + 1)) >= 0:
            found.append(at)
        starts = np.array(found, dtype=np.intp)
        if whole and found:
            # The mark of the text's edges is in the last place: before the first character, and after the last.
            starts = starts[~(self._in_word[starts - 1] | self._in_word[starts + len(word)])]
        return np.searchsorted(self._ends, starts, side="right")

    @cached_property
    def _in_word(self) -> npt.NDArray[np.bool_]:
        """Whether each character is part of a word, as `re` says, and one more for the edges, which is not."""
        text = self._text + _BETWEEN
        if text.isascii():
            return _word_characters(128)[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return _word_characters(0x110000)[codes]


@cache
def _word_characters(count: int) -> npt.NDArray[np.bool_]:
    return np.fromiter(
        (chr(code).isalnum() or code == ord("_") for code in range(count)), dtype=np.bool_, count=count
    )
