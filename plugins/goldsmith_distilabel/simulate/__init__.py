"""Steps that simulate: users, attackers, authors of test sets."""

from goldsmith_distilabel.simulate.rag_test_set import RagTestSet
from goldsmith_distilabel.simulate.red_team_cases import RedTeamCases
from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = ["RagTestSet", "RedTeamCases", "UserSimulator"]
