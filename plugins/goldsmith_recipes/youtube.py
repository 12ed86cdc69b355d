"""The sample task: is a comment on a music video spam? Copy this file, edit it, and give it to `--task`.

The ten labeling functions are ordinary Snorkel, written by hand after reading a hundred training comments.
"""

import re
from typing import Any

from snorkel.labeling import labeling_function

from goldsmith_recipes.task import LabelTask

__all__ = ["TASK"]

ABSTAIN, SPAM, HAM = -1, 0, 1

_LINK = re.compile(r"https?:|www\.|\.(?:com|net|org|tv|co|be|pl)\b|watch\?v=", re.IGNORECASE)
_CHECK_OUT = re.compile(r"\bcheck(?:ing)?\s+(?:\w+\s+){0,3}?out\b", re.IGNORECASE)
_OWN_CHANNEL = re.compile(
    r"\b(?:my|our)\s+(?:\w+\s+){0,2}?(?:channel|video|vid|music|song|page|cover|rap|stuff|app|book|band)s?\b",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(r"\bsub(?:s|scribe\w*)?\b|\bfollow\s+me\b", re.IGNORECASE)
_REQUEST = re.compile(r"\b(?:please|plz|pls|help\s+(?:me|us)|share|donate|vote)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$£€]\s?\d|\b(?:earn|money|cash|free|giveaway|gift\s*cards?|visit|website)\b", re.IGNORECASE
)
_OPINION = re.compile(
    r"\b(?:love|loved|best|beautiful|amazing|awesome|hate|favou?rite|miss|sexy|hot|cool|funny)\b",
    re.IGNORECASE,
)
_ABOUT_THE_VIDEO = re.compile(
    r"\b(?:this|the|her|his)\s+(?:song|video|music|beat|lyrics|dance|voice|part|views?)\b|\b20[01]\d\b|\bviews\b",
    re.IGNORECASE,
)
_SELF_PROMOTION = re.compile(
    r"\b(?:rapper|rap|singer|producer|artist|upload\w*|mixtape|dream|new\s+to\s+youtube)\b", re.IGNORECASE
)


@labeling_function()
def link(row: Any) -> int:
    """Comments that lead elsewhere advertise it."""
    return SPAM if _LINK.search(row.text) else ABSTAIN


@labeling_function()
def check_out(row: Any) -> int:
    """The classic opening of an advertisement."""
    return SPAM if _CHECK_OUT.search(row.text) else ABSTAIN


@labeling_function()
def own_channel(row: Any) -> int:
    """My channel, our new song."""
    return SPAM if _OWN_CHANNEL.search(row.text) else ABSTAIN


@labeling_function()
def subscribe(row: Any) -> int:
    """Asks for subscribers or followers."""
    return SPAM if _SUBSCRIBE.search(row.text) else ABSTAIN


@labeling_function()
def request(row: Any) -> int:
    """Comments on a video seldom plead."""
    return SPAM if _REQUEST.search(row.text) else ABSTAIN


@labeling_function()
def money(row: Any) -> int:
    """Prices, earnings and giveaways."""
    return SPAM if _MONEY.search(row.text) else ABSTAIN


@labeling_function()
def self_promotion(row: Any) -> int:
    """Long comments by people who introduce themselves as artists."""
    return SPAM if len(row.text) > 120 and _SELF_PROMOTION.search(row.text) else ABSTAIN


@labeling_function()
def short_comment(row: Any) -> int:
    """A reaction of a few words, with nowhere to go."""
    return HAM if len(row.text.split()) < 8 and not _LINK.search(row.text) else ABSTAIN


@labeling_function()
def opinion(row: Any) -> int:
    """A feeling in a comment of modest length."""
    return HAM if len(row.text) < 120 and _OPINION.search(row.text) else ABSTAIN


@labeling_function()
def about_the_video(row: Any) -> int:
    """Speaks of what is on the screen."""
    return HAM if len(row.text) < 200 and _ABOUT_THE_VIDEO.search(row.text) else ABSTAIN


_SPAMMERS = (
    ("a young rapper who wants to be discovered", "asking everyone to check out their new track"),
    ("the owner of a small gaming channel", "begging for subscribers"),
    ("a salesman of diet pills", "linking to a website that sells them"),
    ("a student who joined a money-making scheme", "promising easy money from home"),
    ("a cover band from a small town", "inviting people to watch their cover"),
    ("a clothing shop", "announcing a giveaway"),
)
_LISTENERS = (
    ("a teenager who adores the singer", "saying how much they love the song"),
    ("a father watching with his little daughter", "telling how she dances to it"),
    ("a music student", "praising the voice in the chorus"),
    ("a bored office worker", "joking about how often they replay the video"),
    ("a fan from Brazil", "greeting other fans who watch it this year"),
    ("a rock fan who dislikes pop", "complaining that the song is overrated"),
)

TASK = LabelTask(
    instruction="You label YouTube comments.",
    classes={
        "spam": "advertises something, links elsewhere or asks to subscribe",
        "ham": "is about the video",
    },
    examples={
        "spam": [
            "Check out my channel and subscribe please!!",
            "Win a free gift card here http://bit.ly/abc",
            "Please like and share my new cover, I am a young singer",
            "Make money from home, visit www.easy-cash.com",
            "Follow me on Twitter @djmax and add me on Facebook",
            "Hey guys, watch my video, thumbs up so people can see it",
        ],
        "ham": [
            "I love this song so much",
            "Who is still watching in 2015?",
            "This video has over a billion views",
            "lol her dress is so funny",
            "best band ever, greetings from Brazil",
            "reminds me of my childhood",
        ],
    },
    words={"spam": "advertisement", "ham": "comment"},
    document="a comment under a music video",
    functions=(
        link,
        check_out,
        own_channel,
        subscribe,
        request,
        money,
        self_promotion,
        short_comment,
        opinion,
        about_the_video,
    ),
    personas=tuple({"persona": persona, "wish": wish} for persona, wish in _SPAMMERS + _LISTENERS),
)
