"""Protocols of sharing and secure channels: written down, tested, their certificates read and warned of."""

import datetime as dt
import hashlib
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import Notice, tell_all

from .. import access
from ..models import ChannelTest, SecureChannel, SharingProtocol
from ..queries import channel as queries
from ..queries import gear
from ..queries.internet import keepers_of
from .common import may, tell
from .kept import Register, people

WARNED = (60, 30, 7, 1, 0)
"""Days before a certificate or a protocol ends on which its keepers are told."""
LARGEST_CERTIFICATE = 200_000
CERTIFICATE_ENDING = Topic(
    "network.certificate_ending",
    "Bitecek kanal sertifikası",
    "Sorumlusu olduğunuz bir güvenli kanalın sertifikası yakında bitiyor.",
    mail=Pace.NOW,
)
PROTOCOL_ENDING = Topic(
    "network.protocol_ending",
    "Bitecek paylaşım protokolü",
    "Sorumlusu olduğunuz bir protokolün süresi yakında doluyor.",
    mail=Pace.DAILY,
)


def _protocol(one: SharingProtocol, actor: Actor) -> None:
    del actor
    if one.signed_on and one.until and one.until < one.signed_on:
        raise Refused("Protokolün bitişi imza gününden önce olamaz.")
    if one.status == "active" and one.signed_on is None:
        raise Refused("Yürürlükteki protokolün imza gününü yazın; imzalanmadıysa «Taslak» bırakın.")
    if one.personal_data and not one.basis:
        raise Refused("Kişisel veri paylaşılıyorsa hukuki dayanağını yazın (6698 sayılı Kanun md. 5, 8).")


PROTOCOLS: Register[SharingProtocol] = Register(
    SharingProtocol,
    queries.PROTOCOL_KIND,
    queries.protocol,
    frozenset(
        (
            *("counterpart", "title", "number", "shares", "direction", "method", "volume", "basis", "terms"),
            *("personal_data", "status", "signed_on", "until", "contact", "description", "tags"),
        )
    ),
    {
        "counterpart": "Karşı kurumu yazın.",
        "title": "Protokolün adını yazın.",
        "shares": "Neyin paylaşıldığını yazın.",
    },
    "Bu protokol zaten kayıtlı.",
    "Bu protokole dayanan güvenli kanal var; silmek yerine durumunu «Sona erdi» yapın.",
    "/ag/protokoller/",
    lambda one: (f"{one.counterpart} · {one.title}", f"{one.number} {one.shares} {one.basis}"),
    {"assignee_id": (people, "Sorumlu kişi bulunamadı.")},
    _protocol,
    "Paylaşım protokolü",
    "heart-handshake",
)


@transaction.atomic
def lay_document(key: int, *, actor: Actor, content: Any, name: str) -> SharingProtocol:
    """The signed paper of a protocol; a new one takes the place of the old, which stays in the store."""
    one = queries.protocol(actor, key)
    may(actor, access.KEEP, one)
    one.file = store(actor=actor, content=content, name=name, unit_id=one.unit_id, purpose="network.protocol")
    SharingProtocol.objects.filter(pk=one.pk).update(file=one.file)
    tell(queries.PROTOCOL_KIND, one.pk, "document", actor, one)
    return one


def _channel(one: SecureChannel, actor: Actor) -> None:
    del actor
    if not 1 <= one.test_days <= 1_095:
        raise Refused("Sınama sıklığı 1 ile 1.095 gün arasında olmalı.")
    one.parameters = one.parameters.strip()
    lowered = one.parameters.lower()
    weak = [word for word in ("des-cbc", "3des", "md5", "sslv3", "tls 1.0", "tls1.0", "tls 1.1", "tls1.1", "rc4")
            if word in lowered]  # fmt: skip
    if weak and one.status == "active":
        raise Refused(f"Parametrelerde zayıf kabul edilen bir yöntem var ({weak[0]}); çalışan kanalda kullanılamaz.")


CHANNELS: Register[SecureChannel] = Register(
    SecureChannel,
    queries.CHANNEL_KIND,
    queries.channel,
    frozenset(
        (
            *("counterpart", "name", "kind", "status", "purpose", "our_end", "their_end", "parameters", "contact"),
            *("certificate", "issuer", "certificate_until", "test_days", "description", "tags"),
        )
    ),
    {
        "counterpart": "Karşı kurumu yazın.",
        "name": "Kanalın adını yazın.",
        "purpose": "Kanalın ne taşıdığını yazın.",
    },
    "Bu adda bir kanal zaten var.",
    "Bu kanalın sınaması var; silmek yerine durumunu «Kapatıldı» yapın.",
    "/ag/kanallar/",
    lambda one: (f"{one.counterpart} · {one.name}", f"{one.purpose} {one.their_end} {one.certificate}"),
    {
        "assignee_id": (people, "Sorumlu kişi bulunamadı."),
        "protocol_id": (lambda actor: queries.protocols(actor), "Seçilen protokol bulunamadı."),
        "device_id": (lambda actor: gear.devices(actor), "Seçilen cihaz bulunamadı."),
    },
    _channel,
    "Güvenli kanal",
    "shield-lock",
)


