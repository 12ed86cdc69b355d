"""Review in Label Studio."""
