"""Reading a mailbox by IMAP: what is new by UID, its bytes, and moving it into a folder. Nothing is ever deleted.

`Down` means try again later (the server, the line); `Denied` means somebody has to look (password, folder, rights).
"""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from .address import LOOPBACK

PORTS = {"tls": 993, "starttls": 143, "none": 143}


class Down(Exception):
    """The server does not answer, or the line broke: the same again later. In Turkish."""


class Denied(Exception):
    """The server answered no: wrong password, no such folder. In Turkish."""


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox and how it is opened. `tls` is `tls`, `starttls`, or `none` for a server in the same room."""

    host: str
    user: str
    password: str
    port: int = 0
    tls: str = "tls"
    ca: str = ""
    timeout: float = 30.0

    @property
    def shown(self) -> str:
        """For people: without the password."""
        return f"{self.user} ({self.host}:{self.port or PORTS[self.tls]})"

    @property
    def fault(self) -> str:
        """Why it cannot even be tried, in Turkish; empty when it can."""
        if self.tls not in PORTS:
            return "Bağlantı türü «tls», «starttls» ya da «none» olabilir."
        if not self.host or not self.user:
            return "Posta sunucusu ve kullanıcı adı yazılmamış."
        if not self.password:
            return "Posta kutusunun parolası ortamda bulunamadı."
        if self.tls == "none" and self.host not in LOOPBACK:
            return "Parola şifrelenmeden ağa çıkmaz: «none» yalnız bu bilgisayardaki sunucuyla kullanılabilir."
        return ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One mail as the server lists it."""

    uid: int
    size: int


class Box:
    """An open mailbox. Folder names are ours to choose; the delimiter of the server is found out."""

    def __init__(self, mailbox: BaseMailBox) -> None:
        self._box = mailbox
        self._known: set[str] = set()
        # asked anew: before signing in a server tells less
        _, said = mailbox.client.capability()
        self._able = {word.decode("ascii", "replace").upper() for line in said if line for word in line.split()}

    def select(self, folder: str) -> int:
        """Open a folder; returns its UIDVALIDITY: when that changes, UIDs remembered of it mean nothing any more."""
        self._box.folder.set(folder)
        _, data = self._box.client.response("UIDVALIDITY")
        if not data or data[0] is None:
            raise Denied(f"«{folder}» klasörü UIDVALIDITY bildirmedi.")
        return int(data[0])

    def listed(self, after: int = 0, limit: int = 500) -> list[Listed]:
        """Mails of the open folder with a UID above `after`, oldest first, with their sizes."""
        uids = sorted(int(uid) for uid in self._box.uids(f"UID {after + 1}:*", charset=None) if int(uid) > after)
        found: list[Listed] = []
        for batch in (uids[:limit][place : place + 100] for place in range(0, min(len(uids), limit), 100)):
            sizes = self._fetched(",".join(map(str, batch)), "(UID RFC822.SIZE)")
            seen = {}
            for line in sizes:
                text = (line[0] if isinstance(line, tuple) else line) or b""
                uid, size = re.search(rb"UID (\d+)", text), re.search(rb"RFC822\.SIZE (\d+)", text)
                if uid and size:
                    seen[int(uid[1])] = int(size[1])
            found += [Listed(uid, seen[uid]) for uid in batch if uid in seen]
        return found

    def content(self, uid: int) -> bytes | None:
        """The bytes of one mail, without marking it read; None when it is no longer there."""
        return self._literal(self._fetched(str(uid), "(UID BODY.PEEK[])"))

    def head(self, uid: int, most: int = 64 * 1024) -> bytes | None:
        """The beginning of one mail that is too large to be fetched."""
        return self._literal(self._fetched(str(uid), f"(UID BODY.PEEK[HEADER]<0.{most}>)"))

    def move(self, uid: int, folder: str) -> bool:
        """Put a mail of the open folder into another; returns whether that was possible.

        Without MOVE it is copied and only the original of this very UID expunged (UIDPLUS); a server that can do
        neither keeps it where it is, and the register of UIDs alone tells that it was taken in.
        """
        self.ensure(folder)
        target = self._quoted(folder)
        if "MOVE" in self._able:
            self._done("MOVE", str(uid), target)
            return True
        if "UIDPLUS" in self._able:
            self._done("COPY", str(uid), target)
            self._done("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            self._done("EXPUNGE", str(uid))
            return True
        return False

    def ensure(self, folder: str) -> None:
        """Make a folder unless it is there."""
        if folder in self._known:
            return
        if not self._box.folder.exists(folder):
            self._box.folder.create(folder)
        self._known.add(folder)

    def _fetched(self, uids: str, parts: str) -> list[tuple[bytes, bytes] | bytes | None]:
        status, data = self._box.client.uid("FETCH", uids, parts)
        if status != "OK":
            raise Down(f"Sunucu iletiyi vermedi: {_words(data)}")
        return list(data)

    @staticmethod
    def _literal(answer: list[tuple[bytes, bytes] | bytes | None]) -> bytes | None:
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), None)

    def _done(self, command: str, *words: str) -> None:
        status, data = self._box.client.uid(command, *words)
        if status != "OK":
            raise Denied(f"Sunucu iletiyi taşımadı ({command}): {_words(data)}")

    @staticmethod
    def _quoted(folder: str) -> str:
        from imap_tools.imap_utf7 import utf7_encode

        plain = utf7_encode(folder).decode("ascii").replace("\\", "\\\\").replace('"', '\\"')
        return f'"{plain}"'


