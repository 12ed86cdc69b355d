"""Words for numbers, weekdays and months in six languages: two spellings of one fact compare equal."""

__all__ = ["MONTHS", "NUMBERS", "WEEKDAYS"]


def _numbered(*lines: str, first: int) -> dict[str, int]:
    return {word: first + offset for line in lines for offset, word in enumerate(line.split())}


NUMBERS = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve",
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    "zero um dois três quatro cinco seis sete oito nove dez onze doze",
    first=0,
) | {
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "una": 1,
    "une": 1,
    "uma": 1,
    "duas": 2,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}

WEEKDAYS = _numbered(
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    first=1,
) | {"segunda-feira": 1, "terça-feira": 2, "quarta-feira": 3, "quinta-feira": 4, "sexta-feira": 5}

MONTHS = _numbered(
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    first=1,
)
