"""Whether a language, as people name it, is English."""

__all__ = ["is_english"]


def is_english(language: str) -> bool:
    """Return whether `language` is a name or code of English; "", which says nothing, is none.

    >>> is_english("English"), is_english("en"), is_english("German"), is_english("")
    (True, True, False, False)
    """
    return language.strip().casefold() in {"en", "english"}
