"""What is open today, through the services: everything stands as if people had pressed the buttons."""

from django.utils.timezone import now

from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Position

from ..lifecycle import RequestState
from ..models import (
    AccessRequest,
    Drift,
    DriftKind,
    Entitlement,
    EntitlementState,
    Movement,
    ReviewItem,
)
from ..services import asking, deciding, executing, moving, reviewing
from .moves import Moves
from .scene import DAY, at
from .words import REASONS


class Present(Moves):
    def present(self) -> None:
        """Through the services, so that everything stands as it would if people had pressed the buttons."""
        self._asked()
        self._emergency()
        self._reviews()
        self._drift()
        self._movements()

    def _asked(self) -> None:
        people = [row for row in self.here if row.position in {"staff", "expert"}]
        for place, code in enumerate(
            ("vpn-calisan", "vt-okur", "klasor-harita", "internet-genis", "ag-okur", "ybs-rapor", "sunucu-yonetici")
        ):
            seat = people[(place * 3 + 1) % len(people)]
            try:
                (row,) = asking.ask(
                    actor=actor_of(seat.user_id, via="cli"),
                    wanted=[asking.Wanted(self.rights[code].pk)],
                    reason=self.chance.choice(REASONS),
                )
                if place in {1, 3, 5}:
                    self._approve(row.case.number)
                if place == 4 and row.case.assignee_id:
                    deciding.hand_back(
                        row.case.number, actor=actor_of(row.case.assignee_id, via="cli"), why="Hangi aygıtlar için?"
                    )
            except Refused:
                continue  # the seed gave it to him already

    def _approve(self, number: str) -> None:
        for _ in range(4):
            row = AccessRequest.objects.get(case__number=number)
            if row.case.state != RequestState.ASKED or row.case.assignee_id is None:
                return
            deciding.approve(number, actor=actor_of(row.case.assignee_id, via="cli"), words="Görevi gereği uygundur.")

    def _emergency(self) -> None:
        seat = self._of(self.network, "expert", "chief")
        if seat is None:
            return
        right = self.rights["kapi-vm"]
        if Entitlement.objects.filter(right=right, assignee_id=seat.user_id, state=EntitlementState.ACTIVE).exists():
            right = self.rights["ag-yonetici"]
        try:
            executing.break_glass(
                actor=actor_of(seat.user_id, via="cli"),
                right_id=right.pk,
                reason="Klima arızası alarmı; gece nöbetinde veri merkezine girilmesi gerekti.",
            )
        except Refused:
            return

    def _reviews(self) -> None:
        head = next(row for row in self.here if row.position == Position.HEAD_OF_DEPARTMENT)
        actor = actor_of(head.user_id, via="cli")
        closed = reviewing.draw(
            actor=actor,
            subject="Ayrıcalıklı yetkiler, üç aylık",
            unit=self.department,
            due_on=add_working_days(self.today, 5),
            privileged_only=True,
            branch=self.department,
            why="Bilgi ve İletişim Güvenliği Rehberi 3.1.12",
        )
        reviewing.start(closed.case.number, actor=actor)
        self._decide(closed.pk, 1.0)
        reviewing.close(closed.case.number, actor=actor)
        running = reviewing.draw(
            actor=actor,
            subject="Dairenin bütün yetkileri, yıllık",
            unit=self.department,
            due_on=add_working_days(self.today, 12),
            branch=self.department,
        )
        reviewing.start(running.case.number, actor=actor)
        self._decide(running.pk, 0.4)

    def _decide(self, campaign_id: int, share: float) -> None:
        waiting: dict[int, list[int]] = {}
        rows = ReviewItem.objects.filter(campaign_id=campaign_id).order_by("pk")
        for item in rows.exclude(entitlement__assignee_id=None):
            waiting.setdefault(item.reviewer_id, []).append(item.pk)
        for reviewer, keys in sorted(waiting.items()):
            chosen = keys[: max(1, round(len(keys) * share))] if share < 1 else keys
            actor = actor_of(reviewer, via="cli")
            last = chosen.pop() if share < 1 and len(chosen) > 3 else None
            if chosen:
                reviewing.decide(chosen, actor=actor, decision="keep", why="İşi sürüyor, gerekli.")
            if last:
                reviewing.decide([last], actor=actor, decision="revoke", why="Görevi değişti.")

    def _drift(self) -> None:
        right, moment = self.rights["klasor-harita"], now()
        for place, (account, kind) in enumerate((("stajyer07", DriftKind.UNKNOWN), ("", DriftKind.EXTRA))):
            seat = self.here[place * 5 + 2]
            Drift.objects.create(
                system="dizin",
                right=right,
                user=seat.user if kind == DriftKind.EXTRA else None,
                account=account or seat.user.username,
                kind=kind,
                first_seen_at=moment - (3 + place) * DAY,
                last_seen_at=moment,
            )

    def _movements(self) -> None:
        """One who begins, one who moves, one who leaves."""
        moving.join(
            actor=self.admin,
            unit=self.network,
            position=Position.EXPERT,
            starts_on=add_working_days(self.today, 5),
            planned_name="Derya Yalçınkaya",
            why="Açıktan atama",
        )
        staff = [row for row in self.here if row.position == Position.STAFF and row.until is None]
        if len(staff) < 8:
            return
        seat = staff[3]
        moved = moving.move(actor=self.admin, person=seat.user, new_seat=seat, why="Görev dağılımı değişti")
        Movement.objects.filter(pk=moved.pk).update(effective_at=at(add_working_days(self.today, -2), 9, 0))
        gone = staff[6]
        moving.leave(
            actor=self.admin,
            person=gone.user,
            effective_at=at(add_working_days(self.today, 8), 17, 30),
            why="Emeklilik",
        )
