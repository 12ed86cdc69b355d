"""The parts of `RagTestSet`."""

__all__: list[str] = []
