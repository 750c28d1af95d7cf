"""What the logs announce."""

from konak.foundation.announce import Announcement

REVIEWED = Announcement("logs.reviewed", "Log incelemesi imzalandı", ("review",))
ALARM_RAISED = Announcement("logs.alarm_raised", "Log alarmı çaldı", ("hit",))
