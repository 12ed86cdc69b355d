"""What lies in a stock room, and what is to be ordered."""

from collections import Counter


def total_price(items: list[tuple[str, int, float]]) -> float:
    """Return what items cost together: each is a name, a number and the price of one."""
    return round(sum(number * price for _, number, price in items), 2)


def to_order(stock: dict[str, int], wanted: dict[str, int]) -> dict[str, int]:
    """Return how many of each thing are missing; what there is enough of is left out."""
    missing = {name: number - stock.get(name, 0) for name, number in wanted.items()}
    return {name: number for name, number in missing.items() if number > 0}


def busiest_shelf(moves: list[str]) -> str | None:
    """Return the shelf that is named most often, the first in the alphabet of several, or None."""
    counts = Counter(moves)
    return min(counts, key=lambda shelf: (-counts[shelf], shelf), default=None)


class Shelf:
    """A shelf with a number of places."""

    def __init__(self, places: int) -> None:
        """Begin empty."""
        self._things: list[str | None] = [None] * places

    def put(self, thing: str) -> int:
        """Put a thing in the first free place and return that place's number, -1 if none is free."""
        for place, there in enumerate(self._things):
            if there is None:
                self._things[place] = thing
                return place
        return -1
