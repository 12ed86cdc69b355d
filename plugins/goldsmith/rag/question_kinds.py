"""What a question of a test set can be like."""

__all__ = ["ANSWERS", "LENGTHS", "PERSONAS", "QUESTION_KINDS", "STYLES"]

QUESTION_KINDS: dict[str, str] = {
    "single_hop_specific": "It asks for one specific thing that a single context tells.",
    "multi_hop_specific": (
        "It asks for one specific thing, and nobody can answer it without a fact from each of the contexts: what they both name "
        "joins them."
    ),
    "multi_hop_abstract": (
        "It asks for a comparison, a cause, a consequence or a view of the whole, and nobody can answer it without what each of "
        "the contexts says."
    ),
    "distracting": (
        "It asks for one specific thing that the context tells, and mentions something from the distraction on the way that does "
        "not matter for the answer and may lead a search astray."
    ),
    "conversational": (
        "It is the second message of a person in a conversation. The first one and the reply to it say what it is about; the "
        "second one asks for something that the context tells, and relies on the first by a word like 'it' or 'there'."
    ),
    "double": "It asks for two different things in one message, and each of them is answered by the contexts.",
    "out_of_scope": "It asks for something near to what the context is about that the context does not tell.",
}
"""Single hop and multi hop as Ragas has them; the next three are those of Giskard's RAG evaluation toolkit, in our words."""

ANSWERS = {"out_of_scope": "refuse"}
"""What is expected of a kind; "answer" of all others."""

STYLES: dict[str, str] = {
    "perfect_grammar": "in whole, correct sentences",
    "poor_grammar": "with faulty grammar, as somebody writes who is in a hurry or new to the language",
    "misspelled": "with a few words misspelled, names and numbers right",
    "web_search": "as keywords, the way one types into a search engine",
}
"""The query styles of Ragas 0.4."""

LENGTHS: dict[str, tuple[int, int]] = {"short": (1, 15), "medium": (8, 35), "long": (20, 120)}
"""The fewest and the most words of a question; in scripts written without blanks two characters count as a word."""

PERSONAS: dict[str, str] = {
    "newcomer": "Has just begun with the subject, knows its words from hearing only, and wants the plain facts.",
    "practitioner": "Works with the subject every day and asks for the detail that is needed to go on.",
    "decision maker": "Answers for others' work with the subject and asks what follows, for whom and at what price.",
}
"""People who may ask about any documents; give your own where you know them."""
