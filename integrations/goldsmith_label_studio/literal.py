"""Names in a labeling configuration that mean themselves."""

__all__ = ["literal", "original"]

_APART = "\u200b"


def literal(text: str) -> str:
    """Return `text` so that the page shows it as it is in a title or a choice.

    Label Studio's page puts the row's text wherever an attribute has `$text`, in a choice too, and with it changes what
    choosing it means. A zero-width space behind each dollar sign keeps the name apart; `original` takes it out again.

    >>> original(literal("costs $text")), literal("costs $text") == "costs $text"
    ('costs $text', False)
    """
    return text.replace("$", f"${_APART}")


def original(text: str) -> str:
    """Undo `literal`."""
    return text.replace(f"${_APART}", "$")
