"""Where the mail server stands: `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…` (TLS)."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

SCHEMES = {"smtp": 587, "smtps": 465}


class Unusable(ValueError):
    """The setting cannot be understood, in Turkish."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how it is spoken to. `tls` is `starttls`, `tls`, or `none` for a server in the same room."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    timeout: float = 20.0
    ca: str = ""
    """A file with the certificate of an own authority; empty for those the system trusts."""

    @property
    def shown(self) -> str:
        """For people: without the password."""
        return f"{self.host}:{self.port}"


def parsed(url: str) -> Server:
    """Read the setting. `?tls=none` speaks in the clear, `?ca=/path` names an own authority, `?timeout=20`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unusable("KONAK_SMTP_URL okunamadı: adres ya da kapı numarası geçersiz.") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise Unusable("KONAK_SMTP_URL şöyle yazılır: smtp://kullanıcı:parola@sunucu:587 ya da smtps://sunucu:465")
    options = parse_qs(parts.query)
    tls = options.get("tls", ["starttls"])[0]
    if tls not in {"starttls", "none"}:
        raise Unusable("KONAK_SMTP_URL içindeki tls yalnız «starttls» ya da «none» olabilir.")
    if parts.username and tls == "none" and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise Unusable("Parola şifrelenmeden ağa çıkmaz: tls=none yalnız bu bilgisayardaki sunucuyla kullanılabilir.")
    try:
        timeout = float(options.get("timeout", ["20"])[0])
    except ValueError:
        raise Unusable("KONAK_SMTP_URL içindeki timeout bir sayı olmalı (saniye).") from None
    if not unquote(parts.username or "").isascii() or not unquote(parts.password or "").isascii():
        raise Unusable("Posta sunucusunun kullanıcı adında ve parolasında Türkçe harf kullanılamaz.")
    return Server(
        host=parts.hostname,
        port=port or SCHEMES[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="tls" if parts.scheme == "smtps" else tls,
        timeout=min(max(timeout, 1.0), 120.0),
        ca=options.get("ca", [""])[0],
    )


LOOPBACK = {"localhost", "127.0.0.1", "::1"}