def read_certificate(content: bytes) -> x509.Certificate:
    """The certificate of a file, PEM or DER; the first one where there are several."""
    if len(content) > LARGEST_CERTIFICATE:
        raise Refused("Sertifika dosyası 200 KB'tan büyük olamaz.")
    if b"PRIVATE KEY" in content:
        raise Refused("Dosyada özel anahtar var; yalnız sertifikayı verin. Dosya saklanmadı.")
    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificate(content)
        return x509.load_der_x509_certificate(content)
    except (ValueError, TypeError):
        raise Refused("Dosya okunabilir bir sertifika değil (PEM ya da DER beklenir).") from None


@transaction.atomic
def lay_certificate(key: int, *, actor: Actor, content: bytes) -> SecureChannel:
    """Read a certificate: whose it is, who gave it, until when. The file itself is not kept."""
    one = queries.channel(actor, key)
    may(actor, access.KEEP, one)
    found = read_certificate(content)
    one.certificate = found.subject.rfc4514_string().replace("\0", "")[:300]
    one.issuer = found.issuer.rfc4514_string().replace("\0", "")[:300]
    one.certificate_hash = hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest()
    one.certificate_until = localdate(found.not_valid_after_utc)
    SecureChannel.objects.filter(pk=one.pk).update(
        certificate=one.certificate, issuer=one.issuer, certificate_hash=one.certificate_hash,
        certificate_until=one.certificate_until,
    )  # fmt: skip
    tell(queries.CHANNEL_KIND, one.pk, "certificate", actor, one, f"{one.certificate_until:%d.%m.%Y} gününe kadar")
    return one


@transaction.atomic
def record_channel_test(key: int, *, actor: Actor, done_on: dt.date, passed: bool, note: str = "") -> ChannelTest:
    """Write down a test; the newest one says whether the channel works."""
    one = queries.channel(actor, key)
    may(actor, access.KEEP, one)
    if done_on > localdate():
        raise Refused("Sınama günü gelecekte olamaz.")
    if not passed and not note.strip():
        raise Refused("Geçmeyen sınamada ne olduğunu yazın.")
    if one.status == "ended":
        raise Refused("Kapatılmış kanal sınanmaz.")
    seat = actor.seat_for(access.KEEP, one)
    made = ChannelTest.objects.create(
        channel=one, done_on=done_on, passed=passed, note=note.replace("\0", "").strip()[:400], by_id=actor.user_id,
        seat_id=seat.appointment_id if seat else None,
    )  # fmt: skip
    last = one.tests.order_by("-done_on", "-pk").first()
    if last == made:
        SecureChannel.objects.filter(pk=one.pk).update(status="active" if passed else "down")
    tell(queries.CHANNEL_KIND, one.pk, "test", actor, one, "geçti" if passed else "geçmedi")
    return made


def tell_of_channels(day: dt.date | None = None) -> int:
    """Tell the keepers of certificates and protocols that end in 60, 30, 7 days, tomorrow, today."""
    today = day or localdate()
    notices = []
    for left in WARNED:
        words = f"{left} gün sonra" if left else "bugün"
        ends = today + dt.timedelta(days=left)
        for one in queries.certificates_ending(ends):
            notices.append(
                Notice(
                    tuple(keepers_of(one.unit_id, one.assignee_id)),
                    CERTIFICATE_ENDING,
                    f"{one}: sertifika {words} bitiyor",
                    body=one.certificate,
                    url=f"/ag/kanallar/{one.pk}/",
                    dedupe=f"channel-{one.pk}-{ends}-{left}",
                )
            )
        for row in queries.protocols_ending(ends):
            notices.append(
                Notice(
                    tuple(keepers_of(row.unit_id, row.assignee_id)),
                    PROTOCOL_ENDING,
                    f"{row}: protokolün süresi {words} doluyor",
                    body=row.shares,
                    url=f"/ag/protokoller/{row.pk}/",
                    dedupe=f"protocol-{row.pk}-{ends}-{left}",
                )
            )
    tell_all(notices)
    return len(notices)
