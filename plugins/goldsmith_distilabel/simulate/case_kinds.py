"""The two kinds of cases in a red-team set, and in which ways each can be written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldsmith.errors import InputError
from goldsmith.redteam import BENIGN_KINDS, STYLES
from goldsmith.text import is_english
from goldsmith_distilabel.prompting import Prompt

__all__ = ["ATTACK", "BENIGN", "PROMPTS", "CaseKind"]

_PACKAGE = "goldsmith_distilabel.simulate"
_PLACE = "{behaviour}"  # in a way of the user's own, where no model writes


@dataclass(frozen=True)
class CaseKind:
    """Attacks, or benign look-alikes.

    Attributes:
        name: "attack" or "benign".
        ways: name -> how a model is told to write such a case.
        prompt: what asks a model for one.
        frames: the names of those ways that a template can write.
    """

    name: str
    ways: Mapping[str, str]
    prompt: Prompt
    frames: Mapping[str, Prompt]

    def chosen(
        self, names: Iterable[str] | None, own: Mapping[str, str], *, by_model: bool, language: str
    ) -> dict[str, str]:
        """Return the ways to write with: those named, or all there are, and the user's own.

        Raises:
            InputError: a name is unknown, or nothing but a model could write in a way.
        """
        known = self.ways if by_model else {name: self.ways[name] for name in self.frames}
        names = list(known) if names is None else list(names)
        if unknown := [name for name in names if name not in known]:
            without = "" if by_model else " without an llm"
            raise InputError(f"no {self.name} cases of the kind {unknown}{without}, there are {list(known)}")
        if not by_model and names and language.strip() and not is_english(language):
            raise InputError(
                f"without an llm the {self.name} cases {names} are in English, not {language!r}: give an llm, or name none "
                f"of them and give your own texts with {_PLACE} in them"
            )
        if not by_model and (blank := [name for name, text in own.items() if _PLACE not in text]):
            raise InputError(f"without an llm a text of your own must have {_PLACE} in it, {blank} do not")
        return {name: known[name] for name in names} | dict(own)

    def framed(self, name: str, own: Mapping[str, str], behaviour: str) -> str:
        """Return a case that a template writes."""
        if name in own:
            return own[name].replace(_PLACE, behaviour)
        return self.frames[name].text(behaviour=behaviour)

    def written_by(self, name: str, own: Mapping[str, str], *, by_model: bool) -> Prompt | None:
        """Return the prompt or template that a case comes from, None for a text of the user's own."""
        if by_model:
            return self.prompt
        return None if name in own else self.frames[name]


def _frames(folder: str, names: Iterable[str]) -> dict[str, Prompt]:
    return {name: Prompt(_PACKAGE, f"{folder}/{name}") for name in names}


ATTACK = CaseKind(
    "attack",
    STYLES,
    Prompt(_PACKAGE, "red_team_cases/attack"),
    _frames("red_team_frames", [name for name in STYLES if name != "other_language"]),
)
BENIGN = CaseKind(
    "benign",
    BENIGN_KINDS,
    Prompt(_PACKAGE, "red_team_cases/benign"),
    _frames("benign_frames", [name for name in BENIGN_KINDS if name != "figurative"]),
)
PROMPTS = (ATTACK.prompt, BENIGN.prompt, *ATTACK.frames.values(), *BENIGN.frames.values())
