"""The new words of an answer, apart from what they answer and from the signature under them.

Lines are looked at once, from the top; Turkish and English programs are known by the line they put over a quotation.
What is cut away is not lost: the whole text stays with the mail.
"""

import re
from dataclasses import dataclass

from mailparser_reply.constants import MAIL_LANGUAGES, QUOTED_MATCH_INCLUDE
from mailparser_reply.parser import EmailMessage

LONGEST_FOR_LIBRARY = 8_000
"""Beyond this the library's expressions take too long; our own look at lines has no such limit."""

# What Turkish programs write; the library knows fourteen languages and not this one.
MAIL_LANGUAGES.setdefault(
    "tr",
    {
        "wrote_header": r"^("
        + QUOTED_MATCH_INCLUDE
        + r"[^\n]{6,200}(?:tarihinde|şunu|şunları)[^\n]{0,120}yazdı ?:)$",
        "from_header": "",  # our own look at lines wants three fields before it believes them
        "disclaimers": ["Yasal Uyarı:", "Gizlilik Notu:", "Gizlilik Bildirimi:", "UYARI:"],
        "signatures": [
            "Saygılarımla",
            "Saygılarımızla",
            "İyi çalışmalar",
            "İyi günler dilerim",
            "Bilgilerinize sunarım",
            "Arz ederim",
            "Sevgi ve saygılarımla",
        ],
        "sent_from": "iPhone'umdan gönderildi|iPad'imden gönderildi|Android uygulamasından gönderildi|"
        "Outlook for (?:iOS|Android) uygulamasını edinin",
    },
)

_WROTE = re.compile(
    r"""^(?:
        .{4,200}?\btarihinde\b.{0,200}?\byazd[ıi]\s*:? # 21 Kas 2026, 14:05 tarihinde Ayşe <a@b> şunu yazdı:
      | .{0,200}?<[^<>@\s]+@[^<>\s]+>,?\s.{0,200}?\byazd[ıi](?:\s*\(.{0,60}\))?\s*:  # Ayşe <a@b> şunu yazdı (21 Kas):
      | On\s.{4,200}\bwrote\s*:                                 # On Sat, Nov 21, 2026 at 2:05 PM Ayşe <a@b> wrote:
      | Am\s.{4,200}\bschrieb\b.{0,100}:
      | Le\s.{4,200}a\sécrit\s*:
    )\s*$""",
    re.I | re.X,
)
_BEGINS = re.compile(r"^(?:On\s.{4,}|.{4,200}\btarihinde\b.{0,200}|.{0,120}<[^<>@\s]+@[^<>\s]+>.{0,60})$", re.I)
_ORIGINAL = re.compile(
    r"^\s*(?:-{2,}|_{2,})\s*(?:Özgün İleti|Orijinal (?:İleti|Mesaj)|Asıl İleti|İletilen (?:İleti|Mesaj)|"
    r"Yönlendirilen ileti|Original Message|Forwarded message)\s*(?:-{2,}|_{2,})?\s*$",
    re.I,
)
_RULE = re.compile(r"^\s*_{20,}\s*$")
_FIELD = re.compile(
    r"^[*\s]*(Kimden|Gönderen|From|Von|De|Gönderildi|Gönderme Tarihi|Gönderim|Tarih|Sent|Date|Kime|Alıcı|To|Bilgi|Cc|"
    r"Konu|Subject|Önem|Importance)[*\s]*:",
    re.I,
)
_FIRST_FIELD = re.compile(r"^[*\s]*(Kimden|Gönderen|From|Von|De)[*\s]*:", re.I)
_DASHES = re.compile(r"^-- ?$")
_SENT_FROM = re.compile(
    r"^(?:iPhone|iPad|Android|Samsung|Huawei|Xiaomi|Mobil|Cep telefon|Outlook|Yahoo|Windows).{0,60}"
    r"(?:gönderildi|edinin)\.?$|^(?:Sent from my|Get Outlook for)\b.{0,60}$",
    re.I,
)
MARKER = "Bu satırın üstüne yazarak yanıtlayın"
"""Our own letters carry this line; whatever stands under it was written by us."""


