"""Steps that simulate: users, attackers, authors of test sets, judges, people who choose."""

from goldsmith_distilabel.simulate.ab_scenario import ABScenario
from goldsmith_distilabel.simulate.crescendo import Crescendo
from goldsmith_distilabel.simulate.rainbow_archive import RainbowArchive
from goldsmith_distilabel.simulate.red_team_cases import RedTeamCases
from goldsmith_distilabel.simulate.safety_judge import SafetyJudge
from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = [
    "ABScenario",
    "Crescendo",
    "RainbowArchive",
    "RedTeamCases",
    "SafetyJudge",
    "UserSimulator",
]
