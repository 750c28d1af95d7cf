"""Two years that lie in the archive, written as they would lie there."""

import datetime as dt

from django.utils.timezone import now

from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.models import Case
from konak.foundation.db.copying import copy_rows
from konak.foundation.numbering.services import reserve
from konak.foundation.people.models import Appointment
from konak.foundation.trail.models import Entry

from ..lifecycle import RequestState
from ..models import (
    AccessRequest,
    Approval,
    Entitlement,
    EntitlementState,
    Origin,
    Undertaking,
    UndertakingAcceptance,
    UndertakingVersion,
    Verdict,
)
from ..queries import chairs
from .scene import DAY, Scene, at
from .words import LINES, PROOFS, REASONS, Line


class Past(Scene):
    def entitlements(self, wanted: int) -> None:
        """What people hold: given over two years, some of it ended, a little forgotten."""
        weighted = [line for line in LINES for _ in range(line.weight)]
        taken: set[tuple[int, str]] = set()
        rows: list[Entitlement] = []
        acceptances: list[tuple[str, int, dt.datetime]] = []
        hands = {unit.pk: self._of(unit, "staff", "expert", "chief") for unit in (self.network, self.software)}
        crowd = self.here + self.chance.sample(self.seats, min(len(self.seats), max(20, wanted // 6)))
        tries = 0
        while len(rows) < wanted and tries < wanted * 20:
            tries += 1
            seat, line = self.chance.choice(crowd), self.chance.choice(weighted)
            if (seat.user_id, line.code) in taken or (line.privileged and seat not in self.here):
                continue
            if line.code == "mali-onay" and (seat.user_id, "mali-talep") in taken:
                continue
            if line.code == "iz-okur" and {(seat.user_id, "vt-yonetici"), (seat.user_id, "sunucu-yonetici")} & taken:
                continue
            taken.add((seat.user_id, line.code))
            rows.append(self._held(seat, line, hands))
            for code in line.texts:
                acceptances.append((code, seat.user_id, rows[-1].granted_at))
        Entitlement.objects.bulk_create(rows, batch_size=2_000)
        self._accepted(acceptances)

    def _held(self, seat: Appointment, line: Line, hands: dict[int, Appointment | None]) -> Entitlement:
        right = self.rights[line.code]
        ago = self.chance.randrange(20, 720)
        if line.longest:
            ago = min(ago, self.chance.randrange(5, line.longest + 60))
        since = max(self.today - ago * DAY, seat.since)
        until = since + (line.longest - 1) * DAY if line.longest else None
        over = until is not None and until < self.today
        early = not over and self.chance.random() < 0.08
        by = hands.get(right.executing_unit_id)
        imported = ago > 650 and self.chance.random() < 0.4
        looked = min(self.today, since + self.chance.randrange(0, 400) * DAY)
        row = Entitlement(
            right=right,
            assignee_id=seat.user_id,
            unit_id=seat.unit_id,
            origin=Origin.IMPORT if imported else Origin.REQUEST,
            since=since,
            until=until,
            granted_at=at(since, 10, self.chance.randrange(60)),
            granted_by_id=by.user_id if by and by.user_id != seat.user_id else None,
            proof="Aktarım dosyasından alındı" if imported else self.chance.choice(PROOFS),
            last_reviewed_on=None if imported else max(since, looked),
            last_used_on=self.today - self.chance.choice((0, 1, 2, 5, 9, 30, 140)) * DAY
            if self.chance.random() < 0.6 and not over
            else None,
        )
        if row.last_used_on and row.last_used_on < since:
            row.last_used_on = since
        if over or early:
            day = until + DAY if over and until else self.today - self.chance.randrange(1, 200) * DAY
            day = min(max(day, since + DAY), self.today)
            row.state = EntitlementState.REMOVED
            row.ended_at, row.end_why = at(day, 0, 5), "Süresi doldu" if over else "İşi bitti"
            row.removed_at = min(at(day + self.chance.randrange(0, 3) * DAY, 11), now())
            row.removed_at = max(row.removed_at, row.ended_at)
            row.removed_by_id, row.end_proof = row.granted_by_id, "Gruptan çıkarıldı"
        return row

    def _accepted(self, wanted: list[tuple[str, int, dt.datetime]]) -> None:
        newest = {row.code: row.versions.get() for row in Undertaking.objects.all()}
        seen, moments, rows = set(), [], []
        for code, user_id, moment in wanted:
            if (code, user_id) in seen:
                continue
            seen.add((code, user_id))
            version: UndertakingVersion = newest[code]
            rows.append(UndertakingAcceptance(version=version, user_id=user_id, digest=version.digest))
            moments.append(moment - dt.timedelta(hours=3))
        for row, moment in zip(
            UndertakingAcceptance.objects.bulk_create(rows, batch_size=2_000), moments, strict=True
        ):
            row.at = moment
        UndertakingAcceptance.objects.bulk_update(rows, ["at"], batch_size=2_000)

    def past_requests(self, wanted: int) -> None:
        """Requests behind some of the rights, with their approvals and their story; a few that were refused."""
        held = list(
            Entitlement.objects.filter(origin=Origin.REQUEST)
            .select_related("right", "assignee", "unit")
            .order_by("granted_at", "pk")[:wanted]
        )
        by_year: dict[int, list[Entitlement]] = {}
        for one in held:
            by_year.setdefault(one.granted_at.year, []).append(one)
        managers: dict[int, chairs.Chair | None] = {}
        for year, rows in sorted(by_year.items()):
            numbers = reserve("YT", year, len(rows))
            self._write(rows, numbers, managers)

    def _write(self, rows: list[Entitlement], numbers: list[str], managers: dict[int, chairs.Chair | None]) -> None:
        covers, story, approvals, requests = [], [], [], []
        opened_at = {}
        for one, number in zip(rows, numbers, strict=True):
            assert one.assignee_id is not None
            granted = one.granted_at
            opened_at[number] = granted - dt.timedelta(hours=self.chance.choice((3, 6, 20, 26, 49, 75, 120)))
            covers.append(
                Case(
                    kind="access_requests.accessrequest",
                    number=number,
                    subject=f"Yeni yetki: {one.right}"[:250],
                    state=RequestState.DONE,
                    unit_id=one.right.executing_unit_id,
                    assignee_id=one.granted_by_id,
                    opened_by_id=one.assignee_id,
                    opened_from_unit_id=one.unit_id,
                    due_on=add_working_days(one.since, 2),
                    closed_at=granted,
                    resting=True,
                )
            )
            if one.assignee_id not in managers:
                managers[one.assignee_id] = chairs.superior(one.assignee_id)
        Case.objects.bulk_create(covers, batch_size=1_000)
        for cover in covers:
            cover.opened_at = opened_at[cover.number]
        Case.objects.bulk_update(covers, ["opened_at"], batch_size=1_000)
        for one, cover in zip(rows, covers, strict=True):
            one.request_number = cover.number
            requests.append(
                AccessRequest(
                    case=cover,
                    person_id=one.assignee_id or 0,
                    right=one.right,
                    entitlement=one,
                    basket=cover.number,
                    reason=self.chance.choice(REASONS),
                    since=one.since,
                    until=one.until,
                    proof=one.proof,
                )
            )
        AccessRequest.objects.bulk_create(requests, batch_size=1_000)
        Entitlement.objects.bulk_update(rows, ["request_number"], batch_size=1_000)
        for request in requests:
            manager = managers.get(request.person_id)
            agreed = request.case.opened_at + dt.timedelta(hours=1)
            if manager is not None:
                approvals.append(
                    Approval(
                        request=request,
                        place=1,
                        role="manager",
                        user_id=manager.user_id,
                        unit_id=manager.unit_id,
                        position=manager.position,
                        verdict=Verdict.APPROVED,
                        decided_by_id=manager.user_id,
                        decided_at=agreed,
                    )
                )
            closed = request.case.closed_at
            lines: list[tuple[str, dt.datetime | None, int | None]] = []
            lines += [("open", request.case.opened_at, request.person_id)]
            lines += [("release", agreed, manager.user_id)] if manager else []
            lines += [("grant", closed, request.case.assignee_id)]
            story += [
                {
                    "at": moment,
                    "user": user,
                    "via": "web" if user else "job",
                    "kind": request.case.kind,
                    "subject": request.case.number,
                    "verb": verb,
                }
                for verb, moment, user in lines
            ]
        Approval.objects.bulk_create(approvals, batch_size=2_000)
        copy_rows(Entry, story)

    # What is open today --------------------------------------------------------------------------------------
