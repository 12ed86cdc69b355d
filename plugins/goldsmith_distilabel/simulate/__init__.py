"""Steps that simulate and judge: users, attackers, authors of test sets, judges."""

from goldsmith_distilabel.simulate.criterion import Criterion
from goldsmith_distilabel.simulate.pairwise_judge import PairwiseJudge
from goldsmith_distilabel.simulate.red_team_cases import RedTeamCases
from goldsmith_distilabel.simulate.rubric_judge import RubricJudge
from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = ["Criterion", "PairwiseJudge", "RedTeamCases", "RubricJudge", "UserSimulator"]
