"""What a person fills in about files, transfers, lists and loads."""

from typing import Any, ClassVar

from django import forms

from konak.foundation.access import Actor, Permission
from konak.foundation.people.positions import Clearance
from konak.foundation.ui.forms import DateField, FileField
from konak.foundation.ui.picking import PersonField, UnitField

from . import access, queries
from .models import Decision, DocumentKind, Final, Medium, MemberRole, Verdict, Whither


class CodeField(forms.CharField):
    """A code of the file plan."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "Dosya planı kodu", "max_length": 12, **kwargs})
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "decimal"}

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or "").split(" ")[0].strip()


class WithActor(forms.Form):
    """A form whose units are those the actor's permission reaches."""

    permission: ClassVar[Permission] = access.FILE

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wider = queries.archivist(actor)
        unit = self.fields.get("unit_id")
        if isinstance(unit, UnitField):
            unit.narrow(actor=wider, permission=self.permission)
            if not self.is_bound and actor.seats:
                self.initial.setdefault("unit_id", actor.seats[0].unit_id)


class FolderForm(WithActor):
    unit_id = UnitField(label="Birim", key=True)
    code = CodeField()
    subject = forms.CharField(
        label="Dosyanın konusu", max_length=250, required=False, help_text="Boş bırakılırsa kodun adı yazılır."
    )
    matter = forms.CharField(
        label="Vaka dosyası kodu",
        max_length=40,
        required=False,
        help_text="Kişi, dava, ihale, proje dosyası için; yazının sayısında köşeli ayraçla durur.",
    )
    year = forms.IntegerField(label="Yıl", min_value=1900, max_value=9999, required=False, help_text="Boşsa bu yıl.")
    medium = forms.ChoiceField(label="Ortam", choices=Medium.choices, initial=Medium.ELECTRONIC)


class PutForm(forms.Form):
    title = forms.CharField(label="Belgenin konusu", max_length=300)
    kind = forms.ChoiceField(label="Tür", choices=DocumentKind.choices, initial=DocumentKind.OTHER)
    official = forms.CharField(label="Sayı", max_length=80, required=False)
    party = forms.CharField(label="Gönderen ya da muhatap", max_length=300, required=False)
    dated_on = DateField(label="Tarih", required=False)
    secrecy = forms.TypedChoiceField(label="Gizlilik", choices=Clearance.choices, coerce=int, initial=0)
    file = FileField(label="Dosya", required=False)


class PaperForm(forms.Form):
    reference = forms.CharField(
        label="Yazı ya da evrak numarası",
        max_length=40,
        help_text="Örnek: YAZI-2026-00012, GELEN-2026-00034. İmzalanmış ya da dosyasına kaldırılmış olmalı.",
    )


class CloseForm(forms.Form):
    on = DateField(label="İşin bittiği gün", required=False, help_text="Boşsa bugün.")


