"""Steps that simulate: users, attackers, authors of test sets."""

from goldsmith_distilabel.simulate.red_team_cases import RedTeamCases

__all__ = ["RedTeamCases"]
