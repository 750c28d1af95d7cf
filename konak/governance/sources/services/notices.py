"""A change of the law from its first notice to its application in every unit it touches."""

import datetime as dt
from collections.abc import Iterable
from typing import IO

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases import services as cases
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.queries import below, people_of
from konak.governance.legislation import public as legislation

from .. import access, lifecycle, queries
from ..models import Application, DutySource, Flag, Impact, Notice, NoticeKind, Outcome, TieState
from .register import write_version

REVIEW_DAYS = 10
"""Working days in which a change is reviewed: our own yardstick, no law sets one."""


@transaction.atomic
def record_notice(
    *,
    actor: Actor,
    unit_id: int,
    kind: str,
    subject: str,
    published_on: dt.date,
    source_id: int | None = None,
    issuer: str = "",
    document_number: str = "",
    gazette_number: str = "",
    in_force_on: dt.date | None = None,
    articles: str = "",
    text: str = "",
    link: str = "",
    file: IO[bytes] | None = None,
    due_on: dt.date | None = None,
) -> Notice:
    """Record a published change or an incoming circular; duties that rest on what changed are flagged at once."""
    if kind not in NoticeKind.values:
        raise Refused("Kaydın türü bilinmiyor.")
    if not subject.strip():
        raise Refused("Değişikliği bir cümleyle adlandırın.")
    if published_on > localdate():
        raise Refused("Yayım tarihi gelecekte olamaz.")
    if kind in {NoticeKind.CHANGE, NoticeKind.REPEAL} and source_id is None:
        raise Refused("Hangi dayanağın değiştiğini seçin. Kütükte yoksa «Yeni mevzuat» olarak kaydedin.")
    if kind == NoticeKind.CIRCULAR and not issuer.strip():
        raise Refused("Genelgeyi çıkaran kurumu yazın.")
    source = queries.source(actor, source_id) if source_id else None
    notice = Notice(
        kind=kind,
        source=source,
        issuer=issuer.strip(),
        document_number=document_number.strip(),
        published_on=published_on,
        gazette_number=gazette_number.strip(),
        in_force_on=in_force_on,
        articles=articles.strip(),
        text=text.strip(),
        link=link.strip(),
    )
    if not actor.reach(access.RECORD).covers(queries.Place(unit_id)):
        raise Refused(f"«{access.RECORD.label}» için bu birimde yetkiniz yok.")
    open_case(
        notice,
        actor=actor,
        permission=access.RECORD,
        unit_id=unit_id,
        subject=subject.strip()[:250],
        due_on=due_on or add_working_days(localdate(), REVIEW_DAYS),
        assignee_id=source.assignee_id if source else None,
    )
    if file is not None:
        cases.attach(notice.case.number, actor=actor, content=file, name=getattr(file, "name", "") or "genelge")
    _flag(notice)
    publish(lifecycle.CHANGED, number=notice.case.number)
    return notice


def _flag(notice: Notice) -> None:
    """Flag the open duties that rest on what changed: on the named articles, or on the source as a whole."""
    if notice.source_id is None or notice.kind not in {NoticeKind.CHANGE, NoticeKind.REPEAL}:
        return
    ties = DutySource.objects.filter(
        source_id=notice.source_id, state=TieState.CONFIRMED, duty__closed_on=None
    ).select_related("provision")
    named = {label.strip().casefold() for label in notice.articles.replace(";", ",").split(",") if label.strip()}
    rows = []
    for tie in ties:
        label = tie.provision.label if tie.provision else ""
        if named and label and not _touches(label.casefold(), named):
            continue
        rows.append(Flag(notice=notice, duty_id=tie.duty_id, article=label))
    Flag.objects.bulk_create(rows, ignore_conflicts=True)


def _touches(label: str, named: set[str]) -> bool:
    """A change of article 15 touches 15/b; a change of 15/b touches a duty that rests on 15."""
    article = label.split("/")[0]
    return any(one in (label, article) or one.split("/")[0] == label for one in named)


