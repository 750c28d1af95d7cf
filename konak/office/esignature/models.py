"""What waits for whose signature, with which certificate it was made, and the cards, codes and stamps around it."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import Owned

from . import access
from .lifecycle import CERTIFICATE, MOBILE

USER = settings.AUTH_USER_MODEL


class Format(models.TextChoices):
    """How signature and content lie together."""

    PADES = "pades", "PAdES (PDF içinde)"
    DETACHED = "detached", "CAdES (ayrı dosyada)"
    ENVELOPING = "enveloping", "CAdES (içeriği saran)"


class Level(models.TextChoices):
    """How long a signature proves itself: CAdES calls them BES, T, X-Long and A."""

    B = "B", "B-B / BES"
    T = "T", "B-T / T"
    LT = "LT", "B-LT / X-Long"
    LTA = "LTA", "B-LTA / A"


class RequestState(models.TextChoices):
    OPEN = "open", "İmzada"
    SIGNED = "signed", "Tamamlandı"
    RETURNED = "returned", "İade edildi"
    WITHDRAWN = "withdrawn", "Geri çekildi"


class Role(models.TextChoices):
    INITIAL = "initial", "Paraf"
    SIGN = "sign", "İmza"
    SEAL = "seal", "Mühür"


class Turn(models.TextChoices):
    """Where one signer stands."""

    WAITING = "waiting", "Sırası gelmedi"
    READY = "ready", "İmza bekliyor"
    STAMPING = "stamping", "Zaman damgası bekliyor"
    SIGNED = "signed", "İmzaladı"
    RETURNED = "returned", "İade etti"
    DROPPED = "dropped", "Gerek kalmadı"


class Request(Owned):
    """One content that named persons sign, in order or side by side."""

    owners: ClassVar[tuple[str, ...]] = ("assignee",)
    personal: ClassVar[Mapping[str, str]] = {
        "subject": "free_text",
        "assignee": "identity",
        "why": "free_text",
    }

    key = models.UUIDField("anahtar", default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField("amaç", max_length=60, db_collation="C")
    """Whose request it is, as a word of the asking app: "correspondence.sign"."""
    reference = models.CharField("bağlı kayıt", max_length=60)
    url = models.CharField("adres", max_length=200, blank=True)
    subject = models.CharField("konu", max_length=250, db_collation="tr-x-icu")
    form = models.CharField("biçim", max_length=12, choices=Format.choices)
    level = models.CharField("düzey", max_length=4, choices=Level.choices)
    state = models.CharField("durum", max_length=12, choices=RequestState.choices, default=RequestState.OPEN)
    content = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="içerik")
    preview = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="önizleme"
    )
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imzalı dosya"
    )
    asked_at = models.DateTimeField("istendiği an", auto_now_add=True)
    due_on = models.DateField("son gün", null=True, blank=True)
    closed_at = models.DateTimeField("kapanış", null=True, blank=True)
    why = models.CharField("neden", max_length=1000, blank=True)
    renew_on = models.DateField("damga yenileme günü", null=True, blank=True)

    class Meta:
        verbose_name = "imza dosyası"
        verbose_name_plural = "imza dosyaları"
        indexes = [
            models.Index(fields=["purpose", "reference"], name="signature_of"),
            models.Index(fields=["renew_on"], name="signature_to_renew", condition=~Q(renew_on=None)),
            models.Index(fields=["unit", "-id"], name="signature_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & ~Q(closed_at=None)),
                name="signature_closed_once",
            ),
            models.CheckConstraint(condition=~Q(state="signed") | ~Q(result=None), name="signature_signed_has_file"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state_label(self) -> str:
        return RequestState(self.state).label

    @property
    def late(self) -> bool:
        return self.state == RequestState.OPEN and self.due_on is not None and self.due_on < localdate()


class Signatory(models.Model):
    """One person's turn in a request."""

    personal: ClassVar[Mapping[str, str]] = {
        "user": "identity",
        "acts": "free_text",
        "note": "free_text",
        "signer_name": "identity",
    }

    request = models.ForeignKey(Request, models.PROTECT, related_name="signatories", verbose_name="imza dosyası")
    user = models.ForeignKey(USER, models.PROTECT, related_name="signatures", verbose_name="imzalayacak")
    order = models.PositiveSmallIntegerField("sıra", default=1)
    role = models.CharField("işlem", max_length=8, choices=Role.choices, default=Role.SIGN)
    acts = models.CharField("sıfat", max_length=200, blank=True)
    """In the signer's own words why he signs: "Başkan a.", "Koordinasyon"."""
    state = models.CharField("durum", max_length=10, choices=Turn.choices, default=Turn.WAITING)
    note = models.CharField("açıklama", max_length=1000, blank=True)
    method = models.CharField("yöntem", max_length=8, blank=True)
    ready_at = models.DateTimeField("sırasının geldiği an", null=True, blank=True)
    signed_at = models.DateTimeField("imza anı", null=True, blank=True)
    stamped_at = models.DateTimeField("zaman damgası", null=True, blank=True)
    signer_name = models.CharField("sertifikadaki ad", max_length=150, blank=True)
    certificate_sha256 = models.CharField("sertifika özeti", max_length=64, blank=True)
    result = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imzadan sonraki dosya"
    )

    class Meta:
        verbose_name = "imzacı"
        verbose_name_plural = "imzacılar"
        constraints = [
            models.UniqueConstraint(fields=["request", "user", "role", "order"], name="signatory_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "stamping"]) | (~Q(result=None) & ~Q(signed_at=None)),
                name="signatory_signed_has_file",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "ready_at"], name="signatory_waiting", condition=Q(state="ready")),
            models.Index(fields=["id"], name="signatory_stamping", condition=Q(state="stamping")),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.order}"


