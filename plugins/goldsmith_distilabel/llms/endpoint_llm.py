"""Any OpenAI-compatible endpoint, with a key of its own."""

import os
from typing import Optional

from distilabel.mixins.runtime_parameters import RuntimeParameter
from distilabel.models.llms.openai import OpenAILLM
from pydantic import Field, PrivateAttr, SecretStr

__all__ = ["KEY_VARIABLE", "EndpointLLM"]

KEY_VARIABLE = "GOLDSMITH_LLM_KEY"


def _key() -> SecretStr:
    return SecretStr(
        os.environ.get(KEY_VARIABLE) or "none"
    )  # the client insists on a key, a local server does not


class EndpointLLM(OpenAILLM):
    """Distilabel's OpenAILLM for endpoints that are not OpenAI's: vLLM, Ollama, llama.cpp's server, a company's own.

    A saved pipeline holds no key. OpenAILLM would fill the gap from OPENAI_API_KEY, and so hand OpenAI's key to
    whatever endpoint the pipeline names; here the key is GOLDSMITH_LLM_KEY, or none.

    Attributes:
        model: the model's name at the endpoint.
        base_url: the endpoint's address, up to and including `/v1`.
        api_key: its key; GOLDSMITH_LLM_KEY unless given.

    Runtime parameters:
        - `base_url`: the endpoint's address.
        - `api_key`: its key.

    Examples:
        A model served by vLLM:

        ```python
        from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM

        llm = EndpointLLM(model="Qwen/Qwen2.5-7B-Instruct", base_url="http://localhost:8000/v1")
        ```
    """

    api_key: Optional[RuntimeParameter[SecretStr]] = Field(  # noqa: UP045 - see LocalLLM.structured_output
        default_factory=_key, description="The endpoint's key; GOLDSMITH_LLM_KEY unless given."
    )
    _api_key_env_var: str = PrivateAttr(KEY_VARIABLE)
