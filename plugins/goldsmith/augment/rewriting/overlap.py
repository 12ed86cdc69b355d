"""How much two texts are written alike, in any script."""

from goldsmith.text import letters_and_digits

__all__ = ["overlap"]


def overlap(one: str, other: str) -> float:
    """Return the Jaccard similarity of the sets of three letters or digits on end, in [0, 1]; 1: written alike.

    Case, punctuation and blanks do not count, unless a text has nothing else.

    >>> overlap("The film was great!", "the film was great"), overlap("abcd", "abce")
    (1.0, 0.3333333333333333)
    """
    plain, plain_other = letters_and_digits(one), letters_and_digits(other)
    if plain == plain_other:
        return 1.0 if plain or one.split() == other.split() else 0.0
    here, there = _threes(plain), _threes(plain_other)
    return len(here & there) / len(here | there)


def _threes(plain: str) -> set[str]:
    return {plain[at : at + 3] for at in range(max(1, len(plain) - 2))}
