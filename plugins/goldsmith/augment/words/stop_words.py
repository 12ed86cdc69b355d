# ruff: noqa: RUF001 (words of several scripts)
"""Words that say little by themselves, so that no synonym is sought for them."""

import re

from goldsmith.errors import InputError

__all__ = ["STOP_WORDS", "is_stop_word", "stop_words_of"]

_LISTS = {
    # The list of EDA's authors (Wei & Zou 2019), which is that of NLTK at the time, by Martin Porter.
    "en": "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its "
    "itself they them their theirs themselves what which who whom this that these those am is are was were be been being have has "
    "had having do does did doing a an the and but if or because as until while of at by for with about against between into "
    "through during before after above below to from up down in out on off over under again further then once here there when "
    "where why how all any both each few more most other some such no nor not only own same so than too very s t can will just "
    "don should now",
    # Articles, pronouns, prepositions, conjunctions, auxiliaries and negations.
    "de": "der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm "
    "ihnen mein dein sein unser euer ihre seine meine sich und oder aber denn weil dass wenn ob als wie in im an am auf aus bei "
    "mit nach seit von vom zu zum zur für durch gegen ohne um über unter vor zwischen ist sind war waren bin bist wird werden "
    "wurde wurden hat haben hatte hatten kann können konnte muss müssen soll sollen will wollen nicht kein keine keinen auch nur "
    "noch schon so sehr hier da dort dann was wer wo wann warum dieser diese dieses diesen diesem man",
    "fr": "le la les l' un une des du de d' au aux je tu il elle on nous vous ils elles me te se lui leur leurs mon ma mes ton ta "
    "tes son sa ses notre nos votre vos ce cet cette ces ça cela qui que quoi dont où et ou mais donc or ni car si comme quand en "
    "dans sur sous par pour avec sans chez vers entre depuis est sont était étaient suis es êtes être été a ont avait avaient ai "
    "as avons avez avoir eu fait ne pas plus moins très aussi y même tout tous toute toutes",
    "es": "el la los las un una unos unas lo al del de yo tú él ella ello nosotros vosotros ellos ellas usted ustedes me te se nos "
    "os le les mi mis tu tus su sus nuestro nuestra este esta estos estas ese esa esos esas esto eso que quien cual cuando donde "
    "como y e o u pero si porque pues ni no sí en a con sin por para sobre entre desde hasta hacia es son era eran fue fueron ser "
    "sido soy eres está están estaba he ha han había haber hay muy más menos también ya todo todos toda todas",
    "pt": "o a os as um uma uns umas ao aos à às do da dos das no na nos nas de em por pelo pela para com sem sobre entre até desde "
    "eu tu ele ela nós vós eles elas você vocês me te se lhe lhes meu minha teu tua seu sua nosso nossa este esta isto esse essa "
    "isso aquele aquela que quem qual quando onde como e ou mas se porque nem não sim é são era eram foi foram ser sido sou está "
    "estão estava tem têm tinha ter há muito mais menos também já todo todos toda todas",
    "it": "il lo la i gli le un uno una l' di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle "
    "dal dalla nel nella nei sul sulla io tu lui lei noi voi loro mi ti si ci vi me te mio mia tuo tua suo sua nostro nostra questo "
    "questa questi queste quello quella che chi cui quale quando dove come e ed o ma se perché né non sì è sono era erano fu essere "
    "stato sei ho ha hanno aveva avere molto più meno anche già tutto tutti tutta tutte",
    "nl": "de het een ik jij je hij zij ze wij we jullie u mij me hem haar ons hen hun mijn jouw zijn onze dit dat deze die wie wat "
    "welke en of maar want omdat als dan dus in op aan bij met naar van voor door over onder uit om te tot tussen tegen zonder is "
    "was waren ben bent wordt worden werd werden heeft hebben had hadden kan kunnen moet moeten zal zullen wil niet geen ook nog "
    "wel zo er hier daar toen waar wanneer hoe waarom",
    "sv": "en ett den det de jag du han hon vi ni mig dig honom henne oss er dem min din sin hans hennes vår er deras denna detta "
    "dessa som vem vad vilken och eller men för att om när då så i på av till från med utan vid under över mellan mot hos är var "
    "vara varit blir blev har hade ha kan kunde ska skulle vill måste inte ingen inga inget också bara redan här där hur varför",
    "pl": "ja ty on ona ono my wy oni one mnie mi cię ci go mu ją jej nas nam was wam ich im się mój twój jego nasz wasz ten ta to "
    "te tego tej tym tych który która które kto co i a oraz lub albo ale że żeby bo jeśli gdy kiedy jak w we na z ze do od o u po "
    "za pod nad przed przez przy dla bez między jest są był była było były być będzie będą nie tak też już tylko bardzo tu tam "
    "gdzie dlaczego",
    "ru": "я ты он она оно мы вы они меня тебя его её нас вас их мне тебе ему ей нам вам им мой твой наш ваш свой этот эта это эти "
    "тот та то те который которая которые кто что и а но или если чтобы потому как когда в во на с со к ко от до из у о об по за "
    "под над перед через при для без между есть быть был была было были будет будут не нет ни да же ли бы уже ещё только очень "
    "тоже тут там где почему",
}
STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _LISTS.items()
}
"""By language, ISO 639-1; the English one is that of EDA's authors."""

_ENDINGS = re.compile(r"(?:n['\u2019]t|['\u2019](?:s|m|d|t|re|ve|ll))$")


def stop_words_of(language: str) -> frozenset[str]:
    """Return the stop words of a language.

    Raises:
        InputError: they are not known.

    >>> "the" in stop_words_of("en"), "die" in stop_words_of("de")
    (True, True)
    """
    if language not in STOP_WORDS:
        raise InputError(
            f"the stop words of {language!r} are not known, only those of {', '.join(STOP_WORDS)}: give stop_words="
        )
    return STOP_WORDS[language]


def is_stop_word(word: str, stop_words: frozenset[str]) -> bool:
    """Return whether a word is one of them, in whatever case, or one contracted with another.

    >>> [is_stop_word(word, stop_words_of("en")) for word in ("The", "don't", "couldn\u2019t", "Ada's", "film")]
    [True, True, True, False, False]
    """
    small = word.lower()
    if small in stop_words or small.isalpha():
        return small in stop_words
    return small.endswith(("n't", "n\u2019t")) or _ENDINGS.sub("", small) in stop_words
