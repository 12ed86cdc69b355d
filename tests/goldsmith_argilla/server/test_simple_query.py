"""The translation to FTS5 and to PostgreSQL's `tsquery`, checked against the databases themselves."""

import random
import sqlite3
import subprocess
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith_argilla.server.inside.sql_search.simple_query import (
    EVERY,
    TooDeepError,
    fts5_expression,
    ts_query,
)
from goldsmith_argilla.server.inside.sql_search.tokens import words
from goldsmith_argilla.server.inside.sql_search.ts_vector import ts_vector

TEXTS = {
    1: ("the quick brown fox", "title one"),
    2: ("a quick red fox doesn't jump", "brown paper"),
    3: ("東京タワーは高い", "Tokyo"),
    4: ("C++ and C# in 3.14 lines", "naïve café"),
    5: ("हिन्दी में लिखा हुआ", "สวัสดีครับ"),
    6: ("한국어 문장입니다", "🤖 robot"),
}


@pytest.fixture(scope="module")
def found() -> Iterator[Callable[..., list[int]]]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(every, f_1, f_2, tokenize='ascii')")
    for key, (one, two) in TEXTS.items():
        row = (key, EVERY, " ".join(words(one)), " ".join(words(two)))
        database.execute("INSERT INTO t (rowid, every, f_1, f_2) VALUES (?, ?, ?, ?)", row)

    def search(query: str, column: str | None = None) -> list[int]:
        expression = fts5_expression(query, column)
        if expression is None:
            return []
        return [
            key
            for (key,) in database.execute(
                "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", (expression,)
            )
        ]

    yield search
    database.close()


QUERIES = [
    ("quick", [1, 2]),
    ("QUICK Fox", [1, 2]),
    ("quick brown", [1, 2]),  # in 2 the words are in different fields, as Elasticsearch allows
    ('"quick brown"', [1]),
    ("qui*", [1, 2]),
    ('"quick br"*', [1]),
    ("quick + red", [2]),
    ("red | paper | tokyo", [2, 3]),
    ("quick -red", [1]),
    ("-quick", [3, 4, 5, 6]),
    ("--quick", [1, 2]),
    ("quick - red", [2]),  # a dash with a space behind it is a dash
    ('-"quick brown" fox', [2]),
    ("fox -(red | jump)", [1]),
    ("red | fox brown", [1, 2]),  # from left to right: (red | fox) and brown
    ("tokyo | -quick", [3, 4, 5, 6]),
    ("doesn't", [2]),
    ("C++", [4]),
    ("3.14", [4]),
    ("naive CAFE", [4]),
    ("タワー", [3]),
    ("京タ", [3]),
    ("高い -東京", []),
    ("हिन्दी", [5]),
    ("हिन", []),  # a vowel sign does not end a word
    ("สวัสดี", [5]),
    ("문장", [6]),
    ("🤖", [6]),
    ("quick~2", [1, 2]),
    (r"\-quick", [1, 2]),
    ('"quick', [1, 2]),
    ("(quick", [1, 2]),
    ("quick) fox", [1, 2]),
    ("", []),
    ("!? ...", []),
    (EVERY, []),
    ("x", []),
    ("AND OR NOT", []),  # words here, operators to FTS5
]


@pytest.mark.parametrize(("query", "keys"), QUERIES)
def test_a_query_finds_what_it_says(found: Callable[..., list[int]], query: str, keys: list[int]) -> None:
    assert found(query) == keys


def test_a_column_limits_every_word_of_a_query(found: Callable[..., list[int]]) -> None:
    assert found("brown", "f_1") == [1]
    assert found("brown", "f_2") == [2]
    assert found("-brown", "f_2") == [1, 3, 4, 5, 6]
    assert found("brown | tokyo", "f_2") == [2, 3]


SIGNS = "ab京é🤖 '\"-+|()*~:^{}\\\x00\t_."
SYNTAX = st.text(alphabet=st.sampled_from(SIGNS), max_size=60)


@given(query=st.one_of(st.text(max_size=60), SYNTAX), column=st.sampled_from([None, "f_1"]))
def test_no_string_is_a_syntax_error(found: Callable[..., list[int]], query: str, column: str | None) -> None:
    assert set(found(query, column)) <= set(TEXTS)


@given(query=SYNTAX)
def test_a_query_and_its_negation_share_no_row_and_miss_none(
    found: Callable[..., list[int]], query: str
) -> None:
    if fts5_expression(query) is not None:
        positive, negative = found(f"({_balanced(query)})"), found(f"-({_balanced(query)})")
        assert sorted(positive + negative) in ([], sorted(TEXTS))


def _balanced(query: str) -> str:
    """Without what would close the bracket around it early, or hide its end."""
    return query.translate({ord(sign): " " for sign in '()"\\'})


def test_long_queries_are_translated_and_deep_ones_refused(found: Callable[..., list[int]]) -> None:
    assert found(" ".join(["quick"] * 5000)) == [1, 2]
    assert found(" | ".join(f"w{i}" for i in range(5000))) == []
    assert found(" -".join(["quick", *(f"w{i}" for i in range(3000))])) == [1, 2]
    for deep in ("(" * 5000 + "a", "(a " * 30, " ".join(f"a | b{i}" for i in range(100))):
        with pytest.raises(TooDeepError):
            found(deep)


@given(text=st.text(max_size=80))
def test_words_are_the_same_whatever_the_case_and_hold_no_space(text: str) -> None:
    assert all(word and not word.isspace() for word in words(text))
    assert words(" ".join(words(text))) == words(text)


def test_postgresql_finds_what_sqlite_finds(found: Callable[..., list[int]], database_url: str) -> None:
    dice = random.Random(0)
    signs = [*SIGNS, " fox", " quick", " brown", " 京", " é"]
    made = ["".join(dice.choices(signs, k=dice.randint(1, 25))) for _ in range(300)]
    asked = [query for query in [*(query for query, _ in QUERIES), *made] if ts_query(query)]
    assert len(asked) > 200
    script = "create temp table t (key int, words tsvector);\n" + "".join(
        f"insert into t values ({key}, $${ts_vector(texts)}$$);\n" for key, texts in TEXTS.items()
    )
    script += "".join(
        f"select 'keys', string_agg(key::text, ' ' order by key) from t where words @@ $${ts_query(query)}$$::tsquery;\n"
        for query in asked
    )
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", database_url]
    out = subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout
    told = [[int(key) for key in line.partition("|")[2].split()] for line in out.splitlines()]
    assert dict(zip(asked, told, strict=True)) == {query: found(query) for query in asked}
