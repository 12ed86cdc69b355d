"""Problems and solutions inspired by real code."""

from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem
from pydantic import Field

from goldsmith.errors import UnreadableError
from goldsmith.generate import derived_seed
from goldsmith.generate.code import ProblemSolution, Snippet, draw_snippet, read_problem_solution
from goldsmith_distilabel.prompting import Asking, Prompt, Reply, Row
from goldsmith_distilabel.reason.from_snippets import FromSnippets

__all__ = ["CodeFromSnippet"]

SYSTEM = Prompt("goldsmith_distilabel.reason", "code_from_snippet/system")
ASK = Prompt("goldsmith_distilabel.reason", "code_from_snippet/ask")
_TASK = "Write a solution to the following coding problem:\n"


class CodeFromSnippet(FromSnippets):
    r"""Let some lines of real code inspire a model to a programming problem and its solution: OSS-Instruct.

    Of each document 1 to 15 consecutive lines are drawn by seed: any first line, then any number of lines, fewer where the
    document ends. The model is asked at temperature 0 for two sections, `[Problem Description]` and `[Solution]`. An answer
    that the length limit cut, and one without both sections, does not count, as in the paper; the row says why, and keeps
    the answer.

    What differs from Magicoder: the prompt says the same in other words, and takes the snippet for data whatever it says; a snippet
    without a letter or a digit is drawn again; an answer that cannot be read is asked for once more, with the reason; sections
    under other headings, and JSON, are read too. The paper's cleaning, which drops what repeats a snippet, a
    problem or a solution, looks at all rows: it is the step `DistinctCode`. Its decontamination is for the curation.
    Nothing here is run: `TestedResponses` answers the problem anew, with tests.

    Attributes:
        llm: the model.
        column: the code document, in any programming language.
        num_snippets: how many snippets are drawn of a document; the paper's one.
        min_lines: the least lines that are drawn.
        max_lines: the most.
        max_chars: the longest snippet, in characters.
        temperature: of the answers.
        max_new_tokens: the longest answer.
        language: of the problem and the solution's text, as "German"; "": the model's choice.
        seed: of the draws and the answers.

    Input columns:
        - document (`str`): the column named by `column`.
        - id (`str`, optional): The document's stable id.

    Output columns:
        - problem (`str`): The problem; "" if there is none.
        - solution (`str`): Its solution, as the model wrote it.
        - instruction (`str`): The problem as Magicoder is trained on it: "Write a solution to the following coding problem:" before it.
        - generation (`str`): The solution.
        - snippet (`str`): The lines that were drawn.
        - snippet_first_line (`int`): The number of the first in the document, from 1; 0 if none was drawn.
        - snippet_lines (`int`): How many they are.
        - snippet_seed (`int`): The seed that they were drawn with.
        - raw_output (`str`): All that the model wrote.
        - keep (`bool`): Whether the row has both.
        - drop_reason (`str`): Why not.
        - error (`dict`): Why there is no answer that can be read.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model.

    Categories:
        - text-generation
        - execution

    References:
        - [Magicoder: Empowering Code Generation with OSS-Instruct](https://arxiv.org/abs/2312.02120)

    Citations:
        ```
        @misc{wei2023magicoder,
            title={Magicoder: Empowering Code Generation with OSS-Instruct},
            author={Wei, Yuxiang and Wang, Zhe and Liu, Jiawei and Ding, Yifeng and Zhang, Lingming},
            year={2023},
            eprint={2312.02120},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        A problem inspired by two lines, from a model that may or may not write both sections:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import CodeFromSnippet

        step = CodeFromSnippet(llm=LocalLLM(n_ctx=1024), max_new_tokens=40)
        step.load()
        (row,) = next(step.process([{"document": "def area(a, b):\n    return a * b\n"}]))
        step.unload()
        assert row["snippet"] in row["document"]
        assert row["solution"] or row["error"]["kind"] or row["drop_reason"]
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (SYSTEM, ASK)
    columns: ClassVar[Mapping[str, Any]] = {
        "problem": "",
        "solution": "",
        "instruction": "",
        "generation": "",
        **FromSnippets.snippet_columns,
        "raw_output": "",
    }

    llm: LLM
    num_snippets: int = Field(default=1, ge=1)
    min_lines: int = Field(default=1, ge=1)
    max_lines: int = Field(default=15, ge=1)
    max_chars: int = Field(default=4000, ge=1)
    temperature: float = Field(default=0.0, ge=0)
    max_new_tokens: int = Field(default=2500, ge=1)

    def snippets_of(self, row: Row, document: str) -> list[Snippet] | str:
        """Return as many as are wanted, or why there are none."""
        drawn = [
            draw_snippet(
                document,
                derived_seed(self.seed, row["id"], number),
                min_lines=min(self.min_lines, self.max_lines),
                max_lines=self.max_lines,
                max_chars=self.max_chars,
            )
            for number in range(self.num_snippets)
        ]
        found = [snippet for snippet in drawn if snippet]
        return found or f"document: no lines that say anything in {self.max_chars:,} characters"

    async def row_of(self, row: Row, document: Row, asking: Asking) -> Row:
        """Return the row with its problem and solution.

        Raises:
            AskingError: there is no answer, or none with both sections.
        """
        reply, found = await asking.read_reply(
            self.llm,
            self._chat(row["snippet"]),
            _read,
            prompt=ASK,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"]),
        )
        reason = f"code from snippet: cut off at {self.max_new_tokens} tokens" if reply.cut else ""
        return row | {
            "problem": found.problem if found else "",
            "solution": found.solution if found else "",
            "instruction": f"{_TASK}{found.problem}" if found else "",
            "generation": found.solution if found else "",
            "raw_output": reply.text,
            "keep": not reason,
            "drop_reason": reason,
            "provenance": self.provenance(
                "OSS-Instruct", operation="snippet to problem", parents=[document], prompt=ASK, llm=self.llm
            ),
        }

    def _chat(self, snippet: str) -> list[ChatItem]:
        system: ChatItem = {"role": "system", "content": SYSTEM.text()}
        return [system, *ASK.chat(snippet=snippet, language=self.language)]


def _read(reply: Reply) -> tuple[Reply, ProblemSolution | None]:
    """Read an answer; one that was cut and cannot be read is not asked for again."""
    try:
        return reply, read_problem_solution(reply.text)
    except UnreadableError:
        if reply.cut:
            return reply, None
        raise
