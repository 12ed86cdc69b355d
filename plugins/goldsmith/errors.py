"""Every error goldsmith raises on purpose.

GoldsmithError
├── MissingExtraError      an optional dependency is not installed (also an ImportError)
├── InputError             the data or an option cannot be used as given (also a ValueError)
├── PipelineError          a step failed, or rows that went into a pipeline did not come out
│   ├── BudgetError        the tokens or the money set aside for a model's answers are spent
│   └── JournalError       the journal of a model's answers cannot be opened, read or written
├── UnreadableError        a model's answer does not have the form it was asked for (also a ValueError)
├── ModelError             a language model is missing, unreachable or refuses us
├── SandboxError           code cannot be run: no sandbox of this machine holds
├── ServerError            a review server cannot be built, started, reached or used
│   └── AuthError          it was reached, and it rejects the credentials
└── ReviewError            a review cannot be pushed, pulled or reconciled
    └── SchemaDriftError   the remote project asks something else than this run does

A message says what was received, what was expected and how to mend it.
"""

__all__ = [
    "AuthError",
    "BudgetError",
    "GoldsmithError",
    "InputError",
    "JournalError",
    "MissingExtraError",
    "ModelError",
    "PipelineError",
    "ReviewError",
    "SandboxError",
    "SchemaDriftError",
    "ServerError",
    "UnreadableError",
]


class GoldsmithError(Exception):
    """Base of all errors a user of goldsmith can mend."""


class MissingExtraError(GoldsmithError, ImportError):
    """An optional dependency is not installed; the message names the extra that brings it."""


class InputError(GoldsmithError, ValueError):
    """The data or an option cannot be used as given."""


class PipelineError(GoldsmithError):
    """A step failed, or rows that went into a pipeline did not come out."""


class BudgetError(PipelineError):
    """The tokens or the money set aside for a model's answers are spent; the answers paid for are kept."""


class JournalError(PipelineError):
    """The journal of a model's answers cannot be opened, read or written."""


class UnreadableError(GoldsmithError, ValueError):
    """A model's answer does not have the form it was asked for; the message says what is wrong with it."""


class ModelError(GoldsmithError):
    """A language model is missing, unreachable or refuses us."""


class SandboxError(GoldsmithError):
    """Code cannot be run, as no sandbox of this machine does what it must; it is never run with less."""


class ServerError(GoldsmithError):
    """A review server cannot be built, started, reached or used."""


class AuthError(ServerError):
    """A server was reached and rejects the credentials."""


class ReviewError(GoldsmithError):
    """A review cannot be pushed, pulled or reconciled."""


class SchemaDriftError(ReviewError):
    """The remote project asks something else than this run does."""
