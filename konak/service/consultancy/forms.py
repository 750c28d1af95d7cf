"""What a person fills in when asking the department, answering for it, planning, teaching and learning."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.estate.software import public as software
from konak.foundation.access import Actor
from konak.foundation.people.queries import anybody
from konak.foundation.ui.forms import DateField, DateTimeField, LongText
from konak.governance.systems import public as systems
from konak.service.desk import public as desk
from konak.service.knowledge import public as knowledge

from . import queries
from .models import Aim, AnswerKind, ConsentKind, Field, Followed, Level, NeedRound, Session, Urgency, Wanted


class NothingForm(forms.Form):
    """A step that needs only the press."""


class WhyForm(forms.Form):
    why = LongText(label="Neden", rows=2, max_length=250)


def _choice(label: str, *, empty: str = "", help_text: str = "") -> Any:
    return forms.TypedChoiceField(label=label, coerce=int, required=not empty, empty_value=None, help_text=help_text)


def _offer(form: forms.Form, name: str, choices: list[tuple[int, str]], empty: str = "") -> None:
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [("", empty), *choices] if empty else choices


class OfficeForm(forms.Form):
    unit_id = _choice("Sorumlu birim")
    days = forms.IntegerField(label="Kaç iş gününde yanıtlanır?", min_value=1, max_value=250, initial=10)
    service_id = _choice(
        "Kurulumu yapan destek hizmeti",
        empty="Seçilmedi",
        help_text="Onaylanan yazılımın kurulum talebi bu hizmete açılır.",
    )

    def __init__(self, *args: Any, field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit_id", [(one.pk, one.name) for one in queries.units_to_choose()])
        _offer(self, "service_id", [(key, name) for key, name, _, _ in desk.service_choices()], "Seçilmedi")
        if field != Field.SOFTWARE:
            del self.fields["service_id"]


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(
        label="Ne isteniyor?", choices=AnswerKind.choices, widget=forms.RadioSelect, initial=AnswerKind.REPORT
    )
    subject = forms.CharField(label="Konu", max_length=250)
    question = LongText(
        label="Sorulan", rows=4, max_length=4_000, help_text="Ne için gerekiyor, neye karar verilecek?"
    )
    ticket = forms.CharField(label="Destek talebinin sayısı", max_length=24, required=False)
    asset_tag = forms.CharField(label="Cihazın sicil numarası", max_length=60, required=False)


class VersionForm(forms.Form):
    findings = LongText(label="İnceleme ve tespitler", rows=8, max_length=20_000)
    conclusion = LongText(label="Sonuç", rows=4, max_length=8_000)
    advice = LongText(label="Öneri", rows=3, max_length=8_000, required=False)


class FollowForm(forms.Form):
    followed = forms.ChoiceField(
        label="Öneri uygulandı mı?",
        choices=[one for one in Followed.choices if one[0] != Followed.UNKNOWN.value],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Açıklama", max_length=500, required=False)


class ItemForm(forms.Form):
    name = forms.CharField(
        label="Kalem", max_length=200, help_text="Örneğin «Dizüstü bilgisayar» ya da yazılımın adı."
    )
    quantity = forms.IntegerField(label="Adet", min_value=1, max_value=100_000, initial=1)
    code = forms.CharField(
        label="Taşınır kodu",
        max_length=40,
        required=False,
        help_text="Biliyorsanız; ambardaki stok buna göre bulunur.",
    )
    unit_price = forms.DecimalField(
        label="Tahmini birim fiyat (₺)", max_digits=14, decimal_places=2, min_value=0, required=False
    )
    specs = LongText(label="Teknik özellikler", rows=4, max_length=4_000, required=False)


class ConsentForm(forms.Form):
    kind = forms.ChoiceField(
        label="Ne yapılacak?", choices=ConsentKind.choices, widget=forms.RadioSelect, initial=ConsentKind.PURCHASE
    )
    subject = forms.CharField(label="Konu", max_length=250)
    why = LongText(label="Gerekçe", rows=3, max_length=4_000)
    security = forms.BooleanField(label="Güvenlik ürünü (güvenlik duvarı, saldırı tespit…)", required=False)
    name = forms.CharField(
        label="İlk kalem", max_length=200, required=False, help_text="Öteki kalemleri dosyada eklersiniz."
    )
    quantity = forms.IntegerField(label="Adet", min_value=1, max_value=100_000, initial=1)
    unit_price = forms.DecimalField(
        label="Tahmini birim fiyat (₺)", max_digits=14, decimal_places=2, min_value=0, required=False
    )
    specs = LongText(label="Teknik özellikler", rows=3, max_length=4_000, required=False)


class ProposeForm(forms.Form):
    opinion = LongText(label="İnceleme görüşü", rows=5, max_length=8_000)
    conditions = LongText(label="Önerilen şartlar", rows=3, max_length=4_000, required=False)
    valid_until = DateField(label="Ne zamana kadar geçerli?", required=False, help_text="Boş kalırsa altı ay.")


class ConditionsForm(forms.Form):
    conditions = LongText(label="Şartlar", rows=4, max_length=4_000)


class RoundForm(forms.Form):
    year = forms.IntegerField(label="Plan yılı", min_value=2000, max_value=2100)
    opens_on = DateField(label="Bildirim başlangıcı")
    closes_on = DateField(label="Bildirim sonu")
    call = LongText(label="Birimlere çağrı", rows=3, max_length=4_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", localdate().year + 1)
        self.initial.setdefault("opens_on", localdate())


class LineForm(forms.Form):
    unit_id = _choice("Birim")
    name = forms.CharField(label="İhtiyaç", max_length=200)
    quantity = forms.IntegerField(label="Adet", min_value=1, max_value=100_000, initial=1)
    urgency = forms.ChoiceField(label="Öncelik", choices=Urgency.choices, initial=Urgency.SHOULD)
    code = forms.CharField(label="Taşınır kodu", max_length=40, required=False)
    why = LongText(label="Gerekçe", rows=2, max_length=1_000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit_id", [(one.pk, one.name) for one in queries.own_units(actor)])


class PriceForm(forms.Form):
    name = forms.CharField(label="Kalem", max_length=200)
    unit_price = forms.DecimalField(label="Birim fiyat (₺)", max_digits=14, decimal_places=2, min_value=0)
    approved = forms.IntegerField(label="Plana alınan adet", min_value=0, max_value=1_000_000)
    note = forms.CharField(label="Açıklama", max_length=300, required=False)
    into = _choice("Başka bir kalemle birleştir", empty="Birleştirme")

    def __init__(self, *args: Any, round_: NeedRound, item_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "into", [(one.pk, one.name) for one in round_.items.exclude(pk=item_id)], "Birleştirme")


class ReopenForm(forms.Form):
    closes_on = DateField(label="Yeni bildirim sonu")


class PurchaseForm(forms.Form):
    on = DateField(label="Alım günü")
    quantity = forms.IntegerField(label="Adet", min_value=1, max_value=1_000_000)
    amount = forms.DecimalField(label="Tutar (₺)", max_digits=14, decimal_places=2, min_value=0)
    document = forms.CharField(label="Belge", max_length=120, help_text="Alım dosyası ya da fatura numarası.")


class ResultForm(forms.Form):
    result = LongText(label="Yıl sonu değerlendirmesi", rows=4, max_length=4_000)


class CourseForm(forms.Form):
    name = forms.CharField(label="Eğitimin adı", max_length=160)
    hours = forms.IntegerField(label="Süresi (saat)", min_value=1, max_value=400, initial=2)
    level = forms.ChoiceField(label="Düzey", choices=Level.choices)
    system_id = _choice("Bilgi sistemi", empty="Sisteme bağlı değil")
    about = LongText(label="İçerik", rows=3, max_length=4_000, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "system_id", systems.choices(actor), "Sisteme bağlı değil")


class TrainingForm(forms.Form):
    course_id = _choice("Eğitim", empty="Listede yok")
    topic = forms.CharField(label="Listede yoksa konusu", max_length=200, required=False)
    people = forms.IntegerField(label="Kaç kişi?", min_value=1, max_value=1_000, initial=1)
    why = LongText(label="Neden gerekli?", rows=3, max_length=2_000)
    wished_on = DateField(label="Ne zamana kadar?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "course_id", [(one.pk, one.name) for one in queries.courses()], "Listede yok")


class SessionForm(forms.Form):
    course_id = _choice("Eğitim")
    starts_at = DateTimeField(label="Başlangıç")
    ends_at = DateTimeField(label="Bitiş")
    place = forms.CharField(label="Yer", max_length=160, required=False)
    trainer = forms.CharField(label="Eğitmen", max_length=160)
    capacity = forms.IntegerField(label="Kontenjan", min_value=1, max_value=2_000, initial=20)
    open_to_all = forms.BooleanField(label="Çalışanlar kendisi yazılabilir", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "course_id", [(one.pk, one.name) for one in queries.courses()])


class PlaceForm(forms.Form):
    session = forms.ChoiceField(label="Oturum")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)
        rows = queries.files(actor, "sessions", queries.AskFilter(state="planned")).order_by("starts_at")[:100]
        field.choices = [(one.case.number, f"{one.case.subject} ({one.many}/{one.capacity})") for one in rows]


class PersonForm(forms.Form):
    user_id = _choice("Katılımcı")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(
            self,
            "user_id",
            [
                (one.pk, one.full_name)
                for one in anybody().filter(is_active=True).order_by("first_name", "last_name")[:3_000]
            ],
        )


class MarkForm(forms.Form):
    came: Any = forms.TypedMultipleChoiceField(
        label="Gelenler", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(row.user_id, row.user.full_name) for row in queries.certificates_of(session)]
        self.initial.setdefault("came", [row.user_id for row in session.people.all() if row.came])


class RateForm(forms.Form):
    score = forms.TypedChoiceField(
        label="Puanınız",
        coerce=int,
        choices=[(5, "Çok yararlı"), (4, "Yararlı"), (3, "Orta"), (2, "Az yararlı"), (1, "Yararsız")],
        widget=forms.RadioSelect,
    )
    words = LongText(label="Görüşünüz", rows=2, max_length=1_000, required=False)


class SoftwareForm(forms.Form):
    product_id = _choice("Katalogdaki yazılım", empty="Katalogda yok")
    name = forms.CharField(label="Katalogda yoksa adı", max_length=160, required=False)
    asset_tag = forms.CharField(label="Bilgisayarın sicil numarası", max_length=60, required=False)
    why = LongText(label="Ne için?", rows=3, max_length=2_000)
    until = DateField(label="Ne zamana kadar?", required=False, help_text="Boş kalırsa süresiz.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "product_id", software.product_choices(), "Katalogda yok")


class AssessForm(forms.Form):
    product_id = _choice("Katalogdaki yazılım", empty="Katalogda yok")
    note = LongText(
        label="İnceleme notu", rows=3, max_length=1_000, help_text="Gerekli mi, seçeneği var mı, lisansı nereden?"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "product_id", software.product_choices(), "Katalogda yok")


class ImprovementForm(forms.Form):
    subject = forms.CharField(label="Öneri, bir cümleyle", max_length=250)
    kind = forms.ChoiceField(label="Neyi iyileştirir?", choices=Aim.choices)
    service_id = _choice(
        "Hangi destek hizmeti için?",
        empty="Belirli bir hizmet değil",
        help_text="Öneri, hizmeti veren birime gider; talep sayısı önce ve sonra kendiliğinden karşılaştırılır.",
    )
    today = LongText(label="Bugün nasıl yapılıyor?", rows=3, max_length=4_000)
    idea = LongText(label="Ne öneriyorsunuz?", rows=4, max_length=4_000)
    gain = LongText(label="Beklenen yarar", rows=2, max_length=2_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, name) for key, name, _, _ in desk.service_choices()]
        _offer(self, "service_id", names, "Belirli bir hizmet değil")


def _number(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, required=False, localize=True, help_text=help_text
    )


class AcceptForm(forms.Form):
    reply = LongText(label="Öneren kişiye yanıt", rows=3, max_length=2_000)
    until = DateField(label="Ne zamana kadar uygulanır?")
    measure = forms.CharField(
        label="Ne ölçülecek?",
        max_length=160,
        required=False,
        help_text="Örneğin «Bir kurulumun süresi (dakika)». Boşsa yalnız talep sayısına bakılır.",
    )
    wanted = forms.ChoiceField(label="İstenen", choices=Wanted.choices)
    before = _number("Bugünkü değer")
    target = _number("Hedef değer")
    as_ticket = forms.BooleanField(
        label="Destek talebi olarak açılsın", required=False, help_text="Öneride hizmet seçilmişse o hizmete açılır."
    )


class AppliedForm(forms.Form):
    note = forms.CharField(label="Ne yapıldı?", max_length=250)
    before = _number("Önceki değer", "Kabul edilirken yazıldıysa boş bırakın.")
    measure_on = DateField(label="Etkinin ölçüleceği gün", required=False, help_text="Boş kalırsa altmış gün sonra.")


class MeasuredForm(forms.Form):
    after = _number("Bugünkü değer")
    verdict = LongText(label="Ne değişti?", rows=2, max_length=1_000)


class ProblemForm(forms.Form):
    subject = forms.CharField(label="Sorun", max_length=250)
    symptom = LongText(label="Belirti", rows=3, max_length=4_000, help_text="Kullanıcı ne görüyor?")
    words = forms.CharField(
        label="Konu sözcükleri",
        max_length=200,
        required=False,
        help_text="Aynı arızanın talepleri bu sözcüklerle sayılır; örneğin «toner baskı».",
    )
    tickets = forms.CharField(
        label="Talepler", max_length=1_000, required=False, help_text="Sayıları boşlukla yazın."
    )


class KnowForm(forms.Form):
    whys = LongText(
        label="Neden zinciri",
        rows=4,
        max_length=3_000,
        required=False,
        help_text="Her satıra bir «neden?»; en çok on.",
    )
    cause = LongText(label="Kök neden", rows=3, max_length=4_000)
    workaround = LongText(label="Geçici çözüm", rows=3, max_length=4_000)


class ShelfForm(forms.Form):
    shelf_id = _choice("Bilgi bankasının rafı")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "shelf_id", knowledge.shelves())


class FixForm(forms.Form):
    fix_text = LongText(label="Kalıcı çözüm", rows=3, max_length=4_000)
    rule = LongText(
        label="Önleyici kural", rows=3, max_length=4_000, help_text="Yinelenmesin diye bundan sonra ne yapılacak?"
    )
    follow_up_on = DateField(label="Etkiye bakılacak gün", required=False, help_text="Boş kalırsa otuz gün sonra.")


class VerdictForm(forms.Form):
    verdict = LongText(label="Kural işe yaradı mı?", rows=2, max_length=1_000)


class TicketForm(forms.Form):
    ticket = forms.CharField(label="Destek talebinin sayısı", max_length=24)
