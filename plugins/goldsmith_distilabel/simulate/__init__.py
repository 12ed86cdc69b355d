"""Steps that simulate: users, attackers, authors of test sets."""

__all__: list[str] = []
