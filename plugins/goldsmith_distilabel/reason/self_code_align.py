"""Coding tasks and tested responses that a model makes of real code by itself."""

import json
import random
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from distilabel.typing import ChatItem
from pydantic import Field

from goldsmith.generate import derived_seed, read_instruction
from goldsmith.generate.code import (
    CONCEPTS_SCHEMA,
    Snippet,
    TaskKind,
    draw_demonstrations,
    draw_snippet,
    draw_task_kind,
    read_concepts,
    seed_functions,
)
from goldsmith_distilabel.prompting import Asking, Prompt, Row
from goldsmith_distilabel.reason.few_shot import few_shot
from goldsmith_distilabel.reason.from_snippets import FromSnippets
from goldsmith_distilabel.reason.tested_responses import TestedResponses

__all__ = ["SelfCodeAlign"]

CONCEPTS_SYSTEM = Prompt("goldsmith_distilabel.reason", "self_code_align/concepts_system")
CONCEPTS = Prompt("goldsmith_distilabel.reason", "self_code_align/concepts")
TASK_SYSTEM = Prompt("goldsmith_distilabel.reason", "self_code_align/task_system")
TASK = Prompt("goldsmith_distilabel.reason", "self_code_align/task")
_MOST_WORDS = 200
_LINES = (5, 30)  # of a snippet that is drawn by lines


