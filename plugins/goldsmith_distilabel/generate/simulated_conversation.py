"""Conversations between a simulated user and an assistant."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from goldsmith.errors import InputError
from goldsmith.generate import ENDINGS, Conversation, derived_seed, transcript
from goldsmith_distilabel.generate.simulated_user import REPORTED_DONE, USER
from goldsmith_distilabel.generate.talks_with_user import TalksWithUser
from goldsmith_distilabel.prompting import Asking, Prompt, Row

__all__ = ["SimulatedConversation"]


class SimulatedConversation(TalksWithUser):
    """Let a simulated user with a goal talk to an assistant until the goal is reached.

    The user is played by a model that knows scenario, persona, what it can tell and what it can not, and the wanted
    outcome; the assistant sees only what is said. Each sees the other as its counterpart. The user's rules: one message
    a turn, in its own words, facts only when needed, none made up, and the stop token only once the outcome is *reported
    done*. Confirming is not completing: each stop token is checked by a judge and taken back where the assistant has only
    asked, proposed or promised. Text beside a stop token is kept and answered.

    An empty turn, one that repeats an earlier turn of the same side word for word, or one said as the other side is
    asked for again; a turn that goes on for the other side is cut at the first role's name. `turn_notes` tells of all
    that. Each turn waits for its own row only, so that all conversations of a batch go on at the same time.

    Attributes:
        llm: the assistant.
        user: the model that plays the user; None: `llm`.
        judge: the model that checks a stop token; None: the one that plays the user.
        check_outcome: whether stop tokens are checked; if not, any after the assistant's first answer counts.
        system_prompt: the assistant's system prompt where the row has none; "" for none.
        first_message: the column whose text opens the conversation where the row has one; "": the user always does.
        max_turns: the most answers of the assistant.
        max_errors: the most unusable turns and failed requests of a conversation; one more ends it.
        stop_token: what the user writes at the end.
        give_up_token: what the user writes when the goal can not be reached; "" for none.
        drop_ended: the reasons for ending with which a conversation is dropped, besides having no answer at all.
        temperature: of the assistant's answers.
        max_new_tokens: the longest answer of the assistant.
        user_temperature: of the user's turns.
        user_max_new_tokens: the user's longest turn.
        language: the language both speak, as "German"; "": that of the scenario. The assistant follows the user.
        seed: of the conversations.

    Input columns:
        - scenario (`str`): Why the user talks to the assistant.
        - persona (`str` or `list[str]`): Who the user is; may be missing.
        - known (`str` or `list[str]`): What the user can tell; may be missing.
        - unknown (`str` or `list[str]`): What the user does not know; may be missing.
        - outcome (`str` or `list[str]`): What is to be reached; may be missing.
        - system_prompt (`str`): The assistant's system prompt; may be missing.
        - instruction (`str`): The first message, see `first_message`; may be missing.

    Output columns:
        - messages (`list[dict[str, str]]`): `role` and `content` of each, as chat templates take them: the system prompt,
            if any, then user and assistant by turns, an assistant's answer last. A dropped row has all that was said.
        - transcript (`str`): The messages without the system prompt, as a text for filters that judge texts.
        - num_turns (`int`): The assistant's answers.
        - ended (`str`): "goal_reached", "user_gave_up", "max_turns", "repetition" or "errors".
        - num_errors (`int`): Unusable turns and failed requests.
        - turn_notes (`str`): What was cut, taken back or asked for again, a line each.
        - keep (`bool`): False where it is dropped.
        - drop_reason (`str`): Why.
        - provenance (`dict`): Where it comes from; `operation` is the reason for ending.
        - model_name (`str`): The assistant.

    Categories:
        - text-generation

    References:
        - [tau-bench: A Benchmark for Tool-Agent-User Interaction in Real-World Domains](https://arxiv.org/abs/2406.12045)

    Citations:
        ```
        @misc{yao2024taubench,
            title={tau-bench: A Benchmark for Tool-Agent-User Interaction in Real-World Domains},
            author={Yao, Shunyu and Shinn, Noah and Razavi, Pedram and Narasimhan, Karthik},
            year={2024},
            eprint={2406.12045},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Let the local model talk to itself:

        ```python
        from goldsmith_distilabel.generate import SimulatedConversation
        from goldsmith_distilabel.llms import LocalLLM

        step = SimulatedConversation(
            llm=LocalLLM(n_ctx=2048), max_turns=1, max_new_tokens=24, user_max_new_tokens=24
        )
        step.load()
        goal = {"scenario": "Your train is late and you want a refund.", "known": ["It was 70 minutes late."]}
        (row,) = next(step.process([goal]))
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (USER, REPORTED_DONE)
    columns: ClassVar[Mapping[str, Any]] = {
        "messages": [{"role": "", "content": ""}],
        "transcript": "",
        "num_turns": 0,
        "ended": "",
        "num_errors": 0,
        "turn_notes": "",
    }

    drop_ended: list[str] = Field(default_factory=lambda: ["errors", "repetition"])

    @field_validator("drop_ended")
    @classmethod
    def _known_endings(cls, value: list[str]) -> list[str]:
        if unknown := sorted(set(value) - set(ENDINGS)):
            raise InputError(f"drop_ended names {unknown}, a conversation ends with one of {list(ENDINGS)}")
        return value

    @property
    def inputs(self) -> dict[str, bool]:
        """The scenario, and what else may be known of it."""
        optional = ["persona", "known", "unknown", "outcome", "system_prompt", self.first_message]
        return {"scenario": True} | {name: False for name in optional if name}

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its conversation."""
        seed = derived_seed(self.seed, row.get("id", ""), row["scenario"])
        talk = Conversation(
            max_turns=self.max_turns,
            max_errors=self.max_errors,
            stop_token=self.stop_token,
            give_up_token=self.give_up_token,
        )
        failed = await self.converse(row, talk, seed, asking)
        if failed and not talk.messages:
            raise failed  # nothing was said: the step decides whether it is the row or the model
        return [self._after(row, talk, self.system_of(row))]

    def _after(self, row: Row, talk: Conversation, system: str) -> Row:
        answered = talk.answered()
        reason = ""
        if not answered:
            reason = f"conversation: no answer of the assistant ({talk.ended}, {talk.errors} errors)"
        elif talk.ended in self.drop_ended:
            reason = f"conversation: {talk.ended} after {talk.num_turns} answers and {talk.errors} errors"
        opening = [{"role": "system", "content": system}] if system else []
        said = talk.messages if reason else answered
        return row | {
            "messages": [*opening, *said] or self.columns["messages"],
            "transcript": transcript(said),
            "num_turns": talk.num_turns,
            "ended": talk.ended,
            "num_errors": talk.errors,
            "turn_notes": "\n".join(talk.notes),
            "keep": not reason,
            "drop_reason": reason,
            "provenance": self.provenance(
                "Simulated conversation", operation=talk.ended, parents=[row], prompt=USER, llm=self.llm
            ),
        }
