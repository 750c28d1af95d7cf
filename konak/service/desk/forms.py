"""What people fill in at the desk and to build it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import upper
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import people_of, units
from konak.foundation.ui.forms import DateField, LongText, ManyFilesInput
from konak.foundation.ui.parts import Chip

from . import access, asking, queries
from .lifecycle import State
from .models import (
    Approver,
    Audience,
    Channel,
    Clocked,
    Form,
    Grade,
    Kind,
    Level,
    LevelKind,
    Outcome,
    Priority,
    Reaction,
    Service,
    Skill,
    Ticket,
)

PREFIX = "s_"
"""How the questions of a service are named among the fields of the page."""


class ManyFiles(forms.FileField):
    """Several files at once, as (content, name) for the services."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        one = super().clean
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [(file, file.name) for file in (one(file, initial) for file in given) if file]


class KeyField(forms.ChoiceField):
    """A choice whose value is a key, or nothing; the service judges whether it may be."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "")
        return int(text) if text.isdecimal() and len(text) < 19 else None

    def valid_value(self, value: Any) -> bool:
        return True

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError("Bir seçim yapın.", code="required")


def question_field(question: asking.Question) -> forms.Field:
    """The field of one question; whether it has to be answered is judged with all answers together."""
    label, help_text = question["label"], question.get("help", "")
    common: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    options = [(one, one) for one in question.get("options", [])]
    match question["type"]:
        case "long":
            found: forms.Field = LongText(rows=4, max_length=asking.TEXT, **common)
        case "number":
            found = forms.FloatField(localize=True, **common)
        case "date":
            found = DateField(**common)
        case "choice":
            widget: Any = forms.RadioSelect if len(options) <= 6 else forms.Select
            blank = [] if len(options) <= 6 else [("", "Seçin")]
            found = forms.ChoiceField(choices=[*blank, *options], widget=widget, **common)
        case "multi":
            found = forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
        case "yes_no":
            found = forms.TypedChoiceField(
                choices=[("evet", "Evet"), ("hayir", "Hayır")],
                coerce=lambda value: value == "evet",
                empty_value=None,
                widget=forms.RadioSelect,
                **common,
            )
        case "person":
            found = PersonName(**common)
        case "unit":
            found = KeyField(choices=[("", "Seçin"), *((one.pk, one.name) for one in units())], **common)
        case "file":
            found = ManyFiles(**common)
        case _:
            found = forms.CharField(max_length=asking.LINE, **common)
    if question.get("required"):
        found.answered = True  # type: ignore[attr-defined] # no "(isteğe bağlı)" behind it
    return found


class PersonName(forms.CharField):
    """Somebody by his user name, or by a full name only one person has."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return person_named(text) if text else None


def person_named(text: str) -> int:
    """The key of the one person meant, or a sentence why not."""
    from konak.foundation.people.queries import by_username, named

    plain = text.split("·")[-1].strip().removeprefix("@")
    one = by_username(plain)
    if one is not None and one.is_active:
        return int(one.pk)
    found = list(named(text, 3))
    if len(found) == 1:
        return int(found[0].pk)
    raise forms.ValidationError(
        "Bu adla birden çok kişi var; kullanıcı adını yazın." if found else "Bu adla bir çalışan bulunamadı."
    )


