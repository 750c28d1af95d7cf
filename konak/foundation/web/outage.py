"""What is no fault of the program: the database is away, or the disk is full. Told as such (503), not as a riddle."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

RETRY_AFTER = 15
"""Seconds after which it is worth asking again."""

AWAY = {"57P01", "57P02", "57P03", "57P05"}
"""Shut down, crashed, still starting: the server ended the session or does not let anybody in yet."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Outage:
    """What is away, as a heading and as a sentence."""

    title: str
    words: str


DATABASE = Outage(
    "Veritabanına şu anda ulaşılamıyor",
    "Kaydettikleriniz yerinde duruyor. Son gönderdiğiniz kaydedilmemiş olabilir; Konak kendiliğinden açılır.",
)
DISK = Outage(
    "Sunucuda yer kalmadı",
    "Gönderdiğiniz kaydedilmedi; önceki kayıtlarınız yerinde duruyor. Sistem yöneticisi yer açınca yeniden deneyin.",
)


def outage_behind(error: BaseException | None) -> Outage | None:
    """The outage that ended in this error, or None for a fault of ours (a slow statement, a deadlock, a bug)."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return DISK
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    states = [state for one in _causes(error) if (state := getattr(one, "sqlstate", None))]
    if "53100" in states:
        return DISK
    if states and not any(state in AWAY or state.startswith(("08", "53")) for state in states):
        return None
    return DATABASE


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__
