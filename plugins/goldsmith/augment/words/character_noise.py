"""The slips of fingers and scanners."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.seeded import seeded
from goldsmith.augment.tokens import Token
from goldsmith.augment.words.distinct import distinct
from goldsmith.augment.words.keyboards import neighbours
from goldsmith.augment.words.ocr_confusions import misread
from goldsmith.augment.words.wording import wording
from goldsmith.errors import InputError

__all__ = ["NOISE_KINDS", "character_noise"]

_OPERATION = "character noise"


@dataclass
class _Slips:
    """The slips made in a text so far.

    Attributes:
        text: the text.
        keyboard: the layout it was typed on.
        chance: of the random choices.
        edits: the slips.
        taken: places that one has touched.
        lost: letters dropped of the word that begins at a place.
    """

    text: str
    keyboard: str
    chance: Random
    edits: list[Edit] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    lost: dict[int, int] = field(default_factory=dict)

    def swap(self, at: int, word: Token) -> Edit | None:
        """Two letters beside each other change places."""
        one, other = self.text[at], self.text[at + 1 : at + 2]
        if at + 1 >= word.end or one == other or at + 1 in self.taken or not _alone(self.text, at + 1):
            return None
        return Edit(at, at + 2, other + one)

    def drop(self, at: int, word: Token) -> Edit | None:
        """A letter is missing; one of each word stays."""
        lost = self.lost.get(word.start, 0)
        if lost + 1 >= len(word.text):
            return None
        self.lost[word.start] = lost + 1
        return Edit(at, at + 1, "")

    def double(self, at: int, _: Token) -> Edit | None:
        """A letter stands twice."""
        return Edit(at, at + 1, self.text[at] * 2)

    def insert(self, at: int, _: Token) -> Edit | None:
        """The key beside a letter's was struck too."""
        near = self._near(at)
        return Edit(at, at + 1, self.text[at] + self.chance.choice(near)) if near else None

    def keyboard_neighbour(self, at: int, _: Token) -> Edit | None:
        """The key beside a letter's was struck."""
        near = self._near(at)
        return Edit(at, at + 1, self.chance.choice(near)) if near else None

    def ocr(self, at: int, word: Token) -> Edit | None:
        """One or two letters were read as others that look like them."""
        for end in (at + 2, at + 1):
            read = misread(self.text[at:end])
            if (
                read
                and end <= word.end
                and not self.taken & set(range(at, end))
                and _alone(self.text, end - 1)
            ):
                return Edit(at, end, self.chance.choice(read))
        return None

    def _near(self, at: int) -> list[str]:
        letter = self.text[at]
        near = neighbours(letter.lower(), self.keyboard)
        return [one.upper() if letter.isupper() else one for one in near]


_KINDS: dict[str, Callable[[_Slips, int, Token], Edit | None]] = {
    "swap": _Slips.swap,
    "drop": _Slips.drop,
    "double": _Slips.double,
    "insert": _Slips.insert,
    "keyboard": _Slips.keyboard_neighbour,
    "ocr": _Slips.ocr,
}
NOISE_KINDS = tuple(_KINDS)


def character_noise(
    text: str,
    rate: float = 0.05,
    n_aug: int = 1,
    *,
    kinds: Sequence[str] = NOISE_KINDS,
    keyboard: str = "qwerty",
    spans: Sequence[Span] = (),
    protect: Collection[str] = (),
    seed: int = 0,
) -> list[Augmented]:
    """Return texts made of one with slips in it: of m letters, max(1, round(rate m)) or as many as there is place for.

    Each slip is at a random letter and of a random kind: "swap" (with the next letter), "drop" (one letter of a word stays), "double",
    "insert" (a key beside the letter's was struck too), "keyboard" (was struck instead) and "ocr" (what looks like it, as `OCR_CONFUSIONS`
    has it by script). Letters with marks on them in code points of their own are left alone, and so are numbers, addresses,
    placeholders, code, spans and what is protected.

    Args:
        text: any text, in any script.
        rate: the share of letters with a slip, in (0, 1].
        n_aug: how many texts to make.
        kinds: some of `NOISE_KINDS`.
        keyboard: one of `KEYBOARDS`.
        spans: labelled parts of the text; they keep their words and move with them.
        protect: words and phrases that stay, in whatever case.
        seed: of the random choices, which depend on it and the text alone.

    Raises:
        InputError: an option cannot be used, or a span lies outside the text.

    >>> character_noise("The modern barn", kinds=["ocr"], protect=["barn"])[0].text
    'The m0dern barn'
    """
    _check(rate, kinds, keyboard)
    given = wording(text, spans, protect, segment=list)
    letters = list(_letters(text, _runs([given.tokens[place] for place in given.words])))
    if given.reason or not letters:
        return [unchanged(text, _OPERATION, given.reason or "no letter in it may be changed", spans)]
    chance = seeded(seed, "noise", text)
    wanted = max(1, round(rate * len(letters)))

    def draw() -> Augmented:
        slips = _Slips(text, keyboard, chance)
        for at, word in chance.sample(letters, len(letters)):
            if len(slips.edits) == wanted:
                break
            _slip(slips, at, word, kinds)
        return edited(text, slips.edits, _OPERATION, spans)

    return distinct(unchanged(text, _OPERATION, f"nothing came of {', '.join(kinds)}", spans), n_aug, draw)


def _slip(slips: _Slips, at: int, word: Token, kinds: Sequence[str]) -> None:
    if at in slips.taken:
        return
    for kind in slips.chance.sample(kinds, len(kinds)):
        edit = _KINDS[kind](slips, at, word)
        if edit is not None:
            slips.edits.append(edit)
            slips.taken.update(range(edit.start, edit.end))
            return


def _runs(words: Sequence[Token]) -> Iterator[Token]:
    """Put together the characters of a script without blanks that follow each other."""
    run: Token | None = None
    for word in words:
        if run and run.kind == word.kind == "unspaced" and run.end == word.start:
            run = Token(run.text + word.text, run.start, "unspaced")
        else:
            if run:
                yield run
            run = word
    if run:
        yield run


def _letters(text: str, words: Iterable[Token]) -> Iterator[tuple[int, Token]]:
    for word in words:
        for at in range(word.start, word.end):
            if text[at].isalpha() and _alone(text, at):
                yield at, word


def _alone(text: str, at: int) -> bool:
    """Return whether a character carries no mark that is one of its own."""
    return at + 1 >= len(text) or not unicodedata.category(text[at + 1]).startswith("M")


def _check(rate: float, kinds: Sequence[str], keyboard: str) -> None:
    if not 0 < rate <= 1:
        raise InputError(f"rate must be above 0 and at most 1, got {rate!r}")
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown or not kinds:
        raise InputError(f"kinds must be some of {', '.join(_KINDS)}, got {list(kinds)!r}")
    neighbours("", keyboard)
