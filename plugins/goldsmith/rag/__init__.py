"""Test sets for retrieval-augmented generation: chunks, a knowledge graph, which questions to make, what judges say of them."""

from goldsmith.rag.balanced_plan import PlannedQuestion, balanced_plan
from goldsmith.rag.chunks import Chunk, split_chunks, whole_chunk
from goldsmith.rag.critique import (
    ATTEMPT_SCHEMA,
    CHECKS,
    CLAIMS_SCHEMA,
    Attempt,
    Claim,
    read_attempt,
    read_claims,
    unsupported,
)
from goldsmith.rag.html_text import html_text
from goldsmith.rag.knowledge_graph import Edge, KnowledgeGraph, Node, are_long, knowledge_graph
from goldsmith.rag.known_questions import KnownQuestions
from goldsmith.rag.node_notes import NODE_NOTES_SCHEMA, NodeNotes, read_node_notes
from goldsmith.rag.pdf_text import pdf_text
from goldsmith.rag.question_kinds import ANSWERS, LENGTHS, PERSONAS, QUESTION_KINDS, STYLES
from goldsmith.rag.rag_report import RagReport, rag_report
from goldsmith.rag.read_documents import read_documents
from goldsmith.rag.scenarios import NO_SCENARIO, Scenario, ScenarioDraw, scenarios_of
from goldsmith.rag.shared_entities import shared_entities
from goldsmith.rag.similar_pairs import nearest, similar_pairs, unit_vectors
from goldsmith.rag.to_ragas import to_ragas
from goldsmith.rag.written_question import (
    Evidence,
    WrittenQuestion,
    find_evidence,
    question_length,
    question_schema,
    read_written_question,
    written_question_reason,
)

__all__ = [
    "ANSWERS",
    "ATTEMPT_SCHEMA",
    "CHECKS",
    "CLAIMS_SCHEMA",
    "LENGTHS",
    "NODE_NOTES_SCHEMA",
    "NO_SCENARIO",
    "PERSONAS",
    "QUESTION_KINDS",
    "STYLES",
    "Attempt",
    "Chunk",
    "Claim",
    "Edge",
    "Evidence",
    "KnowledgeGraph",
    "KnownQuestions",
    "Node",
    "NodeNotes",
    "PlannedQuestion",
    "RagReport",
    "Scenario",
    "ScenarioDraw",
    "WrittenQuestion",
    "are_long",
    "balanced_plan",
    "find_evidence",
    "html_text",
    "knowledge_graph",
    "nearest",
    "pdf_text",
    "question_length",
    "question_schema",
    "rag_report",
    "read_attempt",
    "read_claims",
    "read_documents",
    "read_node_notes",
    "read_written_question",
    "scenarios_of",
    "shared_entities",
    "similar_pairs",
    "split_chunks",
    "to_ragas",
    "unit_vectors",
    "unsupported",
    "whole_chunk",
    "written_question_reason",
]
