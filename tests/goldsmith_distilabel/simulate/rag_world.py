"""A small world of towns whose documents hold facts, a model that knows how to work with them, and embeddings of their words."""

import json
import re
from typing import Any
from zlib import crc32

import numpy as np
from distilabel.models.embeddings.base import Embeddings
from pydantic import Field
from tests.scripted_llm import ScriptedLLM

from goldsmith.rag import QUESTION_KINDS

__all__ = ["TOWNS", "StrongLLM", "WordEmbeddings", "document", "documents", "facts_in"]

TOWNS = ["Alba", "Brunow", "Cordi", "Dunmore", "Ezcaray", "Fintel", "Gouda", "Hornu", "Ingwiller", "Jork"]
ATTRIBUTES = ["height", "river", "mayor", "bridge", "market", "founder"]
FACT = re.compile(r"The (\w+) of (\w+) is ([\w-]+)\.")
ASKED = re.compile(r"the (\w+) of (\w+)")
PADDING = {
    1: "",
    8: " Tell me, as I go there soon.",
    20: " Please tell me all of it, since I go there in spring with my two brothers and want to be ready for it.",
}


def document(number: int, version: str = "") -> dict[str, Any]:
    """A document about a town and, in one fact, about the next town."""
    town, neighbour = TOWNS[number], TOWNS[(number + 1) % len(TOWNS)]
    facts = [f"The {what} of {town} is {town}-{what}{version}." for what in ATTRIBUTES[:5]]
    facts.append(f"The founder of {neighbour} is {neighbour}-founder{version}.")
    return {"id": f"doc-{town}", "text": " ".join(facts)}


def documents(count: int = 8) -> list[dict[str, Any]]:
    return [document(number) for number in range(count)]


def facts_in(text: str) -> dict[tuple[str, str], str]:
    return {(what, town): value for what, town, value in FACT.findall(text)}


def tagged(name: str, text: str) -> list[str]:
    return re.findall(rf"<{name}>\n(.*?)\n</{name}>", text, re.DOTALL)


class WordEmbeddings(Embeddings):
    """Counts names and what is told of them, so that two texts about the same town and thing are similar."""

    @property
    def model_name(self) -> str:
        return "words"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        return [self._encode(text) for text in inputs]

    @staticmethod
    def _encode(text: str) -> list[int | float]:
        vector = np.zeros(512)
        for word in re.findall(r"\w+", text):
            if word in ATTRIBUTES or word in TOWNS or word == "anthem":
                vector[crc32(word.encode()) % 512] += 1
        return list(vector)


