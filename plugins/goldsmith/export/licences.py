"""What the licences of sources and the terms of models do not allow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["LicenceWarning", "licence_warnings"]

_LICENCES = (
    (r"\bNC\b|non-?commercial", "commercial use", "it forbids commercial use: keep what is made of it out of products"),
    (r"\bND\b|no-?deriv", "derivatives", "it forbids derivatives: rows that were rewritten from it may not be shared"),
    (r"\bSA\b|share-?alike|\bODbL\b", "share-alike", "it is share-alike: what is made of it goes under the same licence"),
    (r"\bA?GPL\b", "share-alike", "it is copyleft: code that was taken over goes under the same licence"),
    (r"research[- ]only|academic|for research", "commercial use", "it is for research only: keep what is made of it out of products"),
    (r"propriet|all rights reserved|confidential", "publication", "its owner has not allowed others to use it: ask before you share"),
)  # fmt: skip
_MODELS = (
    (r"\b(?:gpt-(?!oss)|chatgpt|o[134](?:-|\b)|davinci)", "competing models", "OpenAI's terms forbid training models that compete with theirs on its output"),
    (r"\bclaude", "competing models", "Anthropic's terms forbid training models that compete with theirs on its output, unless it agrees"),
    (r"\bgemini", "competing models", "Google's terms for Gemini forbid training models that compete with it on its output"),
    (r"\bllama-?(?:2|3(?:\.0)?)(?![.\d])", "other models", "the Llama 2 and 3 licences forbid improving other language models with its output"),
    (r"\bllama-?(?:3\.\d|4)", "naming", 'the Llama licence wants the name of a model trained on its output to begin with "Llama"'),
    (r"\bcommand-(?:r|a)|\baya-", "commercial use", "Cohere's open weights are for non-commercial use"),
    (r"\bgemma", "terms passed on", "the Gemma terms go with models trained on its output"),
)  # fmt: skip


@dataclass(frozen=True)
class LicenceWarning:
    """What somebody's terms do not allow, or want in return.

    Attributes:
        of: the licence or the model.
        kind: "commercial use", "derivatives", "share-alike", "publication", "competing models", "other models", "naming",
            "terms passed on" or "unknown".
        message: in a sentence.
    """

    of: str
    kind: str
    message: str


def licence_warnings(
    licences: Iterable[str] = (), models: Iterable[str] = (), *, unknown: bool = True
) -> list[LicenceWarning]:
    """Return what the licences of sources and the terms of models do not allow, by their names; no legal advice.

    The terms are those known in 2025; they change, and a name says little of what was agreed with you. Whatever is not known
    here has no warning, except a source without any licence.

    Args:
        licences: as they are called, as "CC BY-NC 4.0" or "apache-2.0"; "" where a source has none.
        models: names, as "gpt-4.1-mini" or "meta-llama/Llama-3.3-70B-Instruct".
        unknown: whether to warn of a source without a licence.

    >>> [one.kind for one in licence_warnings(["CC BY-NC-SA 4.0", "MIT"], ["gpt-4.1-mini", "SmolLM2-135M"])]
    ['commercial use', 'share-alike', 'competing models']
    """
    found = []
    for licence in dict.fromkeys(licences):
        if unknown and not licence.strip():
            found.append(
                LicenceWarning(
                    "", "unknown", "some sources name no licence: find out whether you may use them"
                )
            )
        found += _matching(licence, _LICENCES)
    for model in dict.fromkeys(models):
        found += _matching(model, _MODELS)
    return found


def _matching(name: str, table: tuple[tuple[str, str, str], ...]) -> list[LicenceWarning]:
    kinds: dict[str, LicenceWarning] = {}
    for pattern, kind, message in table:
        if re.search(pattern, name, re.IGNORECASE):
            kinds.setdefault(kind, LicenceWarning(name, kind, message))
    return list(kinds.values())
