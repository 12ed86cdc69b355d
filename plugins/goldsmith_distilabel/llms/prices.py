"""What tokens cost: from the user, never guessed."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldsmith.errors import InputError

__all__ = ["PRICES_VARIABLE", "Price", "find_price", "price_table"]

PRICES_VARIABLE = "GOLDSMITH_PRICES"


@dataclass(frozen=True)
class Price:
    """Prices per million tokens, in whatever currency the user counts.

    >>> Price(input=0.15, output=0.60).cost(1_000_000, 500_000)
    0.45
    """

    input: float
    output: float

    def cost(self, input_tokens: float, output_tokens: float) -> float:
        """Return what these tokens cost."""
        return (input_tokens * self.input + output_tokens * self.output) / 1e6


def price_table(given: Mapping[str, Any] | None) -> dict[str, Price]:
    """Return the prices in the JSON file that GOLDSMITH_PRICES names, overruled by `given`.

    Both map a model's name to `{"input": x, "output": y}` per million tokens.

    Raises:
        InputError: the file cannot be read, or a price is not of that form.

    >>> price_table({"gpt-4o-mini": {"input": 0.15, "output": 0.6}})
    {'gpt-4o-mini': Price(input=0.15, output=0.6)}
    """
    table = {**_from_file(), **(given or {})}
    return {model: _price(model, entry) for model, entry in table.items()}


def find_price(table: Mapping[str, Price], names: Iterable[str]) -> Price | None:
    """Return the price under the first of `names` that has one, or None: unknown."""
    return next((table[name] for name in names if name in table), None)


def _from_file() -> dict[str, Any]:
    path = os.environ.get(PRICES_VARIABLE)
    if not path:
        return {}
    try:
        table = json.loads(Path(path).read_text())
    except (OSError, ValueError) as err:
        raise InputError(f"{PRICES_VARIABLE} names {path}, which cannot be read as JSON: {err}") from err
    if not isinstance(table, dict):
        raise InputError(f"{path} must map models to prices, got a {type(table).__name__}")
    return table


def _price(model: str, entry: Any) -> Price:
    if isinstance(entry, Price):
        return entry
    try:
        price = Price(float(entry["input"]), float(entry["output"]))
    except (KeyError, TypeError, ValueError) as err:
        raise InputError(
            f'The price of {model!r} must be {{"input": x, "output": y}} per million tokens, got {entry!r}'
        ) from err
    if not (0 <= price.input < float("inf") and 0 <= price.output < float("inf")):
        raise InputError(f"The price of {model!r} must be 0 or more, got {entry!r}")
    return price
