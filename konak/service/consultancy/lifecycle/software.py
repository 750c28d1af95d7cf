"""Software that is asked for."""

from django.db.models import TextChoices

from konak.foundation.lifecycle import Lifecycle

from .. import access
from .who import by_asker, by_leader, by_office


class SoftwareState(TextChoices):
    ASKED = "asked", "İstendi"
    APPROVAL = "approval", "Onayda"
    INSTALLING = "installing", "Kuruluyor"
    DONE = "done", "Kuruldu"
    DECLINED = "declined", "Karşılanmadı"
    WITHDRAWN = "withdrawn", "Geri çekildi"


SOFTWARE_LIFE = Lifecycle(
    SoftwareState,
    opens=SoftwareState.ASKED,
    ends=frozenset({SoftwareState.DONE, SoftwareState.DECLINED, SoftwareState.WITHDRAWN}),
)
ASSESS = SOFTWARE_LIFE.step(
    "assess",
    "İncele, onaya sun",
    source=SoftwareState.ASKED,
    target=SoftwareState.APPROVAL,
    permission=access.WORK,
    who=by_office,
)
ALLOW = SOFTWARE_LIFE.step(
    "allow",
    "Onayla, kurulum talebi aç",
    source=SoftwareState.APPROVAL,
    target=SoftwareState.INSTALLING,
    permission=access.DECIDE,
    who=by_leader,
    other_than="assess",
)
INSTALLED = SOFTWARE_LIFE.step(
    "installed",
    "Kuruldu",
    source=SoftwareState.INSTALLING,
    target=SoftwareState.DONE,
    permission=access.WORK,
    who=by_office,
)
DECLINE_SOFTWARE = SOFTWARE_LIFE.step(
    "decline_software",
    "Karşılanamaz",
    source=(SoftwareState.ASKED, SoftwareState.APPROVAL),
    target=SoftwareState.DECLINED,
    permission=access.DECIDE,
    who=by_leader,
    danger="Gerekçeniz isteyen kişiye iletilir.",
)
WITHDRAW_SOFTWARE = SOFTWARE_LIFE.step(
    "withdraw_software",
    "Geri çek",
    source=(SoftwareState.ASKED, SoftwareState.APPROVAL),
    target=SoftwareState.WITHDRAWN,
    permission=access.ASK,
    who=by_asker,
    danger="Yazılım isteğiniz kapanır.",
)
