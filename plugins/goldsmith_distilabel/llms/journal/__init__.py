"""The answers of language models on disk, so that none is paid for twice."""

from goldsmith_distilabel.llms.journal.request_journal import RequestJournal
from goldsmith_distilabel.llms.journal.summary import ModelSummary

__all__ = ["ModelSummary", "RequestJournal"]
