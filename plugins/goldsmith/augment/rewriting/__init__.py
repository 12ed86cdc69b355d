"""Texts that were written anew as a whole, and what is asked for with attributes."""
