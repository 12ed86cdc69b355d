"""The core of goldsmith: algorithms and data shapes, usable without any host."""

__all__ = ["__version__"]

__version__ = "0.1.0"
