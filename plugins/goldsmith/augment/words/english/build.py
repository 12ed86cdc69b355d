"""Write the table of irregular forms that this package ships, from LemmInflect's dictionary.

Run with: python -m goldsmith.augment.words.english.build TABLE (needs `pip install lemminflect`)

The table is text, xz-compressed, sorted, a line a lemma of the English WordNet and part of speech:

    take TAB v TAB took TAB taken

Behind the part of speech come its forms in the order of `TAGS`, without the empty ones at the end: "" is the form by rule
(`regular_form`), "-" says that there is none, and of several, "whirrs|whirs", the first is the usual one. A noun that is its own
plural, or has none, stands for it. What is regular in all forms is left out, and so is what LemmInflect does not know.
"""

import lzma
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import lemminflect

from goldsmith.augment.wordnet import Pos, english_wordnet
from goldsmith.augment.words.english.irregular_forms import NONE, TAGS
from goldsmith.augment.words.english.regular_forms import regular_form

__all__ = ["lemmas", "lines", "written"]

_UPOS: dict[Pos, str] = {"n": "NOUN", "v": "VERB", "a": "ADJ", "r": "ADV"}


def lines(given: Iterable[tuple[str, Pos]]) -> list[str]:
    """Return the lines of the table for some lemmas of one word."""
    told = []
    for lemma, pos in given:
        forms = lemminflect.getAllInflections(lemma, upos=_UPOS[pos])  # type: ignore[no-untyped-call]
        cells = [_cell(lemma, tag, forms) for tag in TAGS[pos]] if forms else []
        if any(cells):
            told.append("\t".join([lemma, pos, *cells]).rstrip("\t"))
    return sorted(told)


def written(table: Path) -> None:
    """Write the table."""
    text = "\n".join(lines(lemmas())) + "\n"
    table.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def lemmas() -> Iterator[tuple[str, Pos]]:
    """Yield the lemmas of one word that the English WordNet has, and their parts of speech."""
    wordnet = english_wordnet()
    for lemma in dict.fromkeys(line.partition("\t")[0] for line in wordnet.lines):
        if " " not in lemma:
            for pos in wordnet.counts(lemma):
                yield lemma, pos


def _cell(lemma: str, tag: str, forms: Mapping[str, tuple[str, ...]]) -> str:
    # The participle is not named where it is the same.
    found = forms.get(tag, forms.get("VBD", ()) if tag == "VBN" else ())
    usual = [_mended(form) for place, form in enumerate(found) if place == 0 or form != lemma]
    if usual == [form for form in [regular_form(lemma, tag)] if form]:
        return ""
    return "|".join(usual) or NONE


def _mended(form: str) -> str:
    """Return a form as it is spelt: LemmInflect has "freeer" for "freer"."""
    return form.replace("eee", "ee")


if __name__ == "__main__":
    written(Path(sys.argv[1]))
