"""Rows as `ABScenario` writes them, of personas whose mind a test knows."""

from collections.abc import Callable
from typing import Any

from goldsmith.abtest import within_showings

__all__ = ["Mind", "exposed"]

Row = dict[str, Any]
Mind = Callable[[str, str, int, str, int], Row]
"""Persona, variant, position, name and draw -> what it decides: "converted" and ratings."""

_VARIANTS = {"ab": ("a", "b"), "aa": ("a", "a_copy")}


def exposed(mind: Mind, personas: int, *, draws: int = 4, tests: tuple[str, ...] = ("ab", "aa")) -> list[Row]:
    """Return the exposures of a design within personas, counterbalanced as the step does it."""
    rows = []
    for test in tests:
        for number in range(personas):
            persona = f"persona {number}"
            for draw, showing in enumerate(within_showings(draws), start=1):
                for position, place in enumerate(showing.order, start=1):
                    variant, name = _VARIANTS[test][place], "KR"[showing.names[place]]
                    lineage = {"test": test, "persona_id": persona, "variant": variant, "draw": draw}
                    shown = {"position": position, "shown_as": name, "keep": True}
                    rows.append(lineage | shown | mind(persona, variant, position, name, draw))
    return rows
