"""Internet profiles and their holders, the web filter and its statistics, exceptions, VPN accounts."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import Notice, notify, tell_all
from konak.foundation.people.models import User
from konak.foundation.people.queries import units
from konak.foundation.search.services import index_many

from .. import access
from ..lifecycle import further as life
from ..models import (
    Device,
    FilterCategory,
    FilterHit,
    FilterReport,
    InternetProfile,
    Prefix,
    ProfileHolder,
    VpnAccount,
    VpnStatus,
    Waiver,
    WaiverSort,
)
from ..parsing import filtering
from ..queries import gear
from ..queries import internet as queries
from .common import may, own_unit, tell, worker
from .kept import Register, listed, people

ANSWER_DAYS = 3
"""Working days in which a request is answered, and in which an exception that is over leaves the device."""
LONGEST = dt.timedelta(days=366)
"""An exception is never for ever: a year at most, then somebody looks again."""
WARN_DAYS = 14
VPN_ENDING = Topic(
    "network.vpn_ending",
    "Süresi dolan VPN hesabı",
    "VPN hesabınızın ya da sorumlusu olduğunuz bir hesabın süresi 14 gün içinde doluyor.",
    mail=Pace.DAILY,
)
WAIVER_DECIDED = Topic(
    "network.waiver_decided",
    "İnternet ayrıcalığı isteğinizin sonucu",
    "İstediğiniz ayrıcalık uygun görüldüğünde, uygulandığında, kaldırıldığında ya da uygun görülmediğinde.",
    mail=Pace.NOW,
)
WAIVER_ENDING = Topic(
    "network.waiver_ending",
    "Süresi dolan internet ayrıcalığı",
    "İstediğiniz bir ayrıcalığın süresi 14 gün içinde doluyor.",
    mail=Pace.DAILY,
)
_DOMAIN = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def gateways(actor: Actor) -> Any:
    """Devices that may end a VPN."""
    return gear.devices(actor).filter(role__in=["firewall", "router", "server"])


# Profiles and the filter ----------------------------------------------------------------------------------------


def _category(one: FilterCategory, actor: Actor) -> None:
    del actor
    one.called = listed(one.called)
    if one.absolute and one.action != "block":
        raise Refused("Ayrıcalık verilemeyen kategori engellenir; ne yapılacağını «Engelle» yapın.")
    if one.absolute and not one.basis:
        raise Refused("Ayrıcalık verilemeyen kategorinin dayanağını yazın (örneğin 5651 sayılı Kanun md. 8).")


CATEGORIES: Register[FilterCategory] = Register(
    FilterCategory,
    queries.CATEGORY_KIND,
    queries.category,
    frozenset(("name", "called", "action", "basis", "absolute", "reviewed_on", "description", "tags")),
    {"name": "Kategorinin adını yazın."},
    "Bu adda bir kategori zaten var.",
    "Bu kategori için ayrıcalık dosyası var; silmek yerine ne yapılacağını değiştirin.",
    "/ag/suzgec/kategoriler/",
    lambda one: (one.name, f"{one.basis} {one.description} {' '.join(one.called)}"),
    {"assignee_id": (people, "Sorumlu kişi bulunamadı.")},
    _category,
    "Web süzgeci kategorisi",
    "filter",
)
PROFILES: Register[InternetProfile] = Register(
    InternetProfile,
    queries.PROFILE_KIND,
    queries.profile,
    frozenset(("name", "opens", "mbps", "hours", "ident", "standard", "description", "tags")),
    {"name": "Profilin adını yazın.", "opens": "Bu profilde nelerin açık olduğunu yazın."},
    "Bu adda bir profil zaten var ya da herkesin profili başka bir profil.",
    "Bu profili kullanan birim ya da kişi var; önce onlara başka profil verin.",
    "/ag/internet/",
    lambda one: (f"{one.name} internet profili", f"{one.opens} {one.description} {one.ident}"),
    {"assignee_id": (people, "Sorumlu kişi bulunamadı.")},
    None,
    "İnternet profili",
    "world",
)


@transaction.atomic
def give_profile(
    profile_id: int,
    *,
    actor: Actor,
    unit_id: int | None = None,
    user_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    why: str = "",
) -> ProfileHolder:
    """Give a profile to a unit or a person; the one held until then ends the day before."""
    one = queries.profile(actor, profile_id)
    may(actor, access.KEEP, one)
    begin = since or localdate()
    if (unit_id is None) == (user_id is None):
        raise Refused("Profilin verileceği birimi ya da kişiyi seçin (ikisinden birini).")
    if unit_id is not None and not units().filter(pk=unit_id).exists():
        raise Refused("Seçilen birim bulunamadı ya da kapanmış.")
    if user_id is not None and not people(actor).filter(pk=user_id).exists():
        raise Refused("Seçilen kişi bulunamadı.")
    if until is not None and until < begin:
        raise Refused("Bitiş başlangıçtan önce olamaz.")
    whose = Q(unit_id=unit_id) if unit_id is not None else Q(user_id=user_id)
    living = ProfileHolder.objects.select_for_update().filter(whose).filter(Q(until=None) | Q(until__gte=begin))
    for held in living:
        if held.since >= begin:
            raise Refused(f"{begin:%d.%m.%Y} gününde ya da sonrasında başlayan başka bir profili var.")
        held.until = begin - dt.timedelta(days=1)
        held.save(update_fields=["until"])
    made = ProfileHolder(
        profile=one, unit_id=unit_id, user_id=user_id, since=begin, until=until,
        why=why.replace("\0", "").strip()[:200],
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused("Az önce başka bir profil verildi; sayfayı yenileyip bakın.") from None
    note = made.unit.name if made.unit else ""
    tell(queries.PROFILE_KIND, one.pk, "give", actor, one, note)
    return made


@transaction.atomic
def take_profile(holder_id: int, *, actor: Actor) -> ProfileHolder:
    """The profile ends today; whoever had it falls back to that of his unit, or to everybody's."""
    held = queries.profile_holder(actor, holder_id)
    may(actor, access.KEEP, held.profile)
    if held.until is not None and held.until < localdate():
        raise Refused("Bu profil zaten sona ermiş.")
    held.until = max(localdate(), held.since)
    held.save(update_fields=["until"])
    tell(queries.PROFILE_KIND, held.profile_id, "take", actor, held.profile, held.unit.name if held.unit else "")
    return held