class Attempt(models.Model):
    """A signature under way: what the server prepared, until the card answers. One at a time for each request."""

    personal: ClassVar[Mapping[str, str]] = {"certificate": "identity", "prepared": "free_text"}

    key = models.UUIDField("anahtar", default=uuid.uuid4, unique=True, editable=False)
    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="attempts", verbose_name="imzacı")
    base_sha256 = models.CharField("temel alınan içerik", max_length=64)
    certificate = models.BinaryField("sertifika")
    chain = models.BinaryField("üst sertifikalar", blank=True)
    prepared = models.BinaryField("hazırlanan")
    attributes = models.BinaryField("imzalanacak öznitelikler")
    digest = models.CharField("imzalanacak özet", max_length=128)
    method = models.CharField("yöntem", max_length=8)
    transaction = models.CharField("operatörün işlem numarası", max_length=100, blank=True)
    made_at = models.DateTimeField("hazırlandığı an", auto_now_add=True)
    expires_at = models.DateTimeField("geçerlilik")

    class Meta:
        verbose_name = "imza denemesi"
        verbose_name_plural = "imza denemeleri"

    def __str__(self) -> str:
        return str(self.key)


class CertificateKind(models.TextChoices):
    QUALIFIED = "qualified", "Nitelikli (kart)"
    MOBILE = "mobile", "Mobil imza"
    SEAL = "seal", "E-mühür"


class CertificateStatus(models.TextChoices):
    ACTIVE = "active", "Geçerli"
    SUSPENDED = "suspended", "Askıda"
    REVOKED = "revoked", "İptal"


