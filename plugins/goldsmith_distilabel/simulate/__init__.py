"""Steps that simulate: users, attackers, authors of test sets, people who choose."""

from goldsmith_distilabel.simulate.ab_scenario import ABScenario
from goldsmith_distilabel.simulate.red_team_cases import RedTeamCases
from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = ["ABScenario", "RedTeamCases", "UserSimulator"]
