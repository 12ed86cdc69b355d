"""Translators that know a handful of words: small, but they do translate."""

__all__ = ["by_words", "fails_on_seven", "loses_one"]

_WORDS = {
    ("en", "de"): {
        "film": "Streifen",
        "good": "gut",
        "was": "war",
        "hours": "Stunden",
        "not": "nicht",
        "Now": "Nun",
    },
    ("de", "en"): {
        "Streifen": "movie",
        "gut": "decent",
        "war": "was",
        "Stunden": "hours",
        "nicht": "not",
        "Nun": "Well",
    },
    ("en", "fr"): {"film": "film", "good": "agréable", "was": "était", "not": ""},
    ("fr", "en"): {"agréable": "pleasant", "était": "was"},
}

calls: list[tuple[int, str, str]] = []


def by_words(texts: list[str], source: str, target: str) -> list[str]:
    """Translate the words it knows and leave the others; note the size of the batch."""
    calls.append((len(texts), source, target))
    known = _WORDS.get((source, target), {})
    return [" ".join(known.get(word, word) for word in text.split(" ")) for text in texts]


def fails_on_seven(texts: list[str], source: str, target: str) -> list[str]:
    """Translate, but for texts with a 7."""
    if any("7" in text for text in texts):
        raise ValueError("seven is too much")
    return by_words(texts, source, target)


def loses_one(texts: list[str], source: str, target: str) -> list[str]:
    """Return a text too few."""
    return by_words(texts, source, target)[1:]
