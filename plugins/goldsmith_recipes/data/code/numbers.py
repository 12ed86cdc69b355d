"""Small tools for numbers."""

from itertools import pairwise


def largest_gap(numbers: list[int]) -> int:
    """Return the largest difference of two neighbours in sorted order, 0 if there are not two."""
    ordered = sorted(numbers)
    return max((b - a for a, b in pairwise(ordered)), default=0)


def digit_sum(number: int) -> int:
    """Return the sum of the digits of a number, its sign aside."""
    return sum(int(digit) for digit in str(abs(number)))


def moving_average(values: list[float], size: int) -> list[float]:
    """Return the mean of each `size` neighbours."""
    return [sum(values[start : start + size]) / size for start in range(len(values) - size + 1)]


def roman(number: int) -> str:
    """Return a number from 1 to 3999 in Roman numerals."""
    signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ]
    written = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        written += sign * count
    return written
