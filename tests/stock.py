"""The same pipeline on stock Distilabel and on ours, each in a forked child."""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from distilabel.pipeline import Pipeline as StockPipeline
from tests.forked import Ended, in_child

from goldsmith_distilabel import Pipeline

__all__ = ["Make", "Scenario", "on_ours", "on_stock", "play"]

Make = Callable[[], Any]
"""Makes a new pipeline, always of the same name and with the same cache."""

Scenario = Callable[[Make], Any]

_SECONDS_ON_STOCK = 20.0
_SECONDS_ON_OURS = 60.0


def on_stock(scenario: Scenario, cache: Path, seconds: float = _SECONDS_ON_STOCK) -> Ended:
    """Play a scenario on stock Distilabel."""
    return in_child(partial(play, StockPipeline, cache, scenario), seconds)


def on_ours(scenario: Scenario, cache: Path, seconds: float = _SECONDS_ON_OURS) -> Ended:
    """Play a scenario on our pipeline."""
    return in_child(partial(play, Pipeline, cache, scenario), seconds)


def play(kind: Any, cache: Path, scenario: Scenario) -> Any:
    """Play a scenario here and now; stock sleeps a fiftieth of what it would, and does nothing else differently."""
    cache.mkdir(exist_ok=True)
    os.environ["SHAPES_LOG"] = str(cache / "log")
    shorter = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / 50))
    with patch("distilabel.pipeline.base.time", shorter):
        return scenario(lambda: kind(name="traps", cache_dir=cache / "cache"))
