"""The roads in and out: files that are converted and read, boxes that are emptied, evidence, attempts in time."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from konak.foundation.cases.models import Case
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned
from konak.foundation.people.positions import Clearance

from .incoming import Incoming, IncomingAnnex
from .letter import Addressee, Dispatch, Letter
from .plan import FileCode

NAMED = r"^[A-Z][A-Z0-9_]{0,39}$"


class Work(models.TextChoices):
    PDFA = "pdfa", "PDF/A'ya dönüştürme"
    OCR = "ocr", "PDF/A ve metin tanıma"


class Archived(models.TextChoices):
    """How the copy for keeping came to be; the values are those of the converter."""

    AS_IS = "as_is", "Geldiği gibi PDF/A"
    DECLARED = "declared", "Sayfalara dokunulmadan"
    REDRAWN = "redrawn", "Sayfalar yeniden çizilerek"


class WorkState(models.TextChoices):
    WAITING = "waiting", "Sırada"
    RUNNING = "running", "Sürüyor"
    DONE = "done", "Tamam"
    FAILED = "failed", "Yapılamadı"


class Conversion(models.Model):
    """Work on a file that came: its PDF/A, its text. The file as it came is `source` and stays."""

    personal: ClassVar[Mapping[str, str]] = {}

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="conversions", verbose_name="evrak")
    annex = models.ForeignKey(IncomingAnnex, models.PROTECT, null=True, related_name="+", verbose_name="ek")
    kind = models.CharField("iş", max_length=4, choices=Work.choices)
    source = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="özgün dosya")
    result = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="sonuç")
    state = models.CharField("durum", max_length=7, choices=WorkState.choices, default=WorkState.WAITING)
    percent = models.PositiveSmallIntegerField("yüzde", default=0)
    doing = models.CharField("ne yapılıyor", max_length=120, blank=True)
    why = models.CharField("neden", max_length=400, blank=True)
    taken_out = models.CharField("çıkarılan etkin içerik", max_length=300, blank=True)
    archived = models.CharField("PDF/A", max_length=8, choices=Archived.choices, blank=True)
    pages = models.PositiveIntegerField("sayfa", default=0)
    asked_at = models.DateTimeField("istenme", auto_now_add=True)
    started_at = models.DateTimeField("başlayış", null=True)
    ended_at = models.DateTimeField("bitiş", null=True)

    class Meta:
        verbose_name = "dönüştürme"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state"], name="conversion_open", condition=Q(state__in=["waiting", "running"])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["incoming", "annex", "kind"], name="conversion_once", nulls_distinct=False
            ),
        ]

    @property
    def state_kind(self) -> str:
        return {"waiting": "wait", "running": "open", "done": "done", "failed": "late"}[self.state]


class BoxKind(models.TextChoices):
    KEP = "kep", "KEP"
    MAIL = "mail", "E-posta"


class BoxLine(models.TextChoices):
    TLS = "tls", "TLS"
    STARTTLS = "starttls", "STARTTLS"
    NONE = "none", "Şifresiz (yalnız aynı bilgisayar)"


class Postbox(Owned):
    """A box official documents come through. Its password is named here and stands in the environment."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity"}

    kind = models.CharField("tür", max_length=4, choices=BoxKind.choices, default=BoxKind.MAIL)
    name = models.CharField("ad", max_length=80, db_collation=TURKISH)
    address = models.EmailField("adres")
    host = models.CharField("IMAP sunucusu", max_length=200)
    port = models.PositiveIntegerField("IMAP kapısı", default=0, validators=[MaxValueValidator(65_535)])
    tls = models.CharField("IMAP bağlantısı", max_length=8, choices=BoxLine.choices, default=BoxLine.TLS)
    user = models.CharField("kullanıcı adı", max_length=200)
    secret = models.CharField("parolanın adı", max_length=40, validators=[RegexValidator(NAMED)])
    smtp_host = models.CharField("SMTP sunucusu", max_length=200, blank=True)
    smtp_port = models.PositiveIntegerField("SMTP kapısı", default=0, validators=[MaxValueValidator(65_535)])
    smtp_tls = models.CharField("SMTP bağlantısı", max_length=8, choices=BoxLine.choices, default=BoxLine.TLS)
    done_folder = models.CharField("işlenenler klasörü", max_length=120, default="Konak/İşlenen")
    failed_folder = models.CharField("işlenemeyenler klasörü", max_length=120, default="Konak/İşlenemeyen")
    limit_mb = models.PositiveSmallIntegerField("en büyük ileti (MB)", default=50)
    active = models.BooleanField("okunsun", default=True)

    validity = models.BigIntegerField("UIDVALIDITY", null=True, blank=True)
    last_uid = models.BigIntegerField("son UID", default=0)
    read_at = models.DateTimeField("son okuma", null=True, blank=True)
    fault = models.CharField("sorun", max_length=300, blank=True)
    faults = models.PositiveIntegerField("arka arkaya sorun", default=0)
    next_at = models.DateTimeField("sıradaki deneme", default=now)

    class Meta:
        verbose_name = "evrak kutusu"
        verbose_name_plural = "evrak kutuları"
        constraints = [models.UniqueConstraint(Lower("address"), name="postbox_address_once")]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def state(self) -> tuple[str, str]:
        """What the list says of it, and its colour."""
        if not self.active:
            return "Kapalı", "closed"
        if self.fault:
            return "Okunamıyor", "late"
        return ("Çalışıyor", "done") if self.read_at else ("Henüz okunmadı", "wait")


