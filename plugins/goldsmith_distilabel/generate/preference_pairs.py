"""Make a preference pair of several scored responses."""

import math
from typing import Any, Literal

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.data import derived_id, provenance
from goldsmith.errors import InputError
from goldsmith.generate import Pair, choose_pair, derived_seed
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside, marked_failed, no_failure

__all__ = ["PreferencePairs"]

Row = dict[str, Any]


class PreferencePairs(Step):
    """Choose the response with the highest score, and one to reject, drawn uniformly from the rest.

    `goldsmith.generate.choose_pair` says how. A pair that teaches nothing is dropped with its reason: a tie, a margin too
    small, two responses that say the same, fewer than two with a score. What has no score (None or NaN) takes no part.

    Attributes:
        strategy: "random" draws the rejected one (UltraFeedback, Tulu 3), "lowest" takes the worst.
        margin: the least difference of the two scores.
        seed: of the draws; every row derives its own.

    Input columns:
        - instruction (`str`): What was asked for.
        - generations (`list[str]`): The responses.
        - scores (`list[float]`): A score each, of `AspectRatings`, `BestOfN` or any other (Distilabel's `UltraFeedback`:
            `input_mappings={"scores": "ratings"}`).
        - generation_models (`list[str]`, optional): Who wrote each response.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - prompt (`str`): The instruction.
        - chosen (`str`): The better response; "" where no two have a score.
        - rejected (`str`): The other.
        - chosen_score (`float`): Its score; NaN where there is none.
        - rejected_score (`float`): The other's.
        - margin (`float`): By how much the better one's score is higher.
        - length_difference (`dict[str, int]`): By how many `characters` and `words` the chosen one is longer.
        - chosen_model (`str`): Who wrote it, "" if unknown.
        - rejected_model (`str`): Who wrote the other.
        - pair_seed (`int`): What the row's draw depended on.
        - keep (`bool`): Whether the pair is one to learn from.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why nothing could be done with the row.
        - provenance (`dict`): Where the pair comes from.

    Categories:
        - preference
        - filtering

    References:
        - [UltraFeedback: Boosting Language Models with Scaled AI Feedback](https://arxiv.org/abs/2310.01377)
        - [Tulu 3: Pushing Frontiers in Open Language Model Post-Training](https://arxiv.org/abs/2411.15124)

    Citations:
        ```
        @article{lambert2024tulu,
            title={Tulu 3: Pushing Frontiers in Open Language Model Post-Training},
            author={Lambert, Nathan and Morrison, Jacob and Pyatkin, Valentina and Huang, Shengyi and others},
            journal={arXiv preprint arXiv:2411.15124},
            year={2024}
        }
        ```

    Examples:
        A pair, and a tie:

        ```python
        from goldsmith_distilabel.generate import PreferencePairs

        step = PreferencePairs(margin=0.5)
        step.load()
        rows = [
            {"instruction": "2 + 2?", "generations": ["4", "5"], "scores": [5.0, 1.25]},
            {"instruction": "3 + 3?", "generations": ["6", "six"], "scores": [5.0, 5.0]},
        ]
        good, tie = next(step.process(rows))
        assert (good["chosen"], good["rejected"], good["margin"]) == ("4", "5", 3.75)
        assert (tie["keep"], tie["drop_reason"]) == (False, "preference pair, tie: both score 5")
        ```
    """

    strategy: Literal["random", "lowest"] = "random"
    margin: float = Field(default=0.0, ge=0)
    seed: int = Field(default=0, ge=0)

    @property
    def inputs(self) -> StepColumns:
        """What was asked, answered and scored."""
        return ["instruction", "generations", "scores"]

    @property
    def outputs(self) -> StepColumns:
        """The pair and what became of it."""
        return [*_BLANK, "id", "keep", "drop_reason", "error", "provenance"]

    def process(self, *inputs: StepInput) -> StepOutput:
        """Make the pairs of a batch.

        Args:
            inputs: the batch.

        Yields:
            The batch, in the same order.
        """
        (rows,) = inputs
        marks = {"keep": True, "drop_reason": "", "error": no_failure(str(self.name))}
        whole = {**_BLANK, **marks, "provenance": provenance("given")}
        yield [whole | (row if is_set_aside(row) else self._paired(row)) for row in rows]

    def _paired(self, row: Row) -> Row:
        row = {"id": derived_id(str(row.get("instruction")), str(row.get("generations")))} | row
        seed = derived_seed(self.seed, row["id"])
        texts = [text if isinstance(text, str) else "" for text in row.get("generations") or []]
        scores = [_score(value) for value in row.get("scores") or []]
        try:
            pair = choose_pair(texts, scores, seed=seed, strategy=self.strategy, margin=self.margin)
        except InputError as err:
            return marked_failed(row, str(self.name), "InputError", str(err), "")
        return row | self._told(row, texts, scores, pair) | {"pair_seed": seed}

    def _told(self, row: Row, texts: list[str], scores: list[float | None], pair: Pair) -> Row:
        origin = provenance("preference pair", operation=self.strategy, parents=[row], seed=self.seed)
        reason = f"preference pair, {pair.problem}" if pair.problem else ""
        told = {
            "prompt": row["instruction"],
            "margin": pair.margin,
            "length_difference": {"characters": pair.characters, "words": pair.words},
            "keep": not reason,
            "drop_reason": reason,
            "provenance": origin,
        }
        models = row.get("generation_models") or []
        for name, place in (("chosen", pair.chosen), ("rejected", pair.rejected)):
            if place is not None:
                model = models[place] if place < len(models) else None
                told |= {
                    name: texts[place],
                    f"{name}_score": scores[place],
                    f"{name}_model": str(model or ""),
                }
        return told


_BLANK: Row = {
    "prompt": "",
    "chosen": "",
    "rejected": "",
    "chosen_score": math.nan,
    "rejected_score": math.nan,
    "margin": 0.0,
    "length_difference": {"characters": 0, "words": 0},
    "chosen_model": "",
    "rejected_model": "",
    "pair_seed": 0,
}


def _score(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
