"""Two plausible years of the register: sources, what rests on them, and the changes that were followed."""

import datetime as dt
import io
import random
from collections.abc import Callable
from email.utils import format_datetime
from xml.etree import ElementTree

from django.utils.timezone import get_current_timezone, localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, people_of
from konak.governance.legislation import public as legislation

from . import services
from .models import Application, DutySource, FeedEntry, Flag, Notice, Source, TieState, Via

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SIZES = {"s": 1, "m": 2, "l": 6}

# What is told here happened in no real gazette: the sample says so in its own words.
CHANGES: tuple[tuple[str, str, str, str], ...] = (
    ("5651", "Erişim kayıtlarının saklanmasına ilişkin usulün değişmesi", "6", "Saklama düzeni gözden geçirilecek."),
    ("6698", "Yurt dışına aktarım hükümlerinin değişmesi", "9", "Sözleşme ekleri ve aktarım envanteri etkileniyor."),
    ("7545", "Siber olay bildirim yükümlülüğünün ayrıntılanması", "", "Bildirim akışı ve nöbet listesi değişecek."),
    ("4734", "Parasal sınırların güncellenmesi", "22/d", "Doğrudan temin sınırları şablonlara işlenecek."),
    ("5393", "Birim kuruluşuna ilişkin hükümde değişiklik", "48", "Yönetmeliğin dayanak maddesi güncellenecek."),
    ("5018", "Faaliyet raporu ekinin değişmesi", "41", "Rapor şablonu yenilenecek."),
    ("2646", "Resmî yazışma biçim kurallarında değişiklik", "", "EBYS şablonları güncellenecek."),
)
CIRCULARS: tuple[tuple[str, str], ...] = (
    ("Çevre, Şehircilik ve İklim Değişikliği Bakanlığı", "Coğrafi veri paylaşımında izlenecek usul"),
    ("İçişleri Bakanlığı", "Kamera kayıtlarının güvenliğine ilişkin hatırlatma"),
    ("Siber Güvenlik Başkanlığı", "Uzak erişimde alınacak ek önlemler"),
    ("Valilik", "Resmî tatil günlerinde nöbet düzeni"),
    ("Cumhurbaşkanlığı", "Kamuda yerli yazılım tercihinin yaygınlaştırılması"),
    ("Valilik", "Afet haberleşmesi deneme takvimi"),
)
OPINIONS = (
    "Değişiklik birimimizin yürüttüğü işleri doğrudan ilgilendiriyor. İşaretli görevlerin yapılış biçimi gözden "
    "geçirilmeli, ilgili talimat ve şablonlar güncellenmelidir.",
    "Hükmün uygulama tarihi yakın. Kayıt düzeninde ve sözleşmelerde küçük düzeltmeler yeterli olacaktır.",
    "Mevcut uygulamamız yeni hükme büyük ölçüde uyuyor; yalnız form ve ekler yenilenmelidir.",
)
PRACTICES = (
    "Talimat yenilendi, personele duyuruldu.",
    "Şablonlar güncellendi, eski sürümler kullanımdan kaldırıldı.",
    "Kayıt düzeni yeni hükme göre değiştirildi.",
    "Sözleşme eki hazırlandı, yürüyen sözleşmelere işlendi.",
)


def loaded() -> bool:
    return Source.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    department = Unit.objects.get(name=DEPARTMENT)
    head = _actor(department)
    services.take_list(actor=head, unit_id=department.pk)
    people = [user for user in people_of(department.pk) if not user.username.startswith("yonetici")]
    for source in Source.objects.order_by("pk")[:14]:
        services.edit_source(source.pk, actor=head, assignee=chance.choice(people))
    for text in reversed(legislation.text_facts(head)):
        services.import_text(text.number, actor=head)
    _decide(head, chance)
    _general(head)
    report(
        f"{Source.objects.count()} hukuki dayanak, "
        f"{DutySource.objects.filter(state=TieState.CONFIRMED).count()} görev bağı"
    )
    _changes(head, department, chance, SIZES[size])
    _feed(head, department)
    report(f"{Notice.objects.count()} mevzuat değişikliği ve genelge, {FeedEntry.objects.count()} akış kaydı")


def _feed(head: Actor, department: Unit) -> None:
    """A bulletin that is handed in as a file: one entry was taken, one put aside, the rest wait to be looked at."""
    feed = services.add_feed(actor=head, unit_id=department.pk, name="Mevzuat bülteni (dosyadan)")
    channel = ElementTree.Element("channel")
    for place, (number, subject, _, note) in enumerate(CHANGES):
        item = ElementTree.SubElement(channel, "item")
        day = localtime() - dt.timedelta(days=2 + 3 * place)
        for name, words in (
            ("title", f"{number} sayılı metin: {subject}"),
            ("description", f"Örnek kayıt, gerçek bir değişiklik değildir. {note}"),
            ("guid", f"ornek-bulten-{place}"),
            ("pubDate", format_datetime(day)),
        ):
            ElementTree.SubElement(item, name).text = words
    rss = ElementTree.Element("rss", version="2.0")
    rss.append(channel)
    services.hand_in_feed(feed.pk, actor=head, file=io.BytesIO(ElementTree.tostring(rss, encoding="utf-8")))
    first, second = feed.entries.order_by("pk")[:2]
    services.take_entry(first.pk, actor=head)
    services.dismiss_entry(second.pk, actor=head)


def _actor(unit: Unit) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=Position.HEAD_OF_DEPARTMENT, acting_for=None).first()
    if seat is None:
        raise LookupError(f"{unit} has no head")
    return actor_of(seat.user_id, via="cli")


