"""Cases of a red-team set, as templates or a model write them and converters leave them."""

from collections.abc import Mapping
from random import Random
from typing import Any, ClassVar, Self

from distilabel.models.llms.base import LLM
from pydantic import Field, model_validator

from goldsmith.data import derived_id, provenance
from goldsmith.errors import ModelError
from goldsmith.generate import derived_seed
from goldsmith.redteam import (
    EXPECTED,
    HAZARDS,
    Cell,
    chain_of,
    convert,
    expected_of,
    gives_back,
    read_written_case,
    written_case_reason,
)
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, AsksModels, Prompt, Reply, Row, await_all
from goldsmith_distilabel.simulate.case_kinds import ATTACK, BENIGN, PROMPTS, CaseKind

__all__ = ["WritesCases"]

_CHAINS = [
    "",
    "base64",
    "rot13",
    "leetspeak",
    "homoglyphs",
    "zero_width",
    "payload_splitting",
    "prefix_injection",
    "refusal_suppression+base64",
]
_ENOUGH = 5  # requests that all failed, after which it is not the cases


class WritesCases(AsksModels):
    """Mixed into a step that writes test cases of behaviours: the columns of a case, and how one comes about."""

    prompts: ClassVar[tuple[Prompt, ...]] = PROMPTS
    columns: ClassVar[Mapping[str, Any]] = {
        "instruction": "",
        "unconverted": "",
        "benign": False,
        "style": "",
        "chain": "",
        "converter_seed": 0,
        "reversible": False,
        "written_in": "",
        "expected": "",
        "expected_behaviour": "",
        "behaviour": "",
        "category": "",
        "source_id": "",
    }

    llm: LLM | None = None
    styles: list[str] | None = None
    own_styles: dict[str, str] = Field(default_factory=dict)
    chains: list[str] = Field(default=_CHAINS, min_length=1)
    benign_kinds: list[str] | None = None
    own_benign_kinds: dict[str, str] = Field(default_factory=dict)
    benign_chains: list[str] = Field(default=[""], min_length=1)
    categories: dict[str, str] = Field(default=HAZARDS)
    other_languages: list[str] = Field(default=["German", "Hindi", "Swahili", "Zulu"], min_length=1)
    temperature: float = Field(default=0.9, ge=0)
    max_new_tokens: int = Field(default=512, ge=1)

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        for kind in (ATTACK, BENIGN):
            self.ways_of(kind)
            for chain in self.chains_of(kind):
                chain_of(chain)
        return self

    def ways_of(self, kind: CaseKind) -> dict[str, str]:
        """Return the ways in which cases of a kind are written, name -> how."""
        names = self.benign_kinds if kind is BENIGN else self.styles
        return kind.chosen(names, self._own(kind), by_model=self.llm is not None, language=self.language)

    def _own(self, kind: CaseKind) -> dict[str, str]:
        return self.own_benign_kinds if kind is BENIGN else self.own_styles

    def chains_of(self, kind: CaseKind) -> list[str]:
        """Return the chains of converters of a kind, all different."""
        return list(dict.fromkeys(self.benign_chains if kind is BENIGN else self.chains))

    def written_wave(self, kind: CaseKind, cells: list[Cell], sources: list[Row]) -> list[tuple[Row, Asking]]:
        """Return the case of each cell, all written at the same time, and what was asked for it.

        Raises:
            ModelError: every request failed, and there were several.
        """
        blanks = [self._case(kind, cell, sources[cell.behaviour]) for cell in cells]
        askings = [Asking() for _ in cells]
        works = [self._written(kind, row, asking) for row, asking in zip(blanks, askings, strict=True)]
        results = await_all(self.loop, works)
        failures = [one for one in results if isinstance(one, AskingError) and one.kind == "request_failed"]
        if len(failures) >= _ENOUGH and len(failures) == len(results):
            raise ModelError(f"all {len(failures)} requests failed: {failures[0].message}") from failures[0]
        rows = [self._told(row, result) for row, result in zip(blanks, results, strict=True)]
        return list(zip(rows, askings, strict=True))

    def _case(self, kind: CaseKind, cell: Cell, source: Row) -> Row:
        """Return the row of a case that is not written yet."""
        expected = "comply" if kind is BENIGN else source.get("expected") or expected_of(source["category"])
        row_id = derived_id(str(source["id"]), kind.name, cell.style, cell.chain)
        language = self.language
        if cell.style == "other_language" and cell.style not in self.own_styles:
            rng = Random(derived_seed(self.seed, row_id, "language"))  # noqa: S311 (no secrets)
            language = rng.choice(self.other_languages)
        own = {
            "id": row_id,
            "source_id": str(source["id"]),
            "benign": kind is BENIGN,
            "style": cell.style,
            "chain": cell.chain,
            "converter_seed": derived_seed(self.seed, row_id, "converters"),
            "written_in": language,
            "expected": expected,
            "expected_behaviour": EXPECTED[expected],
            "provenance": self._origin(kind, cell, source),
        }
        return {**self.columns, **source, **own, "keep": True, "drop_reason": ""}

    def _origin(self, kind: CaseKind, cell: Cell, source: Row) -> dict[str, Any]:
        prompt = kind.written_by(cell.style, self._own(kind), by_model=self.llm is not None)
        return provenance(
            "Red-team set",
            operation=" > ".join([kind.name, cell.style, *chain_of(cell.chain)]),
            parents=[source],
            prompt=prompt.name if prompt else "",
            prompt_sha256=prompt.sha256 if prompt else "",
            model=self.llm.model_name if self.llm else "",
            seed=self.seed,
        )

    async def _written(self, kind: CaseKind, row: Row, asking: Asking) -> Row:
        """Return the row with its case.

        Raises:
            AskingError: the writer gives none.
        """
        if self.llm is None:
            text, reason = kind.framed(row["style"], self._own(kind), row["behaviour"]), ""
        else:
            text, reason = await self._asked(self.llm, kind, row, asking)
        chain, seed = chain_of(row["chain"]), row["converter_seed"]
        told = {
            "instruction": convert(text, chain, seed).text,
            "unconverted": text,
            "reversible": gives_back(text, chain, seed),
        }
        return row | told | {"keep": not reason, "drop_reason": reason and f"red-team case: {reason}"}

    async def _asked(self, llm: LLM, kind: CaseKind, row: Row, asking: Asking) -> tuple[str, str]:
        """Return what the writer wrote, and why it is no case, "" if it is one."""

        def read(reply: Reply) -> tuple[str, str]:
            if reply.cut and "</test_prompt>" not in reply.text:
                return reply.text, f"cut off after {self.max_new_tokens} tokens"
            text = read_written_case(reply.text)
            # A plain attack may be the behaviour itself.
            return text, written_case_reason(text, "" if row["style"] == "plain" else row["behaviour"])

        return await asking.read_reply(
            llm,
            kind.prompt.chat(
                behaviour=row["behaviour"],
                category=self.categories.get(row["category"], ""),
                way=self.ways_of(kind)[row["style"]],
                language=row["written_in"],
            ),
            read,
            prompt=kind.prompt,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"], "write"),
        )

    def _told(self, row: Row, result: Row | Exception) -> Row:
        if isinstance(result, AskingError):
            name = str(self.name)  # type: ignore[attr-defined]
            marked = marked_failed(row, name, result.kind, result.message, result.raw)
            return marked | {"keep": False, "drop_reason": f"red-team case: {result}"}
        if isinstance(result, Exception):
            raise result
        return result
