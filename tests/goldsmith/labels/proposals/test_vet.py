"""Candidates are tried on texts, safely; what stands the trial is written out as harmless source."""

import ast
import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels.proposals import Candidate, ProposedFunctions, Standard, vet
from goldsmith.labels.proposals.fires import fires, pattern_of
from goldsmith.labels.proposals.pattern_hits import pattern_hits
from goldsmith.labels.wilson import wilson_interval
from goldsmith.verify import CodeLimits, CodeSandbox

LABELS = ["ham", "spam"]
TEXTS = ["Free money", "free now, win", "see you", "home at six", "you win"]
DEV = ["be free", "free it", "so free", "win it", "you see", "you too", "win win", "you"]
GOLD = ["spam", "spam", "ham", "spam", "ham", "ham", "spam", "ham"]


def words(label: str, *body: str) -> Candidate:
    return Candidate(label, "keywords", body)


def regex(pattern: str, label: str = "spam") -> Candidate:
    return Candidate(label, "regex", (pattern,))


def test_figures_are_those_one_counts_by_hand() -> None:
    # free: texts 0, 1; dev 3 rows, 2 of them spam. win: texts 1, 4; dev 2 of 2. you (ham): texts 2, 4; dev 3 of 3.
    kept, refused = vet(
        [words("spam", "free"), words("spam", "win"), words("ham", "you")], LABELS, TEXTS, DEV, GOLD
    )
    assert refused == []
    assert [(one.name, one.coverage, one.right, one.fired) for one in kept] == [
        ("spam_keywords_1", 0.4, 2, 3),
        ("spam_keywords_2", 0.4, 2, 2),
        ("ham_keywords_1", 0.4, 3, 3),
    ]
    assert kept[0].accuracy == wilson_interval(2, 3)
    # free and win meet on text 1; win and you on text 4, where they differ: of five texts.
    assert [one.overlap for one in kept] == [0.2, 0.4, 0.2]
    assert [one.conflict for one in kept] == [0.0, 0.2, 0.2]
    assert [one.proven for one in kept] == [True, False, True]  # three known rows are enough, two are not


def test_votes_that_are_there_already_overlap_and_conflict_too() -> None:
    (one,), _ = vet([words("spam", "free")], LABELS, TEXTS, DEV, GOLD, existing=[[0], [1], [1], [-1], [-1]])
    assert (one.overlap, one.conflict) == (0.4, 0.2)


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (regex("(free"), "does not compile: missing )"),
        (regex("x*"), "is too broad: it fits the empty text"),
        (regex("."), "is too broad: it fires on 100% of the texts"),
        (regex("(e+)+$"), "is catastrophic: it takes more than 0.25 seconds for one text"),
        (regex(r"(\w+\s?)*!"), "is catastrophic"),
        (regex("zebra"), "fires on no text"),
        (words("ham", "free"), "is right on 1 of 3 known rows, wanted 60%"),
        (regex("^free|^Free|be free|free it|so free"), "votes as spam_keywords_1 does on every text"),
    ],
)
def test_a_bad_candidate_is_refused_with_the_reason(candidate: Candidate, reason: str) -> None:
    kept, (refused,) = vet([words("spam", "free"), candidate], LABELS, TEXTS, DEV, GOLD)
    assert [one.name for one in kept] == ["spam_keywords_1"]
    assert refused.reason.startswith(reason)


def test_what_is_no_better_than_always_saying_the_class_is_refused() -> None:
    dev, gold = ["you"] * 4 + ["home"], ["ham"] * 3 + ["spam"] + ["ham"]
    # you: ham in 3 of 4 rows; always saying ham is right in 4 of 5.
    _, (refused,) = vet([words("ham", "you")], LABELS, TEXTS, dev, gold)
    assert refused.reason == "is right on 3 of 4 known rows, no better than always saying 'ham' (80%)"


PYTHON = "import re\ndef fires(text):\n    return bool(re.search('free', text.lower())) and len(text) < 12"


def test_python_runs_in_the_sandbox_and_what_it_does_there_stays_there() -> None:
    bad = {
        "def fires(text):\n    while True: pass": "does not run: ",
        "def fires(text):\n    return text[99]": "does not run: ",
        "def fires(text):\n    print('[true]')\n    return True": "is too broad: it fires on 100% of the texts",
    }
    candidates = [Candidate("spam", "python", (source,)) for source in (PYTHON, *bad)]
    with CodeSandbox(limits=CodeLimits(cpu_seconds=1)) as sandbox:
        kept, refused = vet(candidates, LABELS, TEXTS, DEV, GOLD, sandbox=sandbox)
    assert [(one.name, one.coverage) for one in kept] == [("spam_python_1", 0.2)]
    assert [one.reason.startswith(reason) for one, reason in zip(refused, bad.values(), strict=True)] == [
        True
    ] * 3, refused


def test_harmless_patterns_that_look_dangerous_pass() -> None:
    patterns = [
        r".*free.*money.*",
        r"(?:free|win)\b.{0,40}\bmoney",
        r"\b(check|visit)\s+(my|our)\s+(channel|page)\b",
        r"(foo|bar)*baz",
        r"https?://\S+",
    ]
    assert all(isinstance(found, list) for found in pattern_hits(patterns, TEXTS))


