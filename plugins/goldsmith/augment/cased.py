"""The case of a word that comes in another's place."""

__all__ = ["cased"]


def cased(word: str, like: str) -> str:
    """Return `word` with capitals where `like` has them: in front, or everywhere.

    >>> cased("movie", "Film"), cased("movie", "FILM"), cased("PC", "film"), cased("movie", "I")
    ('Movie', 'MOVIE', 'PC', 'Movie')
    """
    if like.islower():
        return word
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