def _decide(head: Actor, chance: random.Random) -> None:
    """What is cited is confirmed; of what was guessed from the subject most, a few are refused, some still wait."""
    for row in DutySource.objects.filter(state=TieState.PROPOSED).order_by("pk"):
        draw = chance.random()
        if row.via == Via.CITED or draw < 0.6:
            services.decide(row.pk, actor=head, accept=True)
        elif draw < 0.7:
            services.decide(row.pk, actor=head, accept=False)


def _general(head: Actor) -> None:
    law = Source.objects.get(kind="law", number="5393")
    for text in legislation.text_facts(head):
        services.set_fallback(
            actor=head,
            regulation_id=text.id,
            source_id=law.pk,
            note="Hüküm bulunmayan hâllerde yürürlükteki mevzuat uygulanır.",
        )


def _changes(head: Actor, department: Unit, chance: random.Random, times: int) -> None:
    today = localdate()
    branches = sorted(below(department.pk) - {department.pk})
    plan: list[tuple[int, str, str, str, str]] = []
    for lap in range(times):
        plan += [(lap, "change", *one[:3]) for one in CHANGES]
        plan += [(lap, "circular", *one, "") for one in CIRCULARS]
    for place, (lap, kind, one, two, articles) in enumerate(plan):
        ago = 20 + chance.randrange(0, 690) if place % 5 else chance.randrange(1, 18)
        day = today - dt.timedelta(days=ago)
        subject = f"{two} ({day.year})" if lap else two
        if kind == "change":
            source = Source.objects.get(number=one, kind__in=["law", "regulation"])
            notice = services.record_notice(
                actor=head,
                unit_id=department.pk,
                kind="change",
                subject=subject,
                published_on=day,
                source_id=source.pk,
                articles=articles,
                text=f"Örnek kayıt: {source} içinde {two.lower() if two.isascii() else two}. Gerçek bir değişiklik "
                "değildir, kurulumu denemek içindir.",
            )
        else:
            notice = services.record_notice(
                actor=head,
                unit_id=department.pk,
                kind="circular",
                subject=subject,
                issuer=one,
                document_number=f"{day.year}/{chance.randrange(1, 40)}",
                published_on=day,
                text="Örnek genelge: kurulumu denemek içindir.",
            )
        _follow(head, notice, day, chance, branches)


def _follow(head: Actor, notice: Notice, day: dt.date, chance: random.Random, branches: list[int]) -> None:
    """Carry a change as far as its age makes likely, each step on a day of its own."""
    number, age = notice.case.number, (localdate() - day).days
    _opened(notice, day, min(1, age))
    if age < 4 and chance.random() < 0.6:
        return
    reviewer = chance.choice([user for user in people_of(notice.case.unit_id) if user.username != "yonetici"])
    services.send(number, actor=head, reviewer=reviewer)
    if age < 12 and chance.random() < 0.7:
        return
    opinion, actor = chance.choice(OPINIONS), actor_of(reviewer.pk, via="cli")
    gone = min(age, chance.randrange(3, 15))
    if chance.random() < 0.2:
        services.clear(number, actor=actor, opinion="Yürüttüğümüz işleri etkileyen bir yönü bulunmuyor.")
        _moved(notice, day, gone, closed=True)
        return
    units = chance.sample(branches, k=min(len(branches), chance.randrange(1, 4)))
    services.opine(
        number,
        actor=actor,
        opinion=opinion,
        impact=chance.choice(["low", "medium", "medium", "high"]),
        outcome=chance.choice(["duties", "duties", "text"]),
        unit_ids=units,
    )
    _moved(notice, day, gone)
    if age < 40 and chance.random() < 0.7:
        return
    last = day + dt.timedelta(days=min(age, gone + chance.randrange(6, 40)))
    for row in Application.objects.filter(notice=notice):
        services.confirm_unit(row.pk, actor=head, practice=chance.choice(PRACTICES), applied_on=last)
    flags = list(Flag.objects.filter(notice=notice).order_by("pk"))
    for flag in flags:
        changed = chance.random() < 0.3
        services.settle_flag(
            flag.pk,
            actor=head,
            changed=changed,
            note="Yapılış biçimi yeni hükme uyduruldu." if changed else "Mevcut uygulama yeni hükme uyuyor.",
        )
    services.finish(number, actor=head, applied_on=last, practice=chance.choice(PRACTICES))
    moment = _at(last, 16)
    Flag.objects.filter(notice=notice).update(settled_at=moment)
    Application.objects.filter(notice=notice).update(confirmed_at=moment)
    Case.objects.filter(pk=notice.pk).update(closed_at=moment)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 15), get_current_timezone())


def _opened(notice: Notice, day: dt.date, later: int) -> None:
    opened = day + dt.timedelta(days=later)
    moment = min(_at(opened, 9), notice.case.opened_at)  # before nine this morning lies ahead
    Case.objects.filter(pk=notice.pk).update(opened_at=moment, due_on=opened + dt.timedelta(days=14))
    Flag.objects.filter(notice=notice).update(raised_at=moment)


def _moved(notice: Notice, day: dt.date, gone: int, *, closed: bool = False) -> None:
    moment = min(_at(day + dt.timedelta(days=gone), 11), now())
    Notice.objects.filter(pk=notice.pk).update(opined_at=moment)
    Case.objects.filter(pk=notice.pk).update(
        due_on=localdate(moment) + dt.timedelta(days=30), **({"closed_at": moment} if closed else {})
    )
    if closed:
        Flag.objects.filter(notice=notice).update(settled_at=moment)