def send(number: str, *, actor: Actor, reviewer: User, due_on: dt.date | None = None) -> Notice:
    """Give the change to whoever shall review it."""
    with take(lifecycle.ASSIGN, Notice, number, actor) as notice:
        if not people_of(notice.case.unit_id).filter(pk=reviewer.pk).exists():
            raise Refused(f"{reviewer.full_name} bu birimde ya da bağlı birimlerinde görevli değil.")
        if due_on and due_on < localdate():
            raise Refused("İnceleme için geçmiş bir gün verilemez.")
        notice.case.assignee = reviewer
        notice.case.due_on = due_on or notice.case.due_on
    return notice


def opine(
    number: str,
    *,
    actor: Actor,
    opinion: str,
    impact: str,
    outcome: str,
    unit_ids: Iterable[int] = (),
    due_on: dt.date | None = None,
) -> Notice:
    """The reviewer says what the change means and which units have to apply it."""
    if not opinion.strip():
        raise Refused("Görüşünüzü yazın.")
    if impact not in Impact.values or impact == Impact.NONE:
        raise Refused("Etkisi olan bir değişikliğin etkisini seçin; etkisi yoksa «Etkisi yok» işlemini kullanın.")
    if outcome not in {Outcome.DUTIES, Outcome.TEXT}:
        raise Refused("Sonucu seçin: görevler mi gözden geçirilecek, metin mi değişecek?")
    with take(lifecycle.OPINE, Notice, number, actor) as notice:
        inside = below(notice.case.unit_id)
        touched = set(notice.flags.values_list("duty__unit_id", flat=True)) & inside
        wanted = set(unit_ids)
        if outside := wanted - inside:
            raise Refused(f"{len(outside)} birim, dosyanın birimine bağlı değil.")
        units = (wanted | touched) or {notice.case.unit_id}
        Application.objects.filter(notice=notice, confirmed_at=None).exclude(unit_id__in=units).delete()
        Application.objects.bulk_create(
            [Application(notice=notice, unit_id=unit) for unit in sorted(units)], ignore_conflicts=True
        )
        notice.opinion, notice.impact, notice.outcome = opinion.strip(), impact, outcome
        notice.opined_at = now()
        notice.case.assignee = None  # the units are next
        notice.case.due_on = due_on or add_working_days(localdate(), REVIEW_DAYS * 2)
    return notice


def clear(number: str, *, actor: Actor, opinion: str) -> Notice:
    """The reviewer finds that nothing changes here."""
    if not opinion.strip():
        raise Refused("Neden etkisi olmadığını yazın.")
    with take(lifecycle.NO_EFFECT, Notice, number, actor) as notice:
        notice.opinion, notice.impact, notice.outcome = opinion.strip(), Impact.NONE, Outcome.NO_EFFECT
        notice.opined_at = now()
        for flag in notice.flags.filter(settled_at=None):
            flag.note, flag.settled_by_id, flag.settled_at = "Görüşe göre etkisi yok.", actor.user_id, now()
            flag.save()
    return notice


def again(number: str, *, actor: Actor, why: str) -> Notice:
    """Ask for the opinion once more."""
    with take(lifecycle.AGAIN, Notice, number, actor, note=why.strip()) as notice:
        notice.case.assignee_id = _last_reviewer(notice)
        notice.case.due_on = add_working_days(localdate(), REVIEW_DAYS)
    return notice


def _last_reviewer(notice: Notice) -> int | None:
    takers = queries.opinion_givers(notice)
    return takers[-1] if takers else None


def drop(number: str, *, actor: Actor, why: str) -> Notice:
    with take(lifecycle.DROP, Notice, number, actor, note=why.strip()) as notice:
        notice.flags.filter(settled_at=None).delete()
    return notice


