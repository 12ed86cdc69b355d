"""A Distilabel LLM around any other, which never pays for an answer twice."""

import asyncio
import inspect
from collections.abc import Coroutine
from contextlib import suppress
from functools import cached_property
from typing import Any, ClassVar, Optional, TypeVar

from distilabel.mixins.runtime_parameters import RuntimeParameter
from distilabel.models.llms.base import LLM, AsyncLLM
from distilabel.typing import FormattedInput, GenerateOutput
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.llms.asking.asker import Asker
from goldsmith_distilabel.llms.asking.client_settings import give_back, take_over
from goldsmith_distilabel.llms.asking.request_key import effective_parameters, identity, request_keys
from goldsmith_distilabel.llms.asking.sending import Request, Terms
from goldsmith_distilabel.llms.asking.without_secrets import (
    SecretFilter,
    known_secrets,
    without_secrets,
)
from goldsmith_distilabel.llms.engine_session import OnEngine
from goldsmith_distilabel.llms.journal.budget import Budget
from goldsmith_distilabel.llms.journal.rate_limits import RateLimits
from goldsmith_distilabel.llms.journal.request_journal import RequestJournal
from goldsmith_distilabel.llms.live_state import LeavesLiveState
from goldsmith_distilabel.llms.prices import PRICES_VARIABLE, Price, find_price, price_table
from goldsmith_distilabel.llms.usage import Usage

__all__ = ["JournaledLLM"]

T = TypeVar("T")

_DEFAULT_LENGTH = 128  # tokens a generation may have where neither the user nor the model says


