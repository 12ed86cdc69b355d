"""Forms of English words that no rule gives, from the table that `build` wrote."""

import lzma
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from goldsmith.augment.wordnet import Pos

__all__ = ["NONE", "TAGS", "IrregularForms", "irregular_forms"]

TAGS: dict[Pos, tuple[str, ...]] = {
    "n": ("NNS",),
    "v": ("VBD", "VBN", "VBG", "VBZ"),
    "a": ("JJR", "JJS"),
    "r": ("RBR", "RBS"),
}
"""The Penn Treebank's tags of what is inflected."""
NONE = "-"


class IrregularForms(NamedTuple):
    """What is irregular, from both sides.

    Attributes:
        of_lemma: (lemma, tag) -> its forms, the usual one first; none where it has no such form.
        of_form: form -> the lemmas it may be of, each with its part of speech and a tag.
    """

    of_lemma: Mapping[tuple[str, str], tuple[str, ...]]
    of_form: Mapping[str, Sequence[tuple[str, Pos, str]]]


@lru_cache(maxsize=1)
def irregular_forms() -> IrregularForms:
    """Return the irregular forms of 6,400 English lemmas; `data/FORMS_LICENSE` says where they are from.

    >>> irregular_forms().of_lemma["take", "VBN"], irregular_forms().of_form["took"]
    (('taken',), [('take', 'v', 'VBD')])
    """
    table = files("goldsmith.augment").joinpath("data", "irregular_forms.xz").read_bytes()
    of_lemma: dict[tuple[str, str], tuple[str, ...]] = {}
    of_form: defaultdict[str, list[tuple[str, Pos, str]]] = defaultdict(list)
    for lemma, pos, tag, cell in _cells(lzma.decompress(table).decode("utf-8")):
        forms = () if cell == NONE else tuple(cell.split("|"))
        of_lemma[lemma, tag] = forms
        for form in forms:
            of_form[form].append((lemma, pos, tag))
    return IrregularForms(of_lemma, dict(of_form))


def _cells(table: str) -> Iterator[tuple[str, Pos, str, str]]:
    for line in table.splitlines():
        lemma, pos, *cells = line.split("\t")
        for tag, cell in zip(TAGS[pos], cells, strict=False):  # type: ignore[index]
            if cell:
                yield lemma, pos, tag, cell  # type: ignore[misc]
