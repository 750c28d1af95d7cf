"""Mails that no person wrote: answering machines, lists, our own letters coming home. None of them opens a ticket."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from .letter import Letter

LOOP = "X-Loop"
_AWAY = re.compile(
    r"^\s*(?:otomatik (?:yanıt|cevap)|ofis dışında|ofiste değilim|izindeyim|automatic reply|auto(?:matic)? ?response|"
    r"autoreply|out of (?:the )?office|abwesenheit|abwesend)\b",
    re.I,
)
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|mdaemon|double-bounce|noreply-dmarc|abuse-auto)@", re.I)


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why a mail is not answered and opens nothing. `kind` is loop, own, away, list or machine."""

    kind: str
    why: str


def automatic(letter: Letter, own: Collection[str], mark: str) -> Automatic | None:
    """`own` are our addresses, `mark` is what our letters carry in X-Loop."""
    if any(mark in value for value in letter.heads.get(LOOP.lower(), ())):
        return Automatic("loop", "İleti Konak'tan çıkmış; geri döndüğü için işlenmedi (döngü).")
    sender = letter.sender.address if letter.sender else ""
    if sender and sender in own:
        return Automatic("own", "Gönderen, Konak'ın kendi adresi; işlenmedi.")
    submitted = letter.head("auto-submitted").split(";")[0].strip().lower()
    if submitted in {"auto-replied", "auto-notified"} or _AWAY.match(letter.subject):
        return Automatic("away", "Kendiliğinden verilen yanıt (izin, ofis dışında); talep açılmadı.")
    if any(letter.head(name) for name in ("x-autoreply", "x-autorespond", "x-auto-response")):
        return Automatic("away", "Kendiliğinden verilen yanıt; talep açılmadı.")
    precedence = letter.head("precedence").strip().lower()
    if precedence in {"auto_reply", "auto-reply"}:
        return Automatic("away", "Kendiliğinden verilen yanıt; talep açılmadı.")
    if precedence in {"bulk", "junk", "list"} or letter.head("list-id") or letter.head("list-unsubscribe"):
        return Automatic("list", "Toplu ya da liste iletisi; talep açılmadı.")
    if _MACHINES.match(sender) or letter.head("return-path").replace(" ", "") == "<>":
        return Automatic("machine", "Posta sunucusunun bildirimi; talep açılmadı.")
    return None


def generated(letter: Letter) -> bool:
    """Whether a machine wrote it by itself (monitoring, a form): it may open a ticket, but gets no answer."""
    return letter.head("auto-submitted").split(";")[0].strip().lower() not in {"", "no"}
