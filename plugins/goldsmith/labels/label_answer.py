"""Ask a language model for one of some words, and read how sure it is."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeAlias

from goldsmith.labels.label_scores import label_scores, open_prefixes

__all__ = [
    "Chat",
    "LabelAnswer",
    "by_agreement",
    "first_word",
    "generate_each",
    "label_answers",
    "sampled_texts",
]

Chat: TypeAlias = Sequence[Any]
"""Messages, each a mapping with `role` and `content`."""

_HOSTED_TOP_LOGPROBS = 20  # OpenAI's limit, and what its imitators take
_HOSTED_TOKENS = 8  # enough for words that several labels begin with


@dataclass
class LabelAnswer:
    """What a model answered for one text.

    Attributes:
        text: the generation, which may be the answer's beginning only; "" if there is none.
        scores: the probability of each word, or None without log-probabilities or a word among them.
        word: the word found in `text`, if any; of samples the commonest, if one is.
        sampled: whether the scores are shares of samples.
        error: why there is no generation; "" if there is one.
        statistics: token counts and the like, as the model gives them.
    """

    text: str = ""
    scores: dict[str, float] | None = None
    word: str | None = None
    error: str = ""
    sampled: bool = False
    statistics: dict[str, Any] = field(default_factory=dict)


def label_answers(llm: Any, chats: Sequence[Chat], words: Sequence[str]) -> list[LabelAnswer]:
    """Return the answer to each chat; a request that fails costs its own answer only.

    `llm` is a Distilabel LLM, or anything with its `generate_outputs` (or `agenerate` and `event_loop`),
    `generate_parameters` and `get_generation_kwargs`.

    A model that continues an unfinished answer (`continues_assistant`) is asked again where several words begin
    alike; of any other the tokens it generated tell, as far as they go.
    """
    continues = getattr(llm, "continues_assistant", False)
    outputs = generate_each(llm, chats, _with_scores(llm, 1 if continues else _HOSTED_TOKENS))
    answers = [_answer(output, words) for output in outputs]
    known = [_next_tokens(output) for output in outputs]
    while continues and (questions := _open_questions(chats, known, words)):
        deeper = generate_each(llm, [chat for _, _, chat in questions], _with_scores(llm, 1))
        for (row, prefix, _), output in zip(questions, deeper, strict=True):
            # Nothing follows: the answer ends here.
            known[row][prefix] = _next_tokens(output).get("") or {"": 0.0}
    for answer, next_tokens in zip(answers, known, strict=True):
        answer.scores = label_scores(words, next_tokens)
    return answers


def generate_each(
    llm: Any, chats: Sequence[Chat], wanted: Mapping[str, Any], num_generations: int = 1
) -> list[Any]:
    """Return a GenerateOutput or an exception for each chat.

    Args:
        llm: as `label_answers` takes.
        chats: what is asked.
        wanted: generation parameters; those that `llm` does not take are left out.
        num_generations: the answers to each chat.
    """
    known = _parameters(llm)
    kwargs = {**llm.get_generation_kwargs(), **{name: wanted[name] for name in wanted if name in known}}
    if num_generations > 1:
        kwargs["num_generations"] = num_generations
    if hasattr(llm, "agenerate"):
        return list(llm.event_loop.run_until_complete(_gathered(llm, chats, kwargs)))
    return [_one(llm, chat, kwargs) for chat in chats]


def sampled_texts(llm: Any, chats: Sequence[Chat], count: int, wanted: Mapping[str, Any]) -> list[list[str]]:
    """Return `count` generations for each chat, or as many as there are: a request that fails has none.

    Args:
        llm: as `label_answers` takes.
        chats: what is asked.
        count: generations a chat; a model that gives one at a time is asked so often.
        wanted: generation parameters, such as the temperature.
    """
    if getattr(llm, "_num_generations_param_supported", True):
        return [_generations(output) for output in generate_each(llm, chats, wanted, count)]
    one_each = generate_each(llm, [chat for chat in chats for _ in range(count)], wanted)
    told = [_generations(output) for output in one_each]
    return [list(chain(*told[at : at + count])) for at in range(0, len(told), count)]


def _generations(output: Any) -> list[str]:
    if isinstance(output, BaseException):
        return []
    return [text for text in output["generations"] if isinstance(text, str)]


def by_agreement(answer: LabelAnswer, samples: Sequence[str], words: Sequence[str]) -> LabelAnswer:
    """Return an answer by the words of samples, with their shares as scores; the one there is where no sample has a word.

    Wang et al. 2022, "Self-Consistency Improves Chain of Thought Reasoning in Language Models" (arXiv 2203.11171).

    >>> found = by_agreement(LabelAnswer("ham"), ["Spam.", "spam", "ham", "?"], ["ham", "spam"])
    >>> found.word, found.scores["spam"].__round__(2)
    ('spam', 0.67)
    """
    said = Counter(word for text in samples if (word := first_word(text, words)))
    if not said:
        return answer
    most = said.most_common(2)
    word = most[0][0] if len(most) == 1 or most[0][1] > most[1][1] else None
    scores = {one: said[one] / said.total() for one in words}
    return replace(answer, text="\n".join(samples), word=word, scores=scores, sampled=True)


def first_word(text: str, words: Sequence[str]) -> str | None:
    """Return the word that stands first in `text`, whatever its case, or None.

    >>> first_word("Not spam, but ham.", ["ham", "spam"])
    'spam'
    """
    found = {
        word: match.start()
        for word in words
        if (match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))
    }
    return min(found, key=lambda word: (found[word], -len(word))) if found else None


def _with_scores(llm: Any, max_new_tokens: int) -> dict[str, Any]:
    top = getattr(llm, "max_top_logprobs", _HOSTED_TOP_LOGPROBS)
    return {
        "temperature": 0.0,
        "max_new_tokens": max_new_tokens,
        "logprobs": True if "top_logprobs" in _parameters(llm) else top,  # vLLM's takes the number itself
        "top_logprobs": top,
    }


def _parameters(llm: Any) -> set[str]:
    return {parameter.name for parameter in llm.generate_parameters}


async def _gathered(llm: Any, chats: Sequence[Chat], kwargs: dict[str, Any]) -> list[Any]:
    # Not `generate`, in which one failed request takes the whole batch with it.
    return await asyncio.gather(
        *(llm.agenerate(input=chat, **kwargs) for chat in chats), return_exceptions=True
    )


def _one(llm: Any, chat: Chat, kwargs: dict[str, Any]) -> Any:
    try:
        return llm.generate_outputs([chat], **kwargs)[0]
    except Exception as err:  # noqa: BLE001 - whatever went wrong is this row's error
        return err


def _answer(output: Any, words: Sequence[str]) -> LabelAnswer:
    if isinstance(output, BaseException):
        return LabelAnswer(error=f"{type(output).__name__}: {output}")
    text = output["generations"][0]
    statistics = {name: values[0] for name, values in output["statistics"].items() if values}
    if text is None:
        return LabelAnswer(error=str(statistics.get("finish_reason", "no answer")), statistics=statistics)
    return LabelAnswer(text=text, word=first_word(text, words), statistics=statistics)


def _next_tokens(output: Any) -> dict[str, dict[str, float]]:
    """Return the answer so far -> the next token's log-probabilities, along the generation."""
    found: dict[str, dict[str, float]] = {}
    if isinstance(output, BaseException) or not output.get("logprobs"):
        return found
    so_far = ""
    for position in output["logprobs"][0] or []:
        tokens = _by_token(position)
        if not tokens:
            break
        found[so_far] = tokens
        so_far = (
            (so_far + max(tokens, key=tokens.__getitem__)).lstrip().lower()
        )  # at temperature 0, the one taken
    return found


def _by_token(position: Sequence[Mapping[str, Any]] | None) -> dict[str, float]:
    tokens: dict[str, float] = {}
    for entry in position or []:  # two tokens may read alike: parts of one character
        tokens[entry["token"]] = max(entry["logprob"], tokens.get(entry["token"], entry["logprob"]))
    return tokens


def _open_questions(
    chats: Sequence[Chat], known: list[dict[str, dict[str, float]]], words: Sequence[str]
) -> list[tuple[int, str, Chat]]:
    questions: list[tuple[int, str, Chat]] = []
    for row, next_tokens in enumerate(known):
        for prefix in open_prefixes(words, next_tokens):
            begun = next(word for word in words if word.lower().startswith(prefix))[: len(prefix)]
            questions.append((row, prefix, [*chats[row], {"role": "assistant", "content": begun}]))
    return questions