@transaction.atomic
def review_category(key: int, *, actor: Actor, note: str = "") -> FilterCategory:
    """It was looked at whether the category is still treated rightly."""
    one = queries.category(actor, key)
    may(actor, access.DECIDE, one)
    one.reviewed_on = localdate()
    FilterCategory.objects.filter(pk=one.pk).update(reviewed_on=one.reviewed_on)
    tell(queries.CATEGORY_KIND, one.pk, "review", actor, one, note.strip()[:200])
    return one


@transaction.atomic
def import_hits(*, actor: Actor, content: bytes, name: str, unit_id: int | None = None) -> FilterReport:
    """Take in a file of statistics: only sums by day and category are kept."""
    try:
        found = filtering.read(content)
    except ValueError as fault:
        raise Refused(str(fault)) from None
    return _take_in(actor, found, name=name, unit_id=unit_id, file_hash=hashlib.sha256(content).hexdigest())


@transaction.atomic
def count_hits(*, actor: Actor, source: str, day: dt.date, hits: Mapping[str, tuple[int, int]]) -> FilterReport:
    """The sums of a day as an app that reads the lines counted them; the same day again replaces them."""
    key = hashlib.sha256(f"{source} {day}".encode()).hexdigest()
    FilterReport.objects.filter(file_hash=key).delete()
    found = filtering.Sums("fortigate", lines=len(hits))
    for called, (blocked, passed) in hits.items():
        found.add(day, called, blocked, passed)
    return _take_in(actor, found, name=f"{source} {day:%d.%m.%Y}", unit_id=None, file_hash=key)


def _take_in(actor: Actor, found: filtering.Sums, *, name: str, unit_id: int | None, file_hash: str) -> FilterReport:
    days = [day for day, _ in found.hits]
    made = FilterReport(
        unit_id=own_unit(actor, unit_id), kind=found.kind, name=name.replace("\0", "")[:200], by_id=actor.user_id,
        file_hash=file_hash, lines=found.lines, broken=found.broken, first=min(days), last=max(days),
    )  # fmt: skip
    may(actor, access.KEEP, made)
    if FilterReport.objects.filter(file_hash=file_hash).exists():
        raise Refused("Bu dosya daha önce alınmış.")
    made.save()
    known = {
        fold(called): row.pk for row in FilterCategory.objects.order_by("pk") for called in (row.name, *row.called)
    }
    FilterHit.objects.bulk_create(
        [
            FilterHit(
                report=made, day=day, called=called, category_id=known.get(fold(called)), blocked=sums[0],
                passed=sums[1],
            )
            for (day, called), sums in found.hits.items()
        ],
        batch_size=2_000,
    )  # fmt: skip
    tell(queries.REPORT_KIND, made.pk, "import", actor, made, f"{made.lines} satır, {made.broken} okunamayan")
    return made


