"""Language models: one on this machine, every endpoint that speaks OpenAI's protocol, functions and plain endpoints."""

from goldsmith_distilabel.llms.callable_llm import CallableLLM
from goldsmith_distilabel.llms.check_llm import check_llm
from goldsmith_distilabel.llms.journal import ModelSummary, RequestJournal
from goldsmith_distilabel.llms.journaled_llm import JournaledLLM
from goldsmith_distilabel.llms.json_endpoint_llm import JsonEndpointLLM
from goldsmith_distilabel.llms.llm_from import llm_from
from goldsmith_distilabel.llms.local_embeddings import LocalEmbeddings
from goldsmith_distilabel.llms.local_llm import LocalLLM
from goldsmith_distilabel.llms.local_logprobs import LocalLogprobs
from goldsmith_distilabel.llms.mini_lm_embeddings import MiniLMEmbeddings
from goldsmith_distilabel.llms.static_embeddings import StaticEmbeddings
from goldsmith_distilabel.llms.usage import Usage

__all__ = [
    "CallableLLM",
    "JournaledLLM",
    "JsonEndpointLLM",
    "LocalEmbeddings",
    "LocalLLM",
    "LocalLogprobs",
    "MiniLMEmbeddings",
    "ModelSummary",
    "RequestJournal",
    "StaticEmbeddings",
    "Usage",
    "check_llm",
    "llm_from",
]
