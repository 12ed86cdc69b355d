"""How RagTestSet is set up."""

from typing import Self

from distilabel.models.embeddings.base import Embeddings
from distilabel.models.llms.base import LLM
from pydantic import BaseModel, Field, model_validator

from goldsmith.errors import InputError
from goldsmith.rag import LENGTHS, PERSONAS, QUESTION_KINDS, STYLES
from goldsmith_distilabel.llms import MiniLMEmbeddings

__all__ = ["RagOptions"]


class RagOptions(BaseModel):
    """The fields of `RagTestSet`, which explains them."""

    llm: LLM
    judge: LLM | None = None
    embeddings: Embeddings = Field(default_factory=MiniLMEmbeddings)
    num_questions: int = Field(default=50, ge=1)
    kinds: list[str] | None = Field(default=None, min_length=1)
    personas: dict[str, str] = Field(default=PERSONAS, min_length=1)
    styles: dict[str, str] = Field(default=STYLES, min_length=1)
    lengths: list[str] = Field(default=list(LENGTHS), min_length=1)
    pre_chunked: bool = False
    max_chars: int = Field(default=2000, ge=50)
    min_chars: int = Field(default=200, ge=0)
    long_cosine: float = Field(default=0.7, ge=-1, le=1)
    medium_cosine: float = Field(default=0.5, ge=-1, le=1)
    entity_similarity: float = Field(default=0.9, ge=0, le=1)
    ignored_entities: float = Field(default=0.05, ge=0, le=1)
    neighbours: int = Field(default=10, ge=1)
    max_attempts: int = Field(default=5, ge=1)
    candidates: int = Field(default=1, ge=1)
    wave_size: int = Field(default=100, ge=1)
    duplicate_cosine: float = Field(default=0.9, gt=0, le=1)
    search_k: int = Field(default=4, ge=1)
    closed_book: bool = True
    leave_one_out: bool = True
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=768, ge=1)
    judge_max_new_tokens: int = Field(default=768, ge=1)
    embedding_batch_size: int = Field(default=1024, ge=1)
    state_path: str | None = None

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        for names, known in ((self.kinds or [], QUESTION_KINDS), (self.lengths, LENGTHS)):
            if unknown := [name for name in names if name not in known]:
                raise InputError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
            if len(set(names)) < len(names):
                raise InputError(f"a name comes twice: {', '.join(names)}")
        return self
