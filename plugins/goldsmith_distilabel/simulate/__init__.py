"""Steps that simulate: users, attackers, authors of test sets, judges, people who choose."""

from goldsmith_distilabel.simulate.ab_scenario import ABScenario
from goldsmith_distilabel.simulate.crescendo import Crescendo
from goldsmith_distilabel.simulate.criterion import Criterion
from goldsmith_distilabel.simulate.pairwise_judge import PairwiseJudge
from goldsmith_distilabel.simulate.rag_test_set import RagTestSet
from goldsmith_distilabel.simulate.rainbow_archive import RainbowArchive
from goldsmith_distilabel.simulate.red_team_cases import RedTeamCases
from goldsmith_distilabel.simulate.rubric_judge import RubricJudge
from goldsmith_distilabel.simulate.safety_judge import SafetyJudge
from goldsmith_distilabel.simulate.user_simulator import UserSimulator

__all__ = [
    "ABScenario",
    "Crescendo",
    "Criterion",
    "PairwiseJudge",
    "RagTestSet",
    "RainbowArchive",
    "RedTeamCases",
    "RubricJudge",
    "SafetyJudge",
    "UserSimulator",
]
