"""Find out before a run, and in the calling process, whether a model answers."""

import copy

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem

from goldsmith.errors import GoldsmithError, ModelError
from goldsmith_distilabel.llms.generation_parameters import generation_parameters
from goldsmith_distilabel.llms.journaled_llm import JournaledLLM

__all__ = ["check_llm"]

_HELLO: list[ChatItem] = [{"role": "user", "content": "Say hello."}]
_TIMEOUT = 30  # seconds


def check_llm(llm: LLM) -> None:
    """Ask `llm` for one token, once and without retries, and say plainly what is wrong if it does not answer.

    `llm` itself is neither loaded nor changed. A pipeline would show the same trouble as a failed load or as rows
    without an answer, after minutes of retries.

    Raises:
        ModelError: the endpoint is down, too slow, has no such model, rejects the key, or the local model does not
            start. The message never contains a key.
    """
    if isinstance(llm, JournaledLLM):
        llm = llm.llm  # its journal may know the answer
    probe = _impatient_twin(llm)
    short = {"max_new_tokens": 1} if "max_new_tokens" in generation_parameters(llm) else {}
    try:
        probe.load()
        (output,) = probe.generate_outputs([_HELLO], **{**probe.get_generation_kwargs(), **short})
    except GoldsmithError:
        raise
    except Exception as err:  # every client library has its own errors; `_meaning` tells them apart
        raise ModelError(_meaning(err, llm)) from err
    finally:
        probe.unload()
    if output["generations"][0] is None:
        reasons = dict(output["statistics"]).get("finish_reason")
        raise ModelError(f"{llm.model_name} was reached and gave no answer: {reasons or 'no reason given'}")


def _impatient_twin(llm: LLM) -> LLM:
    fields = {name: copy.deepcopy(getattr(llm, name)) for name in llm.model_fields_set}
    if hasattr(llm, "max_retries"):
        fields |= {"max_retries": 0, "timeout": _TIMEOUT}
    return type(llm)(**fields)


def _meaning(err: Exception, llm: LLM) -> str:
    where = getattr(llm, "base_url", None) or type(llm).__name__
    key = getattr(llm, "_api_key_env_var", "its key")
    status = getattr(err, "status_code", None)
    rejected = f"{where} does not accept the API key. Set {key} to a key that may use {llm.model_name}."
    by_status = {
        401: rejected,
        403: rejected,
        404: f"{where} has no model {llm.model_name!r}. Correct the model's name, or the address (it ends in /v1).",
        429: f"{where} refuses more requests: the account's rate limit or credit is used up.",
    }
    if status is not None:
        return by_status.get(status, f"{where} answers HTTP {status} to a request for {llm.model_name}.")
    if "API key must be provided" in str(err):
        return f"{llm.model_name} needs an API key. Set {key} to one."
    if "Timeout" in type(err).__name__:
        return f"{where} did not answer within {_TIMEOUT} s. Is the model still loading? Try again, or another model."
    if "Connect" in type(err).__name__:
        return f"{where} cannot be reached. Start the server, or correct the address."
    return f"{llm.model_name} cannot be used ({type(err).__name__}); the error this one was raised from says why."
