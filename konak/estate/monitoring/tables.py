"""How rows look: cells of lists, words of stories, charts and the weather map."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime, now

from konak.foundation.ui import words

from .keeping import METRICS
from .models import Care, Check, Credential, Find, Host, MonitoringTask, Part, Problem, Sweep, Template, Trap, Window
from .queries import Course
from .queries.reports import Availability, Forecast, Link, Unwatched

Told = Mapping[str, tuple[str, str, str]]
TOLD: Told = {
    "add": ("kaydetti", "plus", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "drop": ("kaydı çıkardı", "trash", "late"),
    "check": ("denetim yazdı", "activity", ""),
    "uncheck": ("denetimi kaldırdı", "trash", ""),
    "token": ("bildirim anahtarı üretti", "key", "wait"),
    "part": ("ölçülen parçayı değiştirdi", "adjustments", ""),
    "apply": ("şablonu uyguladı", "copy-check", "done"),
    "close": ("bakım penceresini bitirdi", "check", "done"),
    "turn": ("nöbet yazdı", "calendar-time", ""),
    "unturn": ("nöbeti kaldırdı", "trash", ""),
    "step": ("alarm basamağı ekledi", "bell", ""),
    "unstep": ("alarm basamağını kaldırdı", "bell-off", ""),
    "traffic": ("sağlayıcı trafik kaydını aldı", "file-import", "open"),
}
PROBLEM_TOLD: Told = {
    "open": ("arıza ölçüldü", "alarm", "late"),
    "worse": ("arıza ağırlaştı", "trending-up", "late"),
    "take_on": ("arızayı üstlendi", "user-check", "open"),
    "recover": ("düzeldiği ölçüldü", "circle-check", "done"),
    "relapse": ("yeniden bozulduğu ölçüldü", "reload", "late"),
    "report": ("kesinti raporunu yazdı, kapattı", "report-analytics", "done"),
    "settle": ("kendiliğinden kapandı", "check", "done"),
}
TASK_TOLD: Told = {
    "open": ("izlemeye alınmasını istedi", "plus", "wait"),
    "watched": ("izlemeye aldı", "heartbeat", "done"),
    "needless": ("izlenmesi gerekmediğini yazdı", "ban", ""),
}
HOST_KINDS = {"up": "done", "down": "late", "unreachable": "wait", "new": "closed"}
LEVEL_KINDS = {0: "done", 1: "wait", 2: "late", 3: "closed"}


@dataclass(frozen=True, slots=True)
class Cell:
    text: Any
    url: str = ""
    small: str = ""
    kind: str = ""
    mono: bool = False

    @property
    def shown(self) -> Any:
        if isinstance(self.text, dt.datetime):
            return words.moment(self.text)
        if isinstance(self.text, dt.date):
            return words.date(self.text)
        return words.number(self.text) if isinstance(self.text, int | float) else self.text


@dataclass(frozen=True, slots=True)
class Head:
    label: str
    num: bool = False
    width: int = 20


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    icon: str
    primary: bool = False
    dialog: bool = True
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    heads: Sequence[Head]
    cells: Any

    def values(self, row: Any) -> list[object]:
        return [cell.text for cell in self.cells(row)]


def duration(seconds: float | None) -> str:
    """ "2 gün 3 sa", "45 dk", "20 sn"."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{round(seconds)} sn"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} dk"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} sa {rest} dk" if rest else f"{hours} sa"
    days, hours = divmod(hours, 24)
    return f"{words.number(days)} gün {hours} sa" if hours else f"{words.number(days)} gün"


def lasted(problem: Problem) -> str:
    return duration(((problem.ended_at or now()) - problem.began_at).total_seconds())


def amount(value: float | None, unit: str) -> str:
    """A measured number as people read it: bits by thousands, the rest with one place."""
    if value is None or math.isnan(value):
        return "–"
    if unit == "bit/sn":
        for step, name in ((1e9, "Gbit/sn"), (1e6, "Mbit/sn"), (1e3, "kbit/sn")):
            if abs(value) >= step:
                return f"{words.number(round(value / step, 1), 1)} {name}"
        return f"{words.number(round(value))} bit/sn"
    if unit == "%":
        return f"%{words.number(round(value, 1), 0 if value == round(value) else 1)}"
    shown = (
        words.number(round(value, 1), 1)
        if abs(value) < 1_000 and value != round(value)
        else words.number(round(value))
    )
    return f"{shown} {unit}".strip()


