"""Pairs of responses of which one breaks a constraint of its instruction."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.errors import InputError
from goldsmith.generate import (
    constraint_pair_reason,
    derived_seed,
    draw_relaxed,
    is_relaxed,
    length_difference,
    persona_prompt_reason,
    read_persona_prompt,
    response_flaw,
)
from goldsmith.generate.persona_prompts import for_request
from goldsmith.verify import Constraint, constraint_problems, read_constraints
from goldsmith_distilabel.generate.all_done import all_done
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row, RowByRow

__all__ = ["ConstraintPairs"]

_RELAX = Prompt("goldsmith_distilabel.generate", "constraint_pairs/relax")
_ANSWER = Prompt("goldsmith_distilabel.generate", "constraint_pairs/answer")


class ConstraintPairs(RowByRow):
    """Pair a response that meets all constraints of an instruction with one to the same instruction less a constraint.

    Tulu 3's preference data for precise instruction following: the model rewrites the instruction so that one constraint,
    drawn by seed, is relaxed; its response to the original is `chosen`, its response to the relaxed one `rejected`, and
    both stand under the original as `prompt`. The two are alike in all but the constraint, which is what the pair
    teaches.

    What differs from Tulu 3: code verifies both responses. A pair is kept only if `chosen` meets every constraint and
    `rejected` breaks the relaxed one (`goldsmith.verify.constraint_problems`). A response that is empty, cut off or a
    refusal, and a relaxed instruction that asks for the same as before, drop the pair too, each with its reason; the
    responses there are stay on the row. With `n` above 1, that many are sampled at each place and the first that
    verifies is taken.

    Attributes:
        llm: relaxes the instruction and responds.
        n: how many responses to sample for `chosen`, and how many for `rejected`.
        temperature: of all answers.
        max_new_tokens: the longest response.
        relaxed_max_new_tokens: the longest relaxed instruction.
        language: of the relaxed instruction, as "German"; "": that of the instruction.
        seed: of the draws and the answers; every row derives its own.

    Input columns:
        - instruction (`str`): What is asked for, with its constraints; `PersonaPrompt(kind="constraints")` writes such.
        - constraints (`str`): The constraints, JSON for `goldsmith.verify.read_constraints`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - prompt (`str`): The instruction.
        - chosen (`str`): The response to it, "" if there is none.
        - rejected (`str`): The response to the relaxed instruction, "" if there is none.
        - relaxed_instruction (`str`): The instruction less a constraint.
        - relaxed_constraint (`str`): The kind of the constraint that was relaxed.
        - chosen_problems (`str`): Which constraints the chosen response breaks, "" if none.
        - rejected_problems (`str`): Which the rejected one breaks.
        - length_difference (`dict[str, int]`): By how many `characters` and `words` the chosen one is longer.
        - chosen_model (`str`): Who wrote it.
        - rejected_model (`str`): Who wrote the other.
        - keep (`bool`): Whether the pair is one to learn from.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why nothing could be done with the row.
        - provenance (`dict`): Where the pair comes from.
        - model_name (`str`): The model.

    Categories:
        - preference
        - filtering

    References:
        - [Tulu 3: Pushing Frontiers in Open Language Model Post-Training](https://arxiv.org/abs/2411.15124)
        - [Instruction-Following Evaluation for Large Language Models](https://arxiv.org/abs/2311.07911)

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
        A pair about commas, from a model that may or may not keep to it:

        ```python
        from goldsmith_distilabel.generate import ConstraintPairs
        from goldsmith_distilabel.llms import LocalLLM

        step = ConstraintPairs(llm=LocalLLM(n_ctx=1024), max_new_tokens=40, relaxed_max_new_tokens=60)
        step.load()
        asked = {
            "instruction": "Name some rivers. Do not use any commas.",
            "constraints": '[{"kind": "punctuation:no_comma"}]',
        }
        (row,) = next(step.process([asked]))
        assert row["keep"] or row["drop_reason"] or row["error"]["kind"]
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (_RELAX, _ANSWER)
    columns: ClassVar[Mapping[str, Any]] = {
        "prompt": "",
        "chosen": "",
        "rejected": "",
        "relaxed_instruction": "",
        "relaxed_constraint": "",
        "chosen_problems": "",
        "rejected_problems": "",
        "length_difference": {"characters": 0, "words": 0},
        "chosen_model": "",
        "rejected_model": "",
    }

    llm: LLM
    n: int = Field(default=1, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=1024, ge=1)
    relaxed_max_new_tokens: int = Field(default=512, ge=1)

    @property
    def inputs(self) -> list[str]:
        """The instruction and its constraints."""
        return ["instruction", "constraints"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its pair.

        Raises:
            AskingError: the constraints cannot be read, or the model gives nothing.
        """
        row = row | {"id": row.get("id") or self._id(row)}
        instruction, constraints = _given(row)
        if not constraints:
            return [
                row | {"prompt": instruction, "keep": False, "drop_reason": "constraint pair: no constraints"}
            ]
        relaxed = draw_relaxed(constraints, seed=f"{self.seed} {row['id']}")
        chosen, rewritten = await all_done(
            self._response(
                row, "chosen", instruction, lambda text: not constraint_problems(text, constraints), asking
            ),
            self._relaxed(row, instruction, constraints, relaxed, asking),
        )
        told = {
            "prompt": instruction,
            "relaxed_instruction": rewritten,
            "relaxed_constraint": relaxed.kind,
            **_response_columns("chosen", chosen, constraints, self.llm),
        }
        reason = _relaxed_reason(rewritten, instruction)
        if reason is None:
            rejected = await self._response(
                row, "rejected", rewritten, lambda text: bool(relaxed.problem(text)), asking
            )
            told |= _response_columns("rejected", rejected, constraints, self.llm)
            told["length_difference"] = length_difference(told["chosen"], told["rejected"])
            reason = _flaw(chosen, rejected) or constraint_pair_reason(
                told["chosen"], told["rejected"], constraints, relaxed
            )
        return [row | told | self._outcome(row, reason, relaxed)]

    async def _relaxed(
        self,
        row: Row,
        instruction: str,
        constraints: list[Constraint],
        relaxed: Constraint,
        asking: Asking,
    ) -> str:
        return await asking.read(
            self.llm,
            _RELAX.chat(
                instruction=instruction,
                relaxed=relaxed.text(),
                others=[one.text() for one in constraints if one != relaxed],
                language=self.language,
            ),
            lambda output: read_persona_prompt(output, "constraints"),
            prompt=_RELAX,
            temperature=self.temperature,
            max_new_tokens=self.relaxed_max_new_tokens,
            seed=derived_seed(self.seed, row["id"], "relax"),
        )

    async def _response(
        self, row: Row, place: str, instruction: str, verifies: Callable[[str], bool], asking: Asking
    ) -> Reply:
        found = await asking.sample(
            self.llm,
            _ANSWER.chat(instruction=instruction),
            self.n,
            prompt=_ANSWER,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"], place),
        )
        good = (
            one for one in found if not response_flaw(one.text, cut=one.cut) and verifies(one.text.strip())
        )
        return next(good, found[0])

    def _outcome(self, row: Row, reason: str | None, relaxed: Constraint) -> Row:
        origin = self.provenance(
            "Constraint pair", operation=relaxed.kind, parents=[row], prompt=_RELAX, llm=self.llm
        )
        return {"keep": reason is None, "drop_reason": reason or "", "provenance": origin}


def _given(row: Row) -> tuple[str, list[Constraint]]:
    instruction, told = row["instruction"], row["constraints"]
    if not isinstance(instruction, str) or not instruction.strip():
        raise AskingError("no_text", f"expected an instruction, got {instruction!r:.80}")
    try:
        return instruction, for_request(read_constraints(told), instruction) if told else []
    except InputError as err:
        raise AskingError("no_constraints", str(err)) from err


def _response_columns(place: str, reply: Reply, constraints: list[Constraint], llm: LLM) -> Row:
    text = reply.text.strip()
    return {
        place: text,
        f"{place}_problems": "; ".join(constraint_problems(text, constraints)),
        f"{place}_model": llm.model_name,
    }


def _relaxed_reason(rewritten: str, instruction: str) -> str | None:
    if not is_relaxed(rewritten, instruction):
        return "constraint pair: relaxed instruction asks for the same as the original"
    found = persona_prompt_reason(rewritten, "", "constraints")
    return found and f"constraint pair: relaxed instruction, {found.removeprefix('persona prompt: ')}"


def _flaw(chosen: Reply, rejected: Reply) -> str | None:
    for place, reply in (("chosen", chosen), ("rejected", rejected)):
        if flaw := response_flaw(reply.text, cut=reply.cut):
            return f"constraint pair: {place} is {flaw}"
    return None
