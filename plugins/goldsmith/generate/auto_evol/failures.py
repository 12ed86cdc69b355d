"""When an evolution has failed, by the response to what it made (arXiv 2406.00770, section 3.2)."""

__all__ = ["evolution_failure"]


def evolution_failure(response: str) -> str | None:
    """Return which of the three failures `response` shows, or None. Case and outer white space do not count.

    - stagnant complexity: it begins with "Understood" or "Thank you" and ends with a question mark: an
        acknowledgement, for the evolved instruction asks for nothing;
    - insufficient qualification: it begins with "Sure" and ends with a question mark: something must be asked back;
    - loss of key information: it contains "please provide".

    >>> evolution_failure("Sure, what would you like to know?")
    'insufficient qualification: begins with "Sure" and ends with "?"'
    >>> evolution_failure("Sure. Water is wet.") is None
    True
    """
    said = response.strip().casefold()
    for opening in ("Understood", "Thank you"):
        if said.startswith(opening.casefold()) and said.endswith("?"):
            return f'stagnant complexity: begins with "{opening}" and ends with "?"'
    if said.startswith("sure") and said.endswith("?"):
        return 'insufficient qualification: begins with "Sure" and ends with "?"'
    return 'loss of key information: contains "please provide"' if "please provide" in said else None