def host_cells(row: Host) -> list[Cell]:
    state = row.get_state_display() if row.enabled else "İzlenmiyor"
    return [
        Cell(row.name, reverse("monitoring:host", args=[row.pk]), row.place or row.description),
        Cell(state, kind=HOST_KINDS[row.state] if row.enabled else "closed"),
        Cell(row.get_sort_display()),
        Cell(row.address, mono=True),
        Cell(row.since or "–"),
        Cell(row.seen_at or "–"),
        Cell(row.system.name if row.system else "–"),
        Cell(row.unit.name),
    ]


def problem_cells(row: Problem) -> list[Cell]:
    return [
        Cell(row.case.subject, reverse("monitoring:problem", args=[row.case.number]), row.case.number),
        Cell(row.state_label, kind=row.state_kind),
        Cell(row.get_level_display(), kind=LEVEL_KINDS[row.level]),
        Cell(row.began_at),
        Cell(lasted(row)),
        Cell(row.taken_by.full_name if row.taken_by else "–"),
        Cell(row.ticket or "–", reverse("front:case", args=[row.ticket]) if row.ticket else ""),
    ]


def template_cells(row: Template) -> list[Cell]:
    return [
        Cell(row.name, reverse("monitoring:template", args=[row.pk]), row.description),
        Cell(row.get_sort_display()),
        Cell(len(row.checks)),
        Cell(row.many),  # type: ignore[attr-defined]
        Cell(row.unit.name),
    ]


def credential_cells(row: Credential) -> list[Cell]:
    return [
        Cell(row.name, reverse("monitoring:edit_credential", args=[row.pk])),
        Cell(row.get_version_display()),
        Cell(row.user or "–"),
        Cell(f"{row.get_auth_display()} / {row.get_priv_display()}" if row.version == "3" else "–"),
        Cell(row.many),  # type: ignore[attr-defined]
        Cell(row.changed_at),
    ]


def window_cells(row: Window) -> list[Cell]:
    moment = now()
    over = not row.weekly and row.ends_at <= moment
    now_ = row.starts_at <= moment < row.ends_at
    what = "Bütün cihazlar" if row.everything else f"{len(row.hosts.all())} cihaz, {len(row.systems.all())} sistem"
    return [
        Cell(row.name, "" if over else reverse("monitoring:end_window", args=[row.pk]), row.why),
        Cell(
            "Bitti" if over else "Sürüyor" if now_ else "Planlandı",
            kind="closed" if over else "wait" if now_ else "open",
        ),
        Cell(row.starts_at),
        Cell(row.ends_at, small="her hafta" if row.weekly else ""),
        Cell(what),
        Cell(row.reference or "–", reverse("front:case", args=[row.reference]) if row.reference else ""),
    ]


def care_cells(row: Care) -> list[Cell]:
    return [
        Cell(row.done_on),
        Cell(row.get_sort_display()),
        Cell(
            row.host.name if row.host else row.system.name if row.system else "–",
            reverse("monitoring:host", args=[row.host_id]) if row.host_id else "",
            row.system.code if row.system else "",
        ),
        Cell(row.text if len(row.text) < 140 else row.text[:137] + "…"),
        Cell({True: "Başarılı", False: "Başarısız", None: "–"}[row.passed]),
        Cell(row.next_on or "–"),
        Cell(row.by.full_name if row.by else "–"),
    ]


def trap_cells(row: Trap) -> list[Cell]:
    return [
        Cell(row.label or row.oid, small=row.oid if row.label else ""),
        Cell(
            row.host.name if row.host else row.source,
            reverse("monitoring:host", args=[row.host_id]) if row.host_id else "",
        ),
        Cell("Evet" if row.trusted else "Hayır", kind="done" if row.trusted else "open"),
        Cell(row.last_at),
        Cell(row.times),
        Cell(row.text[:160] or "–", mono=True),
    ]