class StrongLLM(ScriptedLLM):
    """Notes, asks, answers and judges without a mistake, but for those it is told to make.

    Attributes:
        known: "attribute of Town" -> value: what it knows without any document.
        lies: every so-many-th written answer has a value that no document has; 0: none.
        broken: every so-many-th written question cannot be read.
        wide: every so-many-th question names a second context and asks nothing of it.
    """

    known: dict[str, str] = Field(default_factory=dict)
    lies: int = 0
    broken: int = 0
    wide: int = 0

    def count(self, beginning: str) -> int:
        """How many requests began like this."""
        return sum(text.startswith(f"user: {beginning}") for text, _ in self.asked)

    def _answer(self, text: str) -> dict[str, Any]:
        return {"text": self._said(text)}

    def _said(self, text: str) -> str:
        if "Note what a text is about" in text:
            return self._notes(tagged("text", text)[0])
        if "The documents must not answer it" in text:
            town = next(iter(facts_in(text)))[1]
            taken = " ".join(tagged("asked", text))
            thing = next(
                one
                for one in ("anthem", "colour", "cathedral", "museum", "theatre", "hotel", "x")
                if f"{one} of {town}" not in taken
            )
            return json.dumps(
                {"question": f"What is the {thing} of {town}?{_padding(text)}", "answer": "They do not tell."}
            )
        if "and the right answer to it" in text:
            return self._question(text)
        if "claim by claim" in text:
            return self._claims(text)
        if text.startswith("user: Answer a question"):
            return self._attempt(text)
        if "says the same as the right answer" in text:
            right, given = tagged("right_answer", text)[0], tagged("answer", text)[0]
            return json.dumps({"reason": "Compared.", "same": sorted(right.split()) == sorted(given.split())})
        question = tagged("question", text)[0]
        return json.dumps({"reason": "Read.", "clear": "User:" in question or " its " not in question})

    @staticmethod
    def _notes(text: str) -> str:
        facts = facts_in(text)
        towns = list(dict.fromkeys(town for _, town in facts))
        things = list(dict.fromkeys(what for what, _ in facts))
        summary = f"About {' and '.join(towns)}" if facts else text[:80]
        return json.dumps({"summary": summary, "entities": towns, "themes": things})

    def _question(self, text: str) -> str:
        number = self._turns["question"] = self._turns["question"] + 1
        if self.broken and number % self.broken == 0:
            return "I would rather not."
        contexts = [facts_in(context) for context in tagged("context", text)]
        kind = next(kind for kind, way in QUESTION_KINDS.items() if way in text)
        taken = {key for asked in tagged("asked", text) for key in _asked(asked)}
        focus = " ".join(tagged("focus", text)).split(", ")
        chosen = [self._fact(facts, taken, focus) for facts in contexts]
        if len(chosen) == 1 and kind == "double":
            chosen.append(
                self._fact({key: contexts[0][key] for key in contexts[0] if key != chosen[0]}, taken, focus)
            )
            contexts = contexts * 2
        values = [facts[key] for facts, key in zip(contexts, chosen, strict=True)]
        evidence = [
            f"The {what} of {town} is {value}." for (what, town), value in zip(chosen, values, strict=True)
        ]
        asked = chosen[:1] if self.wide and number % self.wide == 0 else chosen
        told = values[: len(asked)]
        if self.lies and number % self.lies == 0:
            told[-1] = f"lie-{number}"
        said = {"evidence": evidence, "answer": " ".join(told)}
        if kind == "conversational":
            (what, town), *_ = chosen
            said |= {"opening": f"I will see the {what} of {town}.", "reply": "It is near the sea."}
            return json.dumps(said | {"question": f"What is its name?{_padding(text)}"})
        things = " and ".join(f"the {what} of {town}" for what, town in asked)
        return json.dumps(said | {"question": f"What is {things}?{_padding(text)}"})

    @staticmethod
    def _fact(
        facts: dict[tuple[str, str], str], taken: set[tuple[str, str]], focus: list[str]
    ) -> tuple[str, str]:
        free = [key for key in facts if key not in taken] or list(facts)
        return next((key for key in free if key[0] in focus), free[0])

    def _claims(self, text: str) -> str:
        facts = facts_in(" ".join(tagged("context", text)))
        asked, told = _asked(tagged("question", text)[0]), tagged("answer", text)[0].split()
        claims = [
            {
                "claim": f"The {what} of {town} is {value}.",
                "reason": "Looked up.",
                "supported": facts.get((what, town)) == value,
            }
            for (what, town), value in zip(asked, told, strict=False)
        ]
        return json.dumps({"claims": claims})

    def _attempt(self, text: str) -> str:
        contexts = tagged("context", text)
        facts = facts_in(" ".join(contexts))
        if not contexts:
            facts = {tuple(key.split(" of ")): value for key, value in self.known.items()}  # type: ignore[misc]
        found = [facts.get(key) for key in _asked(tagged("question", text)[0])]
        if None in found or not found:
            return json.dumps({"known": False, "answer": ""})
        return json.dumps({"known": True, "answer": " ".join(str(value) for value in found)})


def _asked(question: str) -> list[tuple[str, str]]:
    return [(what, town) for what, town in ASKED.findall(question)]


def _padding(text: str) -> str:
    (low,) = re.findall(r"in (\d+) to \d+ words", text)
    return PADDING[int(low)]
