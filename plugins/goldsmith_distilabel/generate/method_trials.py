"""An evolving method at work: what it makes, how often that fails, what an optimizer makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.errors import ModelError
from goldsmith.generate import derived_seed
from goldsmith.generate.auto_evol import evolution_failure, final_instruction, revised_method
from goldsmith_distilabel.generate.all_done import outcomes
from goldsmith_distilabel.generate.evol_prompts import RESPOND
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt

__all__ = ["ANALYSE", "EVOLVE", "INITIAL_METHOD", "REVISE", "MethodTrials"]

INITIAL_METHOD = Prompt("goldsmith_distilabel.generate", "auto_evol/initial_method")
EVOLVE = Prompt("goldsmith_distilabel.generate", "auto_evol/evolve")
ANALYSE = Prompt("goldsmith_distilabel.generate", "auto_evol/analyse")
REVISE = Prompt("goldsmith_distilabel.generate", "auto_evol/revise")


@dataclass(frozen=True)
class MethodTrials:
    """Tries evolving methods, which are texts and only ever data in a prompt.

    Attributes:
        llm: evolves and responds.
        optimizer: examines and revises.
        language: the language to write in, or "".
        seed: every request's own is derived from it.
        sampling: temperature and top_p.
        max_new_tokens: of an evolving or optimizing answer.
        max_response_tokens: of a response.
    """

    llm: LLM
    optimizer: LLM
    language: str
    seed: int
    sampling: dict[str, float]
    max_new_tokens: int
    max_response_tokens: int

    async def evolved(self, method: str, instruction: str, asking: Asking, *purpose: object) -> str:
        """Return what the method makes of the instruction.

        Raises:
            AskingError: no answer, or none with a final instruction.
        """
        told = self._told(self.max_new_tokens, "evolve", *purpose)
        chat = EVOLVE.chat(method=method, instruction=instruction, language=self.language)
        return await asking.read(self.llm, chat, final_instruction, prompt=EVOLVE, **told)

    async def failure_rate(self, method: str, instructions: Sequence[str], *purpose: object) -> float:
        """Return the share of the instructions whose evolution fails, in [0, 1].

        What the method makes is answered, and the answer says whether it failed; no final instruction is a failure too.

        Raises:
            ModelError: not one request got through.
        """
        works = (self._trial(method, one, *purpose, number) for number, one in enumerate(instructions))
        failures = await outcomes(*works)
        if all(isinstance(one, AskingError) and one.kind == "request_failed" for one in failures):
            raise ModelError(f"an evolving method cannot be tried: {failures[0]}")
        return sum(one is not None for one in failures) / len(failures)

    async def trajectory(self, method: str, instruction: str, rounds: int, *purpose: object) -> list[str]:
        """Return the instruction and what the method makes of it, of that, and so on; a failure ends it."""
        stages = [instruction]
        for number in range(rounds):
            try:
                stages.append(await self.evolved(method, stages[-1], Asking(), "stage", number, *purpose))
            except AskingError as error:
                return [*stages, f"(no instruction came of it: {error.message})"]
        return stages

    async def candidate(self, method: str, cases: list[list[str]], *purpose: object) -> str:
        """Return the method as the optimizer revises it after examining the cases.

        Raises:
            AskingError: no answer, or none with a method.
        """
        asking = Asking()
        chat = ANALYSE.chat(cases=cases, language=self.language)
        told = self._told(self.max_new_tokens, "analyse", *purpose)
        report = await asking.ask(self.optimizer, chat, prompt=ANALYSE, **told)
        chat = REVISE.chat(method=method, feedback=report.text, language=self.language)
        told = self._told(self.max_new_tokens, "revise", *purpose)
        return await asking.read(self.optimizer, chat, revised_method, prompt=REVISE, **told)

    async def _trial(self, method: str, instruction: str, *purpose: object) -> str | None:
        asking = Asking()
        evolved = await self.evolved(method, instruction, asking, *purpose)
        chat = RESPOND.chat(instruction=evolved, language=self.language)
        told = self._told(self.max_response_tokens, "respond", *purpose)
        response = (await asking.ask(self.llm, chat, prompt=RESPOND, **told)).text
        return evolution_failure(response) or (None if response.strip() else "no response")

    def _told(self, longest: int, *purpose: object) -> dict[str, Any]:
        return {"max_new_tokens": longest, "seed": derived_seed(self.seed, *purpose), **self.sampling}
