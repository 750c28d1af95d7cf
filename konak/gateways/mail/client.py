"""Speaking SMTP: one connection for several letters, and every answer told apart as never, later, or all down."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from django.utils.timezone import localtime

from konak.foundation.notify import Letter, Permanent, Send, Temporary, Unreachable

from .address import Server

BUSY = frozenset({421, 454})
"""Answers about the server and not about the letter: closing, or its authentication is out of order."""


def message(letter: Letter, sender: Address, domain: str) -> EmailMessage:
    """The letter as mail: plain text with an HTML alternative, UTF-8, and a name that a repetition keeps."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = _address(letter.to)
    mail["Subject"] = _line(_named(letter))
    mail["Date"] = format_datetime(localtime())
    if letter.key:
        mail["Message-ID"] = f"<{letter.key}@{domain}>"
    # nobody's holiday answer is wanted, and no list is to be left (RFC 3834)
    mail["Auto-Submitted"] = "auto-replied" if letter.answers else "auto-generated"
    mail["X-Loop"] = loop_mark(domain)
    if letter.reply_to:
        mail["Reply-To"] = _address(letter.reply_to)
    root = [f"<{letter.thread.lower()}@{domain}>"] if letter.thread else []
    if answered := [*root, *(f"<{_line(one)}>" for one in letter.answers)]:
        mail["In-Reply-To"] = answered[-1]
        mail["References"] = " ".join(answered)
    mail.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail


def _named(letter: Letter) -> str:
    """The subject with the number of the file in brackets, by which an answer finds back."""
    if letter.thread and letter.thread not in letter.subject:
        return f"[{letter.thread}] {letter.subject}"
    return letter.subject


def loop_mark(domain: str) -> str:
    """What our letters carry: one that comes home is known by it."""
    return f"konak@{domain}"


def _line(text: str) -> str:
    """One line of a header: what could begin another one becomes a space."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:300]


def from_line(text: str) -> Address:
    """ "Ad <adres>" as an address of ours."""
    name, address = parseaddr(text)
    plain = _address(address)
    return Address(display_name=_line(name), username=plain.username, domain=plain.domain)


def _address(text: str) -> Address:
    name, _, domain = text.rpartition("@")
    try:
        if not name or not domain or any(not letter.isprintable() or letter in " ,;<>" for letter in text):
            raise ValueError
        return Address(username=name, domain=domain.encode("idna").decode("ascii"))
    except (ValueError, IndexError):
        raise Permanent(f"«{text[:80]}» bir e-posta adresi değil.") from None


@contextlib.contextmanager
def session(server: Server, sender: Address, domain: str) -> Iterator[Send]:
    """A connection that sends letters; what goes wrong with the connection itself is `Unreachable`."""
    smtp = connect(server)
    try:

        def send(letter: Letter) -> str:
            who = from_line(letter.sender) if letter.sender else sender
            return _deliver(smtp, message(letter, who, domain), who.addr_spec)

        yield send
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def connect(server: Server) -> smtplib.SMTP:
    """Connected, encrypted and signed in; otherwise `Unreachable`, with the reason in Turkish."""
    context = ssl.create_default_context(cafile=server.ca or None)
    smtp: smtplib.SMTP | None = None
    try:
        if server.tls == "tls":
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        return smtp
    except Exception as error:
        if smtp is not None:
            smtp.close()
        if isinstance(error, OSError | smtplib.SMTPException):
            raise Unreachable(_reason(error, server)) from None
        raise


def _reason(error: Exception, server: Server) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        answer = _told(error.smtp_code, error.smtp_error)
        return f"{server.shown} kullanıcı adını ya da parolayı kabul etmedi ({answer})."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{server.shown} şifreli bağlantı (STARTTLS) ya da oturum açma sunmuyor."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{server.shown} sertifikasına güvenilmiyor: {error.verify_message}."
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return f"{server.shown} {server.timeout:g} saniyede yanıt vermedi."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{server.shown} hizmet vermiyor: {_told(error.smtp_code, error.smtp_error)}."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return f"{server.shown} bağlantıyı kapattı."
    return f"{server.shown} sunucusuna bağlanılamadı: {getattr(error, 'strerror', None) or error}."


def _deliver(smtp: smtplib.SMTP, mail: EmailMessage, sender: str) -> str:
    """Hand one message over; returns the server's answer."""
    recipient = mail["To"].addresses[0].addr_spec
    plain = sender.isascii() and recipient.isascii()
    try:
        if not plain and not smtp.has_extn("smtputf8"):
            raise Permanent("Posta sunucusu Türkçe harfli adresleri desteklemiyor.")
        code, answer = smtp.mail(sender, () if plain else ("SMTPUTF8",))
        if code >= 500:
            # the sender is ours: no letter would go out, so none is given up
            raise Unreachable(f"Posta sunucusu gönderen adresini kabul etmiyor: {_told(code, answer)}")
        _accept(code, answer)
        _accept(*smtp.rcpt(recipient))
        code, answer = smtp.data(mail.as_bytes(policy=SMTP if plain else SMTPUTF8))
        _accept(code, answer)
        return answer.decode("utf-8", "replace")
    except (Permanent, Temporary):
        _reset(smtp)
        raise
    except smtplib.SMTPServerDisconnected as error:
        late = "timed out" in str(error)
        told = "yanıt vermeyi kesti" if late else "bağlantıyı yarıda kapattı"
        raise Unreachable(f"Posta sunucusu {told}.") from None
    except smtplib.SMTPResponseException as error:
        _reset(smtp)
        _accept(error.smtp_code, error.smtp_error)
        raise Temporary(_told(error.smtp_code, error.smtp_error)) from None
    except OSError as error:
        raise Unreachable(f"Posta sunucusuyla bağlantı koptu: {error.strerror or error}.") from None


def _accept(code: int, answer: bytes | str) -> None:
    """Tell an answer apart: 2xx went well, 5xx is for ever, 421 and 454 mean the server, other 4xx this letter."""
    if 200 <= code < 300:
        return
    told = f"Sunucunun yanıtı: {_told(code, answer)}"
    if code in BUSY:
        raise Unreachable(told)
    if code >= 500:
        raise Permanent(told)
    raise Temporary(told)


def _reset(smtp: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        smtp.rset()


def _told(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"
