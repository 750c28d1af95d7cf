"""A durable thing with a number of its own, what lies in its folder, what it was built from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from konak.foundation.db.history import history
from konak.foundation.files.models import StoredFile
from konak.foundation.people.models import TURKISH, Owned, User

from .catalogue import Item, Model
from .places import Place, Warehouse


class AssetState(models.TextChoices):
    STORED = "stored", "Ambarda"
    USED = "used", "Kullanımda"
    REPAIR = "repair", "Onarımda"
    TRANSIT = "transit", "Devir yolunda"
    LOST = "lost", "Kayıp, noksan"
    SCRAPPED = "scrapped", "Hurdaya ayrıldı"
    GONE = "gone", "Elden çıktı"
    ANNULLED = "annulled", "Kaydı geri alındı"


RETIRED = (AssetState.LOST, AssetState.SCRAPPED, AssetState.GONE, AssetState.ANNULLED)
"""States in which a thing is no longer on the books."""

# The line of parents is walked with everybody else waiting: of two changes that would close a circle together, the
# second sees the first.
NO_CIRCLE = pgtrigger.Trigger(
    name="no_circle",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
    condition=pgtrigger.Q(new__parent__isnull=False),
    func="""
    PERFORM pg_advisory_xact_lock(hashtext('assets.parents'));
    IF EXISTS (
      WITH RECURSIVE line(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT a.parent_id FROM assets_asset a JOIN line ON a.id = line.id WHERE a.parent_id IS NOT NULL
      ) SELECT 1 FROM line WHERE id = NEW.id
    ) THEN
      RAISE EXCEPTION 'asset % would be part of itself', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'asset_no_circle';
    END IF;
    RETURN NULL;
    """,
)


@history()
class Asset(Owned):
    """A durable movable. `unit` is where it is used (the warehouse's while stored); `holder` has it in custody."""

    personal: ClassVar[Mapping[str, str]] = {"assignee": "identity", "holder": "identity", "notes": "free_text"}
    owners: ClassVar[tuple[str, ...]] = ("holder", "assignee")

    tag = models.CharField("sicil no", max_length=40, unique=True, db_collation="C")
    item = models.ForeignKey(Item, models.PROTECT, related_name="assets", verbose_name="taşınır kodu")
    name = models.CharField("adı", max_length=200, db_collation=TURKISH)
    model = models.ForeignKey(
        Model, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name="marka ve model"
    )
    serial = models.CharField("seri no", max_length=80, blank=True)
    serial_key = models.CharField(max_length=80, blank=True, editable=False, db_collation="C")
    """The serial as compared: capitals, without blanks and dashes."""
    state = models.CharField("durum", max_length=10, choices=AssetState.choices, default=AssetState.STORED)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, related_name="assets", verbose_name="ambar")
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="zimmetli")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name="bulunduğu yer"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="parçası olduğu taşınır"
    )
    cost = models.DecimalField("kayıtlı değer", max_digits=16, decimal_places=2, default=Decimal(0))
    acquired_on = models.DateField("giriş tarihi")
    warranty_until = models.DateField("garanti sonu", null=True, blank=True)
    supplier = models.CharField("tedarikçi", max_length=200, blank=True, db_collation=TURKISH)
    purchase_ref = models.CharField("alım dosyası / fatura", max_length=80, blank=True)
    funding = models.CharField("finansman", max_length=80, blank=True)
    hostname = models.CharField("ağdaki adı", max_length=120, blank=True)
    uuid = models.CharField("donanım kimliği (UUID)", max_length=40, blank=True, db_collation="C")
    macs = models.JSONField("MAC adresleri", default=list, blank=True)
    extra = models.JSONField("ek alanlar", default=dict, blank=True)
    notes = models.TextField("notlar", max_length=4_000, blank=True)
    retired_on = models.DateField("kayıttan düşme", null=True, blank=True)
    folded = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "taşınır"
        verbose_name_plural = "taşınırlar"
        triggers = [NO_CIRCLE]
        indexes = [
            models.Index(fields=["unit", "-id"], name="asset_of_unit"),
            models.Index(fields=["holder", "-id"], name="asset_of_holder", condition=~Q(holder=None)),
            models.Index(fields=["warehouse", "state", "-id"], name="asset_of_warehouse"),
            models.Index(fields=["item", "-id"], name="asset_of_item"),
            models.Index(fields=["warranty_until"], name="asset_warranty", condition=~Q(warranty_until=None)),
            models.Index(fields=["uuid"], name="asset_by_uuid", condition=~Q(uuid="")),
            models.Index(fields=["serial_key"], name="asset_by_serial", condition=~Q(serial_key="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "serial_key"],
                name="serial_once_per_model",
                condition=~Q(serial_key=""),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(pk=F("parent")), name="asset_is_not_its_own_part"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="asset_cost_is_not_negative"),
            models.CheckConstraint(
                condition=Q(holder=None) | ~Q(state__in=("stored", *RETIRED)), name="stored_asset_has_no_holder"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RETIRED, retired_on__isnull=False)
                | (~Q(state__in=RETIRED) & Q(retired_on=None)),
                name="retired_asset_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag} {self.name}"

    @property
    def retired(self) -> bool:
        return self.state in RETIRED

    @property
    def state_kind(self) -> str:
        return {"stored": "open", "used": "done", "repair": "wait", "transit": "wait", "lost": "late"}.get(
            self.state, "closed"
        )


class AssetFile(models.Model):
    """A photo or a paper in the folder of a thing."""

    personal: ClassVar[Mapping[str, str]] = {"added_by": "identity"}

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    photo = models.BooleanField("fotoğraf", default=False)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "taşınır eki"
        constraints = [models.UniqueConstraint(fields=["asset", "file"], name="file_once_in_an_asset")]


class Part(models.Model):
    """What a thing was built from: a salvaged part or one from stock, and where it came from."""

    personal: ClassVar[Mapping[str, str]] = {}

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="built_from")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="parça")
    quantity = models.DecimalField("miktar", max_digits=14, decimal_places=3)
    amount = models.DecimalField("tutar", max_digits=16, decimal_places=2)
    source = models.ForeignKey(
        Asset, models.PROTECT, null=True, related_name="gave", verbose_name="söküldüğü taşınır"
    )

    class Meta:
        verbose_name = "parça"
        verbose_name_plural = "parçalar"


class FieldLock(models.Model):
    """A field a person has set: what an inventory agent reports about it is shown, never written."""

    personal: ClassVar[Mapping[str, str]] = {"by": "identity"}

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="locks")
    field = models.CharField("alan", max_length=24)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "alan kilidi"
        constraints = [models.UniqueConstraint(fields=["asset", "field"], name="field_locked_once")]
