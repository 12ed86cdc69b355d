"""Words of closed classes: none has a synonym, and the word beside them shows its part of speech."""

__all__ = [
    "BE",
    "CLOSED_WORDS",
    "DEGREE",
    "DETERMINERS",
    "HAVE",
    "MODALS",
    "OBJECTS",
    "PREPOSITIONS",
    "SUBJECTS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words(
    "a an the this that these those my your his her its our their whose every each some any no another either neither many several"
)
SUBJECTS = _words("i you he she it we they who i'll you'll he'll she'll it'll we'll they'll there")
OBJECTS = _words("me him us them myself yourself himself herself itself ourselves themselves")
MODALS = _words(
    "can could may might must shall should will would to do does did don't doesn't didn't cannot can't couldn't "
    "won't wouldn't shouldn't let's please"
)
BE = _words(
    "am is are was were be been being isn't aren't wasn't weren't i'm you're he's she's it's we're they're that's there's"
)
HAVE = _words("have has had having haven't hasn't hadn't i've you've we've they've i'd")
DEGREE = _words("very too so quite rather extremely really most more less pretty fairly as")
PREPOSITIONS = _words(
    "of in on at for with from by about into over under against between during through without within upon among since "
    "before after until toward towards across behind beyond near like unlike despite per via off out up down around along"
)
_OTHERS = _words(
    "and or but nor yet if then than because although though while whereas whether unless when where why how what which whom "
    "ought need dare not never ever always also even still just only already again here almost "
    "one two three four five six seven eight nine ten hundred thousand million billion first second third half both all few much "
    "such other others own same enough something anything nothing everything someone anyone everyone somebody anybody nobody "
    "everybody none mine yours hers ours theirs yes ok okay oh ah hello hi hey mr mrs ms dr sir et al etc vs"
)
CLOSED_WORDS = DETERMINERS | SUBJECTS | OBJECTS | MODALS | BE | HAVE | DEGREE | PREPOSITIONS | _OTHERS