@settings(max_examples=12)
@given(st.lists(st.text(alphabet="ab(|)*+?[]\\^$.{1,} ", max_size=12), min_size=1, max_size=5))
def test_a_pattern_is_found_where_python_finds_it_or_refused(patterns: list[str]) -> None:
    for pattern, found in zip(patterns, pattern_hits(patterns, ["ab", "b a", "(1)"]), strict=True):
        if isinstance(found, str):
            assert found.startswith(("does not compile", "is catastrophic", "is too broad"))
        else:
            assert found == [
                at for at, text in enumerate(["ab", "b a", "(1)"]) if re.search(pattern, text, re.IGNORECASE)
            ]


keywords = st.lists(st.text(min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=4)


def loaded(source: str) -> dict[str, Any]:
    """Run the source of proposed functions, with Snorkel's decorator replaced by one that leaves functions as they are."""
    tree = ast.parse(source)
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and node.module == "snorkel.labeling")
    ]
    space: dict[str, Any] = {"labeling_function": lambda: lambda function: function}
    exec(compile(tree, "proposed.py", "exec"), space)
    return space


@settings(max_examples=25)
@given(keywords, st.text(max_size=60), st.text(min_size=1, max_size=12), st.text(max_size=20))
def test_whatever_a_model_writes_is_data_in_the_source_and_votes_there_as_on_trial(
    body: list[str], why: str, label: str, text: str
) -> None:
    labels = [label, "other" if label != "other" else "another"]
    candidate = Candidate(label, "keywords", tuple(" ".join(one.lower().split()) for one in body), why)
    texts = [text, body[0], f"so {body[-1]} it is"]
    (one,), _ = vet([candidate], labels, [*texts, "-" * 30] * 2, [], [], standard=Standard(max_coverage=1.0))
    source = ProposedFunctions((one,), (), tuple(labels)).to_python()
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef)
    assert all(isinstance(node, allowed) for node in ast.parse(source).body)
    (function,) = loaded(source)["LFS"]
    (where,) = fires([candidate], texts)
    assert [function(SimpleNamespace(text=text)) for text in texts] == [0 if hit else -1 for hit in where]


def test_the_source_is_what_a_person_would_write() -> None:
    candidates = [
        Candidate("spam", "keywords", ("free", "check out"), 'They sell """things""".\nimport os'),
        Candidate("spam", "python", (PYTHON,)),
    ]
    kept, refused = vet(candidates, LABELS, TEXTS, DEV, GOLD, standard=Standard(enough=9))
    proposed = ProposedFunctions(tuple(kept), tuple(refused), tuple(LABELS))
    source = proposed.to_python()
    assert "HAM = 0  # ham\nSPAM = 1  # spam\n" in source
    assert (
        '# They sell """things""". import os\n'
        "# Unproven: it fires on too few known rows to say how often it is right.\n"
        "@labeling_function()\n"
        "def spam_keywords_1(row):\n"
        '    """Fires on 40.0% of the texts; 2 of 3 known rows right (0.21 to 0.94); conflict 0.0%."""\n'
        r'    return SPAM if re.search(r"(?<!\w)(?:free|check\s+out)(?!\w)", row.text, re.IGNORECASE) else ABSTAIN'
    ) in source
    assert "def spam_python_1_fires(text):" in source
    votes = [function(SimpleNamespace(text="so free")) for function in loaded(source)["LFS"]]
    assert votes == [1, 1]
    assert "spam_python_1" in proposed.table()


def test_labels_that_are_no_names_get_numbers() -> None:
    labels = ["1st", "class", "a b", "a-b", "абв"]
    (one,), _ = vet([words("1st", "free")], labels, TEXTS, [], [])
    source = ProposedFunctions((one,), (), tuple(labels)).to_python()
    assert [line for line in source.split("\n") if re.match(r"\w+ = \d", line)] == [
        "LABEL_0 = 0  # 1st", "CLASS = 1  # class", "A_B = 2  # a b", "LABEL_3 = 3  # a-b", "LABEL_4 = 4  # абв",
    ]  # fmt: skip
    assert one.name == "label_1st_keywords_1"


def test_keywords_are_whole_words_across_any_space() -> None:
    pattern = pattern_of(words("spam", "check out", "$$$"))
    found = [
        bool(re.search(pattern, text, re.IGNORECASE)) for text in ("Check\n out!", "checkout", "get $$$ now")
    ]
    assert found == [True, False, True]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"texts": []}, "wanted texts"),
        ({"dev_labels": ["ham"]}, "a label for each dev text"),
        ({"dev_texts": ["a"], "dev_labels": ["eggs"]}, r"dev labels \['eggs'\]"),
        ({"existing": [[0]]}, "must be on the 5 texts"),
    ],
)
def test_it_says_what_is_wrong(options: dict[str, Any], message: str) -> None:
    given = {"texts": TEXTS, "dev_texts": DEV, "dev_labels": GOLD} | options
    with pytest.raises(InputError, match=message):
        vet([words("spam", "free")], LABELS, **given)
    with pytest.raises(InputError, match="enough >= 1"):
        Standard(enough=0)
