"""Sites handed over with minutes, works planned and realised, offers, plans of tests, outages of lines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.models import Attachment
from konak.foundation.cases.services import open_case, take
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import Notice, notify, tell_all
from konak.foundation.people.models import User
from konak.foundation.people.queries import units
from konak.foundation.ui import words

from .. import access
from ..lifecycle import further as life
from ..models import (
    Circuit,
    CircuitTest,
    HandOver,
    LineOutage,
    Offer,
    PlannedSort,
    PlannedStatus,
    PlannedWork,
    TestPlan,
)
from ..queries import buildout as queries
from ..queries import gear
from ..queries.circuits import CIRCUIT_KIND, circuit, circuits
from ..queries.internet import keepers_of
from .common import may, tell
from .kept import Register, people

HAND_OVER_DAYS = 15
"""Working days for making a site ready; the receiver then has five to look."""
RECEIVE_DAYS = 5
USUAL = (
    "Dış hat çalışıyor, hızı ölçüldü",
    "Yedek hat ya da yedeğe geçiş sınandı",
    "Kabin ve aktif cihazlar kuruldu, etiketlendi",
    "Yapısal kablolama sınandı, kapılar numaralandı",
    "VLAN ve IP planı uygulandı, kayda girdi",
    "Kablosuz kapsama ölçüldü",
    "Telefon, yazıcı ve kamera bağlantıları çalışıyor",
    "İzlemeye alındı, log kaynağı bağlandı",
    "Kesintisiz güç ve topraklama denetlendi",
    "Birimin kullanıcıları bağlandı ve denedi",
)
"""What is looked at in every new site; a file may add and take out."""
MOST_ITEMS = 60
SITE_OFFERED = Topic(
    "network.site_offered",
    "Teslim almanız beklenen yerleşke",
    "Birimine ağı kurulan yerleşke teslime sunulduğunda ya da eksikle geri çevrildiğinde.",
    mail=Pace.NOW,
)
TEST_DUE = Topic(
    "network.test_due",
    "Günü gelen hat sınaması",
    "Sorumlusu olduğunuz bir sınama planının günü geldi.",
    mail=Pace.DAILY,
)


def lines_of(items: Sequence[Mapping[str, Any] | str] | str | None) -> list[dict[str, Any]]:
    """The list of a file: what stands there, whether it works, why not."""
    rows = items.splitlines() if isinstance(items, str) else list(items or ())
    found: list[dict[str, Any]] = []
    for row in rows:
        one = {"text": row} if isinstance(row, str) else dict(row)
        text = str(one.get("text", "")).replace("\0", "").strip()[:200]
        if text and text not in {each["text"] for each in found}:
            note = str(one.get("note", "")).replace("\0", "").strip()[:300]
            found.append({"text": text, "done": bool(one.get("done")), "note": note})
    if not found:
        raise Refused("Denetim listesine en az bir satır yazın.")
    if len(found) > MOST_ITEMS:
        raise Refused(f"Denetim listesinde en çok {MOST_ITEMS} satır olabilir.")
    return found


@transaction.atomic
def open_hand_over(
    *,
    actor: Actor,
    site_id: int,
    for_unit_id: int,
    items: Sequence[Mapping[str, Any] | str] | str | None = None,
    note: str = "",
    due_on: dt.date | None = None,
) -> HandOver:
    """Begin the hand-over of a site to the unit that works there."""
    site = gear.sites(actor).filter(pk=site_id).first()
    if site is None:
        raise Refused("Seçilen yerleşke bulunamadı.")
    may(actor, access.KEEP, site)
    unit = units().filter(pk=for_unit_id).first()
    if unit is None:
        raise Refused("Seçilen birim bulunamadı ya da kapanmış.")
    if HandOver.objects.filter(site=site, for_unit=unit, case__closed_at=None).exists():
        raise Refused(f"{site.name} için {unit.name} ile açık bir teslim dosyası var.")
    made = HandOver(
        site=site, for_unit=unit, items=lines_of(items or USUAL), note=note.replace("\0", "").strip()[:500]
    )
    return open_case(
        made,
        actor=actor,
        permission=access.KEEP,
        unit_id=site.unit_id,
        subject=f"{site.name}: {unit.name} birimine teslim"[:250],
        due_on=due_on or add_working_days(localdate(), HAND_OVER_DAYS),
    )


@transaction.atomic
def check_items(number: str, *, actor: Actor, items: Sequence[Mapping[str, Any] | str] | str) -> HandOver:
    """Write down what works and what does not."""
    queries.hand_over(actor, number)
    row: HandOver = HandOver.objects.select_for_update(of=("self",)).select_related("case").get(case__number=number)
    may(actor, access.KEEP, row.case)
    if row.case.state != "preparing":
        raise Refused(f"Liste yalnız hazırlanırken yazılır; dosyanın durumu: {row.state_label}.")
    row.items = lines_of(items)
    row.save(update_fields=["items"])
    tell(queries.HAND_OVER_KIND, number, "check", actor, row.case, f"{row.ready}/{row.whole}")
    return row


@transaction.atomic
def offer_site(number: str, *, actor: Actor, receiver_id: int, giver: str = "", note: str = "") -> HandOver:
    """Everything that is missing is explained; the named person looks and takes over."""
    person = User.objects.filter(pk=receiver_id, is_active=True).first()
    if person is None:
        raise Refused("Teslim alacak kişiyi seçin.")
    if person.pk == actor.user_id:
        raise Refused("Teslim eden, teslim alan olamaz.")
    with take(life.OFFER_SITE, HandOver, number, actor, note=note.strip()[:500]) as row:
        silent = [one["text"] for one in row.items if not one["done"] and not one["note"]]
        if silent:
            raise Refused(f"Tamamlanmayan satırın nedenini yazın: {silent[0]}.")
        row.giver = giver.replace("\0", "").strip()[:120] or _name_of(actor)
        row.case.assignee = person
        row.case.due_on = add_working_days(localdate(), RECEIVE_DAYS)
    url = reverse("front:case", args=[number])
    notify([person.pk], SITE_OFFERED, f"{row.site.name} teslim almanızı bekliyor", body=note[:300], url=url)
    return row


def _name_of(actor: Actor) -> str:
    found = User.objects.filter(pk=actor.user_id or 0).first()
    return found.full_name if found else "Ağ birimi"


@transaction.atomic
def return_site(number: str, *, actor: Actor, why: str) -> HandOver:
    if not why.strip():
        raise Refused("Neyin eksik olduğunu yazın.")
    with take(life.RETURN_SITE, HandOver, number, actor, note=why.strip()[:500]) as row:
        row.note = why.replace("\0", "").strip()[:500]
        row.case.due_on = add_working_days(localdate(), RECEIVE_DAYS)
    if row.case.opened_by_id is not None:
        url = reverse("front:case", args=[number])
        notify([row.case.opened_by_id], SITE_OFFERED, f"{number}: eksikle geri çevrildi", body=row.note, url=url)
    return row


@transaction.atomic
def accept_site(number: str, *, actor: Actor, receiver_title: str = "", note: str = "") -> HandOver:
    """Take over: the minutes are written, with the names of both sides, and lie in the file."""
    with take(life.ACCEPT_SITE, HandOver, number, actor, note=note.strip()[:500]) as row:
        row.receiver = _name_of(actor)
        row.receiver_title = receiver_title.replace("\0", "").strip()[:120]
        row.done_on = localdate()
        row.note = note.replace("\0", "").strip()[:500] or row.note
        pdf = render_pdf("network/hand-over", paper(row), created=now())
        row.file = store(
            actor=actor, content=pdf, name=f"teslim-tutanagi-{number}.pdf", unit_id=row.case.unit_id,
            purpose="network.hand_over",
        )  # fmt: skip
        Attachment.objects.get_or_create(case=row.case, file=row.file, defaults={"added_by_id": actor.user_id})
    publish(life.SITE_HANDED_OVER, number=number)
    return row


@transaction.atomic
def cancel_site(number: str, *, actor: Actor, why: str) -> HandOver:
    if not why.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    with take(life.CANCEL_SITE, HandOver, number, actor, note=why.strip()[:500]) as row:
        row.note = why.replace("\0", "").strip()[:500]
    return row


def paper(row: HandOver) -> dict[str, Any]:
    """The minutes as data of their template."""
    lines = Circuit.objects.filter(site=row.site).exclude(status="ended").order_by("provider", "number")
    return {
        "title": "Yerleşke Ağ Altyapısı Teslim Tutanağı",
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": words.date(row.done_on) if row.done_on else "",
        "facts": [
            ["Yerleşke", row.site.name],
            ["Adres", row.site.address or "–"],
            ["Teslim alan birim", row.for_unit.name],
            ["Tamamlanan", f"{row.ready} / {row.whole}"],
        ],
        "items": [[one["text"], "Çalışıyor" if one["done"] else "Eksik", one["note"] or ""] for one in row.items],
        "lines": [[str(one), one.get_kind_display(), one.speed, one.get_status_display()] for one in lines[:30]],
        "note": row.note,
        "parties": [
            ["Teslim eden", row.giver, row.case.unit.name],
            ["Teslim alan", row.receiver, f"{row.receiver_title} · {row.for_unit.name}".strip(" ·")],
        ],
    }


# Planned works ----------------------------------------------------------------------------------------------------


def _planned(one: PlannedWork, actor: Actor) -> None:
    del actor
    if not 2000 <= (one.year or 0) <= 2100:
        raise Refused("Yıl 2000 ile 2100 arasında olmalı.")
    if one.cost is None or one.cost < 0:
        raise Refused("Tahmini bedeli yazın.")
    if one.quantity is None or one.quantity < 1:
        raise Refused("Miktar en az 1 olmalı.")


PLANNED: Register[PlannedWork] = Register(
    PlannedWork,
    queries.PLANNED_KIND,
    queries.planned_work,
    frozenset(
        (
            *("title", "sort", "year", "quantity", "cost", "money_from", "why", "purchase", "description"),
            "tags",
        )
    ),
    {
        "title": "İşin adını yazın.",
        "sort": "İşin türünü seçin.",
        "money_from": "Ödeneğini yazın (bütçe kalemi, hibe, bakanlık…).",
        "why": "Gerekçesini yazın.",
    },
    "Bu iş zaten kayıtlı.",
    "Bu iş silinemez; vazgeçildiyse durumunu değiştirin.",
    "/ag/planlanan/",
    lambda one: (one.title, f"{one.why} {one.money_from} {one.purchase}"),
    {
        "assignee_id": (people, "Sorumlu kişi bulunamadı."),
        "site_id": (lambda actor: gear.sites(actor), "Seçilen yerleşke bulunamadı."),
    },
    _planned,
    "Planlanan iş",
    "calendar-stats",
)
MOVES: dict[str, tuple[frozenset[str], str]] = {
    "approve": (frozenset({"proposed"}), "approved"),
    "buy": (frozenset({"approved"}), "buying"),
    "realise": (frozenset({"approved", "buying"}), "done"),
    "drop": (frozenset({"proposed", "approved", "buying"}), "dropped"),
}


@transaction.atomic
def move_planned(
    key: int,
    *,
    actor: Actor,
    move: str,
    note: str = "",
    purchase: str = "",
    spent: Any = None,
    realised_on: dt.date | None = None,
    circuit_id: int | None = None,
    device_id: int | None = None,
) -> PlannedWork:
    """Approve, begin to buy, realise with what it did cost and what came of it, or drop."""
    one = PlannedWork.objects.select_for_update(of=("self",)).get(pk=queries.planned_work(actor, key).pk)
    may(actor, access.DECIDE if move in {"approve", "drop"} else access.KEEP, one)
    sources, target = MOVES[move]
    if one.status not in sources:
        raise Refused(f"İşin durumu «{one.get_status_display()}»; bu adım atılamaz.")
    if move == "drop" and not note.strip():
        raise Refused("Neden vazgeçildiğini yazın.")
    if move == "buy":
        one.purchase = purchase.replace("\0", "").strip()[:60] or one.purchase
        if not one.purchase:
            raise Refused("Alım dosyasının sayısını yazın.")
    if move == "realise":
        day = realised_on or localdate()
        if day > localdate():
            raise Refused("Gerçekleştiği gün gelecekte olamaz.")
        if spent is None or spent < 0:
            raise Refused("Gerçekleşen bedeli yazın.")
        if circuit_id is not None and not circuits(actor).filter(pk=circuit_id).exists():
            raise Refused("Seçilen hat bulunamadı.")
        if device_id is not None and not gear.devices(actor).filter(pk=device_id).exists():
            raise Refused("Seçilen cihaz bulunamadı.")
        if one.sort == PlannedSort.CIRCUIT and circuit_id is None:
            raise Refused("Bu işten doğan hattı seçin; önce hattı kaydedin.")
        one.realised_on, one.spent, one.circuit_id, one.device_id = day, spent, circuit_id, device_id
    one.status = PlannedStatus(target)
    one.save()
    tell(queries.PLANNED_KIND, one.pk, move, actor, one, note.replace("\0", "").strip()[:200])
    return one


# Offers -----------------------------------------------------------------------------------------------------------


def _offer(one: Offer, actor: Actor) -> None:
    del actor
    if not one.down_kbps:
        raise Refused("Önerilen hızı yazın.")
    if one.monthly is None or one.monthly < 0 or one.setup < 0:
        raise Refused("Aylık bedeli yazın; bedeller sıfırdan küçük olamaz.")
    if not 1 <= one.months <= 120:
        raise Refused("Taahhüt 1 ile 120 ay arasında olmalı.")
    if one.promised is not None and not 50 <= one.promised <= 100:
        raise Refused("Taahhüt edilen süreklilik yüzde 50 ile 100 arasındadır.")
    if one.valid_until is not None and one.valid_until < one.given_on:
        raise Refused("Geçerlilik teklif gününden önce bitemez.")


OFFERS: Register[Offer] = Register(
    Offer,
    queries.OFFER_KIND,
    queries.offer,
    frozenset(
        (
            *("need", "provider", "kind", "down_kbps", "up_kbps", "promised", "setup", "monthly", "months"),
            *("given_on", "valid_until", "description", "tags"),
        )
    ),
    {
        "need": "İhtiyacı yazın; aynı ihtiyacın teklifleri yan yana gelir.",
        "provider": "İşletmeciyi yazın.",
        "given_on": "Teklif gününü yazın.",
    },
    "Bu teklif zaten kayıtlı.",
    "Bu teklif silinemez.",
    "/ag/teklifler/",
    lambda one: (f"{one.provider} teklifi: {one.need}", one.description),
    {
        "assignee_id": (people, "Sorumlu kişi bulunamadı."),
        "site_id": (lambda actor: gear.sites(actor), "Seçilen yerleşke bulunamadı."),
    },
    _offer,
    "İşletmeci teklifi",
    "report-money",
)


@transaction.atomic
def choose_offer(key: int, *, actor: Actor, why: str) -> Offer:
    """This one of the offers for the need is taken; another that was chosen before no longer is."""
    one = queries.offer(actor, key)
    may(actor, access.DECIDE, one)
    if not why.strip():
        raise Refused("Neden bu teklifin seçildiğini yazın.")
    if one.valid_until is not None and one.valid_until < localdate():
        raise Refused("Teklifin geçerliliği dolmuş.")
    list(Offer.objects.select_for_update().filter(need=one.need).values_list("pk", flat=True))
    Offer.objects.filter(need=one.need, chosen=True).update(chosen=False)
    Offer.objects.filter(pk=one.pk).update(chosen=True)
    one.chosen = True
    tell(queries.OFFER_KIND, one.pk, "choose", actor, one, why.replace("\0", "").strip()[:200])
    return one


# Tests ------------------------------------------------------------------------------------------------------------


def _test_plan(one: TestPlan, actor: Actor) -> None:
    del actor
    if not 1 <= one.every <= 1_095:
        raise Refused("Sıklık 1 ile 1.095 gün arasında olmalı.")
    if one.kind == "failover" and not (one.circuit.backs_up_id or one.circuit.backups.exists()):
        raise Refused("Yedeğe geçiş sınaması için hattın yedeği (ya da yedeklediği hat) yazılmış olmalı.")


TEST_PLANS: Register[TestPlan] = Register(
    TestPlan,
    queries.PLAN_KIND,
    queries.planned_test,
    frozenset(("kind", "every", "next_on", "limit", "how")),
    {"circuit_id": "Sınanacak hattı seçin.", "next_on": "Sıradaki günü yazın."},
    "Bu hattın bu tür sınaması için plan zaten var.",
    "Bu plan silinemez.",
    "/ag/sinamalar/",
    lambda one: (f"{one.circuit} · {one.get_kind_display()} sınaması", one.how),
    {
        "assignee_id": (people, "Sorumlu kişi bulunamadı."),
        "circuit_id": (lambda actor: circuits(actor), "Sınanacak hat bulunamadı."),
    },
    _test_plan,
    "Sınama planı",
    "checklist",
)


def settle_plan(test: CircuitTest) -> None:
    """A test that was recorded moves the plan it fulfils; called where tests are written."""
    plan = TestPlan.objects.select_for_update().filter(circuit_id=test.circuit_id, kind=test.kind).first()
    if plan is not None and test.passed:
        ahead = test.done_on + dt.timedelta(days=plan.every)
        if ahead > plan.next_on:
            plan.next_on = ahead
            plan.save(update_fields=["next_on"])


def tell_of_tests(day: dt.date | None = None) -> int:
    """By night: whoever answers for a plan is told on its day, and every week after."""
    today = day or localdate()
    notices = []
    for plan in TestPlan.objects.filter(next_on__lte=today).select_related("circuit"):
        late = (today - plan.next_on).days
        if late % 7:
            continue
        notices.append(
            Notice(
                tuple(keepers_of(plan.unit_id, plan.assignee_id)),
                TEST_DUE,
                f"{plan.circuit}: {plan.get_kind_display().lower()} sınamasının günü "
                + (f"{late} gün geçti" if late else "geldi"),
                body=plan.how,
                url=f"/ag/sinamalar/{plan.pk}/",
                dedupe=f"network.test_due:{plan.pk}:{plan.next_on}:{late}",
            )
        )
    tell_all(notices)
    return len(notices)


# Outages ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def write_outage(
    circuit_id: int,
    *,
    actor: Actor,
    began_at: dt.datetime,
    ended_at: dt.datetime | None = None,
    theirs: bool = True,
    reported: str = "",
    cause: str = "",
) -> LineOutage:
    """A time in which the line did not work; without an end it still does not."""
    one = circuit(actor, circuit_id)
    may(actor, access.KEEP, one)
    moment = now()
    if began_at > moment or (ended_at is not None and ended_at > moment):
        raise Refused("Kesinti gelecekte olamaz.")
    if ended_at is not None and ended_at <= began_at:
        raise Refused("Kesintinin bitişi başlangıcından sonra olmalı.")
    Circuit.objects.select_for_update().get(pk=one.pk)
    around = one.outages.filter(began_at__lt=ended_at or moment)
    if any(row.ended_at is None or row.ended_at > began_at for row in around):
        raise Refused("Bu sürede yazılmış başka bir kesinti var.")
    try:
        with transaction.atomic():
            made = LineOutage.objects.create(
                circuit=one, began_at=began_at, ended_at=ended_at, theirs=theirs,
                reported=reported.replace("\0", "").strip()[:60], cause=cause.replace("\0", "").strip()[:300],
                by_id=actor.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("Bu hattın süren bir kesintisi var; önce onu bitirin.") from None
    if ended_at is None and one.status == "active":
        Circuit.objects.filter(pk=one.pk).update(status="down")
    tell(CIRCUIT_KIND, one.pk, "outage", actor, one, made.cause[:200])
    return made


@transaction.atomic
def end_outage(key: int, *, actor: Actor, ended_at: dt.datetime, cause: str = "") -> LineOutage:
    """The line works again."""
    row = LineOutage.objects.select_for_update(of=("self",)).get(pk=queries.outage(actor, key).pk)
    may(actor, access.KEEP, row.circuit)
    if row.ended_at is not None:
        raise Refused("Bu kesinti zaten bitmiş.")
    if ended_at > now() or ended_at <= row.began_at:
        raise Refused("Bitiş, başlangıçtan sonra ve şimdiden önce olmalı.")
    row.ended_at = ended_at
    row.cause = cause.replace("\0", "").strip()[:300] or row.cause
    row.save()
    Circuit.objects.filter(pk=row.circuit_id, status="down").update(status="active")
    tell(CIRCUIT_KIND, row.circuit_id, "restored", actor, row.circuit, row.cause[:200])
    return row
