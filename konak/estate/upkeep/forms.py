"""What a person fills in about plans, work orders, contracts and the life of a device."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Permission
from konak.foundation.people.queries import people_of
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from . import access, queries
from .models import Choice, Condition, ContractKind, Result, WipeMethod


def whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


class Tag(forms.CharField):
    """The number of a device (sicil no)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Cihazın sicil numarası")
        super().__init__(max_length=40, **kwargs)


class Tags(LongText):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Sicil numaraları",
            rows=3,
            max_length=20_000,
            help_text="Boşluk ya da satır sonuyla ayırın.",
            **kwargs,
        )


def money(label: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, min_value=0, **kwargs)


class KeptForm(forms.Form):
    """Something kept for a unit: offers the units of the actor, and people of his unit where there is an assignee."""

    permission: Permission = access.KEEP

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields.get("unit_id")
        if isinstance(unit, UnitField):
            unit.narrow(actor=actor, permission=self.permission)
            self.initial.setdefault("unit_id", queries.unit_of(actor, self.permission))
        person = self.fields.get("assignee")
        if isinstance(person, PersonField):
            person.narrow(rows=people_of(queries.unit_of(actor, self.permission) or 0))


def _unit(label: str = "Birim") -> UnitField:
    return UnitField(label=label, key=True)


def _person(label: str = "Sorumlu", help_text: str = "") -> Any:
    more = {"help_text": help_text} if help_text else {}
    return PersonField(label=label, required=False, empty="Belirlenmedi", **more)


class PlanForm(KeptForm):
    name = forms.CharField(label="Planın adı", max_length=160, help_text="Örneğin «Yazıcı altı aylık bakımı».")
    unit_id = _unit("Bakımı yapan birim")
    points = LongText(
        label="Yapılacaklar", rows=5, max_length=4_000, help_text="Her satıra bir iş; iş emrinde tek tek işaretlenir."
    )
    every_months = forms.IntegerField(label="Kaç ayda bir?", min_value=1, max_value=240, required=False)
    counter = forms.CharField(label="Sayaç", max_length=40, required=False, help_text="Örneğin sayfa, saat.")
    counter_every = forms.IntegerField(
        label="Sayacın kaç biriminde bir?", min_value=1, max_value=2_000_000_000, required=False
    )
    lead_days = forms.IntegerField(label="İş emri kaç gün önce açılsın?", min_value=0, max_value=180, initial=7)
    assignee = _person("Bakımı yapacak kişi")


class PlanAssetsForm(forms.Form):
    tags = Tags()
    last_on = DateField(label="Son bakım günü", required=False, help_text="Boş kalırsa ilk bakım bugün gelir.")


class ReadingForm(forms.Form):
    tag = Tag()
    counter = forms.CharField(label="Sayaç", max_length=40, initial="sayfa")
    value = forms.IntegerField(label="Değer", min_value=0, max_value=10**15)
    read_on = DateField(label="Okunduğu gün", required=False, help_text="Boş kalırsa bugün.")


class OrderForm(KeptForm):
    permission = access.WORK
    tag = Tag()
    report = LongText(label="Arıza", rows=4, max_length=4_000, help_text="Ne oluyor, ne zamandan beri, ne denendi?")
    down = forms.BooleanField(label="Cihaz hiç çalışmıyor", required=False)
    unit_id = _unit("Onaracak birim")
    due_on = DateField(label="Son gün", required=False, help_text="Boş kalırsa on iş günü.")


class TickForm(forms.Form):
    note = forms.CharField(label="Not", max_length=200, required=False)


class PartForm(forms.Form):
    warehouse = forms.CharField(label="Ambar kodu", max_length=40)
    item = forms.CharField(label="Taşınır kodu", max_length=40)
    quantity = forms.DecimalField(label="Miktar", max_digits=14, decimal_places=3, initial=1)


