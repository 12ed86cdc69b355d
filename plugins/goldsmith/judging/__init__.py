"""What judges' verdicts amount to: win rates, ratings and rates with the errors of judge and sample counted in."""

from goldsmith.judging.bradley_terry import BradleyTerry, Comparison, bradley_terry
from goldsmith.judging.clusters import Estimate, cluster_bootstrap, cluster_robust_standard_error
from goldsmith.judging.gamed_baseline import GamedBaseline, alpaca_eval_2_gamed_baseline
from goldsmith.judging.holm import holm
from goldsmith.judging.instruction_difficulty import instruction_difficulty
from goldsmith.judging.judge_agreement import JudgeAgreement, judge_agreement
from goldsmith.judging.leaderboard import Leaderboard, Standing, leaderboard
from goldsmith.judging.leaderboard_report import leaderboard_report, leaderboard_sections
from goldsmith.judging.length_bias import LengthBias, length_bias
from goldsmith.judging.length_controlled_win_rate import LengthControlledWinRate, length_controlled_win_rate
from goldsmith.judging.matches import Match, matches_of
from goldsmith.judging.pairwise_verdicts import Judgement, PairwiseVerdicts, pairwise_verdicts
from goldsmith.judging.panel_rating import PanelRating
from goldsmith.judging.pass_hat_k import PassHatK, pass_hat_k
from goldsmith.judging.rank_correlation import rank_correlation
from goldsmith.judging.read_preference import PREFERENCE_SCHEMA, read_preference
from goldsmith.judging.reviewed_ratings import (
    agreement_with_reviews,
    people_ratings,
    rubric_items,
    rubric_schema,
)
from goldsmith.judging.rogan_gladen import CorrectedRate, Reviewed, rogan_gladen
from goldsmith.judging.rubric_score import rubric_score
from goldsmith.judging.sample_size import sample_size_two_proportions
from goldsmith.judging.share_interval import share_interval
from goldsmith.judging.win_rate import WinRate, win_rate

__all__ = [
    "PREFERENCE_SCHEMA",
    "BradleyTerry",
    "Comparison",
    "CorrectedRate",
    "Estimate",
    "GamedBaseline",
    "JudgeAgreement",
    "Judgement",
    "Leaderboard",
    "LengthBias",
    "LengthControlledWinRate",
    "Match",
    "PairwiseVerdicts",
    "PanelRating",
    "PassHatK",
    "Reviewed",
    "Standing",
    "WinRate",
    "agreement_with_reviews",
    "alpaca_eval_2_gamed_baseline",
    "bradley_terry",
    "cluster_bootstrap",
    "cluster_robust_standard_error",
    "holm",
    "instruction_difficulty",
    "judge_agreement",
    "leaderboard",
    "leaderboard_report",
    "leaderboard_sections",
    "length_bias",
    "length_controlled_win_rate",
    "matches_of",
    "pairwise_verdicts",
    "pass_hat_k",
    "people_ratings",
    "rank_correlation",
    "read_preference",
    "rogan_gladen",
    "rubric_items",
    "rubric_schema",
    "rubric_score",
    "sample_size_two_proportions",
    "share_interval",
    "win_rate",
]
