from contextlib import suppress

from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.rag import read_attempt, read_claims, read_node_notes, read_written_question


@fuzzed
def test_no_output_breaks_a_parser_or_is_taken_for_more_than_it_says(output: str) -> None:
    with suppress(UnreadableError):
        notes = read_node_notes(output)
        assert notes.summary or notes.entities or notes.themes
        assert all(name.strip() and len(name) <= 200 for name in (*notes.entities, *notes.themes))
    with suppress(UnreadableError):
        assert read_written_question(output).question.strip()
    with suppress(UnreadableError):
        assert all(claim.text.strip() for claim in read_claims(output))
    with suppress(UnreadableError):
        attempt = read_attempt(output)
        assert attempt.known == bool(attempt.answer)
