"""Input for people: what a layer is, what its columns mean, one row of it, a file for it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.ui.forms import DateField, DateTimeField, FileField, LongText
from konak.foundation.ui.maps import MapLayer, PlaceField
from konak.foundation.ui.picking import PersonField, UnitField

from . import access, queries
from .models import (
    DemandKind,
    Field,
    Geometry,
    Kind,
    Layer,
    Licence,
    Mode,
    RuleKind,
    Sensitivity,
    Theme,
    Update,
    What,
)
from .reading import grids
from .services.exporting import FORMATS
from .services.ready import READY

SYSTEMS = [
    *((code, f"{grids.title_of(code)} (EPSG:{code})") for code in range(5253, 5260)),
    (4326, "WGS 84 enlem-boylam (EPSG:4326)"),
    (3857, "Web Mercator (EPSG:3857)"),
    *((code, f"{grids.title_of(code)} (EPSG:{code})") for code in range(2319, 2326)),
]
HOME = 5254


def _systems(**more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=SYSTEMS, coerce=int, empty_value=None, **more)


class OpenForm(forms.Form):
    template = forms.ChoiceField(
        label="Hazır katman",
        required=False,
        choices=[("", "Boş katman; alanlarını sonra eklerim"), *((one.key, one.title) for one in READY.values())],
        help_text="Her belediyede bulunan katmanlar alanları, kuralları ve yenileme süresiyle hazırdır.",
    )
    file = FileField(
        label="Dosyadan",
        required=False,
        help_text="Dosya seçerseniz alanlar ve geometri dosyadan okunur, kayıtlar da alınır.",
    )
    name = forms.CharField(
        label="Ad",
        max_length=40,
        help_text="Tablonun adı: küçük İngilizce harf, rakam, alt çizgi. Sonradan değişmez. Örneğin yesil_alanlar.",
    )
    title = forms.CharField(label="Başlık", max_length=120, required=False, help_text="Hazır katmanda boş kalabilir.")
    geometry_type = forms.ChoiceField(label="Geometri", choices=Geometry.choices, initial=Geometry.POLYGON)
    srid = _systems(label="Koordinat sistemi", initial=HOME)
    unit_id = UnitField(label="Sahibi olan birim", key=True)
    sensitivity = forms.ChoiceField(
        label="Yayımlanınca kime açık?", choices=Sensitivity.choices, initial=Sensitivity.INTERNAL
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["unit_id"]
        assert isinstance(box, UnitField)
        box.narrow(actor=actor, permission=access.KEEP)
        if len(actor.seats) and not self.is_bound:
            self.initial.setdefault("unit_id", actor.seats[0].unit_id)


class DescribeForm(forms.Form):
    title = forms.CharField(label="Başlık", max_length=120)
    description = LongText(label="Kısa açıklama", rows=2, required=False, max_length=4_000)
    abstract = LongText(label="Özet", rows=3, required=False, max_length=4_000, help_text="Yayımdan önce doldurulur.")
    source = forms.CharField(label="Kaynak", max_length=200, required=False)
    lineage = LongText(label="Soy: nasıl üretildi?", rows=2, required=False, max_length=4_000)
    theme = forms.ChoiceField(label="TUCBS teması", choices=Theme.choices, required=False)
    standard = forms.CharField(label="Uyduğu standart", max_length=120, required=False)
    licence = forms.ChoiceField(label="Lisans", choices=Licence.choices, required=False)
    update_plan = forms.ChoiceField(label="Ne sıklıkla yenilenir?", choices=Update.choices)
    keywords = forms.CharField(
        label="Anahtar kelimeler", required=False, max_length=400, help_text="Virgülle ayırın."
    )
    contact_name = forms.CharField(label="İrtibat", max_length=120, required=False)
    contact_email = forms.EmailField(label="İrtibat e-postası", required=False)
    scale = forms.IntegerField(label="Ölçek paydası", required=False, min_value=100, max_value=10_000_000)
    produced_on = DateField(label="Üretim tarihi", required=False)
    assignee_id = PersonField(label="Sorumlu kişi", key=True, required=False)
    label_field = forms.ChoiceField(label="Haritada yazan alan", required=False)
    min_zoom = forms.IntegerField(label="En uzak düzey", min_value=0, max_value=24)
    max_zoom = forms.IntegerField(label="En yakın düzey", min_value=0, max_value=24)
    reviewed = forms.BooleanField(
        label="Düzenlemeler onaya bağlı",
        required=False,
        help_text="Haritada yapılan değişiklik, şef ya da müdür onaylayınca uygulanır.",
    )
    by_rows = forms.BooleanField(
        label="Her kayıt kendi birimine görünür",
        required=False,
        help_text="Birimi yazılı kayıtları yalnız o birim ve üstleri görür.",
    )

    def __init__(self, *args: Any, layer: Layer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["label_field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Yok"), *((one.name, one.title) for one in layer.fields.all())]

    def clean_keywords(self) -> list[str]:
        return [one.strip()[:60] for one in self.cleaned_data["keywords"].split(",") if one.strip()]


def values_in(text: str) -> dict[str, str]:
    """ "k = Konut" a line → {"k": "Konut"}; a line without a sign is both."""
    found = {}
    for line in text.splitlines():
        code, sign, label = line.partition("=")
        if code.strip():
            found[code.strip()] = label.strip() if sign else code.strip()
    return found


class FieldForm(forms.Form):
    name = forms.CharField(label="Sütun adı", max_length=40, help_text="Küçük İngilizce harf; sonradan değişmez.")
    title = forms.CharField(label="Başlık", max_length=80)
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices)
    measure = forms.CharField(label="Ölçü birimi", max_length=20, required=False, help_text="m², kişi, l/sn …")
    values = LongText(
        label="Liste değerleri", rows=3, required=False, max_length=8_000, help_text="Satır satır: kod = görünen ad."
    )
    least = forms.FloatField(label="En küçük değer", required=False)
    most = forms.FloatField(label="En büyük değer", required=False)
    note = forms.CharField(label="Açıklama", max_length=200, required=False)
    required = forms.BooleanField(label="Zorunlu", required=False)
    searchable = forms.BooleanField(label="Aranır", required=False)
    in_tile = forms.BooleanField(label="Haritaya gider", required=False, initial=True)
    sensitive = forms.BooleanField(
        label="Yalnız sahibi görür", required=False, help_text="Başka birimler, servisler ve kurumlar görmez."
    )

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["name"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        domain: dict[str, Any] = {}
        if listed := values_in(data.pop("values", "") or ""):
            domain["values"] = listed
        for name, key in (("least", "min"), ("most", "max")):
            value = data.pop(name, None)
            if value is not None:
                domain[key] = value
        if "min" in domain and "max" in domain and domain["min"] > domain["max"]:
            self.add_error("most", "En büyük değer en küçükten küçük olamaz.")
        return {**data, "domain": domain}


def field_initial(field: Field) -> dict[str, Any]:
    names = ("title", "measure", "note", "required", "searchable", "in_tile", "sensitive")
    return {
        **{name: getattr(field, name) for name in names},
        "values": "\n".join(f"{code} = {label}" for code, label in field.choices.items()),
        "least": field.domain.get("min"),
        "most": field.domain.get("max"),
    }


class GrantForm(forms.Form):
    unit_id = UnitField(label="Birim", key=True)
    may_edit = forms.BooleanField(label="Kayıtları düzenleyebilir", required=False)
    until = DateField(label="Son gün", required=False, help_text="Boş kalırsa süresiz.")
    basis = forms.CharField(label="Dayanak", max_length=200, required=False)


class PublishForm(forms.Form):
    what = forms.ChoiceField(label="Ne isteniyor?", choices=What.choices, widget=forms.RadioSelect)
    sensitivity = forms.ChoiceField(label="Kime açılacak?", choices=Sensitivity.choices)
    words = LongText(label="Gerekçe", rows=3, required=False, max_length=4_000)


class LoadForm(forms.Form):
    file = FileField(
        label="Dosya", help_text="Shapefile (zip), GeoPackage, GeoJSON, CSV, KML, GML, DXF ya da FlatGeobuf."
    )
    mode = forms.ChoiceField(label="Nasıl alınsın?", choices=Mode.choices, initial=Mode.APPEND)
    dry_run = forms.BooleanField(label="Önce dene; katmana yazma", required=False, initial=True)
    mend = forms.BooleanField(label="Onarılabilen geometriler onarılsın", required=False, initial=True)
    skip = forms.BooleanField(
        label="Hatalı kayıtlar atlansın",
        required=False,
        help_text="İşaretlenmezse tek hatalı kayıt bütün aktarımı durdurur.",
    )
    srid = _systems(
        label="Koordinat sistemi", required=False, help_text="Yalnız dosya bildirmiyorsa ya da yanlış bildiriyorsa."
    )
    encoding = forms.ChoiceField(
        label="Kodlama",
        required=False,
        choices=[("", "Kendiliğinden"), ("utf-8", "UTF-8"), ("cp1254", "Windows-1254")],
    )
    mapping = LongText(
        label="Alan eşleme",
        rows=2,
        required=False,
        max_length=4_000,
        help_text="Yalnız adı tutmayan alanlar; satır satır: katmanın sütunu = dosyanın sütunu.",
    )
    body = forms.CharField(
        label="Projeyi getiren kurum", max_length=160, required=False, help_text="İş sonu denetiminde."
    )

    def __init__(self, *args: Any, layer: Layer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["srid"]
        assert isinstance(box, forms.TypedChoiceField)
        box.choices = [("", "Dosyadan"), *SYSTEMS]
        if not layer.key_field:
            mode = self.fields["mode"]
            assert isinstance(mode, forms.ChoiceField)
            mode.choices = [one for one in Mode.choices if one[0] != Mode.UPSERT]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        encoding = data.pop("encoding", "")
        mapping = values_in(data.pop("mapping", "") or "")
        return {**data, "options": {"encoding": encoding}, "mapping": mapping}


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label="Kural", choices=RuleKind.choices)
    field = forms.ChoiceField(label="Alan", required=False, help_text="Tekillik kuralında.")
    other = forms.ChoiceField(label="Öbür katman", required=False, help_text="İçinde olma ve değmeme kuralında.")
    limit = forms.FloatField(
        label="Eşik", required=False, min_value=0, help_text="Binmede göz yumulan m²; küçüklükte en az m² ya da m."
    )
    severe = forms.BooleanField(label="İhlali iş sonu projeyi reddettirir", required=False, initial=True)
    basis = forms.CharField(label="Dayandığı standart", max_length=160, required=False)

    def __init__(self, *args: Any, layer: Layer, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, other = self.fields["field"], self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(other, forms.ChoiceField)
        field.choices = [("", "–"), *((one.name, one.title) for one in layer.fields.all())]
        rest = queries.layers(actor).exclude(pk=layer.pk).order_by("title")
        other.choices = [("", "–"), *((one.name, one.title) for one in rest)]

    def clean_limit(self) -> float:
        return self.cleaned_data["limit"] or 0


class ExportForm(forms.Form):
    bicim_dosya = forms.ChoiceField(label="Biçim", choices=[(key, one[0]) for key, one in FORMATS.items()])
    srid = _systems(label="Koordinat sistemi", required=False, help_text="GeoJSON her zaman enlem-boylamdır.")

    def __init__(self, *args: Any, layer: Layer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("srid", layer.srid)


class AnswerForm(forms.Form):
    answer = LongText(label="Gerekçe ya da sonuç", rows=3, required=False, max_length=4_000)


class WordsForm(forms.Form):
    words = LongText(label="Gerekçe", rows=3, required=False, max_length=500)


class NothingForm(forms.Form):
    """Only asks once."""


class DemandForm(forms.Form):
    kind = forms.ChoiceField(label="Ne isteniyor?", choices=DemandKind.choices)
    unit_id = UnitField(label="Karşılayacak birim", key=True)
    subject = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=4, max_length=4_000)
    layers = forms.MultipleChoiceField(
        label="İlgili katmanlar", required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    body = forms.CharField(label="İsteyen kurum", max_length=160, required=False, help_text="Belediye dışındansa.")
    contact = forms.CharField(label="İrtibat", max_length=160, required=False)
    letter = forms.CharField(label="Gelen yazının sayısı", max_length=60, required=False)
    protocol = forms.CharField(label="Dayandığı protokol", max_length=120, required=False)
    due_on = DateField(label="Son gün", required=False, help_text="Boş kalırsa 15 iş günü.")

    def __init__(self, *args: Any, actor: Actor, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["layers"]
        assert isinstance(box, forms.MultipleChoiceField)
        box.choices = [(one.name, one.title) for one in queries.layers(actor).order_by("title")[:500]]
        if unit is not None:
            self.initial.setdefault("unit_id", unit.pk)


DRAWN = {
    "Point": ("Point",),
    "MultiPoint": ("Point",),
    "MultiLineString": ("LineString",),
    "MultiPolygon": ("Polygon",),
    "Geometry": ("Point", "LineString", "Polygon"),
}
"""What is drawn in a layer of each type."""


class RowForm(forms.Form):
    """One row of a layer: an input for each of its columns, and its place."""

    def __init__(self, *args: Any, layer: Layer, fields: Sequence[Field], reviewed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layer, self.columns = layer, list(fields)
        self.new = "geometry" not in self.initial
        for one in fields:
            self.fields[f"f_{one.name}"] = _input(one)
        self.fields["geometry"] = PlaceField(kinds=DRAWN[layer.geometry_type], label="Yeri", required=self.new)
        if reviewed:
            self.fields["why"] = forms.CharField(label="Neden değişiyor?", max_length=500, required=False)
        self.order_fields(["geometry"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        given = {one.name: data.get(f"f_{one.name}") for one in self.columns if f"f_{one.name}" in data}
        return {"given": given, "geometry": data.get("geometry") or None, "why": data.get("why", "")}

    def beneath(self, layers: Sequence[MapLayer]) -> None:
        """Lay what is there already under the drawing."""
        self.fields["geometry"].widget.layers = layers

    def clean_geometry(self) -> dict[str, Any] | None:
        """What was drawn; nothing where the place is as it was."""
        found: dict[str, Any] | None = self.cleaned_data["geometry"]
        return None if found is None or _rounded(found) == _rounded(self.initial.get("geometry")) else found


def _rounded(geometry: Any) -> Any:
    """A geometry with its places as a form shows them, to be compared."""

    def walk(value: Any) -> Any:
        return round(value, 7) if isinstance(value, int | float) else [walk(one) for one in value]

    return (geometry["type"], walk(geometry["coordinates"])) if geometry else None


def _input(field: Field) -> forms.Field:
    label = f"{field.title} ({field.measure})" if field.measure else field.title
    shown: dict[str, Any] = {"label": label, "required": field.required, "help_text": field.note}
    match field.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[("", "–"), *field.choices.items()], **shown)
        case Kind.BOOLEAN:
            return forms.ChoiceField(choices=[("", "–"), ("evet", "Evet"), ("hayır", "Hayır")], **shown)
        case Kind.INTEGER:
            return forms.IntegerField(**shown)
        case Kind.NUMERIC:
            return forms.FloatField(localize=True, **shown)
        case Kind.DATE:
            return DateField(**shown)
        case Kind.TIMESTAMP:
            return DateTimeField(**shown)
    return forms.CharField(max_length=2_000, **shown)


class DesktopForm(forms.Form):
    user_id = PersonField(label="Kim?", key=True)
    until = DateField(label="Son gün", help_text="En çok 400 gün; görevden ayrılanınki kendiliğinden kapanır.")
