"""A persona, and the form it is asked for in."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Persona", "personas_schema"]


@dataclass(frozen=True)
class Persona:
    """Who somebody is.

    Attributes:
        description: in a sentence or two.
        relation: what they are to somebody else, as "patient"; "" where nobody asked.
    """

    description: str
    relation: str = ""


def personas_schema(most: int, *, relations: bool = False) -> dict[str, Any]:
    """Return the JSON schema of an answer with one to `most` personas.

    The relation, if it is asked for, comes first, so that the persona is written for it.
    """
    names = ["relation", "persona"] if relations else ["persona"]
    item = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": names,
        "additionalProperties": False,
    }
    personas = {"type": "array", "items": item, "minItems": 1, "maxItems": most}
    return {
        "type": "object",
        "properties": {"personas": personas},
        "required": ["personas"],
        "additionalProperties": False,
    }
