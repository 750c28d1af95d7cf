"""What an article is for, told from its heading and, failing that, from its words."""

import re

from konak.foundation.db import turkish

from .structure import Article

_HEADINGS = (
    ("repeal", re.compile(r"yururlukten\s?kal|kaldirilan|ilga")),
    ("entry_into_force", re.compile(r"^\W*yururluk\W*$|^yururluk ")),
    ("execution", re.compile(r"^\W*yurutme\b|^yurutme ")),
    ("transitional", re.compile(r"^gecici")),
    ("definitions", re.compile(r"tanim|kisaltma")),
    ("purpose", re.compile(r"\bamac")),
    ("scope", re.compile(r"\bkapsam\W*$|^kapsam")),
    ("basis", re.compile(r"dayanak|dayanag")),
    ("duties", re.compile(r"gorev|yetki|sorumlulu|yukumlulu|calisma ilkeleri|calisma duzeni|yasagi|hizmetleri")),
    (
        "organization",
        re.compile(r"teskilat|kurulus|baglilik|orgut|organizasyon|personel yapisi|kadro|unvan|birimler"),
    ),
)
_WORDS = (
    ("repeal", re.compile(r"yururlukten kal(?:kmis|dirilmis)|hukumsuzdur")),
    ("entry_into_force", re.compile(r"yururluge girer")),
    ("execution", re.compile(r"hukumleri\w*\s.{0,120}\byurut(?:ur|ulur)")),
    (
        "definitions",
        re.compile(r"(?:gecen|ifade edilen|uygulamasinda|uygulanmasinda)\W*$|asagidaki tanimlar|tanimlari asagida"),
    ),
    ("basis", re.compile(r"dayanilarak (?:hazirlan|duzenlen|cikaril)")),
    ("purpose", re.compile(r"^bu \w+ amaci\b")),
    ("duties", re.compile(r"(?:gorev|yetki|sorumlulu)\w* (?:sunlardir|asagida)|sorumludur|yetkilidir|gorevlidir")),
)


def role_of(article: Article, heading: str, words: str) -> str:
    """The role by `heading`, else by the article's first `words`; both in repaired spelling."""
    folded = turkish.fold(heading)
    if article.number.startswith("Geçici"):
        return "transitional"
    for role, pattern in _HEADINGS:
        if folded and pattern.search(folded):
            return role
    body = turkish.fold(words)
    for role, pattern in _WORDS:
        if pattern.search(body):
            return role
    return "other"
