"""What every service of this app needs: the hand of the clock, words of the trail, topics, and no passwords."""

import re

from konak.foundation.access import Actor, Permission, Seat
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.people.positions import Position
from konak.foundation.trail import services as trail

ENTITLEMENT = "access_requests.entitlement"
RIGHT = "access_requests.right"
CONFLICT = "access_requests.conflict"
UNDERTAKING = "access_requests.undertaking"
ACCOUNT = "access_requests.sharedaccount"
TEMPLATE = "access_requests.template"

TURN = Topic(
    "access_requests.turn",
    "Onayımı bekleyen yetki talebi",
    "Bir yetki talebinde onay sırası size geldiğinde.",
    mail=Pace.NOW,
)
OUTCOME = Topic(
    "access_requests.outcome",
    "Yetki talebimin sonucu",
    "Sizin için istenen bir yetki açıldığında, iade edildiğinde ya da uygun bulunmadığında.",
    mail=Pace.NOW,
)
WORK = Topic(
    "access_requests.work",
    "Birimimin yürüteceği yetki işi",
    "Onaylanan bir yetkiyi açmak ya da biteni kaldırmak biriminize geldiğinde.",
)
EXPIRING = Topic(
    "access_requests.expiring",
    "Süresi dolan yetkim",
    "Bir yetkinizin bitmesine 30, 7 ve 1 gün kaldığında; bittiği gün.",
)
EMERGENCY = Topic(
    "access_requests.emergency",
    "Acil erişim",
    "Personeliniz ya da sahibi olduğunuz yetki için acil erişim açıldığında; incelemesi gecikince.",
    mail=Pace.NOW,
    urgent=True,
)
REVIEW = Topic(
    "access_requests.review",
    "Gözden geçirmemi bekleyen yetkiler",
    "Bir gözden geçirmede kararınız beklenen yetkiler olduğunda; son gün yaklaşınca ve geçince.",
    mail=Pace.NOW,
)
MOVEMENT = Topic(
    "access_requests.movement",
    "İşe başlayan, yer değiştiren, ayrılan personelim",
    "Biriminizde bir personel hareketi dosyası açıldığında ya da ayrılış anı gelip açık kalem kaldığında.",
    mail=Pace.NOW,
)

SECRET = re.compile(r"\b(parola\w*|[sş]ifre\w*|password|passwd|pwd|pass)\s*[:=]\s*\S+", re.IGNORECASE)


def clock(unit_id: int) -> Actor:
    """The round at work for a unit: nobody in person, and the story says so."""
    return Actor(None, (Seat(Position.ADMINISTRATOR, unit_id, frozenset({unit_id})),), via="job")


def plain(text: str, most: int = 500) -> str:
    """Text without white space around it; a password in it is refused: none is ever kept here."""
    words = text.strip()
    if SECRET.search(words):
        raise Refused(
            "Yazdığınız metinde parola var gibi görünüyor. Parola Konak'a yazılmaz; kişiye kapalı zarfla ya da "
            "ilk girişte kendisine belirleterek verin. Metinden çıkarıp yeniden deneyin."
        )
    if len(words) > most:
        raise Refused(f"Metin en çok {most} harf olabilir ({len(words)}).")
    return words


def tell(kind: str, subject: object, verb: str, actor: Actor, right: Permission, note: str = "") -> None:
    trail.write(actor=actor, kind=kind, subject=subject, verb=verb, note=note, seat=actor.seat_for(right))
