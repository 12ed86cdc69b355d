"""One aspect of several candidates, judged by a model in one order or in two."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.generate.preferences import Rating, merge_orders, ratings_schema, read_ratings, restored
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt

__all__ = ["AspectJudge", "Judgement"]


@dataclass(frozen=True)
class Judgement:
    """What a model said of one aspect.

    Attributes:
        ratings: [n], in the candidates' own order.
        apart: [n], how far apart two orders are; None where there are not two ratings.
        failure: why there are no ratings at all, None where there are.
    """

    ratings: list[Rating]
    apart: list[float | None]
    failure: AskingError | None = None


@dataclass(frozen=True)
class AspectJudge:
    """Asks about one aspect of the candidates of one row.

    Attributes:
        llm: the judge.
        asking: what asks for the row.
        prompt: the aspect's prompt.
        values: of the prompt, but for the candidates.
        parameters: of the generation.
    """

    llm: LLM
    asking: Asking
    prompt: Prompt
    values: dict[str, Any]
    parameters: dict[str, Any]

    async def judged(self, texts: Sequence[str], order: Sequence[int], *, both_orders: bool) -> Judgement:
        """Return the ratings of `texts`, shown in `order` and, if wanted, in its reverse at the same time."""
        orders = [list(order), list(reversed(order))][: 2 if both_orders else 1]
        answers = await asyncio.gather(*(self._ratings(texts, one) for one in orders))
        given = [answer for answer in answers if not isinstance(answer, AskingError)]
        alone: list[float | None] = [None] * len(texts)
        if len(given) == 2:
            return Judgement(*merge_orders(*given))
        if given:
            return Judgement(given[0], alone)
        failure = next(answer for answer in answers if isinstance(answer, AskingError))
        return Judgement([Rating(problem=failure.kind)] * len(texts), alone, failure)

    async def _ratings(self, texts: Sequence[str], order: Sequence[int]) -> list[Rating] | AskingError:
        chat = self.prompt.chat(candidates=[texts[k] for k in order], **self.values)
        try:
            seen = await self.asking.read(
                self.llm,
                chat,
                lambda text: read_ratings(text, len(texts)),
                prompt=self.prompt,
                schema=ratings_schema(len(texts)),
                **self.parameters,
            )
        except AskingError as err:
            return err
        return restored(seen, order)
