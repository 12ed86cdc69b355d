"""Personal data is found where something vouches for it, and nowhere else."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.filters import PII_KINDS, PiiSpan, find_pii, mask_pii, pii_reason
from goldsmith.filters.checksums import IBAN_LENGTHS, iban, luhn


def found(text: str, **options: object) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find_pii(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "data"),
    [
        ("mail jo.ann+x@mail.example.org.", "email", "jo.ann+x@mail.example.org"),
        ("連絡先はtanaka@example.jpです", "email", "tanaka@example.jp"),
        ("메일은 minsu@example.co.kr입니다", "email", "minsu@example.co.kr"),
        ("卡号4111111111111111。", "credit_card", "4111111111111111"),
        ("电话是+86 138 0013 8000吗", "phone", "+86 138 0013 8000"),
        ("at the border 4111 1111 1111 1111", "credit_card", "4111 1111 1111 1111"),
        ("e-mail='jo.o'neil@example.org'", "email", "jo.o'neil@example.org"),
        ("<b>é.ö@bücher.example</b>", "email", "é.ö@bücher.example"),
        ("+49 30 901820, bitte", "phone", "+49 30 901820"),
        ("(+44) 20 7946 0958", "phone", "+44) 20 7946 0958"),
        ("0049 30 901820", "phone", "0049 30 901820"),
        ("ring 415.555.2671", "phone", "415.555.2671"),
        ("cell: 4155552671", "phone", "4155552671"),
        ("4111-1111-1111-1111", "credit_card", "4111-1111-1111-1111"),
        ("378282246310005", "credit_card", "378282246310005"),
        ("gb82 west 1234 5698 7654 32 THANKS", "iban", "gb82 west 1234 5698 7654 32"),
        ("at 8.8.4.4, then", "ip_address", "8.8.4.4"),
        ("[2001:db8::1]", "ip_address", "2001:db8::1"),
        ("SSN 536 90 4399", "us_ssn", "536 90 4399"),
        ("CPF 111.444.777-35", "cpf", "111.444.777-35"),
        ("NIE Y1234567X", "dni", "Y1234567X"),
        ("cf rssmra85t10a562s", "codice_fiscale", "rssmra85t10a562s"),
        ("号码11010519491231002X。", "resident_id", "11010519491231002X"),
    ],
)
def test_each_kind_is_found_with_its_place(text: str, kind: str, data: str) -> None:
    assert found(text) == [(kind, data)]


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",  # Luhn
        "1234 5678 9012 3452",  # Luhn holds, no issuer has 1234
        "0000 0000 0000 0000",
        "order 4111 1111 1111 1111",
        "GB82 WEST 1234 5698 7654 33",  # mod 97
        "ZZ82 WEST 1234 5698 7654 32",  # no such country
        "000-12-3456, 666-12-3456, 912-12-3456, 536-00-4399, 536-90-0000",
        "078-05-1120",  # printed on a wallet's sample card
        "256.1.1.1 and 1.2.3 and 1.2.3.4.5",
        "version 1.2.3.4, v1.2.3.4",
        "127.0.0.1 ::1 0.0.0.0 255.255.255.0 224.0.0.1",
        "10.0.0.0/8",
        "12:30:45 and a::b and std::string",
        "111.444.777-36",
        "12345678A",
        "RSSMRA85T10A562T",
        "110105194912310021",
        "2024-10-12 10:30, 12/10/2024, 10.12.2024",
        "978-3-16-148410-0",
        "3.14159265358979",
        "1,234,567,890 and 1 234 567 890",
        "a@b, @handle, a@2x.png, git@github.com, x@y..org",
        "order no. 415-555-2671",
        "call 911",
        "at the hotel 4155552671",
        "https://example.org/music/4111111111111111",
        "the `@dlt.source` decorator, or {@link foo.bar}",
    ],
)
def test_what_only_looks_like_it_is_not_flagged(text: str) -> None:
    assert found(text) == []


def test_local_numbers_need_their_region() -> None:
    assert found("abends 030 901820") == []
    assert found("abends 030 901820", regions=("DE",)) == [("phone", "030 901820")]


def test_only_the_kinds_asked_for_are_looked_for() -> None:
    text = "jo@example.org 4111 1111 1111 1111"
    assert found(text, kinds=["credit_card"]) == [("credit_card", "4111 1111 1111 1111")]
    with pytest.raises(InputError, match="shoe size"):
        find_pii(text, kinds=["shoe size"])


def test_masking_leaves_everything_else_and_the_reason_leaks_nothing() -> None:
    text = "é jo@example.org 👍 4111 1111 1111 1111, jo@example.org!"
    spans = find_pii(text)
    assert mask_pii(text, spans) == "é <EMAIL> 👍 <CREDIT_CARD>, <EMAIL>!"
    assert pii_reason(spans) == "pii: 2 email, 1 credit_card"
    assert pii_reason([]) is None


@given(st.text(st.sampled_from("jo@example.org 4111 1111+49 30901820:."), max_size=80))
def test_spans_are_ordered_apart_and_gone_once_masked(text: str) -> None:
    spans = find_pii(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert {span.kind for span in spans} <= set(PII_KINDS)
    assert len(mask_pii(text, spans)) == len(text) + sum(
        len(f"<{span.kind}>") - (span.end - span.start) for span in spans
    )


@given(st.text(string.digits, min_size=1, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_luhn_sees_every_single_wrong_digit(body: str, place: int, shift: int) -> None:
    check = next(digit for digit in string.digits if luhn(body + digit))
    number = body + check
    place %= len(number)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert luhn(number)
    assert not luhn(wrong)


# The registry's own example numbers.
@pytest.mark.parametrize(
    "number",
    [
        "AT611904300234573201",
        "BE68539007547034",
        "BR1800360305000010009795493C1",
        "CH9300762011623852957",
        "FR1420041010050500013M02606",
        "IT60X0542811101000000123456",
        "MT84MALT011000012345MTLCAST001S",
        "NO9386011117947",
        "PL61109010140000071219812874",
        "SA0380000000608010167519",
    ],
)
def test_the_examples_of_the_iban_registry_hold(number: str) -> None:
    assert iban(number)
    assert found(f"to {number}.") == [("iban", number)]


def test_iban_lengths_are_plausible() -> None:
    assert len(IBAN_LENGTHS) == 88
    assert {len(country) for country in IBAN_LENGTHS} == {2}


def test_spans_compare_by_place() -> None:
    assert min(PiiSpan(5, 6, "email"), PiiSpan(1, 9, "phone")).start == 1