class ArrivalState(models.TextChoices):
    RECEIVED = "received", "İşlenecek"
    REGISTERED = "registered", "Evrak kaydedildi"
    EVIDENCE = "evidence", "Delil"
    IGNORED = "ignored", "İşlenmedi"
    FAILED = "failed", "İşlenemedi"


class Arrival(models.Model):
    """A message as it came into a box, once however often it came, and what was made of it."""

    personal: ClassVar[Mapping[str, str]] = {"sender": "contact", "subject": "free_text"}

    box = models.ForeignKey(Postbox, models.PROTECT, related_name="arrivals", verbose_name="kutu")
    fingerprint = models.CharField("özet", max_length=64, unique=True)
    message_id = models.CharField("ileti kimliği", max_length=250, blank=True)
    sender = models.CharField("gönderen", max_length=254, blank=True)
    subject = models.CharField("konu", max_length=300, blank=True)
    raw = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="ileti")
    state = models.CharField("durum", max_length=10, choices=ArrivalState.choices, default=ArrivalState.RECEIVED)
    judged = models.CharField("imza denetimi", max_length=300, blank=True)
    why = models.CharField("açıklama", max_length=300, blank=True)
    incoming = models.ForeignKey(
        Incoming, models.PROTECT, null=True, related_name="arrivals", verbose_name="kaydedilen evrak"
    )
    at = models.DateTimeField("geliş", auto_now_add=True)

    class Meta:
        verbose_name = "gelen ileti"
        ordering = ["-pk"]

    @property
    def state_kind(self) -> str:
        kinds = {"received": "wait", "registered": "done", "evidence": "open", "ignored": "closed", "failed": "late"}
        return kinds[self.state]


class EvidenceKind(models.TextChoices):
    """The codes are those of the gateway."""

    ACCEPTED = "accepted", "Gönderi kabul delili"
    REFUSED = "refused", "Gönderi ret delili"
    RELAYED = "relayed", "İletim delili"
    RELAY_FAILED = "relay_failed", "İletilemedi delili"
    DELIVERED = "delivered", "Teslim delili"
    UNDELIVERED = "undelivered", "Teslim edilemedi delili"
    READ = "read", "Okundu delili"
    UNREAD = "unread", "Okunmadı delili"


class Proof(models.Model):
    """Delil: what a provider of registered mail bears witness to, of a letter of ours or of one that came."""

    personal: ClassVar[Mapping[str, str]] = {}

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, related_name="proofs", verbose_name="gönderim")
    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="proofs", verbose_name="evrak")
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, related_name="proofs", verbose_name="ileti")
    kind = models.CharField("delil", max_length=12, choices=EvidenceKind.choices)
    identifier = models.CharField("delil no", max_length=120, unique=True)
    code = models.CharField("olay kodu", max_length=120, blank=True)
    issuer = models.CharField("düzenleyen", max_length=200, blank=True)
    reason = models.CharField("neden", max_length=300, blank=True)
    judged = models.CharField("denetim", max_length=300)
    """ "ok", why not, or "?" and why it cannot be told."""
    xades = models.CharField("delilin kendi imzası", max_length=300, blank=True)
    """The same of the signature inside the evidence; "" where it carries none."""
    event_at = models.DateTimeField("olay anı", null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="delil dosyası")
    at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "delil"
        verbose_name_plural = "deliller"
        ordering = ["event_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(dispatch__isnull=False, incoming__isnull=False), name="proof_of_one_document"
            ),
        ]

    @property
    def verdict(self) -> tuple[str, str]:
        """What is said of it on a page, and its colour."""
        if self.judged == "ok":
            return "Doğrulandı", "done"
        return ("Doğrulanamadı", "wait") if self.judged.startswith("?") else ("Geçersiz", "late")

    @property
    def told(self) -> str:
        return "" if self.judged == "ok" else self.judged.removeprefix("?")

    @property
    def signed(self) -> str:
        """What is said of the signature inside the evidence, which stands when the message is gone."""
        if not self.xades:
            return "delilin içinde imza yok"
        if self.xades == "ok":
            return "delilin XAdES imzası doğrulandı"
        return f"delilin XAdES imzası doğrulanamadı: {self.xades.removeprefix('?')}"


