"""Language models: one on this machine, and every endpoint that speaks OpenAI's protocol."""

from goldsmith_distilabel.llms.check_llm import check_llm
from goldsmith_distilabel.llms.journal import ModelSummary, RequestJournal
from goldsmith_distilabel.llms.journaled_llm import JournaledLLM
from goldsmith_distilabel.llms.llm_from import llm_from
from goldsmith_distilabel.llms.local_embeddings import LocalEmbeddings
from goldsmith_distilabel.llms.local_llm import LocalLLM
from goldsmith_distilabel.llms.mini_lm_embeddings import MiniLMEmbeddings
from goldsmith_distilabel.llms.usage import Usage

__all__ = [
    "JournaledLLM",
    "LocalEmbeddings",
    "LocalLLM",
    "MiniLMEmbeddings",
    "ModelSummary",
    "RequestJournal",
    "Usage",
    "check_llm",
    "llm_from",
]
