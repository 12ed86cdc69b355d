"""Get answers: from the journal, from whoever is asking already, or from the model, with patience."""

import asyncio
import copy
import logging
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from distilabel.models.llms.base import LLM, AsyncLLM
from distilabel.typing import GenerateOutput
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from goldsmith.errors import BudgetError, JournalError, ModelError
from goldsmith_distilabel.llms.asking.retrying import (
    EmptyAnswerError,
    RefusedError,
    back_off,
    http_status,
    is_worth_retrying,
    reason,
)
from goldsmith_distilabel.llms.asking.samples import joined
from goldsmith_distilabel.llms.asking.sending import Admitted, Request, Sender, Terms
from goldsmith_distilabel.llms.asking.without_secrets import scrubbed
from goldsmith_distilabel.llms.journal.request_journal import RequestJournal
from goldsmith_distilabel.llms.usage import Usage

__all__ = ["Asker", "Outcome"]

T = TypeVar("T")
_NEVER = {401, 403}


@dataclass(frozen=True)
class Outcome:
    """What became of a request: the output, and why some of it is None ("" if nothing is)."""

    output: GenerateOutput
    error: str = ""


class Asker:
    """Answers requests to `llm` through `journal`."""

    def __init__(self, llm: LLM, journal: RequestJournal, terms: Terms, logger: logging.Logger) -> None:
        """Take a loaded model and an open journal."""
        self.journal = journal
        self._llm, self._terms, self._logger = llm, terms, logger
        self._sender = Sender(llm, journal, terms)
        self._reused = 0
        self._running: dict[str, asyncio.Future[str]] = {}
        self._together = not isinstance(llm, AsyncLLM) or llm._num_generations_param_supported  # noqa: SLF001
        self._retrying = AsyncRetrying(
            retry=retry_if_exception(is_worth_retrying),
            stop=stop_after_attempt(terms.attempts),
            wait=back_off,
            before_sleep=self._log_attempt,
            reraise=True,
        )

    @property
    def usage(self) -> Usage:
        """What was asked and reused so far."""
        return self._sender.usage + Usage(reused=self._reused)

    async def outcomes(self, requests: Sequence[Request]) -> list[Outcome]:
        """Return the outcome of each request, in order.

        Raises:
            BudgetError: the budget is used up. Requests that run are finished and kept first, here as below.
            ModelError: the endpoint rejects the key.
            JournalError: the journal cannot be written.
        """
        missing = {n: request for n, request in enumerate(requests) if self._missing(request.keys)}
        if not isinstance(self._llm, AsyncLLM):
            await self._in_slices(list(missing.values()))
        answered = dict(zip(missing, await _all(*map(self.outcome, missing.values())), strict=True))
        return [answered.get(n) or self._assembled(request, "") for n, request in enumerate(requests)]

    async def outcome(self, request: Request) -> Outcome:
        """Return the outcome of one request; raises as `outcomes` does."""
        if not self._running:
            self._sender.stop = None  # a budget may have been raised, a disk emptied
        missing = self._missing(request.keys)
        parts = ([missing] if missing else []) if self._together else [(key,) for key in missing]
        errors = await _all(*(self._obtain(request, part) for part in parts))
        return self._assembled(request, "; ".join(dict.fromkeys(filter(None, errors))))

    def _assembled(self, request: Request, error: str) -> Outcome:
        samples = self.journal.look_up(request.keys)
        self._reused += len(samples.keys() - self._sender.kept)
        self._sender.kept -= samples.keys()
        return Outcome(joined([samples.get(key) for key in request.keys], error or None), error)

    def _missing(self, keys: Sequence[str]) -> tuple[str, ...]:
        there = self.journal.have(keys)
        return tuple(key for key in keys if key not in there)

    async def _obtain(self, request: Request, keys: tuple[str, ...]) -> str:
        """Have `keys` in the journal; return why some are not, or ""."""
        while others := {self._running[key] for key in keys if key in self._running}:
            await asyncio.wait(others)
            errors = [error for other in others if (error := other.result())]
            keys = self._missing(keys)
            if errors or not keys:
                return errors[0] if errors and keys else ""
        done = asyncio.get_running_loop().create_future()
        self._running.update(dict.fromkeys(keys, done))
        error = "the run was stopped"
        try:
            error = await self._fetch(request, keys)
        finally:
            for key in keys:
                del self._running[key]
            done.set_result(error)
        return error

    async def _fetch(self, request: Request, keys: tuple[str, ...]) -> str:
        try:
            await self._persist(request, keys)
        except BaseException as err:
            with suppress(JournalError):  # the claims end with this process in any case
                await self.journal.release(keys)
            if isinstance(err, BudgetError | JournalError):
                self._sender.stop = err
            if self._sender.stop is err or not isinstance(err, Exception):
                raise
            return self._failed(err)
        return ""

    async def _persist(self, request: Request, keys: tuple[str, ...]) -> None:
        while keys:
            await asyncio.sleep(await self._retrying.copy()(self._sender.send, request, keys))
            keys = self._missing(keys)

    async def _in_slices(self, requests: Sequence[Request]) -> None:
        """Ask a model that takes batches in slices; what fails here is asked again one by one later."""
        todo = list({request.keys: request for request in requests}.values())
        for start in range(0, len(todo), self._terms.max_concurrency):
            admitted, stop = await self._admitted(todo[start : start + self._terms.max_concurrency])
            for count in sorted({self._sender.count(entry) for entry in admitted}):
                await self._ask_slice(
                    [entry for entry in admitted if self._sender.count(entry) == count], count
                )
            if stop:
                raise stop

    async def _admitted(self, requests: Sequence[Request]) -> tuple[list[Admitted], BudgetError | None]:
        entries: list[Admitted] = []
        for request in requests:
            try:
                entry = await self._sender.admitted(request, self._missing(request.keys))
            except BudgetError as err:
                return entries, err
            entries += [entry] if entry.keys else []
        return entries, None

    async def _ask_slice(self, entries: list[Admitted], count: int) -> None:
        asked = [copy.deepcopy(entry.request.asked) for entry in entries]
        try:
            outputs = self._llm.generate_outputs(
                asked, num_generations=count, **entries[0].request.parameters
            )
        except Exception as err:  # noqa: BLE001 - whatever it is, each row meets it again on its own
            self._logger.info("A batch failed (%s) and is asked again row by row", self._said(err))
            return
        await _all(*(self._kept(entry, output) for entry, output in zip(entries, outputs, strict=True)))

    async def _kept(self, entry: Admitted, output: GenerateOutput) -> None:
        with suppress(EmptyAnswerError, RefusedError):  # asked again, where the reason is told
            await self._sender.keep(entry, output)

    def _failed(self, err: Exception) -> str:
        said = self._said(err)
        if http_status(err) in _NEVER:
            self._sender.stop = ModelError(
                f"{self._llm.model_name} rejects our credentials ({said}). Set the key to one that may use this model,"
                " then run again: what is in the journal is kept."
            )
            raise self._sender.stop from (err if self._is_clean(err) else None)
        attempts = f" ({self._terms.attempts} attempts)" if is_worth_retrying(err) else ""
        self._logger.warning("A request failed and its row gets None: %s%s", said, attempts)
        return said + attempts

    def _said(self, err: BaseException) -> str:
        return scrubbed(reason(err), self._terms.secrets)

    def _is_clean(self, err: BaseException) -> bool:
        return scrubbed(str(err), self._terms.secrets) == str(err)

    def _log_attempt(self, state: RetryCallState) -> None:
        err = state.outcome and state.outcome.exception()
        if err:
            self._logger.info(
                "Attempt %s failed, next in %.1f s: %s",
                state.attempt_number,
                state.upcoming_sleep,
                self._said(err),
            )


async def _all(*works: Coroutine[Any, Any, T]) -> list[T]:
    """Return what all return; raise the first error, but only once all have ended."""
    results = await asyncio.gather(*works, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return cast("list[T]", results)
