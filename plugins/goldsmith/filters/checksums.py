"""The check digits that tell a number somebody was given from a number that looks like one."""

__all__ = ["IBAN_LENGTHS", "codice_fiscale", "cpf", "dni", "iban", "luhn", "resident_id"]

# SWIFT IBAN registry, release 99.
IBAN_LENGTHS = {
    country: int(length)
    for length, countries in {
        "15": "NO",
        "16": "BE",
        "18": "DK FI FK FO GL NL SD",
        "19": "MK SI",
        "20": "AT BA EE KZ LT LU MN XK",
        "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA",
        "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG",
        "25": "LY PT ST",
        "26": "IS TR",
        "27": "BI DJ FR GR IT MC MR SM",
        "28": "AL AZ BY CY DO GT HU LB NI PL SV",
        "29": "BR EG PS QA UA",
        "30": "JO KW MU YE",
        "31": "MT SC",
        "32": "LC",
        "33": "RU",
    }.items()
    for country in countries.split()
}
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21) * 2 + (2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)


def luhn(digits: str) -> bool:
    """Say whether the digits carry Luhn's check digit (ISO/IEC 7812-1, annex B).

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[::-2])) + sum(n // 10 + n % 10 for n in doubled)) % 10 == 0


def iban(compact: str) -> bool:
    """Say whether an IBAN without blanks has its country's length and remainder 1 by 97 (ISO 13616, ISO 7064).

    >>> iban("DE89370400440532013000"), iban("DE89370400440532013001")
    (True, False)
    """
    if IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1


def cpf(digits: str) -> bool:
    """Say whether eleven digits are a Brazilian taxpayer's number: two check digits by 11, not all the same.

    >>> cpf("11144477735"), cpf("11144477736")
    (True, False)
    """
    checks = [sum(int(d) * w for d, w in zip(digits, range(n, 1, -1), strict=False)) for n in (10, 11)]
    return len(set(digits)) > 1 and [check * 10 % 11 % 10 for check in checks] == [*map(int, digits[9:])]


def dni(compact: str) -> bool:
    """Say whether a Spanish DNI (8 digits) or NIE (X, Y or Z and 7) ends in its letter, the remainder by 23.

    >>> dni("12345678Z"), dni("X1234567L"), dni("12345678A")
    (True, True, False)
    """
    number = compact[:-1].translate(str.maketrans("XYZ", "012"))
    return _DNI_LETTERS[int(number) % 23] == compact[-1]


def codice_fiscale(code: str) -> bool:
    """Say whether sixteen characters are an Italian tax code with its check letter (D.M. 23 December 1976).

    >>> codice_fiscale("RSSMRA85T10A562S"), codice_fiscale("RSSMRA85T10A562T")
    (True, False)
    """
    even = sum(int(c) if c.isdigit() else ord(c) - ord("A") for c in code[1:15:2])
    return chr(ord("A") + (even + sum(_ODD[c] for c in code[0:15:2])) % 26) == code[15]


def resident_id(number: str) -> bool:
    """Say whether eighteen characters are a Chinese resident's number, check digit by 11 (GB 11643-1999).

    >>> resident_id("11010519491231002X"), resident_id("110105194912310021")
    (True, False)
    """
    weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[weighted % 11] == number[17].upper()
