"""Rules of firewalls: asked for by anybody, agreed by who leads the network, written to the device, looked at again
every year, taken off when their time is over; and the rule sets of the devices beside them."""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import Notice, notify, tell_all

from .. import access, lifecycle, queries
from ..models import FirewallRule, ImportedRule, Prefix, RuleImport, RuleSetKind
from ..parsing import firewall as parsing
from .common import own_unit, tell, worker

ANSWER_DAYS = 3
"""Working days in which a request is answered, and in which a rule that is over leaves the device."""
WARN_DAYS = 14
MOST_VALUES = 200
LARGEST = 20 * 1024 * 1024
RULE_DECIDED = Topic(
    "network.rule_decided",
    "Güvenlik duvarı kuralı isteğinizin sonucu",
    "İstediğiniz kural uygun görüldüğünde, cihaza yazıldığında, kaldırıldığında ya da uygun görülmediğinde.",
    mail=Pace.NOW,
)
RULE_ENDING = Topic(
    "network.rule_ending",
    "Süresi dolan güvenlik duvarı kuralı",
    "İstediğiniz bir kuralın süresi 14 gün içinde doluyor.",
    mail=Pace.DAILY,
)


def listed(values: list[str] | str, shape: Callable[[str], str], label: str) -> list[str]:
    """Addresses or services as a person writes them, one a line or with commas between."""
    words = values.replace(";", ",").replace("\n", ",").split(",") if isinstance(values, str) else values
    try:
        found = list(dict.fromkeys(shape(word.replace("\0", "")) for word in words if word.strip()))
    except ValueError as fault:
        raise Refused(f"{label}: {fault}") from None
    if not found:
        raise Refused(f"{label}: en az bir değer yazın; sınırsızsa «hepsi» yazın.")
    if len(found) > MOST_VALUES:
        raise Refused(f"{label}: en çok {MOST_VALUES} değer yazılabilir.")
    return found


@transaction.atomic
def ask_rule(
    *,
    actor: Actor,
    why: str,
    sources: list[str] | str,
    destinations: list[str] | str,
    services: list[str] | str,
    action: str = "allow",
    until: dt.date | None = None,
    device_id: int | None = None,
    ident: str = "",
) -> FirewallRule:
    """Ask that something may pass; the file goes to the unit that keeps the firewall, or the networks."""
    if not why.strip():
        raise Refused("Kuralın ne için istendiğini yazın.")
    if action not in {"allow", "deny"}:
        raise Refused("Kuralın ne yapacağını seçin.")
    if until is not None and until < localdate():
        raise Refused("Son gün geçmiş bir gün olamaz.")
    device = queries.firewalls(actor).filter(pk=device_id).first() if device_id is not None else None
    if device_id is not None and device is None:
        raise Refused("Seçilen güvenlik duvarı bulunamadı.")
    target = device.unit_id if device else Prefix.objects.order_by("pk").values_list("unit_id", flat=True).first()
    if target is None:
        raise Refused("Henüz kayıtlı ağ yok; isteği karşılayacak birim belirlenemedi.")
    made = FirewallRule(
        why=why.replace("\0", "").strip()[:2_000],
        action=action,
        sources=listed(sources, parsing.spot, "Kaynak"),
        destinations=listed(destinations, parsing.spot, "Hedef"),
        services=listed(services, parsing.service, "Servis"),
        until=until,
        device=device,
        ident=ident.strip()[:64],
    )
    if action == "allow" and all("any" in some for some in (made.sources, made.destinations, made.services)):
        raise Refused("Kaynağı, hedefi ve servisi sınırsız bir izin istenemez; en az birini daraltın.")
    return open_case(
        made,
        actor=actor,
        permission=access.ASK_RULE,
        unit_id=target,
        subject=made.said[:250],
        due_on=add_working_days(localdate(), ANSWER_DAYS),
    )


def _tell_asker(row: FirewallRule, title: str, body: str = "") -> None:
    if row.case.opened_by_id is not None:
        url = reverse("front:case", args=[row.case.number])
        notify([row.case.opened_by_id], RULE_DECIDED, title, body=body, url=url)


def _still(until: dt.date | None) -> None:
    if until is not None and until < localdate():
        raise Refused("Son gün geçmiş bir gün olamaz.")


