"""What models write, read and judged by rules: the pure half of the steps that generate."""

from goldsmith.generate.derived_seed import derived_seed

__all__ = ["derived_seed"]
