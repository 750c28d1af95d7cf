"""What a person fills in about information given out and about requests for logs."""

from django import forms
from django.utils.timezone import localdate

from konak.foundation.ui.forms import DateField, LongText

from .models import Asker, Way


class ReleaseForm(forms.Form):
    kind = forms.ChoiceField(label="Kim istiyor?", choices=Asker.choices)
    asker = forms.CharField(label="Adı", max_length=200, help_text="Kurumun, gazetenin ya da kişinin adı.")
    asked_on = DateField(label="İstek tarihi", initial=localdate)
    reference = forms.CharField(label="İsteğin sayısı", max_length=80, required=False)
    what = LongText(label="Ne isteniyor?", rows=3, max_length=4_000)
    why = LongText(label="Neden, hangi hükümle?", rows=2, max_length=2_000, help_text="Örneğin 4982 sayılı Kanun.")


class GiveForm(forms.Form):
    way = forms.ChoiceField(label="Nasıl verildi?", choices=Way.choices)
    told = LongText(label="Ne verildi?", rows=4, max_length=4_000)
    given_on = DateField(label="Verildiği gün", initial=localdate)


class RefuseForm(forms.Form):
    told = LongText(label="Neden verilmedi?", rows=3, max_length=4_000)


class LogRequestForm(forms.Form):
    authority = forms.CharField(label="İsteyen makam", max_length=200, help_text="Örneğin Cumhuriyet Başsavcılığı.")
    file_number = forms.CharField(label="Soruşturma / dosya no", max_length=60)
    letter_date = DateField(label="Yazının tarihi")
    letter_number = forms.CharField(label="Yazının sayısı", max_length=80)
    due_on = DateField(label="Cevap için son gün")
    purpose = LongText(label="Amaç ve dayanak", rows=2, max_length=2_000)
    scope = LongText(label="İstenen kayıtlar", rows=3, max_length=4_000, help_text="Sistem, adres, kişi, olay.")
    since = DateField(label="Kayıtların başı", required=False)
    until = DateField(label="Kayıtların sonu", required=False)


class AnswerForm(forms.Form):
    answer_date = DateField(label="Cevap yazısının tarihi", initial=localdate)
    answer_number = forms.CharField(label="Cevap yazısının sayısı", max_length=80)
    result = LongText(label="Ne verildi?", rows=3, max_length=4_000)


class DeclineForm(forms.Form):
    result = LongText(label="Neden yerine getirilmedi?", rows=3, max_length=4_000)


class NothingForm(forms.Form):
    """A step that needs only the press."""
