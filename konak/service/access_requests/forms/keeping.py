"""What is filled in about the catalogue, undertakings, templates, shared accounts and reviews."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import units
from konak.foundation.ui.forms import DateField, LongText
from konak.governance.staffing import public as staffing
from konak.governance.systems import public as systems

from ..models import ApprovalRole, Right, RightKind, Risk, SecretKind, Undertaking, Want
from ..models import Reviewers as Who
from ..services import provisioning
from .fields import PersonField, PersonIdField, UnitField, choose, offer


class RightForm(forms.Form):
    code = forms.SlugField(label="Kod", max_length=60, help_text="Küçük harf, rakam ve tire: ebys-birim-okur.")
    name = forms.CharField(label="Ad", max_length=160)
    area = forms.CharField(label="Sistem", max_length=120, help_text="EBYS, Dosya sunucusu, Veri merkezi kapısı …")
    system_id = forms.TypedChoiceField(label="Bilgi sistemi kaydı", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Tür", choices=RightKind.choices)
    allows = LongText(
        label="Ne yapılabilir", rows=3, max_length=2_000, help_text="Düz sözle; isteyen ve onaylayan bunu okur."
    )
    risk = forms.TypedChoiceField(label="Risk", coerce=int, choices=Risk.choices)
    privileged = forms.BooleanField(label="Ayrıcalıklı (yönetici) yetki", required=False)
    unit = UnitField(label="Sahibi olan birim")
    assignee = PersonField(label="Sahibi olan kişi", required=False)
    executing_unit = UnitField(label="Yürüten birim")
    approvals = forms.MultipleChoiceField(
        label="Amirden sonra onaylayanlar",
        required=False,
        choices=[pair for pair in ApprovalRole.choices if pair[0] != "manager"],
        widget=forms.CheckboxSelectMultiple,
        help_text="Amir her zaman onaylar; yüksek riskte en son bilgi güvenliği sorumlusu da.",
    )
    longest_days = forms.IntegerField(label="En uzun süre (gün)", required=False, min_value=1, max_value=3_650)
    review_months = forms.IntegerField(label="Gözden geçirme (ay)", min_value=1, max_value=60, initial=12)
    audience = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="İsteyebilecek birimler",
        required=False,
        help_text="Boş: herkes. Bağlıları da girer.",
    )
    positions = forms.MultipleChoiceField(
        label="İsteyebilecek unvanlar", required=False, choices=Position.choices, widget=forms.CheckboxSelectMultiple
    )
    undertakings = forms.ModelMultipleChoiceField(
        Undertaking.objects.none(),
        label="Kabul edilecek taahhütler",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    duty_group = forms.ChoiceField(
        label="Görevler ayrılığındaki karşılığı",
        required=False,
        help_text="Bu yetki bir görev grubunun işini yaptırıyorsa çizelgenin kuralları uygulanır.",
    )
    provisioner = forms.ChoiceField(label="Otomatik yürütme", required=False)
    target = forms.CharField(
        label="Sistemdeki karşılığı",
        required=False,
        max_length=300,
        help_text="Otomatik yürütme için: dizin grubu gibi.",
    )
    emergency = forms.BooleanField(label="Acil erişime açık", required=False)
    active = forms.BooleanField(label="İstenebilir", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, fixed: bool = False, owners: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            self.fields["code"].disabled = True
        offer(self, "unit", owners)
        offer(self, "executing_unit", units())
        self.fields["audience"].queryset = units()  # type: ignore[attr-defined]
        self.fields["undertakings"].queryset = Undertaking.objects.filter(active=True)  # type: ignore[attr-defined]
        choose(self, "system_id", [("", "Kayıtta yok"), *list(systems.choices(actor))])
        choose(self, "duty_group", [("", "Yok"), *staffing.groups()])
        choose(
            self,
            "provisioner",
            [("", "Yok, birim yürütür"), *[(one.name, one.label) for one in provisioning.known()]],
        )


class RuleForm(forms.Form):
    right = forms.ModelChoiceField(Right.objects.none(), label="Yetki", empty_label="Yetki seçin")
    other = forms.ModelChoiceField(
        Right.objects.none(), label="Birleşemeyeceği yetki", required=False, empty_label="–"
    )
    group = forms.ChoiceField(label="ya da görev grubu", required=False)
    why = forms.CharField(label="Gerekçe", max_length=300)
    basis = forms.CharField(label="Dayanak", max_length=200, required=False)
    stops = forms.BooleanField(label="Engeller", required=False, initial=True, help_text="İşaretsizse yalnız uyarır.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "right", Right.objects.all())
        offer(self, "other", Right.objects.all())
        choose(self, "group", [("", "–"), *staffing.groups()])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        right, other = values.pop("right", None), values.pop("other", None)
        return values | {"right_id": right.pk if right else 0, "other_id": other.pk if other else None}


class UndertakingForm(forms.Form):
    code = forms.SlugField(label="Kod", max_length=40)
    name = forms.CharField(label="Ad", max_length=160)
    text = LongText(
        label="Metin", rows=14, max_length=20_000, help_text="Kabul edenler tam bu metni kabul etmiş olur."
    )
    valid_months = forms.IntegerField(
        label="Geçerlilik (ay)", required=False, min_value=1, max_value=120, help_text="Boş: yeni sürüme kadar."
    )

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            self.fields["code"].disabled = True


class TemplateForm(forms.Form):
    name = forms.CharField(label="Ad", max_length=160)
    unit = UnitField(label="Birim (bağlılarıyla)")
    position = forms.ChoiceField(label="Unvan", required=False)
    preapproved = forms.ModelMultipleChoiceField(
        Right.objects.none(),
        label="Önceden onaylı yetkiler",
        required=False,
        help_text="İşe başlayınca onay beklemeden yürütmeye gider. Yüksek riskli ve ayrıcalıklı olanlar burada yok.",
    )
    asked = forms.ModelMultipleChoiceField(Right.objects.none(), label="Onaya gidecek yetkiler", required=False)
    things = LongText(
        label="Zimmet, lisans, eğitim",
        required=False,
        rows=6,
        help_text="Her satır bir kalem: «zimmet: Dizüstü bilgisayar», «eğitim: …», «lisans: …», «diğer: …».",
    )

    def __init__(self, *args: Any, owners: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", owners)
        choose(self, "position", [("", "Herkes"), *Position.choices])
        self.fields["preapproved"].queryset = Right.objects.filter(  # type: ignore[attr-defined]
            active=True, privileged=False, risk__lt=Risk.HIGH
        )
        self.fields["asked"].queryset = Right.objects.filter(active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        rights = {row.pk: False for row in values.pop("asked", [])}
        rights |= {row.pk: True for row in values.pop("preapproved", [])}
        words = {label.casefold(): key for key, label in Want.choices if key != Want.RIGHT}
        things = []
        for line in (values.pop("things", "") or "").splitlines():
            if not line.strip():
                continue
            head, _, text = line.partition(":")
            key = words.get(head.strip().casefold().replace("i̇", "i"))
            if key is None or not text.strip():
                self.add_error(
                    "things", f"«{line.strip()}»: satır zimmet:, lisans:, eğitim: ya da diğer: ile başlar."
                )
                continue
            things.append((key, text.strip()))
        return values | {"rights": list(rights.items()), "things": things}


class AccountForm(forms.Form):
    name = forms.CharField(label="Hesap adı", max_length=120)
    area = forms.CharField(label="Sistem", max_length=120)
    kind = forms.ChoiceField(label="Tür", choices=SecretKind.choices)
    purpose = forms.CharField(label="Ne için kullanılıyor", max_length=300)
    unit = UnitField(label="Birim")
    owner = PersonField(label="Sahibi")
    safe = forms.CharField(
        label="Sırrın durduğu kasa",
        max_length=120,
        help_text="Kasanın adı ve kaydın yeri. Parolanın kendisi yazılmaz.",
    )
    rotate_days = forms.IntegerField(label="Yenileme sıklığı (gün)", min_value=1, max_value=1_100, initial=180)
    rotated_on = DateField(label="Son yenileme", required=False)
    review_on = DateField(label="Gözden geçirme günü")

    def __init__(self, *args: Any, owners: QuerySet[Unit], **kwargs: Any) -> None:
        kwargs["initial"] = {"review_on": localdate() + dt.timedelta(days=180)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer(self, "unit", owners)


class RenewedForm(forms.Form):
    on = DateField(label="Yenilendiği gün", initial=localdate)
    note = forms.CharField(label="Not", required=False, max_length=300)


class ReviewedForm(forms.Form):
    next_on = DateField(label="Sonraki gözden geçirme")
    why = forms.CharField(label="Neden hâlâ gerekli", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"next_on": localdate() + dt.timedelta(days=180)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class NewOwnerForm(forms.Form):
    owner = PersonField(label="Yeni sahibi")
    why = forms.CharField(label="Neden", max_length=300)


class CampaignForm(forms.Form):
    subject = forms.CharField(label="Ad", max_length=200)
    unit = UnitField(label="Yürüten birim")
    due_on = DateField(label="Son gün")
    reviewers = forms.ChoiceField(label="Kim gözden geçirecek", choices=Who.choices)
    area = forms.ChoiceField(label="Sistem", required=False)
    lowest_risk = forms.TypedChoiceField(label="En düşük risk", coerce=int, choices=Risk.choices)
    privileged_only = forms.BooleanField(label="Yalnız ayrıcalıklı yetkiler", required=False)
    branch = UnitField(label="Kimlerin yetkileri (birim, bağlılarıyla)", required=False, empty="Bütün kurum")
    why = forms.CharField(label="Dayanak", required=False, max_length=300)

    def __init__(self, *args: Any, owners: QuerySet[Unit], areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", owners)
        offer(self, "branch", units())
        choose(self, "area", [("", "Bütün sistemler"), *[(area, area) for area in areas]])


class ReviewChangeForm(forms.Form):
    right = forms.ModelChoiceField(
        Right.objects.none(), label="Yerine", required=False, empty_label="Aynı yetki kalsın, süresi kısalsın"
    )
    until = DateField(label="Son gün", required=False, help_text="Aynı yetki kalacaksa şimdikinden erken bir gün.")
    why = LongText(label="Gerekçe", rows=3, max_length=400)

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "right", Right.objects.filter(active=True, area=held.right.area).exclude(pk=held.right_id))


class HandOnForm(forms.Form):
    reviewer_id = PersonIdField(label="Yeni gözden geçiren")
    why = forms.CharField(label="Neden", max_length=300)