def sweep_cells(row: Sweep) -> list[Cell]:
    state = "Başarısız" if row.failed else "Bitti" if row.ended_at else "Sürüyor" if row.started_at else "Sırada"
    kind = "late" if row.failed else "done" if row.ended_at else "wait"
    return [
        Cell(row.network, reverse("monitoring:sweep", args=[row.pk]), mono=True),
        Cell(state, kind=kind),
        Cell(row.asked_at),
        Cell(row.asked),
        Cell(row.answered),
        Cell(row.new),  # type: ignore[attr-defined]
    ]


def find_cells(row: Find) -> list[Cell]:
    to = (
        reverse("monitoring:host", args=[row.host_id])
        if row.host_id
        else reverse("monitoring:watch_find", args=[row.pk])
    )
    return [
        Cell(row.address, to, mono=True),
        Cell(row.get_state_display(), kind={"new": "open", "watched": "done", "ignored": "closed"}[row.state]),
        Cell(row.name or "–"),
        Cell(row.told[:120] or "–"),
        Cell("Evet" if row.snmp else "Hayır"),
        Cell(amount(row.latency, "ms")),
    ]


def task_cells(row: MonitoringTask) -> list[Cell]:
    return [
        Cell(row.case.subject, reverse("front:case", args=[row.case.number]), row.case.number),
        Cell(row.state_label, kind=row.state_kind),
        Cell(row.case.due_on or "–"),
        Cell(
            row.host.name if row.host else "–", reverse("monitoring:host", args=[row.host_id]) if row.host_id else ""
        ),
        Cell(row.why or "–"),
    ]


def availability_cells(row: Availability) -> list[Cell]:
    kept = row.kept
    return [
        Cell(
            row.service.name,
            reverse("monitoring:service", args=[row.service.pk]),
            row.service.provider or row.service.group,
        ),
        Cell(
            "Ölçülmedi" if kept is None else "Tutuldu" if kept else "Tutulmadı",
            kind="closed" if kept is None else "done" if kept else "late",
        ),
        Cell("–" if row.share is None else f"%{words.number(round(row.share, 3), 3)}"),
        Cell(f"%{words.number(float(row.service.target), 2)}"),
        Cell(duration(row.unplanned)),
        Cell(duration(row.planned)),
        Cell(row.outages),
        Cell(duration(row.longest)),
    ]


def forecast_cells(row: Forecast) -> list[Cell]:
    return [
        Cell(
            f"{row.part.owner.host.name} · {row.part.name}",
            reverse("monitoring:part", args=[row.part.pk]),
            row.part.get_sort_display(),
        ),
        Cell(
            "Dolmuyor"
            if row.days is None or row.days > 3_650
            else "Doldu"
            if not row.days
            else f"{round(row.days)} gün",
            kind=row.kind,
        ),
        Cell(f"%{words.number(round(row.now, 1), 1)}"),
        Cell(f"%{words.number(round(row.slope, 2), 2)}"),
        Cell(row.full_on or "–"),
    ]


def unwatched_cells(row: Unwatched) -> list[Cell]:
    return [
        Cell(row.facts.name, row.facts.url, row.facts.code),
        Cell("İzleniyor" if row.watched else "İzlenmiyor", kind="done" if row.watched else "late"),
        Cell(row.watched),
        Cell(row.last or "–"),
        Cell(
            "Kaynağı yok" if row.logs_missing else row.facts.log_source or "Beklenmiyor",
            kind="late" if row.logs_missing else "done" if row.facts.log_source else "closed",
        ),
        Cell(row.facts.unit),
    ]


