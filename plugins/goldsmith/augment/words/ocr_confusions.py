# ruff: noqa: RUF001 (letters that look like others are what this is about)
"""What a scanner takes for what, by script."""

from functools import lru_cache

__all__ = ["OCR_CONFUSIONS", "misread"]

OCR_CONFUSIONS: dict[str, str] = {
    "Latin": "rn=m cl=d vv=w nn=m ri=n li=h ii=u l=1 l=I I=1 O=0 o=0 S=5 s=5 B=8 Z=2 z=2 G=6 g=9 b=6 q=9 c=e h=b u=v i=j t=f "
    "a=o n=h E=F C=G D=O P=R Q=O U=V é=e è=é ä=a ö=o ü=u ñ=n ç=c å=a ß=B",
    "Cyrillic": "и=н п=л ш=щ ц=щ ь=ъ е=ё с=е о=0 з=3 б=6 ы=ьі в=8 г=т й=и ч=4 т=г З=3 О=0 Б=6 И=Н П=Л Ш=Щ",
    "Greek": "ν=υ ο=σ ο=0 ι=ί α=ά ε=έ η=ή υ=ύ ο=ό ω=ώ θ=Θ κ=χ ρ=ϱ Ο=0 Β=8",
    "Arabic": "ب=ت ت=ث ن=ت ي=ى ج=ح ح=خ د=ذ ر=ز س=ش ص=ض ط=ظ ع=غ ف=ق ه=ة ا=أ ا=إ ك=ل",
    "Hebrew": "ה=ח ו=ז ד=ר כ=ב ו=י ם=ס ן=ו ת=ח ג=נ ט=מ",
    "Devanagari": "व=ब भ=म घ=ध प=ष थ=य ङ=ड ख=रव",
    "Han": "日=曰 未=末 己=已 人=入 土=士 大=太 大=犬 干=千 白=自 目=日 力=刀 天=夫 几=儿 王=玉 口=囗 贝=见 田=由 由=甲 鸟=乌 牛=午 住=往 "
    "侯=候 今=令 治=冶 没=设 拔=拨 戊=戌",
    "Kana": "ソ=ン シ=ツ ク=ワ ウ=ワ ロ=口 カ=力 ニ=二 エ=工 ハ=八 タ=夕 は=ほ ぬ=め る=ろ わ=れ ね=れ さ=き い=り へ=ヘ",
    "Thai": "ด=ค ต=ด ถ=ภ พ=ผ ฟ=ฝ บ=ป ช=ซ ข=ช น=ม ฎ=ฏ",
}
"""By script: pairs of what is on the page and what is read. Each pair of single characters is also read the other way round."""


def misread(letters: str) -> tuple[str, ...]:
    """Return what one or two characters may be read as, nothing if they are read well.

    >>> misread("rn"), misread("未"), misread("x")
    (('m',), ('末',), ())
    """
    return _read_as().get(letters, ())


@lru_cache(maxsize=1)
def _read_as() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for pairs in OCR_CONFUSIONS.values():
        for pair in pairs.split():
            page, read = pair.split("=")
            found.setdefault(page, {})[read] = None
            if len(page) == len(read) == 1:
                found.setdefault(read, {})[page] = None
    return {page: tuple(read) for page, read in found.items()}