@transaction.atomic
def approve_rule(
    number: str, *, actor: Actor, device_id: int | None = None, until: dt.date | None = None, answer: str = ""
) -> FirewallRule:
    with take(lifecycle.APPROVE_RULE, FirewallRule, number, actor, note=answer.strip()[:500]) as row:
        row.device_id = device_id if device_id is not None else row.device_id
        if row.device_id is None or not queries.firewalls(actor).filter(pk=row.device_id).exists():
            raise Refused("Kuralın yazılacağı güvenlik duvarını seçin.")
        row.until = until or row.until
        _still(row.until)
        row.answer = answer.replace("\0", "").strip()[:500]
        row.case.due_on = add_working_days(localdate(), ANSWER_DAYS)
    _tell_asker(row, f"{number}: güvenlik duvarı kuralı uygun görüldü", row.answer)
    return row


@transaction.atomic
def refuse_rule(number: str, *, actor: Actor, why: str) -> FirewallRule:
    if not why.strip():
        raise Refused("Neden uygun görülmediğini yazın.")
    with take(lifecycle.REFUSE_RULE, FirewallRule, number, actor, note=why.strip()[:500]) as row:
        row.answer = why.replace("\0", "").strip()[:500]
    _tell_asker(row, f"{number}: güvenlik duvarı kuralı uygun görülmedi", row.answer)
    return row


def _next_look(row: FirewallRule) -> dt.date:
    """The day on which somebody has to look again: a year from now, or the last day if that is sooner."""
    look = localdate() + queries.YEAR
    return min(look, row.until) if row.until else look


@transaction.atomic
def apply_rule(number: str, *, actor: Actor, ident: str = "") -> FirewallRule:
    """The rule stands on the device; `ident` is what the device calls it."""
    with take(lifecycle.APPLY_RULE, FirewallRule, number, actor, note=ident.strip()[:64]) as row:
        _still(row.until)
        row.ident = ident.replace("\0", "").strip()[:64] or row.ident
        twin = FirewallRule.objects.filter(device_id=row.device_id, ident=row.ident, case__state__in=queries.HELD)
        if row.ident and (other := twin.exclude(pk=row.pk).select_related("case").first()):
            raise Refused(f"Cihazdaki {row.ident} adı {other.case.number} sayılı kurala ait.")
        row.applied_on = row.reviewed_on = localdate()
        row.case.due_on = _next_look(row)
    _tell_asker(row, f"{number}: kural cihaza yazıldı")
    return row


@transaction.atomic
def review_rule(number: str, *, actor: Actor, until: dt.date | None = None, answer: str = "") -> FirewallRule:
    """It was looked at and is needed further; one that was over needs a new last day."""
    with take(lifecycle.REVIEW_RULE, FirewallRule, number, actor, note=answer.strip()[:500]) as row:
        row.until = until or row.until
        if row.until is not None and row.until < localdate():
            raise Refused("Süresi dolmuş kuralı sürdürmek için yeni bir son gün yazın.")
        row.reviewed_on = localdate()
        row.case.due_on = _next_look(row)
    return row


@transaction.atomic
def expire_rule(number: str, *, actor: Actor, why: str = "") -> FirewallRule:
    with take(lifecycle.EXPIRE_RULE, FirewallRule, number, actor, note=why.strip()[:500]) as row:
        row.case.due_on = add_working_days(localdate(), ANSWER_DAYS)
    _tell_asker(row, f"{number}: güvenlik duvarı kuralının süresi doldu", "Kural cihazdan kaldırılacak.")
    return row


@transaction.atomic
def remove_rule(number: str, *, actor: Actor, why: str = "") -> FirewallRule:
    with take(lifecycle.REMOVE_RULE, FirewallRule, number, actor, note=why.strip()[:500]) as row:
        pass
    _tell_asker(row, f"{number}: güvenlik duvarı kuralı kaldırıldı", why.strip()[:500])
    return row


@transaction.atomic
def withdraw_rule(number: str, *, actor: Actor) -> FirewallRule:
    with take(lifecycle.WITHDRAW_RULE, FirewallRule, number, actor) as row:
        pass
    return row


def end_rules(*, actor: Actor, day: dt.date | None = None) -> int:
    """By night: rules whose last day is over wait to be taken off; those that end within two weeks are told of."""
    del actor
    today = day or localdate()
    count = 0
    over = FirewallRule.objects.filter(until__lt=today, case__state="applied")
    for number, unit_id in over.values_list("case__number", "case__unit_id"):
        expire_rule(number, actor=worker(unit_id), why="Süresi doldu.")
        count += 1
    ending = FirewallRule.objects.filter(
        until__range=(today, today + dt.timedelta(days=WARN_DAYS)), case__state="applied"
    ).select_related("case")
    tell_all(
        [
            Notice(
                (row.case.opened_by_id,),
                RULE_ENDING,
                f"{row.case.number}: kuralın süresi {row.until:%d.%m.%Y} günü doluyor",
                body="Kural yine gerekiyorsa ağ birimine sürdürülmesini söyleyin; gün geçince cihazdan kaldırılır.",
                url=reverse("front:case", args=[row.case.number]),
                dedupe=f"network.rule_ending:{row.case.number}:{row.until}",
            )
            for row in ending
            if row.case.opened_by_id is not None
        ]
    )
    return count