@contextlib.contextmanager
def opened(account: Account) -> Iterator[Box]:
    """A mailbox, signed in; what goes wrong with it is `Down` or `Denied` and nothing else."""
    if account.fault:
        raise Denied(account.fault)
    mailbox: BaseMailBox | None = None
    try:
        try:
            mailbox = _connected(account)
            mailbox.login_utf8(account.user, account.password, initial_folder=None) if not (
                account.user.isascii() and account.password.isascii()
            ) else mailbox.login(account.user, account.password, initial_folder=None)
        except (ImapToolsError, imaplib.IMAP4.error) as error:
            if isinstance(error, imaplib.IMAP4.abort) or _busy(error):
                raise Down(f"{account.shown}: posta sunucusu hizmet vermiyor ({_plain(error)}).") from None
            raise Denied(f"{account.shown}: sunucu kullanıcı adını ya da parolayı kabul etmedi.") from None
        try:
            yield Box(mailbox)
        except imaplib.IMAP4.abort as error:
            raise Down(f"{account.shown}: bağlantı koptu ({_plain(error)}).") from None
        except (ImapToolsError, imaplib.IMAP4.error) as error:
            raise Denied(f"{account.shown}: {_plain(error)}") from None
    except ssl.SSLCertVerificationError as error:
        raise Down(f"{account.shown}: sertifikasına güvenilmiyor ({error.verify_message}).") from None
    except TimeoutError:
        raise Down(f"{account.shown}: {account.timeout:g} saniyede yanıt vermedi.") from None
    except OSError as error:
        raise Down(f"{account.shown}: sunucuya ulaşılamadı ({error.strerror or error}).") from None
    finally:
        if mailbox is not None:
            with contextlib.suppress(Exception):
                mailbox.logout()


def _connected(account: Account) -> BaseMailBox:
    port = account.port or PORTS[account.tls]
    if account.tls == "none":
        return MailBoxUnencrypted(account.host, port, timeout=account.timeout)
    context = ssl.create_default_context(cafile=account.ca or None)
    if account.tls == "starttls":
        return MailBoxStartTls(account.host, port, timeout=account.timeout, ssl_context=context)
    return MailBox(account.host, port, timeout=account.timeout, ssl_context=context)


def _busy(error: Exception) -> bool:
    """RFC 5530: the server says itself that it is only now that it cannot."""
    return any(code in str(error).upper() for code in ("UNAVAILABLE", "INUSE", "SERVERBUG", "[ALERT]"))


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _words(data: object) -> str:
    return _plain(Exception(data))