class AskForm(forms.Form):
    """A request for one service: what everybody says, then the questions of the service."""

    subject = forms.CharField(label="Konu", max_length=250, help_text="Bir cümleyle: ne oldu ya da ne istiyorsunuz?")
    text = LongText(
        label="Açıklama",
        rows=5,
        max_length=20_000,
        required=False,
        help_text="Ne zaman başladı, ne denediniz, ekranda ne yazıyor?",
    )
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices, widget=forms.RadioSelect)
    asset_tag = forms.CharField(
        label="Cihazın sicil no",
        max_length=60,
        required=False,
        help_text="Etiketinde yazar; bilmiyorsanız boş bırakın.",
    )
    contact_phone = forms.CharField(label="Size ulaşacağımız telefon", max_length=32, required=False)
    place = forms.CharField(label="Neredesiniz?", max_length=120, required=False, help_text="Bina, kat, oda.")
    files = ManyFiles(  # type: ignore[assignment] # the field, as the services name it
        label="Ekler", required=False, help_text="Ekran görüntüsü ya da belge; birden çok seçebilirsiniz."
    )

    FIRST: ClassVar[tuple[str, ...]] = ("kind", "subject", "text")

    def __init__(self, *args: Any, service: Service, form: Form | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.form = service, form
        kinds = [(one, Kind(one).label) for one in service.kinds]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds
        field.initial = service.kinds[0]
        if len(kinds) == 1:
            del self.fields["kind"]
        if not service.asks_asset:
            del self.fields["asset_tag"]
        self.questions: Sequence[asking.Question] = form.questions if form else []
        for one in self.questions:
            self.fields[PREFIX + one["key"]] = question_field(one)

    def so_far(self) -> dict[str, Any]:
        """The answers typed so far, good or bad, to know which questions to show."""
        found: dict[str, Any] = {}
        for one in self.questions:
            name = PREFIX + one["key"]
            if one["type"] == "file":
                continue
            try:
                value = self.fields[name].clean(self[name].value())
            except forms.ValidationError:
                continue
            found[one["key"]] = value
        return found

    def asked(self) -> list[forms.BoundField]:
        """The questions whose condition holds."""
        known = asking.kept(self.questions, self.so_far())
        return [self[PREFIX + one["key"]] for one in self.questions if asking.shown(one, known)]

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST if name in self.fields]

    def rest(self) -> list[forms.BoundField]:
        own = {PREFIX + one["key"] for one in self.questions}
        return [field for field in self if field.name not in {*self.FIRST, *own}]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        answers: dict[str, Any] = {}
        files: dict[str, Any] = {}
        for one in self.questions:
            value = given.pop(PREFIX + one["key"], None)
            if one["type"] == "file":
                if value:
                    files[one["key"]] = value
            elif one["type"] == "date" and value:
                answers[one["key"]] = value.isoformat()
            elif one["type"] == "number" and value is not None:
                answers[one["key"]] = int(value) if float(value).is_integer() else value
            elif value not in (None, "", []):
                answers[one["key"]] = value
        if self.form is not None:
            kept = asking.kept(self.questions, answers)
            faults = asking.faults_of(self.form.schema, kept | {key: [1] for key in files})
            for key, words in faults.items():
                name = PREFIX + key
                if name in self.fields and name not in self.errors:
                    self.add_error(name, upper(words[:1]) + words[1:] + ".")
            answers = kept
        return {**given, "answers": answers, "question_files": files}


