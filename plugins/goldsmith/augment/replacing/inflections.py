"""Synonyms in the form of the word they stand for, from a table of forms."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from goldsmith.errors import InputError

__all__ = ["Inflection", "inflected_synonyms", "read_unimorph"]


class Inflection(NamedTuple):
    """A form of a word, as a line of UniMorph has it."""

    lemma: str
    form: str
    features: str


def read_unimorph(path: str | Path) -> list[Inflection]:
    """Return the lines of a UniMorph file: lemma, form and features, with tabs between them; empty lines do not count.

    UniMorph has such files for more than 150 languages (Batsuren et al. 2022, "UniMorph 4.0"), each with its own licence.

    Raises:
        InputError: the file cannot be read, or a line has not three columns.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"the table of forms {path} cannot be read: {err}") from err
    found = []
    for number, line in enumerate(lines, start=1):
        parts = [part.strip() for part in line.split("\t")[:3]]
        if not line.strip():
            continue
        if len(parts) < 3 or not all(parts):
            raise InputError(f"line {number} of {path} must have lemma, form and features, got {line[:60]!r}")
        found.append(Inflection(*parts))
    return found


def inflected_synonyms(
    synonyms: Mapping[str, Sequence[str]], inflections: Sequence[Inflection] = ()
) -> dict[str, list[str]]:
    """Return a dictionary of forms: for each form of a word, the forms of its synonyms that have the same features.

    So number, case, gender and tense agree with the sentence, as far as the features tell: a noun's own gender they mostly do not. A form
    that several features share, as many do, takes what fits any of them. What has no line in the table is taken as it stands.

    Args:
        synonyms: lemma -> the lemmas that may stand for it.
        inflections: of both.

    >>> forms = [("Auto", "Autos", "N;PL"), ("Wagen", "Wagen", "N;PL"), ("Wagen", "Wagens", "N;GEN;SG"), ("Auto", "Autos", "N;GEN;SG")]
    >>> inflected_synonyms({"Auto": ["Wagen"]}, [Inflection(*form) for form in forms])["Autos"]
    ['Wagen', 'Wagens']
    """
    by_lemma: defaultdict[str, list[Inflection]] = defaultdict(list)
    by_features: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in inflections:
        by_lemma[one.lemma].append(one)
        by_features[one.lemma, one.features].append(one.form)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for lemma, others in synonyms.items():
        for one in by_lemma[lemma]:
            for other in others:
                found[one.form] |= dict.fromkeys(by_features.get((other, one.features), ()))
        if not by_lemma[lemma]:
            found[lemma] |= dict.fromkeys(other for other in others if not by_lemma[other])
    return {form: list(others) for form, others in found.items() if others}
