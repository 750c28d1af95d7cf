"""Two years of staffing: ended seats, delegations around summer leaves, hand-overs, and job descriptions accepted by
most. The present goes through the services; what is past is written as it would lie in the archive."""

import datetime as dt
import random
from collections.abc import Callable

from django.db.models import Q
from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case, CaseRecord
from konak.foundation.db.copying import copy_rows
from konak.foundation.db.turkish import fold
from konak.foundation.numbering.services import sequence_number
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Basis, Position
from konak.foundation.people.queries import below
from konak.foundation.trail.models import Entry

from .lifecycle import DelegationState, DescriptionState, HandOverState, NoticeState
from .models import (
    AccountDate,
    Acknowledgement,
    Delegation,
    DescriptionVersion,
    Fate,
    Group,
    HandOver,
    HandOverKind,
    HandOverLine,
    Notice,
    Paper,
    Reason,
    Setup,
    StandingDeputy,
)
from .queries.delegations import objection, superior_of
from .services import delegating, describing, separating

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
PERSONNEL = "İnsan Kaynakları ve Eğitim Dairesi Başkanlığı"
HEADS = (Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
DAY = dt.timedelta(days=1)

TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    Position.HEAD_OF_DEPARTMENT: (
        "Dairenin bütün iş ve işlemlerini mevzuata, stratejik plana ve bütçeye uygun olarak yürütür; şube "
        "müdürlükleri arasında eşgüdümü sağlar.\nGenel Sekretere karşı sorumludur.",
        (
            "Dairenin yıllık iş planını hazırlatır, uygulanmasını izler.",
            "Personelin görev, yetki ve sorumluluklarını belirler; eğitim ihtiyacını planlar.",
            "Harcama yetkilisi olarak bütçenin yerinde kullanılmasını sağlar.",
            "Bilgi güvenliği politikasının uygulanmasını gözetir.",
        ),
    ),
    Position.DIRECTOR: (
        "Şube müdürlüğünün işlerini planlar, dağıtır, zamanında ve eksiksiz bitirilmesini sağlar.\n"
        "Daire Başkanına karşı sorumludur.",
        (
            "İş bölümünü yapar, görevler ayrılığını gözetir, yokluğunda yerine bakacak kişiyi belirler.",
            "Şubenin süreçlerini güncel tutar, risklerini ve kontrollerini gözden geçirir.",
            "Kendisine bağlı şeflerin ve personelin çalışmasını izler, dönem sonunda bilgi verir.",
        ),
    ),
    Position.CHIEF: (
        "Servisin günlük işlerini yürütür; gelen işleri dağıtır ve sürelerini takip eder.\n"
        "Şube Müdürüne karşı sorumludur.",
        (
            "Servise gelen dosyaları personele dağıtır, gecikenleri müdürüne bildirir.",
            "Amirlerinin verdiği diğer görevleri yaptırır.",
            "Servisin araç, gereç ve kayıtlarının korunmasını sağlar.",
        ),
    ),
    Position.EXPERT: (
        "Uzmanlık alanındaki işleri tasarlar, uygular ve belgeler.",
        (
            "Teknik çözümleri hazırlar, denemesini yapar ve belgelendirir.",
            "Şartname ve muayene kabul çalışmalarına teknik görüş verir.",
            "Personele alanında rehberlik eder.",
        ),
    ),
    Position.STAFF: (
        "Amirlerinin verdiği işleri zamanında ve eksiksiz yapar.",
        (
            "Üzerindeki dosyaları süresinde sonuçlandırır, sonucu kayda geçirir.",
            "Kendisine teslim edilen parola, araç ve belgeleri korur; yalnız kurum işinde kullanır.",
            "Görevi değiştiğinde üzerindekileri tutanakla devreder.",
        ),
    ),
}
UNDERTAKING = (
    "Görevim gereği öğrendiğim bilgileri yetkili makamın izni olmadan kurum dışına çıkarmayacağımı, "
    "kimseye açıklamayacağımı,\n"
    "Bana verilen kullanıcı adı, parola ve aygıtları yalnız kurumun işi için kullanacağımı, başkasıyla "
    "paylaşmayacağımı,\n"
    "Görevimin değişmesi ya da sona ermesi hâlinde yetkilerimin kapatılması için birimime hemen haber vereceğimi "
    "kabul ederim."
)
NOTICES = (
    ("Elektrik kesintisinde sunucuların kapatılması", "Jeneratör devreye girmeyince sunucular sırayla kapatıldı."),
    ("Taşeron ekibin veri merkezine alınması", "Klima arızası için servis ekibi kayıt altında içeri alındı."),
    ("Sızıntı yapan anahtarın devre dışı bırakılması", "Yedek anahtara geçildi, bağlantı on dakikada sağlandı."),
)


