"""Personas played by a model who decide about two variants."""

import re
from collections.abc import Mapping
from math import nan
from typing import Any, ClassVar, Literal, Self

from distilabel.models.llms.base import LLM
from distilabel.steps import StepInput
from distilabel.typing import StepOutput
from pydantic import Field, field_validator, model_validator

from goldsmith.abtest import (
    Decision,
    Showing,
    assigned_variants,
    between_showings,
    decisions_schema,
    read_decisions,
    within_showings,
)
from goldsmith.data import derived_id
from goldsmith.errors import InputError
from goldsmith.generate import Scale, derived_seed
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside
from goldsmith_distilabel.prompting import Asking, Prompt, Row, RowByRow

__all__ = ["ABScenario"]

EXPOSE = Prompt("goldsmith_distilabel.simulate", "ab_scenario/expose")
_VARIANTS = {"ab": ("a", "b"), "aa": ("a", "a_copy")}
_TEXTS = {"a": "variant_a", "b": "variant_b", "a_copy": "variant_a"}
_METRIC = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAME = re.compile(r"\w(?:[\w ]{0,28}\w)?")
_TAKEN = {"converts", "reason", "options", "decisions", "answer"}


class ABScenario(RowByRow):
    """Show two variants to personas that a model plays, and let them decide: an A/B test before one with people.

    A row is a persona and two texts: landing pages, e-mails, answers of an assistant under two system prompts. In the
    design "within" each draw shows both in one request; the four combinations of order and naming come equally often for
    each persona. In the design "between" a persona sees one variant alone, each time under one of the names, equally often;
    which one is drawn among the personas of a batch, so that the variants' numbers differ by one at most in each batch.
    Every persona is drawn several times, with other seeds. The A/A check does the same with variant a in both places.

    A row comes out for every exposure, one of a persona to a variant, marked `simulated`. An answer that stays unreadable
    after one repair is an error, of all that was shown with it, and enters no number. `goldsmith.abtest.ab_analysis` turns the
    rows, those set aside included, into a result.

    Nobody took part in such a test, and nothing here knows how far a model's personas differ from people.

    Attributes:
        llm: plays the personas.
        design: "within" personas or "between" them.
        aa_check: whether variant a is also tested against itself, which costs as many requests again.
        num_draws: how often each persona decides in each test; a multiple of four.
        action: what a yes means, as "sign up for the free month"; goes on after "you would really".
        metrics: name -> the question that a rating answers, as {"trust": "How far you trust the sender."}.
        highest_rating: ratings go from 1 to this.
        names: the two neutral names under which things are shown.
        temperature: of the decisions.
        max_new_tokens: the longest answer.
        language: of the reasons, as "German"; "": that of the variants.
        seed: of the decisions, and of who sees what between personas.

    Input columns:
        - persona (`str`): Who decides.
        - variant_a (`str`): What is shown.
        - variant_b (`str`): What is shown instead.
        - scenario (`str`, optional): The situation in which it is shown.
        - action (`str`, optional): As the attribute, for this row.
        - persona_id (`str`, optional): The persona's name; without it, one of its text. Rows of one persona go together.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - test (`str`): "ab", or "aa" of the A/A check; "" in a row that was never shown.
        - variant (`str`): "a", "b", or "a_copy", variant a in the place of b.
        - persona_id (`str`): The persona.
        - draw (`int`): Which of its draws, from 1.
        - position (`int`): Whether it was shown first (1) or second (2).
        - shown_as (`str`): Its name.
        - converted (`bool`): Whether the persona would do `action`; False where there is an error.
        - rating_... (`float`): One column a metric, 1 to `highest_rating`; NaN for "N/A" and where there is an error.
        - reason (`str`): Why, of all that was shown in this request.
        - simulated (`bool`): True.
        - keep (`bool`): False for a row that cannot be shown.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why there is no decision.
        - provenance (`dict`): Where it comes from; `operation` is the test and the variant.
        - model_name (`str`): Who played the persona.

    Categories:
        - evaluation

    Examples:
        One persona, four draws:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.simulate import ABScenario

        step = ABScenario(
            llm=LocalLLM(n_ctx=2048), aa_check=False, action="buy the lamp", max_new_tokens=60
        )
        step.load()
        row = {
            "persona": "A night nurse who reads in bed.",
            "variant_a": "A lamp. 20 euros.",
            "variant_b": "A lamp that wakes nobody. 20 euros.",
        }
        rows = next(step.process([row]))
        step.unload()
        assert [row["variant"] for row in rows] == ["a", "b", "a", "b", "b", "a", "b", "a"]
        assert all(row["simulated"] for row in rows)
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (EXPOSE,)
    columns: ClassVar[Mapping[str, Any]] = {
        "test": "",
        "variant": "",
        "persona_id": "",
        "draw": 0,
        "position": 0,
        "shown_as": "",
        "converted": False,
        "reason": "",
        "simulated": True,
    }

    llm: LLM
    design: Literal["within", "between"] = "within"
    aa_check: bool = True
    num_draws: int = Field(default=4, ge=4, multiple_of=4)
    action: str = Field(default="take it up", min_length=1)
    metrics: dict[str, str] = Field(default_factory=dict)
    highest_rating: int = Field(default=5, ge=2, le=100)
    names: list[str] = Field(default_factory=lambda: ["K", "R"], min_length=2, max_length=2)
    temperature: float = Field(default=1.0, ge=0)
    max_new_tokens: int = Field(default=256, ge=1)

    @field_validator("metrics")
    @classmethod
    def _can_be_columns(cls, metrics: dict[str, str]) -> dict[str, str]:
        wrong = [name for name in metrics if not _METRIC.fullmatch(name) or name in _TAKEN]
        if wrong:
            raise InputError(
                f"a metric is named in small letters, digits and _, not one of {sorted(_TAKEN)}: {wrong}"
            )
        return metrics

    @model_validator(mode="after")
    def _names_can_be_told_apart(self) -> Self:
        lowered = {name.casefold() for name in self.names}
        if len(lowered) < 2 or lowered & _TAKEN or not all(map(_NAME.fullmatch, self.names)):
            raise InputError(
                f"wanted two short names that differ and are none of {sorted(_TAKEN)}, got {self.names}"
            )
        return self

    @property
    def inputs(self) -> dict[str, bool]:
        """The persona and the variants, and what else a row may have."""
        optional = ["scenario", "action", "persona_id"]
        return {"persona": True, "variant_a": True, "variant_b": True} | dict.fromkeys(optional, False)

    @property
    def outputs(self) -> list[str]:
        """The columns of an exposure, one a metric among them."""
        return [*super().outputs, *self._ratings(nan)]

    def process(self, *inputs: StepInput) -> StepOutput:
        """Hold all sittings of all personas of a batch at the same time."""
        (rows,) = inputs
        yield from super().process(self._sittings(rows))

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the rows of one sitting, one for each variant that is shown.

        Raises:
            AskingError: there is no decision that could be read.
        """
        exposures = self._exposures(row)
        names, metrics = [one["shown_as"] for one in exposures], list(self.metrics)
        scale = Scale(1, self.highest_rating)

        def parse(output: str) -> tuple[list[Decision], str]:
            return read_decisions(output, names, metrics, scale)

        decisions, reason = await asking.read(
            self.llm,
            EXPOSE.chat(
                persona=row["persona"],
                scenario=row.get("scenario") or "",
                options=[[one["shown_as"], one[_TEXTS[one["variant"]]]] for one in exposures],
                action=row.get("action") or self.action,
                metrics=self.metrics,
                highest=self.highest_rating,
                language=self.language,
            ),
            parse,
            prompt=EXPOSE,
            schema=decisions_schema(names, metrics, scale),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"], row["test"], row["draw"]),
        )
        return [
            exposure | {"converted": decision.converted, "reason": reason} | self._ratings(decision.ratings)
            for exposure, decision in zip(exposures, decisions, strict=True)
        ]

    def finished(self, row: Row, asking: Asking | None = None) -> Row:
        """Return the row with all columns, those of the metrics included."""
        return super().finished(self._ratings(nan) | row, asking)

    def _told(self, row: Row, result: list[Row] | Exception) -> list[Row]:
        told = super()._told(row, result)
        if not isinstance(result, Exception):
            return told
        return [exposure | {"error": told[0]["error"]} for exposure in self._exposures(row)]

    def _ratings(self, values: float | Mapping[str, float]) -> Row:
        of = values if isinstance(values, Mapping) else dict.fromkeys(self.metrics, values)
        return {f"rating_{name}": of[name] for name in self.metrics}

    def _sittings(self, rows: list[Row]) -> list[Row]:
        """Return a row for each draw of each persona in each test; what cannot be shown comes once, with its reason."""
        ready = [self._ready(row) for row in rows]
        personas = [row["persona_id"] for row in ready if not is_set_aside(row)]
        tests = ("ab", "aa") if self.aa_check else ("ab",)
        drawn = {
            test: assigned_variants(personas, derived_seed(self.seed, test, *personas)) for test in tests
        }
        sittings = []
        for row in ready:
            if is_set_aside(row):
                sittings.append(row)
                continue
            for test in tests:
                variant = _VARIANTS[test][drawn[test][row["persona_id"]]] if self.design == "between" else ""
                told = {"test": test, "variant": variant}
                sittings += [row | told | {"draw": draw} for draw in range(1, self.num_draws + 1)]
        return sittings

    def _ready(self, row: Row) -> Row:
        if is_set_aside(row):
            return row
        for name in ("persona", "variant_a", "variant_b"):
            if not isinstance(row.get(name), str) or not row[name].strip():
                reason = f"A/B scenario: no {name}, got {row.get(name)!r:.60}"
                return row | {"keep": False, "drop_reason": reason}
        persona_id = str(row.get("persona_id") or derived_id(row["persona"]))
        return row | {"id": row.get("id") or self._id(row), "persona_id": persona_id}

    def _exposures(self, row: Row) -> list[Row]:
        """Return the row of each variant that a sitting shows, in that order, before anything is decided."""
        variants, showing = _VARIANTS[row["test"]], self._showing(row)
        return [
            row
            | {
                "id": derived_id(str(row["id"]), row["test"], str(row["draw"]), variants[place]),
                "variant": variants[place],
                "position": position,
                "shown_as": self.names[showing.names[place]],
                "provenance": self.provenance(
                    "A/B scenario",
                    operation=f"{row['test']} {variants[place]}",
                    parents=[row],
                    prompt=EXPOSE,
                    llm=self.llm,
                ),
            }
            for position, place in enumerate(showing.order, start=1)
        ]

    def _showing(self, row: Row) -> Showing:
        draw = int(row["draw"])
        if self.design == "within":
            return within_showings(self.num_draws)[draw - 1]
        place = _VARIANTS[row["test"]].index(row["variant"])
        return between_showings(place, self.num_draws)[draw - 1]
