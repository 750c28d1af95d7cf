"""The answer package: lines as they came, each with its path to a root that a time stamp covers.

Whoever gets it needs a shell, `sha256sum` and `openssl`; nothing of Konak.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from asn1crypto import pem
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localtime, now

from konak.foundation.access import Actor
from konak.foundation.documents.services import render_pdf
from konak.foundation.lake import SETS, merkle, segments
from konak.foundation.lake import queries as lake
from konak.foundation.lake import services as sealing
from konak.foundation.lake.models import Manifest, Segment
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.services import write
from konak.gateways.pki.trust import load
from konak.governance.disclosures import public as disclosures

from .. import access, queries
from ..access import SEARCHED
from ..models import Kind, Search
from . import exploring, searching
from .searching import Found

MOST = 500
SCRIPT = Path(__file__).with_name("dogrula.sh")


def pack(search_id: int, *, actor: Actor) -> bytes:
    """Everything a search found, with its proof. Seals what waits first; without a stamp there is no package."""
    seat = actor.seat_for(access.PACK)
    if seat is None or not actor.reach(access.PACK).everywhere or not actor.reach(access.PERSONS).everywhere:
        raise Refused(f"«{access.PACK.label}» için yetkiniz yok.")
    search = Search.objects.get(pk=search_id)
    if not search.request:
        raise Refused(
            "Cevap paketi yalnız bir iz kaydı isteğine bağlı aramadan çıkar; isteğin sayısıyla yeniden arayın."
        )
    try:
        request = disclosures.open_log_request(actor, search.request)
    except ObjectDoesNotExist:
        raise Refused(f"{search.request} sayılı iz kaydı isteği kapanmış ya da kapsamınızda değil.") from None
    sealing.seal()
    open_ = queries.open_sets(actor)
    if closed := sorted(set(search.asked.get("sets", SEARCHED)) - set(open_)):
        labels = ", ".join(SETS[code].label for code in closed)
        raise Refused(f"Aramanın baktığı kümelerden makamınıza açık olmayan var ({labels}); paket çıkarılmadı.")
    found = _again(search)
    if not found:
        raise Refused("Bu arama hiçbir satır bulmadı; paketi çıkarılacak kayıt yok.")
    if len(found) > MOST:
        raise Refused(f"Bir pakete en çok {MOST} satır girer, bu aramada {len(found)} satır var. Aralığı daraltın.")
    sealing.stamp()
    parts = _parts(found)
    content = _zipped(search, request, found, parts)
    digest = hashlib.sha256(content).hexdigest()
    Search.objects.filter(pk=search.pk).update(packed_sha256=digest, packed_at=now())
    write(
        actor=actor, kind="logs.search", subject=search.pk, verb="pack", note=f"{search.request} {digest}", seat=seat
    )
    return content


def _again(search: Search) -> list[Found]:
    """The lines of a search, found again where they lie now: sealed."""
    import datetime as dt

    asked = search.asked
    codes = asked.get("sets", SEARCHED)
    if search.kind == Kind.WHO:
        answer = searching._who(search, asked["ip"], asked["port"], dt.datetime.fromisoformat(asked["at"]), codes)
        return answer.evidence
    if search.kind == Kind.EXPLORE:
        return exploring.again(asked)[0]
    if search.kind == Kind.TAIL:
        raise Refused("Canlı izlemeden paket çıkmaz; satırları arayıp o aramanın paketini çıkarın.")
    since, until = (dt.datetime.fromisoformat(asked[name]) for name in ("since", "until"))
    if search.kind == Kind.TRACE:
        return searching.everything_of(asked["what"], since, until, codes)
    return searching.with_words(asked["words"], since, until, codes)


def _parts(found: Sequence[Found]) -> dict[str, bytes]:
    """Files of the package that prove: lines, their paths, manifests, stamps."""
    parts: dict[str, bytes] = {}
    rows = {row.name: row for row in Segment.objects.filter(name__in={one.row.segment for one in found})}
    table: list[str] = []
    lowest, highest = 0, 0
    for name, row in sorted(rows.items()):
        numbers = sorted({one.row.n for one in found if one.row.segment == name})
        lines = [line for block in segments.blocks(row.facts) for line in block]
        level = merkle.leaves(lines)
        if merkle.root(level).hex() != row.root:
            raise Refused(
                f"{name} parçası mühürlendiğinden farklı; paket çıkarılmadı. `konak lake verify` çalıştırın."
            )
        for number in numbers:
            stem = f"{name}-{number + 1:07d}"
            path = "".join(f"{side} {other.hex()}\n" for side, other in merkle.proof(level, number))
            parts[f"satirlar/{stem}.satir"] = lines[number]
            parts[f"satirlar/{stem}.yol"] = path.encode()
            table.append(f"{stem} {row.manifest_id:08d} {row.root}\n")
        lowest = min(lowest or row.manifest_id, row.manifest_id)
        highest = max(highest, row.manifest_id)
    stamped = Manifest.objects.filter(number__gte=highest).exclude(stamp=None).order_by("number")
    top = next((one.number for one in stamped if sealing.stamp_path(one.number).exists()), None)
    if top is None:
        waiting = lake.unstamped().last()
        why = waiting.trouble if waiting and waiting.trouble else "makam henüz yanıt vermedi"
        raise Refused(f"Zaman damgası alınamadı: {why}. Satırlar mühürlü; damga gelince paket çıkar.")
    for number in range(lowest, top + 1):
        parts[f"bildirge/{number:08d}.json"] = sealing.manifest_path(number).read_bytes()
        if sealing.stamp_path(number).exists():
            parts[f"bildirge/{number:08d}.tst"] = sealing.stamp_path(number).read_bytes()
    parts["satirlar/dizin.txt"] = "".join(table).encode()
    trust = load(settings.SIGN_TRUST)
    roots = [pem.armor("CERTIFICATE", one.dump()) for one in (*trust.roots, *trust.others)]
    parts["sertifika/kokler.pem"] = b"".join(roots)
    return parts


def _zipped(
    search: Search, request: disclosures.LogRequestFacts, found: Sequence[Found], parts: dict[str, bytes]
) -> bytes:
    tokens = sorted(name for name in parts if name.endswith(".tst"))
    number = int(tokens[-1][9:17])
    stamp = Manifest.objects.select_related("stamp").get(number=number).stamp
    told: dict[str, Any] = {
        "title": "Log kayıtları cevap özeti",
        "facts": [
            ("İsteyen makam", request.authority),
            ("Dosya no", request.file_number),
            ("İsteğin yazısı", request.letter_number),
            ("İz kaydı isteği", request.number),
            ("Sorulan", " · ".join(f"{value}" for value in search.asked.values() if value not in (None, ""))),
            ("Arama", f"{search.pk} no, {localtime(search.at):%d.%m.%Y %H.%M}"),
            ("Verilen satır", str(sum(name.endswith(".satir") for name in parts))),
            ("Zaman damgası", f"{localtime(stamp.at):%d.%m.%Y %H.%M.%S}, {stamp.authority}" if stamp else "yok"),
        ],
        "rows": [
            [
                f"{localtime(one.at):%d.%m.%Y %H.%M.%S}",
                one.role,
                " · ".join(
                    str(one.values[name])
                    for name in ("source.ip", "source.nat.ip", "source.mac", "user.name", "destination.ip")
                    if name in one.values
                ),
            ]
            for one in found[:25]
        ],
        "more": max(0, len(found) - 25),
    }
    parts["ozet.pdf"] = render_pdf("logs/answer", told)
    parts["dogrula.sh"] = SCRIPT.read_bytes()
    parts["OKU.txt"] = (
        "Bu paketi doğrulamak için klasörde  sh dogrula.sh  yazın. Yalnız sha256sum ve openssl gerekir.\n"
        "satirlar/  geldiği gibi satırlar (.satir) ve her birinin ağaç yolu (.yol)\n"
        "bildirge/  mühür zinciri (.json) ve RFC 3161 zaman damgası (.tst)\n"
        "sertifika/ damga makamının kök sertifikaları; kendi bildiğiniz köklerle karşılaştırın\n"
    ).encode()
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(parts.items()))
    parts["SHA256SUMS"] = sums.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(parts.items()):
            packed.writestr(zipfile.ZipInfo(name, localtime().timetuple()[:6]), content)
    return stream.getvalue()