@transaction.atomic
def import_rules(
    *, actor: Actor, content: bytes, name: str, device_id: int | None = None, kind: str = "auto"
) -> RuleImport:
    """Take in the rule set of a firewall. The file itself is not kept: it holds passwords; its digest is."""
    device = queries.firewalls(actor).filter(pk=device_id or 0).first()
    if device is None:
        raise Refused("Kural kümesinin hangi güvenlik duvarından geldiğini seçin.")
    if not actor.reach(access.KEEP).covers(device):
        raise Refused(f"«{access.KEEP.label}» için bu birimde yetkiniz yok.")
    if len(content) > LARGEST:
        raise Refused("Dosya 20 MB sınırını aşıyor.")
    if kind != "auto" and kind not in RuleSetKind.values:
        raise Refused("Dosyanın biçimini seçin.")
    try:
        found = parsing.read(content, kind)
    except ValueError as fault:
        raise Refused(str(fault)) from None
    made = RuleImport.objects.create(
        unit_id=own_unit(actor, device.unit_id),
        device=device,
        kind=found.kind,
        name=name.replace("\0", "").strip()[-200:] or "kurallar",
        by_id=actor.user_id,
        file_hash=hashlib.sha256(content).hexdigest(),
        lines=len(found.rules),
        broken=found.broken,
        faults=found.faults,
    )
    ImportedRule.objects.bulk_create(
        [
            ImportedRule(
                rule_set=made,
                place=place,
                ident=one.ident[:64],
                action=one.action,
                sources=_cut(one.sources),
                destinations=_cut(one.destinations),
                services=_cut(one.services),
                name=one.name,
                comment=one.comment,
                path=one.path,
                enabled=one.enabled,
            )
            for place, one in enumerate(found.rules, 1)
        ],
        batch_size=1_000,
    )
    made.deviations = len(queries.compare(made).findings)
    made.save(update_fields=["deviations"])
    tell(queries.RULES_KIND, made.pk, "import", actor, made, f"{made.lines} kural, {made.deviations} sapma")
    return made


def _cut(values: tuple[str, ...]) -> list[str]:
    return [one[:260] for one in values]


@transaction.atomic
def sign_review(key: int, *, actor: Actor, note: str) -> RuleImport:
    """Sign what the comparison showed and what is done about it; once, by who decides."""
    one = RuleImport.objects.select_for_update().get(pk=queries.rule_import(actor, key).pk)
    if not actor.reach(access.DECIDE).covers(one):
        raise Refused(f"«{access.DECIDE.label}» için bu birimde yetkiniz yok.")
    if one.reviewed_at is not None:
        raise Refused("Bu kural kümesi zaten gözden geçirildi.")
    if not note.strip():
        raise Refused("Ne görüldüğünü ve ne yapılacağını yazın.")
    one.reviewed_at, one.reviewed_by_id = now(), actor.user_id
    one.note = note.replace("\0", "").strip()[:500]
    one.deviations = len(queries.compare(one).findings)
    one.save()
    tell(queries.RULES_KIND, one.pk, "review", actor, one, f"{one.deviations} sapma")
    return one


@transaction.atomic
def adopt(line_id: int, *, actor: Actor, why: str, until: dt.date | None = None) -> FirewallRule:
    """Ask that a rule found on the device enters the register; somebody else agrees, as to any other."""
    line = queries.imported_rule(actor, line_id)
    if not actor.reach(access.KEEP).covers(line.rule_set):
        raise Refused(f"«{access.KEEP.label}» için bu birimde yetkiniz yok.")
    waiting = FirewallRule.objects.filter(
        device_id=line.rule_set.device_id, ident=line.ident, case__closed_at=None
    ).select_related("case").first()  # fmt: skip
    if waiting is not None:
        raise Refused(f"Bu kural {waiting.case.number} sayılı dosyada.")
    return ask_rule(
        actor=actor,
        why=why,
        action=line.action,
        sources=list(line.sources),
        destinations=list(line.destinations),
        services=list(line.services),
        until=until,
        device_id=line.rule_set.device_id,
        ident=line.ident,
    )
