"""Names and places in a text, by Presidio and a spaCy model of the user's."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.filters.pii import PiiSpan
from goldsmith.filters.words import checked

__all__ = ["PresidioPii"]

_WINDOW = 100_000
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")


class PresidioPii:
    """Finds what no pattern does: who and where, by Microsoft's Presidio over a named-entity model.

    Nothing is downloaded: Presidio itself would fetch a model that is missing, and the list of internet domains.

    Args:
        model: a spaCy model that is installed, such as "en_core_web_lg", or its folder.
        language: of the texts, ISO 639-1; that of the model.
        entities: Presidio's kinds, such as "PERSON", "LOCATION", "NRP", "DATE_TIME".
        threshold: the least score, in [0, 1]; a name that spaCy finds has .85.

    Raises:
        MissingExtraError: Presidio is not installed.
        InputError: the model is not installed, or Presidio finds no such kind in this language.
    """

    def __init__(
        self,
        model: str,
        language: str = "en",
        entities: Sequence[str] = ("PERSON", "LOCATION"),
        threshold: float = 0.5,
    ) -> None:
        self._analyzer = _analyzer(model, language)
        self._language = language
        self._entities = list(entities)
        self._threshold = threshold
        unknown = set(entities) - set(self._analyzer.get_supported_entities(language))
        if unknown or not entities:
            known = sorted(self._analyzer.get_supported_entities(language))
            raise InputError(f"Presidio finds no {sorted(unknown)} in {language!r}, only {known}")

    def find(self, text: str, known: Iterable[PiiSpan] = ()) -> list[PiiSpan]:
        """Return what is found, in order, none overlapping; `known` spans stay, and what overlaps them is left out.

        Args:
            text: any text; long ones are read in parts of 100,000 characters, cut where a line, a sentence or a word ends.
            known: what else was found in it, such as by `find_pii`.
        """
        found = list(known)
        taken = bytearray(len(checked(text)))
        for span in found:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
        for start, part in _parts(text.translate(_SURROGATES)):
            for one in self._of(part):
                here = slice(start + one.start, start + one.end)
                if not any(taken[here]):
                    taken[here] = b"\1" * (here.stop - here.start)
                    found.append(PiiSpan(here.start, here.stop, one.entity_type.lower()))
        return sorted(found)

    def _of(self, part: str) -> list[Any]:
        """Return Presidio's results, the surest and then the longest first."""
        results = self._analyzer.analyze(
            part, language=self._language, entities=self._entities, score_threshold=self._threshold
        )
        return sorted(results, key=lambda one: (-one.score, one.start - one.end, one.start))


def _analyzer(model: str, language: str) -> Any:
    presidio = require("presidio_analyzer", extra="presidio")
    spacy = require("spacy", extra="presidio")
    domains: Any = require("tldextract.tldextract", extra="presidio")
    try:
        spacy.load(model)
    except (OSError, ValueError) as err:
        raise InputError(
            f"the spaCy model {model!r} cannot be loaded: {str(err).strip().splitlines()[0]}. "
            "Install it with: python -m spacy download NAME"
        ) from err
    domains.TLD_EXTRACTOR = domains.TLDExtract(suffix_list_urls=())  # the list in the package
    engine = presidio.nlp_engine.SpacyNlpEngine(models=[{"lang_code": language, "model_name": model}])
    return presidio.AnalyzerEngine(nlp_engine=engine, supported_languages=[language])


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield parts of a text and where they begin, each cut behind a line, else a sentence, else a word, where there is one."""
    start = 0
    while start < len(text):
        end = start + _WINDOW
        if end < len(text):
            cuts = (text.rfind(sign, start, end) + len(sign) for sign in ("\n", ". ", " "))
            end = next((cut for cut in cuts if cut > start + 2), end)
        yield start, text[start:end]
        start = end
