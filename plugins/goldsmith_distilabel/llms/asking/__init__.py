"""How a journaled model is asked: keys, limits, retries, and no secret anywhere."""

from goldsmith_distilabel.llms.asking.asker import Asker
from goldsmith_distilabel.llms.asking.sending import Request, Terms

__all__ = ["Asker", "Request", "Terms"]
