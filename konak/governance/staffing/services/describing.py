"""Job descriptions: written, sent, issued, accepted; a new version asks everybody again."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.positions import Position

from .. import access, lifecycle
from ..lifecycle import ISSUED, DescriptionState
from ..models import Acknowledgement, DescriptionVersion, Paper
from ..queries import descriptions as queries
from ..queries import rights

MOST_DUTIES = 200


def title_for(paper: str, unit: Unit, position: str, person: User | None) -> str:
    """What a description is called where nobody gave it a name."""
    who = person.full_name if person else Position(position).label if position else "Bütün personel"
    return (
        f"{unit.short_name or unit.name}: {who} {'taahhütnamesi' if paper == Paper.UNDERTAKING else 'görev tanımı'}"
    )


@transaction.atomic
def draft(
    *,
    actor: Actor,
    unit: Unit,
    paper: str = Paper.JOB,
    position: str = "",
    person: User | None = None,
    subject: str = "",
    text: str = "",
    duties: Sequence[dict[str, str]] = (),
) -> DescriptionVersion:
    """Begin a description: for a position of a unit and those below it, for everybody there, or for one person."""
    _covers(actor, unit)
    row = DescriptionVersion(paper=paper, position=position, person=person, text=text.strip(), duties=_clean(duties))
    return open_case(
        row,
        actor=actor,
        permission=access.DESCRIBE,
        unit_id=unit.pk,
        subject=(subject.strip() or title_for(paper, unit, position, person))[:250],
    )


def _covers(actor: Actor, unit: Unit) -> None:
    if not actor.reach(access.DESCRIBE).covers(rights.Place(unit.pk)):
        raise Refused(f"«{access.DESCRIBE.label}» için bu birimde yetkiniz yok. Yetkili: birimin şefi ya da müdürü.")


def _clean(duties: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    found = [
        {"text": str(one.get("text", "")).strip()[:2000], "source": str(one.get("source", "")).strip()[:200]}
        for one in duties
    ]
    found = [one for one in found if one["text"]]
    if len(found) > MOST_DUTIES:
        raise Refused(f"Bir görev tanımında en çok {MOST_DUTIES} görev bulunabilir.")
    return found


@transaction.atomic
def rewrite(
    number: str, *, actor: Actor, subject: str, text: str, duties: Sequence[dict[str, str]]
) -> DescriptionVersion:
    """Change the words of a draft."""
    row = DescriptionVersion.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(row.case):
        raise DescriptionVersion.DoesNotExist
    if not actor.reach(access.DESCRIBE).covers(row.case):
        raise Refused(f"«{access.DESCRIBE.label}» için yetkiniz yok.")
    if row.case.state != DescriptionState.DRAFT:
        raise Refused("Yalnız taslak değiştirilebilir; yürürlükteki metin için yeni sürüm hazırlayın.")
    if not subject.strip():
        raise Refused("Görev tanımına bir ad verin.")
    row.case.subject, row.text, row.duties = subject.strip()[:250], text.strip(), _clean(duties)
    row.case.save()
    row.save()
    tell(row.case, "rewrite", actor, seat=actor.seat_for(access.DESCRIBE, row.case))
    changed: DescriptionVersion = row
    return changed


@transaction.atomic
def new_version(number: str, *, actor: Actor) -> DescriptionVersion:
    """Begin the next version from the one in force; that one stays in force until the new one is issued."""
    old = DescriptionVersion.objects.select_for_update(of=("self", "case")).get(case__number=number)
    if not actor.reach(access.VIEW).covers(old.case):
        raise DescriptionVersion.DoesNotExist
    _covers(actor, old.case.unit)
    if old.case.state != DescriptionState.IN_FORCE:
        raise Refused("Yeni sürüm yalnız yürürlükteki bir tanımdan hazırlanır.")
    begun = DescriptionVersion.objects.filter(previous=old).select_related("case").first()
    if begun is not None and begun.case.state != DescriptionState.DROPPED:
        raise Refused(f"Bu tanımın yeni sürümü zaten hazırlanıyor: {begun.case.number}.")
    if begun is not None:
        begun.previous = None
        begun.save(update_fields=["previous"])
    row = DescriptionVersion(
        paper=old.paper,
        position=old.position,
        person=old.person,
        text=old.text,
        duties=old.duties,
        version=old.version + 1,
        previous=old,
    )
    return open_case(row, actor=actor, permission=access.DESCRIBE, unit_id=old.case.unit_id, subject=old.case.subject)


@transaction.atomic
def submit(number: str, *, actor: Actor) -> DescriptionVersion:
    with take(lifecycle.SUBMIT, DescriptionVersion, number, actor) as row:
        row.digest = row.computed_digest()
    return row


@transaction.atomic
def hand_back(number: str, *, actor: Actor, why: str = "") -> DescriptionVersion:
    with take(lifecycle.HAND_BACK, DescriptionVersion, number, actor, why.strip()) as row:
        row.digest = ""
    return row


@transaction.atomic
def issue(number: str, *, actor: Actor) -> DescriptionVersion:
    """Put a version into force: the one before it goes, and everybody concerned is to accept anew."""
    with take(lifecycle.ISSUE, DescriptionVersion, number, actor) as row:
        row.in_force_on = localdate()
        row.digest = row.computed_digest()
        before = queries.in_force_like(row)
        if row.previous is not None and row.previous.case.state == DescriptionState.IN_FORCE:
            before.append(row.previous)
        for old in {one.case.number: one for one in before}:
            replace(old, actor=actor)
    publish(ISSUED, number=number)
    return row


@transaction.atomic
def replace(number: str, *, actor: Actor) -> DescriptionVersion:
    with take(lifecycle.REPLACE, DescriptionVersion, number, actor) as row:
        row.ended_on = localdate()
    return row


@transaction.atomic
def drop(number: str, *, actor: Actor) -> DescriptionVersion:
    with take(lifecycle.DROP, DescriptionVersion, number, actor) as row:
        row.ended_on = localdate()
    return row


@transaction.atomic
def accept(number: str, *, actor: Actor, digest: str = "") -> Acknowledgement:
    """Read and accepted. `digest` names the text that lay on the screen; another text is not accepted by it."""
    row = DescriptionVersion.objects.select_for_update(of=("case",)).get(case__number=number)
    user_id = actor.user_id
    if user_id is None or not queries.is_for(row, user_id):
        if not actor.reach(access.VIEW).covers(row.case):
            raise DescriptionVersion.DoesNotExist
        raise Refused("Bu görev tanımı sizden kabul beklemiyor.")
    if digest and digest != row.digest:
        raise Refused("Metin siz okurken değişti. Sayfayı yenileyip yeni metni okuyun.")
    try:
        with transaction.atomic():
            made = Acknowledgement.objects.create(version=row, user_id=user_id, digest=row.digest)
    except IntegrityError as error:
        raise Refused("Bu sürümü daha önce kabul etmişsiniz.") from error
    tell(row.case, "accept", actor, f"özet {row.digest[:12]}", seat=actor.seat_for(access.ACT))
    return made
