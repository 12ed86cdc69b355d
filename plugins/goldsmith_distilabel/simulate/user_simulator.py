"""Trials of an assistant by simulated users with goals."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from distilabel.steps import StepInput
from distilabel.typing import StepOutput
from pydantic import Field, model_validator

from goldsmith.data import derived_id
from goldsmith.errors import InputError
from goldsmith.generate import Goal, derived_seed, transcript
from goldsmith.named_function import named_function
from goldsmith.simulate import Trial, known_items
from goldsmith_distilabel.generate.simulated_user import REPORTED_DONE, USER
from goldsmith_distilabel.generate.talks_with_user import TalksWithUser
from goldsmith_distilabel.llms.assistant_llm import AssistantLLM
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside
from goldsmith_distilabel.prompting import Asking, Prompt, Row
from goldsmith_distilabel.simulate.trial_checks import INVENTED, OUTCOME_MET, TrialChecks
from goldsmith_distilabel.simulate.unheard import as_failure

__all__ = ["UserSimulator"]


class UserSimulator(TalksWithUser):
    """Test an assistant with simulated users who want something, `num_trials` times each.

    A row is a golden: a user and what is expected of the conversation. The user is played by a model, as in
    `SimulatedConversation`: one message a turn, facts when they are asked for, none made up, and the stop token only once
    the assistant has *reported* that all is done, which a judge checks. What is expected no user is told. The assistant
    is any Distilabel LLM, a function (`CallableLLM`) or a service (`EndpointLLM`, `JsonEndpointLLM`); what it says is
    taken as it is.

    What breaks a trial off without being the assistant's fault (no answer from it, from the user's model or the judge,
    a user who says nothing usable) is told in `infrastructure_error`, and the row is dropped: such a trial is neither
    success nor failure. `goldsmith.simulate.user_simulation_report` counts rows that way. When each of five or more
    trials of a batch ends unheard, the error is raised: it is not the trials.

    Attributes:
        llm: the assistant under test.
        user: the model that plays the user; None: `llm`, if that is a language model.
        judge: the model that checks stop tokens and outcomes; None: the one that plays the user.
        num_trials: how often each golden is tried, each time with other seeds.
        check: a function that says whether a trial was a success, "package.module:function", instead of the judge. It
            gets the row, with `messages` and `ended`, and returns a bool, or a bool and a reason; it may be async.
        check_timeout_s: seconds `check` may take.
        fact_check: how facts that the user made up are looked for: "code" finds e-mail addresses, numbers, codes, days
            and names that nobody told it; "judge" asks the judge, too; "off".
        max_opening_facts: the most items of `known` in the user's first message; one that tells more is asked for again,
            once.
        check_outcome: whether stop tokens are checked; if not, any after the assistant's first answer counts.
        system_prompt: the assistant's system prompt, or policy, where the row has none; "" for none.
        first_message: the column whose text opens the conversation where the row has one; "": the user always does.
        max_turns: the most answers of the assistant.
        max_errors: the most errors of one sort (unusable turns of a side, failed requests of a side) of a trial.
        stop_token: what the user writes at the end.
        give_up_token: what the user writes when the goal can not be reached; "" for none.
        temperature: of the assistant's answers.
        max_new_tokens: the longest answer of the assistant.
        user_temperature: of the user's turns.
        user_max_new_tokens: the user's longest turn.
        language: the language both speak, as "German"; "": that of the scenario.
        seed: of the trials.

    Input columns:
        - scenario (`str`): Why the user talks to the assistant.
        - persona (`str` or `list[str]`): Who the user is; may be missing.
        - known (`str` or `list[str]`): What the user can tell; may be missing.
        - unknown (`str` or `list[str]`): What the user does not know; may be missing.
        - outcome (`str` or `list[str]`): What the user wants in the end, as it is told; may be missing.
        - expected_outcome (`str` or `list[str]`): What a trial is judged by; without it `outcome` is, and without that
            whether the user's goal was reported done.
        - task_id (`str`): The golden's name; without it its `id`, or one of its content.
        - system_prompt (`str`): The assistant's system prompt; may be missing.
        - instruction (`str`): The first message, see `first_message`; may be missing.

    Output columns:
        - task_id (`str`): The golden.
        - trial (`int`): Which of its trials, from 1.
        - messages (`list[dict[str, str]]`): `role` and `content` of all that was said, the system prompt first, if any.
        - transcript (`str`): The messages without the system prompt, as a text.
        - num_turns (`int`): The assistant's answers.
        - ended (`str`): "goal_reached", "user_gave_up", "max_turns", "assistant_errors" (no text); or
            "assistant_unreachable", "user_unreachable", "judge_unreachable", "user_errors", which are not its fault.
        - success (`bool`): Whether what was expected came about; False where `infrastructure_error` is not "".
        - success_reason (`str`): Why, as the judge or `check` has it.
        - infrastructure_error (`str`): What made the trial worthless, "" if nothing did.
        - user_facts_invented (`str`): What the user made up, a line a turn: "turn 2: 4711; Smith"; "" if nothing.
        - known_told (`str`): In which turn each item of `known` was told: "turn 1: ..."; items never told are left out.
        - told_at_once (`bool`): Whether the first message told too much, see `max_opening_facts`.
        - num_errors (`int`): Unusable turns and failed requests.
        - turn_notes (`str`): What was cut, taken back or asked for again, a line each.
        - keep (`bool`): False where `infrastructure_error` is not "".
        - drop_reason (`str`): Why.
        - provenance (`dict`): Where it comes from; `operation` is the reason for ending.
        - model_name (`str`): The assistant.

    Categories:
        - evaluation

    References:
        - [tau-bench: A Benchmark for Tool-Agent-User Interaction in Real-World Domains](https://arxiv.org/abs/2406.12045)
        - [tau2-Bench: Evaluating Conversational Agents in a Dual-Control Environment](https://arxiv.org/abs/2506.07982)

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
        Let users played by the local model talk to a function:

        ```python
        from goldsmith_distilabel.llms import CallableLLM, LocalLLM
        from goldsmith_distilabel.simulate import UserSimulator

        step = UserSimulator(
            llm=CallableLLM(function="json:dumps"),
            user=LocalLLM(n_ctx=2048),
            num_trials=2,
            max_turns=1,
            user_max_new_tokens=24,
        )
        step.load()
        golden = {
            "scenario": "Your train is late and you want a refund.",
            "known": ["It was 70 minutes late."],
            "expected_outcome": "The refund is on its way.",
        }
        first, second = next(step.process([golden]))
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (USER, REPORTED_DONE, OUTCOME_MET, INVENTED)
    columns: ClassVar[Mapping[str, Any]] = {
        "task_id": "",
        "trial": 0,
        "messages": [{"role": "", "content": ""}],
        "transcript": "",
        "num_turns": 0,
        "ended": "",
        "success": False,
        "success_reason": "",
        "infrastructure_error": "",
        "user_facts_invented": "",
        "known_told": "",
        "told_at_once": False,
        "num_errors": 0,
        "turn_notes": "",
    }

    num_trials: int = Field(default=4, ge=1)
    check: str = ""
    check_timeout_s: float = Field(default=60.0, gt=0)
    fact_check: Literal["code", "judge", "off"] = "code"
    max_opening_facts: int = Field(default=1, ge=0)

    @model_validator(mode="after")
    def _somebody_plays_the_user(self) -> Self:
        if self.user is None and isinstance(self.llm, AssistantLLM):
            raise InputError(
                f"user: {self.llm.model_name} is tested and no language model: say which plays the user"
            )
        return self

    @property
    def inputs(self) -> dict[str, bool]:
        """The scenario, and what else a golden may have."""
        optional = ["persona", "known", "unknown", "outcome", "expected_outcome", "task_id", "system_prompt"]
        return {"scenario": True} | {name: False for name in [*optional, self.first_message] if name}

    def load(self) -> None:
        """Load the models, and import `check`.

        Raises:
            InputError: `check` cannot be imported.
        """
        if self.check:
            named_function(self.check)
        super().load()

    def process(self, *inputs: StepInput) -> StepOutput:
        """Hold all trials of all goldens of a batch at the same time."""
        (rows,) = inputs
        yield from super().process([trial for row in rows for trial in self._trials(row)])

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row of one trial."""
        goal = Goal.of(row)
        seed = derived_seed(self.seed, row["task_id"], row["scenario"], row["trial"])
        trial = Trial(
            max_turns=self.max_turns,
            max_errors=self.max_errors,
            stop_token=self.stop_token,
            give_up_token=self.give_up_token,
            known=known_items(row.get("known")),
            given=f"{goal.scenario}\n{goal.persona}\n{goal.outcome}",
            max_opening_facts=self.max_opening_facts,
        )
        await self.converse(row, trial, seed, asking)
        return [await self._checked(self._held(row, trial), goal, trial, asking)]

    def _trials(self, row: Row) -> list[Row]:
        if is_set_aside(row) or not row.get("scenario"):
            return [row]  # it passes by, or fails once
        task_id = str(row.get("task_id") or row.get("id") or self._id(row))
        return [
            {"id": task_id} | row | {"task_id": task_id, "trial": number}
            for number in range(1, self.num_trials + 1)
        ]

    def _held(self, row: Row, trial: Trial) -> Row:
        system = self.system_of(row)
        said = [*([{"role": "system", "content": system}] if system else []), *trial.messages]
        known = sorted(trial.told().items(), key=lambda told: told[1])
        return row | {
            "id": derived_id(str(row["id"]), str(row["trial"])),
            "messages": said or self.columns["messages"],
            "transcript": transcript(trial.messages),
            "num_turns": trial.num_turns,
            "ended": trial.ended,
            "infrastructure_error": trial.infrastructure_error,
            "known_told": "\n".join(f"turn {turn}: {trial.known[position]}" for position, turn in known),
            "told_at_once": trial.told_at_once,
            "num_errors": trial.errors,
            "provenance": self.provenance(
                "User simulation", operation=trial.ended, parents=[row], prompt=USER, llm=self.llm
            ),
        }

    async def _checked(self, held: Row, goal: Goal, trial: Trial, asking: Asking) -> Row:
        checks = TrialChecks(
            goal,
            trial,
            asking,
            judge=self.judge or self.user or self.llm,
            function=self.check,
            timeout_s=self.check_timeout_s,
        )
        if self.fact_check != "off":
            opening = str(held.get(self.first_message) or "") if self.first_message else ""
            held["user_facts_invented"] = await checks.invented(opening, ask=self.fact_check == "judge")
        verdict = await checks.verdict(held)
        error = held["infrastructure_error"] or verdict.error
        return held | {
            "success": verdict.success,
            "success_reason": verdict.reason,
            "infrastructure_error": error,
            "turn_notes": "\n".join(trial.notes),
            "keep": not error,
            "drop_reason": f"infrastructure: {error}" if error else "",
        }

    def _raise_if_none_works(self, rows: list[Row], results: list[list[Row] | Exception]) -> None:
        super()._raise_if_none_works(rows, [as_failure(result, "num_turns") for result in results])
