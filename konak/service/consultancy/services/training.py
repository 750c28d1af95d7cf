"""Training is asked for, planned, held, marked, rated; whoever came gets a certificate."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail
from konak.governance.systems import public as systems

from .. import access, lifecycle, queries
from ..lifecycle import SESSION_HELD, SessionState
from ..models import Attendance, Course, Field, Level, Recheck, Session, TrainingRequest
from .common import MINE, TRAINING, paper, tell, text
from .offices import due_of, office_of

COURSE_KIND = "consultancy.course"


def _office(actor: Actor) -> int:
    """The unit of trainings, where the actor works in it."""
    office = office_of(Field.TRAINING)
    reach = actor.reach(access.WORK)
    if not (reach.everywhere or office.unit_id in reach.units):
        raise Refused("Eğitimleri, eğitimden sorumlu birim düzenler.")
    return office.unit_id


@transaction.atomic
def save_course(
    course_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    hours: int,
    level: str = Level.BASIC,
    about: str = "",
    system_id: int | None = None,
) -> Course:
    unit_id = _office(actor)
    one = Course.objects.select_for_update().get(pk=course_id) if course_id else Course(unit_id=unit_id)
    if level not in Level.values or not 1 <= hours <= 400:
        raise Refused("Düzeyi ve süreyi (1–400 saat) yazın.")
    if system_id is not None and not systems.systems(actor, [system_id]):
        raise Refused("Seçilen bilgi sistemi bulunamadı.")
    one.name, one.about = text(name, 160, "Eğitime bir ad verin."), text(about, 4_000)
    one.hours, one.level, one.system_id = hours, level, system_id
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name}» adlı bir eğitim zaten var.") from None
    trail.write(
        actor=actor,
        kind=COURSE_KIND,
        subject=one.pk,
        verb="edit" if course_id else "add",
        seat=actor.seat_for(access.WORK, one),
    )
    return one


@transaction.atomic
def end_course(course_id: int, *, actor: Actor) -> Course:
    _office(actor)
    one = Course.objects.select_for_update().get(pk=course_id)
    one.ended_on = localdate()
    one.save()
    trail.write(actor=actor, kind=COURSE_KIND, subject=one.pk, verb="end", seat=actor.seat_for(access.WORK, one))
    return one


@transaction.atomic
def ask_training(
    *,
    actor: Actor,
    why: str,
    people: int = 1,
    course_id: int | None = None,
    topic: str = "",
    wished_on: dt.date | None = None,
) -> TrainingRequest:
    """Ask to be taught something of the catalogue, or something that is not in it yet."""
    office = office_of(Field.TRAINING)
    course = Course.objects.filter(pk=course_id, ended_on=None).first() if course_id else None
    if course_id and course is None:
        raise Refused("Seçilen eğitim artık verilmiyor.")
    subject = text(topic, 200) or (course.name if course else "")
    if not subject:
        raise Refused("Bir eğitim seçin ya da konusunu yazın.")
    if not 1 <= people <= 1_000:
        raise Refused("Kişi sayısı 1 ile 1.000 arasında olmalı.")
    if wished_on and wished_on < localdate():
        raise Refused("İstenen gün geçmişte olamaz.")
    made = TrainingRequest(
        course=course,
        topic=text(topic, 200),
        people=people,
        why=text(why, 2_000, "Neden gerektiğini yazın."),
        wished_on=wished_on,
    )
    return cases.open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=office.unit_id,
        subject=f"Eğitim: {subject}"[:250],
        due_on=wished_on or due_of(office),
    )


@transaction.atomic
def plan_session(
    *,
    actor: Actor,
    course_id: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    trainer: str,
    place: str = "",
    capacity: int = 20,
    open_to_all: bool = True,
) -> Session:
    unit_id = _office(actor)
    course = Course.objects.filter(pk=course_id, ended_on=None).first()
    if course is None:
        raise Refused("Seçilen eğitim artık verilmiyor.")
    if ends_at <= starts_at or ends_at - starts_at > dt.timedelta(days=14):
        raise Refused("Bitiş başlangıçtan sonra ve en çok on dört gün içinde olmalı.")
    if starts_at < now():
        raise Refused("Oturum geçmişte olamaz.")
    if not 1 <= capacity <= 2_000:
        raise Refused("Kontenjan 1 ile 2.000 arasında olmalı.")
    made = Session(
        course=course,
        starts_at=starts_at,
        ends_at=ends_at,
        place=text(place, 160),
        trainer=text(trainer, 160, "Eğitmeni yazın."),
        capacity=capacity,
        open_to_all=open_to_all,
    )
    return cases.open_case(
        made,
        actor=actor,
        permission=access.WORK,
        unit_id=unit_id,
        subject=f"{course.name}, {localtime(starts_at):%d.%m.%Y}"[:250],
        due_on=localtime(ends_at).date(),
        assignee_id=actor.user_id,
    )


@transaction.atomic
def place(number: str, *, actor: Actor, session: str) -> TrainingRequest:
    """Tie a request to a session; whoever asked is told and enrolled."""
    target = queries.session(actor, session.strip().upper())
    if target.case.state != SessionState.PLANNED:
        raise Refused("Yalnız planlanmış oturuma bağlanabilir.")
    with cases.take(lifecycle.PLACE, TrainingRequest, number, actor) as one:
        one.session = target
        one.case.due_on = localtime(target.ends_at).date()
        asker = one.case.opened_by_id
        if asker and target.people.count() < target.capacity:
            Attendance.objects.get_or_create(session=target, user_id=asker)
        words = f"{localtime(target.starts_at):%d.%m.%Y %H.%M}, {target.place or 'yeri bildirilecek'}"
        tell(one, [asker], MINE, f"Oturuma bağlandı: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def unplace(number: str, *, actor: Actor) -> TrainingRequest:
    with cases.take(lifecycle.UNPLACE, TrainingRequest, number, actor) as one:
        one.session = None
    return one


@transaction.atomic
def decline_training(number: str, *, actor: Actor, why: str) -> TrainingRequest:
    words = text(why, 500, "Neden karşılanamadığını yazın.")
    with cases.take(lifecycle.DECLINE_TRAINING, TrainingRequest, number, actor, note=words[:250]) as one:
        one.answer = words
        tell(one, [one.case.opened_by_id], MINE, f"Karşılanamadı: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def withdraw_training(number: str, *, actor: Actor) -> TrainingRequest:
    with cases.take(lifecycle.WITHDRAW_TRAINING, TrainingRequest, number, actor) as one:
        one.session = None
    return one


def _planned(number: str) -> Session:
    found = queries.session_to_join(number)
    one: Session = Session.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    if one.case.state != SessionState.PLANNED:
        raise Refused("Oturum yapılmış ya da iptal edilmiş.")
    return one


@transaction.atomic
def enrol(number: str, *, actor: Actor, user_id: int | None = None) -> Attendance:
    """Put a name down: one's own where the session is open, anybody's by the office. Never beyond its room."""
    one = _planned(number)
    who = user_id or actor.user_id
    if who is None:
        raise Refused("Yazılmak için oturum açın.")
    office = lifecycle.of_office(one, actor)
    if not office and (who != actor.user_id or not one.open_to_all or not actor.holds(access.ASK)):
        raise Refused("Bu oturuma katılımcıları eğitim birimi yazar.")
    if not User.objects.filter(pk=who, is_active=True).exists():
        raise Refused("Seçilen kişi bulunamadı ya da hesabı kapalı.")
    if one.people.filter(user_id=who).exists():
        raise Refused("Bu kişi zaten yazılı.")
    if one.people.count() >= one.capacity:
        raise Refused(f"Oturumun {one.capacity} kişilik kontenjanı doldu.")
    made = Attendance.objects.create(session=one, user_id=who)
    if who != actor.user_id:
        tell(one, [who], TRAINING, f"Eğitime yazıldınız: {one.case.subject}", actor)
    return made


@transaction.atomic
def leave(number: str, *, actor: Actor, user_id: int | None = None) -> Session:
    one = _planned(number)
    who = user_id or actor.user_id
    if who != actor.user_id and not lifecycle.of_office(one, actor):
        raise Refused("Başkasını oturumdan eğitim birimi çıkarır.")
    one.people.filter(user_id=who or 0).delete()
    return one


@transaction.atomic
def mark(number: str, *, actor: Actor, came: list[int]) -> Session:
    """Say who came; everybody else on the list did not."""
    one = _planned(number)
    if objection := lifecycle.by_office(one, actor):
        raise Refused(objection)
    if localtime(one.starts_at).date() > localdate():
        raise Refused("Katılım, oturumun gününde işaretlenir.")
    wanted = set(came)
    for row in one.people.all():
        row.came = row.user_id in wanted
        row.save(update_fields=["came"])
    cases.tell(one.case, "mark", actor, f"{len(wanted)} kişi", seat=actor.seat_for(access.WORK, one.case))
    return one


@transaction.atomic
def hold(number: str, *, actor: Actor) -> Session:
    """It took place: those who came get their certificates, the requests behind it end."""
    with cases.take(lifecycle.HOLD, Session, number, actor) as one:
        came = list(one.people.filter(came=True).select_related("user"))
        for row in came:
            row.paper = _certificate(one, row, actor)
            row.save(update_fields=["paper"])
        tell(one, [row.user_id for row in came], TRAINING, f"Katılım belgeniz hazır: {one.course.name}", actor)
        publish(SESSION_HELD, number=number)
    for request in TrainingRequest.objects.filter(session=one, case__state="planned").select_related("case"):
        with cases.take(lifecycle.TAUGHT, TrainingRequest, request.case.number, actor) as done:
            tell(done, [done.case.opened_by_id], MINE, f"Eğitim yapıldı: {one.course.name}", actor)
    return one


def _certificate(one: Session, row: Attendance, actor: Actor) -> Recheck:
    begin, end = localtime(one.starts_at), localtime(one.ends_at)
    days = f"{begin:%d.%m.%Y}" if begin.date() == end.date() else f"{begin:%d.%m.%Y} – {end:%d.%m.%Y}"
    number = f"{one.case.number}/{row.pk}"
    return paper(
        "consultancy/certificate",
        {
            "unit": one.case.unit.name,
            "date": localdate().isoformat(),
            "name": row.user.full_name,
            "course": one.course.name,
            "hours": one.course.hours,
            "level": str(Level(one.course.level).label),
            "days": days,
            "trainer": one.trainer,
        },
        actor=actor,
        number=number,
        title="Katılım belgesi",
        unit_id=one.case.unit_id,
        name=f"{one.case.number}-{row.pk}.pdf",
    )


@transaction.atomic
def cancel_session(number: str, *, actor: Actor, why: str) -> Session:
    words = text(why, 250, "Neden iptal edildiğini yazın.")
    with cases.take(lifecycle.CANCEL_SESSION, Session, number, actor, note=words) as one:
        tell(
            one,
            one.people.values_list("user_id", flat=True),
            TRAINING,
            f"İptal edildi: {one.case.subject}",
            actor,
            words,
        )
    for request in TrainingRequest.objects.filter(session=one, case__state="planned").select_related("case"):
        unplace(request.case.number, actor=actor)
    return one


@transaction.atomic
def rate(number: str, *, actor: Actor, score: int, words: str = "") -> Attendance:
    """What somebody who came thought of it."""
    if not 1 <= score <= 5:
        raise Refused("Puan 1 ile 5 arasında olmalı.")
    row = Attendance.objects.select_for_update().filter(
        session__case__number=number.replace("\0", ""), user_id=actor.user_id or 0, came=True
    )
    found = row.first()
    if found is None:
        raise Refused("Yalnız katıldığınız eğitimi değerlendirebilirsiniz.")
    found.score, found.words = score, text(words, 1_000)
    found.save()
    return found
