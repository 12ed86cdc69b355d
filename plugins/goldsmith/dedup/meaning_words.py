"""Words that turn a meaning round, and numbers in words."""

from functools import lru_cache

__all__ = [
    "AUXILIARIES",
    "FUNCTION_WORDS",
    "LANGUAGES",
    "NEGATIONS",
    "NUMBER_WORDS",
    "TITLES",
    "are_contrary",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS: dict[str, frozenset[str]] = {
    language: _words(words)
    for language, words in {
        "en": "not no never none nobody nothing nowhere neither nor without cannot hardly barely except lack lacks",
        "de": "nicht nichts nie niemals niemand nirgends kein keine keinen keinem keiner keines ohne weder kaum außer",
        "fr": "ne pas jamais rien personne aucun aucune ni sans non guère sauf",
        "es": "no nunca jamás nada nadie ningún ninguno ninguna ni sin tampoco excepto",
        "pt": "não nunca jamais nada ninguém nenhum nenhuma nem sem tampouco exceto",
        "it": "non no mai niente nulla nessuno nessun nessuna né senza neanche tranne",
        "nl": "niet niets nooit niemand nergens geen zonder noch behalve",
        "sv": "inte ej icke aldrig ingen inget inga ingenting utan varken",
        "pl": "nie nigdy nic nikt nigdzie żaden żadna żadne bez ani oprócz",
        "ru": "не нет никогда ничего никто нигде никакой никакая ни без кроме",
    }.items()
}
"""By language, ISO 639-1: words each of which denies something."""

LANGUAGES = tuple(NEGATIONS)
"""The languages whose negations are known."""

_TWO_TO_TWELVE = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
}
_ENGLISH = {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "zero": 0, "dozen": 12, "half": "1/2",
    "twice": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
NUMBER_WORDS: dict[str, dict[str, str]] = {
    language: {word: str(number) for number, word in enumerate(words.split(), start=2)}
    for language, words in _TWO_TO_TWELVE.items()
}
"""By language: the numbers from two to twelve, in English also larger ones; words for one are left out, as they also mean "a"."""
NUMBER_WORDS["en"] |= {word: str(number) for word, number in _ENGLISH.items()}

FUNCTION_WORDS = _words(
    "a an the this that these those some any my your our their his her its i you we they he she it me us them one "
    "of in on at to for from by with about into as and or but if then than so do does did is are was were be been am "
    "will would can could should shall may might must has have had how what which who whom whose when where why please "
    "there here just also very really exactly tell give let i'm it's that's what's "
    "wer wie wo wann warum welche welcher welches qui que quel quelle où quand comment pourquoi qué quién cuál cómo dónde "
    "quem qual como chi cosa come dove perché wie wat waar hoe waarom vem vad hur кто что где когда как почему"
)
"""Words that a sentence can do with or without and mean the same: English ones, and words that ask in other languages."""

AUXILIARIES = _words(
    "is was are were has had have will would can could did does won wrote founded invented discovered became lies "
    "ist war sind hat wird kann est était fut sera era fue ha tiene foi heeft var är jest był"
)
"""Verbs after which the first word of a sentence is taken for a name, if it is no function word."""

TITLES = _words("dr mr mrs ms prof st sr jr mt fr hr dra vs")
"""Abbreviations whose dot ends no sentence."""

_CONTRARY_STEMS = (
    "ascend descend", "increas decreas", "increas reduc", "rais lower", "maxim minim", "largest smallest", "larger smaller",
    "biggest smallest", "highest lowest", "higher lower", "high low", "long short", "longest shortest", "first last",
    "first second", "before after", "sort revers", "sort shuffl", "hot cold", "warm cool", "heat cool", "buy sell",
    "open clos", "start stop", "start end", "begin end", "begin finish", "add remov", "add subtract", "add delet",
    "insert remov", "multipl divid", "push pop", "encod decod", "encrypt decrypt", "compress decompress", "import export",
    "upload download", "send receiv", "lend borrow", "win los", "love hate", "like dislike", "best worst", "better worse",
    "good bad", "advantag disadvantag", "benefit drawback", "pros cons", "strength weakness", "cause prevent",
    "caus effect", "allow forbid", "allow prevent", "legal illegal", "safe dangerous", "safe unsafe", "true false",
    "right left", "right wrong", "left right", "up down", "above below", "over under", "inside outside", "in out",
    "indoor outdoor", "north south", "east west", "more less", "most least", "more fewer", "many few", "fast slow",
    "fastest slowest", "quick slow", "easy hard", "easy difficult", "easiest hardest", "cheap expensive", "rich poor",
    "old new", "old young", "oldest youngest", "even odd", "positiv negativ", "always never", "all none", "male female",
    "man woman", "men women", "boy girl", "father mother", "son daughter", "brother sister", "husband wife", "king queen",
    "day night", "morning evening", "summer winter", "spring autumn", "gain los", "gain lose", "for against", "accept reject",
    "accept refus", "agree disagree", "support oppos", "attack defend", "alive dead", "birth death", "born died",
    "enabl disabl", "install uninstall", "lock unlock", "connect disconnect", "arriv depart", "arriv leav", "enter leav",
    "enter exit", "front back", "forward backward", "top bottom", "input output", "full empty", "wet dry", "light dark",
    "light heavy", "strong weak", "thick thin", "wide narrow", "deep shallow", "early late", "earliest latest",
    "sweet sour", "public private", "optimis pessimis", "introver extrover", "formal informal",
    "activ passiv", "vertical horizontal", "singular plural", "employer employee", "teacher student", "doctor patient",
    "prey predator", "debit credit", "profit loss", "supply demand", "question answer", "problem solution", "go stop",
    "gas liquid", "melt freez", "evaporat condens", "expand contract", "inhal exhal", "union intersect", "local global",
    "today tomorrow", "today yesterday", "past future", "with without", "include exclude", "includ exclud",
)  # fmt: skip
_CONTRARIES: dict[str, set[str]] = {}
for _one, _other in (pair.split() for pair in _CONTRARY_STEMS):
    _CONTRARIES.setdefault(_one, set()).add(_other)
    _CONTRARIES.setdefault(_other, set()).add(_one)
_ENDINGS = ("", "s", "e", "es", "ed", "d", "ing", "ting", "ning", "er", "or", "ion", "ity", "ly", "ment", "al", "ation", "ive", "y", "ies", "ic", "m", "um", "isation", "ization", "ize", "ise")  # fmt: skip


@lru_cache(maxsize=100_000)
def _stems(word: str) -> frozenset[str]:
    return frozenset(
        word[: len(word) - len(ending)]
        for ending in _ENDINGS
        if word.endswith(ending) and word[: len(word) - len(ending)] in _CONTRARIES
    )


def are_contrary(one: str, other: str) -> bool:
    """Return whether two English words are among a list of contraries that turn a request round.

    >>> are_contrary("increasing", "decreased"), are_contrary("increasing", "growing")
    (True, False)
    """
    return any(_CONTRARIES[stem] & _stems(other) for stem in _stems(one))
