"""What a model can be told for each generation."""

from distilabel.models.llms.base import LLM

__all__ = ["generation_parameters"]


def generation_parameters(llm: LLM) -> list[str]:
    """Return the names that `llm` takes as generation kwargs, `max_new_tokens` and the like.

    >>> from goldsmith_distilabel.llms import LocalLLM
    >>> "logprobs" in generation_parameters(LocalLLM())
    True
    """
    prompt = {"input", "inputs", "num_generations"}
    return [parameter.name for parameter in llm.generate_parameters if parameter.name not in prompt]
