"""Rate texts on a scale with a language model."""

from pydantic import field_validator

from goldsmith.errors import InputError
from goldsmith.labels.label_answer import LabelAnswer
from goldsmith_distilabel.label.labels_texts import Row
from goldsmith_distilabel.label.llm_label import LLMLabel

__all__ = ["LLMRating"]


class LLMRating(LLMLabel):
    """Rate a text: `LLMLabel` whose labels are whole numbers, and the rating to expect from their probabilities.

    A model names one number and leans to another: the sum of the numbers by their probabilities is finer than the likeliest one (G-Eval, section
    2.3). All else is as in `LLMLabel`.

    Attributes:
        labels: each number, as "1" -> what it means, in a few words.

    Input columns:
        - text (`str`): The text to rate.
        - keep (`bool`): A row that a filter dropped (False) is passed on unasked.

    Output columns:
        - llm_label (`str`): The likeliest number, None if there is none.
        - llm_rating (`float`): The number to expect; without probabilities the number itself; None if there is none.
        - llm_confidence (`float`): The likeliest number's probability; see `LLMLabel`.
        - llm_scores (`dict[str, float]`): The probability of each number, summing to 1; see `LLMLabel`.
        - llm_error (`dict[str, str]`): `step`, `kind` and `raw`; see `LLMLabel`.
        - model_name (`str`): The model.

    Categories:
        - scorer

    References:
        - [G-Eval: NLG Evaluation using GPT-4 with Better Human Alignment](https://arxiv.org/abs/2303.16634)

    Citations:
        ```
        @inproceedings{liu2023geval,
            title={{G-Eval}: {NLG} Evaluation using {GPT-4} with Better Human Alignment},
            author={Liu, Yang and Iter, Dan and Xu, Yichong and Wang, Shuohang and Xu, Ruochen and Zhu, Chenguang},
            booktitle={Conference on Empirical Methods in Natural Language Processing},
            year={2023}
        }
        ```

    Examples:
        How friendly is it?

        ```python
        from goldsmith_distilabel.label import LLMRating
        from goldsmith_distilabel.llms import LocalLLM

        step = LLMRating(
            llm=LocalLLM(n_ctx=512),
            instruction="You rate how friendly a message is.",
            labels={"1": "hostile", "2": "neutral", "3": "friendly"},
        )
        step.load()
        (row,) = next(step.process([{"text": "Thank you so much!"}]))
        assert 1 <= row["llm_rating"] <= 3
        step.unload()
        ```
    """

    @field_validator("labels")
    @classmethod
    def _of_numbers(cls, value: dict[str, str]) -> dict[str, str]:
        if strange := [label for label in value if not label.removeprefix("-").isdecimal()]:
            raise InputError(f"a rating is a whole number, as '1', got the labels {strange}")
        return value

    @property
    def outputs(self) -> list[str]:
        """The rating beside what `LLMLabel` gives."""
        return [*super().outputs, "llm_rating"]

    def _labelled(self, row: Row, answer: LabelAnswer | None, kind: str = "") -> Row:
        found = super()._labelled(row, answer, kind)
        label, scores = found["llm_label"], found["llm_scores"]
        expected = sum(int(number) * p for number, p in scores.items()) if scores else None
        return found | {"llm_rating": expected if expected is not None or label is None else float(label)}
