"""Red-team sets: attacks on a model and their benign look-alikes, to find where it fails before others do."""

from goldsmith.redteam.attack_success_rate import AttackSuccess, attack_success_rate
from goldsmith.redteam.balance import Cell, balanced_cells
from goldsmith.redteam.chain import Converted, chain_of, convert, converter, gives_back, invert_chain
from goldsmith.redteam.converters import CONVERTERS, Converter, caesar
from goldsmith.redteam.styles import BENIGN_KINDS, STYLES
from goldsmith.redteam.taxonomy import EXPECTED, HAZARDS, SAFE_COMPLETE_HAZARDS, expected_of
from goldsmith.redteam.written_case import read_written_case, written_case_reason

__all__ = [
    "BENIGN_KINDS",
    "CONVERTERS",
    "EXPECTED",
    "HAZARDS",
    "SAFE_COMPLETE_HAZARDS",
    "STYLES",
    "AttackSuccess",
    "Cell",
    "Converted",
    "Converter",
    "attack_success_rate",
    "balanced_cells",
    "caesar",
    "chain_of",
    "convert",
    "converter",
    "expected_of",
    "gives_back",
    "invert_chain",
    "read_written_case",
    "written_case_reason",
]
