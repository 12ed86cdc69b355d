"""Steps that write new data: instructions, personas, conversations, preferences."""

__all__: list[str] = []