@transaction.atomic
def confirm_unit(application_id: int, *, actor: Actor, practice: str, applied_on: dt.date) -> Application:
    """Somebody of an affected unit says what was changed in practice, and since when."""
    row = Application.objects.select_for_update(of=("self",)).select_related("notice__case").get(pk=application_id)
    notice = queries.notice(actor, row.notice.case.number)
    if not actor.reach(access.CONFIRM).covers(queries.Place(row.unit_id)):
        raise Refused(f"«{access.CONFIRM.label}» için yetkiniz yok. Yetkili: {row.unit} şefi ya da müdürü.")
    if notice.case.state != lifecycle.State.APPLYING:
        raise Refused("Uygulama yalnız «Uygulanıyor» durumundaki bir değişiklik için bildirilir.")
    if not practice.strip():
        raise Refused("Uygulamada neyin değiştiğini yazın.")
    if applied_on > localdate():
        raise Refused("Uygulama tarihi gelecekte olamaz.")
    if applied_on < notice.published_on:
        raise Refused("Uygulama tarihi yayım tarihinden önce olamaz.")
    row.practice, row.applied_on = practice.strip(), applied_on
    row.confirmed_by_id, row.confirmed_at = actor.user_id, now()
    row.save()
    cases.tell(
        notice.case, "practice", actor, str(row.unit), seat=actor.seat_for(access.CONFIRM, queries.Place(row.unit_id))
    )
    return row


@transaction.atomic
def settle_flag(flag_id: int, *, actor: Actor, changed: bool, note: str) -> Flag:
    """A duty was looked at: it stays as it is, or was changed."""
    flag = Flag.objects.select_for_update(of=("self",)).select_related("notice__case").get(pk=flag_id)
    fact = legislation.duty_facts(actor, [flag.duty_id]).get(flag.duty_id)
    if fact is None:
        raise ObjectDoesNotExist
    reviewer = flag.notice.case.assignee_id is not None and flag.notice.case.assignee_id == actor.user_id
    if not reviewer and not actor.reach(access.LINK).covers(queries.Place(fact.unit_id)):
        raise Refused(f"«{access.LINK.label}» için yetkiniz yok. Yetkili: görevin birimi ya da incelemeyi üstlenen.")
    if flag.notice.ended:
        raise Refused("Bu değişikliğin dosyası kapandı.")
    if flag.settled_at:
        raise Refused("Bu göreve daha önce bakılmış.")
    if not note.strip():
        raise Refused("Ne yapıldığını ya da neden gerekmediğini yazın.")
    flag.changed, flag.note = changed, note.strip()[:300]
    flag.settled_by_id, flag.settled_at = actor.user_id, now()
    flag.save()
    cases.tell(flag.notice.case, "settle", actor, f"Md. {fact.path}", seat=actor.seat_for(access.LINK))
    return flag


def finish(number: str, *, actor: Actor, applied_on: dt.date, practice: str) -> Notice:
    """The change is applied everywhere; the source gets its new wording."""
    if not practice.strip():
        raise Refused("Uygulamada neyin değiştiğini özetleyin.")
    with take(lifecycle.APPLY, Notice, number, actor, note=f"{applied_on:%d.%m.%Y}") as notice:
        if applied_on > localdate():
            raise Refused("Uygulama tarihi gelecekte olamaz.")
        notice.applied_on, notice.practice = applied_on, practice.strip()
        source, begins = notice.source, notice.in_force_on or notice.published_on
        if source is not None and notice.kind == NoticeKind.REPEAL:
            source.repealed_on = begins
            source.save()
            source.versions.filter(until=None, in_force_on__lte=begins).update(until=begins)
        elif source is not None and not source.versions.filter(in_force_on=begins).exists():
            write_version(
                source,
                in_force_on=begins,
                gazette_date=notice.published_on if notice.gazette_number else None,
                gazette_number=notice.gazette_number,
                articles=notice.articles,
                by=notice.case.subject[:200],
                changed=notice.text or notice.case.subject,
                link=notice.link,
                notice=notice,
            )
        publish(lifecycle.APPLIED, number=number)
    return notice
