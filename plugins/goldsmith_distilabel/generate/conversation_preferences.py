"""Preference pairs for a turn of a conversation."""

import math
import random
from collections.abc import Mapping
from itertools import cycle, islice
from typing import Any, ClassVar, Literal

from distilabel.models.llms.base import LLM
from pydantic import Field, field_validator

from goldsmith.data import derived_id
from goldsmith.errors import InputError
from goldsmith.filters.words import split_words
from goldsmith.generate import (
    Rating,
    choose_pair,
    derived_seed,
    ratings_schema,
    read_ratings,
    read_turn,
    transcript,
)
from goldsmith.text import normalise
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.generate.simulated_user import AS_SAID, safe
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["ConversationPreferences"]

RATE = Prompt("goldsmith_distilabel.generate", "conversation_preferences/rate")
_NO_MESSAGES = [{"role": "", "content": ""}]


class ConversationPreferences(RowByRow):
    """Sample several replies at a turn of a conversation, let a judge rate them, and pair the best with another.

    What was said before the turn is the prompt; the reply that is in the conversation is not a candidate. The judge sees
    the replies in an order shuffled by the seed, gives a rationale before each rating of 1 to 5, and may say "N/A", which
    is missing and never a number. As in UltraFeedback's binarised form the best is chosen and one of the rest, drawn at
    random, is rejected. Ties, small margins and replies that all say the same are dropped with their reason.

    The columns are those of TRL's conversational preference format. To make the conversations first, put
    `SimulatedConversation` before this step.

    Attributes:
        llm: the model that writes the replies, once each.
        judge: the model that rates them; None: `llm`.
        turn: which of the assistant's turns: the "last", a "random" one, or "each", which gives a row for every one.
        num_candidates: how many replies.
        temperatures: of the replies, used by turns.
        strategy: "random" draws the rejected reply from the rest, "lowest" takes the worst.
        margin: the least difference of the two ratings.
        max_new_tokens: the longest reply.
        language: the judge's language, "" for its own choice.
        seed: of the turn, the replies, their order before the judge, and the rejected one.

    Input columns:
        - messages (`list[dict[str, str]]`): A conversation, `role` and `content` of each message.

    Output columns:
        - prompt (`list[dict[str, str]]`): The messages before the turn.
        - chosen (`list[dict[str, str]]`): The best reply, as the assistant's message; empty content in a dropped row.
        - rejected (`list[dict[str, str]]`): The other one.
        - chosen_rating (`float`): 1 to 5, 0 in a dropped row.
        - rejected_rating (`float`): As above.
        - margin (`float`): Their difference.
        - length_difference (`int`): Words of the chosen reply less those of the rejected one.
        - turn (`int`): The index in `messages` of the answer that was sampled anew, or -1.
        - candidates (`list[str]`): Every reply.
        - ratings (`list[float]`): Theirs, 1 to 5; NaN where the judge gave none.
        - rationales (`list[str]`): The judge's.
        - shown_order (`list[int]`): The candidates as the judge saw them, by index.
        - keep (`bool`): Whether there is a pair.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model that wrote the replies.

    Categories:
        - preference

    References:
        - [UltraFeedback: Boosting Language Models with Scaled AI Feedback](https://arxiv.org/abs/2310.01377)

    Citations:
        ```
        @misc{cui2023ultrafeedback,
            title={UltraFeedback: Boosting Language Models with Scaled AI Feedback},
            author={Cui, Ganqu and Yuan, Lifan and Ding, Ning and others},
            year={2023},
            eprint={2310.01377},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Compare two replies to the last question:

        ```python
        from goldsmith_distilabel.generate import ConversationPreferences
        from goldsmith_distilabel.llms import LocalLLM

        step = ConversationPreferences(llm=LocalLLM(n_ctx=2048), num_candidates=2, max_new_tokens=16)
        step.load()
        talk = [{"role": "user", "content": "Hi!"}, {"role": "assistant", "content": "Hello!"}]
        (row,) = next(step.process([{"messages": talk}]))
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (RATE,)
    columns: ClassVar[Mapping[str, Any]] = {
        "prompt": _NO_MESSAGES,
        "chosen": _NO_MESSAGES,
        "rejected": _NO_MESSAGES,
        "chosen_rating": 0.0,
        "rejected_rating": 0.0,
        "margin": 0.0,
        "length_difference": 0,
        "turn": -1,
        "candidates": [""],
        "ratings": [math.nan],
        "rationales": [""],
        "shown_order": [0],
    }

    llm: LLM
    judge: LLM | None = None
    turn: Literal["last", "random", "each"] = "last"
    num_candidates: int = Field(default=4, ge=2, le=20)
    temperatures: list[float] = Field(default_factory=lambda: [0.7, 1.0], min_length=1)
    strategy: Literal["random", "lowest"] = "random"
    margin: float = Field(default=0.0, ge=0, le=4)
    max_new_tokens: int = Field(default=512, ge=1)

    @field_validator("temperatures")
    @classmethod
    def _not_negative(cls, value: list[float]) -> list[float]:
        if min(value) < 0:
            raise InputError(f"a temperature is 0 or more, got {value}")
        return value

    @property
    def inputs(self) -> list[str]:
        """The conversation."""
        return ["messages"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return a row for each chosen turn."""
        row = row | {"id": row.get("id") or self._id(row)}
        turns = self._turns(row)
        if not turns:
            reason = "preference: no turn, the conversation has no answer of the assistant to a message"
            return [row | {"keep": False, "drop_reason": reason}]
        parts = await each_part(self._compared(row, turn, asking) for turn in turns)
        rows = [
            marked_failed(row | {"turn": turn}, str(self.name), part.kind, part.message, part.raw)
            if isinstance(part, AskingError)
            else part
            for turn, part in zip(turns, parts, strict=True)
        ]
        if self.turn != "each":
            return rows
        return [
            one | {"id": derived_id(row["id"], f"turn {turn}")} for turn, one in zip(turns, rows, strict=True)
        ]

    def _turns(self, row: Row) -> list[int]:
        roles = [message.get("role") for message in row["messages"] or []]
        turns = [place for place, role in enumerate(roles) if role == "assistant" and "user" in roles[:place]]
        if self.turn == "last":
            return turns[-1:]
        if self.turn == "random" and turns:
            return [turns[derived_seed(self.seed, row["id"], "turn") % len(turns)]]
        return turns

    async def _compared(self, row: Row, turn: int, asking: Asking) -> Row:
        messages = [{"role": one["role"], "content": one["content"] or ""} for one in row["messages"][:turn]]
        seed = derived_seed(self.seed, row["id"], turn)
        candidates = await self._candidates(messages, seed, asking)
        order = random.Random(seed).sample(range(len(candidates)), len(candidates))  # noqa: S311 (no secret)
        ratings = [Rating(problem="not asked for")] * len(candidates)
        if len({said for text in candidates if (said := normalise(text))}) > 1:
            ratings = await self._rated(messages, candidates, order, asking)
        return (
            row
            | self._paired(messages, candidates, ratings, seed)
            | {
                "turn": turn,
                "shown_order": order,
                "provenance": self.provenance(
                    "Conversation preferences",
                    operation=self.strategy,
                    parents=[row],
                    prompt=RATE,
                    llm=self.llm,
                ),
            }
        )

    async def _candidates(self, messages: list[dict[str, str]], seed: int, asking: Asking) -> list[str]:
        replies = await each_part(
            asking.ask(
                self.llm,
                safe(messages),
                prompt=AS_SAID,
                temperature=temperature,
                max_new_tokens=self.max_new_tokens,
                seed=derived_seed(seed, "candidate", number),
            )
            for number, temperature in enumerate(islice(cycle(self.temperatures), self.num_candidates))
        )
        texts = [
            read_turn(reply.text, "assistant").text for reply in replies if not isinstance(reply, AskingError)
        ]
        if not any(texts):
            raise AskingError("no_answer", f"all {len(texts)} candidates are empty")
        return texts

    async def _rated(
        self, messages: list[dict[str, str]], candidates: list[str], order: list[int], asking: Asking
    ) -> list[Rating]:
        shown = [candidates[index] for index in order]
        told = await asking.read(
            self.judge or self.llm,
            RATE.chat(conversation=transcript(messages), candidates=shown, language=self.language),
            lambda output: read_ratings(output, len(shown)),
            prompt=RATE,
            schema=ratings_schema(len(shown)),
            temperature=0.0,
            max_new_tokens=200 * len(shown),
        )
        return [told[order.index(index)] for index in range(len(candidates))]

    def _paired(
        self,
        messages: list[dict[str, str]],
        candidates: list[str],
        ratings: list[Rating],
        seed: int,
    ) -> Row:
        values = [rating.value for rating in ratings]
        pair = choose_pair(candidates, values, seed=seed, strategy=self.strategy, margin=self.margin)
        problem = pair.problem
        if ratings[0].problem == "not asked for":
            problem = f"identical: {len(candidates)} replies say the same"
        told: Row = {
            "prompt": messages,
            "candidates": candidates,
            "ratings": [math.nan if value is None else value for value in values],
            "rationales": [rating.rationale for rating in ratings],
            "keep": not problem,
            "drop_reason": f"preference pair, {problem}" if problem else "",
        }
        if problem or pair.chosen is None or pair.rejected is None:
            return told
        chosen, rejected = candidates[pair.chosen], candidates[pair.rejected]
        return told | {
            "chosen": [{"role": "assistant", "content": chosen}],
            "rejected": [{"role": "assistant", "content": rejected}],
            "chosen_rating": values[pair.chosen],
            "rejected_rating": values[pair.rejected],
            "margin": pair.margin,
            "length_difference": len(split_words(chosen)) - len(split_words(rejected)),
        }
