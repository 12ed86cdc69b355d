"""Send one request, within the limits, and keep what comes of it."""

import asyncio
import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM, AsyncLLM
from distilabel.typing import FormattedInput, GenerateOutput

from goldsmith.errors import JournalError
from goldsmith_distilabel.llms.asking.adaptive_limit import AdaptiveLimit
from goldsmith_distilabel.llms.asking.retrying import (
    LONGEST_WAIT,
    EmptyAnswerError,
    RefusedError,
    http_status,
    retry_after,
)
from goldsmith_distilabel.llms.journal.budget import Budget
from goldsmith_distilabel.llms.journal.rate_limits import RateLimits
from goldsmith_distilabel.llms.journal.request_journal import Ask, Reply, RequestJournal
from goldsmith_distilabel.llms.prices import Price
from goldsmith_distilabel.llms.usage import Usage

__all__ = ["Admitted", "Request", "Sender", "Terms"]

_SOON = 0.2  # seconds until another process's request, or room in the budget, is looked for again
_OVERLOADED = {429, 503, 529}


@dataclass(frozen=True)
class Request:
    """What is wanted for one input.

    Attributes:
        asked: the formatted input.
        keys: one for each generation wanted.
        parameters: the generation kwargs, as given.
        longest: tokens a generation may have.
    """

    asked: FormattedInput
    keys: tuple[str, ...]
    parameters: dict[str, Any]
    longest: int

    def estimate(self, count: int) -> tuple[float, int]:
        """Return the input tokens expected (four bytes each) and the most output tokens of `count` generations."""
        return len(str(self.asked).encode("utf-8", "replace")) / 4, self.longest * count


@dataclass(frozen=True)
class Terms:
    """How the model may be asked; see `JournaledLLM` for the meaning of each."""

    max_concurrency: int
    attempts: int
    timeout_s: float
    limits: RateLimits
    budget: Budget
    price: Price | None
    secrets: frozenset[str]


@dataclass(frozen=True)
class Admitted:
    """A request with the leave to send it now, for `keys`; none if somebody else asks or must be waited for."""

    request: Request
    ask: Ask
    keys: tuple[str, ...]


class Sender:
    """Sends requests to `llm`.

    Attributes:
        usage: what was sent so far.
        kept: keys of the samples that were sent for and kept, until somebody takes them out.
        stop: an error after which nothing more is sent.
    """

    def __init__(self, llm: LLM, journal: RequestJournal, terms: Terms) -> None:
        """Take a loaded model and an open journal."""
        self.usage = Usage()
        self.kept: set[str] = set()
        self.stop: Exception | None = None
        self._llm, self._journal, self._terms = llm, journal, terms
        self._gate, self._pacing = AdaptiveLimit(terms.max_concurrency), AdaptiveLimit(1)
        # A model with a seed makes its samples differ by their places alone: sample 2 is asked for after 0 and 1.
        self._seeded = "seed" in type(llm).model_fields

    async def send(self, request: Request, keys: tuple[str, ...]) -> float:
        """Ask for `keys` once; return 0, or the seconds after which to look again because others must be waited for.

        Raises:
            BudgetError, JournalError: nothing was sent, and nothing should be.
            Exception: whatever went wrong with the request.
        """
        async with self._gate as era:
            if self.stop:
                raise self.stop
            admitted = await self.admitted(request, keys)
            if not admitted.keys:
                return _SOON
            try:
                output = await self._call(request, self.count(admitted))
            except Exception as err:
                if http_status(err) in _OVERLOADED:
                    self._gate.refused(era, min(retry_after(err) or 0, LONGEST_WAIT))
                raise
            self._gate.succeeded()
        await self.keep(admitted, output)
        return 0.0

    async def admitted(self, request: Request, keys: tuple[str, ...]) -> Admitted:
        """Wait for the rate limits, and claim what may be asked for."""
        ask = self._ask(request, keys)
        admission = await self._journal.admit(ask)
        if admission.wait:
            async with self._pacing:  # one at a time looks whether it is time
                while admission.wait:
                    await asyncio.sleep(admission.wait)
                    admission = await self._journal.admit(ask)
        return Admitted(request, ask, admission.keys)

    def count(self, admitted: Admitted) -> int:
        """Return how many generations to ask for."""
        return self._count(admitted.request, admitted.keys)

    async def keep(self, admitted: Admitted, output: GenerateOutput) -> None:
        """Journal what is good of `output`, and what it cost in any case.

        Raises:
            EmptyAnswerError, RefusedError: nothing is.
        """
        keys = admitted.keys
        wanted = map(admitted.request.keys.index, keys) if self._seeded else range(len(keys))
        places = {key: place for key, place in zip(keys, wanted, strict=True) if _is_answer(output, place)}
        read, written = (_tokens(output, name) for name in ("input_tokens", "output_tokens"))
        cost = self._terms.price.cost(read, written) if self._terms.price else None
        self.usage += Usage(1, 0, read, written, cost)
        reply = Reply(admitted.ask, self._llm.model_name, dict(output), places, read, written, cost)
        try:
            await self._journal.record(reply)
        except (JournalError, TypeError, ValueError) as err:
            raise RefusedError(f"the answer to request {keys[0][:12]} arrived and is lost: {err}") from err
        self.kept.update(places)
        if not places:
            raise _nothing(output)

    async def _call(self, request: Request, count: int) -> GenerateOutput:
        asked = copy.deepcopy(request.asked)  # some models write into it
        if not isinstance(self._llm, AsyncLLM):
            return self._llm.generate_outputs([asked], num_generations=count, **request.parameters)[0]
        # Not `agenerate`, which MixtureOfAgentsLLM does not have.
        answering = self._llm._agenerate([asked], num_generations=count, **request.parameters)  # noqa: SLF001
        (output,) = await asyncio.wait_for(answering, self._terms.timeout_s)
        return output

    def _ask(self, request: Request, keys: tuple[str, ...]) -> Ask:
        read, written = request.estimate(self._count(request, keys))
        price = self._terms.price
        return Ask(
            keys=keys,
            tokens=read + written,
            cost=price.cost(read, written) if price else 0.0,
            lasts=self._terms.timeout_s + LONGEST_WAIT,
            limits=self._terms.limits,
            budget=self._terms.budget,
        )

    def _count(self, request: Request, keys: Sequence[str]) -> int:
        return max(map(request.keys.index, keys)) + 1 if self._seeded else len(keys)


def _is_answer(output: GenerateOutput, place: int) -> bool:
    """Whether there is a text, or log-probabilities that show that the model meant to say nothing."""
    if place >= len(output["generations"]) or output["generations"][place] is None:
        return False
    logprobs = output.get("logprobs") or []
    return bool(output["generations"][place]) or (place < len(logprobs) and bool(logprobs[place]))


def _tokens(output: GenerateOutput, name: str) -> int:
    counts: Any = output.get("statistics", {}).get(name) or []
    return sum(int(count or 0) for count in counts)


def _nothing(output: GenerateOutput) -> Exception:
    reasons: Any = dict(output.get("statistics", {})).get("finish_reason") or [""]
    said = str(reasons[0] or "no reason given")
    if said.startswith("error"):
        return RefusedError(said.removeprefix("error: "))
    return EmptyAnswerError(f"the model answered with no text ({said})")
