"""Beginnings, moves and exits of two years, closed with every line proved, as the seats of the organisation tell."""

import datetime as dt

from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below

from ..lifecycle import MovementState
from ..models import Action, Entitlement, EntitlementState, Movement, MovementKind, MovementLine, Origin, TemplateLine
from ..queries import catalogue
from ..services.moving.lines import ACCOUNT, GAP, NEEDS, RIGHTS
from .past import Past
from .scene import DAY, at

TAKEN = ("ebys-kullanici", "klasor-birim", "vpn-calisan")
"""What somebody who left had held."""
SINCE = 720
SEATS = "Makamlar"


class Moves(Past):
    def past_movements(self, wanted: int) -> None:
        first, last = self.today - SINCE * DAY, self.today - 14 * DAY
        seats = Appointment.objects.filter(unit_id__in=below(self.department.pk), acting_for=None)
        seats = seats.exclude(position=Position.ADMINISTRATOR).select_related("user", "unit")
        touched = seats.filter(Q(since__range=(first, last)) | Q(until__range=(first, last))).order_by("since", "pk")
        by_user: dict[int, list[Appointment]] = {}
        for seat in touched[:wanted]:
            by_user.setdefault(seat.user_id, []).append(seat)
        head = next(row for row in self.here if row.position == Position.HEAD_OF_DEPARTMENT)
        files: list[File] = []
        for held in by_user.values():
            old = next((one for one in held if one.until and first <= one.until <= last), None)
            new = next((one for one in held if one.since >= first and one is not old), None)
            if new is None and old is not None and not old.user.is_active:
                files.append(self._file(MovementKind.LEAVER, head, old=old))
            elif new is not None and new.user_id != head.user_id:
                moved = old is not None and old.until is not None and new.since - old.until <= GAP
                files.append(
                    self._file(
                        MovementKind.MOVER if moved else MovementKind.JOINER, head, old if moved else None, new
                    )
                )
        files.sort(key=lambda one: one.cover["opened_at"])
        copy_cases(Movement, files)
        made = Movement.objects.select_related("case", "old_seat", "new_seat__unit")
        MovementLine.objects.bulk_create(
            line for row in made.filter(pk__in=[one.key for one in files]) for line in self._lines(row)
        )

    def _file(
        self, kind: MovementKind, head: Appointment, old: Appointment | None = None, new: Appointment | None = None
    ) -> File:
        """A file opened some days ahead, in force at its moment, closed when the last line was proved."""
        seat = new or old
        assert seat is not None
        leaves = kind == MovementKind.LEAVER
        day = seat.until if leaves and seat.until else seat.since
        moment = at(day, 17, 30) if leaves else at(day, 0)
        opened = at(add_working_days(day, -self.chance.randrange(3, 9)), 9, self.chance.randrange(60))
        due = add_working_days(day, 5)
        late = self.chance.random() < 0.1
        closed = at(add_working_days(day, 6 if late else self.chance.randrange(1, 5)), 15, self.chance.randrange(60))
        template = None if leaves else catalogue.template_for(seat.unit_id, seat.position)
        return File(
            cover={
                "subject": f"{kind.label}, {day:%d.%m.%Y}",
                "state": MovementState.CLOSED,
                "unit": seat.unit_id,
                "assignee": head.user_id,
                "opened_by": self.admin.user_id,
                "opened_from_unit": seat.unit_id,
                "opened_at": opened,
                "due_on": due,
                "closed_at": closed,
                "resting": True,
            },
            contents={
                "kind": kind,
                "person": seat.user_id,
                "old_seat": old.pk if old else None,
                "new_seat": new.pk if new else None,
                "effective_at": moment,
                "effective_done_at": moment + dt.timedelta(minutes=1),
                "why": self.chance.choice(("Emeklilik", "Başka kuruma nakil", "İstifa")) if leaves else "Atama",
                "template": template.pk if template else None,
            },
            story=[
                Line(opened, "open", self.admin.user_id),
                Line(moment + dt.timedelta(minutes=1), "take_effect", None, via="job"),
                Line(closed, "close", head.user_id, head.pk, head.position),
            ],
        )

    def _lines(self, row: Movement) -> list[MovementLine]:
        """What the file listed, each with who settled it and how it is proved."""
        moment, closed = row.effective_at, row.case.closed_at
        assert closed is not None
        proved = closed - dt.timedelta(minutes=20)

        def line(source: str, key: str, text: str, action: Action, proof: str, by: int | None = None) -> MovementLine:
            made = MovementLine(movement=row, source=source, key=key, text=text, action=action, proof=proof)
            made.done_at, made.done_by_id = (row.effective_done_at, None) if by is None else (proved, by)
            return made

        by = row.case.assignee_id
        lines = []
        if row.kind == MovementKind.LEAVER:
            assert row.old_seat is not None
            lines = [
                line(
                    ACCOUNT, "hesap", "Kullanıcı hesabının kapatılması", Action.TAKE, "Ayrılış anında Konak kapattı"
                ),
                line(
                    SEATS,
                    str(row.old_seat_id),
                    str(row.old_seat),
                    Action.TAKE,
                    f"Son gün {localdate(moment):%d.%m.%Y}",
                ),
                line("Diğer", "kart", "Kurum kartının teslimi", Action.DO, "Güvenlik görevlisi teslim aldı", by),
            ]
            for held in self._held_until(row):
                one = line(RIGHTS, f"e{held.pk}", str(held), Action.TAKE, held.end_proof)
                one.entitlement = held
                lines.append(one)
        elif row.template_id is None:
            lines = [line(NEEDS, "sablonsuz", "Gereken yetkiler istendi", Action.DO, "Birim amiri istedi", by)]
        else:
            for want in TemplateLine.objects.filter(template_id=row.template_id).select_related("right"):
                if want.right is not None:
                    proof = "Şablondan açıldı" if want.preapproved else "Birim amirinin onayıyla açıldı"
                    lines.append(line(RIGHTS, f"r{want.right_id}", str(want.right), Action.GIVE, proof))
                else:
                    heading = str(want.get_want_display())
                    lines.append(line(heading, f"t{want.pk}", want.text, Action.DO, "Verildi, imzası alındı", by))
        return lines

    def _held_until(self, row: Movement) -> list[Entitlement]:
        """Rights of somebody who left: they ended at the exit moment."""
        assert row.old_seat is not None
        since = max(row.old_seat.since, localdate(row.effective_at) - self.chance.randrange(300, 500) * DAY)
        return Entitlement.objects.bulk_create(
            Entitlement(
                right=self.rights[code],
                assignee_id=row.person_id,
                unit_id=row.case.unit_id,
                origin=Origin.TEMPLATE,
                since=since,
                granted_at=at(since, 9, 30),
                proof="Şablondan açıldı",
                state=EntitlementState.REMOVED,
                ended_at=row.effective_at,
                end_why=f"Ayrılış ({row.case.number})",
                removed_at=row.effective_done_at,
                end_proof="Gruptan çıkarıldı",
            )
            for code in TAKEN
        )