@transaction.atomic
def claim_hits(key: int, *, actor: Actor, called: str) -> FilterCategory:
    """A name of the device belongs to this category; what was counted under it moves along."""
    one = queries.category(actor, key)
    may(actor, access.KEEP, one)
    name = called.replace("\0", "").strip()
    if not name:
        raise Refused("Cihazdaki adı yazın.")
    one.called = listed([*one.called, name])
    FilterCategory.objects.filter(pk=one.pk).update(called=one.called)
    FilterHit.objects.filter(called=name, category=None).update(category=one)
    tell(queries.CATEGORY_KIND, one.pk, "claim", actor, one, name)
    return one


# Exceptions -----------------------------------------------------------------------------------------------------


def domain_of(text: str) -> str:
    """The site of an address somebody pasted: "https://Ornek.com/x" → "ornek.com"."""
    name = text.replace("\0", "").strip().replace("İ", "i").lower()
    name = re.sub(r"^[a-z]+://", "", name).split("/")[0].split(":")[0].strip(".")
    if not _DOMAIN.fullmatch(name) or len(name) > 253:
        raise Refused(f"«{text.strip()[:60]}» bir site adı değil; örneğin ornek.com ya da *.ornek.com yazın.")
    return name


@transaction.atomic
def ask_waiver(
    *,
    actor: Actor,
    sort: str,
    why: str,
    until: dt.date,
    site: str = "",
    category_id: int | None = None,
    profile_id: int | None = None,
    person_id: int | None = None,
    for_unit_id: int | None = None,
) -> Waiver:
    """Ask for an exception: for oneself, somebody else, a unit, or (without both) everybody."""
    if not why.strip():
        raise Refused("Ayrıcalığın ne için istendiğini yazın.")
    if sort not in WaiverSort.values:
        raise Refused("Ne istendiğini seçin.")
    _term(until)
    target = Prefix.objects.order_by("pk").values_list("unit_id", flat=True).first()
    if target is None:
        raise Refused("Henüz kayıtlı ağ yok; isteği karşılayacak birim belirlenemedi.")
    made = Waiver(sort=sort, why=why.replace("\0", "").strip()[:2_000], until=until)
    if sort == WaiverSort.PROFILE:
        made.profile = queries.profiles_to_ask().filter(pk=profile_id or 0).first()
        if made.profile is None:
            raise Refused("İstenen profili seçin.")
        if (person_id is None) == (for_unit_id is None):
            raise Refused("Profilin kimin ya da hangi birimin olacağını seçin (ikisinden birini).")
    else:
        if not site.strip() and category_id is None:
            raise Refused("Siteyi ya da kategoriyi yazın.")
        made.site = domain_of(site) if site.strip() else ""
        made.category = FilterCategory.objects.filter(pk=category_id).first() if category_id else None
        if category_id and made.category is None:
            raise Refused("Seçilen kategori bulunamadı.")
        if sort == WaiverSort.OPEN and made.category is not None and made.category.absolute:
            raise Refused(f"«{made.category}» için ayrıcalık verilemez: {made.category.basis}.")
    if person_id is not None and not people(actor).filter(pk=person_id).exists():
        raise Refused("Seçilen kişi bulunamadı.")
    if for_unit_id is not None and not units().filter(pk=for_unit_id).exists():
        raise Refused("Seçilen birim bulunamadı ya da kapanmış.")
    made.person_id, made.for_unit_id = person_id, for_unit_id
    return open_case(
        made,
        actor=actor,
        permission=access.ASK_NET,
        unit_id=target,
        subject=f"{made.get_sort_display()}: {made.what}"[:250],
        due_on=add_working_days(localdate(), ANSWER_DAYS),
    )


