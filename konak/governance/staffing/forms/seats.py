"""What is filled in about a seat: who, where, from when, by which paper."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Basis, Clearance, Position
from konak.foundation.ui.forms import DateField

from ..queries import people, rights
from .fields import PersonField, UnitField, choose, offer

PAPER = "Onayın tarihi ve sayısı, kâğıtta yazdığı gibi: «12.11.2026 / E-1453»."


class AppointForm(forms.Form):
    user = PersonField(label="Kişi")
    unit = UnitField(label="Birim", empty="Birim arayın")
    position = forms.ChoiceField(label="Görev")
    basis = forms.ChoiceField(label="Görev şekli", choices=Basis.choices, initial=Basis.PERMANENT)
    document = forms.CharField(label="Dayandığı onay", max_length=120, required=False, help_text=PAPER)
    since = DateField(label="Başlangıç", help_text="İleri bir gün olabilir; yetkiler o gün açılır.")
    until = DateField(label="Bitiş", required=False, help_text="Boş bırakılırsa süresizdir. Son gün dâhildir.")
    clearance = forms.TypedChoiceField(label="Gizlilik yetkisi", choices=Clearance.choices, coerce=int, initial=0)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer(self, "unit", people.units_to_fill(actor))
        choose(self, "position", people.positions_to_fill(actor))


class JoinForm(forms.Form):
    first_name = forms.CharField(label="Adı", max_length=80)
    last_name = forms.CharField(label="Soyadı", max_length=80)
    registry_number = forms.CharField(label="Sicil no", max_length=20, required=False)
    title = forms.CharField(label="Unvan", max_length=80, required=False)
    unit = UnitField(label="Birim", empty="Birim arayın")
    position = forms.ChoiceField(label="Görev")
    basis = forms.ChoiceField(label="Görev şekli", choices=Basis.choices, initial=Basis.PERMANENT)
    document = forms.CharField(label="Dayandığı onay", max_length=120, required=False, help_text=PAPER)
    since = DateField(label="İlk çalışma günü", help_text="Hesap o gün açılır; daha önce oturum açılamaz.")
    until = DateField(label="Bitiş", required=False, help_text="Süreli görevlendirmede son gün.")
    with_mailbox = forms.BooleanField(label="Kurala göre posta adresi ver", required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer(self, "unit", people.units_to_fill(actor))
        choose(self, "position", people.positions_to_fill(actor))
        rule = rights.setup()
        if rule.mail_domain:
            self.fields["with_mailbox"].help_text = f"{rule.get_mail_form_display()}@{rule.mail_domain}"
        else:
            del self.fields["with_mailbox"]


class ComeBackForm(forms.Form):
    unit = UnitField(label="Birim", empty="Birim arayın")
    position = forms.ChoiceField(label="Görev")
    since = DateField(label="İlk çalışma günü")
    document = forms.CharField(label="Dayandığı onay", max_length=120, required=False, help_text=PAPER)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": localdate()}
        super().__init__(*args, **kwargs)
        offer(self, "unit", people.units_to_fill(actor))
        choose(self, "position", people.positions_to_fill(actor))


class LeaveForm(forms.Form):
    last_day = DateField(label="Son çalışma günü", help_text="Hesap ve oturumlar bu günün bitiminde kapanır.")
    why = forms.CharField(label="Neden", max_length=300, help_text="Emeklilik, istifa, naklen atama, vefat…")
    without_handover = forms.BooleanField(
        label="Devir teslimi beklemeden ayır",
        required=False,
        help_text="Yalnız Genel Sekreter ya da sistem yöneticisi kullanabilir; kayda geçer.",
    )


class EndForm(forms.Form):
    last_day = DateField(label="Son gün", help_text="Bu gün dâhil; ertesi gün yetkiler kalkar.")
    why = forms.CharField(label="Neden", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_day": localdate()}
        super().__init__(*args, **kwargs)


class ExtendForm(forms.Form):
    until = DateField(label="Yeni bitiş", required=False, help_text="Boş bırakılırsa süresiz olur.")
    document = forms.CharField(label="Uzatma onayı", max_length=120, required=False, help_text=PAPER)


class CorrectForm(forms.Form):
    since = DateField(label="Başlangıç")
    until = DateField(label="Bitiş", required=False)
    basis = forms.ChoiceField(label="Görev şekli", choices=Basis.choices)
    document = forms.CharField(label="Dayandığı onay", max_length=120, required=False, help_text=PAPER)
    why = forms.CharField(
        label="Düzeltmenin nedeni", max_length=300, help_text="Eski hâli geçmişte kalır; neden kayda geçer."
    )

    def __init__(self, *args: Any, row: Appointment, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "since": row.since,
            "until": row.until,
            "basis": row.basis,
            "document": row.document,
        }
        super().__init__(*args, **kwargs)


class TransferForm(forms.Form):
    unit = UnitField(label="Yeni birim", empty="Birim arayın")
    position = forms.ChoiceField(label="Yeni görev")
    basis = forms.ChoiceField(label="Görev şekli", choices=Basis.choices, initial=Basis.PERMANENT)
    since = DateField(label="Yeni görevde ilk gün", help_text="Şimdiki görev bir gün önce biter.")
    document = forms.CharField(label="Dayandığı onay", max_length=120, help_text=PAPER)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", people.units_to_fill(actor))
        choose(self, "position", people.positions_to_fill(actor))


class SeatFilterForm(forms.Form):
    """Draws the filters of the list; `SeatFilter` is what checks them."""

    q = forms.CharField(
        label="Kişi ya da birim ara",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "data-hotkey": "/", "autocomplete": "off"}),
    )
    unit = UnitField(label="Birim (bağlılarıyla)", required=False, empty="Hepsi")
    position = forms.ChoiceField(label="Görev", required=False, choices=[("", "Hepsi"), *Position.choices])
    basis = forms.ChoiceField(label="Görev şekli", required=False, choices=[("", "Hepsi"), *Basis.choices])


class SetupForm(forms.Form):
    personnel_unit = UnitField(
        label="Personel birimi",
        required=False,
        empty="Belirlenmedi",
        help_text="Bu birimde çalışanlar bütün kurumda görevlendirme işleyebilir.",
    )
    mail_domain = forms.RegexField(
        r"^([a-z0-9-]+\.)+[a-z]{2,}$",
        label="Posta alan adı",
        required=False,
        max_length=120,
        error_messages={"invalid": "Alan adını belediye.bel.tr biçiminde, küçük harfle yazın."},
    )
    mail_form = forms.ChoiceField(label="Adres biçimi")

    def __init__(self, *args: Any, units: Any, forms_of_mail: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "personnel_unit", units)
        choose(self, "mail_form", [(str(value), str(label)) for value, label in forms_of_mail])
