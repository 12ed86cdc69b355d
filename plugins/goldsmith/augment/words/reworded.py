"""A text with some of its words changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from goldsmith.augment.augmented import Augmented, Edit, edited
from goldsmith.augment.words.english.article import article_for
from goldsmith.augment.words.wording import Wording, merged, within

__all__ = ["reworded"]

_ARTICLES = frozenset({"a", "an", "A", "An", "AN", "aN"})


def reworded(
    given: Wording,
    operation: str,
    replaced: Mapping[int, str],
    inserted: Mapping[int, Sequence[str]] | None = None,
    *,
    articles: bool = False,
) -> Augmented:
    """Return a text with words replaced, deleted or inserted; its spans move with what they cover.

    Args:
        given: the text and its words.
        operation: what to call it.
        replaced: by number, what stands instead of a word; "" deletes it and a blank beside it.
        inserted: by number, the words put before a word; by `len(words)`, behind the last.
        articles: whether an English "a" or "an" before what was changed becomes what that asks for.

    >>> from goldsmith.augment.words.wording import wording
    >>> reworded(wording("A big car, {name}"), "any", {1: ""}, {2: ["old"]}, articles=True).text
    'An old car, {name}'
    """
    inserted = inserted or {}
    edits = [*_replacements(given, replaced), *_insertions(given, inserted)]
    if articles:
        edits += _articles(given, replaced, inserted)
    return edited(given.text, edits, operation, given.spans)


def _replacements(given: Wording, replaced: Mapping[int, str]) -> Iterator[Edit]:
    fixed = merged((span.start, span.end) for span in given.spans) if given.spans else []
    taken: set[int] = set()
    for number in sorted(replaced):
        place, word = given.words[number], replaced[number]
        start, end = given.tokens.starts[place : place + 2]
        if not word and given.tokens.kinds[place] == "word":
            blank = _blank_beside(given, place, taken, fixed)
            taken.add(blank)
            start, end = min(start, given.tokens[blank].start), max(end, given.tokens[blank].end)
        if word != given.tokens.texts[place]:
            yield Edit(start, end, word)


def _blank_beside(given: Wording, place: int, taken: Collection[int], fixed: list[tuple[int, int]]) -> int:
    """Return the place of the blank that goes with a deleted word, or the word's own if there is none."""
    for beside in (place + 1, place - 1):
        if 0 <= beside < len(given.tokens) and beside not in taken:
            blank = given.tokens[beside]
            if blank.kind == "space" and "\n" not in blank.text and not within(blank, fixed):
                return beside
    return place


def _insertions(given: Wording, inserted: Mapping[int, Sequence[str]]) -> Iterator[Edit]:
    for number, words in inserted.items():
        behind = number == len(given.words)
        token = given.tokens[given.words[number - behind]]
        blank = "" if token.kind == "unspaced" else " "
        for word in words:
            if behind:
                yield Edit(token.end, token.end, blank + word)
            else:
                yield Edit(token.start, token.start, word + blank)


def _articles(
    given: Wording, replaced: Mapping[int, str], inserted: Mapping[int, Sequence[str]]
) -> Iterator[Edit]:
    texts, words = given.tokens.texts, given.words
    for number in sorted({*replaced, *inserted} - {0, len(words)}):
        place = words[number - 1]
        if texts[place] in _ARTICLES and number - 1 not in replaced and words[number] == place + 2:
            article = given.tokens[place]
            follows = _follows(given, number, replaced, inserted)
            wanted = article_for(follows)
            if follows and wanted != article.text.lower():
                yield Edit(article.start, article.end, _in_case_of(article.text, wanted, follows))


def _follows(
    given: Wording, number: int, replaced: Mapping[int, str], inserted: Mapping[int, Sequence[str]]
) -> str:
    """Return what stands in place of a word or, where it is deleted, what stands there now."""
    while number < len(given.words):
        if inserted.get(number):
            return inserted[number][0]
        word = replaced.get(number, given.word(number))
        if word or given.words[number + 1 : number + 2] != (given.words[number] + 2,):
            return word
        number += 1
    return ""


def _in_case_of(article: str, wanted: str, follows: str) -> str:
    if article.isupper() and (len(article) > 1 or (len(follows) > 1 and follows.isupper())):
        return wanted.upper()
    return wanted.capitalize() if article[0].isupper() else wanted