def _term(until: dt.date) -> None:
    if until < localdate():
        raise Refused("Son gün geçmiş bir gün olamaz.")
    if until > localdate() + LONGEST:
        raise Refused("Ayrıcalık en çok bir yıl için istenir; sonra yeniden bakılır.")


def _tell_asker(row: Waiver, title: str, body: str = "") -> None:
    if row.case.opened_by_id is not None:
        url = reverse("front:case", args=[row.case.number])
        notify([row.case.opened_by_id], WAIVER_DECIDED, title, body=body, url=url)


@transaction.atomic
def approve_waiver(number: str, *, actor: Actor, until: dt.date | None = None, answer: str = "") -> Waiver:
    with take(life.APPROVE_WAIVER, Waiver, number, actor, note=answer.strip()[:500]) as row:
        if row.person_id is not None and row.person_id == actor.user_id:
            raise Refused("Kendiniz için istenen ayrıcalığa karar veremezsiniz.")
        row.until = until or row.until
        _term(row.until)
        row.answer = answer.replace("\0", "").strip()[:500]
        row.case.due_on = add_working_days(localdate(), ANSWER_DAYS)
    _tell_asker(row, f"{number}: ayrıcalık uygun görüldü", row.answer)
    return row


@transaction.atomic
def refuse_waiver(number: str, *, actor: Actor, why: str) -> Waiver:
    if not why.strip():
        raise Refused("Neden uygun görülmediğini yazın.")
    with take(life.REFUSE_WAIVER, Waiver, number, actor, note=why.strip()[:500]) as row:
        row.answer = why.replace("\0", "").strip()[:500]
    _tell_asker(row, f"{number}: ayrıcalık uygun görülmedi", row.answer)
    return row


@transaction.atomic
def apply_waiver(number: str, *, actor: Actor, ident: str = "") -> Waiver:
    """It stands on the device; `ident` is what the device calls it."""
    with take(life.APPLY_WAIVER, Waiver, number, actor, note=ident.strip()[:64]) as row:
        _term(row.until)
        row.ident = ident.replace("\0", "").strip()[:64]
        row.applied_on = row.reviewed_on = localdate()
        row.case.due_on = row.until
    _tell_asker(row, f"{number}: ayrıcalık uygulandı")
    return row


@transaction.atomic
def review_waiver(number: str, *, actor: Actor, until: dt.date | None = None, answer: str = "") -> Waiver:
    """It was looked at and is needed further; one that is over needs a new last day."""
    with take(life.REVIEW_WAIVER, Waiver, number, actor, note=answer.strip()[:500]) as row:
        row.until = until or row.until
        if row.until < localdate():
            raise Refused("Süresi dolmuş ayrıcalığı sürdürmek için yeni bir son gün yazın.")
        _term(row.until)
        row.reviewed_on = localdate()
        row.case.due_on = row.until
    return row


@transaction.atomic
def expire_waiver(number: str, *, actor: Actor, why: str = "") -> Waiver:
    with take(life.EXPIRE_WAIVER, Waiver, number, actor, note=why.strip()[:500]) as row:
        row.case.due_on = add_working_days(localdate(), ANSWER_DAYS)
    _tell_asker(row, f"{number}: ayrıcalığın süresi doldu", "Ayrıcalık cihazdan kaldırılacak.")
    return row


@transaction.atomic
def remove_waiver(number: str, *, actor: Actor, why: str = "") -> Waiver:
    with take(life.REMOVE_WAIVER, Waiver, number, actor, note=why.strip()[:500]) as row:
        pass
    _tell_asker(row, f"{number}: ayrıcalık kaldırıldı", why.strip()[:500])
    return row


@transaction.atomic
def withdraw_waiver(number: str, *, actor: Actor) -> Waiver:
    with take(life.WITHDRAW_WAIVER, Waiver, number, actor) as row:
        pass
    return row


