"""The house itself: workers, queue, ways out, files, trail, backups, and the door as visitors find it."""

import datetime as dt
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from .finding import FAILURE, OK, WARNING, Finding

LATE = 10 * 60
"""Seconds a due job may wait."""
UNSEALED = 20 * 60
"""Seconds a line of the trail may wait for its seal; it is sealed every five minutes."""
SAMPLE, SAMPLE_BYTES = 25, 200 * 1024 * 1024
"""Contents hashed anew at each visit, and the bytes after which it is enough."""


def jobs() -> Iterator[Finding]:
    """Workers by their heartbeat, the queue by its oldest due job."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers "
            "WHERE last_heartbeat > now() - interval '2 minutes'"
        )
        alive, age = cursor.fetchone()
        # when a job without a time was queued stands in its first event
        cursor.execute(
            "WITH due AS (SELECT coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events "
            "WHERE job_id = job.id)) AS at FROM procrastinate_jobs AS job WHERE status = 'todo' "
            "AND (scheduled_at IS NULL OR scheduled_at <= now()) ORDER BY id LIMIT 10000) "
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(at)), 0)::int, "
            "(SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed') FROM due"
        )
        due, oldest, failed = cursor.fetchone()
    if alive:
        yield Finding(OK, "Arka plan işçisi", f"{alive} işçi çalışıyor, son ses {age} sn önce")
    else:
        advice = "`konak worker` ya da `konak serve --with-worker` çalıştırın; bildirim ve mühür işleri bekler."
        yield Finding(WARNING, "Arka plan işçisi", "çalışmıyor", advice)
    told = f"{due} iş bekliyor, {failed} iş başarısız"
    if due and oldest > LATE:
        told += f"; en eskisi {_for(oldest)} bekliyor"
        advice = "Bir `konak worker` daha başlatın; hiçbiri çalışmıyorsa önce onu giderin."
        yield Finding(FAILURE if oldest > 6 * LATE else WARNING, "İş kuyruğu", told, advice)
    elif failed:
        yield Finding(WARNING, "İş kuyruğu", told, "Başarısız işler için günlüğe bakın.")
    else:
        yield Finding(OK, "İş kuyruğu", told)


def _for(seconds: int) -> str:
    """How long something has lasted, in the largest unit that says enough: "30 dakikadır", "12 gündür"."""
    for length, word in ((86_400, "gündür"), (3600, "saattir")):
        if seconds >= 2 * length:
            return f"{seconds // length} {word}"
    return f"{seconds // 60} dakikadır"


def ways() -> Iterator[Finding]:
    """The ways out of the house: is each open, and does the other side answer?"""
    from konak.foundation.notify import Unreachable
    from konak.foundation.notify.queries import ways

    for way in ways():
        told = f"açık, {way.waiting + way.queued} bekliyor"
        if way.off_because:
            yield Finding(OK, way.channel.label, f"kapalı; bildirimler yalnız ekranda. {way.off_because}")
            continue
        try:
            way.channel.probe()
        except Unreachable as error:
            yield Finding(FAILURE, way.channel.label, str(error), "Bekleyenler yitmez; karşı tarafı denetleyin.")
            continue
        if way.outage:
            advice = "Bekleyenler yitmez; karşı tarafı denetleyin."
            yield Finding(WARNING, way.channel.label, way.outage.problem, advice)
        elif way.failed:
            told = f"{told}, {way.failed} gönderilemedi"
            yield Finding(WARNING, way.channel.label, told, "Yönetim menüsünde Gönderiler sayfasına bakın.")
        else:
            yield Finding(OK, way.channel.label, told)


def antivirus() -> Iterator[Finding]:
    """The scanner of uploads."""
    from django.conf import settings

    from konak.foundation.files.scanning import Away
    from konak.gateways.antivirus.client import Clamd

    if not settings.CLAMD:
        yield Finding(OK, "Virüs taraması", "kapalı (KONAK_CLAMD verilmemiş)")
        return
    try:
        yield Finding(OK, "Virüs taraması", str(Clamd.from_settings().ping()))
    except (Away, ValueError) as trouble:
        kept = settings.CLAMD_REQUIRED
        told = f"{trouble} {'Yüklemeler geri çevriliyor.' if kept else 'Yüklenenler sonra taranacak.'}"
        yield Finding(
            FAILURE if kept else WARNING, "Virüs taraması", told, "clamd'yi başlatın, KONAK_CLAMD'yi denetleyin."
        )


def store() -> Iterator[Finding]:
    """A sample of the contents, hashed anew: other ones at every visit."""
    from konak.foundation.files import blobs
    from konak.foundation.files.models import Blob

    looked, size, damaged = 0, 0, []
    for blob in Blob.objects.order_by("?")[:SAMPLE]:
        if looked and size + blob.size > SAMPLE_BYTES:
            continue
        place = blobs.place_of(blob.sha256)
        looked, size = looked + 1, size + blob.size
        if not place.is_file() or blobs.digest_of(place) != blob.sha256:
            damaged.append(blob.sha256[:12])
    if damaged:
        told = f"{looked} içerikten {len(damaged)} tanesi yok ya da değişmiş ({', '.join(damaged[:3])}…)"
        yield Finding(
            FAILURE, "Dosyalar", told, "Diski denetleyin; içerikleri yedekteki files klasöründen geri koyun."
        )
    else:
        yield Finding(OK, "Dosyalar", f"rastgele {looked} içerik sağlam" if looked else "henüz dosya yok")


def trail() -> Iterator[Finding]:
    """Lines that wait for their seal, the last walk along the chain, the heads kept outside."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(at)), 0)::int FROM trail_entry "
            "WHERE id > coalesce((SELECT max(entry_id) FROM trail_seal), 0)"
        )
        waiting, oldest = cursor.fetchone()
        cursor.execute(
            "SELECT state, reason FROM trail_verification WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
        )
        walk = cursor.fetchone()
    if walk and walk[0] == "broken":
        advice = "Durum klasörüne dokunmadan denetçiye bildirin; ayrıntıyı `konak trail verify` söyler."
        yield Finding(FAILURE, "İz", f"son doğrulamada bozuk: {walk[1]}", advice)
    elif waiting and oldest > UNSEALED:
        told = f"{waiting} satır mühür bekliyor, en eskisi {_for(oldest)}"
        yield Finding(WARNING, "İz", told, "Arka plan işçisini çalıştırın ya da `konak trail seal` deyin.")
    else:
        yield Finding(OK, "İz", f"{waiting} satır mühür bekliyor" if waiting else "bütün satırlar mühürlü")


