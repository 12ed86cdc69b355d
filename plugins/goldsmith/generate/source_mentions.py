# ruff: noqa: RUF001 (several scripts)
"""Words by which a question or an instruction points at a text that its reader will not have."""

import re

__all__ = ["mentions_source"]

_EN = r"(?:text|passage|document|article|excerpt|paragraph|snippet|context|section|extract)s?"
_DE = r"(?:Text|Textes|Abschnitt|Abschnitts|Absatz|Dokument|Artikel|Auszug|Passage)"
_FR = r"(?:texte|passage|document|article|extrait|paragraphe)"
_ES = r"(?:texto|pasaje|documento|artículo|extracto|párrafo|fragmento|trecho|parágrafo|artigo|testo|brano|articolo|paragrafo)"
_WORDS = [
    rf"\baccording to (?:the|this) (?:\w+ )?{_EN}\b",
    rf"\b(?:based on|as per|from|using|with|in|of|for|to) (?:this (?:\w+ )?|the (?:above|following|given|provided|preceding) ){_EN}\b",
    rf"\b(?:the|this) (?:\w+ )?{_EN} (?:above|below|provided|given)\b",
    rf"\b(?:the|this) (?:above|following|given|provided|preceding) (?:\w+ )?{_EN}\b",
    rf"\b(?:mentioned|described|stated|discussed|listed|shown|given|provided|outlined|explained|presented) (?:in|by) (?:the|this) (?:\w+ )?{_EN}\b",
    rf"\b(?:does|did|do|is|would|has) (?:the|this) (?:{_EN}|author|writer)\b",
    r"\b(?:the|this) (?:text|passage|excerpt|article|paragraph|author) (?:say|mention|describe|state|explain|suggest|discuss|claim|list|give|recommend)s?\b",
    r"\b(?:mentioned|described|stated|listed|shown|given) (?:above|below)\b",
    rf"\b(?:laut|gemäß|nach|in) (?:dem|diesem|der|des) (?:obigen |folgenden |vorliegenden )?{_DE}\b",
    rf"\b(?:selon|d['’]après|dans) (?:le|l['’]|la|ce|cet|cette) ?{_FR}\b",
    rf"\b(?:según|de acordo com|segundo|conforme|secondo|en|no|nel|de acuerdo con) (?:el|o|il|lo|este|este|esse|questo|l['’])? ?{_ES}\b",
    r"(?:根据|依据|在)(?:上述|以上|下面|这篇|这段|该|本)?(?:文章|文本|段落|文中|短文|材料)|文中提到|上文",
    r"(?:この|上記の|本)(?:文章|テキスト|記事|文書|段落)(?:によると|で|に)|文章によると",
]
_MENTION = re.compile("|".join(_WORDS), re.IGNORECASE)


def mentions_source(text: str) -> str:
    """Return the words with which `text` points at its source ("according to the passage"), or "".

    Rules for English, German, French, Spanish, Portuguese, Italian, Chinese and Japanese; other wordings are missed. A
    document as such is no pointer: "How do I print the document?" stands for itself.

    >>> mentions_source("What does the author say about rain?")
    'does the author'
    >>> mentions_source("How do I print the document?")
    ''
    """
    found = _MENTION.search(text)
    return found.group() if found else ""