def end_waivers(*, actor: Actor, day: dt.date | None = None) -> int:
    """By night: exceptions whose last day is over wait to be taken off; those that end soon are told of."""
    del actor
    today, count = day or localdate(), 0
    over = Waiver.objects.filter(until__lt=today, case__state="applied")
    for number, unit_id in over.values_list("case__number", "case__unit_id"):
        expire_waiver(number, actor=worker(unit_id), why="Süresi doldu.")
        count += 1
    ending = Waiver.objects.filter(
        until__range=(today, today + dt.timedelta(days=WARN_DAYS)), case__state="applied"
    ).select_related("case")
    tell_all(
        [
            Notice(
                (row.case.opened_by_id,),
                WAIVER_ENDING,
                f"{row.case.number}: ayrıcalığın süresi {row.until:%d.%m.%Y} günü doluyor",
                body="Yine gerekiyorsa ağ birimine sürdürülmesini söyleyin.",
                url=reverse("front:case", args=[row.case.number]),
                dedupe=f"network.waiver_ending:{row.case.number}:{row.until}",
            )
            for row in ending
            if row.case.opened_by_id is not None
        ]
    )
    return count


# VPN accounts ---------------------------------------------------------------------------------------------------


def _vpn(one: VpnAccount, actor: Actor) -> None:
    del actor
    if bool(one.user_id) == bool(one.outsider):
        raise Refused("Hesabın kimin olduğunu yazın: kurumdaki kişi ya da kurum dışı kişi ve firması.")
    if not one.request and not one.description:
        raise Refused("Hesabın hangi yetki talebiyle açıldığını yazın; talep yoksa açıklamada nedenini belirtin.")
    if one.outsider and one.until is None:
        raise Refused("Kurum dışı kişinin hesabına son gün yazın.")
    one.request = one.request.upper()
    if one.until is not None and one.until < one.opened_on:
        raise Refused("Son gün açılıştan önce olamaz.")
    if one.opened_on > localdate():
        raise Refused("Açılış gelecekte olamaz.")


VPN: Register[VpnAccount] = Register(
    VpnAccount,
    queries.VPN_KIND,
    queries.vpn_account,
    frozenset(
        (
            *("login", "outsider", "reaches", "request", "second_factor", "opened_on", "until"),
            *("description", "tags"),
        )
    ),
    {
        "login": "Oturum adını yazın.",
        "reaches": "Hesabın nereye ulaştığını yazın.",
        "opened_on": "Açılış gününü yazın.",
    },
    "Bu oturum adıyla açık bir VPN hesabı zaten var.",
    "Bu hesap silinemez; kapatın.",
    "/ag/vpn/",
    lambda one: (f"{one.login} VPN hesabı", f"{one.reaches} {one.request} {one.outsider}"),
    {
        "assignee_id": (people, "Sorumlu kişi bulunamadı."),
        "user_id": (people, "Seçilen kişi bulunamadı."),
        "gateway_id": (gateways, "Seçilen VPN sunucusu bulunamadı."),
    },
    _vpn,
    "VPN hesabı",
    "key",
)
VPN_STEPS: dict[str, tuple[frozenset[str], str]] = {
    "suspend": (frozenset({"open"}), "suspended"),
    "resume": (frozenset({"suspended"}), "open"),
    "close": (frozenset({"open", "suspended"}), "closed"),
}


@transaction.atomic
def turn_vpn(key: int, *, actor: Actor, step: str, why: str = "") -> VpnAccount:
    """Suspend, resume or close an account."""
    one = VpnAccount.objects.select_for_update(of=("self",)).get(pk=queries.vpn_account(actor, key).pk)
    may(actor, access.KEEP, one)
    sources, target = VPN_STEPS[step]
    if one.status not in sources:
        raise Refused(f"Hesap {one.get_status_display().lower()}; bu işlem yapılamaz.")
    if step != "resume" and not why.strip():
        raise Refused("Nedenini yazın.")
    if step == "resume" and one.until is not None and one.until < localdate():
        raise Refused("Hesabın süresi dolmuş; önce gözden geçirip yeni bir son gün verin.")
    one.status = VpnStatus(target)
    one.closed_on = localdate() if target == "closed" else None
    one.save(update_fields=["status", "closed_on"])
    tell(queries.VPN_KIND, one.pk, step, actor, one, why.replace("\0", "").strip()[:200])
    if target == "closed":
        publish(life.VPN_CLOSED, account=one.pk)
    return one