class PhoneForm(forms.Form):
    """What the desk writes down while somebody is on the phone, or from a letter."""

    channel = forms.ChoiceField(
        label="Nasıl geldi",
        choices=[(Channel.PHONE, "Telefon"), (Channel.LETTER, "Resmî yazı"), (Channel.PORTAL, "Yüz yüze")],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    on_behalf_of = forms.CharField(
        label="Arayan", max_length=120, help_text="Kullanıcı adı ya da adı soyadı; yazdıkça önerilir."
    )
    service_code = forms.ChoiceField(label="Hizmet")
    subject = forms.CharField(label="Konu", max_length=250)
    text = LongText(label="Açıklama", rows=4, max_length=20_000, required=False)
    impact = forms.TypedChoiceField(label="Etki", choices=Grade.choices, coerce=int, initial=Grade.LOW)
    urgency = forms.TypedChoiceField(label="İvedilik", choices=Grade.choices, coerce=int, initial=Grade.MEDIUM)
    contact_phone = forms.CharField(label="Telefonu", max_length=32, required=False)
    asset_tag = forms.CharField(label="Cihazın sicil no", max_length=60, required=False)
    letter_number = forms.CharField(label="Yazının sayısı", max_length=60, required=False)
    letter_date = DateField(label="Yazının tarihi", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Seçin"), *service_choices(actor)]

    def clean_on_behalf_of(self) -> int:
        return person_named(self.cleaned_data["on_behalf_of"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("channel") == Channel.LETTER and not given.get("letter_number"):
            self.add_error("letter_number", "Resmî yazıyla gelen talepte yazının sayısını yazın.")
        if (day := given.get("letter_date")) and day > localdate():
            self.add_error("letter_date", "Yazının tarihi ileri bir gün olamaz.")
        return {**given, "checked": False}


def service_choices(actor: Actor) -> list[tuple[str, Any]]:
    """What one may ask for, by shelf."""
    return [(one.group.name, [(each.code, each.name) for each in one.services]) for one in queries.shelves(actor)]


class WriteForm(forms.Form):
    text = LongText(label="Yazın", rows=3, max_length=20_000, help_text="@kullanıcı.adı ile birini çağırabilirsiniz.")
    internal = forms.BooleanField(label="İç not: yalnız ekip görür", required=False)
    files = ManyFiles(label="Dosya", required=False)  # type: ignore[assignment] # the field, as the services name it

    def __init__(self, *args: Any, desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Yanıt ya da not" if desk else "Yanıtınız"
        if not desk:
            del self.fields["internal"]
            self.fields["text"].help_text = ""


class AskMoreForm(forms.Form):
    text = LongText(label="Ne bilmeniz gerekiyor?", rows=4, max_length=20_000)


class ReferForm(forms.Form):
    party = forms.CharField(label="Kim bekleniyor", max_length=200, help_text="Firma, kurum ya da sözleşme adı.")
    words = LongText(label="İç not", rows=3, max_length=8_000, required=False)


class ResumeForm(forms.Form):
    words = LongText(label="İç not", rows=3, max_length=8_000, required=False)


class SolveForm(forms.Form):
    text = LongText(label="Nasıl çözüldü", rows=5, max_length=20_000, help_text="Talep sahibi bu metni görür.")
    outcome = forms.ChoiceField(label="Sonuç", choices=Outcome.choices, initial=Outcome.DONE)
    minutes = forms.IntegerField(label="Harcanan süre (dakika)", required=False, min_value=1, max_value=6_000)

    def __init__(self, *args: Any, ticket: Ticket | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ticket is not None and ticket.service.time_required and not ticket.minutes_spent:
            self.fields["minutes"].required = True
            self.fields["minutes"].help_text = "Bu hizmette süre zorunludur."


class AssignForm(forms.Form):
    assignee_id = KeyField(label="Kime", required=False)
    unit_id = KeyField(label="Hangi ekibe", required=False)
    words = LongText(label="İç not", rows=2, max_length=4_000, required=False)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, teams = self.fields["assignee_id"], self.fields["unit_id"]
        assert isinstance(people, forms.ChoiceField)
        assert isinstance(teams, forms.ChoiceField)
        people.choices = [("", "Ekibe bırak"), *((one.pk, one.full_name) for one in people_of(ticket.case.unit_id))]
        teams.choices = [("", "Aynı ekipte kalsın"), *((one.pk, one.name) for one in queries.serving_units())]
        self.initial.setdefault("assignee_id", ticket.case.assignee_id)


class ClassifyForm(forms.Form):
    service_code = forms.ChoiceField(label="Hizmet")
    kind = forms.ChoiceField(label="Tür", choices=Kind.choices)
    impact = forms.TypedChoiceField(label="Etki", choices=Grade.choices, coerce=int)
    urgency = forms.TypedChoiceField(label="İvedilik", choices=Grade.choices, coerce=int)
    priority = forms.TypedChoiceField(
        label="Öncelik",
        choices=[("", "Etki ve ivedilikten"), *Priority.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    asset_tag = forms.CharField(label="Cihazın sicil no", max_length=60, required=False)

    def __init__(self, *args: Any, ticket: Ticket, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "service_code": ticket.service.code,
            "kind": ticket.kind,
            "impact": ticket.impact,
            "urgency": ticket.urgency,
            "priority": "",
            "asset_tag": ticket.asset_tag,
        }
        super().__init__(*args, **kwargs)
        field = self.fields["service_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = service_choices(actor)


class WhyForm(forms.Form):
    text = LongText(label="Sorun nasıl sürüyor?", rows=3, max_length=8_000)


class WordsForm(forms.Form):
    words = LongText(label="Açıklama", rows=3, max_length=2_000, required=False)


class DeclineForm(forms.Form):
    words = LongText(label="Gerekçe", rows=3, max_length=2_000)


class SeekForm(forms.Form):
    approver_id = forms.CharField(label="Kimden", max_length=120, help_text="Kullanıcı adı ya da adı soyadı.")

    def clean_approver_id(self) -> int:
        return person_named(self.cleaned_data["approver_id"])


class MergeForm(forms.Form):
    into = forms.CharField(label="Hangi taleple", max_length=24, help_text="Sürecek talebin sayısı: DT-2026-00012")


class TimeForm(forms.Form):
    minutes = forms.IntegerField(label="Dakika", min_value=1, max_value=6_000)
    on = DateField(label="Gün", required=False)
    note = forms.CharField(label="Ne yapıldı", max_length=250, required=False)


class RateForm(forms.Form):
    score = forms.IntegerField(min_value=1, max_value=5)
    words = forms.CharField(max_length=2_000, required=False)


class NothingForm(forms.Form):
    """A question that only wants a yes."""


# The catalogue ------------------------------------------------------------------------------------------------------


class GroupForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80)
    description = forms.CharField(label="Açıklama", max_length=250, required=False)
    icon = forms.CharField(label="Simge", max_length=40, initial="lifebuoy")
    order = forms.IntegerField(label="Sıra", initial=50, min_value=0, max_value=9_999)


class ServiceForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=120)
    group_id = KeyField(label="Grup")
    description = forms.CharField(label="Kısa açıklama", max_length=300, required=False)
    procedure = LongText(
        label="Nasıl yürür", rows=4, max_length=8_000, required=False, help_text="Çalışan formun üstünde okur."
    )
    icon = forms.CharField(
        label="Simge", max_length=40, initial="lifebuoy", help_text="Bileşenler sayfasındaki adıyla."
    )
    keywords = forms.CharField(
        label="Arama sözcükleri", max_length=300, required=False, help_text="Çalışanların kullandığı başka sözcükler."
    )
    unit_id = KeyField(label="Karşılayan birim (kuyruk)")
    assignee_id = KeyField(label="Hizmetin sorumlusu", required=False)
    kinds = forms.MultipleChoiceField(
        label="Talep türleri", choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(label="Kimler isteyebilir", choices=Audience.choices)
    audience_unit_ids = forms.TypedMultipleChoiceField(label="Birimler", coerce=int, required=False)
    approver = forms.ChoiceField(label="Onay", choices=Approver.choices)
    priority = forms.TypedChoiceField(label="Öntanımlı öncelik", choices=Priority.choices, coerce=int, initial=3)
    level_id = KeyField(label="Süre sözü (SLA)", required=False)
    own_level_id = KeyField(label="İç süre (OLA)", required=False)
    skill_id = KeyField(label="Gereken beceri", required=False)
    assigns = forms.BooleanField(label="Talepleri kendiliğinden dağıt", required=False, initial=True)
    time_required = forms.BooleanField(label="Harcanan süre yazılmadan çözülemesin", required=False)
    asks_asset = forms.BooleanField(label="Cihazın sicil numarası sorulsun", required=False)
    active = forms.BooleanField(label="Katalogda görünsün", required=False, initial=True)
    order = forms.IntegerField(label="Sıra", initial=50, min_value=0, max_value=9_999)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = actor.reach(access.CATALOGUE)
        mine = units() if reach.everywhere else units().filter(pk__in=reach.units)
        chosen = self.data.get("unit_id") or self.initial.get("unit_id")
        unit = int(str(chosen)) if str(chosen or "").isdecimal() else None
        choices: Mapping[str, list[tuple[Any, str]]] = {
            "group_id": [(one.pk, one.name) for one in queries.group_rows()],
            "unit_id": [(one.pk, one.name) for one in mine],
            "assignee_id": [("", "Yok"), *((one.pk, one.full_name) for one in _people(unit))],
            "audience_unit_ids": [(one.pk, one.name) for one in units()],
            "level_id": [("", "Yok"), *((one.pk, one.name) for one in Level.objects.filter(kind=LevelKind.SLA))],
            "own_level_id": [("", "Yok"), *((one.pk, one.name) for one in Level.objects.filter(kind=LevelKind.OLA))],
            "skill_id": [("", "Fark etmez"), *((one.pk, one.name) for one in Skill.objects.all())],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found


def _people(unit_id: int | None) -> Sequence[User]:
    return list(people_of(unit_id)) if unit_id else []


class QuestionForm(forms.Form):
    label = forms.CharField(label="Soru", max_length=200)
    type = forms.ChoiceField(label="Yanıt türü", choices=list(asking.TYPES.items()))
    help = forms.CharField(label="Yardım", max_length=500, required=False, help_text="Alanın altında küçük yazılır.")
    required = forms.BooleanField(label="Yanıt zorunlu", required=False)
    options = LongText(label="Seçenekler", rows=4, required=False, help_text="Her satıra bir seçenek.")
    show_key = forms.ChoiceField(label="Yalnız şu soru…", required=False)
    show_is = forms.CharField(
        label="…şöyle yanıtlandıysa sor",
        max_length=120,
        required=False,
        help_text="Seçeneğin adı; evet/hayır için evet.",
    )

    def __init__(self, *args: Any, before: Sequence[asking.Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["show_key"]
        assert isinstance(field, forms.ChoiceField)
        able = [one for one in before if one["type"] in {"choice", "multi", "yes_no"}]
        field.choices = [("", "Her zaman sor"), *((one["key"], one["label"]) for one in able)]
        self.before = {one["key"]: one for one in able}

    def question(self, key: str) -> dict[str, Any]:
        """What was filled in, as a question of the form."""
        given = self.cleaned_data
        found: dict[str, Any] = {"key": key, "type": given["type"], "label": given["label"].strip()}
        if given["help"].strip():
            found["help"] = given["help"].strip()
        if given["required"]:
            found["required"] = True
        options = [line.strip() for line in given["options"].splitlines() if line.strip()]
        if given["type"] in {"choice", "multi"}:
            found["options"] = list(dict.fromkeys(options))
        if given["show_key"]:
            other = self.before[given["show_key"]]
            words = given["show_is"].strip()
            value: Any = words.lower() in {"evet", "e"} if other["type"] == "yes_no" else words
            found["show_if"] = {"key": given["show_key"], "is": value}
        return found

    @staticmethod
    def initial_of(question: asking.Question) -> dict[str, Any]:
        condition = question.get("show_if") or {}
        value = condition.get("is", "")
        return {
            "label": question["label"],
            "type": question["type"],
            "help": question.get("help", ""),
            "required": question.get("required", False),
            "options": "\n".join(question.get("options", [])),
            "show_key": condition.get("key", ""),
            "show_is": ("evet" if value else "hayır") if isinstance(value, bool) else value,
        }


def _clock_time(label: str, initial: str = "", *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, initial=initial or None, required=required, widget=widget)


class HoursForm(forms.Form):
    name = forms.CharField(label="Adı", max_length=80)
    always = forms.BooleanField(label="7×24: saatlere ve tatile bakılmaz", required=False)
    begins = _clock_time("Başlangıç", "08:30")
    ends = _clock_time("Bitiş", "17:30")
    break_from = _clock_time("Ara başlangıcı", required=False)
    break_until = _clock_time("Ara bitişi", required=False)


class LevelForm(forms.Form):
    """A promise with its minutes for each of the four priorities."""

    name = forms.CharField(label="Adı", max_length=80)
    kind = forms.ChoiceField(label="Tür", choices=LevelKind.choices)
    hours_id = KeyField(label="Çalışma saati")
    close_after = forms.IntegerField(
        label="Çözümden sonra kaç iş gününde kapansın", initial=3, min_value=1, max_value=60
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hours_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.name) for one in queries.hours()]
        for value, label in Priority.choices:
            for part, words in (("a", "ilk yanıt"), ("s", "çözüm")):
                self.fields[f"{part}{value}"] = forms.IntegerField(
                    label=f"{label} · {words} (dakika)", required=False, min_value=1, max_value=129_600
                )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        targets = {}
        for value in Priority.values:
            targets[value] = (given.pop(f"a{value}", None), given.pop(f"s{value}", None))
        return {**given, "targets": targets}

    @staticmethod
    def initial_of(level: Level) -> dict[str, Any]:
        found: dict[str, Any] = {
            "name": level.name,
            "kind": level.kind,
            "hours_id": level.hours_id,
            "close_after": level.close_after,
        }
        for one in level.targets.all():
            found[f"a{one.priority}"], found[f"s{one.priority}"] = one.answer_minutes, one.solve_minutes
        return found


class RuleForm(forms.Form):
    level_id = KeyField(label="Süre sözü")
    clock = forms.ChoiceField(label="Hangi süre", choices=Clocked.choices, initial=Clocked.SOLVE)
    minutes = forms.IntegerField(
        label="Kaç dakika sonra", help_text="Süre dolmadan önce için eksi yazın: -60, bir saat önce.", initial=-60
    )
    reaction = forms.ChoiceField(label="Ne yapılsın", choices=Reaction.choices)
    to_unit_id = KeyField(label="Hangi ekibe", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels, teams = self.fields["level_id"], self.fields["to_unit_id"]
        assert isinstance(levels, forms.ChoiceField)
        assert isinstance(teams, forms.ChoiceField)
        levels.choices = [(one.pk, one.name) for one in Level.objects.all()]
        teams.choices = [("", "Yok"), *((one.pk, one.name) for one in queries.serving_units())]


class AgentForm(forms.Form):
    user_id = KeyField(label="Kişi")
    skill_ids = forms.TypedMultipleChoiceField(
        label="Beceriler", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    weight = forms.IntegerField(
        label="İş payı (%)", initial=100, min_value=1, max_value=200, help_text="50: ötekilerin yarısı kadar iş alır."
    )
    takes = forms.BooleanField(label="Kendiliğinden iş verilsin", required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, skills = self.fields["user_id"], self.fields["skill_ids"]
        assert isinstance(people, forms.ChoiceField)
        assert isinstance(skills, forms.ChoiceField)
        people.choices = [(one.pk, one.full_name) for one in people_of(unit.pk)]
        skills.choices = [(one.pk, one.name) for one in Skill.objects.all()]


class SkillForm(forms.Form):
    name = forms.CharField(label="Beceri", max_length=60)


class MatrixForm(forms.Form):
    """Nine cells: impact × urgency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.matrix()
        for impact, impact_words in Grade.choices:
            for urgency, urgency_words in Grade.choices:
                self.fields[f"c{impact}{urgency}"] = forms.TypedChoiceField(
                    label=f"Etki {impact_words}, ivedilik {urgency_words}",
                    choices=Priority.choices,
                    coerce=int,
                    initial=known.get((impact, urgency), Priority.NORMAL),
                )

    def grid(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(label), [self[f"c{impact}{urgency}"] for urgency in Grade.values]) for impact, label in Grade.choices
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {"cells": {(int(name[1]), int(name[2])): value for name, value in given.items()}}


class FilterForm(forms.Form):
    """The filters of the queues; what is in force stands above the list as chips."""

    q = forms.CharField(
        label="Ara", required=False, widget=forms.TextInput(attrs={"type": "search", "data-hotkey": "/"})
    )
    service = forms.ChoiceField(label="Hizmet", required=False)
    priority = forms.ChoiceField(label="Öncelik", required=False, choices=[("", "Hepsi"), *Priority.choices])
    state = forms.ChoiceField(label="Durum", required=False, choices=[("", "Hepsi"), *State.choices])
    kind = forms.ChoiceField(label="Tür", required=False, choices=[("", "Hepsi"), *Kind.choices])
    channel = forms.ChoiceField(label="Geliş yolu", required=False, choices=[("", "Hepsi"), *Channel.choices])
    unit = forms.ChoiceField(label="Ekip", required=False)
    since = DateField(label="Açılış, en erken", required=False)
    until = DateField(label="Açılış, en geç", required=False)

    def __init__(self, filters: queries.TicketFilter, board: str, actor: Actor) -> None:
        super().__init__(initial=filters.model_dump(exclude_none=True))
        self.filters, self.board = filters, board
        service, unit = self.fields["service"], self.fields["unit"]
        assert isinstance(service, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        service.choices = [("", "Hepsi"), *queries.services_seen(actor)]
        unit.choices = [("", "Hepsi"), *((one.pk, one.name) for one in queries.serving_units(actor))]

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("q", "service", "priority")]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in ("state", "kind", "channel", "unit", "since", "until")]

    def opened(self) -> bool:
        return any(field.initial for field in self.more())

    def address(self, **changes: Any) -> str:
        """The query string of this queue and its filters with `changes`; None takes one out."""
        values = {"kuyruk": self.board} | self.filters.model_dump(exclude_none=True) | changes
        return "?" + urlencode({name: value for name, value in values.items() if value is not None})

    def chips(self) -> list[Chip]:
        known = {"person": "Üstlenen", "requester": "Talep sahibi", "from_unit": "İsteyen birim", "asset": "Cihaz"}
        found = []
        for name, value in self.filters.model_dump(exclude_none=True).items():
            if name in known:
                words = str(value) if name == "asset" else "Seçilen"
                found.append(Chip(known[name], words, self.address(**{name: None})))
                continue
            field = self.fields[name]
            words = f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)
            if isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                words = next((str(label) for key, label in offered if str(key) == words), words)
            found.append(Chip(str(field.label), words, self.address(**{name: None})))
        return found
