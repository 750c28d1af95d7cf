"""Handing registered mail in: submission by SMTP to the provider, with its answers told apart."""

import contextlib
import smtplib
from email.utils import parseaddr

from konak.foundation.notify import Permanent, Temporary, Unreachable
from konak.gateways.mail.address import Server
from konak.gateways.mail.client import BUSY, connect


def submit(server: Server, raw: bytes, *, sender: str, to: str) -> str:
    """Hand one message over, byte by byte as it was sealed; the provider's answer."""
    smtp = connect(server)
    try:
        _accept(*smtp.mail(parseaddr(sender)[1]), ours=True)
        _accept(*smtp.rcpt(parseaddr(to)[1]))
        code, answer = smtp.data(raw)
        _accept(code, answer)
        return answer.decode("utf-8", "replace")[:250]
    except smtplib.SMTPServerDisconnected:
        raise Unreachable("KEP sağlayıcısı bağlantıyı kapattı.") from None
    except smtplib.SMTPResponseException as fault:
        _accept(fault.smtp_code, fault.smtp_error)
        raise Temporary(str(fault.smtp_code)) from None
    except OSError as fault:
        raise Unreachable(f"KEP sağlayıcısıyla bağlantı koptu: {fault.strerror or fault}.") from None
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        smtp.close()


def _accept(code: int, answer: bytes | str, ours: bool = False) -> None:
    if 200 <= code < 300:
        return
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    told = f"KEP sağlayıcısının yanıtı: {code} {' '.join(words.split())}"
    if code in BUSY or (ours and code >= 500):
        # a sender that is refused is a setting of ours: no letter is given up for it
        raise Unreachable(told)
    raise Permanent(told) if code >= 500 else Temporary(told)
