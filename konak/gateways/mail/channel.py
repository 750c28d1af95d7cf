"""The way `mail` of notifications: settings in, letters out."""

from contextlib import AbstractContextManager
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from konak.foundation.notify import Send, Unreachable
from konak.foundation.people.models import User

from . import client
from .address import Server, Unusable, parsed


class Mail:
    """E-mail as a channel; reads its settings each time, so that a trial needs no restart."""

    code = "mail"
    label = "E-posta"
    hourly = 20

    def off_because(self) -> str:
        if not settings.SMTP_URL:
            return "Posta sunucusu ayarlanmamış (KONAK_SMTP_URL)."
        try:
            self._server()
            self._sender()
        except Unusable as fault:
            return str(fault)
        return ""

    def address(self, user: User) -> str:
        return user.email

    def probe(self) -> None:
        smtp = client.connect(self._ready())
        smtp.close()

    def session(self) -> AbstractContextManager[Send]:
        return client.session(self._ready(), self._sender(), self._domain())

    def _ready(self) -> Server:
        if reason := self.off_because():
            raise Unreachable(reason)
        return self._server()

    def _server(self) -> Server:
        return parsed(settings.SMTP_URL)

    def _sender(self) -> Address:
        name, address = parseaddr(settings.SMTP_SENDER)
        user, _, domain = address.rpartition("@")
        if not user or not domain:
            raise Unusable("Gönderen adresi geçersiz (KONAK_SMTP_SENDER).")
        return Address(display_name=name or "Konak", username=user, domain=domain)

    def _domain(self) -> str:
        """The right half of every Message-ID: the domain of the sender, or the name of this installation."""
        return self._sender().domain or urlsplit(settings.SITE_URL).hostname or "konak.invalid"