@dataclass(frozen=True, slots=True)
class Split:
    """New words, and what was cut: the quotation and the signature."""

    fresh: str
    rest: str


def split(text: str) -> Split:
    """Cut an answer. A mail that is nothing but quotation, or that forwards, is kept whole: its sender means it."""
    lines = text.replace("\r\n", "\n").split("\n")
    place = _where(lines)
    fresh, rest = "\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip()
    if not fresh or fresh.startswith(">"):
        return _inline(text)
    shorter = _unsigned(fresh)
    return Split(shorter, "\n".join(part for part in (fresh[len(shorter) :].strip(), rest) if part))


def _where(lines: list[str]) -> int:
    """The line at which the quotation begins, the number of lines where there is none."""
    tail = len(lines)
    while tail and _quoted(lines[tail - 1]):
        tail -= 1
    for place, line in enumerate(lines):
        bare = line.strip().strip("*").strip()
        if MARKER in line or _ORIGINAL.match(line):
            return _over(lines, place)
        if len(bare) <= 420 and _WROTE.match(bare):
            return _over(lines, place)
        if len(bare) <= 300 and place + 1 < len(lines) and _BEGINS.match(bare):
            # the line was broken in two or three by the sender's program
            joined = " ".join(part.strip() for part in lines[place : place + 3] if part.strip())
            two = " ".join(part.strip() for part in lines[place : place + 2] if part.strip())
            if any(len(one) <= 420 and _WROTE.match(one.strip("*")) for one in (two, joined)):
                return _over(lines, place)
        if _FIRST_FIELD.match(line) and sum(bool(_FIELD.match(one)) for one in lines[place : place + 6]) >= 3:
            return _over(lines, place)
        if _RULE.match(line) and any(_FIRST_FIELD.match(one) for one in lines[place + 1 : place + 3]):
            return _over(lines, place)
        if place >= tail and line.lstrip().startswith(">"):
            return place
    return len(lines)


def _quoted(line: str) -> bool:
    bare = line.strip()
    return not bare or bare.startswith(">") or bool(_SENT_FROM.match(bare))


def _over(lines: list[str], place: int) -> int:
    """Over a quotation many programs draw a rule: it goes with it."""
    while place and (not lines[place - 1].strip() or _RULE.match(lines[place - 1])):
        place -= 1
    return place


def _inline(text: str) -> Split:
    """An answer written between the quoted lines, or under them: the lines that are not quoted, if there are any."""
    lines = text.split("\n")
    if any(_FIRST_FIELD.match(line) or _ORIGINAL.match(line) for line in lines[:12]):
        return Split(text.strip(), "")
    own = [line for line in lines if not line.lstrip().startswith(">") and not _WROTE.match(line.strip())]
    fresh = "\n".join(own).strip()
    return Split(_unsigned(fresh) or fresh, text.strip()) if fresh else Split(text.strip(), "")


def _unsigned(fresh: str) -> str:
    """Without signature, "sent from my phone" and the legal warning under it; never without everything."""
    lines = fresh.split("\n")
    for place, line in enumerate(lines):
        if place and (_DASHES.match(line) or _SENT_FROM.match(line.strip())):
            lines = lines[:place]
            break
    kept = "\n".join(lines).rstrip()
    if len(kept) <= LONGEST_FOR_LIBRARY:
        found = EmailMessage(text=kept, languages=["tr"], keep_hyphen_lists=True).read()
        told = (found.replies[0].body or "").strip() if found.replies else ""
        # the library strips every line; only where it ends is taken from it
        last = told.split("\n")[-1].strip() if told else ""
        if last and len(told) < len(kept):
            for place in range(len(lines) - 1, -1, -1):
                if lines[place].strip() == last and place + 1 >= told.count("\n") + 1:
                    kept = "\n".join(lines[: place + 1]).rstrip()
                    break
    return kept or fresh
