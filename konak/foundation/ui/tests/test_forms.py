import re

from django import forms

from konak.foundation.ui import forms as ui


class Sample(forms.Form):
    subject = forms.CharField(label="Konu", help_text="Kısa olsun.")
    day = ui.DateField(label="Gün", required=False)
    kind = forms.ChoiceField(label="Tür", choices=[("a", "A")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Eminim")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_is_linked_to_its_help_and_its_errors():
    drawn = str(Sample({}))
    field = re.search(r'<input type="text" name="subject"[^>]*>', drawn)[0]
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in field
    assert 'aria-invalid="true"' in field
    assert '<div class="k-help" id="id_subject_helptext">Kısa olsun.</div>' in drawn
    assert re.search(r'<ul class="k-errors" id="id_subject_error"><li>[^<]+</li></ul>', drawn)


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    drawn = str(Sample({}))
    assert re.search(r'<fieldset class="k-field" aria-describedby="id_kind_error">\s*<legend>Tür</legend>', drawn)


def test_the_summary_leads_to_every_faulty_field_and_an_untouched_form_has_none():
    drawn = str(Sample({}))
    assert re.findall(r'<a href="#(\w+)">', drawn) == ["id_subject", "id_kind_0", "id_sure"]
    assert 'role="alert"' in drawn
    assert "k-summary" not in str(Sample())


def test_errors_of_the_whole_form_stand_in_the_summary():
    form = Sample({"subject": "x", "kind": "a", "sure": "on"})
    form.add_error(None, "Bu aşamada <yapılamaz>.")
    assert "<li>Bu aşamada &lt;yapılamaz&gt;.</li>" in str(form)


def test_what_was_typed_stays_after_an_error():
    drawn = str(Sample({"subject": "Yazdığım", "day": "2026-13-40"}))
    assert 'value="Yazdığım"' in drawn
    assert 'value="2026-13-40"' in drawn


def test_only_what_may_be_left_out_says_so():
    drawn = str(Sample())
    assert drawn.count("(isteğe bağlı)") == 1
    assert re.search(r'for="id_day">Gün <span class="k-optional">\(isteğe bağlı\)</span>', drawn)


def test_a_day_is_given_to_the_browser_in_its_own_form():
    import datetime as dt

    drawn = str(Sample(initial={"day": dt.date(2026, 11, 3)}))
    assert re.search(r'<input type="date" name="day" value="2026-11-03" class="form-control"', drawn)


def test_hidden_fields_have_no_label():
    assert str(Sample()).count('name="secret"') == 1
    assert "Secret" not in str(Sample())


def test_a_class_given_to_a_widget_is_kept_beside_ours():
    class Wide(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "k-mono", "autocomplete": "off"}))

    drawn = str(Wide())
    assert 'class="form-control k-mono"' in drawn
    assert drawn.count('class="form-control') == 1
    assert 'autocomplete="off"' in drawn
