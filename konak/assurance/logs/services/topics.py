"""What people are told about logs."""

from konak.foundation.notify import Pace, Topic

from .. import access

REVIEW_DUE = Topic(
    "logs.review", "Log incelemesi", "İmzanızı bekleyen ya da günü geçen log incelemeleri.", mail=Pace.DAILY,
    needs=access.REVIEW,
)  # fmt: skip
ALARM = Topic(
    "logs.alarm", "Log alarmı", "Sorumlusu olduğunuz bir log alarmı çaldığında.", mail=Pace.NOW, urgent=True,
    needs=access.SEE_ALARMS,
)  # fmt: skip
BROKEN = Topic(
    "logs.broken", "Bozuk ya da damgasız log", "Doğrulama bozukluk bulduğunda ya da damga bir gündür alınamadığında.",
    mail=Pace.NOW, urgent=True, needs=access.VIEW,
)  # fmt: skip
