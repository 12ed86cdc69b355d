"""Labeling functions that a model writes: read, tried on texts, and shown as code before anything is used."""

from goldsmith.labels.proposals.candidate import Candidate, Refused
from goldsmith.labels.proposals.proposed_functions import ProposedFunctions
from goldsmith.labels.proposals.read_candidates import CANDIDATES_SCHEMA, read_candidates
from goldsmith.labels.proposals.vetted import Standard, Vetted, vet

__all__ = [
    "CANDIDATES_SCHEMA",
    "Candidate",
    "ProposedFunctions",
    "Refused",
    "Standard",
    "Vetted",
    "read_candidates",
    "vet",
]
