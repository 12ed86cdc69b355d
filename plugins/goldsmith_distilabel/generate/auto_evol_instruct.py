"""Let a model improve the method by which instructions are evolved, then evolve all of them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from distilabel.models.llms.base import LLM
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepOutput
from pydantic import Field

from goldsmith.data import derived_id
from goldsmith.errors import InputError, ModelError
from goldsmith.generate.auto_evol import MethodSearch, evolution_failure
from goldsmith.generate.evol_instruct import eliminated_prompt
from goldsmith_distilabel.generate.all_done import all_done
from goldsmith_distilabel.generate.evol_prompts import RESPOND
from goldsmith_distilabel.generate.lineage import (
    LINEAGE,
    KeepsLineage,
    descendant,
    response_columns,
    seed_row,
)
from goldsmith_distilabel.generate.method_searcher import MethodSearcher
from goldsmith_distilabel.generate.method_trials import ANALYSE, EVOLVE, INITIAL_METHOD, REVISE, MethodTrials
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, await_all

__all__ = ["AutoEvolInstruct"]

T = TypeVar("T")

_ENOUGH = 5  # rows that all failed, after which it is not the rows


class AutoEvolInstruct(KeepsLineage, GlobalStep):
    """Search for the method of evolving that suits the data, then evolve every instruction once by it.

    A method is a text: steps that tell a model how to make an instruction more complex (list ways, plan, rewrite, review).
    The search begins with one that fits any instruction. A step of it evolves a mini-batch for some rounds, has the
    optimizer examine the trajectories and revise the method, several times independently, tries every revision on
    instructions held out, and keeps the one that fails least if it fails less than the method so far. Failure is read
    from the response to the evolved instruction: it begins with "Understood" or "Thank you" and ends with "?", begins with
    "Sure" and ends with "?", or contains "please provide".

    Beyond the paper: an answer without a final instruction, or without a response, is a failure too; a method that never
    failed ends the search, since none can be better; in the last pass, an evolved instruction that copies its parent or
    leaks words of the prompt is rejected as `EvolInstructLoop` does it. With fewer than twice `dev_size` instructions half
    of them are held out, and a warning says so.

    With `method_path` the search is saved after every step: a killed run goes on there, and a finished search is used as
    it is, for other data too (a warning says what has changed). An unfinished one of other data or settings is refused.

    Attributes:
        llm: the model that evolves and responds.
        optimizer: the model that examines and revises; by default `llm`.
        method_path: a JSON file for the method, its failure rates, and what they depend on; "" saves nothing.
        initial_method: the method to begin with; "" for the one of the paper's kind.
        steps: of the search; 0 evolves by the initial method.
        batch_size: instructions whose evolution the optimizer sees in a step.
        rounds: how often each of those is evolved. The paper leaves it open; at 2, the fewest that show what a method does
            to its own results, a trajectory still fits an optimizer's context.
        candidates: revisions tried in a step.
        dev_size: instructions held out to try them on.
        keep_seed: what becomes of the instruction given: "answered" (a row with a response, for which the model is asked
            if the row has no `generation`), "as_it_is", or "no" (no row).
        temperature: of all requests.
        top_p: of all requests.
        max_new_tokens: the most tokens of an answer with an evolved instruction, a report or a method.
        max_response_tokens: the most tokens of a response.
        language: the language to write in, as "German"; "" for the language of the material.
        seed: of what is drawn and sampled.
        template_sha256: the hash of the prompts; always that of the installed ones, so that a cache notices a change.

    Input columns:
        - instruction (`str`): The instruction to evolve.
        - generation (`str`): Its response, if it has one.
        - id (`str`): Its id, if it has one.

    Output columns:
        - instruction (`str`): The instruction of this row: the one given (epoch 0), or the evolved one (epoch 1).
        - generation (`str`): The response to it; "" if there is none.
        - generation_cut (`bool`): Whether the length limit ended the response.
        - parent_id (`str`): The row it was made from; "" for a seed.
        - root_id (`str`): The same.
        - epoch (`int`): 0 for a seed, 1 for an evolved instruction.
        - operation (`str`): "method" for an evolved instruction; "" for a seed.
        - verdict (`str`): "seed", "accepted", or why not: "failure" (by the rules above), "copy", "leak", "empty",
            "failed" (a model gave no answer, or none that can be read).
        - method_sha256 (`str`): Which method made it, the SHA-256 of its text; "" for a seed.
        - keep (`bool`): False for a rejected evolution.
        - drop_reason (`str`): Why, in a sentence.
        - provenance (`dict`): Technique, operation, parent, prompt, model and seed.
        - error (`dict`): `kind` is "" unless a model gave nothing for this row.
        - model_name (`str`): The model.

    Categories:
        - evol
        - instruction
        - data-generation

    References:
        - [Automatic Instruction Evolving for Large Language Models](https://arxiv.org/abs/2406.00770)

    Citations:
        ```
        @misc{zeng2024automatic,
            title={Automatic Instruction Evolving for Large Language Models},
            author={Weihao Zeng and Can Xu and Yingxiu Zhao and Jian-Guang Lou and Weizhu Chen},
            year={2024},
            eprint={2406.00770},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Evolve by the initial method, without a search:

        ```python
        from goldsmith_distilabel.generate import AutoEvolInstruct
        from goldsmith_distilabel.llms import LocalLLM

        step = AutoEvolInstruct(llm=LocalLLM(), steps=0, keep_seed="no", max_new_tokens=48, max_response_tokens=16)
        step.load()
        (row,) = next(step.process([{"instruction": "Name three rivers."}]))
        step.unload()
        assert row["operation"] == "method"
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (INITIAL_METHOD, EVOLVE, ANALYSE, REVISE, RESPOND)
    columns: ClassVar[Mapping[str, Any]] = LINEAGE | {"method_sha256": ""}
    technique: ClassVar[str] = "Auto Evol-Instruct"

    optimizer: LLM | None = None
    method_path: str = ""
    initial_method: str = ""
    steps: int = Field(default=10, ge=0)
    batch_size: int = Field(default=10, ge=1)
    rounds: int = Field(default=2, ge=1)
    candidates: int = Field(default=5, ge=1)
    dev_size: int = Field(default=50, ge=1)
    max_new_tokens: int = Field(default=2048, ge=1)

    @property
    def inputs(self) -> list[str]:
        """The instruction."""
        return ["instruction"]

    def process(self, *inputs: StepInput) -> StepOutput:
        """Search, evolve all rows, and yield them once.

        Raises:
            InputError: `method_path` holds something else, or an unfinished search of other data or settings.
            ModelError: the model does not answer.
        """
        (rows,) = inputs
        asked = [number for number, row in enumerate(rows) if not is_set_aside(row) and _text(row)]
        method = self._method([rows[number]["instruction"] for number in asked])
        askings = [Asking() for _ in rows]
        works = [self._rows_of(row, method, asking) for row, asking in zip(rows, askings, strict=True)]
        results = await_all(self.loop, works)
        self._raise_if_unreachable([_unless_raised(results[number]) for number in asked])
        yield [
            self.finished(one, asking if number == 0 else None)  # what was asked counts once
            for result, asking in zip(results, askings, strict=True)
            for number, one in enumerate(_unless_raised(result))
        ]

    def _method(self, instructions: list[str]) -> str:
        search = self._saved(instructions)
        if search and self._is_finished(search):
            return search.method
        if not self.steps or not instructions:
            return self._initial_method()
        if len(instructions) < 2 * self.dev_size:
            self._logger.warning(
                "Step '%s': of %d instructions half are held out, not dev_size=%d",
                self.name,
                len(instructions),
                self.dev_size,
            )
        (result,) = await_all(self.loop, [self._searched(instructions, search)])
        return _unless_raised(result).method

    async def _searched(self, instructions: list[str], search: MethodSearch | None) -> MethodSearch:
        searcher = MethodSearcher(
            trials=self._trials(),
            instructions=instructions,
            dev_size=self.dev_size,
            batch_size=self.batch_size,
            rounds=self.rounds,
            candidates=self.candidates,
            steps=self.steps,
            save=self._save,
        )
        begun = search or await searcher.begun(self._initial_method(), self._settings(instructions))
        return await searcher.finished(begun)

    def _trials(self) -> MethodTrials:
        return MethodTrials(
            llm=self.llm,
            optimizer=self.optimizer or self.llm,
            language=self.language,
            seed=self.seed,
            sampling={"temperature": self.temperature, "top_p": self.top_p},
            max_new_tokens=self.max_new_tokens,
            max_response_tokens=self.max_response_tokens,
        )

    def _initial_method(self) -> str:
        return self.initial_method or INITIAL_METHOD.text()

    def _settings(self, instructions: list[str]) -> dict[str, Any]:
        names = ["batch_size", "rounds", "candidates", "dev_size", "temperature", "top_p", "language", "seed"]
        names += ["max_new_tokens", "max_response_tokens"]
        return {name: getattr(self, name) for name in names} | {
            "model": self.llm.model_name,
            "optimizer": (self.optimizer or self.llm).model_name,
            "initial_method": derived_id(self._initial_method()),
            "instructions": f"{len(instructions)} ({derived_id(*instructions)})",
            "templates": {prompt.name: prompt.sha256 for prompt in self.prompts},
        }

    def _save(self, search: MethodSearch) -> None:
        if self.method_path:
            search.save(Path(self.method_path))

    def _saved(self, instructions: list[str]) -> MethodSearch | None:
        path = Path(self.method_path)
        if not self.method_path or not path.exists():
            return None
        search = MethodSearch.load(path)
        changed = search.changed(self._settings(instructions))
        if changed and not self._is_finished(search):
            raise InputError(
                f"{path} holds a search after {len(search.history)} of {self.steps} steps, but {'; '.join(changed)}:"
                f" remove the file to search anew, or set steps={len(search.history)} to use its method as it is"
            )
        if changed:
            self._logger.warning(
                "Step '%s': the method of %s is used though %s; remove the file to search anew",
                self.name,
                path,
                "; ".join(changed),
            )
        return search

    def _is_finished(self, search: MethodSearch) -> bool:
        return len(search.history) >= self.steps or search.failure_rate == 0

    async def _rows_of(self, row: Row, method: str, asking: Asking) -> list[Row]:
        if is_set_aside(row):
            return [row]
        seed = seed_row(row, row.get("id") or self._id(row))
        if not _text(row):
            return [self.failed(seed, AskingError("no_text", "the instruction is empty"))]
        seeds, evolved = await all_done(self.seeds(seed, asking), self._evolved(seed, method, asking))
        return [*seeds, evolved]

    async def _evolved(self, seed: Row, method: str, asking: Asking) -> Row:
        row = descendant(seed, seed, epoch=1, operation="method")
        row["method_sha256"] = hashlib.sha256(method.encode("utf-8", "replace")).hexdigest()
        row["provenance"] = self.provenance(
            self.technique, operation="method", parents=[seed], prompt=EVOLVE, llm=self.llm
        )
        try:
            return await self._checked(row, seed, method, asking)
        except AskingError as error:
            return self.failed(row, error)

    async def _checked(self, row: Row, seed: Row, method: str, asking: Asking) -> Row:
        given = seed["instruction"]
        text = await self._trials().evolved(method, given, asking, "all", seed["id"])
        row |= {"instruction": text, "id": derived_id(row["id"], text)}  # in place: what follows may raise
        found = eliminated_prompt(text, text, [given])
        if found:
            return self.eliminated(row, *found)
        row |= response_columns(await self.respond(row, asking))
        failure = evolution_failure(row["generation"]) or ("" if row["generation"].strip() else "no response")
        return self.eliminated(row, "failure", failure) if failure else row

    def _raise_if_unreachable(self, results: list[list[Row]]) -> None:
        errors = [rows[-1].get("error") or {} for rows in results]
        if len(errors) >= _ENOUGH and all(error.get("kind") == "request_failed" for error in errors):
            raise ModelError(f"all {len(errors)} rows failed: {errors[0]['message']}")


def _unless_raised(result: T | Exception) -> T:
    if isinstance(result, Exception):
        raise result
    return result


def _text(row: Row) -> bool:
    return isinstance(row["instruction"], str) and bool(row["instruction"].strip())
