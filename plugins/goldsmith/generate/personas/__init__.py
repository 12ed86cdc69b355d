"""Personas: who somebody is, in a sentence or two; reading them, and telling whether two are the same."""

from goldsmith.generate.personas.persona import Persona, personas_schema
from goldsmith.generate.personas.read_personas import read_personas

__all__ = ["Persona", "personas_schema", "read_personas"]
