from typing import TYPE_CHECKING

from django.db.models import TextChoices

from konak.foundation.announce import Announcement
from konak.foundation.lifecycle import Lifecycle

from . import access

if TYPE_CHECKING:
    from .models import Finding, UpdateRound


class FindingState(TextChoices):
    OPEN = "open", "Açık"
    ASKED = "asked", "Kaldırılması istendi"
    REMOVED = "removed", "Kaldırıldı"
    LICENSED = "licensed", "Lisansı sağlandı"
    ALLOWED = "allowed", "İzin verildi"


def really_gone(finding: "Finding") -> str | None:
    """What the last inventory still shows has not been removed."""
    install = finding.install
    if install.removed_on is None:
        seen = f"{install.computer.inventoried_at:%d.%m.%Y}" if install.computer.inventoried_at else "son"
        return f"{seen} tarihli envanterde program hâlâ kurulu; kaldırıldıktan sonra alınan envanteri yükleyin."
    return None


FINDING_LIFE = Lifecycle(
    FindingState,
    opens=FindingState.OPEN,
    ends=frozenset({FindingState.REMOVED, FindingState.LICENSED, FindingState.ALLOWED}),
)
_OPEN = (FindingState.OPEN, FindingState.ASKED)
ASK = FINDING_LIFE.step(
    "ask",
    "Kaldırılmasını iste",
    source=FindingState.OPEN,
    target=FindingState.ASKED,
    permission=access.SETTLE,
)
REMOVED = FINDING_LIFE.step(
    "removed",
    "Kaldırıldı",
    source=_OPEN,
    target=FindingState.REMOVED,
    permission=access.SETTLE,
    guard=really_gone,
)
LICENSE = FINDING_LIFE.step(
    "license",
    "Lisansı sağlandı",
    source=_OPEN,
    target=FindingState.LICENSED,
    permission=access.SETTLE,
)
ALLOW = FINDING_LIFE.step(
    "allow",
    "İzin ver",
    source=_OPEN,
    target=FindingState.ALLOWED,
    permission=access.DECIDE,
    danger="Program bu bilgisayarda kalır; gerekçe ve karar dosyada saklanır.",
)


class RoundState(TextChoices):
    PLANNED = "planned", "Planlandı"
    RUNNING = "running", "Sürüyor"
    DONE = "done", "Tamamlandı"
    CANCELLED = "cancelled", "Vazgeçildi"


def every_device_is_settled(round_: "UpdateRound") -> str | None:
    """A round ends when each device has the version or an exception with a reason."""
    waiting = round_.devices.filter(state="waiting").count()
    return f"{waiting} bilgisayar hâlâ bekliyor; güncelleyin ya da gerekçesiyle ayrık tutun." if waiting else None


ROUND_LIFE = Lifecycle(RoundState, opens=RoundState.PLANNED, ends=frozenset({RoundState.DONE, RoundState.CANCELLED}))
BEGIN = ROUND_LIFE.step(
    "begin", "Turu başlat", source=RoundState.PLANNED, target=RoundState.RUNNING, permission=access.SETTLE
)
FINISH = ROUND_LIFE.step(
    "finish",
    "Turu bitir",
    source=RoundState.RUNNING,
    target=RoundState.DONE,
    permission=access.SETTLE,
    guard=every_device_is_settled,
)
CANCEL = ROUND_LIFE.step(
    "cancel",
    "Turdan vazgeç",
    source=(RoundState.PLANNED, RoundState.RUNNING),
    target=RoundState.CANCELLED,
    permission=access.SETTLE,
    danger="Tur kapanır; bilgisayarların o ana kadarki durumu dosyada kalır.",
)

# What this app tells to those above it; neighbours import them from `public`.
FOUND = Announcement(
    "software.found", "Bir bilgisayarda yasaklı ya da lisanssız yazılım için dosya açıldı", ("number",)
)
SETTLED = Announcement("software.settled", "Bir yazılım uygunsuzluğu sonuçlandı", ("number",))
DECIDED = Announcement("software.decided", "Bir yazılım hakkında karar verildi", ("product_id",))
LICENCE_GIVEN = Announcement("software.licence_given", "Bir kişiye lisans verildi", ("user_id",))
INVENTORIED = Announcement("software.inventoried", "Bir bilgisayarın envanteri yenilendi", ("computer_id",))
