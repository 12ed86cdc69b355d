"""Steps that simulate: users, attackers, authors of test sets."""

from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = ["UserSimulator"]