@transaction.atomic
def review_vpn(key: int, *, actor: Actor, until: dt.date | None = None, note: str = "") -> VpnAccount:
    """It was looked at and is needed further."""
    one = VpnAccount.objects.select_for_update(of=("self",)).get(pk=queries.vpn_account(actor, key).pk)
    may(actor, access.DECIDE, one)
    if one.user_id is not None and one.user_id == actor.user_id:
        raise Refused("Kendi hesabınızı başkası gözden geçirir.")
    if one.status == "closed":
        raise Refused("Kapalı hesap gözden geçirilmez.")
    one.until = until or one.until
    if one.until is not None and one.until < localdate():
        raise Refused("Süresi dolmuş hesabı sürdürmek için yeni bir son gün yazın.")
    one.reviewed_on = localdate()
    one.save(update_fields=["until", "reviewed_on"])
    tell(queries.VPN_KIND, one.pk, "review", actor, one, note.replace("\0", "").strip()[:200])
    return one


def _keeping_unit() -> int:
    found = Prefix.objects.order_by("pk").values_list("unit_id", flat=True).first()
    if found is None:
        raise Refused("Henüz kayıtlı ağ yok; VPN hesabını tutacak birim belirlenemedi.")
    return found


@transaction.atomic
def open_by_request(*, actor: Actor, login: str, user_id: int, request: str, reaches: str) -> VpnAccount:
    """What an agreed access request asks: the account stands open; asked twice it stays one."""
    held = VpnAccount.objects.select_for_update().filter(login=login).exclude(status="closed").first()
    if held is not None:
        if held.user_id != user_id:
            raise Refused(f"{login} oturum adı başka birinin hesabı.")
        if held.status == "suspended" or held.request != request:
            held.status, held.request = VpnStatus.OPEN, request
            held.save(update_fields=["status", "request"])
            tell(queries.VPN_KIND, held.pk, "resume", actor, held, request)
        return held
    gate = Device.objects.filter(role="firewall").order_by("pk").first()
    one = VpnAccount(
        unit_id=_keeping_unit(), login=login[:120], user_id=user_id, request=request[:40], gateway=gate,
        reaches=(reaches or "İç ağ")[:300], opened_on=localdate(), reviewed_on=localdate(),
    )  # fmt: skip
    one.save()
    index_many([VPN._row(one)])
    tell(queries.VPN_KIND, one.pk, "add", actor, one, request)
    publish(life.VPN_OPENED, account=one.pk)
    return one


@transaction.atomic
def close_by_request(*, actor: Actor, login: str, request: str) -> VpnAccount | None:
    """The right ended: the account is closed; one that is closed already stays so."""
    one = VpnAccount.objects.select_for_update().filter(login=login).exclude(status="closed").first()
    if one is None:
        return None
    one.status, one.closed_on = VpnStatus.CLOSED, localdate()
    one.save(update_fields=["status", "closed_on"])
    tell(queries.VPN_KIND, one.pk, "close", actor, one, request)
    publish(life.VPN_CLOSED, account=one.pk)
    return one


def round_vpn(*, actor: Actor, day: dt.date | None = None) -> int:
    """By night: last uses are written down, accounts that are over are closed, those that end soon are told of."""
    del actor
    today, count = day or localdate(), 0
    living = list(VpnAccount.objects.exclude(status="closed"))
    seen = queries.seen_logins([one.login for one in living])
    for one in living:
        if (found := seen.get(one.login)) and (one.last_used_at is None or found[0] > one.last_used_at):
            one.last_used_at, one.last_ip = found
            one.save(update_fields=["last_used_at", "last_ip"])
        if one.until is not None and one.until < today:
            turn_vpn(one.pk, actor=worker(one.unit_id), step="close", why="Süresi doldu.")
            count += 1
    ending = [one for one in living if one.until is not None and 0 <= (one.until - today).days <= WARN_DAYS]
    leavers = set(User.objects.filter(is_active=False).values_list("pk", flat=True))
    tell_all(
        [
            Notice(
                tuple(
                    ({one.user_id} if one.user_id and one.user_id not in leavers else set())
                    | queries.keepers_of(one.unit_id, one.assignee_id)
                ),
                VPN_ENDING,
                f"{one.login}: VPN hesabının süresi {one.until:%d.%m.%Y} günü doluyor",
                body="Yine gerekiyorsa yeni yetki talebi açın ya da hesabı gözden geçirin; gün geçince kapanır.",
                url=f"/ag/vpn/{one.pk}/",
                dedupe=f"network.vpn_ending:{one.pk}:{one.until}",
            )
            for one in ending
        ]
    )
    return count
