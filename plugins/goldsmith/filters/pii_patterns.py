"""The shapes of personal data, each with the check that turns a look-alike away."""

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from goldsmith.filters.checksums import IBAN_LENGTHS, codice_fiscale, cpf, dni, iban, luhn, resident_id

__all__ = ["PATTERNS", "ibans", "is_reference"]

# "Order no. 4155552671", "ISBN: ...", "Rechnung Nr.": a number that belongs to a thing.
_REFERENCE = re.compile(
    r"(?<![a-z])(?:order|invoice|version|release|build|isbn|issn|sku|ean|upc|imei|ref|reference|ticket|tracking|serial|part|model"
    r"|article|item|product|batch|lot|case|commit|doi|pmid|arxiv|section|chapter|page|bestell\w*|auftrags?\w*"
    r"|rechnungs?\w*|artikel\w*|vorgangs?\w*|commande|facture|article|pedido|factura|fatura|encomenda|ordine|fattura"
    r"|spedizione|bestelling|factuur|zamówienie|sipariş|заказ\w*|версия|订单\w*|订单号|注文\w*|주문\w*|طلب)"
    r"(?:[\s.:#№°º-]|\b(?:number|numbers|num|no|nr|nro|n|id|code|is|was|nummer|número|numero|numer|номер|号|번호))*$",
    re.IGNORECASE,
)
# Visa, Mastercard, American Express, Discover, JCB, Diners Club, UnionPay, Maestro: prefixes and lengths (ISO/IEC 7812).
_ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|62\d{14,17}"
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}",
    re.ASCII,
)
_SSN_NOT_ISSUED = {"078051120", "219099999", "123456789"}
_FILE_NAME = re.compile(
    r"@\d+x|\.(?:png|jpe?g|gif|svg|webp|css|js|ts|tsx|json|html?|exe|dll|so|jar|zip)$", re.IGNORECASE
)


def is_reference(text: str, start: int) -> bool:
    """Say whether the words before `start` announce an order, a version, a book or another thing's number.

    >>> is_reference("Your order no. 12345", 15), is_reference("Call 12345", 5)
    (True, False)
    """
    return bool(_REFERENCE.search(text[max(0, start - 40) : start]))


def _compact(found: str) -> str:
    return re.sub(r"[\s.\-/\u00a0]", "", found)


def _email(found: str, _text: str, _start: int) -> bool:
    local, _, domain = found.rpartition("@")
    plausible = ".." not in found and not local.startswith(".") and not local.endswith(".")
    return plausible and local.lower() != "git" and not _FILE_NAME.search(found) and len(domain) < 254


def _card(found: str, text: str, start: int) -> bool:
    digits = _compact(found)
    return (
        bool(_ISSUED.fullmatch(digits))
        and len(set(digits)) > 1
        and luhn(digits)
        and not is_reference(text, start)
    )


def _ip(found: str, text: str, start: int) -> bool:
    try:
        address = ip_address(found)
    except ValueError:
        return False
    if address.version == 6 and not (found.count(":") >= 3 and any(map(str.isdigit, found))):
        return False
    if address.version == 4 and (found.startswith("255.") or is_reference(text, start)):
        return False
    nobody = address.is_loopback or address.is_unspecified or address.is_multicast or address.is_link_local
    return not nobody


def _ssn(found: str, text: str, start: int) -> bool:
    digits = _compact(found)
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    assigned = area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"
    return assigned and digits not in _SSN_NOT_ISSUED and not is_reference(text, start)


def _checked(check: Callable[[str], bool]) -> Callable[[str, str, int], bool]:
    return lambda found, text, start: check(_compact(found).upper()) and not is_reference(text, start)


# Letters and digits of an address: Latin, Greek, Cyrillic. Not Han or kana, which stand beside one without a blank.
_A = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u052f"
_W = f"{_A}_"

# Every repetition is bounded and begins where the character before cannot belong to it, so that time stays linear.
PATTERNS: dict[str, tuple[re.Pattern[str], Callable[[str, str, int], bool]]] = {
    "email": (
        re.compile(
            rf"(?<![{_W}.%+@-])[{_W}](?:[{_W}.%+'-]{{0,62}}[{_W}%+-])?@"
            rf"(?:[{_A}](?:[{_A}-]{{0,61}}[{_A}])?\.){{1,8}}(?:(?!\d)[{_A}]){{2,24}}(?![{_W}@-])"
        ),
        _email,
    ),
    "credit_card": (
        re.compile(
            r"(?<![\w.+/-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -]?)\d{6}\2\d{4,5})(?![\w-]|[.,]\d)",
            re.ASCII,
        ),
        _card,
    ),
    "us_ssn": (re.compile(r"(?<![\w.+-])\d{3}([- ])\d{2}\1\d{4}(?![\w-]|[.,]\d)", re.ASCII), _ssn),
    "ip_address": (
        re.compile(
            r"(?<![\w.:-])(?:(?:\d{1,3}\.){3}\d{1,3}(?![\w/-]|\.\d)"
            r"|(?=[0-9A-Fa-f:]{0,30}:)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:/]))",
            re.ASCII,
        ),
        _ip,
    ),
    "cpf": (re.compile(r"(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])", re.ASCII), _checked(cpf)),
    "dni": (
        re.compile(r"(?<![\w.-])(?:\d{8}|[XYZ][- ]?\d{7})[- ]?[A-Z](?![\w-])", re.ASCII),
        _checked(dni),
    ),
    "codice_fiscale": (
        re.compile(
            r"(?<![\w-])[A-Z]{6}\d{2}[A-EHLMPR-T](?:[04][1-9]|[1256]\d|[37][01])[A-Z]\d{3}[A-Z](?![\w-])",
            re.IGNORECASE | re.ASCII,
        ),
        _checked(codice_fiscale),
    ),
    "resident_id": (
        re.compile(
            r"(?<![0-9A-Za-z.-])[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z-])",
            re.ASCII,
        ),
        _checked(resident_id),
    ),
}

_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ \u00a0-]?[A-Za-z0-9]{3})", re.ASCII)


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every IBAN: as many characters as its country writes, in groups or not, mod 97."""
    for match in _IBAN_START.finditer(text):
        length = IBAN_LENGTHS.get(match.group()[:2].upper(), 0)
        end, compact = match.start(), ""
        while end < len(text) and len(compact) < length:
            if text[end] not in " \u00a0-":
                compact += text[end].upper()
            end += 1
        whole = end == len(text) or not (text[end].isalnum() and text[end].isascii())
        if whole and compact.isascii() and compact.isalnum() and iban(compact):
            yield match.start(), end
