# ruff: noqa: RUF002 - the words of many scripts
"""Chains that say the same over and over, or begin again and again."""

import re
from collections import Counter

from goldsmith.text import letters_and_digits
from goldsmith.verify.chains.sentences import sentences

__all__ = ["looped_tail", "repeated_sentences", "waits"]

_SHORTEST = 12  # letters and digits of a sentence that may count as said again
_FEWEST = 3  # times
_WAITS = (
    "wait", "hmm+", "hold on", "no,? wait", "actually,? (?:wait|no)", "but wait", "oh,? wait", "let me re-?(?:check|think|consider|do|start)",
    "warte(?: mal)?", "moment(?: mal)?", "halt,", "nein,? warte", "attends", "attendez", "un instant", "espera", "espere", "un momento",
    "espera aí", "aspetta", "aspettate", "wacht", "czekaj", "zaraz,", "chwileczkę", "počkej", "moment,", "vänta", "vent,", "vent litt",
    "hetkinen", "várj", "stai,", "așteaptă", "bekle", "dur,", "durun", "bir dakika", "tunggu", "khoan", "chờ đã", "đợi đã", "subiri", "ngoja",
    "подожди(?:те)?", "постой(?:те)?", "погоди(?:те)?", "стоп", "зачекай(?:те)?", "стривай(?:те)?", "почакай(?:те)?", "περίμενε", "στάσου",
    "انتظر", "مهلا", "لحظة", "صبر کن", "רגע", "חכה", "रुको", "रुकिए", "ठहरो", "ठहरिए", "একটু দাঁড়াও", "দাঁড়াও", "অপেক্ষা কর", "பொறு",
    "잠깐", "잠시만", "아니,? 잠깐",
)  # fmt: skip
_WAITS_UNSPACED = (
    "等等",
    "等一下",
    "等下",
    "不对",
    "不對",
    "慢着",
    "稍等",
    "待って",
    "ちょっと待",
    "いや、",
    "待てよ",
    "เดี๋ยว",
    "รอเดี๋ยว",
)
_WAIT = re.compile(
    rf"\W*(?:(?:{'|'.join(_WAITS)})(?!\w)|{'|'.join(map(re.escape, _WAITS_UNSPACED))})", re.IGNORECASE
)
_LONGEST_TAIL = 20_000
_LONGEST_UNIT = 400


def repeated_sentences(chain: str) -> tuple[float, str]:
    """Return the share of a chain's letters in sentences said before, and the one said most often, in [0, 1].

    Counted are sentences of at least 12 letters and digits that are said three times or more, case and
    punctuation aside; numbers make a difference, so that working out rows of a table is no repetition.

    >>> repeated_sentences("So we add the two numbers. " * 4)[0]
    0.75
    """
    said = [letters_and_digits(part) for part in sentences(chain)]
    shown = dict(zip(said, sentences(chain), strict=True))
    total = sum(map(len, said))
    often = {part: n for part, n in Counter(said).items() if n >= _FEWEST and len(part) >= _SHORTEST}
    if not often:
        return 0.0, ""
    again = sum(len(part) * (n - 1) for part, n in often.items())
    return again / total, shown[max(often, key=lambda part: often[part])]


def looped_tail(chain: str) -> tuple[int, str]:
    """Return how many times a chain ends in the same words, and these: at least four times and 40 letters, else (0, "").

    >>> looped_tail("The sum is 12. " + "and then we add and " * 6)
    (6, ' and then we add and')
    """
    tail = chain.rstrip()[-_LONGEST_TAIL:]
    best = (0, "")
    for length in range(1, min(_LONGEST_UNIT, len(tail) // 4) + 1):
        unit = tail[-length:]
        if tail[-2 * length : -length] != unit:
            continue
        times = _times(tail, length)
        letters = sum(map(str.isalpha, unit)) * times
        if times >= 4 and letters >= 40 and length * times > best[0] * len(best[1]):
            best = (times, unit)
            break
    return best


def waits(chain: str) -> tuple[int, float, str]:
    """Return how many sentences begin by taking back what was said, their share, and the first: "Wait", "Moment mal", "等等".

    The words are of some thirty languages; chains in others only loop as `repeated_sentences` and `looped_tail` see it.

    >>> waits("It is 12. Wait, is it? 等等，不对。")[0]
    2
    """
    parts = sentences(chain)
    found = [part for part in parts if _WAIT.match(part)]
    return len(found), len(found) / max(1, len(parts)), found[0] if found else ""


def _times(tail: str, length: int) -> int:
    times, unit = 1, tail[-length:]
    while tail[-(times + 1) * length : -times * length] == unit:
        times += 1
    return times