class JournaledLLM(LeavesLiveState, AsyncLLM):
    """Ask `llm`, and keep every answer on disk before it is returned, so that none is paid for twice.

    A request is known by the model, its class, endpoint and settings, the messages, the generation parameters and the
    number of the sample. Equal requests share one answer, within a batch too: two equal rows get the same answer (ask
    for `num_generations` to have different ones). Any number of processes of one machine may share a journal: each
    answer is asked for once, and limits and budget hold for all together.

    A request that fails for good costs its own row only, which gets None; `last_errors` says why. What cannot get
    better is raised: `ModelError` (the key is rejected), `BudgetError` and `JournalError`, once the requests that run
    have finished and are kept.

    Attributes:
        llm: the model.
        path: the journal, a SQLite file on a local disk (not a network share).
        max_concurrency: requests at once. Halved when the endpoint is overloaded, then raised again bit by bit. A model
            without async support gets batches of this size.
        requests_per_minute: the provider's limit, for all processes together.
        tokens_per_minute: the same for input and output tokens.
        attempts: how often a request is tried. Waits double from half a second, or are what `Retry-After` says.
        timeout_s: seconds an attempt may take; not enforced on a model without async support.
        budget_tokens: tokens that may be spent over the journal's whole life.
        budget_cost: money, likewise, in the currency of the prices.
        prices: model -> `{"input": x, "output": y}` per million tokens. Also read from the JSON file that
            GOLDSMITH_PRICES names. A local model's price may be given under "local".

    Runtime parameters:
        - `path`: the journal.
        - `max_concurrency`: requests at once.
        - `requests_per_minute`: the provider's limit.
        - `tokens_per_minute`: the provider's limit.
        - `attempts`: how often a request is tried.
        - `timeout_s`: seconds an attempt may take.
        - `budget_tokens`: tokens that may be spent.
        - `budget_cost`: money that may be spent.
        - `prices`: prices per million tokens.

    Examples:
        The second answer costs nothing:

        ```python
        from goldsmith_distilabel.llms import JournaledLLM, LocalLLM

        llm = JournaledLLM(llm=LocalLLM(), path="answers.sqlite", prices={"local": {"input": 0, "output": 0}})
        llm.load()
        chat = [{"role": "user", "content": "Name a colour."}]
        assert llm.generate_outputs([chat], max_new_tokens=4) == llm.generate_outputs([chat], max_new_tokens=4)
        assert (llm.usage.requests, llm.usage.reused) == (1, 1)
        llm.unload()
        ```
    """

    live_state: ClassVar[dict[str, Any]] = {
        "_asker": None,
        "_filter": None,
        "_event_loop": None,
        "_new_event_loop": False,
    }
    # How it is asked changes no answer.
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset(
        {
            "path",
            "max_concurrency",
            "requests_per_minute",
            "tokens_per_minute",
            "attempts",
            "timeout_s",
            "budget_tokens",
            "budget_cost",
            "prices",
        }
    )

    llm: LLM
    path: RuntimeParameter[str] = Field(default="journal.sqlite", description="The journal's file.")
    max_concurrency: RuntimeParameter[int] = Field(default=16, ge=1, description="Requests at once.")
    # typing.Optional: Distilabel looks for typing.Union to tell an optional parameter from a required one.
    requests_per_minute: Optional[RuntimeParameter[float]] = Field(  # noqa: UP045
        default=None, gt=0, description="The provider's limit, for all processes together."
    )
    tokens_per_minute: Optional[RuntimeParameter[float]] = Field(  # noqa: UP045
        default=None, gt=0, description="The provider's limit, for all processes together."
    )
    attempts: RuntimeParameter[int] = Field(default=6, ge=1, description="How often a request is tried.")
    timeout_s: RuntimeParameter[float] = Field(default=120, gt=0, description="Seconds an attempt may take.")
    budget_tokens: Optional[RuntimeParameter[int]] = Field(  # noqa: UP045
        default=None, ge=0, description="Tokens that may be spent over the journal's life."
    )
    budget_cost: Optional[RuntimeParameter[float]] = Field(  # noqa: UP045
        default=None, ge=0, description="Money that may be spent over the journal's life."
    )
    prices: Optional[RuntimeParameter[dict[str, dict[str, float]]]] = Field(  # noqa: UP045
        default_factory=dict, description="Model -> input and output price per million tokens."
    )

    _asker: Asker | None = PrivateAttr(default=None)
    _identity: dict[str, Any] = PrivateAttr(default_factory=dict)
    _given: list[tuple[LLM, dict[str, Any]]] = PrivateAttr(default_factory=list)
    _filter: SecretFilter | None = PrivateAttr(default=None)
    _last_errors: list[str | None] = PrivateAttr(default_factory=list)

    @property
    def model_name(self) -> str:
        """The inner model's name."""
        return self.llm.model_name

    @property
    def usage(self) -> Usage:
        """What this object has asked and reused since it was loaded."""
        return self._asker.usage if self._asker else Usage()

    @property
    def last_errors(self) -> list[str | None]:
        """Why each input of the last `generate` got None, or None where it did not."""
        return list(self._last_errors)

    @property
    def structured_output(self) -> Any:
        """The inner model's structured output, which Distilabel's tasks may set."""
        return getattr(self.llm, "structured_output", None)

    @structured_output.setter
    def structured_output(self, value: Any) -> None:
        self.llm.structured_output = value  # type: ignore[attr-defined]

    @property
    def continues_assistant(self) -> bool:
        """Whether the inner model continues a prompt that ends in an assistant message."""
        return bool(getattr(self.llm, "continues_assistant", False))

    @property
    def max_top_logprobs(self) -> int:
        """How many log-probabilities the inner model gives; an AttributeError where it does not say."""
        number: int = self.llm.max_top_logprobs  # type: ignore[attr-defined]
        return number

    @property
    def generate_parameters(self) -> list[inspect.Parameter]:
        """The inner model's, so that runtime parameters are its own."""
        return self.llm.generate_parameters

    @cached_property
    def generate_parsed_docstring(self) -> Any:
        """The inner model's."""
        return self.llm.generate_parsed_docstring

    def get_generation_kwargs(self) -> dict[str, Any]:
        """Return the inner model's generation kwargs, overruled by our own."""
        return {**(self.llm.get_generation_kwargs() or {}), **(self.generation_kwargs or {})}

    def load(self) -> None:
        """Open the journal, then load the model with its own retries switched off: ours count and wait as told.

        Raises:
            JournalError: the journal cannot be used.
            InputError: a price is malformed, or `budget_cost` is given and the price unknown.
        """
        super().load()
        if self._asker is not None:
            return
        price = self._price()
        self._filter = SecretFilter(known_secrets(self.llm))
        journal = RequestJournal(str(self.path))
        try:
            self._given = take_over(self.llm, self.timeout_s or 0)
            self._filter.install()
            self.llm.load()
            self._identity = identity(self.llm)
            self._asker = Asker(self.llm, journal, self._terms(price), self._logger)
        except BaseException:
            journal.close()
            raise

    def unload(self) -> None:
        """Unload the model, leave its settings as they were given, and close the journal."""
        self.llm.unload()
        give_back(self._given)
        self._given = []
        if self._filter:
            self._filter.remove()
            self._filter = None
        if self._asker:
            self._asker.journal.close()
            self._asker = None
        super().unload()

    def generate(
        self,
        inputs: list[FormattedInput],
        num_generations: int = 1,
        **kwargs: Any,
    ) -> list[GenerateOutput]:
        """Return an output for each input, in order; None generations where `last_errors` says why.

        Raises:
            BudgetError: the budget is used up.
            ModelError: the endpoint rejects the key.
            JournalError: the journal cannot be written.
            InputError: the model does not take one of `kwargs`.
        """
        asker, self._last_errors = self._loaded(), []
        outcomes = self._run(asker.outcomes(self._requests(inputs, num_generations, kwargs)))
        self._last_errors = [outcome.error or None for outcome in outcomes]
        return [outcome.output for outcome in outcomes]

    async def agenerate(
        self,
        input: FormattedInput,  # noqa: A002
        num_generations: int = 1,
        **kwargs: Any,
    ) -> GenerateOutput:
        """Return the output for one input; raises as `generate` does."""
        (request,) = self._requests([input], num_generations, kwargs)
        return (await self._loaded().outcome(request)).output

    def dump(self, **kwargs: Any) -> dict[str, Any]:
        """Return what a pipeline file says of this model: everything but secrets."""
        clean: dict[str, Any] = without_secrets(super().dump(**kwargs))
        return clean

    def __repr_args__(self) -> Any:
        """Show the model's name only: its settings may hold secrets."""
        return [("llm", self.model_name), ("path", self.path)]

    def _loaded(self) -> Asker:
        if self._asker is None:
            raise ModelError(f"{self.model_name} is not loaded: call load() first")
        return self._asker

    def _requests(self, inputs: list[FormattedInput], samples: int, given: dict[str, Any]) -> list[Request]:
        effective = effective_parameters(self.llm, given)
        longest = int(effective.get("max_new_tokens") or _DEFAULT_LENGTH)
        return [
            Request(asked, request_keys(self._identity, asked, effective, samples), given, longest)
            for asked in inputs
        ]

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        loop = self.event_loop
        task = loop.create_task(work)
        try:
            return loop.run_until_complete(task)
        finally:
            if not task.done():  # Ctrl-C: give up the claims, keep what arrives
                task.cancel()
                with suppress(asyncio.CancelledError):
                    loop.run_until_complete(task)

    def _price(self) -> Price | None:
        names = [self.model_name, *(["local"] if isinstance(self.llm, OnEngine) else [])]
        price = find_price(price_table(self.prices), names)
        if price is None:
            how = f'prices={{"{names[-1]}": {{"input": x, "output": y}}}} (per million tokens) or {PRICES_VARIABLE}'
            if self.budget_cost is not None:
                raise InputError(f"budget_cost needs the price of {self.model_name}: set {how}")
            self._logger.warning(
                "Price unknown for %s, so costs are not counted: set %s", self.model_name, how
            )
        return price

    def _terms(self, price: Price | None) -> Terms:
        return Terms(
            max_concurrency=self.max_concurrency or 1,
            attempts=self.attempts or 1,
            timeout_s=self.timeout_s or 120,
            limits=RateLimits(
                request_keys(self._identity, "", {}, 1)[0][:16],
                self.requests_per_minute,
                self.tokens_per_minute,
            ),
            budget=Budget(self.budget_tokens, self.budget_cost),
            price=price,
            secrets=frozenset(known_secrets(self.llm)),
        )
