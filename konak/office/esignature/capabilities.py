"""What this app proves: documents are signed, certificates are run, and what is counted."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .lifecycle import CertificateState
from .models import Certificate, CertificateRequest, EventKind, Fault, MobileEvent, Signatory, Trial, Turn

Units = frozenset[int] | None


def _end(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _signed(units: Units, until: dt.date) -> QuerySet[Signatory]:
    rows = Signatory.objects.filter(state=Turn.SIGNED, signed_at__lt=_end(until))
    return rows if units is None else rows.filter(request__unit_id__in=units)


def _asked(units: Units, until: dt.date) -> QuerySet[CertificateRequest]:
    rows: QuerySet[CertificateRequest] = CertificateRequest.objects.filter(case__opened_at__lt=_end(until))
    return rows if units is None else rows.filter(case__unit_id__in=units)


def _mobile(units: Units, until: dt.date) -> QuerySet[MobileEvent]:
    rows = MobileEvent.objects.filter(at__lt=_end(until))
    return rows if units is None else rows.filter(application__case__unit_id__in=units)


def _faults(units: Units, until: dt.date) -> QuerySet[Fault]:
    rows = Fault.objects.filter(at__lt=_end(until))
    return rows if units is None else rows.filter(certificate__unit_id__in=units)


def _trials(units: Units, until: dt.date) -> QuerySet[Trial]:
    rows = Trial.objects.filter(good=True, at__lt=_end(until))
    return rows if units is None else rows.filter(certificate__unit_id__in=units)


CAPABILITIES = (
    Capability(
        code="esignature.signed",
        label="Belgelerin güvenli elektronik imza ile imzalanması",
        module="esignature",
        describes=(
            "Belgeler nitelikli elektronik sertifikayla imzalanır; zaman damgası ve iptal kanıtı imzayla birlikte "
            "saklanır, herkes doğrulama sayfasından bütünlüğünü ve güvenini ayrı ayrı görür."
        ),
        last=lambda units, until: _latest(_signed(units, until), "signed_at"),
        count=lambda units, until: _signed(units, until).count(),
        link="/imza/gonderilenler/",
        words=("imza", "elektronik", "5070", "güvenli", "nitelikli"),
        phrases=("elektronik imza kanunu", "güvenli elektronik imza", "nitelikli elektronik sertifika"),
    ),
    Capability(
        code="esignature.certificates",
        label="E-imza talep, yenileme ve iptal işlemleri",
        module="esignature",
        describes=(
            "Çalışanın sertifika başvurusu, yenilemesi ve iptali amir onayından sağlayıcıya ve kartın teslimine dek "
            "izlenir; bitecek sertifikalar sahibine hatırlatılır."
        ),
        last=lambda units, until: _latest(_asked(units, until), "case__opened_at"),
        count=lambda units, until: _asked(units, until).count(),
        link="/imza/basvurular/",
        words=("imza", "talep", "yenileme", "iptal", "sertifika", "kamusm", "sertifikasyon"),
        phrases=(
            "e-imza talep",
            "e-imza yenileme",
            "e-imza iptal",
            "elektronik imza işlemleri",
            "elektronik imza istek",
            "imza iptal taleplerini",
            "imza başvuru",
            "Kamu SM",
            "e-imza ve mobil imza",
            "KAMUSM işlemleri",
            "KAMUSM başvuruları",
        ),
    ),
    Capability(
        code="esignature.mobile",
        label="Mobil imza başvuruları ve işlem kayıtları",
        module="esignature",
        describes="Mobil imza başvurusu alınır; her imza, hat değişikliği ve yenileme kişi bazında kayda geçer.",
        last=lambda units, until: _latest(_mobile(units, until), "at"),
        count=lambda units, until: _mobile(units, until).count(),
        link="/imza/mobil/",
        words=("mobil", "imza", "başvuru", "kayıt"),
        phrases=("mobil imza",),
    ),
    Capability(
        code="esignature.support",
        label="E-imza teknik desteği",
        module="esignature",
        describes="Kart, okuyucu ve imza arızaları bildirilir, sertifikaya bağlanır, hizmeti yürütene iletilir.",
        last=lambda units, until: _latest(_faults(units, until), "at"),
        count=lambda units, until: _faults(units, until).count(),
        link="/imza/sertifikalarim/",
        words=("imza", "destek", "arıza", "sorun", "teknik"),
        phrases=(
            "imza teknik destek",
            "e-imza cihaz",
            "elektronik imza destek",
            "imza kullanıcı desteği",
            "imza sorunları",
        ),
    ),
    Capability(
        code="esignature.installation",
        label="E-imza kurulumu ve deneme imzası",
        module="esignature",
        describes="Sürücü ve okuyucu kurulduktan sonra atılan deneme imzası sertifikayla birlikte kayda geçer.",
        last=lambda units, until: _latest(_trials(units, until), "at"),
        count=lambda units, until: _trials(units, until).count(),
        link="/imza/sertifikalarim/",
        words=("imza", "kurulum", "okuyucu", "sürücü"),
        phrases=("e-imza kurulum", "elektronik imza kurulum"),
    ),
)


def _within(rows: QuerySet[Any], field: str, since: dt.date, until: dt.date) -> QuerySet[Any]:
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    return rows.filter(**{f"{field}__gte": begin, f"{field}__lt": _end(until)})


def signatures_in(units: Units, since: dt.date, until: dt.date) -> int:
    return _within(_signed(units, until), "signed_at", since, until).count()


def opened_in(units: Units, since: dt.date, until: dt.date) -> int:
    rows = _asked(units, until).filter(case__state=CertificateState.ACTIVE)
    return _within(rows, "case__closed_at", since, until).count()


def valid_at(units: Units, since: dt.date, until: dt.date) -> int:
    del since
    rows = Certificate.objects.filter(since__lt=_end(until), until__gte=_end(until))
    return (rows if units is None else rows.filter(unit_id__in=units)).count()


def _mobile_in(units: Units, since: dt.date, until: dt.date) -> int:
    rows = _mobile(units, until).filter(kind=EventKind.SIGNATURE)
    return _within(rows, "at", since, until).count()


def _faults_in(units: Units, since: dt.date, until: dt.date) -> int:
    return _within(_faults(units, until), "at", since, until).count()


def _trials_in(units: Units, since: dt.date, until: dt.date) -> int:
    return _within(_trials(units, until), "at", since, until).count()


INDICATORS = (
    Indicator(
        code="esignature.mobile_signatures",
        label="Mobil imzayla atılan imzalar",
        module="esignature",
        unit="adet",
        explains="Dönemde telefonla atılan ve operatörce doğrulanan imzalar.",
        value=_mobile_in,
        better="neither",
    ),
    Indicator(
        code="esignature.faults",
        label="Bildirilen e-imza arızaları",
        module="esignature",
        unit="adet",
        explains="Dönemde bildirilen kart, okuyucu ve hat arızaları.",
        value=_faults_in,
        better="less",
    ),
    Indicator(
        code="esignature.installations",
        label="Başarılı deneme imzaları",
        module="esignature",
        unit="adet",
        explains="Dönemde kurulumdan sonra başarıyla atılan deneme imzaları.",
        value=_trials_in,
        better="neither",
    ),
    Indicator(
        code="esignature.signatures",
        label="Elektronik imzayla imzalanan belgeler",
        module="esignature",
        unit="adet",
        explains="Dönemde atılan imza ve parafların sayısı; zaman damgası bekleyenler sayılmaz.",
        value=signatures_in,
        better="neither",
    ),
    Indicator(
        code="esignature.opened",
        label="Kullanıma açılan sertifikalar",
        module="esignature",
        unit="adet",
        explains="Dönemde deneme imzasıyla kullanıma açılan sertifika başvuruları.",
        value=opened_in,
        better="neither",
    ),
    Indicator(
        code="esignature.valid",
        label="Süresi geçerli sertifikalar",
        module="esignature",
        unit="adet",
        explains="Dönem sonunda süresi dolmamış sertifikaların sayısı; dönem içindeki iptaller düşülmez.",
        value=valid_at,
        better="neither",
    ),
)
