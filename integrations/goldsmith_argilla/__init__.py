"""Review in Argilla."""
