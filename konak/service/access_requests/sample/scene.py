"""The office of the sample: its people, and the catalogue of what they may be given."""

import datetime as dt
import random

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, on_day
from konak.governance.staffing import public as staffing

from ..models import (
    Right,
)
from ..queries import chairs
from ..services import accounts, cataloguing, undertaking
from .words import LINES, TEXTS

DAY = dt.timedelta(days=1)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), get_current_timezone())


class Scene:
    def __init__(self, chance: random.Random, department: Unit, admin: Actor) -> None:
        self.chance, self.department, self.admin = chance, department, admin
        self.today = localdate()
        rows = Appointment.objects.filter(on_day(), acting_for=None, user__is_active=True)
        rows = rows.exclude(position=Position.ADMINISTRATOR).select_related("user", "unit").order_by("pk")
        self.seats = list({row.user_id: row for row in rows}.values())
        inside = below(department.pk)
        self.here = [row for row in self.seats if row.unit_id in inside]
        self.network = self._branch("Ağ") or department
        self.software = self._branch("Yazılım") or department
        self.rights: dict[str, Right] = {}

    def _branch(self, word: str) -> Unit | None:
        rows = Unit.objects.filter(parent=self.department, kind="branch", name__contains=word).order_by("pk")
        return rows.first()

    def _of(self, unit: Unit, *positions: str) -> Appointment | None:
        inside = below(unit.pk)
        return next((row for row in self.here if row.unit_id in inside and row.position in positions), None)

    def catalogue(self) -> None:
        """Texts, rights, what may not meet, what seats need, and accounts that are nobody's own."""
        day = self.today - 700 * DAY
        texts = {}
        for code, (name, text, months) in TEXTS.items():
            made = undertaking.issue(
                actor=self.admin, code=code, name=name, text=text, valid_months=months, in_force_on=day
            )
            texts[code] = made.undertaking
        for line in LINES:
            network = line.kind in {"vpn", "internet", "device", "door", "database"}
            unit = self.network if network else self.software
            owner = self._of(unit, "expert", "chief") or self._of(unit, "director")
            self.rights[line.code] = cataloguing.set_right(
                actor=self.admin,
                code=line.code,
                name=line.name,
                area=line.area,
                kind=line.kind,
                allows=line.allows,
                risk=line.risk,
                privileged=line.privileged,
                approvals=list(line.approvals),
                longest_days=line.longest,
                review_months=3 if line.privileged else 6 if line.risk == 3 else 12,
                emergency=line.emergency,
                duty_group="iz-inceleyen" if line.code == "iz-okur" and self._knows("iz-inceleyen") else "",
                unit=unit,
                assignee=owner.user if owner and line.approvals else None,
                executing_unit=unit,
                undertakings=[texts[code] for code in line.texts],
            )
        self._officer()
        for left, right, why in (
            ("mali-talep", "mali-onay", "Ödeme emrini hazırlayan, onaylayamaz."),
            ("vt-yonetici", "iz-okur", "Veri tabanını yöneten, kendi izini inceleyemez."),
            ("sunucu-yonetici", "iz-okur", "Sunucuyu yöneten, kendi izini inceleyemez."),
        ):
            cataloguing.rule(
                actor=self.admin,
                right_id=self.rights[left].pk,
                other_id=self.rights[right].pk,
                why=why,
                basis="Kamu İç Kontrol Standartları, KFS 9",
            )
        common = [(self.rights[code].pk, True) for code in ("ebys-kullanici", "eposta-kutu", "klasor-birim")]
        things = [("custody", "Masaüstü bilgisayar"), ("training", "Bilgi güvenliği farkındalık eğitimi")]
        cataloguing.set_template(
            actor=self.admin, name="Daire personeli", unit=self.department, rights=common, things=things
        )
        more = [(self.rights[code].pk, False) for code in ("vpn-calisan", "ag-okur", "kapi-vm")]
        cataloguing.set_template(
            actor=self.admin,
            name="Ağ uzmanı",
            unit=self.network,
            position=Position.EXPERT,
            rights=[*common, *more],
            things=[("custody", "Dizüstü bilgisayar"), ("licence", "Ağ izleme yazılımı"), *things[1:]],
        )
        self._accounts()

    def _knows(self, code: str) -> bool:
        return code in dict(staffing.groups())

    def _officer(self) -> None:
        """Somebody is named to see to the security of information."""
        code = chairs.SECURITY_GROUP
        person = next((row for row in self.here if row.position == Position.EXPERT), None)
        if person is None:
            return
        staffing.set_group(
            actor=self.admin,
            code=code,
            label="Bilgi güvenliği sorumlusu",
            basis="Bilgi ve İletişim Güvenliği Rehberi",
        )
        staffing.name_member(
            actor=self.admin,
            code=code,
            user=person.user,
            unit=self.department,
            since=self.today - 500 * DAY,
            document=f"{self.today - 501 * DAY:%d.%m.%Y} / E-1907",
        )

    def _accounts(self) -> None:
        owner = self._of(self.network, "expert", "chief") or self.here[0]
        for place, (name, area, kind, purpose, safe) in enumerate(
            (
                (
                    "svc-yedekleme",
                    "Yedekleme",
                    "service",
                    "Gece yedeklerinin alınması",
                    "Parola kasası / Sunucu / 12",
                ),
                (
                    "svc-ebys-vt",
                    "Veri tabanı",
                    "service",
                    "EBYS'nin veri tabanına bağlanması",
                    "Parola kasası / VT / 3",
                ),
                ("danisma", "E-posta", "shared", "Danışma bankosunun ortak kutusu", "Parola kasası / Posta / 8"),
                (
                    "acil-yonetici",
                    "Etki alanı",
                    "emergency",
                    "Dizin çöktüğünde kullanılır",
                    "Daire kasası, mühürlü zarf 2",
                ),
                ("ag-admin", "Ağ aygıtları", "admin", "Aygıtların ilk kurulumu", "Parola kasası / Ağ / 1"),
            )
        ):
            accounts.keep(
                actor=self.admin,
                name=name,
                area=area,
                kind=kind,
                purpose=purpose,
                unit=self.network,
                owner=owner.user,
                safe=safe,
                rotate_days=180,
                rotated_on=self.today - (40 + 55 * place) * DAY,
                review_on=self.today + (12 + 40 * place) * DAY,
            )
