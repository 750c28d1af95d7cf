"""What a person fills in about posts, groups, papers and the outside names of a unit."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import PersonField, UnitField

from .. import access
from ..models import APPROVERS, DocumentKind, Excess, ImportKind, Post, StaffClass


def mine(form: forms.Form, actor: Actor) -> None:
    """Only units this person manages."""
    field = form.fields["unit"]
    assert isinstance(field, UnitField)
    field.narrow(actor=actor, permission=access.MANAGE)
    if actor.seats and "unit" not in form.initial:
        form.initial["unit"] = actor.seats[0].unit_id


class PostForm(forms.Form):
    unit = UnitField(label="Birim")
    position = forms.ChoiceField(label="Görev", choices=Position.choices)
    title = forms.CharField(label="Kadro unvanı", max_length=80, help_text="Ör. «Mühendis», «Şube Müdürü»")
    staff_class = forms.ChoiceField(label="Sınıf", choices=StaffClass.choices)
    grade = forms.IntegerField(label="Kadro derecesi", required=False, min_value=1, max_value=15)
    number = forms.IntegerField(label="Adet", min_value=1, max_value=9999)
    excess = forms.ChoiceField(
        label="Sayı aşılırsa", choices=Excess.choices, help_text="Görevlendirme yapılırken uyarılır ya da engellenir."
    )
    decision = forms.CharField(label="İhdas kararı", max_length=160, required=False)
    since = DateField(label="Başlangıç", required=False)

    def __init__(self, *args: Any, actor: Actor, post: Post | None = None, **kwargs: Any) -> None:
        if post is not None:
            names = ("position", "title", "staff_class", "grade", "number", "excess", "decision", "since")
            kwargs["initial"] = {name: getattr(post, name) for name in names} | {"unit": post.unit_id}
        super().__init__(*args, **kwargs)
        mine(self, actor)


class EndPostForm(forms.Form):
    until = DateField(label="Kadronun son günü")


class CeilingForm(forms.Form):
    group = forms.CharField(
        label="Belediyenin grubu", max_length=8, help_text="Norm Kadro cetvellerindeki grup: A1, B3, C7 …"
    )
    title = forms.CharField(label="Unvan", max_length=80)
    number = forms.IntegerField(label="Üst sınır", min_value=0, max_value=99_999)
    source = forms.CharField(
        label="Dayanak", max_length=200, initial="Norm Kadro Yönetmeliği (RG 22.02.2007/26442), I sayılı cetvel"
    )


class GroupForm(forms.Form):
    name = forms.CharField(label="Grubun adı", max_length=120)
    about = forms.CharField(label="Ne için kullanılır?", max_length=300, required=False)
    unit = UnitField(label="Sahibi olan birim")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine(self, actor)


class RuleForm(forms.Form):
    positions = forms.MultipleChoiceField(
        label="Görevler",
        choices=Position.choices,
        required=False,
        help_text="Boş bırakırsanız hangi görevde olursa olsun.",
    )
    unit = UnitField(label="Birim", required=False, empty="Bütün kurum")
    branch = forms.BooleanField(label="Bağlı birimlerle birlikte", required=False, initial=True)


class MemberForm(forms.Form):
    user = PersonField(label="Kişi")
    since = DateField(label="Başlangıç", required=False)
    until = DateField(label="Bitiş", required=False)


class DocumentForm(forms.Form):
    unit = UnitField(label="Birim")
    kind = forms.ChoiceField(label="Tür", choices=DocumentKind.choices)
    title = forms.CharField(label="Başlık", max_length=200)
    approval = forms.CharField(
        label="Onay tarihi ve sayısı", max_length=160, help_text="Belgenin üzerinde yazdığı gibi."
    )
    since = DateField(label="Yürürlük")
    until = DateField(label="Bitiş", required=False)
    note = LongText(label="Açıklama", required=False, rows=3)
    file = FileField(label="Belgenin dosyası", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine(self, actor)
        self.initial.setdefault("since", localdate())


class SuperviseForm(forms.Form):
    deputy = PersonField(label="Bağlı olduğu yönetici")
    authority = forms.CharField(label="Devredilen yetki", max_length=300, required=False)
    document = forms.CharField(
        label="Dayandığı onay", max_length=160, help_text="İmza yetkileri yönergesi, olur ya da görev dağılımı."
    )
    since = DateField(label="Başlangıç")
    until = DateField(label="Bitiş", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy"]
        assert isinstance(field, PersonField)
        seated = ("mayor", "deputy_mayor", "secretary_general", "deputy_secretary_general", "head_of_department")
        field.narrow(positions=seated)
        self.initial.setdefault("since", localdate())


class UnitForm(forms.Form):
    short_name = forms.CharField(label="Kısa ad", max_length=60, required=False)
    code = forms.CharField(label="Birim kodu", max_length=30, required=False)
    detsis = forms.CharField(label="DETSİS no", max_length=8, required=False, help_text="Sekiz rakam.")
    founding = forms.CharField(label="Kuruluş dayanağı", max_length=300, required=False)
    phone = forms.CharField(label="Telefon", max_length=32, required=False)
    email = forms.EmailField(label="E-posta", required=False)
    address = forms.CharField(label="Yer", max_length=300, required=False)

    @staticmethod
    def known(unit: Unit) -> dict[str, str]:
        return {name: getattr(unit, name) or "" for name in UnitForm.base_fields}


class ApprovalRuleForm(forms.Form):
    unit = UnitField(label="Hangi birimde ve altında")
    approver = forms.ChoiceField(label="Onaylayan", choices=APPROVERS)
    quote = forms.CharField(
        label="Hükmün sözleri", max_length=400, help_text="Ör. «Başkanın onayı ile yürürlüğe girer.»"
    )
    source = forms.CharField(label="Dayanak", max_length=200, help_text="Yönetmelik ve maddesi")
    since = DateField(label="Başlangıç", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine(self, actor)


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label="Liste", choices=ImportKind.choices)
    file = FileField(
        label="Dosya", help_text="CSV ya da XLSX. İlk satır başlıklardır; sütunların sırası önemli değildir."
    )
    since = DateField(
        label="Değişiklikler hangi günden geçerli?",
        required=False,
        help_text="Boşsa bugünden. Yeni kayıtlarda tarih sütunu geçer.",
    )


class DayForm(forms.Form):
    """The day from which the changes of a list hold."""

    since = DateField(required=False)
