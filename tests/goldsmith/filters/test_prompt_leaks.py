"""What of the prompt and its template is left in the answer."""

import pytest

from goldsmith.filters import echoed_share, prompt_leak_reason, template_markers

PROMPT = "List seven ways to keep a small kitchen tidy and explain each"  # 12 words


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (PROMPT, 1.0),
        ("Sure! list SEVEN ways, to keep a small kitchen tidy; and explain each: ...", 1.0),
        # 8 5-grams; the first eight words hold four of them.
        ("List seven ways to keep a small kitchen", 4 / 8),
        ("A tidy kitchen starts with fewer pots", 0.0),
        ("", 0.0),
    ],
)
def test_the_share_is_of_the_prompts_five_grams(text: str, share: float) -> None:
    assert echoed_share(text, PROMPT) == pytest.approx(share)


def test_a_passage_worked_on_is_no_echo_of_its_instruction() -> None:
    passage = " ".join(f"word{i}" for i in range(50))
    prompt = f"Translate the following text into plain and simple modern English please: {passage}"
    # 57 of the prompt's words are in the answer, and none of the instruction's.
    assert echoed_share(passage, prompt) == 0.0
    assert echoed_share(prompt, prompt) == 1.0


def test_a_short_prompt_is_no_ground() -> None:
    assert echoed_share("What is the capital of Peru?", "What is the capital of Peru?") == 0.0


def test_scripts_without_blanks_are_compared_by_character() -> None:
    prompt = "请用三句话介绍一下长城的历史"
    assert echoed_share(f"{prompt}。长城很长。", prompt) == 1.0


def test_the_limit_is_inclusive_and_every_prompt_is_looked_at() -> None:
    half = "List seven ways to keep a small kitchen"
    assert prompt_leak_reason(half, [PROMPT], max_echo=0.5) is None
    assert (
        prompt_leak_reason(half, ["Be brief.", PROMPT], max_echo=0.4)
        == "prompt leak: repeats 50% of its prompt, at most 40%"
    )


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("a<|im_start|>b<|im_end|>", ["<|im_start|>", "<|im_end|>"]),
        ("### Response:\nyes", ["### Response:"]),
        ("<<SYS>> be nice <</SYS>> [/INST]", ["<<SYS>>", "<</SYS>>", "[/INST]"]),
        ("bye</s>", ["</s>"]),
        ("Dear {{ user.name }}", ["{{ user.name }}"]),
        ("Dear [YOUR NAME]", ["[YOUR NAME]"]),
        ("a <s>struck</s> word", []),
        ("`<|im_end|>` ends a turn", []),
        ("a dict {{1, 2}} and $x^{{2}}$", []),
        ("The response: fine", []),
    ],
)
def test_markers_are_those_outside_code(text: str, markers: list[str]) -> None:
    assert template_markers(text) == markers
