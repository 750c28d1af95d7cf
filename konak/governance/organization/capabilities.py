"""What this app can prove and count today. Each entry counts rows that exist because the feature works."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator
from konak.foundation.people.models import Appointment, Placement
from konak.foundation.people.positions import Basis
from konak.foundation.people.queries import in_force, on_day

from . import queries
from .models import Opinion, Post, RegistryTask, Reorganisation, Supervision, UnitDocument

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _noon(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def _latest(rows: QuerySet[Any], field: str) -> Any:
    return rows.order_by().aggregate(last=Max(field))["last"]


def _within(units: Units, field: str) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


def _changes(units: Units, until: dt.date) -> QuerySet[Reorganisation]:
    mine = _within(units, "case__unit_id") | _within(units, "changes__unit_id")
    return Reorganisation.objects.filter(mine, applied_at__lt=_end_of(until)).distinct()


def _placements(units: Units, until: dt.date) -> QuerySet[Placement]:
    return Placement.objects.filter(_within(units, "unit_id"), in_force(until))


def _posts(units: Units, until: dt.date) -> QuerySet[Post]:
    return Post.objects.filter(_within(units, "unit_id"), in_force(until))


def _documents(units: Units, until: dt.date) -> QuerySet[UnitDocument]:
    rows = UnitDocument.objects.filter(_within(units, "unit_id"), in_force(until))
    return rows.filter(kind__in=("internal", "division"))


def _lines(units: Units, until: dt.date) -> QuerySet[Supervision]:
    return Supervision.objects.filter(_within(units, "unit_id"), in_force(until))


def _opinions(units: Units, until: dt.date) -> QuerySet[Opinion]:
    return Opinion.objects.filter(_within(units, "unit_id"), given_at__lt=_end_of(until))


def _told(units: Units, until: dt.date) -> QuerySet[RegistryTask]:
    mine = _within(units, "case__unit_id") | _within(units, "lines__unit_id")
    return RegistryTask.objects.filter(mine, confirmed_on__lte=until).distinct()


CAPABILITIES = (
    Capability(
        "organization.registry",
        "DETSİS kayıtlarının birim değişikliklerini izlemesi",
        "organization",
        "Yürürlüğe giren her birim değişikliği için DETSİS bildirimi kendiliğinden açılır; bildirim ve doğrulama "
        "tarihiyle kapanır, verilen numara birime yazılır.",
        ("DETSİS", "Devlet Teşkilatı Merkezî Kayıt Sistemi", "kurum sorumlusu"),
        (
            "DETSİS kurum sorumlusu görevini yürütmek, değişiklikleri yapmak ve takip etmek",
            "Devlet Teşkilatı Merkezî Kayıt Sisteminde birim kayıtlarını güncellemek",
            "DETSİS kurum sorumlusu",
        ),
        last=lambda units, until: _noon(_latest(_told(units, until), "confirmed_on")),
        count=lambda units, until: _told(units, until).count(),
        link="/teskilat/detsis/bildirimler/",
        unless=("veri seti", "yazışma"),
    ),
    Capability(
        "organization.reorganisation",
        "Teşkilat değişikliği dosyaları",
        "organization",
        "Birim kurma, kapatma, bağlama, birleştirme ve ayırma önerileri; yönetmeliğin kuralıyla karara bağlanır, "
        "günü gelince yürürlüğe girer ve eski teşkilat tarihiyle kalır.",
        ("birim", "teşkilat", "şema", "yapılanma", "servis", "alt birim", "organizasyon"),
        (
            "teşkilat şeması müdürün teklifi Başkanın onayı ile yürürlüğe girer",
            "gerektiğinde alt birimler oluşturmak",
            "birim kurmak",
            "iç yapılanmada değişiklik yapmak",
            "organizasyon yapısını değiştirmek",
        ),
        last=lambda units, until: _latest(_changes(units, until), "applied_at"),
        count=lambda units, until: _changes(units, until).count(),
        link="/teskilat/degisiklikler/",
        unless=("veri seti", "ağ topolojisi"),
    ),
    Capability(
        "organization.chart",
        "Tarihli teşkilat şeması",
        "organization",
        "Bütün birimlerin bağlılıkları, yöneticileri ve görevlileriyle her tarihte görülebilen şeması.",
        ("birim", "şube", "servis", "müdürlük", "teşkilat", "bağlı"),
        (
            "Daire Başkanlığı aşağıdaki şube müdürlüklerinden oluşur",
            "Müdürlük aşağıdaki birimlerden oluşur",
            "servisler şube müdürlüğüne, şube müdürlükleri daire başkanlığına bağlıdır",
            "teşkilat yapısı",
        ),
        last=lambda units, until: _noon(_latest(_placements(units, until), "since")),
        count=lambda units, until: _placements(units, until).count(),
        link="/teskilat/",
        unless=("veri seti", "bağlantı"),
    ),
    Capability(
        "organization.cadre",
        "Norm kadro takibi",
        "organization",
        "Birimlerin norm kadrosu unvan ve sınıfıyla; dolu ve boş kadrolar, aşımda uyarı ya da engel.",
        ("kadro", "personel", "unvan"),
        (
            "norm kadro ilke ve standartlarına uygun personel",
            "müdürlüğün personeli norm kadroya uygun nitelik ve sayıda",
            "yeterli sayıda ve nitelikte personel bulundurulmasını sağlamak",
        ),
        last=lambda units, until: _noon(_latest(_posts(units, until), "since")),
        count=lambda units, until: _posts(units, until).aggregate(all=Sum("number"))["all"] or 0,
        link="/teskilat/norm-kadro/",
    ),
    Capability(
        "organization.division_of_work",
        "İç düzenleme ve görev dağılımı onayları",
        "organization",
        "Birimin iç düzenlemesi ve görev dağılımı; onay tarihi, sayısı ve dosyasıyla, yürürlükte olduğu dönemle.",
        ("görev dağılımı", "iş bölümü", "iç düzenleme", "görev bölümü", "yönerge"),
        (
            "yönetim, organizasyon ve iş bölümüne ilişkin iç düzenlemeleri yapmak",
            "personelin görev dağılımını yapmak",
            "iş bölümü esasına göre sevk ve idare etmek",
            "görev, yetki ve sorumluluklarını belirlemek",
        ),
        last=lambda units, until: _noon(_latest(_documents(units, until), "since")),
        count=lambda units, until: _documents(units, until).count(),
        link="/teskilat/belgeler/",
    ),
    Capability(
        "organization.reporting_line",
        "Bağlılık ve yetki devri kayıtları",
        "organization",
        "Birimin bağlı olduğu başkan yardımcısı ya da genel sekreter yardımcısı, yetki devrinin tarihi ve onayıyla.",
        ("başkan yardımcısı", "üst yönetici", "yetki devri", "bağlı"),
        (
            "Başkana ve Başkanın görevlendireceği başkan yardımcısına bağlı olarak çalışır",
            "bağlı olduğu başkan yardımcısına karşı sorumludur",
            "yetkilerini devretmek",
        ),
        last=lambda units, until: _noon(_latest(_lines(units, until), "since")),
        count=lambda units, until: _lines(units, until).count(),
        link="/teskilat/",
    ),
    Capability(
        "organization.opinion",
        "Birimler arası görüş",
        "organization",
        "Teşkilat değişikliklerinde ilgili birimlerin görüşü istenir; verilen görüş gerekçesiyle dosyada kalır.",
        ("görüş", "koordinasyon", "iş birliği"),
        (
            "ilgili birimlerin görüşünü almak",
            "birimlerle uyum ve iş birliği içinde çalışmak",
        ),
        last=lambda units, until: _latest(_opinions(units, until), "given_at"),
        count=lambda units, until: _opinions(units, until).count(),
        link="/teskilat/degisiklikler/",
    ),
)


def _filled(units: Units, since: dt.date, until: dt.date) -> float | None:
    posts = _posts(units, until)
    number = posts.aggregate(all=Sum("number"))["all"]
    if not number:
        return None
    seats = Appointment.objects.filter(
        on_day(until), acting_for=None, unit_id__in=posts.values("unit_id"), user__is_active=True
    )
    share: float = round(min(100.0, 100 * seats.exclude(basis=Basis.ASSIGNED).count() / number), 1)
    return share


def _depth(units: Units, since: dt.date, until: dt.date) -> float | None:
    return float(queries.depth(_roots(units, until))) or None


def _span(units: Units, since: dt.date, until: dt.date) -> float | None:
    return queries.span(_roots(units, until))


def _roots(units: Units, until: dt.date) -> list[queries.Card]:
    roots = queries.chart_on(until)
    if units is None:
        return roots
    mine = [card for card in queries.flat(roots) if card.id in units]
    return [card for card in mine if card.parent not in units]


def _headless(units: Units, since: dt.date, until: dt.date) -> float | None:
    cards = [card for card in queries.flat(queries.chart_on(until)) if units is None or card.id in units]
    return float(sum(card.headless for card in cards)) if cards else None


INDICATORS = (
    Indicator(
        "organization.filled_posts",
        "Dolu kadro oranı",
        "organization",
        "%",
        "Dönemin son gününde norm kadrosu girilmiş birimlerde dolu kadro payı. Görevlendirmeyle gelen sayılmaz.",
        _filled,
    ),
    Indicator(
        "organization.depth",
        "Teşkilatın kademe sayısı",
        "organization",
        "kademe",
        "Dönemin son gününde en üst birimden en alttakine kaç kademe olduğu.",
        _depth,
        "neither",
    ),
    Indicator(
        "organization.span",
        "Bir birime doğrudan bağlı birim",
        "organization",
        "adet",
        "Dönemin son gününde, altında birim olan birimlere doğrudan bağlı birimlerin ortalaması.",
        _span,
        "neither",
    ),
    Indicator(
        "organization.headless",
        "Yöneticisi olmayan birim",
        "organization",
        "adet",
        "Dönemin son gününde başında asil ya da vekil kimsenin bulunmadığı daire, şube ve müdürlükler.",
        _headless,
        "less",
    ),
)