HOSTS = Listing(
    (
        *(Head("Cihaz", width=30), Head("Durum"), Head("Tür"), Head("Adres"), Head("Ne zamandan beri")),
        *(Head("Son yanıt"), Head("Bilgi sistemi", width=30), Head("Birim", width=30)),
    ),
    host_cells,
)
PROBLEMS = Listing(
    (
        *(Head("Arıza", width=60), Head("Durum"), Head("Ağırlık"), Head("Başlangıç"), Head("Süre")),
        *(Head("Üstlenen"), Head("Destek talebi")),
    ),
    problem_cells,
)
TEMPLATES = Listing(
    (Head("Şablon", width=36), Head("Tür"), Head("Denetim"), Head("Cihaz"), Head("Birim")), template_cells
)
CREDENTIALS = Listing(
    (
        Head("Kimlik", width=30),
        Head("Sürüm"),
        Head("Kullanıcı"),
        Head("Doğrulama"),
        Head("Cihaz"),
        Head("Değişiklik"),
    ),
    credential_cells,
)
WINDOWS = Listing(
    (Head("Pencere", width=40), Head("Durum"), Head("Başlangıç"), Head("Bitiş"), Head("Kapsam"), Head("Dosya")),
    window_cells,
)
CARES = Listing(
    (
        *(Head("Gün"), Head("Tür"), Head("Cihaz, sistem", width=30), Head("Ne yapıldı", width=60)),
        *(Head("Sonuç"), Head("Sonraki"), Head("Yazan")),
    ),
    care_cells,
)
TRAPS = Listing(
    (
        Head("Tuzak", width=30),
        Head("Cihaz"),
        Head("Doğrulandı"),
        Head("Son"),
        Head("Kez"),
        Head("Değerler", width=60),
    ),
    trap_cells,
)
SWEEPS = Listing(
    (Head("Ağ"), Head("Durum"), Head("İstek"), Head("Sorulan"), Head("Yanıtlayan"), Head("Karar bekleyen")),
    sweep_cells,
)
FINDS = Listing(
    (Head("Adres"), Head("Durum"), Head("Adı"), Head("Kendini tanıtması", width=50), Head("SNMP"), Head("Yanıt")),
    find_cells,
)
TASKS = Listing(
    (Head("Görev", width=50), Head("Durum"), Head("Son gün"), Head("İzlenen cihaz"), Head("Gerekçe", width=40)),
    task_cells,
)
AVAILABILITY = Listing(
    (
        *(Head("Hizmet", width=36), Head("Söz"), Head("Kullanılabilirlik"), Head("Söz verilen"), Head("Kesinti")),
        *(Head("Planlı çalışma"), Head("Kaç kesinti"), Head("En uzunu")),
    ),
    availability_cells,
)
FORECASTS = Listing(
    (Head("Ne", width=50), Head("Dolmasına"), Head("Şimdi"), Head("30 günde"), Head("Dolacağı gün")), forecast_cells
)
UNWATCHED = Listing(
    (
        *(Head("Bilgi sistemi", width=40), Head("İzleme"), Head("Cihaz"), Head("Son yanıt")),
        *(Head("Log kaynağı"), Head("Birim", width=30)),
    ),
    unwatched_cells,
)


# Charts -----------------------------------------------------------------------------------------------------------

