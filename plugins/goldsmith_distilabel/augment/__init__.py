"""Steps that make new rows of the ones there are, which keep their labels."""

__all__: list[str] = []
