"""Two years of rights: a catalogue, what people hold, requests of the past, a review closed and one that runs, and
somebody who begins, one who moves, one who leaves. The past is written as it would lie in the archive; what is open
today goes through the services."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.models import Case
from konak.foundation.db.copying import copy_rows
from konak.foundation.lifecycle import Refused
from konak.foundation.numbering.services import reserve
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import below, on_day
from konak.foundation.trail.models import Entry
from konak.governance.staffing import public as staffing

from .lifecycle import RequestState
from .models import (
    AccessRequest,
    Approval,
    Drift,
    DriftKind,
    Entitlement,
    EntitlementState,
    Origin,
    Right,
    Undertaking,
    UndertakingAcceptance,
    UndertakingVersion,
    Verdict,
)
from .queries import chairs
from .services import accounts, asking, cataloguing, deciding, executing, moving, reviewing, undertaking

DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
SIZES = {"s": (300, 90), "m": (3_000, 900), "l": (30_000, 9_000)}
"""Rights in hands, and requests of the past."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the catalogue: code, system, name, kind, what it allows, risk, and what makes it special."""

    code: str
    area: str
    name: str
    kind: str
    allows: str
    risk: int = 1
    privileged: bool = False
    longest: int | None = None
    approvals: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    emergency: bool = False
    weight: int = 10


LINES = (
    Line("ebys-kullanici", "EBYS", "Birim kullanıcısı", "role", "Biriminin evrakını görür, cevap yazar.", weight=60),
    Line(
        "ebys-birim-evrak", "EBYS", "Birim evrak sorumlusu", "role", "Birime gelen evrakı kaydeder, havale eder.", 2
    ),
    Line(
        "ebys-imza",
        "EBYS",
        "İmza yetkilisi",
        "role",
        "Belgeleri imzalar, paraflar.",
        2,
        approvals=("owner",),
        weight=6,
    ),
    Line(
        "ebys-yonetici",
        "EBYS",
        "Sistem yöneticisi",
        "role",
        "EBYS ayarlarını, birimleri ve rolleri düzenler.",
        3,
        True,
        365,
        ("owner",),
        ("gizlilik",),
        weight=3,
    ),
    Line("ybs-rapor", "YBS", "Rapor okuma", "role", "Yönetim raporlarını ve göstergeleri okur.", weight=15),
    Line("ybs-veri-giris", "YBS", "Veri girişi", "role", "Biriminin göstergelerine veri girer.", 2),
    Line(
        "mali-talep",
        "Mali sistem",
        "Ödeme emri hazırlama",
        "role",
        "Ödeme emri belgesi hazırlar.",
        2,
        approvals=("owner",),
        texts=("gizlilik",),
        weight=5,
    ),
    Line(
        "mali-onay",
        "Mali sistem",
        "Ödeme emri onaylama",
        "role",
        "Hazırlanan ödeme emirlerini onaylar.",
        3,
        approvals=("owner",),
        texts=("gizlilik",),
        weight=4,
    ),
    Line("klasor-birim", "Dosya sunucusu", "Birim klasörü", "share", "Biriminin ortak klasörüne yazar.", weight=60),
    Line(
        "klasor-harita",
        "Dosya sunucusu",
        "Harita arşivi",
        "share",
        "Taranmış pafta arşivini okur.",
        approvals=("owner",),
    ),
    Line(
        "klasor-personel",
        "Dosya sunucusu",
        "Personel özlük klasörü",
        "share",
        "Özlük dosyalarını okur.",
        3,
        longest=365,
        approvals=("owner",),
        texts=("gizlilik",),
        weight=3,
    ),
    Line(
        "eposta-kutu",
        "E-posta",
        "Kurumsal e-posta kutusu",
        "mail",
        "Kendi adına posta alır, gönderir.",
        weight=70,
        texts=("parola",),
    ),
    Line(
        "eposta-toplu",
        "E-posta",
        "Toplu duyuru gönderme",
        "mail",
        "Bütün personele duyuru gönderir.",
        2,
        approvals=("owner",),
        weight=3,
    ),
    Line(
        "vpn-calisan",
        "VPN",
        "Uzaktan çalışma",
        "vpn",
        "Kurum dışından iç ağa bağlanır.",
        2,
        longest=365,
        texts=("vpn", "parola"),
        weight=20,
    ),
    Line(
        "vpn-yuklenici",
        "VPN",
        "Yüklenici bağlantısı",
        "vpn",
        "Yüklenici çalışanı sınırlı sunuculara bağlanır.",
        3,
        longest=90,
        approvals=("owner",),
        texts=("vpn", "gizlilik"),
        weight=3,
    ),
    Line(
        "internet-genis",
        "İnternet",
        "Geniş erişim profili",
        "internet",
        "Görevi gereği kısıtlı sitelere de girer.",
        2,
        longest=365,
        weight=8,
    ),
    Line(
        "internet-sosyal",
        "İnternet",
        "Sosyal medya profili",
        "internet",
        "Sosyal medya sitelerini açar.",
        1,
        longest=365,
        weight=5,
    ),
    Line(
        "kapi-vm",
        "Geçiş sistemi",
        "Veri merkezi kapısı",
        "door",
        "Veri merkezine girer.",
        3,
        longest=365,
        approvals=("owner",),
        texts=("gizlilik",),
        emergency=True,
        weight=5,
    ),
    Line("kapi-arsiv", "Geçiş sistemi", "Arşiv kapısı", "door", "Kurum arşivine girer.", 1, weight=8),
    Line(
        "vt-okur",
        "Veri tabanı",
        "Rapor okuma rolü",
        "database",
        "Rapor şemalarını okur.",
        2,
        approvals=("owner",),
        weight=8,
    ),
    Line(
        "vt-yonetici",
        "Veri tabanı",
        "Veri tabanı yöneticisi",
        "database",
        "Bütün şemaları ve yetkileri yönetir.",
        3,
        True,
        180,
        ("owner",),
        ("gizlilik", "parola"),
        True,
        3,
    ),
    Line(
        "ag-okur", "Ağ aygıtları", "Anahtar ve yönlendirici izleme", "device", "Aygıt ayarlarını okur.", 2, weight=6
    ),
    Line(
        "ag-yonetici",
        "Ağ aygıtları",
        "Anahtar ve yönlendirici yöneticisi",
        "device",
        "Aygıt ayarlarını değiştirir.",
        3,
        True,
        180,
        ("owner",),
        ("gizlilik", "parola"),
        True,
        4,
    ),
    Line(
        "sunucu-yonetici",
        "Sunucular",
        "Sunucu yöneticisi",
        "device",
        "Sunucularda yönetici olarak çalışır.",
        3,
        True,
        180,
        ("owner",),
        ("gizlilik", "parola"),
        True,
        5,
    ),
    Line(
        "yazici-yonetici",
        "Yazıcılar",
        "Yazıcı kuyruğu yöneticisi",
        "device",
        "Yazıcı ekler, kuyruk boşaltır.",
        2,
        weight=6,
    ),
    Line(
        "iz-okur",
        "İz kayıtları",
        "İz kayıtlarını inceleme",
        "role",
        "Sistemlerin iz kayıtlarını okur.",
        3,
        False,
        180,
        ("owner",),
        ("gizlilik",),
        weight=3,
    ),
)
TEXTS = {
    "gizlilik": (
        "Gizlilik taahhütnamesi",
        "Görevim gereği öğrendiğim bilgileri yetkili makamın izni olmadan kurum dışına çıkarmayacağımı,\n"
        "bu bilgileri yalnız görevimin gerektirdiği ölçüde kullanacağımı,\n"
        "görevim bittiğinde elimdeki bütün kopyaları iade edeceğimi kabul ederim.",
        None,
    ),
    "vpn": (
        "VPN kullanım taahhütnamesi",
        "Uzaktan bağlantıyı yalnız kurumun verdiği aygıttan, yalnız görevim için kuracağımı,\n"
        "bağlantı açıkken aygıtı başkasına bırakmayacağımı,\n"
        "şüpheli bir durumu hemen bildireceğimi kabul ederim.",
        12,
    ),
    "parola": (
        "Parola kuralları",
        "Parolamı kimseyle paylaşmayacağımı, yazılı olarak ortada bırakmayacağımı,\n"
        "başka hiçbir yerde kullanmadığım bir parola seçeceğimi,\n"
        "görevim değiştiğinde haklarımın kapatılması için hemen haber vereceğimi kabul ederim.",
        None,
    ),
}
REASONS = (
    "Yeni görevim için gerekli.",
    "Proje süresince çalışacağım.",
    "İzinli arkadaşın işlerini yürütüyorum.",
    "Denetim hazırlığı için okumam gerekiyor.",
    "Nöbet listesine alındım.",
    "Birimimizin raporlarını hazırlıyorum.",
)
PROOFS = ("Gruba eklendi", "Rol tanımlandı", "Kart tanıtıldı", "Profil atandı", "Klasör izni verildi")