class SendForm(forms.Form):
    firm = forms.CharField(label="Firma", max_length=160)
    contact = forms.CharField(label="Teslim alan", max_length=160, required=False)
    with_it = forms.CharField(
        label="Yanında verilenler", max_length=300, required=False, help_text="Adaptör, kablo, çanta…"
    )
    warranty = forms.BooleanField(label="Garanti kapsamında", required=False)
    handed_on = DateField(label="Teslim günü", required=False, help_text="Boş kalırsa bugün.")
    expected_on = DateField(label="Beklenen dönüş")


class ReceiveForm(forms.Form):
    result = forms.ChoiceField(label="Sonuç", choices=Result.choices, widget=forms.RadioSelect)
    cost = money("Bedel (₺)", initial=0)
    returned_on = DateField(label="Geldiği gün", required=False, help_text="Boş kalırsa bugün.")
    note = forms.CharField(label="Firmanın notu", max_length=500, required=False)


class FinishForm(forms.Form):
    done = LongText(label="Ne yapıldı?", rows=3, max_length=4_000)
    cause = forms.CharField(label="Nedeni", max_length=200, required=False)
    minutes = forms.IntegerField(label="İşçilik (dakika)", min_value=0, max_value=100_000, initial=0)
    labour_cost = money("İşçilik bedeli (₺)", initial=0)
    counter = forms.CharField(label="Okunan sayaç", max_length=40, required=False)
    value = forms.IntegerField(label="Sayacın değeri", min_value=0, max_value=10**15, required=False)


class WhyForm(forms.Form):
    why = LongText(label="Neden", rows=2, max_length=2_000)


class NothingForm(forms.Form):
    """A step that needs only the press."""


class ContractForm(KeptForm):
    title = forms.CharField(label="Konusu", max_length=200)
    unit_id = _unit("İzleyen birim")
    kind = forms.ChoiceField(label="Tür", choices=ContractKind.choices)
    supplier = forms.CharField(label="Yüklenici", max_length=160)
    contact = forms.CharField(label="İrtibat", max_length=200, required=False)
    document = forms.CharField(label="İhale ya da belge numarası", max_length=80, required=False)
    starts_on = DateField(label="Başlangıç")
    ends_on = DateField(label="Bitiş")
    cost = money("Bedel (₺)", help_text="Bütün süre için.")
    scope = LongText(label="Kapsam", rows=3, required=False, max_length=4_000)
    answer_hours = forms.IntegerField(label="Müdahale süresi (saat)", min_value=1, max_value=9_999, required=False)
    repair_hours = forms.IntegerField(label="Giderme süresi (saat)", min_value=1, max_value=9_999, required=False)
    sla = LongText(
        label="Hizmet düzeyi", rows=2, required=False, max_length=2_000, help_text="Cezalar, çalışma saatleri."
    )
    notice_days = forms.IntegerField(
        label="Bitişten kaç gün önce karar verilsin?", min_value=7, max_value=365, initial=90
    )
    assignee = _person("Sözleşmenin sorumlusu")


class CoverForm(forms.Form):
    tags = Tags()


class FileForm(forms.Form):
    file = FileField(label="Dosya")


class RenewForm(forms.Form):
    ends_on = DateField(label="Yeni bitiş")
    cost = money("Yeni bedel (₺)")
    why = LongText(label="Gerekçe", rows=2, required=False, max_length=2_000)


class ChecklistForm(KeptForm):
    name = forms.CharField(label="Listenin adı", max_length=120)
    unit_id = _unit()
    codes = forms.CharField(
        label="Taşınır kodları", max_length=300, help_text="Kodların başı, boşlukla ayrılmış: 255.02 253.03"
    )
    points = LongText(label="Maddeler", rows=6, max_length=4_000, help_text="Her satıra bir madde.")
    applies_from = DateField(
        label="Şu günden sonra girenlere uygulansın",
        initial=localdate,
        help_text="Önce girmiş cihazlar kullanımda sayılır; onlara liste sorulmaz.",
    )
    holds_data = forms.BooleanField(label="Veri saklar; silme tutanağı olmadan elden çıkarılamaz", required=False)


