# ruff: noqa: RUF001 (labels and quotation marks of several scripts)
"""What a model said as one turn of a conversation, freed of what is no part of the turn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from goldsmith.filters.words import split_words
from goldsmith.text import normalise, without_thought

__all__ = ["Turn", "is_repeated", "read_turn"]

_LABELS = {
    "user": "user|human|customer|client|caller|usuario|usuário|utilisateur|utente|benutzer|nutzer|kunde|kundin|cliente"
    "|пользователь|клиент|用户|客户|使用者|ユーザー|お客様|사용자|고객",
    "assistant": "assistant|agent|ai|bot|chatbot|support|assistent|assistentin|asistente|assistente|assistante?|agente"
    "|ассистент|помощник|助手|助理|客服|アシスタント|어시스턴트|상담원",
}
# A label stands before a colon, perhaps in bold or after hashes: "**Assistant:**", "### User:".
_LABEL = r"(?:#{{1,4}} ?)?(?:\*\*|__)?(?:{names})(?:\*\*|__)? ?[:：](?:\*\*|__)?[ \t]*"
_ANY_ROLE = "|".join(_LABELS.values())
_MARK = r"<\|[^|<>\n]{1,40}\|>|\[/?INST\]|<(?:start|end)_of_turn>|</s>"
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“", "「": "」"}


@dataclass(frozen=True)
class Turn:
    """One turn.

    Attributes:
        text: what was said, without tokens, labels and what another role was made to say; may be "".
        stopped: whether the stop token was in it.
        gave_up: whether the token for giving up was in it.
        wrong_role: whether it was said in the other side's name.
        notes: what was taken away, for the record.
    """

    text: str
    stopped: bool = False
    gave_up: bool = False
    wrong_role: bool = False
    notes: tuple[str, ...] = ()


def read_turn(output: str, role: str, *, stop_token: str = "", give_up_token: str = "") -> Turn:
    r"""Read a model's output as one turn of `role` ("user" or "assistant"); never raises on a string.

    A token counts anywhere, whatever its case and the blanks in it, and the text around it is kept. A model that writes
    on for the other side is cut at the first role's label or chat template's mark.

    >>> read_turn("Thanks, bye!###STOP###", "user", stop_token="###STOP###")
    Turn(text='Thanks, bye!', stopped=True, gave_up=False, wrong_role=False, notes=())
    >>> turn = read_turn("User: A room, please. Assistant: For when?", "user")
    >>> turn.text, turn.notes
    ('A room, please.', ("cut at 'Assistant:'",))
    """
    text = without_thought(output)
    text, labelled = _without_own_label(text, role)
    other = "assistant" if role == "user" else "user"
    if _label(other).match(text):
        return Turn("", wrong_role=True, notes=(f"spoke as the {other}",))
    cut = _first_label(text, inline=labelled)
    notes = () if cut is None else (f"cut at {text[cut.start() : cut.end()].strip()!r}",)
    said = text if cut is None else text[: cut.start()]
    # A token after the cut is the other side's, or said of a conversation that never was.
    said, stopped = _without(said, stop_token)
    said, gave_up = _without(said, give_up_token)
    return Turn(_unquoted(said), stopped, gave_up, notes=notes)


def is_repeated(text: str, earlier: Sequence[str], *, min_words: int = 4) -> bool:
    """Tell whether `text` says word for word what one of `earlier` said, case and white space aside.

    People do say "Yes, please." twice: a turn of fewer than `min_words` words is no repetition.

    >>> is_repeated("My order is late again.", ["Hello.", "my order is  late again."])
    True
    >>> is_repeated("Yes, please.", ["Yes, please."])
    False
    """
    if len(split_words(text)) < min_words:
        return False
    return normalise(text) in {normalise(other) for other in earlier}


@cache
def _label(role: str) -> re.Pattern[str]:
    return re.compile(_LABEL.format(names=_LABELS[role]), re.IGNORECASE)


@cache
def _later_label(inline: bool) -> re.Pattern[str]:
    # Inside a line a label must follow a sentence's end and be capitalised, unless the turn began with a label itself.
    label = _LABEL.format(names=_ANY_ROLE)
    before = r"(?<=\s)" if inline else r"(?<=[.!?。！？\"”][ \t])(?-i:(?=[\W_]*[^\W\d_a-zа-я]))"
    return re.compile(rf"{_MARK}|^[ \t]*{label}|{before}{label}", re.IGNORECASE | re.MULTILINE)


def _first_label(text: str, *, inline: bool) -> re.Match[str] | None:
    found = _later_label(inline).search(text)
    return found if found and found.group().strip() else None


def _without_own_label(text: str, role: str) -> tuple[str, bool]:
    found = _label(role).match(text)
    return (text[found.end() :].lstrip(), True) if found else (text, False)


@cache
def _token(token: str) -> re.Pattern[str]:
    pieces = re.findall(r"\w+|[^\w\s]+", token)
    return re.compile(r"[*_`]*" + r"[ \t]*".join(map(re.escape, pieces)) + r"[*_`]*", re.IGNORECASE)


def _without(text: str, token: str) -> tuple[str, bool]:
    if not token.strip():
        return text, False
    without, times = _token(token).subn(" ", text)
    return (without.strip(), True) if times else (text, False)


def _unquoted(text: str) -> str:
    text = text.strip()
    closing = _QUOTES.get(text[:1])
    inner = text[1:-1]
    whole = (
        closing and len(text) > 2 and text.endswith(closing) and text[0] not in inner and closing not in inner
    )
    return inner.strip() if whole else text
