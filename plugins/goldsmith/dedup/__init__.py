"""Duplicates: which earlier row each row repeats."""

from goldsmith.dedup.exact_duplicates import exact_duplicates

__all__ = ["exact_duplicates"]
