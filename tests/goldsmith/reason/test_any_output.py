"""Nothing that a model writes is too odd for what reads chains; the outputs are drawn once for all of it."""

from tests.strange_outputs import fuzzed

from goldsmith.reason import mentions_hint, read_chain, same_answer, split_steps


@fuzzed
def test_no_chain_is_too_odd(output: str) -> None:
    for code in (False, True):
        found = read_chain(output, code=code)
        assert bool(found.chain and found.final_answer and not found.problem) == (not found.problem)
        assert all(step.strip() == step != "" for step in found.steps)
        f"{found}".encode()  # a lone surrogate would not go into a file


@fuzzed
def test_steps_lose_nothing_but_numbers(output: str) -> None:
    kept = "".join("".join(split_steps(output)).split())
    letters = iter("".join(output.split()))
    assert all(letter in letters for letter in kept)  # in their order


@fuzzed
def test_no_hint_is_too_odd(output: str) -> None:
    assert mentions_hint(output, output) == ""


@fuzzed
def test_no_answer_is_too_odd(output: str) -> None:
    few = output[:40]
    assert same_answer(few, few) is True
    assert same_answer(few, "7", "text") is same_answer("7", few, "text")
