"""The rules of techniques that write new data: what is asked, how answers are read, what is kept."""

__all__: list[str] = []
