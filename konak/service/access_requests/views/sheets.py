"""The lists of this app as workbooks: the rows a page would show if it had no end."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, workbook

from ..models import (
    AccessRequest,
    Campaign,
    Conflict,
    Drift,
    Entitlement,
    Movement,
    ReviewItem,
    Right,
    SharedAccount,
    Template,
    Undertaking,
    UndertakingVersion,
)
from ..queries.entitlements import Forgotten

Told = Sequence[tuple[str, object]]
PERSON, UNIT, RIGHT_ = Column("Kişi", 28), Column("Birim", 40), Column("Yetki", 44)


def _name(user: object) -> str:
    return str(getattr(user, "full_name", "")) if user else ""


def entitlements(title: str, rows: Iterable[Entitlement], told: Told) -> HttpResponse:
    head = [
        *(PERSON, UNIT, Column("Sistem", 24), RIGHT_, Column("Ayrıntı", 30), Column("Risk", 10)),
        *(Column("Ayrıcalıklı", 12), Column("Başlangıç", 12), Column("Son gün", 12), Column("Durum", 22)),
        *(Column("Kaynak", 16), Column("Talep", 16), Column("Son kullanım", 12), Column("Son gözden geçirme", 14)),
    ]
    lines = (
        [
            *(_name(row.assignee), row.unit.name, row.right.area, row.right.name, row.detail),
            *(row.right.get_risk_display(), "Evet" if row.right.privileged else "", row.since, row.until),
            *(row.get_state_display(), row.get_origin_display(), row.request_number, row.last_used_on),
            row.last_reviewed_on,
        ]
        for row in rows
    )
    return workbook(title, head, lines, "yetkiler", filters=told)


def requests(title: str, rows: Iterable[AccessRequest], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Tür", 20), Column("Kimin için", 28), Column("Sistem", 24), RIGHT_),
        *(Column("Gerekçe", 50), Column("Başlangıç", 12), Column("Bitiş", 12), Column("Sıradaki onay", 24)),
        *(Column("Kimde", 28), Column("Birim", 40), Column("Açılış", 18), Column("Son gün", 12)),
        *(Column("Durum", 24), Column("Kapanış", 18)),
    ]
    lines = (
        [
            *(row.case.number, row.get_kind_display(), _name(row.person), row.right.area, row.right.name),
            *(row.reason, row.since, row.until, row.get_role_display(), _name(row.case.assignee)),
            *(row.case.unit.name, row.case.opened_at, row.case.due_on, row.state_label, row.case.closed_at),
        ]
        for row in rows
    )
    return workbook(title, head, lines, "yetki-talepleri", filters=told)


def rights(rows: Iterable[Right], told: Told) -> HttpResponse:
    head = [
        *(Column("Kod", 24), Column("Sistem", 24), RIGHT_, Column("Tür", 22), Column("Ne yapılabilir", 60)),
        *(Column("Risk", 10), Column("Ayrıcalıklı", 12), Column("Sahibi", 28), Column("Sahibi olan birim", 40)),
        *(Column("Yürüten birim", 40), Column("En uzun süre (gün)", 12), Column("Gözden geçirme (ay)", 12)),
        *(Column("Otomatik", 14), Column("Kişi sayısı", 10), Column("İstenebilir", 10)),
    ]
    lines = (
        [
            *(row.code, row.area, row.name, row.get_kind_display(), row.allows, row.get_risk_display()),
            *("Evet" if row.privileged else "", _name(row.assignee), row.unit.name, row.executing_unit.name),
            *(row.longest_days, row.review_months, row.provisioner, getattr(row, "holders", None)),
            "Evet" if row.active else "Hayır",
        ]
        for row in rows
    )
    return workbook("Yetki kataloğu", head, lines, "yetki-katalogu", filters=told)


def rules(rows: Iterable[tuple[Conflict, str]]) -> HttpResponse:
    head = [RIGHT_, Column("Öteki taraf", 44), Column("Gerekçe", 50), Column("Dayanak", 30), Column("Sonucu", 12)]
    lines = (
        [
            *(str(rule.right), str(rule.other or group), rule.why, rule.basis),
            "Kaldırıldı" if not rule.active else "Engeller" if rule.stops else "Uyarır",
        ]
        for rule, group in rows
    )
    return workbook("Yetki çakışma kuralları", head, lines, "cakisma-kurallari", filters=[])


def undertakings(rows: Iterable[tuple[Undertaking, UndertakingVersion | None]]) -> HttpResponse:
    head = [
        *(Column("Taahhüt", 40), Column("Kod", 24), Column("Sürüm", 8), Column("Yürürlük", 12)),
        *(Column("Kabul eden", 10), Column("Yetki", 10), Column("Geçerlilik (ay)", 12), Column("Özet", 66)),
    ]
    lines = (
        [
            *(row.name, row.code, newest.number if newest else None, newest.in_force_on if newest else None),
            *(getattr(row, "accepted", None), getattr(row, "in_rights", None), row.valid_months),
            newest.digest if newest else "",
        ]
        for row, newest in rows
    )
    return workbook("Taahhütler", head, lines, "taahhutler", filters=[])


def templates(rows: Iterable[Template]) -> HttpResponse:
    head = [
        *(Column("Şablon", 40), UNIT, Column("Unvan", 24), Column("Yetki", 8), Column("Kalem", 8)),
        Column("Kullanımda", 12),
    ]
    lines = (
        [
            *(row.name, row.unit.name, row.get_position_display() or "Herkes", getattr(row, "rights", None)),
            *(getattr(row, "all", None), "Evet" if row.active else "Hayır"),
        ]
        for row in rows
    )
    return workbook("Yetki şablonları", head, lines, "yetki-sablonlari", filters=[])


def forgotten(rows: Iterable[Forgotten], told: Told) -> HttpResponse:
    head = [
        *(PERSON, UNIT, Column("Sistem", 24), RIGHT_, Column("Belirti", 50), Column("Başlangıç", 12)),
        *(Column("Son kullanım", 12), Column("Son gözden geçirme", 14), Column("Risk", 10)),
    ]
    lines = (
        [
            *(_name(one.entitlement.assignee), one.entitlement.unit.name, one.entitlement.right.area),
            *(one.entitlement.right.name, ", ".join(one.signs), one.entitlement.since),
            *(one.entitlement.last_used_on, one.entitlement.last_reviewed_on),
            one.entitlement.right.get_risk_display(),
        ]
        for one in rows
    )
    return workbook("Unutulmuş yetkiler", head, lines, "unutulmus-yetkiler", filters=told)


def drifts(rows: Iterable[Drift], told: Told) -> HttpResponse:
    head = [
        *(Column("Hesap", 28), PERSON, RIGHT_, Column("Sapma", 26), Column("İlk görülme", 18)),
        *(Column("Son görülme", 18), Column("Sonuç", 24), Column("Gerekçe", 40), Column("Sonuçlandıran", 28)),
    ]
    lines = (
        [
            *(row.account, _name(row.user), str(row.right), row.get_kind_display(), row.first_seen_at),
            *(row.last_seen_at, row.get_fate_display(), row.why, _name(row.settled_by)),
        ]
        for row in rows
    )
    return workbook("Sistem ile kütük arasındaki sapmalar", head, lines, "sapmalar", filters=told)


def accounts(rows: Iterable[SharedAccount], told: Told) -> HttpResponse:
    head = [
        *(Column("Hesap", 28), Column("Sistem", 24), Column("Tür", 24), Column("Ne için", 50), Column("Sahibi", 28)),
        *(UNIT, Column("Kasa", 30), Column("Son yenileme", 12), Column("Yenileme (gün)", 10)),
        *(Column("Gözden geçirme", 12), Column("Kapatılma", 12)),
    ]
    lines = (
        [
            *(row.name, row.area, row.get_kind_display(), row.purpose, _name(row.assignee), row.unit.name),
            *(row.safe, row.rotated_on, row.rotate_days, row.review_on, row.closed_on),
        ]
        for row in rows
    )
    return workbook("Ortak hesaplar", head, lines, "ortak-hesaplar", filters=told)


def campaigns(rows: Iterable[Campaign], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Gözden geçirme", 50), UNIT, Column("Yetki", 8), Column("Karar", 8)),
        *(Column("Kaldırılan", 10), Column("Başlangıç", 18), Column("Son gün", 12), Column("Durum", 16)),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.case.unit.name, getattr(row, "all", None)),
            *(getattr(row, "decided", None), getattr(row, "revoked", None), row.started_at, row.case.due_on),
            row.state_label,
        ]
        for row in rows
    )
    return workbook("Yetki gözden geçirmeleri", head, lines, "gozden-gecirmeler", filters=told)


def items(title: str, rows: Iterable[ReviewItem], told: Told) -> HttpResponse:
    head = [
        *(PERSON, UNIT, RIGHT_, Column("Risk", 10), Column("Gözden geçiren", 28), Column("Karar", 14)),
        *(Column("Gerekçe", 50), Column("Karar zamanı", 18)),
    ]
    lines = (
        [
            *(_name(row.entitlement.assignee), row.entitlement.unit.name, str(row.entitlement.right)),
            *(row.entitlement.right.get_risk_display(), _name(row.reviewer), row.get_decision_display()),
            *(row.why, row.decided_at),
        ]
        for row in rows
    )
    return workbook(title, head, lines, "gozden-gecirme", filters=told)


def movements(rows: Iterable[Movement], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Tür", 18), PERSON, UNIT, Column("Geçerlilik", 18), Column("Kalem", 8)),
        *(Column("Açık kalem", 10), Column("Son gün", 12), Column("Durum", 16), Column("Kapanış", 18)),
    ]
    lines = (
        [
            *(row.case.number, row.get_kind_display(), row.name, row.case.unit.name, row.effective_at),
            *(getattr(row, "all", None), getattr(row, "left", None), row.case.due_on, row.state_label),
            row.case.closed_at,
        ]
        for row in rows
    )
    return workbook("Personel hareketleri", head, lines, "personel-hareketleri", filters=told)
