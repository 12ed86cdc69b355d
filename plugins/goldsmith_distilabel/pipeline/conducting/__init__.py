"""The run: which batch goes where, what is on disk, what is said when it cannot go on."""

from goldsmith_distilabel.pipeline.conducting.conductor import Conductor
from goldsmith_distilabel.pipeline.conducting.plan import StepPlan, plan
from goldsmith_distilabel.pipeline.conducting.run import Run
from goldsmith_distilabel.pipeline.conducting.workers import Workers

__all__ = ["Conductor", "Run", "StepPlan", "Workers", "plan"]