SHAPES = {"gun": "%H.%M", "hafta": "%d.%m %H.%M", "ay": "%d.%m %H.%M", "yil": "%d.%m.%Y"}
SCALES = ((1e9, "Gbit/sn"), (1e6, "Mbit/sn"), (1e3, "kbit/sn"), (1.0, "bit/sn"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of one part with its sums."""

    part: Part
    option: dict[str, Any]
    title: str
    note: str
    sums: Sequence[tuple[str, str, str, str, str]]
    """Label, last, mean, most, 95th percentile."""
    empty: bool


def picture(part: Part, courses: Sequence[Course], span: str) -> Picture:
    """Metrics of one unit in one chart: traffic both ways, latency; errors and loss stand in its table."""
    unit = courses[0].metric.unit or part.unit_of if courses else ""
    drawn = [one for one in courses if (one.metric.unit or part.unit_of) == unit and one.points]
    top = max((one.most or 0 for one in drawn), default=0)
    scale, name = next(((s, n) for s, n in SCALES if top >= s), (1.0, unit)) if unit == "bit/sn" else (1.0, unit)
    moments = sorted({point.at for one in drawn for point in one.points})
    columns = [{point.at: point.value for point in one.points} for one in drawn]
    source: list[list[Any]] = [
        ["Zaman", *(f"{one.metric.label} ({name})" if name else one.metric.label for one in drawn)]
    ]
    for at in moments:
        row = [column.get(at) for column in columns]
        source.append(
            [localtime(at).strftime(SHAPES[span]), *(None if one is None else round(one / scale, 2) for one in row)]
        )
    series = [{"type": "line", "kind": one.metric.kind, "connectNulls": False} for one in drawn]
    if series and unit == "bit/sn":
        series[0]["areaStyle"] = {"opacity": 0.18}
    sums = [
        (
            one.metric.label,
            amount(one.last, one.metric.unit or part.unit_of),
            amount(one.mean, one.metric.unit or part.unit_of),
            amount(one.most, one.metric.unit or part.unit_of),
            amount(one.p95, one.metric.unit or part.unit_of),
        )
        for one in courses
        if one.points
    ]
    option = {
        "dataset": {"source": source},
        "xAxis": {"type": "category"},
        "yAxis": {"minInterval": 0},
        "series": series,
    }
    note = f"Kapasite {amount(part.capacity, part.unit_of)}" if part.capacity and part.sort == "interface" else ""
    return Picture(part, option, part.name, note, sums, not moments)


def measured(part: Part) -> str:
    """The newest numbers of a part in one line."""
    found = []
    for place, metric in enumerate(METRICS[part.sort]):
        value = part.latest[place] if place < len(part.latest) else None
        if value is not None:
            found.append(amount(value, metric.unit or part.unit_of))
    return " / ".join(found) or "–"


@dataclass(frozen=True, slots=True)
class Knot:
    host: Host
    x: float
    y: float
    kind: str

    @property
    def url(self) -> str:
        return reverse("monitoring:host", args=[self.host.pk])


@dataclass(frozen=True, slots=True)
class Line:
    a: Knot
    b: Knot
    link: Link

    @property
    def label(self) -> str:
        return f"%{round(self.link.load)}" if self.link.load is not None else "–"

    @property
    def middle(self) -> tuple[float, float]:
        return (self.a.x + self.b.x) / 2, (self.a.y + self.b.y) / 2


@dataclass(frozen=True, slots=True)
class Weather:
    knots: Sequence[Knot]
    lines: Sequence[Line]
    width: int
    height: int


def weather(links: Sequence[Link]) -> Weather:
    """The links as a drawing: what most lines meet stands in the middle, the others around it in rings."""
    hosts: dict[int, Host] = {}
    ties: dict[int, set[int]] = {}
    for link in links:
        near, far = link.part.owner.host, link.part.far
        assert far is not None
        hosts[near.pk], hosts[far.pk] = near, far
        ties.setdefault(near.pk, set()).add(far.pk)
        ties.setdefault(far.pk, set()).add(near.pk)
    order = sorted(hosts, key=lambda key: (-len(ties[key]), hosts[key].name))
    placed: dict[int, tuple[float, float]] = {}
    ring, left = 0, order
    while left:
        many = 1 if ring == 0 else 10 * ring
        here, left = left[:many], left[many:]
        for place, key in enumerate(here):
            angle = 2 * math.pi * place / len(here) - math.pi / 2
            placed[key] = (ring * 210 * math.cos(angle), ring * 135 * math.sin(angle))
        ring += 1
    width, height = max(1, ring - 1) * 420 + 260, max(1, ring - 1) * 270 + 120
    knots = {
        key: Knot(
            hosts[key],
            round(width / 2 + x, 1),
            round(height / 2 + y, 1),
            HOST_KINDS[hosts[key].state] if hosts[key].enabled else "closed",
        )
        for key, (x, y) in placed.items()
    }
    lines = [Line(knots[link.part.owner.host_id], knots[link.part.far_id or 0], link) for link in links]
    return Weather(list(knots.values()), lines, width, height)


def check_line(check: Check) -> dict[str, Any]:
    return {
        "check": check,
        "kind": LEVEL_KINDS[check.level] if check.enabled and check.checked_at else "closed",
        "label": (
            "Kapalı" if not check.enabled else check.get_level_display() if check.checked_at else "Henüz ölçülmedi"
        ),
    }
