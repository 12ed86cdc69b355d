"""Converters: ways to write a text that get past a filter and not past a reader."""

from goldsmith.redteam.converters.alphabets import ALPHABETS
from goldsmith.redteam.converters.ciphers import CIPHERS, caesar
from goldsmith.redteam.converters.codes import CODES
from goldsmith.redteam.converters.converter import Converter
from goldsmith.redteam.converters.encodings import ENCODINGS
from goldsmith.redteam.converters.escapes import ESCAPES
from goldsmith.redteam.converters.frames import FRAMES
from goldsmith.redteam.converters.invisible import INVISIBLE
from goldsmith.redteam.converters.order import ORDER
from goldsmith.redteam.converters.word_play import WORD_PLAY

__all__ = ["CONVERTERS", "Converter", "caesar"]

_FAMILIES = (ENCODINGS, CIPHERS, ALPHABETS, INVISIBLE, CODES, ESCAPES, ORDER, WORD_PLAY, FRAMES)
CONVERTERS: dict[str, Converter] = {converter.name: converter for family in _FAMILIES for converter in family}
"""All of them, by name."""