def backup() -> Iterator[Finding]:
    """How old the last backup is, and whether it is still there."""
    from ..backup import last_backup

    note = last_backup()
    advice = "`konak backup KLASÖR --keep 14` komutunu her gece çalıştırın (el kitabı: Yedekleme)."
    if note is None:
        yield Finding(WARNING, "Yedek", "hiç alınmamış", advice)
        return
    made = dt.datetime.fromisoformat(note["at"])
    hours = (time.time() - made.timestamp()) / 3600
    told = f"{made:%d.%m.%Y %H.%M}, {note['place']}"
    if note["damaged"]:
        yield Finding(
            FAILURE,
            "Yedek",
            f"{told}: {len(note['damaged'])} içerik alınamadı",
            "Diski ve eski yedekleri denetleyin.",
        )
    elif hours > 26:
        verdict = FAILURE if hours > 24 * 7 else WARNING
        yield Finding(
            verdict, "Yedek", f"son yedek {int(hours // 24)} gün {int(hours % 24)} saat önce ({told})", advice
        )
    elif not Path(note["place"]).exists():
        yield Finding(OK, "Yedek", f"{told} (başka yere taşınmış)")
    else:
        yield Finding(OK, "Yedek", told)


def door() -> Iterator[Finding]:
    """Does the address people use lead here?"""
    from django.conf import settings

    address = f"{settings.SITE_URL.rstrip('/')}/saglik/"
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - the operator's own setting
            yield Finding(OK, "Web", f"{settings.SITE_URL} yanıt veriyor")
    except urllib.error.HTTPError as error:
        advice = "Ters vekilin ve `konak serve` günlüğüne bakın; 400 ise KONAK_HOSTS'u denetleyin."
        yield Finding(FAILURE, "Web", f"{address} {error.code} yanıtı veriyor", advice)
    except (OSError, ValueError) as error:
        told = f"{address} yanıt vermiyor ({getattr(error, 'reason', error)})"
        yield Finding(WARNING, "Web", told, "`konak serve` çalışıyor mu, KONAK_URL doğru mu, denetleyin.")


def directory() -> Iterator[Finding]:
    """The directories people come from, as they stood when they were last asked."""
    from konak.service.directory.public import standings

    for one in standings():
        subject = f"Dizin «{one.name}»"
        if one.problem:
            advice = f"`konak directory check {one.code}` ile deneyin; giriş ve eşitleme bu dizine bağlı."
            yield Finding(WARNING, subject, one.problem, advice)
        elif one.hours is None:
            yield Finding(WARNING, subject, "hiç denenmedi", f"`konak directory check {one.code}` çalıştırın.")
        else:
            yield Finding(OK, subject, f"son deneme {one.hours:.0f} saat önce, sorun yok")


QUESTIONS = (jobs, ways, antivirus, store, trail, backup, directory, door)
