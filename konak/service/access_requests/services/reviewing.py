"""Periodic review: a scope is drawn, every right in it gets a reviewer, decisions are carried out and sealed."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Unit

from .. import access, lifecycle
from ..lifecycle import REVIEWED, CampaignState
from ..models import ApprovalRole, Campaign, Decision, Entitlement, Reviewers, ReviewItem, Right, Risk
from ..queries import campaigns, chairs
from . import asking, ending
from .telling import REVIEW, clock, plain

REMIND_EVERY = 3
"""Days between two reminders."""
MOST = 500


@transaction.atomic
def draw(
    *,
    actor: Actor,
    subject: str,
    unit: Unit,
    due_on: dt.date,
    reviewers: str = Reviewers.MANAGER,
    area: str = "",
    lowest_risk: int = Risk.LOW,
    privileged_only: bool = False,
    branch: Unit | None = None,
    why: str = "",
) -> Campaign:
    """Draw up a review; it counts and asks nobody until it is started."""
    if due_on <= localdate():
        raise Refused("Son gün bugünden sonra olmalı.")
    if not subject.strip():
        raise Refused("Gözden geçirmeye bir ad verin.")
    if not actor.reach(access.REVIEW).covers(chairs.Place(unit.pk)):
        raise Refused("Gözden geçirmeyi yalnız kendi biriminiz ve bağlı birimler adına açabilirsiniz.")
    row = Campaign(
        area=area,
        lowest_risk=lowest_risk,
        privileged_only=privileged_only,
        branch=branch,
        reviewers=reviewers,
        why=plain(why, 300),
    )
    return open_case(
        row,
        actor=actor,
        permission=access.REVIEW,
        unit_id=unit.pk,
        subject=plain(subject, 250),
        due_on=due_on,
        assignee_id=actor.user_id,
    )


@transaction.atomic
def start(number: str, *, actor: Actor) -> Campaign:
    """Count what lies in the scope, give every right a reviewer, tell the reviewers."""
    with take(lifecycle.START, Campaign, number, actor) as row:
        held = list(campaigns.scope_of(row))
        if not held:
            raise Refused("Bu kapsamda yürürlükte yetki yok; kapsamı genişletin.")
        items = [
            ReviewItem(campaign=row, entitlement=one, reviewer_id=reviewer)
            for one, reviewer in _with_reviewers(row, held)
        ]
        ReviewItem.objects.bulk_create(items, batch_size=2_000)
        row.started_at = now()
    _ask(row, {item.reviewer_id for item in items}, f"started.{number}", "Gözden geçirmeniz bekleniyor")
    return row


def _with_reviewers(row: Campaign, held: Sequence[Entitlement]) -> list[tuple[Entitlement, int]]:
    """Managers by person, owners by right; nobody reviews what is his own, and nothing is left without a reviewer."""
    found, managers, owners = [], {}, {}
    for one in held:
        assert one.assignee_id is not None
        chair = None
        if row.reviewers == Reviewers.OWNER:
            key = (one.right_id, one.assignee_id if one.right.assignee_id == one.assignee_id else 0)
            if key not in owners:
                owners[key] = chairs.owner(one.right, {one.assignee_id})
            chair = owners[key]
            if chair is not None and chair.user_id == one.assignee_id:
                chair = None
        if chair is None:
            if one.assignee_id not in managers:
                managers[one.assignee_id] = chairs.superior(one.assignee_id)
            chair = managers[one.assignee_id]
        if chair is None:
            chair = chairs.owner(one.right, {one.assignee_id}) or chairs.security({one.assignee_id})
        if chair is None:
            raise Refused(f"«{one.right.name}» için gözden geçirecek kimse bulunamadı.")
        found.append((one, chair.user_id))
    return found


def _ask(row: Campaign, people: set[int], dedupe: str, title: str) -> int:
    return notify(
        sorted(people),
        REVIEW,
        f"{title}: {row.case.subject}",
        body=f"{row.case.number} · son gün {row.case.due_on:%d.%m.%Y}",
        url=reverse("access_requests:campaign_items", args=[row.case.number]),
        dedupe=dedupe,
    )


@transaction.atomic
def decide(
    item_ids: Sequence[int],
    *,
    actor: Actor,
    decision: str,
    why: str = "",
    right: Right | None = None,
    until: dt.date | None = None,
) -> int:
    """Keep, revoke or change; several at once only with a reason; never one's own.

    A change names another right of the same system, an earlier last day, or both.
    """
    wanted = list(dict.fromkeys(item_ids))
    if not wanted:
        raise Refused("En az bir yetki seçin.")
    if len(wanted) > MOST:
        raise Refused(f"Bir kerede en çok {MOST} yetkiye karar verilebilir.")
    if decision not in Decision.values:
        raise Refused("Kalsın, kaldırılsın ya da değişsin seçeneklerinden birini seçin.")
    if decision == Decision.CHANGE and right is None and until is None:
        raise Refused("Neye değişeceğini seçin: aynı sistemden başka bir yetki, daha erken bir son gün ya da ikisi.")
    words = plain(why)
    if not words and (decision != Decision.KEEP or len(wanted) > 1):
        raise Refused(
            "Gerekçe yazın." if len(wanted) == 1 else "Birden çok yetkiye birlikte karar verirken gerekçe yazın."
        )
    rows = list(
        ReviewItem.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("campaign__case", "entitlement__right")
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise ReviewItem.DoesNotExist
    for item in rows:
        _may_decide(item, actor)
    today = localdate()
    for item in rows:
        item.decision, item.why, item.in_bulk = decision, words, len(rows) > 1
        item.decided_by_id, item.decided_at = actor.user_id, now()
        if decision == Decision.KEEP:
            Entitlement.objects.filter(pk=item.entitlement_id).update(last_reviewed_on=today)
        elif decision == Decision.CHANGE:
            _change(item, actor, words, right, until)
        else:
            item.opened_number = _carry_out(item, actor, words)
        item.save()
    for campaign in {item.campaign_id: item.campaign for item in rows}.values():
        tell(campaign.case, "decide", actor, f"{len(rows)} yetki: {Decision(decision).label}")
    return len(rows)


def _may_decide(item: ReviewItem, actor: Actor) -> None:
    if item.entitlement.assignee_id == actor.user_id:
        raise Refused("Kendi yetkinizi siz gözden geçiremezsiniz.")
    over = item.reviewer_id == actor.user_id or chairs.is_security(actor)
    if not over:
        seat = chairs.home_of(item.reviewer_id)
        above = chairs.superior(item.reviewer_id)
        stands_in = any(
            seat and one.acting and one.unit_id == seat.unit_id and one.position == seat.position
            for one in actor.seats
        )
        over = stands_in or (above is not None and above.user_id == actor.user_id)
    if not over:
        raise ReviewItem.DoesNotExist
    if item.campaign.case.state != CampaignState.RUNNING:
        raise Refused("Bu gözden geçirme sürmüyor; karar verilemez.")
    if item.decided_at is not None:
        raise Refused("Bu yetkiye karar verildi; karar değişmez. Gerekirse yeniden istenir ya da sona erdirilir.")


def _carry_out(item: ReviewItem, actor: Actor, why: str) -> str:
    """What is not kept ends today."""
    number = item.campaign.case.number
    held = ending.cut(item.entitlement_id, actor=actor, why=f"Gözden geçirme {number}: {why}")
    waiting = held.requests.filter(kind="end").order_by("-pk").first()
    return waiting.case.number if waiting else ""


def _change(item: ReviewItem, actor: Actor, why: str, right: Right | None, until: dt.date | None) -> None:
    """Another role is ordered in one request that closes the old right and opens the new one with the same proof; an
    earlier last day is written at once."""
    held, number = item.entitlement, item.campaign.case.number
    if right is None or right.pk == held.right_id:
        if until is None:
            raise Refused("Yetki aynı kalacaksa yeni bir son gün seçin.")
        ending.shorten(held.pk, actor=actor, until=until, why=why)
        item.why = f"{why} (son gün {until:%d.%m.%Y})"[:500]
        return
    agreed = ApprovalRole.OWNER if item.campaign.reviewers == Reviewers.OWNER else ApprovalRole.MANAGER
    words = f"Gözden geçirme {number}: {why}"
    made = asking.replace(held, actor=actor, right=right, until=until, why=words, agreed=agreed, words=words)
    item.opened_number = made.case.number
    item.why = f"{why} (yerine {right.name})"[:500]
    Entitlement.objects.filter(pk=held.pk).update(last_reviewed_on=localdate())


@transaction.atomic
def hand_on(item_ids: Sequence[int], *, actor: Actor, reviewer_id: int, why: str) -> int:
    """Give items to another reviewer, with the reason; not to whose right it is."""
    if not plain(why):
        raise Refused("Neden devrettiğinizi yazın.")
    rows = list(
        ReviewItem.objects.select_for_update(of=("self",))
        .filter(pk__in=item_ids)
        .select_related("campaign__case", "entitlement")
    )
    if not rows:
        raise Refused("En az bir yetki seçin.")
    for item in rows:
        _may_decide(item, actor)
        if item.entitlement.assignee_id == reviewer_id:
            raise Refused("Kişi kendi yetkisini gözden geçiremez; başka birini seçin.")
        item.reviewer_id = reviewer_id
        item.save(update_fields=["reviewer"])
    tell(rows[0].campaign.case, "hand_on", actor, f"{len(rows)} yetki")
    _ask(rows[0].campaign, {reviewer_id}, f"handed.{rows[0].campaign.case.number}.{now():%s}", "Size devredildi")
    return len(rows)


@transaction.atomic
def close(number: str, *, actor: Actor) -> Campaign:
    """Everything is decided: the report is made, sealed by its digest, and lies in the file."""
    with take(lifecycle.CLOSE_CAMPAIGN, Campaign, number, actor) as row:
        seal(row, actor)
        row.case.assignee_id = None
        publish(REVIEWED, number=number)
    return row


def seal(row: Campaign, actor: Actor) -> None:
    """Make the report of a review as PDF and workbook; its digest binds both to the decisions."""
    lines = campaigns.report_lines(row)
    moment = now()
    row.digest = hashlib.sha256(json.dumps(lines, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    row.sealed_at = moment
    data = campaigns.report_data(row, lines)
    name = f"gozden-gecirme-{row.case.number}"
    row.pdf = store(
        actor=actor,
        content=render_pdf("access_requests/review", data, created=moment),
        name=f"{name}.pdf",
        unit_id=row.case.unit_id,
        purpose="access_requests.review",
    )
    with campaigns.report_workbook(row, lines) as sheet:
        row.sheet = store(
            actor=actor,
            content=sheet.read(),
            name=f"{name}.xlsx",
            unit_id=row.case.unit_id,
            purpose="access_requests.review",
        )


@transaction.atomic
def cancel(number: str, *, actor: Actor, why: str) -> Campaign:
    if not plain(why):
        raise Refused("Neden iptal edildiğini yazın.")
    with take(lifecycle.CANCEL_CAMPAIGN, Campaign, number, actor, plain(why)) as row:
        row.case.assignee_id = None
    return row


def remind(*, day: dt.date | None = None) -> int:
    """Tell reviewers every few days what waits for them; after the last day their superiors hear of it as well."""
    today, count = day or localdate(), 0
    for row in Campaign.objects.filter(case__state=CampaignState.RUNNING):
        waiting: dict[int, list[ReviewItem]] = defaultdict(list)
        for item in row.items.filter(decided_at=None):
            waiting[item.reviewer_id].append(item)
        for reviewer, items in waiting.items():
            last = items[0].reminded_on or (localdate(row.started_at) if row.started_at else today)
            if (today - last).days >= REMIND_EVERY:
                count += _remind(row, reviewer, len(items), today, actor=clock(row.case.unit_id))
    return count


@transaction.atomic
def _remind(row: Campaign, reviewer: int, left: int, today: dt.date, *, actor: Actor) -> int:
    row.items.filter(reviewer_id=reviewer, decided_at=None).update(reminded_on=today)
    told = _ask(row, {reviewer}, f"remind.{row.case.number}.{reviewer}.{today}", f"{left} yetki kararınızı bekliyor")
    late = row.case.due_on is not None and row.case.due_on < today
    above = chairs.superior(reviewer) if late else None
    if above is not None:
        told += _ask(
            row,
            {above.user_id},
            f"climb.{row.case.number}.{reviewer}.{today}",
            f"Personelinizin gözden geçirmesi gecikti ({left} yetki)",
        )
        tell(row.case, "climb", actor, f"{left} yetki")
    return told
