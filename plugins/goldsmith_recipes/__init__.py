"""Ready-made pipelines, readable from top to bottom, and the goldsmith command that runs them."""

__all__: list[str] = []
