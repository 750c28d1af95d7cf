"""The way `sms` of notifications: settings in, text messages out, within a daily limit and a least balance."""

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.timezone import localtime

from konak.foundation.notify import Arrival, Letter, Permanent, Send, Unreachable
from konak.foundation.notify.models import Envelope, EnvelopeState
from konak.foundation.people.models import User

from . import client, text
from .phone import mobile

log = logging.getLogger(__name__)


class Sms:
    """Text messages as a channel; reads its settings each time, so that a trial needs no restart."""

    code = "sms"
    label = "SMS"
    hourly = 5

    def off_because(self) -> str:
        if settings.SMS_DRY:
            return ""
        missing = [
            name
            for name, value in (
                ("KONAK_SMS_USER", settings.SMS_USER),
                ("KONAK_SMS_PASSWORD", settings.SMS_PASSWORD),
                ("KONAK_SMS_SENDER", settings.SMS_SENDER),
            )
            if not value
        ]
        if missing:
            return f"SMS hizmeti ayarlanmamış ({', '.join(missing)})."
        return self._account().fault

    def address(self, user: User) -> str:
        return mobile(user.phone)

    def probe(self) -> None:
        self._within_limits()

    @contextlib.contextmanager
    def session(self) -> Iterator[Send]:
        """No connection to keep; the limits are looked at before the first message."""
        self._within_limits()
        left = self._left_today()

        def send(letter: Letter) -> str:
            nonlocal left
            number = mobile(letter.to)
            if not number:
                raise Permanent("Geçerli bir cep telefonu numarası değil.")
            if left <= 0:
                raise Unreachable(self._spent())
            left -= 1
            words = text.fitted(letter.short or letter.subject, settings.SMS_PARTS)
            if settings.SMS_DRY:
                log.info("SMS (dry): %d part(s), %d letters, not sent", text.parts(words), len(words))
                return "deneme"
            return client.send(self._account(), number, words)

        yield send

    def arrivals(self, references: Sequence[str]) -> list[Arrival]:
        return [] if settings.SMS_DRY else client.report(self._account(), references)

    def _account(self) -> client.Account:
        return client.Account(settings.SMS_URL, settings.SMS_USER, settings.SMS_PASSWORD, settings.SMS_SENDER)

    def _within_limits(self) -> None:
        if self._left_today() <= 0:
            raise Unreachable(self._spent())
        if settings.SMS_DRY:
            return
        least = settings.SMS_MIN_BALANCE
        left = client.balance(self._account())
        if left < least:
            raise Unreachable(f"SMS bakiyesi {left} TL; en az {least} TL kalmalı (KONAK_SMS_MIN_BALANCE).")

    def _left_today(self) -> int:
        midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        sent = Envelope.objects.filter(
            channel=self.code,
            state=EnvelopeState.SENT,
            finished_at__range=(midnight, midnight + dt.timedelta(days=1)),
        )
        return int(settings.SMS_DAILY_LIMIT) - sent.count()

    def _spent(self) -> str:
        return f"Bugünkü SMS sınırı ({settings.SMS_DAILY_LIMIT}) doldu (KONAK_SMS_DAILY_LIMIT)."