def loaded() -> bool:
    return Right.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Deterministic by `seed`."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    held, past = SIZES[size]
    department = Unit.objects.filter(name=DEPARTMENT).first()
    administrator = User.objects.filter(username="yonetici").first()
    if department is None or administrator is None:
        return
    scene = _Scene(chance, department, actor_of(administrator.pk, via="cli"))
    scene.catalogue()
    scene.entitlements(held)
    scene.past_requests(past)
    scene.present()
    report(
        f"{Right.objects.count()} yetki tanımı, {Entitlement.objects.count()} yetki, "
        f"{AccessRequest.objects.count()} yetki talebi"
    )


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), get_current_timezone())


class _Scene:
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
            granted_at=_at(since, 10, self.chance.randrange(60)),
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
            row.ended_at, row.end_why = _at(day, 0, 5), "Süresi doldu" if over else "İşi bitti"
            row.removed_at = min(_at(day + self.chance.randrange(0, 3) * DAY, 11), now())
            row.removed_at = max(row.removed_at, row.ended_at)
            row.removed_by_id, row.end_proof = row.granted_by_id, "Gruptan çıkarıldı"
        return row

    def _accepted(self, wanted: list[tuple[str, int, dt.datetime]]) -> None:
        newest = {row.code: row.versions.get() for row in Undertaking.objects.all()}
        seen, moments, rows = set(), [], []
        for code, user_id, at in wanted:
            if (code, user_id) in seen:
                continue
            seen.add((code, user_id))
            version: UndertakingVersion = newest[code]
            rows.append(UndertakingAcceptance(version=version, user_id=user_id, digest=version.digest))
            moments.append(at - dt.timedelta(hours=3))
        for row, at in zip(UndertakingAcceptance.objects.bulk_create(rows, batch_size=2_000), moments, strict=True):
            row.at = at
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
            at = request.case.opened_at + dt.timedelta(hours=1)
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
                        decided_at=at,
                    )
                )
            closed = request.case.closed_at
            lines: list[tuple[str, dt.datetime | None, int | None]] = []
            lines += [("open", request.case.opened_at, request.person_id)]
            lines += [("release", at, manager.user_id)] if manager else []
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
        from .models import ReviewItem

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
        moving.move(actor=self.admin, person=seat.user, new_seat=seat, why="Görev dağılımı değişti")
        gone = staff[6]
        moving.leave(
            actor=self.admin,
            person=gone.user,
            effective_at=_at(add_working_days(self.today, 8), 17, 30),
            why="Emeklilik",
        )
