"""Data for code: what is drawn of real code, what is read of a model's answers, which of them count."""

from goldsmith.generate.code.candidate_pairs import candidate_pairs
from goldsmith.generate.code.concepts import CONCEPTS_SCHEMA, TaskKind, draw_task_kind, read_concepts
from goldsmith.generate.code.demonstrations import DEMONSTRATIONS, Demonstration, draw_demonstrations
from goldsmith.generate.code.problem_solution import ProblemSolution, read_problem_solution
from goldsmith.generate.code.read_code_files import read_code_files
from goldsmith.generate.code.repeated_code import Repeat, repeated_code
from goldsmith.generate.code.seed_functions import SeedFunction, seed_functions
from goldsmith.generate.code.self_tests import self_test_problem, unfinished
from goldsmith.generate.code.snippet import Snippet, document_problem, draw_snippet
from goldsmith.generate.code.tested_response import TestedResponse, read_tested_response

__all__ = [
    "CONCEPTS_SCHEMA",
    "DEMONSTRATIONS",
    "Demonstration",
    "ProblemSolution",
    "Repeat",
    "SeedFunction",
    "Snippet",
    "TaskKind",
    "TestedResponse",
    "candidate_pairs",
    "document_problem",
    "draw_demonstrations",
    "draw_snippet",
    "draw_task_kind",
    "read_code_files",
    "read_concepts",
    "read_problem_solution",
    "read_tested_response",
    "repeated_code",
    "seed_functions",
    "self_test_problem",
    "unfinished",
]
