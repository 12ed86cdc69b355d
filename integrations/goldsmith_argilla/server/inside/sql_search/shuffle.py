"""An order of records for each annotator: hers alone, always the same, and not the order they came in."""

from uuid import UUID

__all__ = ["shuffled", "shuffled_by_hash"]

_PRIME = 2**31 - 1  # the square of a number below it is one that SQLite still counts exactly


def shuffled(user_id: UUID) -> str:
    """Return the SQL of a key of `records`: (rowid * a + b)² modulo a prime, with a and b from the user's id.

    Without the square, the few rows of a small dataset come in the order of their rowids for each user whose `a` is
    small: a * rows < prime, as with 120 rows for one user in 120.
    """
    factor, shift = user_id.int % (_PRIME - 1) + 1, (user_id.int >> 64) % _PRIME
    mixed = f"(((records.rowid % {_PRIME}) * {factor} + {shift}) % {_PRIME})"
    return f"({mixed} * {mixed}) % {_PRIME}"


def shuffled_by_hash(user_id: UUID) -> str:
    """Return the SQL of the same for PostgreSQL, whose rows have no lasting number: by a hash of record and user."""
    return f"md5(records.id::text || '{user_id.hex}')"
