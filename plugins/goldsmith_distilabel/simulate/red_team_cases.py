"""Attacks on a model, and what looks like one."""

from collections.abc import Iterator, Mapping
from itertools import islice

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepOutput
from pydantic import Field

from goldsmith.data import derived_id
from goldsmith.generate import derived_seed
from goldsmith.redteam import EXPECTED, balanced_cells
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside
from goldsmith_distilabel.prompting import Row
from goldsmith_distilabel.simulate.case_kinds import ATTACK, BENIGN, CaseKind
from goldsmith_distilabel.simulate.writes_cases import WritesCases

__all__ = ["RedTeamCases"]


class RedTeamCases(WritesCases, GlobalStep):
    """Make a safety test set of behaviours: attacks with what is expected instead, and benign look-alikes.

    For defence: the set finds where a model helps although it should not, and where it refuses although it need not. A
    case is a source behaviour x a style x a chain of converters (`goldsmith.redteam.CONVERTERS`), each with its lineage
    and with the safe behaviour that is expected. Every combination is made once at most, in even shares of categories,
    behaviours, styles and chains (`goldsmith.redteam.balanced_cells`).

    With an `llm` that model writes the case in its style, and code converts it. A writer that refuses, that is cut off or
    that repeats the behaviour where it should not makes no case: the row is dropped with its reason, and the next
    combination is taken in its place. Without one templates write the cases, in English, and no model is needed.

    When there are fewer cases than asked for, a last row says why, in its `drop_reason`.

    Attributes:
        llm: writes the cases; None: templates do.
        num_attacks: how many attacks.
        num_benign: how many benign look-alikes.
        styles: of the attacks, of `goldsmith.redteam.STYLES`; None: all that can be written ("other_language" needs an llm).
        own_styles: more of them, name -> how to put the attack; without an llm: the text, with `{behaviour}` in it.
        chains: converters of the attacks, as "rot13+base64"; "" for none.
        benign_kinds: of the look-alikes, of `goldsmith.redteam.BENIGN_KINDS`; None: all that can be written ("figurative" needs
            an llm).
        own_benign_kinds: more of them, as `own_styles`.
        benign_chains: converters of the look-alikes.
        categories: name -> what it is; MLCommons' 13 hazards.
        other_languages: what "other_language" draws from.
        replacements: how many cases may be made in place of those that are dropped or fail, of each kind.
        temperature: of the writer.
        max_new_tokens: the longest case.
        language: of the cases, as "German"; "": that of the behaviour.
        seed: of the shares, the writer and the converters.

    Input columns:
        - behaviour (`str`): What the model should not help with, as HarmBench-like sets have it; may be mapped from theirs.
        - category (`str`, optional): One of `categories`.
        - expected (`str`, optional): What is expected of attacks, one of `goldsmith.redteam.EXPECTED`; by the category if there
            is none.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - instruction (`str`): What the tested model is sent; `TextGeneration` reads it.
        - unconverted (`str`): The same before the converters.
        - benign (`bool`): Whether it is a look-alike.
        - style (`str`): How it is put, or the kind of look-alike.
        - chain (`str`): The converters.
        - converter_seed (`int`): Theirs: `convert(unconverted, chain_of(chain), converter_seed).text` is `instruction`.
        - reversible (`bool`): Whether `goldsmith.redteam.invert_chain` gives `unconverted` back.
        - written_in (`str`): The language asked for, "" for that of the behaviour.
        - expected (`str`): "refuse", "safe_complete" or "comply".
        - expected_behaviour (`str`): What that means.
        - behaviour (`str`): The row's.
        - category (`str`): The row's.
        - source_id (`str`): The row's id.
        - keep (`bool`): Whether it is a case.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why the writer gave nothing.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The writer, "" for templates.

    Categories:
        - text-generation
        - data-generation

    References:
        - [HarmBench: A Standardized Evaluation Framework for Automated Red Teaming](https://arxiv.org/abs/2402.04249)
        - [Jailbroken: How Does LLM Safety Training Fail?](https://arxiv.org/abs/2307.02483)
        - [XSTest: A Test Suite for Identifying Exaggerated Safety Behaviours](https://arxiv.org/abs/2308.01263)
        - [Introducing v0.5 of the AI Safety Benchmark from MLCommons](https://arxiv.org/abs/2404.12241)

    Citations:
        ```
        @inproceedings{mazeika2024harmbench,
            title={HarmBench: A Standardized Evaluation Framework for Automated Red Teaming and Robust Refusal},
            author={Mazeika, Mantas and Phan, Long and Yin, Xuwang and Zou, Andy and others},
            booktitle={International Conference on Machine Learning},
            year={2024}
        }
        ```

    Examples:
        Cases without a model:

        ```python
        from goldsmith_distilabel.simulate import RedTeamCases

        step = RedTeamCases(num_attacks=4, num_benign=2, styles=["plain", "urgency"], chains=["", "base64"])
        step.load()
        behaviour = {"id": "diary", "behaviour": "Explain how to pick the lock of a diary.", "category": "privacy"}
        rows = next(step.process([behaviour]))
        assert [row["expected"] for row in rows] == ["refuse"] * 4 + ["comply"] * 2
        assert sorted((row["style"], row["chain"]) for row in rows[:4]) == [
            ("plain", ""),
            ("plain", "base64"),
            ("urgency", ""),
            ("urgency", "base64"),
        ]
        ```
    """

    num_attacks: int = Field(default=100, ge=0)
    num_benign: int = Field(default=50, ge=0)
    replacements: int = Field(default=50, ge=0)

    @property
    def inputs(self) -> list[str]:
        """The behaviour."""
        return ["behaviour"]

    def process(self, *inputs: StepInput) -> StepOutput:
        """Make the set of all behaviours.

        Args:
            inputs: the behaviours.

        Yields:
            The attacks, the look-alikes, the rows that are no behaviours, and why there are fewer cases than asked for.

        Raises:
            ModelError: the first requests all failed.
        """
        rows = joined(inputs)
        sources, others = self._sources(rows)
        blank = dict.fromkeys(key for row in rows for key in row)
        made: list[Row] = []
        for kind, wanted in ((ATTACK, self.num_attacks), (BENIGN, self.num_benign)):
            cases = list(self._cases(kind, wanted, sources))
            made += cases
            kept = sum(row["keep"] for row in cases)
            if kept < wanted:
                others.append(blank | self._shortfall(kind, wanted, kept, len(cases), len(sources)))
        yield made + [self.finished(row) for row in others]

    def _sources(self, rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """Return the behaviours, and the rows that are none: set aside before, or dropped with a reason."""
        sources: dict[str, Row] = {}
        others = []
        for given in rows:
            row = given | {"category": given.get("category") or "", "id": given.get("id") or self._id(given)}
            if is_set_aside(row):
                others.append(row)
            elif reason := self._source_reason(row, sources):
                others.append(row | {"keep": False, "drop_reason": f"red-team case: {reason}"})
            else:
                sources[str(row["id"])] = row
        return list(sources.values()), others

    def _source_reason(self, row: Row, sources: Mapping[str, Row]) -> str:
        behaviour, category, expected = row["behaviour"], row["category"], row.get("expected")
        if not isinstance(behaviour, str) or not behaviour.strip():
            return f"no behaviour, got {behaviour!r:.80}"
        if category and category not in self.categories:
            return f"category {category!r:.80} is none of {', '.join(self.categories)}"
        if expected and expected not in EXPECTED:
            return f"expected {expected!r:.80} is none of {', '.join(EXPECTED)}"
        return "the id of an earlier row" if str(row["id"]) in sources else ""

    def _cases(self, kind: CaseKind, wanted: int, sources: list[Row]) -> Iterator[Row]:
        """Yield cases until as many as wanted are kept, or there are no more combinations or replacements."""
        seed = derived_seed(self.seed, kind.name)
        categories = [str(row["category"]) for row in sources]
        cells = balanced_cells(categories, list(self.ways_of(kind)), self.chains_of(kind), seed)
        missing, left, texts = wanted, wanted + self.replacements, dict[str, str]()
        while wave := list(islice(cells, min(missing, left))):
            left -= len(wave)
            for row, asking in self.written_wave(kind, wave, sources):
                twin = texts.setdefault(row["instruction"], row["id"]) if row["keep"] else row["id"]
                if twin != row["id"]:
                    row |= {"keep": False, "drop_reason": f"red-team case: the same as {twin}"}
                missing -= row["keep"]
                yield self.finished(row, asking)

    def _shortfall(self, kind: CaseKind, wanted: int, kept: int, made: int, sources: int) -> Row:
        """Return the row that says why there are fewer cases than asked for."""
        ways, chains = self.ways_of(kind), self.chains_of(kind)
        most = sources * len(ways) * len(chains)
        why = (
            f"{sources} behaviours x {len(ways)} styles x {len(chains)} chains are {most} combinations"
            if made == most
            else f"all {self.replacements} replacements are used"
        )
        reason = f"red-team set: {kept} of {wanted} {kind.name} cases; {made - kept} were dropped or failed, and {why}"
        self._logger.warning("Step '%s': %s", self.name, reason)
        own = {"id": derived_id("shortfall", kind.name), "benign": kind is BENIGN}
        return {**self.columns, **own, "keep": False, "drop_reason": reason}