@history()
class Certificate(Owned):
    """A certificate of somebody of the house: what it says, and what became of it."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "name": "identity",
        "identity_masked": "identity",
        "serial": "identity",
        "der": "identity",
        "status_why": "free_text",
    }

    kind = models.CharField("tür", max_length=10, choices=CertificateKind.choices)
    sha256 = models.CharField("özet", max_length=64, unique=True, db_collation="C")
    serial = models.CharField("seri no", max_length=64, db_collation="C")
    issuer = models.CharField("yayımlayan", max_length=200, db_collation="tr-x-icu")
    name = models.CharField("ad", max_length=150, db_collation="tr-x-icu")
    identity_masked = models.CharField("T.C. kimlik no", max_length=20, blank=True)
    qualified = models.BooleanField("nitelikli", default=False)
    since = models.DateTimeField("başlangıç")
    until = models.DateTimeField("bitiş")
    der = models.BinaryField("sertifika")
    status = models.CharField(
        "durum", max_length=10, choices=CertificateStatus.choices, default=CertificateStatus.ACTIVE
    )
    status_at = models.DateTimeField("durum değişimi", null=True, blank=True)
    status_why = models.CharField("neden", max_length=500, blank=True)
    provider = models.CharField("sağlayıcı", max_length=100, blank=True)
    last_test_at = models.DateTimeField("son deneme imzası", null=True, blank=True)
    warned_for = models.PositiveSmallIntegerField("uyarılan gün", null=True, blank=True)
    added_at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "sertifika"
        verbose_name_plural = "sertifikalar"
        indexes = [models.Index(fields=["until"], name="certificate_by_end", condition=Q(status="active"))]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="certificate_has_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def expired(self) -> bool:
        return localdate(self.until) < localdate()

    @property
    def days_left(self) -> int:
        return (localdate(self.until) - localdate()).days

    @property
    def state_kind(self) -> str:
        if self.status != CertificateStatus.ACTIVE or self.expired:
            return "closed"
        return "wait" if self.days_left <= WARN_DAYS[0] else "done"

    @property
    def state_label(self) -> str:
        if self.status == CertificateStatus.ACTIVE and self.expired:
            return "Süresi doldu"
        return CertificateStatus(self.status).label


WARN_DAYS = (60, 30, 15, 7)
"""Days before its end at which the holder hears of it."""


class DeviceKind(models.TextChoices):
    CARD = "card", "Akıllı kart"
    TOKEN = "token", "USB jeton"
    READER = "reader", "Kart okuyucu"
    SIM = "sim", "Mobil imza SIM kartı"


class DeviceState(models.TextChoices):
    STOCK = "stock", "Depoda"
    HANDED = "handed", "Kişide"
    FAULTY = "faulty", "Arızalı"
    LOST = "lost", "Kayıp"
    SCRAPPED = "scrapped", "Hurda"


@history()
class Device(Owned):
    """A card, a token or a reader, in stock or in somebody's hands."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "note": "free_text"}

    kind = models.CharField("tür", max_length=8, choices=DeviceKind.choices)
    serial = models.CharField("seri no", max_length=60, db_collation="C")
    model = models.CharField("model", max_length=100, blank=True)
    state = models.CharField("durum", max_length=10, choices=DeviceState.choices, default=DeviceState.STOCK)
    note = models.CharField("açıklama", max_length=500, blank=True)
    handed_at = models.DateTimeField("teslim", null=True, blank=True)
    receipt = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teslim tutanağı"
    )

    class Meta:
        verbose_name = "kart ya da okuyucu"
        verbose_name_plural = "kart ve okuyucular"
        constraints = [
            models.UniqueConstraint(fields=["kind", "serial"], name="signing_device_once"),
            models.CheckConstraint(
                condition=~Q(state="handed") | ~Q(assignee=None), name="signing_device_handed_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}"


class Reason(models.TextChoices):
    """Why a certificate is asked for, by the words of the form."""

    FIRST = "first", "İlk başvuru"
    RENEWAL = "renewal", "Yenileme"
    LOST = "lost", "Kayıp ya da çalıntı"
    FAULT = "fault", "Arıza"
    CHANGE = "change", "Bilgi değişikliği"
    REVOKE = "revoke", "İptal"


class Proof(models.TextChoices):
    EDEVLET = "edevlet", "e-Devlet"
    IN_PERSON = "in_person", "Yüz yüze"


@history()
class CertificateRequest(CaseRecord):
    """Sertifika başvurusu: the fields of the provider's form, and what came of it."""

    lifecycle = CERTIFICATE
    series = "ES"
    view = access.SEE_CERTIFICATES
    card = "esignature/_certificate_request.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "open",
        "sent": "open",
        "produced": "open",
        "handed": "wait",
        "active": "done",
        "refused": "closed",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {
        "person": "identity",
        "birth_date": "identity",
        "email": "contact",
        "phone": "contact",
        "delivery": "contact",
        "note": "free_text",
    }

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="sertifika sahibi")
    reason = models.CharField("başvuru nedeni", max_length=8, choices=Reason.choices)
    years = models.PositiveSmallIntegerField("süre (yıl)", default=3)
    birth_date = models.DateField("doğum tarihi", null=True, blank=True)
    title = models.CharField("unvan", max_length=120)
    registry_no = models.CharField("kurum sicil no", max_length=30, blank=True)
    email = models.EmailField("kurumsal e-posta")
    phone = models.CharField("cep telefonu", max_length=20)
    delivery = models.CharField("teslimat adresi", max_length=300)
    device_kind = models.CharField("istenen aygıt", max_length=8, choices=DeviceKind.choices, default=DeviceKind.CARD)
    reader = models.BooleanField("kart okuyucu da gerekiyor", default=True)
    proof = models.CharField("kimlik doğrulama", max_length=10, choices=Proof.choices, default=Proof.EDEVLET)
    provider = models.CharField("sağlayıcı", max_length=100, default="Kamu SM")
    provider_number = models.CharField("sağlayıcının başvuru no", max_length=60, blank=True)
    replaces = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="yerine geçtiği sertifika"
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="üretilen sertifika"
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="teslim edilen kart"
    )
    note = models.CharField("açıklama", max_length=1000, blank=True)

    class Meta:
        verbose_name = "sertifika başvurusu"
        verbose_name_plural = "sertifika başvuruları"
        constraints = [
            models.CheckConstraint(condition=Q(years__range=(1, 3)), name="certificate_years_by_law"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class Operator(models.TextChoices):
    TURKCELL = "turkcell", "Turkcell"
    TURK_TELEKOM = "turk_telekom", "Türk Telekom"
    VODAFONE = "vodafone", "Vodafone"


@history()
class MobileApplication(CaseRecord):
    """Mobil imza başvurusu, and after it the line that signs."""

    lifecycle = MOBILE
    series = "MI"
    view = access.SEE_CERTIFICATES
    card = "esignature/_mobile_application.html"
    state_kinds: ClassVar[Mapping[str, str]] = {
        "asked": "wait",
        "approved": "open",
        "sent": "open",
        "active": "done",
        "closed": "closed",
        "refused": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"person": "identity", "number": "contact", "note": "free_text"}

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="hat sahibi")
    operator = models.CharField("operatör", max_length=14, choices=Operator.choices)
    number = models.CharField("GSM numarası", max_length=12, db_collation="C")
    note = models.CharField("açıklama", max_length=1000, blank=True)
    active_since = models.DateTimeField("açılış", null=True, blank=True)
    until = models.DateField("sertifika bitişi", null=True, blank=True)

    class Meta:
        verbose_name = "mobil imza başvurusu"
        verbose_name_plural = "mobil imza başvuruları"
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^905\d{9}$"), name="mobile_number_of_turkey"),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def log(self) -> list["MobileEvent"]:
        """What happened on the line, the newest first."""
        return list(MobileEvent.objects.filter(application=self).order_by("-at")[:50])

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")


class EventKind(models.TextChoices):
    SIGNATURE = "signature", "İmza"
    REFUSAL = "refusal", "Reddedildi"
    TIMEOUT = "timeout", "Yanıt gelmedi"
    LINE = "line", "Hat değişikliği"
    RENEWAL = "renewal", "Yenileme"
    STATE = "state", "Durum"


class MobileEvent(models.Model):
    """What happened on a line: it is written and never changed."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "words": "free_text"}

    application = models.ForeignKey(
        MobileApplication, models.PROTECT, related_name="happenings", verbose_name="mobil imza başvurusu"
    )
    at = models.DateTimeField("an", auto_now_add=True)
    kind = models.CharField("olay", max_length=10, choices=EventKind.choices)
    words = models.CharField("ayrıntı", max_length=300, blank=True)
    transaction = models.CharField("işlem no", max_length=100, blank=True)
    status = models.PositiveSmallIntegerField("durum kodu", null=True, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="işleyen")

    class Meta:
        verbose_name = "mobil imza olayı"
        verbose_name_plural = "mobil imza olayları"
        indexes = [models.Index(fields=["application", "-at"], name="mobile_event_by_line")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d.%m.%Y}"


class Fault(models.Model):
    """Somebody's card, reader or line does not work."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "what": "free_text"}

    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="bildiren")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="faults", verbose_name="sertifika"
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="faults", verbose_name="aygıt"
    )
    what = models.CharField("arıza", max_length=1000)
    at = models.DateTimeField("bildirim", auto_now_add=True)
    ticket = models.CharField("destek talebi", max_length=24, blank=True)

    class Meta:
        verbose_name = "imza arızası"
        verbose_name_plural = "imza arızaları"

    def __str__(self) -> str:
        return self.what[:60]


