"""One answer of the doctor."""

from dataclasses import dataclass

OK, WARNING, FAILURE = "OK", "UYARI", "HATA"


@dataclass(frozen=True)
class Finding:
    """One answer: how it stands, about what, in which words, and what to do about it."""

    verdict: str
    subject: str
    told: str
    advice: str = ""
