"""A question with its answer, as a model wrote it: reading it, and what code can tell about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.filters import find_refusal
from goldsmith.filters.words import split_words
from goldsmith.generate import mentions_source, read_question_pairs
from goldsmith.rag.chunks import Chunk
from goldsmith.rag.question_kinds import LENGTHS
from goldsmith.text import read_json, well_formed, without_thought

__all__ = [
    "Evidence",
    "WrittenQuestion",
    "find_evidence",
    "question_length",
    "question_schema",
    "read_written_question",
    "written_question_reason",
]

_EDGES = " \t\n\"'“”„«»「」`*_….…"
_MOST, _ASKED = 10, 5  # pieces of evidence that are read, that a model is held to


@dataclass(frozen=True)
class WrittenQuestion:
    """A question and its answer.

    Attributes:
        question: the question.
        answer: the answer.
        evidence: words of the contexts that support it.
        opening: what the person said before, in a conversation.
        reply: what was said to that.
    """

    question: str
    answer: str
    evidence: tuple[str, ...] = ()
    opening: str = ""
    reply: str = ""


@dataclass(frozen=True)
class Evidence:
    """Words of a document that support an answer.

    Attributes:
        chunk_id: the chunk they stand in.
        document_id: the document.
        start: where they begin in the document, in characters.
        stop: where they end.
        text: the words as the document has them.
    """

    chunk_id: str
    document_id: str
    start: int
    stop: int
    text: str


def question_schema(kind: str) -> dict[str, Any]:
    """Return the JSON schema of a question of a kind; the evidence comes first, so that the rest is made from it."""
    text = {"type": "string"}
    quotes = {"type": "array", "items": text, "minItems": 1, "maxItems": _ASKED}
    properties: dict[str, Any] = {} if kind == "out_of_scope" else {"evidence": quotes}
    if kind == "conversational":
        properties |= {"opening": text, "reply": text}
    properties |= {"question": text, "answer": text}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_written_question(output: str) -> WrittenQuestion:
    r"""Read a question: JSON as `question_schema` asks for, or lines with "Question:", "Answer:" and "Evidence:".

    A part that is missing is "": `written_question_reason` says so.

    >>> read_written_question('{"evidence": "Ada wrote", "question": "Who wrote?", "answer": "Ada."}').evidence
    ('Ada wrote',)
    >>> read_written_question("Question: Who?\nAnswer: Ada.").answer
    'Ada.'

    Raises:
        UnreadableError: there is no question.
    """
    output = well_formed(without_thought(output)).replace("\0", " ")
    written = _from_json(output) or _from_lines(output)
    if not written or not written.question:
        raise UnreadableError(
            f'expected {{"evidence": ["..."], "question": "...", "answer": "..."}}, got {output[:60]!r}'
        )
    return written


def find_evidence(quotes: Sequence[str], chunks: Sequence[Chunk]) -> tuple[list[Evidence], list[str]]:
    """Return where quotes stand in the chunks, and the quotes that stand nowhere.

    White space, case, and quotation marks around a quote do not count. Of several places the first is taken.

    >>> chunk = Chunk("c", "d", "Cats purr.  Dogs bark.", 100, 122)
    >>> found, missing = find_evidence(['"dogs bark"', "Cows moo"], [chunk])
    >>> found[0].start, found[0].text, missing
    (112, 'Dogs bark', ['Cows moo'])
    """
    found, missing = [], []
    for quote in quotes:
        words = quote.strip(_EDGES).split()
        pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE) if words else None
        matches = ((chunk, pattern.search(chunk.text)) for chunk in chunks) if pattern else iter(())
        place = next(((chunk, match) for chunk, match in matches if match), None)
        if place is None:
            missing.append(quote)
            continue
        chunk, match = place
        start = chunk.start + match.start()
        found.append(Evidence(chunk.id, chunk.document_id, start, start + len(match[0]), match[0]))
    return found, missing


def question_length(question: str) -> int:
    """Return the words of a question; in scripts written without blanks two characters count as one.

    >>> question_length("What is it?"), question_length("猫はどこにいますか")
    (3, 5)
    """
    words = split_words(question)
    spaced = sum(any(letter.isalnum() for letter in word) for word in question.split())
    return spaced if len(words) == len(question.split()) else (len(words) + 1) // 2


def written_question_reason(
    written: WrittenQuestion, kind: str, length: str, contexts: Sequence[Chunk]
) -> str:
    """Return why a question is dropped before anybody judges it, "" if nothing speaks against it.

    It needs an answer; but for one out of scope, evidence that stands in the contexts word for word, from each of them; and
    it must not point at "the text", nor be shorter or longer than its length says. A conversation needs its first message.

    >>> chunk = Chunk("c", "d", "Cats purr.", 0, 10)
    >>> question = WrittenQuestion("What do cats do?", "They purr.", ("Cats purr",))
    >>> written_question_reason(question, "single_hop_specific", "short", [chunk])
    ''
    >>> written_question_reason(question, "single_hop_specific", "long", [chunk])
    'a long question of 4 words, wanted 20 to 120'
    """
    if not written.answer:
        return "no answer"
    if kind == "conversational" and not written.opening:
        return "no first message of the conversation"
    if (refusal := find_refusal(written.question)) and refusal.kind == "refusal":
        return "the writer refused"
    if found := mentions_source(written.question):
        return f'not self-contained ("{found}")'
    low, high = LENGTHS[length]
    if not low <= (words := question_length(written.question)) <= high:
        return f"a {length} question of {words} words, wanted {low} to {high}"
    return "" if kind == "out_of_scope" else _evidence_reason(written, contexts)


def _evidence_reason(written: WrittenQuestion, contexts: Sequence[Chunk]) -> str:
    found, missing = find_evidence(written.evidence, contexts)
    if missing:
        return f'evidence is not in the contexts ("{" ".join(missing[0].split())[:80]}")'
    if len({evidence.chunk_id for evidence in found}) < len({chunk.id for chunk in contexts}):
        return "no evidence from one of the contexts"
    return ""


def _from_json(output: str) -> WrittenQuestion | None:
    try:
        value = read_json(output)
    except UnreadableError:
        return None
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, Mapping)), None)
    if not isinstance(value, Mapping):
        return None
    told = {str(key).strip().lower(): part for key, part in value.items()}
    quotes = told.get("evidence")
    quotes = quotes if isinstance(quotes, list) else [quotes]
    evidence = tuple(text for quote in quotes if (text := _text(quote)))[:_MOST]
    return WrittenQuestion(
        _text(told.get("question")),
        _text(told.get("answer")),
        evidence,
        _text(told.get("opening")),
        _text(told.get("reply")),
    )


def _from_lines(output: str) -> WrittenQuestion | None:
    try:
        (pair,) = read_question_pairs(output, 1)
    except UnreadableError:
        return None
    return WrittenQuestion(
        pair.question.strip(), pair.answer.strip(), (pair.evidence.strip(),) if pair.evidence.strip() else ()
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
