# ruff: noqa: RUF001, RUF002 - the words of many scripts
"""Where a text in any of some thirty languages says what its answer is."""

import re

from goldsmith.verify.chains.sentences import sentences
from goldsmith.verify.final_answer import final_answer

__all__ = ["answer_sentence", "has_answer_word", "stated_after_word"]

# Words for "answer" and "result" in languages with blanks between words, then in those without, where no \b can help.
_SPACED = (
    "answer", "antwort", "ergebnis", "lösung", "réponse", "résultat", "respuesta", "resultado", "risposta", "risultato",
    "resposta", "antwoord", "odpowiedź(?: to)?", "wynik(?: to)?", "odpověď", "výsledek", "svar", "svaret", "vastaus(?: on)?", "válasz", "eredmény",
    "răspuns", "răspunsul", "rezultat", "rezultatul", "cevap", "yanıt", "sonuç", "jawaban", "jawabannya", "hasilnya", "đáp án",
    "đáp số", "trả lời", "kết quả", "ответ", "відповідь", "отговор", "одговор", "απάντηση", "الجواب", "جواب", "الإجابة", "الناتج",
    "النتيجة", "پاسخ", "תשובה", "התשובה", "उत्तर", "जवाब", "উত্তর", "பதில்", "விடை", "jibu", "정답", "답", "답은", "정답은",
)  # fmt: skip
_UNSPACED = ("答案", "答え", "解答", "答：", "答:", "結果", "结果", "คำตอบ", "ตอบ")
_IS = (
    "is", "ist", "lautet", "beträgt", "est", "es", "è", "é", "jest", "je", "är", "er", "este", "adalah", "ialah", "là", "ni",
    "это", "равен", "равно", "є", "це", "είναι", "هو", "هي", "היא", "הוא", "است", "है", "হল", "হলো", "是", "为", "為", "は", "คือ",
)  # fmt: skip
_WORD = rf"(?:\b(?:{'|'.join(_SPACED)})\b|(?:{'|'.join(map(re.escape, _UNSPACED))}))"
_ANSWER_WORD = re.compile(_WORD, re.IGNORECASE)
_STATED = re.compile(
    rf"{_WORD}[*_]{{0,2}}\s{{0,3}}(?:[:：=—–-]|(?:{'|'.join(map(re.escape, _IS))})(?!\w)|(?<=[：:])|[是为為は]|คือ|(?=\d))"
    r"[*_]{0,2}\s{0,3}[:：=]?\s{0,3}(?P<answer>[^\n。।]{1,200})",
    re.IGNORECASE,
)


def answer_sentence(text: str) -> str:
    """Return the last sentence that says what the answer is, "" if none does.

    >>> answer_sentence("3 × 4 = 12。答案是12。")
    '答案是12。'
    >>> answer_sentence("Drei mal vier. Die Antwort lautet 12.")
    'Die Antwort lautet 12.'
    """
    marked = [one for one in sentences(text) if final_answer(one) or _STATED.search(one) or _counted(one)]
    return marked[-1] if marked else ""


def stated_after_word(text: str) -> str:
    """Return what stands behind the last word for "answer" and a colon or "is", "" if nothing does.

    >>> stated_after_word("Wie viele? Antwort: 12 Eier")
    '12 Eier'
    """
    found = list(_STATED.finditer(text))
    return found[-1]["answer"].strip() if found else ""


def has_answer_word(sentence: str) -> bool:
    """Whether a word for "answer" or "result" is in it."""
    return bool(_ANSWER_WORD.search(sentence))


def _counted(sentence: str) -> bool:
    """Whether a short sentence has the word and a number: 답은 12입니다."""
    return len(sentence) <= 120 and has_answer_word(sentence) and any(map(str.isdecimal, sentence))