class Posting(models.Model):
    """When an addressee is tried next, how often it was, and what time makes of a delivery."""

    personal: ClassVar[Mapping[str, str]] = {}

    addressee = models.OneToOneField(Addressee, models.PROTECT, related_name="posting", verbose_name="muhatap")
    tries = models.PositiveSmallIntegerField("deneme", default=0)
    next_at = models.DateTimeField("sıradaki deneme", null=True)
    given_up_at = models.DateTimeField("vazgeçiş", null=True)
    message_id = models.CharField("ileti kimliği", max_length=250, blank=True)
    """The name a repetition keeps, so that the other side sees one message."""
    reject_until = models.DateField("muhatabın ret için son günü", null=True)
    accepted_on = models.DateField("kabul edilmiş sayıldığı gün", null=True)
    uets_number = models.CharField("UETS barkod no", max_length=40, blank=True)
    uets_arrived_on = models.DateField("e-tebligat adresine ulaştığı gün", null=True)

    class Meta:
        verbose_name = "gönderim sırası"
        indexes = [models.Index(fields=["next_at"], name="posting_due", condition=Q(next_at__isnull=False))]

    @property
    def served_on(self) -> dt.date | None:
        """7201 s.K. m. 7/a: served at the end of the fifth day after the day it arrived. Calendar days."""
        return self.uets_arrived_on + dt.timedelta(days=5) if self.uets_arrived_on else None


class ReaderCertificate(models.Model):
    """The certificate a body reads encrypted packages with, as shared through DETSİS."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    detsis = models.CharField("DETSİS no", max_length=8, db_collation="C")
    name = models.CharField("kurum", max_length=300, db_collation=TURKISH)
    der = models.BinaryField("sertifika")
    sha256 = models.CharField("özet", max_length=64, unique=True)
    since = models.DateTimeField("geçerlilik başı")
    until = models.DateTimeField("geçerlilik sonu")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "şifreleme sertifikası"
        verbose_name_plural = "şifreleme sertifikaları"
        ordering = ["name", "-until"]
        indexes = [models.Index(fields=["detsis", "-until"], name="reader_certificate_newest")]


class PackageUpdate(models.Model):
    """.eypg: a package whose secrecy was changed afterwards, by a decision; written by us or received."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "why": "free_text"}

    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="updates", verbose_name="yazı")
    incoming = models.ForeignKey(Incoming, models.PROTECT, null=True, related_name="updates", verbose_name="evrak")
    secrecy = models.PositiveSmallIntegerField("yeni gizlilik", choices=Clearance.choices)
    changed_at = models.DateTimeField("değişiklik")
    why = models.CharField("gerekçe", max_length=500)
    decision_number = models.CharField("komisyon kararının sayısı", max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="güncelleme paketi")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("kayıt", auto_now_add=True)

    class Meta:
        verbose_name = "güncelleme paketi"
        verbose_name_plural = "güncelleme paketleri"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=True, incoming__isnull=False) | Q(letter__isnull=False, incoming=None),
                name="update_of_one_document",
            ),
        ]


class CheckState(models.TextChoices):
    WAITING = "waiting", "Bakılacak"
    RIGHT = "right", "Doğru"
    CORRECTED = "corrected", "Düzeltildi"


class CodeCheck(models.Model):
    """A drawn document whose code of the plan somebody looks at: right, or what it should have been."""

    personal: ClassVar[Mapping[str, str]] = {"filed_by": "identity", "checked_by": "identity", "note": "free_text"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="evrak")
    code = models.ForeignKey(FileCode, models.PROTECT, related_name="+", verbose_name="verilen kod")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="kodu veren"
    )
    state = models.CharField("durum", max_length=9, choices=CheckState.choices, default=CheckState.WAITING)
    right_code = models.ForeignKey(FileCode, models.PROTECT, null=True, related_name="+", verbose_name="doğru kod")
    note = models.CharField("açıklama", max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="denetleyen"
    )
    checked_at = models.DateTimeField("denetim", null=True)
    drawn_at = models.DateTimeField("seçilme", auto_now_add=True)

    class Meta:
        verbose_name = "kod denetimi"
        verbose_name_plural = "kod denetimleri"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="code_checked_once")]

    @property
    def state_kind(self) -> str:
        return {"waiting": "wait", "right": "done", "corrected": "late"}[self.state]
