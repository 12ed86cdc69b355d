"""Steps that simulate people and make sets to evaluate with."""

from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = ["UserSimulator"]
