from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access


class PublicationState(TextChoices):
    ASKED = "asked", "Onay bekliyor"
    APPROVED = "approved", "Onaylandı"
    DECLINED = "declined", "Onaylanmadı"
    WITHDRAWN = "withdrawn", "Geri çekildi"


PUBLICATION = Lifecycle(
    PublicationState,
    opens=PublicationState.ASKED,
    ends=frozenset({PublicationState.APPROVED, PublicationState.DECLINED, PublicationState.WITHDRAWN}),
)
APPROVE = PUBLICATION.step(
    "approve",
    "Onayla",
    source=PublicationState.ASKED,
    target=PublicationState.APPROVED,
    permission=access.APPROVE,
    other_than="open",
    danger="Katman onaylanan kişilere hemen açılır ya da kapanır.",
)
DECLINE = PUBLICATION.step(
    "decline",
    "Onaylama",
    source=PublicationState.ASKED,
    target=PublicationState.DECLINED,
    permission=access.APPROVE,
    other_than="open",
)
WITHDRAW = PUBLICATION.step(
    "withdraw",
    "Geri çek",
    source=PublicationState.ASKED,
    target=PublicationState.WITHDRAWN,
    permission=access.KEEP,
)


class DemandState(TextChoices):
    RECEIVED = "received", "Alındı"
    WORKING = "working", "Çalışılıyor"
    DELIVERED = "delivered", "Karşılandı"
    DECLINED = "declined", "Karşılanmadı"
    WITHDRAWN = "withdrawn", "Geri çekildi"


DEMAND = Lifecycle(
    DemandState,
    opens=DemandState.RECEIVED,
    ends=frozenset({DemandState.DELIVERED, DemandState.DECLINED, DemandState.WITHDRAWN}),
)
BEGIN = DEMAND.step(
    "begin", "Üstlen ve başla", source=DemandState.RECEIVED, target=DemandState.WORKING, permission=access.SERVE
)
DELIVER = DEMAND.step(
    "deliver",
    "Karşılandı",
    source=(DemandState.RECEIVED, DemandState.WORKING),
    target=DemandState.DELIVERED,
    permission=access.SERVE,
)
REFUSE = DEMAND.step(
    "refuse",
    "Karşılanamaz",
    source=(DemandState.RECEIVED, DemandState.WORKING),
    target=DemandState.DECLINED,
    permission=access.SERVE,
)
DROP = DEMAND.step(
    "drop",
    "Talebi geri çek",
    source=(DemandState.RECEIVED, DemandState.WORKING),
    target=DemandState.WITHDRAWN,
    permission=access.DEMANDS,
    danger="Talep kapanır; gerekirse yenisi açılır.",
)

# What this app tells to those above it; neighbours import them from `public`.
PUBLISHED = Announcement("geodata.published", "Bir katman yayımlandı ya da daha çok kişiye açıldı", ("layer",))
RETIRED = Announcement("geodata.retired", "Bir katman yayımdan kalktı", ("layer",))
LOADED = Announcement("geodata.loaded", "Bir katmana dosyadan veri alındı", ("layer", "load"))
OVERDUE = Announcement("geodata.overdue", "Bir katmanın yenilenme süresi geçti", ("layer",))