class WhyForm(forms.Form):
    why = forms.CharField(label="Neden", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(forms.Form):
    basis = forms.CharField(label="Dayanak (dava, soruşturma, denetim)", max_length=120)
    why = forms.CharField(label="Neden", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class LendForm(forms.Form):
    borrower = PersonField(label="Ödünç alan")
    purpose = forms.CharField(label="Ne için", max_length=300)
    due_on = DateField(label="Geri getirme günü", required=False, help_text="Boşsa 15 gün sonra.")


class BackForm(forms.Form):
    remark = forms.CharField(label="Dosyanın durumu", max_length=300, required=False)


class ShelveForm(forms.Form):
    volume = forms.IntegerField(label="Cilt", min_value=1, max_value=9999, initial=1)
    box = forms.CharField(label="Kutu", max_length=30)
    place = forms.CharField(label="Yeri (depo, raf, göz)", max_length=120, required=False)


class Numbers(forms.CharField):
    """Numbers of files, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 6}), "max_length": 20_000, **kwargs})

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value) or "")
        return [one for one in text.replace(",", " ").replace(";", " ").upper().split() if one]


class CloseManyForm(forms.Form):
    numbers = Numbers(label="Dosyaların numaraları", help_text="Her satıra bir numara. Yalnız açık dosyalar.")
    on = DateField(label="İşin bittiği gün", required=False, help_text="Boşsa bugün.")


class TransferForm(WithActor):
    unit_id = UnitField(label="Devreden birim", key=True)
    to = forms.ChoiceField(label="Nereye", choices=Whither.choices, widget=forms.RadioSelect)
    numbers = Numbers(label="Dosyaların numaraları", help_text="Her satıra bir numara. Yalnız kapanmış dosyalar.")


class ReceiveForm(forms.Form):
    refused = Numbers(label="Alınmayan dosyalar", required=False, help_text="Hepsi alındıysa boş bırakın.")
    why = forms.CharField(label="Neden alınmadı", max_length=300, required=False)
    box = forms.CharField(label="Kutu", max_length=30, required=False, help_text="Kâğıt dosyaların konduğu kutu.")
    place = forms.CharField(label="Yeri (depo, raf, göz)", max_length=120, required=False)
    answer = forms.CharField(label="Not", max_length=500, required=False)


class NothingForm(forms.Form):
    """A step that asks nothing."""


class ProposeForm(forms.Form):
    year = forms.IntegerField(label="Yıl", min_value=2000, max_value=9999, required=False, help_text="Boşsa bu yıl.")
    code = CodeField(required=False, help_text="Yalnız bu kodun dosyaları; boşsa hepsi.")


class SeatForm(forms.Form):
    user = PersonField(label="Üye")
    role = forms.ChoiceField(label="Görevi", choices=MemberRole.choices)


class DecideForm(forms.Form):
    folders = Numbers(label="Dosyalar")
    decision = forms.ChoiceField(label="Karar", choices=Decision.choices)
    why = forms.CharField(
        label="Gerekçe", max_length=300, required=False, help_text="Plandan ayrılan kararda gerekçe yazılır."
    )
    longer_until = DateField(label="Yeni saklama sonu", required=False, help_text="Yalnız süre uzatılıyorsa.")


class AgreeForm(forms.Form):
    dissent = forms.CharField(label="Karşı oy gerekçesi", max_length=300, required=False)


class OpinionForm(forms.Form):
    opinion_number = forms.CharField(label="Görüş yazısının sayısı", max_length=80)
    opinion_on = DateField(label="Görüş yazısının tarihi")
    fits = forms.TypedChoiceField(
        label="Sonuç",
        choices=[("1", "Uygun görüldü"), ("", "Uygun görülmedi")],
        coerce=bool,
        required=False,
        empty_value="",
        widget=forms.RadioSelect,
        initial="1",
    )
    words = forms.CharField(label="Görüş", max_length=500, required=False)


class BeginForm(forms.Form):
    method = forms.CharField(
        label="İmha yöntemi", max_length=200, initial="Elektronik içerikte geri döndürülemez silme; kâğıtta kıyma"
    )


class ReceiptForm(forms.Form):
    receipt = forms.CharField(label="Teslim yazısının tarih ve sayısı", max_length=120)


class IntakeForm(WithActor):
    permission = access.LOAD
    unit_id = UnitField(label="Birim", key=True)
    name = forms.CharField(label="Aktarmanın adı", max_length=120, required=False)
    table = FileField(label="Tablo (CSV)")
    bundle = FileField(label="Belgeler (ZIP)", required=False, help_text="Tablodaki «belge» yollarının ZIP dosyası.")


class ProjectForm(WithActor):
    permission = access.DIGITISE
    unit_id = UnitField(label="Kâğıtların sahibi birim", key=True)
    subject = forms.CharField(label="Projenin adı", max_length=250)
    target = forms.IntegerField(label="Hedef belge sayısı", min_value=1, max_value=10_000_000)
    due_on = DateField(label="Bitiş günü", required=False)
    sample_percent = forms.IntegerField(
        label="Kalite örneği, %",
        min_value=1,
        max_value=100,
        initial=10,
        help_text="Her partiden rastgele seçilip bakılan belgelerin payı.",
    )
    tolerated = forms.IntegerField(
        label="Örnekte hoş görülen kusur, %", min_value=0, max_value=100, initial=2, help_text="Aşılırsa parti döner."
    )
    scope = forms.CharField(
        label="Kapsam", max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class BatchForm(forms.Form):
    folder = forms.CharField(
        label="Dosyanın numarası", max_length=24, help_text="Taranan belgelerin konacağı dosya: DOSYA-2026-00012."
    )
    label = forms.CharField(label="Ne tarandı", max_length=200, help_text="Kutu, klasör ya da deste.")


class ScanForm(forms.Form):
    file = FileField(label="PDF ya da PDF'lerin ZIP'i", help_text="Her PDF bir belgedir; adı belgenin konusu olur.")
    title = forms.CharField(label="Belgenin konusu", max_length=300, required=False, help_text="Tek PDF için.")


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(label="Kalite", choices=Verdict.choices, widget=forms.RadioSelect)
    remark = forms.CharField(label="Kusur", max_length=200, required=False, help_text="Kusurluysa ne olduğu.")


class PlanForm(forms.Form):
    file = FileField(label="Saklama planı (CSV)")
    confirm = forms.BooleanField(
        label="Önizlemeyi gördüm, taslağı yaz", required=False, help_text="İşaretlenmezse yalnız önizleme gösterilir."
    )


class RuleForm(forms.Form):
    code = CodeField()
    name = forms.CharField(label="Konu", max_length=250)
    unit_years = forms.IntegerField(label="Birimde, yıl", min_value=0, max_value=101)
    archive_years = forms.IntegerField(
        label="Kurum arşivinde, yıl", min_value=0, max_value=101, required=False, help_text="Boşsa süreklidir."
    )
    final = forms.ChoiceField(label="Tasfiye", choices=Final.choices)
    note = forms.CharField(label="Açıklama", max_length=300, required=False)


class ForceForm(forms.Form):
    basis = forms.CharField(label="Devlet Arşivleri uygun görüş yazısı (tarih ve sayı)", max_length=200)


class OfficeForm(forms.Form):
    unit = UnitField(label="Kurum arşivini tutan birim", key=True)
