"""Texts people accept: written, brought into force as a version, accepted in exactly that wording."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import AccessRequest, Right, Undertaking, UndertakingAcceptance, UndertakingVersion
from ..queries import catalogue
from . import provisioning
from .telling import UNDERTAKING, plain, tell


def _keeper(actor: Actor) -> None:
    if not actor.holds(access.CATALOGUE):
        raise Refused(f"«{access.CATALOGUE.label}» için yetkiniz yok. Yetkili: sistem yöneticisi, şube müdürü.")


@transaction.atomic
def issue(
    *,
    actor: Actor,
    code: str,
    name: str,
    text: str,
    valid_months: int | None = None,
    in_force_on: dt.date | None = None,
) -> UndertakingVersion:
    """A new text, or a new wording of one: whoever accepted the old wording is asked again."""
    _keeper(actor)
    words = text.strip()
    if len(words) < 20:
        raise Refused("Taahhüt metnini yazın.")
    if not name.strip():
        raise Refused("Taahhüde bir ad verin.")
    row, _ = Undertaking.objects.select_for_update().update_or_create(
        code=code.strip(), defaults={"name": plain(name, 160), "valid_months": valid_months, "active": True}
    )
    newest = row.versions.order_by("-number").first()
    digest = UndertakingVersion.digest_of(words)
    if newest is not None and newest.digest == digest:
        raise Refused("Metin yürürlükteki sürümle aynı; yeni sürüm açılmadı.")
    made = UndertakingVersion.objects.create(
        undertaking=row,
        number=newest.number + 1 if newest else 1,
        text=words,
        digest=digest,
        in_force_on=in_force_on or localdate(),
        issued_by_id=actor.user_id,
    )
    tell(UNDERTAKING, row.pk, "issue", actor, access.CATALOGUE, f"sürüm {made.number}")
    return made


@transaction.atomic
def accept(version_id: int, *, actor: Actor, digest: str) -> UndertakingAcceptance:
    """Okudum, kabul ettim: of exactly the wording that was shown; the proof is kept for good."""
    if actor.user_id is None:
        raise Refused("Kabul için oturum açın.")
    row = UndertakingVersion.objects.select_related("undertaking").get(pk=version_id)
    newest = row.undertaking.versions.filter(in_force_on__lte=localdate()).order_by("-number").first()
    if newest is None or newest.pk != row.pk:
        raise Refused("Bu metnin yeni bir sürümü var; sayfayı yenileyip yürürlükteki sürümü okuyun.")
    if digest != row.digest:
        raise Refused("Metin siz okurken değişmiş; sayfayı yenileyip yeniden okuyun.")
    waits = any(one.version.pk == row.pk and one.due for one in catalogue.texts_for(actor.user_id))
    known = UndertakingAcceptance.objects.filter(version=row, user_id=actor.user_id).order_by("-at").first()
    if known is not None and not waits:
        return known
    made = UndertakingAcceptance.objects.create(
        version=row, user_id=actor.user_id, digest=row.digest, via=actor.via[:8]
    )
    tell(UNDERTAKING, row.undertaking_id, "accept", actor, access.ASK, f"sürüm {row.number}")
    waiting = AccessRequest.objects.filter(
        person_id=actor.user_id, case__state="executing", right__undertakings=row.undertaking_id
    )
    for request in waiting.select_related("right"):
        provisioning.queue(request)
    return made


@transaction.atomic
def ask_of(right_id: int, *, actor: Actor, undertaking_ids: list[int]) -> Right:
    """Say which texts a right asks for."""
    row = Right.objects.select_for_update(of=("self",)).get(pk=right_id)
    if not catalogue.may_keep(actor, row):
        raise Refused("Bu yetki tanımını yalnız sahibi olan birimin müdürü ya da sistem yöneticisi değiştirir.")
    row.undertakings.set(Undertaking.objects.filter(pk__in=undertaking_ids))
    return row
