"""Small tools for text."""

from collections.abc import Iterable


def initials(name: str) -> str:
    """Return the first letters of the words of a name, in upper case."""
    return "".join(word[0].upper() for word in name.split())


def count_vowels(text: str) -> int:
    """Return how many vowels there are in a text, whatever their case."""
    return sum(letter in "aeiou" for letter in text.lower())


def wrapped(words: Iterable[str], width: int) -> list[str]:
    """Return the words as lines that are at most `width` characters long."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def run_lengths(text: str) -> list[tuple[str, int]]:
    """Return each run of equal characters as the character and how often it stands there."""
    runs: list[tuple[str, int]] = []
    for letter in text:
        if runs and runs[-1][0] == letter:
            runs[-1] = (letter, runs[-1][1] + 1)
        else:
            runs.append((letter, 1))
    return runs
