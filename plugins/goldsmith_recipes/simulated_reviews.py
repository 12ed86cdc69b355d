"""What is said of every run whose reviewers are simulated."""

__all__ = ["SIMULATED"]

SIMULATED = "The reviews in this run are SIMULATED: drawn from known labels with a stated error rate, not made by people."
