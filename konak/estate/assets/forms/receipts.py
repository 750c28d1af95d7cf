"""Receipts: what is told when one is opened, its lines, a request, parts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from ..models import Item, Kind, Warehouse
from ..models.ledger import INWARD
from ..queries import things
from ..services.receipts import BY_HAND, Line


def store_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in things.kept_warehouses(actor)]


def item_choices(*, durable: bool | None = None) -> list[tuple[str, str]]:
    rows = Item.objects.filter(active=True, bookable=True)
    if durable is not None:
        rows = rows.exclude(code__startswith="150") if durable else rows.filter(code__startswith="150")
    return [("", "Seçin"), *((str(one.pk), str(one)) for one in rows.order_by("code"))]


class ReceiptForm(forms.Form):
    """The head of a receipt; lines are added on its page."""

    kind = forms.ChoiceField(label="İşlem çeşidi")
    warehouse_id = forms.TypedChoiceField(label="Ambar", coerce=int)
    dated = DateField(label="İşlem tarihi", initial=localdate)
    counterpart = forms.CharField(
        label="Nereden geldi / kime verildi", max_length=200, required=False, help_text="Firma, idare ya da kişi."
    )
    other_warehouse_id = forms.TypedChoiceField(
        label="Karşı ambar", coerce=int, required=False, empty_value=None, help_text="Yalnız kurum içi devirde."
    )
    to_unit_id = UnitField(label="Verilen birim", key=True, required=False, help_text="Tüketim çıkışında.")
    to_user_id = PersonField(label="Teslim alan kişi", key=True, required=False)
    basis = forms.CharField(
        label="Dayanağı olan belge", max_length=120, required=False, help_text="Satın almada faturanın sayısı."
    )
    basis_on = DateField(label="Belgenin tarihi", required=False)
    inspection = forms.CharField(label="Muayene kabul tutanağı", max_length=60, required=False)
    inspected_on = DateField(label="Muayene tarihi", required=False)
    interim_on = DateField(
        label="Geçici teslim alma tarihi",
        required=False,
        help_text="Muayeneden önce teslim aldıysanız; fişten Geçici Alındı (Örnek 9) basılır.",
    )
    supplier = forms.CharField(label="Tedarikçi", max_length=200, required=False)
    funding = forms.CharField(label="Finansman", max_length=80, required=False)
    why = LongText(label="Açıklama", rows=2, max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = {
            "kind": [
                ("Giriş", [(one.value, one.label) for one in Kind if one in INWARD and one in BY_HAND]),
                ("Çıkış", [(one.value, one.label) for one in Kind if one not in INWARD and one in BY_HAND]),
            ],
            "warehouse_id": store_choices(actor),
            "other_warehouse_id": [
                ("", "–"),
                *((str(one.pk), str(one)) for one in Warehouse.objects.filter(active=True)),
            ],
        }
        for name, choices in given.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class LineForm(forms.Form):
    """One line; outward lines of durable things name them."""

    item_id = forms.TypedChoiceField(label="Taşınır kodu", coerce=int)
    quantity = forms.DecimalField(label="Miktar", min_value=Decimal("0.001"), initial=1, max_digits=12)
    unit_price = forms.DecimalField(
        label="Birim fiyat (KDV hariç)", min_value=0, required=False, max_digits=15, decimal_places=4
    )
    vat_rate = forms.DecimalField(label="KDV (%)", min_value=0, max_value=100, required=False, initial=20)
    name = forms.CharField(label="Adı", max_length=200, required=False, help_text="Boşsa kodun adı.")
    maker = forms.CharField(label="Marka", max_length=80, required=False)
    model = forms.CharField(label="Model", max_length=120, required=False)
    warranty_until = DateField(label="Garanti sonu", required=False)
    serials = LongText(label="Seri numaraları", rows=3, required=False, help_text="Her satıra bir tane.")
    tags = LongText(
        label="Sicil numaraları",
        rows=3,
        required=False,
        help_text="Çıkışta dayanıklı taşınırların sicil numaraları; her satıra bir tane.",
    )

    def __init__(self, *args: Any, inward: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.fields["item_id"]
        assert isinstance(item, forms.ChoiceField)
        item.choices = item_choices()
        gone = (
            ("tags",) if inward else ("unit_price", "vat_rate", "name", "maker", "model", "warranty_until", "serials")
        )
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        if self.errors:
            return given
        for name in ("serials", "tags"):
            given[name] = tuple(one.strip() for one in given.get(name, "").splitlines() if one.strip())
        given["unit_price"] = given.get("unit_price") or Decimal(0)
        given["vat_rate"] = given.get("vat_rate") or Decimal(0)
        return {"line": Line(**given)}


class RequestForm(forms.Form):
    """Three lines are enough for most; more go into a second request."""

    warehouse_id = forms.TypedChoiceField(label="Ambar", coerce=int)
    item_1 = forms.TypedChoiceField(label="1. taşınır", coerce=int)
    quantity_1 = forms.DecimalField(label="Miktarı", min_value=Decimal("0.001"), initial=1, max_digits=9)
    item_2 = forms.TypedChoiceField(label="2. taşınır", coerce=int, required=False, empty_value=None)
    quantity_2 = forms.DecimalField(label="Miktarı", min_value=Decimal("0.001"), required=False, max_digits=9)
    item_3 = forms.TypedChoiceField(label="3. taşınır", coerce=int, required=False, empty_value=None)
    quantity_3 = forms.DecimalField(label="Miktarı", min_value=Decimal("0.001"), required=False, max_digits=9)
    why = LongText(label="Gerekçe", rows=2, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        store = self.fields["warehouse_id"]
        assert isinstance(store, forms.ChoiceField)
        store.choices = [(str(one.pk), one.name) for one in Warehouse.objects.filter(active=True)]
        choices = item_choices()
        for number in (1, 2, 3):
            field = self.fields[f"item_{number}"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        pairs = [(given.get(f"item_{n}"), given.get(f"quantity_{n}")) for n in (1, 2, 3)]
        lines = [(item, quantity or Decimal(1)) for item, quantity in pairs if item]
        return {"warehouse_id": given.get("warehouse_id"), "lines": lines, "why": given.get("why", "")}


class GiveRequestForm(forms.Form):
    tags = LongText(
        label="Verilecek dayanıklı taşınırların sicil numaraları",
        rows=3,
        required=False,
        help_text="Her satıra bir tane; isteyen kişiye zimmetlenir. Tüketim malzemeleri istenen miktarda verilir.",
    )

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        return {"tags": tuple(one.strip() for one in given.get("tags", "").splitlines() if one.strip())}


class ImportForm(forms.Form):
    warehouse_id = forms.TypedChoiceField(label="Ambar", coerce=int)
    file = FileField(label="Tablo (CSV ya da XLSX)")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["warehouse_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = store_choices(actor)

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.pop("file", None)
        return {**given, "content": file, "name": file.name if file else ""}


class MessageForm(forms.Form):
    file = FileField(label="Envanter dosyası", help_text="GLPI (JSON), FusionInventory/OCS (XML) ya da CycloneDX.")

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        file = given.get("file")
        return {"data": file.read() if file else b""}


class PartsForm(forms.Form):
    """Taking a thing apart: up to four kinds of parts, each with a number and a value."""

    why = LongText(label="Neden sökülüyor?", rows=2, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = item_choices(durable=False)
        for number in range(1, 5):
            self.fields[f"item_{number}"] = forms.TypedChoiceField(
                label=f"{number}. parça", coerce=int, required=False, empty_value=None, choices=choices
            )
            self.fields[f"quantity_{number}"] = forms.DecimalField(
                label="Adedi", min_value=1, required=False, initial=1, max_digits=6
            )
            self.fields[f"price_{number}"] = forms.DecimalField(
                label="Birinin değeri (₺)", min_value=0, required=False, max_digits=12, decimal_places=2
            )

    def rows(self, given: dict[str, Any]) -> list[tuple[int, Decimal, Decimal]]:
        return [
            (given[f"item_{n}"], given.get(f"quantity_{n}") or Decimal(1), given.get(f"price_{n}") or Decimal(0))
            for n in range(1, 5)
            if given.get(f"item_{n}")
        ]


class BuildForm(forms.Form):
    """A machine of parts from the store."""

    warehouse_id = forms.TypedChoiceField(label="Ambar", coerce=int)
    item_id = forms.TypedChoiceField(label="Yapılan taşınırın kodu", coerce=int)
    name = forms.CharField(label="Adı", max_length=200)
    maker = forms.CharField(label="Marka", max_length=80, required=False, initial="Toplama")
    model = forms.CharField(label="Model", max_length=120, required=False)
    serial = forms.CharField(label="Seri no", max_length=80, required=False)
    why = LongText(label="Açıklama", rows=2, max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("warehouse_id", store_choices(actor)), ("item_id", item_choices(durable=True))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        parts = item_choices(durable=False)
        for number in range(1, 7):
            self.fields[f"item_{number}"] = forms.TypedChoiceField(
                label=f"{number}. parça", coerce=int, required=number == 1, empty_value=None, choices=parts
            )
            self.fields[f"quantity_{number}"] = forms.DecimalField(
                label="Adedi", min_value=1, required=False, initial=1, max_digits=6
            )

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        parts = [
            (given[f"item_{n}"], given.get(f"quantity_{n}") or Decimal(1))
            for n in range(1, 7)
            if given.get(f"item_{n}")
        ]
        kept = ("warehouse_id", "item_id", "name", "maker", "model", "serial", "why")
        return {**{name: given.get(name) for name in kept}, "parts": parts}
