"""What is written: the letter, its parts, the way it takes to its signature, and how it leaves."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Appointment, Unit
from konak.foundation.people.positions import Clearance

from .. import access
from ..lifecycle import LETTER_LIFE
from .plan import FileCode, Template
from .words import Asked, Urgency


class LetterKind(models.TextChoices):
    OUTGOING = "outgoing", "Giden yazı"
    INTERNAL = "internal", "İç yazı"
    APPROVAL = "approval", "Olur"


class Mode(models.TextChoices):
    """How a document comes into being (m. 4): the first letter of its number."""

    ELECTRONIC = "E", "Elektronik"
    FORCED = "Z", "Zorunlu hâl"
    EMERGENCY = "O", "Olağanüstü durum"


class Delivery(models.TextChoices):
    """Whether a reader outside may be reached by a package, and so on."""

    INTERNAL = "internal", "Kurum içi"
    PACKAGE = "package", "e-Yazışma paketi"
    KEP = "kep", "KEP"
    MAIL = "mail", "E-posta"
    UETS = "uets", "e-Tebligat (UETS)"
    PAPER = "paper", "Basılı, posta ya da elden"


@history()
class Letter(CaseRecord):
    """Giden ya da iç yazı. Its official number is drawn when it is put on its way to the signature."""

    lifecycle = LETTER_LIFE
    series = "YAZI"
    view = access.VIEW
    page = "correspondence:letter"
    handed = False
    state_kinds: ClassVar[Mapping[str, str]] = {
        "draft": "wait",
        "routed": "open",
        "signed": "wait",
        "sent": "done",
        "cancelled": "closed",
    }
    personal: ClassVar[Mapping[str, str]] = {"body": "free_text", "cancelled_why": "free_text"}

    kind = models.CharField("tür", max_length=9, choices=LetterKind.choices, default=LetterKind.OUTGOING)
    mode = models.CharField("üretim ortamı", max_length=1, choices=Mode.choices, default=Mode.ELECTRONIC)
    file_code = models.ForeignKey(FileCode, models.PROTECT, related_name="+", verbose_name="dosya planı kodu")
    case_code = models.CharField("vaka dosyası kodu", max_length=20, blank=True)
    urgency = models.CharField("ivedilik", max_length=3, choices=Urgency.choices, default=Urgency.NORMAL)
    answer_by = models.DateField("cevap için son gün", null=True, blank=True)
    asked = models.CharField("ne istiyor", max_length=12, choices=Asked.choices, default=Asked.ACTION)
    body = models.TextField("metin", max_length=200_000)
    closing = models.CharField("bitiş", max_length=80, blank=True)
    closing_by_hand = models.BooleanField("bitiş elle yazıldı", default=False)
    """The writer's own closing stays his, whoever is addressed later."""
    is_personal = models.BooleanField("kişiye özel", default=False)
    degree = models.PositiveSmallIntegerField("gizlilik derecesi", choices=Clearance.choices, default=Clearance.NONE)
    """What the letter is marked with. Who may read it says the cover, which is never below it: what is for one person
    only (m. 26) is read like what is for official use only, whatever it is marked with."""
    """KİŞİYE ÖZEL (m. 26): its envelope is handed to the addressee unopened."""
    replies_to = models.ForeignKey(
        "correspondence.Incoming",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name="cevap verdiği evrak",
    )
    reminds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name="tekit ettiği yazı"
    )
    template = models.ForeignKey(Template, models.PROTECT, null=True, blank=True, related_name="+")
    document_id = models.UUIDField("belge kimliği", unique=True)
    register_year = models.PositiveSmallIntegerField("kayıt yılı", null=True, blank=True)
    register_no = models.PositiveIntegerField("kayıt sırası", null=True, blank=True)
    official = models.CharField("sayı", max_length=60, blank=True, db_collation="C")
    numbered_at = models.DateTimeField("numara alış", null=True, blank=True)
    signed_at = models.DateTimeField("son imza", null=True, blank=True)
    dated_on = models.DateField("tarih", null=True, blank=True)
    """The day of the last signature; nothing else dates an electronic document (m. 12)."""
    signing_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imzalanan nüsha"
    )
    skeleton = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="imza öncesi paket"
    )
    final_copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tarihli görünüm"
    )
    package = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="e-Yazışma paketi"
    )
    verification_code = models.CharField("doğrulama kodu", max_length=60, blank=True)
    round = models.PositiveSmallIntegerField("sunuş", default=0)
    cancelled_why = models.TextField("iptal nedeni", max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        "correspondence.Incoming",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gelen cevap",
    )

    class Meta:
        verbose_name = "yazı"
        verbose_name_plural = "yazılar"
        indexes = [models.Index(fields=["dated_on"], name="letter_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["mode", "register_year", "register_no"],
                name="register_number_once",
                condition=~Q(register_no=None),
            ),
            models.UniqueConstraint(
                # the register begins anew every year
                fields=["official", "register_year"],
                name="official_number_once",
                condition=~Q(official=""),
            ),
            models.CheckConstraint(
                condition=Q(official="", register_no=None) | (~Q(official="") & Q(register_no__isnull=False)),
                name="letter_number_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state_kind(self) -> str:
        return self.state_kinds.get(self.case.state, "open")

    @property
    def shown_number(self) -> str:
        """The official number, or that of the draft."""
        return self.official or self.case.number


class Style(models.TextChoices):
    """In whose name a step is taken (m. 17)."""

    OWN = "own", "Kendi adına"
    ACTING = "acting", "Vekâleten"
    FOR = "for", "Yetki devriyle (a.)"


class RouteKind(models.TextChoices):
    INITIAL = "initial", "Paraf"
    COORDINATION = "coordination", "Koordinasyon"
    OPINION = "opinion", "Uygun görüş"
    SIGNATURE = "signature", "İmza"
    APPROVAL = "approval", "Olur"


class RouteState(models.TextChoices):
    WAITING = "waiting", "Sırada"
    ACTIVE = "active", "Bekleniyor"
    DONE = "done", "Tamam"
    RETURNED = "returned", "İade etti"
    SKIPPED = "skipped", "Atlandı"


class RouteStep(models.Model):
    """One person on the way to the signature; steps of the same place wait side by side."""

    personal: ClassVar[Mapping[str, str]] = {
        "person": "identity",
        "taken_by": "identity",
        "note": "free_text",
        "name": "identity",
    }

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="route")
    round = models.PositiveSmallIntegerField("sunuş")
    place = models.PositiveSmallIntegerField("sıra")
    kind = models.CharField("işlem", max_length=12, choices=RouteKind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="kişi")
    seat = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name="makamı")
    name = models.CharField("ad soyad", max_length=160)
    title = models.CharField("unvan", max_length=160)
    style = models.CharField("kimin adına", max_length=6, choices=Style.choices, default=Style.OWN)
    on_behalf = models.CharField("devreden / vekâlet edilen makam", max_length=160, blank=True)
    state = models.CharField("durum", max_length=8, choices=RouteState.choices, default=RouteState.WAITING)
    asked_at = models.DateTimeField("sırası geldiği an", null=True)
    at = models.DateTimeField("an", null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField("not", max_length=2_000, blank=True)
    signature = models.CharField("imza isteği", max_length=40, blank=True)
    """The request of `esignature` that answers for this step."""

    class Meta:
        verbose_name = "güzergâh adımı"
        ordering = ["round", "place", "pk"]
        indexes = [models.Index(fields=["person", "state"], name="route_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["letter", "round", "place", "person"], name="person_once_in_a_place"),
        ]


class Version(models.Model):
    """What a letter said, and who changed it; kept before every change."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "content": "free_text"}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("sürüm")
    content = models.JSONField("içerik")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("an", auto_now_add=True)

    class Meta:
        verbose_name = "yazının sürümü"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="version_once")]


class Remark(models.Model):
    """A wish about a passage of a draft: what it is about, what should change, whether it was done."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "settled_by": "identity", "text": "free_text"}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="remarks")
    passage = models.CharField("ilgili yer", max_length=300, blank=True)
    text = models.TextField("görüş", max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("an", auto_now_add=True)
    settled_at = models.DateTimeField("giderildi", null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "görüş"
        ordering = ["pk"]


class AnnexKind(models.TextChoices):
    """The codes of the package."""

    INSIDE = "DED", "Dosya"
    OUTSIDE = "HRF", "Başka yerde duran dosya"
    PHYSICAL = "FZK", "Basılı / fiziksel"


class Annex(models.Model):
    personal: ClassVar[Mapping[str, str]] = {"name": "free_text"}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="annexes")
    place = models.PositiveSmallIntegerField("sıra")
    annex_id = models.UUIDField("ek kimliği", unique=True)
    name = models.CharField("ek adı", max_length=200)
    kind = models.CharField("tür", max_length=3, choices=AnnexKind.choices, default=AnnexKind.INSIDE)
    extent = models.CharField("kapsamı", max_length=40, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    reference = models.CharField("bulunduğu yer", max_length=500, blank=True)
    is_signed = models.BooleanField("imza kapsamında", default=True)

    class Meta:
        verbose_name = "ek"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["letter", "place"], name="annex_place_once")]

    @property
    def written(self) -> str:
        """As it stands under the signature."""
        return f"{self.name} ({self.extent})" if self.extent else self.name


class Cited(models.Model):
    """İlgi: what a letter refers to, picked from the register or written."""

    personal: ClassVar[Mapping[str, str]] = {"words": "free_text"}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="cited")
    words = models.CharField("ilgi", max_length=400)
    on = models.DateField("tarihi", null=True, blank=True)
    number = models.CharField("sayısı", max_length=80, blank=True)
    incoming = models.ForeignKey("correspondence.Incoming", models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "ilgi"
        ordering = [models.F("on").asc(nulls_last=True), "pk"]


class Party(models.TextChoices):
    UNIT = "unit", "Kurum içi birim"
    BODY = "body", "Kamu kurumu"
    COMPANY = "company", "Tüzel kişi"
    PERSON = "person", "Gerçek kişi"


class DispatchState(models.TextChoices):
    WAITING = "waiting", "Bekliyor"
    SENT = "sent", "Yolda"
    DELIVERED = "delivered", "Ulaştı"
    FAILED = "failed", "Gönderilemedi"
    REJECTED = "rejected", "Reddedildi"


class Addressee(models.Model):
    """Somebody a letter goes to, and how far it has come."""

    personal: ClassVar[Mapping[str, str]] = {
        "name": "identity",
        "address": "contact",
        "email": "contact",
        "kep": "contact",
        "identity": "identity",
    }

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="addressees")
    place = models.PositiveSmallIntegerField("sıra")
    party = models.CharField("muhatap türü", max_length=8, choices=Party.choices)
    purpose = models.CharField("dağıtım", max_length=3, choices=[("GRG", "Gereği"), ("BLG", "Bilgi")], default="GRG")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="birim")
    detsis = models.CharField("DETSİS no", max_length=8, blank=True, db_collation="C")
    name = models.CharField("adı", max_length=300, db_collation=TURKISH)
    second_line = models.CharField("ikinci satır", max_length=200, blank=True, db_collation=TURKISH)
    identity = models.CharField("MERSİS / T.C. kimlik no", max_length=20, blank=True)
    address = models.CharField("adres", max_length=300, blank=True, db_collation=TURKISH)
    kep = models.CharField("KEP adresi", max_length=120, blank=True)
    email = models.EmailField("e-posta", blank=True)
    relation = models.CharField(
        "sıra düzeni",
        max_length=8,
        choices=[("over", "Üst ya da aynı düzey"), ("under", "Alt"), ("outside", "Kamu dışı")],
        default="over",
    )
    relation_by_hand = models.BooleanField("düzeyi elle seçildi", default=False)
    without = models.JSONField("konulmamış ekler", default=list, blank=True)
    channel = models.CharField("yol", max_length=8, choices=Delivery.choices, default=Delivery.PAPER)
    state = models.CharField("durum", max_length=9, choices=DispatchState.choices, default=DispatchState.WAITING)
    state_why = models.CharField("açıklama", max_length=300, blank=True)

    class Meta:
        verbose_name = "muhatap"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["letter", "place"], name="addressee_place_once")]

    def __str__(self) -> str:
        return self.name


class Dispatch(models.Model):
    """One attempt to reach an addressee, and the evidence of it."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity", "why": "free_text"}

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="attempts")
    channel = models.CharField("yol", max_length=8, choices=Delivery.choices)
    state = models.CharField("durum", max_length=9, choices=DispatchState.choices)
    at = models.DateTimeField("an", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    message_id = models.CharField("ileti kimliği", max_length=250, blank=True)
    tracking = models.CharField("barkod / takip no", max_length=80, blank=True)
    why = models.CharField("açıklama", max_length=300, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "gönderim"
        ordering = ["pk"]
        indexes = [models.Index(fields=["message_id"], name="dispatch_by_message", condition=~Q(message_id=""))]
