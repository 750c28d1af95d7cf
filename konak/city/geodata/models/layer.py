"""A layer, its fields, and the units a restricted one is open to."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.people.models import TURKISH, Owned, Unit

NAME = r"^[a-z][a-z0-9_]{1,39}$"
"""How a layer and a column are called: ASCII, so that every desktop program writes it without quotes."""
TAKEN = frozenset(
    {"id", "geom", "web", "unit_id", "version", "changed_at", "changed_by", "past_id", "until", "ended_by", "gone"}
)
"""Columns every layer has."""


class Geometry(models.TextChoices):
    """What PostGIS calls the type of the column. Lines and areas are kept as their multi kinds."""

    POINT = "Point", "Nokta"
    MULTIPOINT = "MultiPoint", "Çoklu nokta"
    LINE = "MultiLineString", "Çizgi"
    POLYGON = "MultiPolygon", "Alan"
    ANY = "Geometry", "Karışık"


class State(models.TextChoices):
    DRAFT = "draft", "Taslak"
    PUBLISHED = "published", "Yayında"
    RETIRED = "retired", "Yayımdan kalktı"


class Sensitivity(models.TextChoices):
    PUBLIC = "public", "Herkese açık"
    INTERNAL = "internal", "Kurum içi"
    RESTRICTED = "restricted", "Kısıtlı"


class Licence(models.TextChoices):
    NONE = "", "Belirtilmedi"
    CC_BY = "CC-BY-4.0", "CC BY 4.0 (kaynak gösterilerek)"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC0 = "CC0-1.0", "CC0 (serbest)"
    ODBL = "ODbL-1.0", "ODbL 1.0"
    PROTOCOL = "protocol", "Yalnız protokolle"
    TARIFF = "tariff", "Meclis tarifesiyle ücretli"


class Update(models.TextChoices):
    """How often it is to be renewed; words of ISO 19115 MD_MaintenanceFrequencyCode."""

    CONTINUAL = "continual", "Sürekli"
    DAILY = "daily", "Günlük"
    WEEKLY = "weekly", "Haftalık"
    MONTHLY = "monthly", "Aylık"
    QUARTERLY = "quarterly", "Üç ayda bir"
    BIANNUALLY = "biannually", "Altı ayda bir"
    ANNUALLY = "annually", "Yıllık"
    AS_NEEDED = "asNeeded", "Gerektikçe"
    NOT_PLANNED = "notPlanned", "Yenilenmeyecek"


TERMS: Mapping[str, int] = {
    "continual": 30,
    "daily": 2,
    "weekly": 8,
    "monthly": 35,
    "quarterly": 100,
    "biannually": 190,
    "annually": 380,
}
"""Days after which a layer of that plan is out of date; the others have no term."""


class Theme(models.TextChoices):
    """Themes of TUCBS a municipality holds data of."""

    NONE = "", "Tema dışı"
    AD = "AD", "Adres"
    BI = "BI", "Bina"
    IB = "IB", "İdari birim"
    TK = "TK", "Tapu ve kadastro"
    UA = "UA", "Ulaşım ağları"
    HI = "HI", "Hidrografya"
    TO = "TO", "Topografya"
    OR = "OR", "Ortofoto"
    JD = "JD", "Jeodezi"
    AO = "AO", "Arazi örtüsü"
    AK = "AK", "Arazi kullanımı"
    AL = "AL", "Altyapı ve kamu hizmetleri"
    KA = "KA", "Korunan alan"
    JE = "JE", "Jeoloji"
    DR = "DR", "Doğal risk bölgeleri"
    NU = "NU", "Nüfus"
    SG = "SG", "Sağlık ve güvenlik"
    CI = "CI", "Çevresel izleme"
    IS = "IS", "İstatistiki birim"
    YA = "YA", "Coğrafi yer adları"
    KD = "KD", "Kamu hizmetleri"
    PL = "PL", "Planlama"


class Kind(models.TextChoices):
    """What a column holds."""

    TEXT = "text", "Metin"
    INTEGER = "integer", "Tam sayı"
    NUMERIC = "numeric", "Ondalıklı sayı"
    BOOLEAN = "boolean", "Evet / Hayır"
    DATE = "date", "Tarih"
    TIMESTAMP = "timestamp", "Tarih ve saat"
    CHOICE = "choice", "Listeden"


def empty_list() -> list[Any]:
    return []


@history(exclude=["data_changed_at", "row_count"])
class Layer(Owned):
    """Katman: the catalogue row of a table `geodata.<name>`. Its unit owns it."""

    personal: ClassVar[Mapping[str, str]] = {
        "assignee": "identity",
        "contact_name": "identity",
        "contact_email": "contact",
        "description": "free_text",
        "abstract": "free_text",
        "lineage": "free_text",
    }

    name = models.CharField("ad", max_length=40, unique=True, db_collation="C")
    title = models.CharField("başlık", max_length=120, db_collation=TURKISH)
    description = models.TextField("açıklama", max_length=4_000, blank=True)
    geometry_type = models.CharField("geometri", max_length=16, choices=Geometry.choices)
    srid = models.PositiveIntegerField("koordinat sistemi (EPSG)")
    state = models.CharField("durum", max_length=10, choices=State.choices, default=State.DRAFT)
    sensitivity = models.CharField(
        "kime açık", max_length=10, choices=Sensitivity.choices, default=Sensitivity.INTERNAL
    )
    by_rows = models.BooleanField("her kayıt kendi birimine görünür", default=False)
    """A row that names a unit is seen by that unit and those over it only."""
    reviewed = models.BooleanField("düzenleme onaya bağlı", default=False)
    """What is changed on the map is a proposal until somebody who may approve it agrees."""
    licence = models.CharField("lisans", max_length=16, choices=Licence.choices, blank=True, default="")
    theme = models.CharField("TUCBS teması", max_length=2, choices=Theme.choices, blank=True, default="")
    standard = models.CharField("uyduğu standart", max_length=120, blank=True)
    source = models.CharField("kaynak", max_length=200, blank=True, db_collation=TURKISH)
    update_plan = models.CharField("yenileme", max_length=12, choices=Update.choices, default=Update.AS_NEEDED)
    template = models.CharField("hazır katman", max_length=24, blank=True)
    """The prepared layer it was made from."""
    key_field = models.CharField("anahtar alan", max_length=40, blank=True)
    """The column that tells rows apart when a file renews them."""
    label_field = models.CharField("haritada yazan alan", max_length=40, blank=True)

    abstract = models.TextField("özet", max_length=4_000, blank=True)
    lineage = models.TextField("soy (nasıl üretildi)", max_length=4_000, blank=True)
    contact_name = models.CharField("irtibat", max_length=120, blank=True, db_collation=TURKISH)
    contact_email = models.EmailField("irtibat e-postası", blank=True)
    keywords = ArrayField(
        models.CharField(max_length=60), default=empty_list, blank=True, verbose_name="anahtar kelimeler"
    )
    scale = models.PositiveIntegerField("ölçek paydası", null=True, blank=True)
    produced_on = models.DateField("üretim tarihi", null=True, blank=True)
    published_on = models.DateField("yayım tarihi", null=True, blank=True)
    revised_on = models.DateField("son gözden geçirme", null=True, blank=True)
    identifier = models.UUIDField("tanımlayıcı", default=uuid.uuid4, unique=True, editable=False)

    style = models.JSONField("stil", default=dict, blank=True)
    min_zoom = models.PositiveSmallIntegerField("en uzak ölçek düzeyi", default=10)
    max_zoom = models.PositiveSmallIntegerField("en yakın ölçek düzeyi", default=22)

    row_count = models.BigIntegerField("kayıt sayısı", default=0)
    data_changed_at = models.DateTimeField("verinin son değiştiği an", null=True, blank=True)
    created_at = models.DateTimeField("açılış", auto_now_add=True)

    class Meta:
        verbose_name = "katman"
        verbose_name_plural = "katmanlar"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=NAME), name="layer_name_is_plain"),
            models.CheckConstraint(condition=Q(min_zoom__lte=F("max_zoom")), name="layer_zooms_in_order"),
            models.CheckConstraint(condition=Q(max_zoom__lte=24), name="layer_zoom_exists"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_kind(self) -> str:
        """The colour of its state."""
        return {"draft": "wait", "published": "done", "retired": "closed"}[self.state]

    @property
    def multi(self) -> bool:
        """Whether every geometry is kept as its multi kind."""
        return self.geometry_type.startswith("Multi")

    @property
    def term(self) -> int | None:
        """Days after which its data is out of date."""
        return TERMS.get(self.update_plan)

    @property
    def due_at(self) -> dt.datetime | None:
        """When it should have been renewed by its own plan."""
        if self.term is None or self.state != State.PUBLISHED:
            return None
        return (self.data_changed_at or self.created_at) + dt.timedelta(days=self.term)


@history()
class Field(models.Model):
    """Alan: a column of a layer's table."""

    personal: ClassVar[Mapping[str, str]] = {}

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="fields", verbose_name="katman")
    name = models.CharField("sütun", max_length=40, db_collation="C")
    title = models.CharField("başlık", max_length=80, db_collation=TURKISH)
    kind = models.CharField("tür", max_length=10, choices=Kind.choices)
    measure = models.CharField("ölçü birimi", max_length=20, blank=True)
    domain = models.JSONField("değerler", default=dict, blank=True)
    """`{"values": {code: label}}` of a choice, `{"min": …, "max": …}` of a number, `{"pattern": …}` of a text."""
    required = models.BooleanField("zorunlu", default=False)
    in_tile = models.BooleanField("haritaya gider", default=True)
    searchable = models.BooleanField("aranır", default=False)
    sensitive = models.BooleanField("yalnız sahibi görür", default=False)
    note = models.CharField("açıklama", max_length=200, blank=True)
    place = models.PositiveSmallIntegerField("sıra", default=0)

    class Meta:
        verbose_name = "katman alanı"
        verbose_name_plural = "katman alanları"
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "name"], name="column_once_in_a_layer"),
            models.CheckConstraint(condition=Q(name__regex=NAME), name="column_name_is_plain"),
            models.CheckConstraint(condition=~Q(name__in=sorted(TAKEN)), name="column_name_is_free"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def choices(self) -> dict[str, str]:
        """Code → words of a choice."""
        found: dict[str, str] = self.domain.get("values", {}) if isinstance(self.domain, dict) else {}
        return found


@history()
class LayerGrant(models.Model):
    """That a unit sees, and perhaps edits, a layer it does not own; a restricted layer is open to these alone."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity", "basis": "free_text"}

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="grants", verbose_name="katman")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="birim")
    may_edit = models.BooleanField("düzenleyebilir", default=False)
    until = models.DateField("son gün", null=True, blank=True)
    basis = models.CharField("dayanak", max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("veriliş", auto_now_add=True)

    class Meta:
        verbose_name = "katman izni"
        verbose_name_plural = "katman izinleri"
        constraints = [models.UniqueConstraint(fields=["layer", "unit"], name="a_unit_is_granted_once")]
