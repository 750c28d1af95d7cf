"""What a person types to hand a text in, to move it on, and to correct the reading of one clause."""

import io
import re
from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.ui.forms import DateField, FileField, LongText
from konak.foundation.ui.picking import UnitField

from .. import queries
from ..models import Cadence, Clause, Kind, Regulation

ACCEPTED = ".txt,.md,.html,.htm,.docx,.pdf"


class TextChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A regulation by number and title."""

    def label_from_instance(self, obj: Regulation) -> str:
        return f"{obj.case.number} · {obj.title}"


class HandInForm(forms.Form):
    """`cleaned_data` is what `services.hand_in` takes."""

    file = FileField(
        label="Metnin dosyası",
        required=False,
        help_text="TXT, MD, HTML, DOCX ya da metin katmanlı PDF. Meclis tutanağıyla birlikte olabilir; Konak ayırır.",
        error_messages={"empty": "Seçilen dosya boş."},
    )
    pasted = forms.CharField(
        label="ya da metni buraya yapıştırın",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Bozuk satır sonları, eksik bent harfleri sorun değil: önce siz inceleyeceksiniz.",
    )
    unit = UnitField(
        label="Hangi birimi bağlıyor?",
        help_text="Görevlerin sorumluları bu birimde ve ona bağlı birimlerde aranır.",
        error_messages={"required": "Metnin bağladığı birimi seçin."},
    )
    kind = forms.ChoiceField(
        label="Türü",
        required=False,
        choices=[("", "Metinden anlaşılsın"), *Kind.choices],
        help_text="Yönetmelik meclis kararıyla, yönerge onayla yürürlüğe girer; yürürlük formu buna göre gelir.",
    )
    parent = TextChoice(
        label="Dayandığı yönetmelik",
        required=False,
        queryset=Regulation.objects.none(),
        empty_label="Yok",
        help_text="Yönergeler listede dayandıkları yönetmeliğin altında durur.",
    )
    predecessor = TextChoice(
        label="Yürürlükten kaldıracağı metin",
        required=False,
        queryset=Regulation.objects.none(),
        empty_label="Yok",
        help_text="Bu metin yürürlüğe girdiğinde yalnız burada seçtiğiniz metin kalkar ve görevleri kapanır.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = queries.units_in_reach(actor)
        targets = queries.hand_in_targets(actor)
        bound = self.fields["unit"]
        assert isinstance(bound, UnitField)
        bound.narrow(rows=units)
        self._choose("parent", targets.filter(kind=Kind.REGULATION))
        self._choose("predecessor", targets)
        self.fields["file"].widget.attrs["accept"] = ACCEPTED
        if not self.is_bound:
            self.initial.setdefault("unit", self._usual(actor))

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @staticmethod
    def _usual(actor: Actor) -> int | None:
        """The department or directorate over the first seat: what a text usually binds."""
        for seat in actor.seats:
            roots = queries.units_in_reach(actor).filter(
                pk__in=seat.line | {seat.unit_id}, kind__in=[UnitKind.DEPARTMENT, UnitKind.DIRECTORATE]
            )
            if found := roots.first():
                return int(found.pk)
        return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file, pasted = data.get("file"), data.get("pasted", "").strip()
        if file and pasted:
            self.add_error("pasted", "Hem dosya hem metin verdiniz; hangisinin okunacağını bilmek için birini silin.")
        elif not file and not pasted and "file" not in self.errors:
            self.add_error("file", "Bir dosya seçin ya da metni aşağıya yapıştırın.")
        unit = data.get("unit")
        return {
            "content": file or io.BytesIO(pasted.encode()),
            "name": file.name if file else "yapistirilan-metin.txt",
            "unit_id": unit.pk if unit else 0,
            "kind": data.get("kind", ""),
            "parent": data.get("parent"),
            "predecessor": data.get("predecessor"),
        }


class NothingForm(forms.Form):
    """A step that needs no answer but yes."""


class WhyForm(forms.Form):
    why = LongText(
        label="Gerekçe", rows=3, max_length=500, help_text="Dosyanın öyküsünde görünür; kişi adı yazmayın."
    )


class RecordForm(forms.Form):
    """The decision or approval of a text, its publication and announcement."""

    decision_body = forms.CharField(label="Kararı veren", max_length=80, required=False)
    decision_date = DateField(label="Karar tarihi", required=False)
    decision_number = forms.CharField(label="Karar sayısı", max_length=60, required=False)
    finalised_on = DateField(
        label="Kesinleşme tarihi", required=False, help_text="Meclis kararının kesinleştiği gün (5393 m. 23)."
    )
    published_on = DateField(label="Yayım tarihi", required=False)
    published_in = forms.CharField(
        label="Yayım yeri", max_length=160, required=False, help_text="Örneğin Resmî Gazete sayısı, kurumun sitesi."
    )
    announced_on = DateField(label="İlan tarihi", required=False)
    announced_by = forms.CharField(
        label="İlan yolu", max_length=160, required=False, help_text="Örneğin mahallinde çıkan gazete, ilan panosu."
    )

    def __init__(self, data: Any = None, *, regulation: Regulation) -> None:
        super().__init__(data, initial=self.known(regulation))
        if regulation.kind == Kind.DIRECTIVE:
            self.fields["decision_body"].label = "Oluru veren makam"
            self.fields["decision_body"].help_text = "Yönerge, makam oluruyla yürürlüğe girer."
            self.fields["decision_date"].label = "Olur tarihi"
            self.fields["decision_number"].label = "Olur sayısı"
            del self.fields["finalised_on"]
        else:
            self.fields["decision_body"].help_text = "Örneğin “Belediye Meclisi”."

    @staticmethod
    def known(regulation: Regulation) -> dict[str, Any]:
        """What the record or the text itself already says, for the empty form."""
        body = "Belediye Meclisi" if regulation.kind == Kind.REGULATION else "Başkanlık Makamı"
        return {
            "decision_body": regulation.decision_body or body,
            "decision_date": regulation.decision_date,
            "decision_number": regulation.decision_number.strip("—- "),
            "finalised_on": regulation.finalised_on,
            "published_on": regulation.published_on,
            "published_in": regulation.published_in,
            "announced_on": regulation.announced_on,
            "announced_by": regulation.announced_by,
        }


class ExecutorForm(forms.Form):
    """Who carries the text out."""

    position = forms.ChoiceField(label="Makam", choices=Position.choices)
    unit_id = UnitField(
        label="Birim",
        key=True,
        required=False,
        empty="Bütün kurum",
        help_text="Müdür, daire başkanı gibi makamlarda.",
    )


class ApproveForm(RecordForm):
    in_force_on = DateField(label="Yürürlük tarihi", required=False)
    without_approval = forms.BooleanField(
        label="Olur belgesi elimizde yok",
        required=False,
        help_text="Eskiden uygulanan bir yönergeyse işaretleyin; oluru kaydedilene dek «Oluru yok» diye görünür.",
    )

    def __init__(self, data: Any = None, *, regulation: Regulation) -> None:
        super().__init__(data, regulation=regulation)
        rule = queries.rule_in(regulation)
        help_text = "Metinde yürürlük kuralı bulunamadı; tarihi yazın."
        if rule.quote:
            help_text = f"Boş bırakırsanız metnin kuralına göre hesaplanır: «{rule.quote}»"
        self.fields["in_force_on"].help_text = help_text
        if regulation.kind != Kind.DIRECTIVE:
            del self.fields["without_approval"]


class RepealForm(forms.Form):
    repealed_on = DateField(label="Yürürlükten kalkma tarihi", initial=localdate)
    why = LongText(label="Gerekçe", rows=3, max_length=500, help_text="Kararın tarihi ve sayısı yeter.")


# The review: one small form for each way to correct a clause --------------------------------------------------------


class EditForm(forms.Form):
    text = LongText(
        label="Metin", rows=5, help_text="Yalnız okuma hatasını düzeltin; ham metin olduğu gibi saklanır."
    )


class RelabelForm(forms.Form):
    label = forms.CharField(
        label="Doğru işaret",
        max_length=16,
        help_text="Örneğin “ğ” ya da “3”. Basılı işaret yanında görünmeye devam eder.",
    )


class NoteForm(forms.Form):
    text = LongText(
        label="Editör notu",
        rows=3,
        required=False,
        help_text="Metni yazanların gözünden kaçan yanlışı burada söyleyin; kabul edilen metin değişmez.",
    )


ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"


def label_after(label: str) -> str:
    """The label that usually follows: "ğ" → "h", "3" → "4"; empty when it cannot be told."""
    bare = label.strip("()")
    if bare.isdigit():
        return label.replace(bare, str(int(bare) + 1))
    if len(bare) == 1 and bare in ALPHABET[:-1]:
        return label.replace(bare, ALPHABET[ALPHABET.index(bare) + 1])
    return ""


def _free_label(clause: Clause) -> str:
    """The label that follows, or "k/2" where the next letter is taken."""
    following = label_after(clause.label)
    taken = queries.labels_beside(clause)
    return following if following and following not in taken else f"{clause.label.strip('()')}/2"


_CUTS = re.compile(r"(?<=[;.:,])\s+(?=\S)|\s+(?=[a-zçğıöşü0-9]{1,2}\s?[).]\s)")


def cuts_of(text: str) -> list[tuple[int, str, str]]:
    """Likely places to cut a clause: position of the second half, last words before it, first words after it."""
    found = []
    for match in _CUTS.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        if len(after) > 2 and len(before) > 2:
            found.append((match.end(), before[-45:], after[:60]))
    return found


class SplitForm(forms.Form):
    """`cleaned_data` is what `services.split` takes: `at` and `label`."""

    at = forms.ChoiceField(
        label="İkinci bent nereden başlıyor?", required=False, choices=(), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Başka bir yerden: ikinci bendin ilk kelimeleri",
        required=False,
        help_text="Metinden kopyalayın; birkaç kelime yeter. Boş bırakırsanız yukarıdaki seçim geçerlidir.",
    )
    label = forms.CharField(label="İkinci bendin işareti", max_length=16)

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = clause.text
        places = cuts_of(clause.text)
        # Where another label stands in the middle of the text, there it usually was.
        places.sort(key=lambda place: (not re.match(r"[a-zçğıöşü0-9]{1,2}\s?[).]\s", place[2]), place[0]))
        field = self.fields["at"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(at), f"…{before} ✂ {after}…") for at, before, after in places[:8]]
        if not field.choices:
            del self.fields["at"]
            words = self.fields["words"]
            words.label, words.required = "İkinci bendin ilk kelimeleri", True
            words.help_text = "Metinden kopyalayın; birkaç kelime yeter."
        if not self.is_bound:
            self.initial.setdefault("label", _free_label(clause))
            if field.choices:
                self.initial.setdefault("at", str(places[0][0]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        at = int(data["at"]) if data.get("at") else 0
        if words := " ".join(data.get("words", "").split()):
            pattern = r"\s+".join(re.escape(word) for word in words.split())
            places = [match.start() for match in re.finditer(pattern, self.text)]
            if not places:
                self.add_error("words", "Bu kelimeler bendin metninde yok; metinden kopyalayın.")
            elif len(places) > 1:
                self.add_error("words", "Bu kelimeler bentte birden çok kez geçiyor; birkaç kelime daha ekleyin.")
            else:
                at = places[0]
        elif not at and not self.errors:
            self.add_error("words", "Bölme yerini seçin ya da ikinci bendin ilk kelimelerini yazın.")
        return {"at": at, "label": data.get("label", "")}


class ConfirmForm(forms.Form):
    unit = UnitField(label="Sorumlu birim", error_messages={"required": "Sorumlu birimi seçin."})
    alike = forms.BooleanField(
        label="Aynı sorumluyu anan öteki görevlere de ver",
        required=False,
        help_text="Yalnız sorumlusu henüz belli olmayanlar; sonra tek tek değiştirebilirsiniz.",
    )
    role = forms.ChoiceField(
        label="Unvana verilmişse",
        required=False,
        choices=[("", "Birimin kendisi"), *Position.choices],
        help_text="“Şefler”, “personel” gibi bir unvana verilen görev, seçtiğiniz birimin altındaki herkese düşer.",
    )
    cadence = forms.ChoiceField(
        label="Sıklık",
        required=False,
        choices=[("", "Değiştirmeden bırak"), *Cadence.choices],
        help_text="Yalnız metinde yazıyorsa seçin.",
    )
    cadence_quote = forms.CharField(
        label="Sıklığın metindeki dayanağı", required=False, max_length=200, help_text="Örneğin “altı ayda bir”."
    )

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.narrow(rows=queries.units_of(clause.regulation))
        count = queries.alike(clause).count()
        if count:
            self.fields["alike"].label = f"Metinde «{clause.responsible}» diye anılan öteki {count} göreve de ver"
        else:
            del self.fields["alike"]
        if not self.is_bound:
            given = {"unit": clause.unit_id, "role": clause.role, "cadence_quote": clause.cadence_quote}
            stated = clause.cadence if clause.cadence != Cadence.NONE else ""
            self.initial = {**given, "cadence": stated, **self.initial}
