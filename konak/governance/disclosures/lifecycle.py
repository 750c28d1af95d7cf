"""How information is given out, and how a request for logs is answered."""

from django.db.models import TextChoices

from konak.foundation.lifecycle import Lifecycle

from . import access


class State(TextChoices):
    ASKED = "asked", "Karar bekliyor"
    GIVEN = "given", "Bilgi verildi"
    REFUSED = "refused", "Verilmedi"


LIFE = Lifecycle(State, opens=State.ASKED, ends=frozenset({State.GIVEN, State.REFUSED}))
GIVE = LIFE.step("give", "Bilgiyi ver", source=State.ASKED, target=State.GIVEN, permission=access.GIVE)
REFUSE = LIFE.step("refuse", "Verme", source=State.ASKED, target=State.REFUSED, permission=access.GIVE)


class LogState(TextChoices):
    RECEIVED = "received", "Alındı"
    WORKING = "working", "Hazırlanıyor"
    ANSWERED = "answered", "Cevaplandı"
    DECLINED = "declined", "Yerine getirilmedi"


LOG_LIFE = Lifecycle(LogState, opens=LogState.RECEIVED, ends=frozenset({LogState.ANSWERED, LogState.DECLINED}))
WORK = LOG_LIFE.step(
    "work", "Hazırlamaya başla", source=LogState.RECEIVED, target=LogState.WORKING, permission=access.LOGS
)
ANSWER = LOG_LIFE.step(
    "answer",
    "Cevaplandı",
    source=(LogState.RECEIVED, LogState.WORKING),
    target=LogState.ANSWERED,
    permission=access.LOGS,
)
DECLINE = LOG_LIFE.step(
    "decline",
    "Yerine getirilmedi",
    source=(LogState.RECEIVED, LogState.WORKING),
    target=LogState.DECLINED,
    permission=access.LOGS,
    danger="İstek gerekçesiyle kapanır.",
)