def loaded() -> bool:
    return Delegation.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Deterministic by `seed`; the future and today go through the services, the past is set by hand."""
    del size  # the shape follows the organisation, which already has its size
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.get(name=DEPARTMENT)
    administrator = actor_of(User.objects.get(username="yonetici").pk, via="cli")
    separating.seed(actor=administrator)
    personnel = Unit.objects.filter(name=PERSONNEL).first()
    Setup.objects.update_or_create(
        pk=1, defaults={"personnel_unit": personnel, "mail_domain": "ornek.bel.tr", "mail_form": "dotted"}
    )
    _groups(administrator, department)
    ended = _former(chance, department)
    lent = _delegations(chance, department)
    accepted = _descriptions(chance, department)
    handed = _handovers(chance, department)
    _notices(chance, department)
    report(f"{lent} vekâlet, {accepted} kabul, {handed} devir teslim, {ended} sona ermiş görev")


def _heads(department: Unit) -> list[Appointment]:
    rows = Appointment.objects.filter(
        Q(until=None) | Q(until__gte=localdate()),
        unit_id__in=below(department.pk),
        position__in=HEADS,
        acting_for=None,
        since__lte=localdate(),
    )
    return list(rows.select_related("unit", "user").order_by("pk"))


def _groups(actor: Actor, department: Unit) -> None:
    """The capacities a department names people to; none of them meets what it may not."""
    heads = _heads(department)
    chosen = [row for row in heads if row.position == Position.DIRECTOR]
    head = next(row for row in heads if row.position == Position.HEAD_OF_DEPARTMENT)
    chiefs = [row for row in heads if row.position == Position.CHIEF]
    named = (
        ("harcama-yetkilisi", head),
        ("gerceklestirme-gorevlisi", chosen[0]),
        ("tasinir-kayit", chiefs[0]),
        ("tasinir-kontrol", chiefs[1]),
        ("muayene-kabul", chosen[1]),
        ("vt-yoneticisi", chiefs[2]),
        ("iz-inceleyen", chosen[2]),
    )
    for code, row in named:
        separating.name_member(
            Group.objects.get(code=code).pk,
            actor=actor,
            user=row.user,
            unit=department,
            since=localdate() - 300 * DAY,
            document=f"{localdate() - 301 * DAY:%d.%m.%Y} / E-{2000 + row.pk}",
        )


def _former(chance: random.Random, department: Unit) -> int:
    """People who held a seat before and left: two retired, one moved to another town."""
    today, count = localdate(), 0
    chiefs = [row for row in _heads(department) if row.position == Position.CHIEF]
    for row, (first, last, why) in zip(
        chiefs,
        (("Kemal", "Aydoğan", "Emeklilik"), ("Nermin", "Sayın", "Emeklilik"), ("Tarık", "Güler", "Naklen atama")),
        strict=False,
    ):
        left = today - dt.timedelta(days=chance.randrange(120, 600))
        name = fold(f"{first}.{last}")
        if User.objects.filter(username=name).exists():
            continue
        user = User(username=name, first_name=first, last_name=last, title="Şef", is_active=False)
        user.set_unusable_password()
        user.save()
        Appointment.objects.create(
            user=user, unit=row.unit, position=Position.CHIEF, since=dt.date(2015, 3, 2), until=left
        )
        if row.since <= left:
            Appointment.objects.filter(pk=row.pk).update(since=left + DAY)
        AccountDate.objects.create(
            user=user, opens_on=dt.date(2015, 3, 2), closes_on=left, why=why, closed_at=_at(left + DAY, 0)
        )
        count += 1
    return count


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 12), get_current_timezone())


def _closed(
    record: CaseRecord,
    *,
    unit: Unit,
    subject: str,
    state: str,
    opened: dt.date,
    closed: dt.date | None,
    by: User,
    story: list[tuple[str, dt.date, int | None]],
) -> None:
    """A file of the past: its cover as it would lie in the archive, numbered in the year it was opened, its story."""
    case = Case.objects.create(
        kind=record._meta.label_lower,
        number=sequence_number(record.series, opened.year),
        subject=subject,
        state=state,
        unit=unit,
        opened_by=by,
        opened_from_unit=unit,
        closed_at=_at(closed, 17) if closed else None,
        resting=closed is not None or state in record.lifecycle.rests,
    )
    Case.objects.filter(pk=case.pk).update(opened_at=_at(opened, 9))
    record.case = case
    record.save(force_insert=True)
    told = [("open", opened, by.pk), *story]
    copy_rows(
        Entry,
        [
            {
                "at": _at(day, 9 + place),
                "user": user,
                "via": "web" if user else "job",
                "kind": case.kind,
                "subject": case.number,
                "verb": verb,
            }
            for place, (verb, day, user) in enumerate(told)
        ],
    )


def _delegations(chance: random.Random, department: Unit) -> int:
    """Summer leaves of two years, some illness and travel; one running today, one offered for next week."""
    today, count = localdate(), 0
    heads = _heads(department)
    by_unit: dict[int, list[Appointment]] = {}
    for row in Appointment.objects.filter(unit_id__in=below(department.pk), until=None, acting_for=None):
        by_unit.setdefault(row.unit_id, []).append(row)
    for seat in heads:
        deputies = _deputies(seat, by_unit)
        if not deputies:
            continue
        for order, deputy in enumerate(deputies[:2], 1):
            StandingDeputy.objects.create(unit=seat.unit, position=seat.position, order=order, user_id=deputy.user_id)
        if seat.position == Position.CHIEF and chance.random() < 0.6:
            continue
        for year in (today.year - 1, today.year):
            begin = dt.date(year, 6, 15) + dt.timedelta(days=chance.randrange(70))
            begin -= dt.timedelta(days=begin.weekday())
            end = begin + dt.timedelta(days=chance.choice((4, 11, 11, 18)))
            if end + 2 * DAY < today and begin > seat.since:
                deputy = deputies[0 if chance.random() < 0.8 else -1]
                count += _past(seat, deputy, begin, end, Reason.LEAVE)
    running, offered = [seat for seat in heads if seat.position == Position.DIRECTOR][:2]
    for seat, begin, length in ((running, today, 6), (offered, today + 9 * DAY, 4)):
        deputy = _deputies(seat, by_unit)[0]
        if objection(seat, deputy.user_id, begin, begin + length * DAY):
            continue
        made = delegating.delegate(
            actor=actor_of(seat.user_id, via="cli"),
            seat_id=seat.pk,
            deputy=User.objects.get(pk=deputy.user_id),
            since=begin,
            until=begin + length * DAY,
            reason=Reason.LEAVE,
            note="Haftalık durum raporu pazartesi öğlene kadar gönderilmeli.",
        )
        if seat is running:
            delegating.accept(made.case.number, actor=actor_of(deputy.user_id, via="cli"))
        count += 1
    return count


def _deputies(seat: Appointment, by_unit: dict[int, list[Appointment]]) -> list[Appointment]:
    """Who would act: chiefs for a director, directors for the head, the expert or the oldest clerk for a chief."""
    wanted = {
        Position.HEAD_OF_DEPARTMENT: (Position.DIRECTOR,),
        Position.DIRECTOR: (Position.CHIEF, Position.EXPERT),
        Position.CHIEF: (Position.EXPERT, Position.STAFF),
    }[Position(seat.position)]
    inside = below(seat.unit_id)
    rows = [row for unit in inside for row in by_unit.get(unit, []) if row.position in wanted]
    rows = [row for row in rows if row.user_id != seat.user_id]
    return sorted(rows, key=lambda row: (wanted.index(Position(row.position)), row.since, row.pk))


def _past(seat: Appointment, deputy: Appointment, begin: dt.date, end: dt.date, reason: str) -> int:
    taken = Appointment.objects.filter(
        user_id=deputy.user_id, unit=seat.unit, position=seat.position, since__lte=end, until__gte=begin
    )
    if taken.exists():
        return 0
    acting = Appointment.objects.create(
        user_id=deputy.user_id,
        unit=seat.unit,
        position=seat.position,
        since=begin,
        until=end,
        basis=Basis.ACTING,
        document=f"{begin - 3 * DAY:%d.%m.%Y} / E-{3000 + seat.pk}",
        acting_for=seat,
    )
    row = Delegation(
        seat=seat,
        giver=seat.user,
        deputy_id=deputy.user_id,
        since=begin,
        until=end,
        reason=reason,
        acting=acting,
        ended_on=end,
        document=acting.document,
    )
    _closed(
        row,
        unit=seat.unit,
        subject=f"{seat.get_position_display()} vekâleti, {begin:%d.%m.%Y}–{end:%d.%m.%Y}",
        state=DelegationState.CLOSED,
        opened=begin - 5 * DAY,
        closed=end + 2 * DAY,
        by=seat.user,
        story=[
            ("accept", begin - 4 * DAY, deputy.user_id),
            ("end", end + DAY, None),
            ("note", end + 2 * DAY, seat.user_id),
        ],
    )
    return 1


def _descriptions(chance: random.Random, department: Unit) -> int:
    """One description for every position, one undertaking for all; nine in ten accepted, one more waiting."""
    heads = _heads(department)
    head = next(row for row in heads if row.position == Position.HEAD_OF_DEPARTMENT)
    director = next(row for row in heads if row.position == Position.DIRECTOR)
    general = Appointment.objects.filter(position=Position.SECRETARY_GENERAL, until=None).first()
    writer, count = actor_of(head.user_id, via="cli"), 0
    issuer = actor_of(general.user_id, via="cli") if general else writer
    begin = localdate() - 420 * DAY
    papers: list[tuple[str, str, str, tuple[str, ...], str]] = [
        (Paper.JOB, position, text, duties, "") for position, (text, duties) in TEXTS.items()
    ]
    papers.append((Paper.UNDERTAKING, "", UNDERTAKING, (), "Bilişim kaynaklarını kullanma ve gizlilik taahhütnamesi"))
    for paper, position, text, duties, subject in papers:
        made = describing.draft(
            actor=writer,
            unit=department,
            paper=paper,
            position=position,
            subject=subject,
            text=text,
            duties=[{"text": duty, "source": ""} for duty in duties],
        )
        describing.submit(made.case.number, actor=writer)
        describing.issue(made.case.number, actor=issuer)
        DescriptionVersion.objects.filter(pk=made.pk).update(in_force_on=begin)
        made = DescriptionVersion.objects.get(pk=made.pk)
        seats = Appointment.objects.filter(unit_id__in=below(department.pk), until=None, acting_for=None)
        if position:
            seats = seats.filter(position=position)
        rows = []
        for user_id in sorted(set(seats.values_list("user_id", flat=True))):
            if chance.random() < 0.9:
                day = begin + dt.timedelta(days=chance.randrange(1, 40))
                rows.append(
                    Acknowledgement(
                        version=made, user_id=user_id, digest=made.digest, at=_at(day, chance.randrange(8, 17))
                    )
                )
        Acknowledgement.objects.bulk_create(rows)
        count += len(rows)
    drafted = describing.draft(
        actor=actor_of(director.user_id, via="cli"),
        unit=director.unit,
        position=Position.EXPERT,
        text="Birimin uzmanlarına özgü ek görevler.",
        duties=[{"text": "Nöbet çizelgesine göre mesai dışı arızalara bakar.", "source": ""}],
    )
    describing.submit(drafted.case.number, actor=actor_of(director.user_id, via="cli"))
    assert DescriptionVersion.objects.filter(case__state=DescriptionState.IN_FORCE).count() == len(papers)
    return count


def _handovers(chance: random.Random, department: Unit) -> int:
    """The minutes of those who left, and one that is going on."""
    count = 0
    general = Appointment.objects.filter(position=Position.SECRETARY_GENERAL, until=None).first()
    for days in AccountDate.objects.exclude(closes_on=None).select_related("user"):
        old = Appointment.objects.filter(user=days.user).select_related("unit").first()
        if old is None or days.closes_on is None:
            continue
        receiver = Appointment.objects.filter(unit=old.unit, position=old.position, until=None).first()
        row = HandOver(
            kind=HandOverKind.EXIT,
            person=days.user,
            receiver=receiver.user if receiver else None,
            seat=old,
            last_day=days.closes_on,
            why=days.why,
        )
        superior = superior_of(old.unit_id, old.position)
        ended = min(days.closes_on + dt.timedelta(days=chance.choice((1, 2, 3, 12))), localdate() - DAY)
        _closed(
            row,
            unit=old.unit,
            subject=f"İlişik kesme, son gün {days.closes_on:%d.%m.%Y}",
            state=HandOverState.CLOSED,
            opened=days.closes_on - 10 * DAY,
            closed=ended,
            by=superior.user if superior else days.user,
            story=[
                ("give", days.closes_on, row.person_id),
                ("receive", days.closes_on, row.receiver_id),
                ("close", ended, superior.user_id if superior else None),
            ],
        )
        Case.objects.filter(pk=row.case_id).update(due_on=days.closes_on + 7 * DAY)
        HandOverLine.objects.bulk_create(
            HandOverLine(
                handover=row,
                source=source,
                key=f"{row.pk}-{place}",
                text=text,
                fate=Fate.HANDED if source == "Açık dosyalar" else Fate.RETURNED,
                to=row.receiver if source == "Açık dosyalar" else None,
                settled_at=_at(days.closes_on, 15),
                settled_by=days.user,
            )
            for place, (source, text) in enumerate(
                [
                    ("Açık dosyalar", "Servisin bakım takvimi dosyası"),
                    ("Açık dosyalar", "Yıllık malzeme ihtiyaç listesi"),
                    ("Makamlar", f"{old.get_position_display()}, {old.unit.name}"),
                    ("Açık oturumlar", "Açık oturum"),
                ]
            )
        )
        count += 1
    return count + _running(department, general)


def _running(department: Unit, general: Appointment | None) -> int:
    from .services import handing

    clerk = (
        Appointment.objects.filter(unit_id__in=below(department.pk), position=Position.STAFF, until=None)
        .select_related("user", "unit")
        .order_by("-pk")
        .first()
    )
    chief = clerk and Appointment.objects.filter(unit=clerk.unit, position=Position.CHIEF, until=None).first()
    if clerk is None or chief is None or general is None:
        return 0
    handing.open_handover(
        actor=actor_of(general.user_id, via="cli"),
        person=clerk.user,
        kind=HandOverKind.CHANGE,
        seat=clerk,
        last_day=localdate() + 6 * DAY,
        receiver=chief.user,
        why="Başka bir müdürlükte görevlendirildi",
    )
    return 1


def _notices(chance: random.Random, department: Unit) -> None:
    """What was done without the superior: two he agreed to, one that waits."""
    chiefs = [row for row in _heads(department) if row.position == Position.CHIEF]
    for place, (subject, what) in enumerate(NOTICES):
        row = chiefs[place % len(chiefs)]
        actor = actor_of(row.user_id, via="cli")
        day = localdate() - dt.timedelta(days=chance.randrange(1, 20) + 60 * (len(NOTICES) - 1 - place))
        made = delegating.report_act(
            actor=actor,
            subject=subject,
            done_on=day,
            what=what,
            why="Müdür il dışında görevdeydi, telefonla ulaşılamadı.",
        )
        assignee = made.case.assignee_id
        if place < len(NOTICES) - 1 and assignee is not None:
            delegating.confirm_act(made.case.number, actor=actor_of(assignee, via="cli"), answer="Yerinde bir karar.")
    assert Notice.objects.filter(case__state=NoticeState.REPORTED).exists()
