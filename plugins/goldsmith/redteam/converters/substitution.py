"""Converters that put one character in another's place."""

from collections.abc import Mapping

from goldsmith.redteam.converters.converter import ANY_TEXT, Converter, any_text, free_of, unseeded

__all__ = ["substitution"]


def substitution(name: str, table: Mapping[str, str], targets: str = "") -> Converter:
    """Return a converter that writes `table[character]` for each character in it, and any other as it is.

    It is inverted character by character. A text that already has a character which only stands for another would come
    back changed, so such texts are not of the domain.

    Args:
        name: of the converter.
        table: no two characters may have the same target.
        targets: which characters those are, in words; "" if all of them are in `table`.
    """
    back = {target: source for source, target in table.items()}
    forth, reverse = str.maketrans(dict(table)), str.maketrans(back)
    only_targets = frozenset(back) - frozenset(table)
    return Converter(
        name,
        unseeded(lambda text: text.translate(forth)),
        lambda converted: converted.translate(reverse),
        domain=f"strings without {targets}" if only_targets else ANY_TEXT,
        in_domain=free_of(only_targets) if only_targets else any_text,
    )