class SetupForm(forms.Form):
    tag = Tag()
    checklist_id = forms.TypedChoiceField(label="Liste", coerce=whole, empty_value=None, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["checklist_id"]
        assert isinstance(field, forms.TypedChoiceField)
        rows = queries.checklists(actor).filter(ended_on=None).order_by("name").values_list("pk", "name")
        field.choices = [("", "Cihazın koduna göre"), *rows]


class WipeForm(forms.Form):
    tag = Tag()
    medium = forms.CharField(
        label="Ortamın seri numarası", max_length=80, help_text="Diskin ya da belleğin kendi numarası."
    )
    method = forms.ChoiceField(label="Yöntem", choices=WipeMethod.choices)
    tool = forms.CharField(label="Araç ve sürümü", max_length=120)
    done_on = DateField(label="Silindiği gün", required=False, help_text="Boş kalırsa bugün.")
    witness_id = PersonField(label="Tanık", key=True)
    verified = forms.BooleanField(label="Ortam okundu, boş olduğu görüldü", required=False)
    file = FileField(label="Aracın raporu ya da imha fotoğrafı")
    note = forms.CharField(label="Not", max_length=500, required=False)


class CheckForm(forms.Form):
    checked_id = UnitField(label="Cihazları bakılacak birim", key=True)
    year = forms.IntegerField(label="Yıl", min_value=2000, max_value=2100)
    due_on = DateField(label="Son gün", required=False, help_text="Boş kalırsa yirmi iş günü.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", localdate().year)


class SeeForm(forms.Form):
    condition = forms.ChoiceField(label="Durum", choices=Condition.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Not", max_length=300, required=False, help_text="Arızalı ise iş emri açılır; notunuz ona yazılır."
    )


class SpareForm(forms.Form):
    tag = Tag()
    note = forms.CharField(label="Not", max_length=200, required=False)


class LendForm(forms.Form):
    user_id = PersonField(label="Kime", key=True)
    due_on = DateField(label="Dönmesi gereken gün")
    order_number = forms.CharField(
        label="İş emri", max_length=24, required=False, help_text="Onarım süresince veriliyorsa."
    )
    note = forms.CharField(label="Not", max_length=200, required=False)


class RuleForm(KeptForm):
    name = forms.CharField(label="Kuralın adı", max_length=120)
    unit_id = _unit()
    codes = forms.CharField(
        label="Taşınır kodları", max_length=300, help_text="Kodların başı, boşlukla ayrılmış: 255.02"
    )
    max_years = forms.IntegerField(label="En çok yaş (yıl)", min_value=1, max_value=50, required=False)
    max_faults = forms.IntegerField(label="Bir yılda en çok arıza", min_value=1, max_value=1000, required=False)
    max_share = forms.IntegerField(
        label="Onarım gideri alım bedelinin yüzde kaçını geçerse?", min_value=1, max_value=10_000, required=False
    )
    out_of_warranty = forms.BooleanField(label="Yalnız garantisi bitenler", required=False, initial=True)
    price = money("Yenisinin bugünkü bedeli (₺)")


class ProposeForm(forms.Form):
    year = forms.IntegerField(label="Bütçe yılı", min_value=2000, max_value=2100)
    note = LongText(label="Gerekçe", rows=3, required=False, max_length=4_000)


class ChooseForm(forms.Form):
    decision = forms.ChoiceField(
        label="Karar",
        choices=[one for one in Choice.choices if one[0] != Choice.PROPOSED.value],
        widget=forms.RadioSelect,
    )
    price = money("Bedel (₺)", required=False, help_text="Boş kalırsa kuralın bedeli.")
    note = forms.CharField(label="Not", max_length=300, required=False)