class Trial(models.Model):
    """A test signature after installation, or later when something is in doubt."""

    personal: ClassVar[Mapping[str, str]] = {"user": "identity", "words": "free_text", "computer": "free_text"}

    user = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="deneyen")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="trials", verbose_name="sertifika"
    )
    at = models.DateTimeField("an", auto_now_add=True)
    good = models.BooleanField("başarılı")
    words = models.CharField("sonuç", max_length=500)
    computer = models.CharField("sürücü ve okuyucu", max_length=200, blank=True)

    class Meta:
        verbose_name = "deneme imzası"
        verbose_name_plural = "deneme imzaları"

    def __str__(self) -> str:
        return self.words[:60]


class Code(models.Model):
    """The code printed on a document, by which anybody asks whether it is genuine."""

    personal: ClassVar[Mapping[str, str]] = {"title": "free_text"}

    code = models.CharField("doğrulama kodu", max_length=16, unique=True, db_collation="C")
    purpose = models.CharField("amaç", max_length=60, db_collation="C")
    reference = models.CharField("bağlı kayıt", max_length=60)
    title = models.CharField("görünen ad", max_length=250, blank=True, db_collation="tr-x-icu")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="belge"
    )
    signature = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ayrı imza dosyası"
    )
    secret = models.BooleanField("içeriği gösterilmez", default=False)
    made_at = models.DateTimeField("verildiği an", auto_now_add=True)
    closed_at = models.DateTimeField("kapatıldığı an", null=True, blank=True)
    asked = models.PositiveIntegerField("sorgulanma", default=0)

    class Meta:
        verbose_name = "doğrulama kodu"
        verbose_name_plural = "doğrulama kodları"
        indexes = [models.Index(fields=["purpose", "reference"], name="verification_code_of")]

    def __str__(self) -> str:
        return self.code
