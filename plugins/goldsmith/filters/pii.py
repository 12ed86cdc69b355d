"""Personal data in a text, by validated patterns."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from goldsmith.errors import InputError
from goldsmith.filters.phones import phones
from goldsmith.filters.pii_patterns import PATTERNS, ibans
from goldsmith.filters.words import checked

__all__ = ["PII_KINDS", "PiiSpan", "find_pii", "mask_pii", "pii_reason"]

# Where two overlap the earlier kind wins: a check digit is better evidence than a shape.
PII_KINDS = (
    "email",
    "iban",
    "credit_card",
    "codice_fiscale",
    "resident_id",
    "cpf",
    "dni",
    "us_ssn",
    "ip_address",
    "phone",
)


@dataclass(frozen=True, order=True)
class PiiSpan:
    """Personal data at `text[start:end]`, counted in code points."""

    start: int
    end: int
    kind: str


def find_pii(
    text: str, *, kinds: Collection[str] = PII_KINDS, regions: Sequence[str] = ("US",)
) -> list[PiiSpan]:
    """Return the personal data of these kinds, in order, none overlapping.

    Every kind is checked beyond its shape: check digits (credit cards by Luhn, IBANs, Brazilian CPF, Spanish DNI and
    NIE, Italian codice fiscale, Chinese resident numbers), what was ever assigned (US social security numbers,
    issuers' prefixes, telephone numbers by libphonenumber), what can belong to somebody (no loopback address, no
    version number). `regions` are those whose telephone numbers are known without the country's code.

    >>> find_pii("Write to jo@example.org, not to order 4111111111111111")
    [PiiSpan(start=9, end=23, kind='email')]

    Raises:
        InputError: `text` is no string, or a kind is none of `PII_KINDS`.
        MissingExtraError: telephone numbers are wanted and `phonenumbers` is not installed.
    """
    unknown = set(kinds) - set(PII_KINDS)
    if unknown:
        raise InputError(f"unknown kinds of personal data {sorted(unknown)}, known are {list(PII_KINDS)}")
    found: list[PiiSpan] = []
    if not any(character in "@:" or character.isdigit() for character in set(checked(text))):
        return found
    taken = bytearray(len(text))
    for kind in PII_KINDS:
        for start, end in _spans(kind, text, regions) if kind in kinds else ():
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(PiiSpan(start, end, kind))
    return sorted(found)


def mask_pii(text: str, spans: Iterable[PiiSpan]) -> str:
    """Return `text` with each span replaced by its kind.

    >>> mask_pii("Write to jo@example.org", find_pii("Write to jo@example.org"))
    'Write to <EMAIL>'
    """
    parts: list[str] = []
    end = 0
    for span in sorted(spans):
        parts += [text[end : span.start], f"<{span.kind.upper()}>"]
        end = span.end
    return "".join([*parts, text[end:]])


def pii_reason(spans: Iterable[PiiSpan]) -> str | None:
    """Return what was found, by kind and count and never the data itself, or None.

    >>> pii_reason([PiiSpan(9, 23, "email")])
    'pii: 1 email'
    """
    counts = Counter(span.kind for span in spans)
    listed = ", ".join(f"{counts[kind]} {kind}" for kind in PII_KINDS if counts[kind])
    return f"pii: {listed}" if listed else None


def _spans(kind: str, text: str, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    if kind == "iban":
        yield from ibans(text)
    elif kind == "phone":
        yield from phones(text, regions)
    else:
        pattern, belongs = PATTERNS[kind]
        for match in pattern.finditer(text):
            if belongs(match.group(), text, match.start()):
                yield match.span()
