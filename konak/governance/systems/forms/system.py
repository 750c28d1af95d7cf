"""What a person fills in about an information system, its parts and interfaces."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField
from konak.governance.processes import public as processes

from .. import queries
from ..models import (
    Criticality,
    DataClass,
    Direction,
    InformationSystem,
    Made,
    Need,
    PartKind,
    PersonalData,
    Runs,
    SignIn,
    SystemKind,
    SystemState,
    Way,
)

NONE = [("", "Belirlenmedi")]


def number(text: str | None) -> int | None:
    return int(text) if text else None


def nobody(label: str, help_text: str = "") -> Any:
    told = {"help_text": help_text} if help_text else {}
    return PersonField(label=label, required=False, empty="Belirlenmedi", **told)


class SystemForm(forms.Form):
    code = forms.CharField(
        label="Kod",
        max_length=24,
        help_text="Kısa ve kalıcı: EBYS, CBS-WEB. Sonradan değişmez; başka kayıtlar ona bağlanır.",
    )
    name = forms.CharField(label="Ad", max_length=160)
    about = LongText(label="Ne işe yarar?", rows=3, required=False, max_length=4000)
    kind = forms.ChoiceField(label="Tür", choices=SystemKind.choices)
    state = forms.ChoiceField(label="Durum", choices=SystemState.choices, initial=SystemState.RUNNING)
    since = DateField(label="Kullanıma giriş", required=False)
    until = DateField(label="Kullanımdan kalkış", required=False)
    unit_id = UnitField(label="Sahibi birim", key=True)
    assignee = nobody("Sorumlu kişi")
    substitute = nobody("Sorumlunun yedeği")
    served = forms.TypedMultipleChoiceField(
        label="Kullanan birimler",
        coerce=int,
        required=False,
        help_text="Bütün kurum kullanıyorsa en üst birimi seçin.",
    )
    criticality = forms.TypedChoiceField(
        label="Kritiklik", choices=[*NONE, *Criticality.choices], coerce=int, empty_value=None, required=False
    )
    rto_hours = forms.IntegerField(label="En uzun kesinti (RTO), saat", min_value=0, max_value=8760, required=False)
    rpo_hours = forms.IntegerField(label="En çok veri kaybı (RPO), saat", min_value=0, max_value=8760, required=False)
    data_class = forms.ChoiceField(label="Veri sınıfı", choices=[*NONE, *DataClass.choices], required=False)
    personal_data = forms.MultipleChoiceField(
        label="Kişisel veri türleri",
        choices=PersonalData.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Hiçbiri işaretlenmezse kişisel veri yok sayılır.",
    )
    runs = forms.ChoiceField(label="Nerede çalışır?", choices=[*NONE, *Runs.choices], required=False)
    hosting = forms.CharField(
        label="Yeri", max_length=200, required=False, help_text="Sistem odası, küme, sağlayıcı."
    )
    address = forms.CharField(label="Adresi", max_length=300, required=False)
    made = forms.ChoiceField(label="Nasıl edinildi?", choices=[*NONE, *Made.choices], required=False)
    version = forms.CharField(label="Sürüm", max_length=60, required=False)
    standards = forms.CharField(label="Uyduğu standartlar", max_length=300, required=False)
    supplier = forms.CharField(label="Tedarikçi", max_length=160, required=False)
    contract = forms.CharField(label="Sözleşme", max_length=200, required=False)
    contract_until = DateField(label="Sözleşme bitişi", required=False)
    service_level = forms.CharField(label="Hizmet düzeyi", max_length=300, required=False)
    exit_terms = forms.CharField(
        label="Ayrılma koşulları",
        max_length=300,
        required=False,
        help_text="Sözleşme bitince veri nasıl geri alınır?",
    )
    sign_in = forms.ChoiceField(label="Oturum açma yolu", choices=[*NONE, *SignIn.choices], required=False)
    second_factor = forms.BooleanField(label="İkinci adım var", required=False)
    logs_expected = forms.BooleanField(label="İz kaydı beklenir", required=False, initial=True)
    log_source = forms.CharField(label="İz kaydı kaynağı", max_length=200, required=False)
    backup_expected = forms.BooleanField(label="Yedek beklenir", required=False, initial=True)
    backup = forms.CharField(
        label="Yedekleme", max_length=200, required=False, help_text="Neyle, ne sıklıkla, nereye."
    )
    watched = forms.BooleanField(label="İzleniyor", required=False)
    review_months = forms.IntegerField(label="Gözden geçirme sıklığı, ay", min_value=1, max_value=60, initial=12)
    component_id = forms.TypedChoiceField(
        label="Hizmetlerin dayandığı bileşen",
        coerce=number,
        empty_value=None,
        required=False,
        help_text="Hizmet envanterindeki karşılığı; hangi hizmetlerin bu sisteme dayandığı oradan okunur.",
    )

    def __init__(self, *args: Any, actor: Actor, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = queries.units_to_keep(actor)
        owner, served = self.fields["unit_id"], self.fields["served"]
        assert isinstance(owner, UnitField)
        assert isinstance(served, forms.TypedMultipleChoiceField)
        owner.narrow(rows=units)
        served.choices = [(one.pk, one.name) for one in queries.every_unit()]
        stands = self.fields["component_id"]
        assert isinstance(stands, forms.TypedChoiceField)
        stands.choices = [*NONE, *processes.components()]
        if actor.seats:
            self.initial.setdefault("unit_id", actor.seats[0].unit_id)
        if known:
            del self.fields["code"]


class RetireForm(forms.Form):
    on = DateField(label="Son gün")
    successor = forms.ModelChoiceField(
        InformationSystem.objects.none(), label="Yerine geçen sistem", required=False, empty_label="Yok"
    )

    def __init__(self, *args: Any, actor: Actor, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.systems(actor).exclude(state="retired").exclude(code=code).order_by("code")


class PartForm(forms.Form):
    kind = forms.ChoiceField(label="Tür", choices=PartKind.choices)
    name = forms.CharField(label="Ad", max_length=120)
    where = forms.CharField(label="Yer / adres", max_length=160, required=False)
    version = forms.CharField(label="Sürüm", max_length=60, required=False)
    note = forms.CharField(label="Açıklama", max_length=300, required=False)


class InterfaceForm(forms.Form):
    other = forms.ModelChoiceField(
        InformationSystem.objects.none(), label="Karşı sistem", required=False, empty_label="Kurum dışında"
    )
    counterpart = forms.CharField(
        label="Karşı kurum",
        max_length=160,
        required=False,
        help_text="Karşı taraf kütükte yoksa kurumun ve sistemin adı.",
    )
    need = forms.ChoiceField(label="Bu sistem onsuz", choices=Need.choices)
    direction = forms.ChoiceField(label="Yön", choices=Direction.choices, initial=Direction.BOTH)
    way = forms.ChoiceField(label="Yöntem", choices=Way.choices)
    online = forms.BooleanField(label="Çevrim içi", required=False, initial=True)
    moved = forms.CharField(label="Aktarılan veri", max_length=300, required=False)
    ground = forms.CharField(label="Hukuki dayanak", max_length=300, required=False)
    protocol = forms.CharField(label="Protokol", max_length=160, required=False, help_text="Tarihi ve sayısı.")
    protocol_until = DateField(label="Protokol bitişi", required=False)
    last_on = DateField(label="Son aktarım", required=False)

    def __init__(self, *args: Any, actor: Actor, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.systems(actor).exclude(state="retired").exclude(code=code).order_by("code")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "moved" in values:
            values["data"] = values.pop("moved")
        return values


class RoundForm(forms.Form):
    unit_id = UnitField(label="Birim", key=True, help_text="Bağlı birimlerin sistemleri de açılır.")
    due_on = DateField(label="Son gün")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_id"]
        assert isinstance(field, UnitField)
        field.narrow(rows=queries.units_to_keep(actor))
        if actor.seats:
            self.initial.setdefault("unit_id", actor.seats[0].unit_id)


class RemarkForm(forms.Form):
    remark = forms.CharField(label="Not", max_length=300, required=False)


class NothingForm(forms.Form):
    """A step that asks nothing but whether one means it."""


class UploadForm(forms.Form):
    file = FileField(label="Liste", help_text="CSV ya da Excel (.xlsx). Önce ne olacağını satır satır görürsünüz.")
