"""Red-team sets: attacks on a model and their benign look-alikes, to find where it fails before others do."""

from goldsmith.redteam.attack_success_rate import AttackSuccess, attack_success_rate
from goldsmith.redteam.balance import Cell, balanced_cells
from goldsmith.redteam.better_attack import BETTER_ATTACK_SCHEMA, read_better_attack
from goldsmith.redteam.bleu import bleu, self_bleu
from goldsmith.redteam.chain import Converted, chain_of, convert, converter, gives_back, invert_chain
from goldsmith.redteam.converters import CONVERTERS, Converter, caesar
from goldsmith.redteam.crescendo_attack import (
    ATTACK_ENDINGS,
    ATTACK_INFRASTRUCTURE,
    NEXT_MESSAGE_SCHEMA,
    CrescendoAttack,
    RemovedTurn,
    read_next_message,
)
from goldsmith.redteam.elite_archive import Draw, Elite, EliteArchive, archive_held
from goldsmith.redteam.rainbow_report import RainbowReport, rainbow_report
from goldsmith.redteam.red_team_report import RedTeamReport, red_team_report
from goldsmith.redteam.reviewed_verdicts import (
    ReviewedVerdicts,
    corrected_rate,
    human_verdicts,
    reviewed_verdicts,
    verdict_items,
    verdict_schema,
)
from goldsmith.redteam.styles import BENIGN_KINDS, STYLES
from goldsmith.redteam.taxonomy import EXPECTED, HAZARDS, SAFE_COMPLETE_HAZARDS, expected_of
from goldsmith.redteam.verdicts import VERDICTS, found_fault, should_answer
from goldsmith.redteam.written_case import read_written_case, written_case_reason

__all__ = [
    "ATTACK_ENDINGS",
    "ATTACK_INFRASTRUCTURE",
    "BENIGN_KINDS",
    "BETTER_ATTACK_SCHEMA",
    "CONVERTERS",
    "EXPECTED",
    "HAZARDS",
    "NEXT_MESSAGE_SCHEMA",
    "SAFE_COMPLETE_HAZARDS",
    "STYLES",
    "VERDICTS",
    "AttackSuccess",
    "Cell",
    "Converted",
    "Converter",
    "CrescendoAttack",
    "Draw",
    "Elite",
    "EliteArchive",
    "RainbowReport",
    "RedTeamReport",
    "RemovedTurn",
    "ReviewedVerdicts",
    "archive_held",
    "attack_success_rate",
    "balanced_cells",
    "bleu",
    "caesar",
    "chain_of",
    "convert",
    "converter",
    "corrected_rate",
    "expected_of",
    "found_fault",
    "gives_back",
    "human_verdicts",
    "invert_chain",
    "rainbow_report",
    "read_better_attack",
    "read_next_message",
    "read_written_case",
    "red_team_report",
    "reviewed_verdicts",
    "self_bleu",
    "should_answer",
    "verdict_items",
    "verdict_schema",
    "written_case_reason",
]
