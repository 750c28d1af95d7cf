"""A committee is founded, its rules change, its members come and go, it is closed."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import seats_of
from konak.foundation.search.services import index
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import Committee, Member, Quorum, Role

KIND = "committees.committee"
RULES = (
    "name",
    "kind",
    "purpose",
    "basis",
    "regulation_number",
    "duty_path",
    "quorum",
    "quorum_number",
    "majority",
    "chair_decides_ties",
    "cadence",
    "notice_days",
    "term_years",
    "assignee_id",
)


@transaction.atomic
def found(
    *, actor: Actor, unit_id: int, code: str, founding_decision: str, founded_on: dt.date, **rules: Any
) -> Committee:
    """Found a committee whose secretariat is in `unit_id`, by a decision or an approval that is named."""
    if not founding_decision.strip():
        raise Refused("Kurulu kuran kararı ya da oluru, tarih ve sayısıyla yazın.")
    if founded_on > localdate():
        raise Refused("Kuruluş tarihi ileri bir gün olamaz.")
    committee = Committee(
        unit_id=unit_id, code=code.strip(), founding_decision=founding_decision.strip(), founded_on=founded_on
    )
    if not actor.reach(access.FOUND).covers(committee):
        raise Refused(
            f"«{access.FOUND.label}» için yetkiniz yok. Yetkili: sekretaryayı yürüten birimin müdürü ve üstü."
        )
    _set(committee, rules)
    if Committee.objects.filter(code=committee.code).exists():
        raise Refused(f"«{committee.code}» kısaltması başka bir kurulda kullanılıyor.")
    committee.save()
    _tell(committee, "found", actor)
    refresh(committee)
    return committee


@transaction.atomic
def change_rules(committee_id: int, *, actor: Actor, **rules: Any) -> Committee:
    """Change name, basis, rules or secretary; the history keeps what they were."""
    committee = _to_manage(committee_id, actor)
    changed = [name for name in RULES if name in rules and rules[name] != getattr(committee, name)]
    _set(committee, rules)
    committee.save()
    if changed:
        _tell(committee, "rules", actor, f"{len(changed)} alan")
    refresh(committee)
    return committee


@transaction.atomic
def close_committee(committee_id: int, *, actor: Actor, closed_on: dt.date, why: str) -> Committee:
    """End a committee with its memberships; open decisions stay followed."""
    committee = _to_manage(committee_id, actor)
    if closed_on < committee.founded_on or closed_on > localdate():
        raise Refused("Kapanış, kuruluştan önce ya da bugünden sonra olamaz.")
    if not why.strip():
        raise Refused("Kurulu kapatan kararı yazın.")
    if committee.meetings.filter(case__closed_at=None).exists():
        raise Refused("Sonuçlanmamış toplantısı olan kurul kapatılamaz; önce toplantıyı tamamlayın ya da iptal edin.")
    committee.closed_on = closed_on
    committee.save()
    for member in committee.members.filter(until=None):
        member.until = max(closed_on, member.since)
        member.save()
    _tell(committee, "close", actor, why.strip()[:200])
    refresh(committee)
    return committee


@transaction.atomic
def add_member(
    committee_id: int,
    *,
    actor: Actor,
    role: str,
    since: dt.date,
    user_id: int | None = None,
    title: str = "",
    until: dt.date | None = None,
    substitutes_id: int | None = None,
    basis: str = "",
) -> Member:
    """Seat somebody: a person of the house, or an outside body by its title. One chair at a time."""
    committee = _to_manage(committee_id, actor)
    if (user_id is None) == (not title.strip()):
        raise Refused("Üyeyi kurumdan bir kişi olarak ya da unvanıyla dışarıdan biri olarak verin; ikisinden biri.")
    if until is not None and until < since:
        raise Refused("Üyelik bitişi başlangıçtan önce olamaz.")
    if since < committee.founded_on:
        raise Refused(f"Üyelik, kurulun kuruluşundan ({committee.founded_on:%d.%m.%Y}) önce başlayamaz.")
    if user_id is not None and not seats_of(user_id).exists():
        person = User.objects.filter(pk=user_id).first()
        raise Refused(f"{person.full_name if person else 'Seçilen kişi'} bugün kurumda görevli değil.")
    if substitutes_id is not None:
        principal = committee.members.filter(pk=substitutes_id).first()
        if role != Role.SUBSTITUTE or principal is None or not principal.votes:
            raise Refused("Yalnız yedek üye, kurulun oy hakkı olan bir üyesinin yedeği olabilir.")
    member = Member(
        committee=committee,
        user_id=user_id,
        title=title.strip(),
        role=role,
        since=since,
        until=until or _term_end(committee, since),
        substitutes_id=substitutes_id,
        basis=basis.strip(),
    )
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        who = "başkanı" if "one_chair" in str(error) else "üyesi olarak bu kişisi"
        raise Refused(f"Kurulun bu tarihlerde zaten {who} var; önce onun görevini bitirin.") from error
    _tell(committee, "seat", actor, Role(role).label)
    return member


@transaction.atomic
def end_member(committee_id: int, member_id: int, *, actor: Actor, until: dt.date) -> Member:
    """End a membership on a day; what was done in it stays with its name."""
    committee = _to_manage(committee_id, actor)
    member: Member = committee.members.select_for_update().get(pk=member_id)
    if until < member.since:
        raise Refused(f"Üyelik {member.since:%d.%m.%Y} günü başladı; ondan önce bitemez.")
    member.until = until
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise Refused("Bu tarihlerde aynı yerde bir başkası var.") from error
    _tell(committee, "unseat", actor, Role(member.role).label)
    return member


def _term_end(committee: Committee, since: dt.date) -> dt.date | None:
    """The last day of a term that begins on `since`, where the committee has terms."""
    if committee.term_years is None:
        return None
    year = since.year + committee.term_years
    last_of_february = since.month == 2 and since.day == 29
    begin = dt.date(year, 2, 28) if last_of_february else since.replace(year=year)
    return begin - dt.timedelta(days=1)


def _to_manage(committee_id: int, actor: Actor) -> Committee:
    """The committee, locked; out of reach it does not exist, without the permission it is refused."""
    Committee.objects.select_for_update().get(pk=committee_id)
    committee = queries.committee(actor, committee_id)
    if not queries.manages(actor, committee):
        raise Refused(
            f"«{access.FOUND.label}» için yetkiniz yok. Yetkili: sekretaryayı yürüten birimin müdürü ve üstü."
        )
    if committee.closed_on is not None:
        raise Refused("Kapanmış kurul değiştirilemez.")
    return committee


def _set(committee: Committee, rules: dict[str, Any]) -> None:
    if unknown := set(rules) - set(RULES):
        raise TypeError(f"{sorted(unknown)} are no rules of a committee")
    for name, value in rules.items():
        setattr(committee, name, value.strip() if isinstance(value, str) else value)
    if committee.quorum != Quorum.NUMBER:
        committee.quorum_number = None
    try:
        committee.clean_fields(exclude=["unit", "assignee"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if committee.quorum == Quorum.NUMBER and not committee.quorum_number:
        raise Refused("Yeter sayı «belirli sayıda üye» ise kaç üye olduğunu yazın.")
    if committee.assignee_id is not None and not seats_of(committee.assignee_id).exists():
        raise Refused("Sekretarya için seçilen kişi bugün kurumda görevli değil.")


def _tell(committee: Committee, verb: str, actor: Actor, note: str = "") -> None:
    seat = actor.seat_for(access.FOUND, committee)
    trail.write(actor=actor, kind=KIND, subject=committee.pk, verb=verb, note=note, seat=seat)


def refresh(committee: Committee) -> None:
    """Write or renew the search row of a committee."""
    index(
        kind=KIND,
        object_id=committee.pk,
        title=f"{committee.name} ({committee.code})",
        body=f"{committee.get_kind_display()} {committee.purpose} {committee.basis}",
        url=f"/kurullar/{committee.pk}/",
        unit_id=committee.unit_id,
        owner_ids=(committee.assignee_id,),
        permission=access.VIEW.code,
        secrecy=committee.secrecy,
    )


def reindex() -> None:
    """Write the search rows of all committees anew."""
    for committee in Committee.objects.order_by("pk").iterator(chunk_size=500):
        refresh(committee)
