"""The life of a request for a certificate, of an application for the mobile signature, and what is announced."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.access import Actor
from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle
from konak.foundation.notify import Topic
from konak.foundation.notify.pace import Pace

from . import access

if TYPE_CHECKING:
    from .models import CertificateRequest, MobileApplication


class CertificateState(TextChoices):
    ASKED = "asked", "Amir onayında"
    APPROVED = "approved", "Kurum onayladı"
    SENT = "sent", "Sağlayıcıya gönderildi"
    PRODUCED = "produced", "Üretildi"
    HANDED = "handed", "Teslim edildi"
    ACTIVE = "active", "Kullanımda"
    REVOKED = "revoked", "Sertifika iptal edildi"
    REFUSED = "refused", "Uygun bulunmadı"
    CANCELLED = "cancelled", "Vazgeçildi"


class MobileState(TextChoices):
    ASKED = "asked", "Amir onayında"
    APPROVED = "approved", "Operatöre iletilecek"
    SENT = "sent", "Operatörde"
    ACTIVE = "active", "Kullanımda"
    CLOSED = "closed", "Kapatıldı"
    REFUSED = "refused", "Uygun bulunmadı"


def another(record: "CertificateRequest | MobileApplication", actor: Actor) -> str | None:
    """Nobody approves for himself."""
    if actor.user_id == record.person_id:
        return "Kendi başvurunuzu siz onaylayamazsınız; kararı amiriniz verir."
    return None


def the_person(record: "CertificateRequest | MobileApplication", actor: Actor) -> str | None:
    if actor.user_id != record.person_id:
        return "Bu işlemi başvuru sahibi yapar."
    return None


def only_revokes(record: "CertificateRequest") -> str | None:
    return None if record.reason == "revoke" else "Bu başvuru iptal için değil; kart üretilince «Üretildi» deyin."


def brings_a_card(record: "CertificateRequest") -> str | None:
    return "İptal başvurusunda kart üretilmez." if record.reason == "revoke" else None


CERTIFICATE = Lifecycle(
    CertificateState,
    opens=CertificateState.ASKED,
    ends=frozenset(
        {CertificateState.ACTIVE, CertificateState.REVOKED, CertificateState.REFUSED, CertificateState.CANCELLED}
    ),
)
APPROVE = CERTIFICATE.step(
    "approve", "Onayla", source="asked", target="approved", permission=access.APPROVE, who=another
)
REFUSE = CERTIFICATE.step(
    "refuse", "Uygun bulma", source="asked", target="refused", permission=access.APPROVE, who=another
)
SEND = CERTIFICATE.step("send", "Sağlayıcıya gönder", source="approved", target="sent", permission=access.RUN)
PRODUCE = CERTIFICATE.step(
    "produce", "Üretildi", source="sent", target="produced", permission=access.RUN, guard=brings_a_card
)
SETTLE = CERTIFICATE.step(
    "settle", "İptal sonuçlandı", source="sent", target="revoked", permission=access.RUN, guard=only_revokes
)
HAND = CERTIFICATE.step("hand", "Teslim et", source="produced", target="handed", permission=access.RUN)
ACTIVATE = CERTIFICATE.step(
    "activate",
    "Deneme imzasıyla kullanıma aç",
    source="handed",
    target="active",
    permission=access.APPLY,
    who=the_person,
)
CANCEL = CERTIFICATE.step(
    "cancel",
    "Başvurudan vazgeç",
    source=("asked", "approved", "sent"),
    target="cancelled",
    permission=access.APPLY,
    danger="Başvuru kapanır; kart için yeniden başvurmanız gerekir.",
)

MOBILE = Lifecycle(
    MobileState,
    opens=MobileState.ASKED,
    ends=frozenset({MobileState.CLOSED, MobileState.REFUSED}),
    rests=frozenset({MobileState.ACTIVE}),
)
MOBILE_APPROVE = MOBILE.step(
    "approve", "Onayla", source="asked", target="approved", permission=access.APPROVE, who=another
)
MOBILE_REFUSE = MOBILE.step(
    "refuse", "Uygun bulma", source="asked", target="refused", permission=access.APPROVE, who=another
)
MOBILE_SEND = MOBILE.step("send", "Operatöre ilet", source="approved", target="sent", permission=access.RUN)
MOBILE_ACTIVATE = MOBILE.step("activate", "Hat açıldı", source="sent", target="active", permission=access.RUN)
MOBILE_CLOSE = MOBILE.step(
    "close",
    "Kapat",
    source=("approved", "sent", "active"),
    target="closed",
    permission=access.RUN,
    danger="Kişi artık telefonuyla imza atamaz; kayıtlar kalır.",
)

# What this app tells to those above it; neighbours import them from `public`.
SIGNED = Announcement("esignature.signed", "Bir imza dosyası tamamlandı", ("key", "purpose", "reference", "sha256"))
STEP_SIGNED = Announcement(
    "esignature.step_signed", "Sırası gelen bir kişi imzaladı", ("key", "purpose", "reference", "user_id", "role")
)
RETURNED = Announcement(
    "esignature.returned", "Bir imza dosyası nedeniyle iade edildi", ("key", "purpose", "reference", "user_id", "why")
)
WITHDRAWN = Announcement(
    "esignature.withdrawn", "Bir imza dosyası imzadan geri çekildi", ("key", "purpose", "reference", "why")
)
OPENED = Announcement(
    "esignature.opened", "Bir imza dosyasının belgesi açıldı", ("key", "purpose", "reference", "user_id", "name")
)
FAULT = Announcement(
    "esignature.fault", "Bir kart, okuyucu ya da mobil imza arızası bildirildi", ("fault_id", "user_id", "what")
)

WAITING = Topic("esignature.waiting", "İmzanızı bekleyen belge", "Paraf ya da imza sırası size geldi.", mail=Pace.NOW)
TOLD = Topic(
    "esignature.told", "İmzaya gönderdiğiniz belge", "Gönderdiğiniz belge iade edildi ya da imzaları tamamlandı."
)
FAULTED = Topic(
    "esignature.fault",
    "E-imza arızası",
    "Bir çalışan kartının, okuyucusunun ya da hattının arızasını bildirdi.",
)
APPLIED = Topic(
    "esignature.applied",
    "E-imza başvurusu",
    "Onaylayacağınız bir başvuru var; ya da sizin başvurunuz sonuçlandı, kartınız teslim edildi.",
)
ENDING = Topic(
    "esignature.ending", "Süresi dolan imza sertifikası", "E-imza sertifikanızın bitmesine az kaldı; yenileyin."
)