class SelfCodeAlign(FromSnippets, TestedResponses):
    r"""Make a coding task of real code and answer it, with tests that are run: SelfCodeAlign, in one step.

    Snippet to concepts: the model names the programming concepts in it. Concepts to task: category (functions half of the time, else
    classes or programs) and difficulty (easy, medium, hard) are drawn by seed, and the model writes a task. Task to
    response: ten responses, each with tests of its own, of which the sandbox runs those that can be; one that
    passes is drawn. All at temperature 0.7, with eight examples of concepts and of tasks, and one of a response. A task of more than
    200 words is dropped before it is answered, as the paper drops it after. Every snippet comes out as a row that says
    what became of it; see `TestedResponses` for the responses.

    Snippets are the functions of a Python file, chosen by the paper's rules that need no model or type checker
    (`goldsmith.generate.code.seed_functions`), or lines of any language. Tasks and responses are in Python, as in the paper's data.

    What differs from the paper, beside what `TestedResponses` says: examples are our own, eight in all rather than 21 to draw from; concepts
    and tasks that cannot be read are asked for once more. What the paper does with the whole set afterwards are steps of
    their own: `DistinctCode` (the same task, response or names of functions) and `NearDuplicates`;
    decontamination is for the curation.

    Attributes:
        llm: the model; the paper takes the one that is to be trained.
        column: the code document.
        snippets: "functions" of a Python file; "lines": 5 to 30 that are drawn; "whole": the document is the snippet.
        num_snippets: how many of a document; None for all functions, or one draw of lines.
        max_chars: the longest snippet, in characters.
        num_examples: how many examples of concepts and of tasks the model is shown, at most 8.
        n: how many responses.
        temperature: of all answers.
        max_new_tokens: the longest answer.
        num_demonstrations: how many worked examples of a response the model is shown.
        language: of tasks and the responses' text, as "German"; "": the model's choice.
        seed: of every draw and of the answers.
        seconds: how long one run may take.
        cpu_seconds: how much processor time it may use.
        memory_mb: MiB of memory it may have.
        packages: names of installed packages that the code may import beside Python's library.
        workers: how many runs at a time; one for each processor if None.

    Input columns:
        - document (`str`): the column named by `column`.
        - id (`str`, optional): The document's stable id.

    Output columns:
        - instruction (`str`): The task; "" if there is none.
        - concepts (`list[str]`): What the snippet shows.
        - category (`str`): What the task is to write.
        - difficulty (`str`): How hard it is to be.
        - snippet (`str`): The code that it began with.
        - snippet_first_line (`int`): The number of its first line in the document, from 1.
        - snippet_lines (`int`): How many lines it has.
        - snippet_seed (`int`): The seed that it was drawn with; 0 if it was not drawn.
        - generation, code, tests, candidates, candidate_responses, candidate_codes, candidate_tests, candidate_outcomes,
            candidate_reasons, chosen_candidate, samples, pass_rate, verified, verdict_rule, verdict_reason, keep,
            drop_reason, error, provenance, model_name: as in `TestedResponses`.

    Categories:
        - text-generation
        - execution

    References:
        - [SelfCodeAlign: Self-Alignment for Code Generation](https://arxiv.org/abs/2410.24198)

    Citations:
        ```
        @misc{wei2024selfcodealign,
            title={SelfCodeAlign: Self-Alignment for Code Generation},
            author={Wei, Yuxiang and Cassano, Federico and Liu, Jiawei and Ding, Yifeng and others},
            year={2024},
            eprint={2410.24198},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        One function, from a model that may or may not make a task of it:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import SelfCodeAlign

        step = SelfCodeAlign(
            llm=LocalLLM(n_ctx=2048), num_examples=1, num_demonstrations=0, n=1, max_new_tokens=40, workers=1
        )
        step.load()
        code = "def area(a, b):\n    'Return the area of a rectangle.'\n    return a * b\n"
        (row,) = next(step.process([{"document": code}]))
        step.unload()
        assert row["keep"] or row["drop_reason"] or row["error"]["kind"]
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (
        CONCEPTS_SYSTEM,
        CONCEPTS,
        TASK_SYSTEM,
        TASK,
        *TestedResponses.prompts,
    )
    columns: ClassVar[Mapping[str, Any]] = {
        "instruction": "",
        "concepts": [""],
        "category": "",
        "difficulty": "",
        **FromSnippets.snippet_columns,
        **TestedResponses.columns,
    }
    technique: ClassVar[str] = "SelfCodeAlign"

    snippets: Literal["functions", "lines", "whole"] = "functions"
    num_snippets: int | None = Field(default=None, ge=1)
    max_chars: int = Field(default=8000, ge=1)
    num_examples: int = Field(default=8, ge=0, le=8)

    def snippets_of(self, row: Row, document: str) -> list[Snippet] | str:
        """Return the snippets of a document, or why there are none."""
        if self.snippets == "whole":
            whole = Snippet(document, 1, len(document.splitlines()))
            return (
                [whole]
                if len(document) <= self.max_chars
                else f"document: above {self.max_chars:,} characters"
            )
        return self._functions(row, document) if self.snippets == "functions" else self._lines(row, document)

    async def row_of(self, row: Row, document: Row, asking: Asking) -> Row:
        """Return the row with its task and responses.

        Raises:
            AskingError: the model gives no concepts, no task, or no response.
        """
        kind = draw_task_kind(derived_seed(self.seed, row["id"], "kind"))
        concepts = await self._concepts(row, asking)
        task = await self._task(row, kind, concepts, asking)
        told = row | {"instruction": task, "concepts": concepts} | vars(kind) | self._origin(document)
        if len(task.split()) > _MOST_WORDS:
            reason = f"task: {len(task.split())} words, at most {_MOST_WORDS}"
            return told | {"keep": False, "drop_reason": reason}
        return told | await self.responded(row, task, asking)

    def _functions(self, row: Row, document: str) -> list[Snippet] | str:
        functions = seed_functions(document)
        good = [
            one.snippet for one in functions if not one.problem and len(one.snippet.text) <= self.max_chars
        ]
        if not good:
            why = "; ".join(f"{one.name}: {one.problem or 'too long'}" for one in functions[:5])
            return f"document: no function to begin with ({why or 'none at the top of a Python file of a usual size'})"
        if self.num_snippets is None or self.num_snippets >= len(good):
            return good
        rng = random.Random(derived_seed(self.seed, row["id"], "functions"))  # noqa: S311 - nothing secret
        return [good[place] for place in sorted(rng.sample(range(len(good)), self.num_snippets))]

    def _lines(self, row: Row, document: str) -> list[Snippet] | str:
        least, most = _LINES
        drawn = [
            draw_snippet(
                document,
                derived_seed(self.seed, row["id"], "lines", number),
                min_lines=least,
                max_lines=most,
                max_chars=self.max_chars,
            )
            for number in range(self.num_snippets or 1)
        ]
        found = [snippet for snippet in drawn if snippet]
        return found or f"document: no lines that say anything in {self.max_chars:,} characters"

    async def _concepts(self, row: Row, asking: Asking) -> list[str]:
        seed = derived_seed(self.seed, row["id"], "concepts")
        shown = (
            (
                CONCEPTS.chat(snippet=example.snippet),
                json.dumps({"concepts": example.concepts.split(", ")}),
            )
            for example in draw_demonstrations(self.num_examples, seed)
        )
        return await asking.read(
            self.llm,
            few_shot(CONCEPTS_SYSTEM.text(), shown, CONCEPTS.chat(snippet=row["snippet"])),
            read_concepts,
            prompt=CONCEPTS,
            schema=CONCEPTS_SCHEMA,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=seed,
        )

    async def _task(self, row: Row, kind: TaskKind, concepts: list[str], asking: Asking) -> str:
        seed = derived_seed(self.seed, row["id"], "task")
        shown = (
            (_asked(example.category, example.difficulty, example.concepts), example.task)
            for example in draw_demonstrations(self.num_examples, seed)
        )
        asked = _asked(kind.category, kind.difficulty, ", ".join(concepts))
        return await asking.read(
            self.llm,
            few_shot(TASK_SYSTEM.text(language=self.language), shown, asked),
            read_instruction,
            prompt=TASK,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=seed,
        )


def _asked(category: str, difficulty: str, concepts: str) -> list[ChatItem]:
    return TASK.chat(category=category, difficulty=difficulty, concepts=concepts)
