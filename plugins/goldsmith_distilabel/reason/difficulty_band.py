"""Keep the questions that a solver gets right sometimes."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from pydantic import Field, model_validator

from goldsmith.errors import InputError
from goldsmith.reason import Difficulty, difficulty
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row
from goldsmith_distilabel.reason.checks_answers import ChecksAnswers
from goldsmith_distilabel.reason.writes_chains import CHAIN_OF_THOUGHT

__all__ = ["DifficultyBand"]


class DifficultyBand(ChecksAnswers):
    """Keep the questions whose pass rate lies strictly between two bounds: what is always or never right teaches nothing.

    The pass rate is the share of `n` chains of thought of `llm` that come to the right answer. A sample that is cut off or has no answer
    is wrong; one that failed to be drawn does not count. Without `llm` the columns `pass_rate` and `samples` are read, as
    `RejectionSampling` and `PassRates` write them; a question without samples, whose answer nobody knows, is kept.

    Attributes:
        llm: the solver; None reads the pass rate of the row.
        n: how many chains to sample.
        above: the pass rate must be above it.
        below: the pass rate must be below it.
        fewest: with fewer samples a question is kept, whatever its pass rate is: one chain is right always or never.
        drop: whether a question outside is marked to be dropped; else only its pass rate is written.
        gold_column: the answer known to be right, or a solution that ends on it.
        kind: how an answer is checked: "math" by `goldsmith.verify.math_equal`, "text" by normalised text, "code" by tests.
        tests_column: for programs, Python source of the tests, or a list of sources, each one test.
        tolerance: the relative difference allowed between numbers; by default none.
        timeout: seconds until a comparison or a program is given up.
        memory_mb: MiB of memory a program may have.
        packages: installed packages that a program may import.
        form: "think" for `<think>` tags, "steps" for a list of steps.
        examples: worked examples shown as earlier turns, each with `instruction`, `chain` and `answer`.
        system_prompt: what answers are written under, unless the row has its own.
        temperature: of the samples.
        top_p: of the samples.
        max_new_tokens: the longest chain and answer together.
        language: to think and answer in.
        seed: of the samples; every row derives its own.

    Input columns:
        - instruction (`str`): The question.
        - answer (`str`, optional): The column named by `gold_column`.
        - tests (`str` or `list[str]`, optional): The column named by `tests_column`.
        - pass_rate (`float`, optional): Without `llm`, the share of samples that are right.
        - samples (`int`, optional): Without `llm`, how many there are.
        - id (`str`, optional): The question's stable id.

    Output columns:
        - pass_rate (`float`): The share of samples that are right, in [0, 1]; NaN if there is none.
        - pass_rate_low (`float`): The lower end of its 95 % interval by Wilson.
        - pass_rate_high (`float`): The upper end.
        - samples (`int`): How many samples were drawn.
        - solved (`int`): How many of them are right.
        - solver (`str`): The model that was asked.
        - keep, drop_reason, error: whether the question is kept, and why not; the row's failure.
        - provenance (`dict`): Where the question comes from, as it was.

    Categories:
        - filtering
        - text-generation

    Examples:
        Read the pass rate that a row has:

        ```python
        from goldsmith_distilabel.reason import DifficultyBand

        step = DifficultyBand()
        step.load()
        rows = [{"instruction": "2 + 2?", "pass_rate": rate, "samples": 8} for rate in (1.0, 0.5)]
        easy, fair = next(step.process(rows))
        assert (easy["keep"], fair["keep"]) == (False, True)
        assert easy["drop_reason"] == "too easy: 8 of 8 right, wanted a pass rate below 0.9"
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = tuple(CHAIN_OF_THOUGHT.values())
    columns: ClassVar[Mapping[str, Any]] = {
        "pass_rate": math.nan,
        "pass_rate_low": math.nan,
        "pass_rate_high": math.nan,
        "samples": 0,
        "solved": 0,
        "solver": "",
    }

    llm: LLM | None = None  # type: ignore[assignment] # pyright: ignore[reportIncompatibleVariableOverride]
    n: int = Field(default=16, ge=1)
    above: float = Field(default=0.1, ge=0, le=1)
    below: float = Field(default=0.9, ge=0, le=1)
    fewest: int = Field(default=1, ge=1)
    drop: bool = True

    @model_validator(mode="after")
    def _is_a_band(self) -> "DifficultyBand":
        if self.above >= self.below:
            raise InputError(f"above={self.above} and below={self.below}: nothing lies between")
        return self

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its pass rate.

        Raises:
            AskingError: there is no question, nothing says what is right, there is no answer at all, or no pass rate to read.
        """
        if self.llm is None:
            found = self._read(row)
            return [row | {"keep": True, "drop_reason": ""} if found is None else self._row(row, found)]
        if self.kind != "code" and not self.gold(row):
            raise AskingError("no_gold", f"there is no answer in {self.gold_column} to check samples by")
        samples = await self.samples(row, self.n, asking)
        checked = await self.checked(row, [chain for _, chain in samples])
        right = sum(
            one.right and not self.flaw(*sample) for one, sample in zip(checked, samples, strict=True)
        )
        found = difficulty(right, len(samples), above=self.above, below=self.below)
        return [self._row(row, found)]

    def _read(self, row: Row) -> Difficulty | None:
        rate, samples = row.get("pass_rate"), row.get("samples")
        if samples == 0:
            return None
        if (
            not isinstance(rate, int | float)
            or not 0 <= rate <= 1
            or not isinstance(samples, int)
            or samples < 1
        ):
            raise AskingError(
                "no_pass_rate",
                f"pass_rate is {rate!r} of {samples!r} samples, and there is no llm to draw any",
            )
        return difficulty(round(rate * samples), samples, above=self.above, below=self.below)

    def _row(self, row: Row, found: Difficulty) -> Row:
        reason = found.reason if self.drop and found.samples >= self.fewest else ""
        return row | {
            "pass_rate": found.pass_rate,
            "pass_rate_low": found.low,
            "pass_rate_high": found.high,
            "samples": found.samples,
            "solved": found.right,
            "solver": self.llm.model_name
            if self.llm
            else str(row.get("solver") or row.get("model_name") or ""),
            "keep": not reason,
            "drop_reason": reason,
        }
