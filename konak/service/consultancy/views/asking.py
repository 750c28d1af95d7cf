"""The board, the lists of all kinds of files, asking, and the steps of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request

from .. import access, forms, queries, services
from ..models import Field, Office
from .common import PER_PAGE, address, answer, asked, case_page, found, given


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of file is listed and asked for."""

    title: str
    lead: str
    icon: str
    ask: str
    """Words of the button that opens one; empty where the list has none."""
    form: type[django_forms.Form] | None
    service: Callable[..., Any] | None
    heads: tuple[str, ...]
    cells: Callable[[Any], tuple[Any, ...]]
    office: str = ""
    work: bool = False
    """Only those who work in an office open one."""
    offer: str = ""
    """What is offered to whoever asks, in one sentence."""


def _result(row: Any) -> str:
    if row.worked is None:
        return ""
    return "İyileşti" if row.worked else "İyileşmedi"


KINDS: dict[str, Kind] = {
    "answers": Kind(
        "Teknik rapor ve görüşler",
        "Birimlerin istediği teknik raporlar ve görüşler; yazan ve onaylayan ayrı kişilerdir.",
        "file-certificate",
        "Rapor ya da görüş iste",
        forms.AnswerForm,
        services.begin_answer,
        ("Tür", "Öneriye uyuldu mu"),
        lambda row: (row.get_kind_display(), row.get_followed_display() if row.issued_at else ""),
        Field.ANSWER,
        offer="Bir cihaz, sistem ya da konu için yazılı teknik rapor veya görüş isteyin.",
    ),
    "consents": Kind(
        "Alım ve kurulum uygunlukları",
        "Birimlerin bilişim alımı ve kurulumu için verilen uygunluk kararları.",
        "shopping-cart",
        "Uygunluk iste",
        forms.ConsentForm,
        services.ask_consent,
        ("Tür", "Geçerlilik"),
        lambda row: (row.get_kind_display(), row.valid_until),
        Field.CONSENT,
        offer="Biriminizin bilişim alımı ya da kurulumu için uygunluk isteyin.",
    ),
    "needs": Kind(
        "İhtiyaç planları",
        "Birimlerin yıllık ihtiyaçları: bildirildi, birleştirildi, fiyatlandı, onaylandı, alımla karşılaştırıldı.",
        "list-check",
        "Plan aç",
        forms.RoundForm,
        services.open_round,
        ("Yıl", "Bildirim sonu"),
        lambda row: (str(row.year), row.closes_on),
        Field.NEEDS,
        True,
    ),
    "software": Kind(
        "Yazılım istekleri",
        "İstenen yazılımın lisansı eldeyse onaylanır, kurulum talebi kendiliğinden açılır.",
        "apps",
        "Yazılım iste",
        forms.SoftwareForm,
        services.ask_software,
        ("Yazılım", "Lisans"),
        lambda row: (row.name, row.get_holding_display()),
        Field.SOFTWARE,
        offer="İhtiyaç duyduğunuz programı isteyin; lisansı varsa kurulur.",
    ),
    "problems": Kind(
        "Sorunlar",
        "Birçok talebin arkasındaki tek neden: bulunur, geçici çözümü yazılır, giderilir, etkisine bakılır.",
        "puzzle",
        "Sorun aç",
        forms.ProblemForm,
        services.open_problem,
        ("Talep", "Etkiye bakılacak gün"),
        lambda row: (row.many, row.follow_up_on),
        "",
        True,
    ),
    "proposals": Kind(
        "İyileştirme önerileri",
        "Çalışanların önerileri: birim yanıtlar, kabul edilen işe dönüşür, etkisi önce ve sonra ölçülür.",
        "bulb",
        "Öneri ver",
        forms.ImprovementForm,
        services.propose_improvement,
        ("Neyi iyileştirir", "Sonuç"),
        lambda row: (row.get_kind_display(), _result(row)),
        Field.IMPROVE,
        offer="Bir hizmetin nasıl daha iyi yürüyeceğini önerin; birim yanıtlar, sonucu size bildirilir.",
    ),
    "sessions": Kind(
        "Eğitim oturumları",
        "Planlanan ve yapılan eğitimler; katılım, memnuniyet ve katılım belgeleri.",
        "notebook",
        "Oturum planla",
        forms.SessionForm,
        services.plan_session,
        ("Başlangıç", "Yazılan"),
        lambda row: (row.starts_at, row.many),
        Field.TRAINING,
        True,
    ),
    "trainings": Kind(
        "Eğitim istekleri",
        "Birimlerin ve kişilerin istediği eğitimler.",
        "bulb",
        "Eğitim iste",
        forms.TrainingForm,
        services.ask_training,
        ("Kişi", "Oturum"),
        lambda row: (row.people, row.session.case.number if row.session else ""),
        Field.TRAINING,
        offer="Kendiniz ya da biriminiz için eğitim isteyin.",
    ),
}
DONE = {
    "answers": "İsteğiniz birime iletildi.",
    "consents": "Taslak açıldı; kalemleri ekleyip incelemeye gönderin.",
    "needs": "Plan açıldı, birim yöneticilerine haber verildi.",
    "software": "İsteğiniz iletildi.",
    "problems": "Sorun açıldı.",
    "proposals": "Öneriniz birime iletildi.",
    "sessions": "Oturum planlandı.",
    "trainings": "İsteğiniz iletildi.",
}


@require_GET
def home(request: Request) -> HttpResponse:
    """What one may ask for, what waits for one, what is offered."""
    actor = request.actor
    works = actor.holds(access.WORK)
    mine = []
    for what in ("answers", "consents", "software", "trainings", "proposals"):
        rows = queries.files(actor, what).filter(case__opened_by_id=actor.user_id).order_by("-case_id")[:5]
        mine += [(queries.shown(what), row) for row in rows]
    mine.sort(key=lambda one: -one[1].pk)
    offered = {one.field: one for one in queries.offices(actor)}
    asks = [
        (what, KINDS[what], offered[KINDS[what].office].unit.name)
        for what in ("answers", "consents", "software", "trainings", "proposals")
        if KINDS[what].office in offered
    ]
    waiting = []
    if works:
        for what, kind in KINDS.items():
            count = queries.files(actor, what, queries.AskFilter(state="open")).count()
            late = queries.files(actor, what, queries.AskFilter(state="late")).count()
            if count:
                waiting.append((kind, reverse(f"consultancy:{what}") + "?state=open", count, late))
    context = {
        "asks": asks,
        "mine": mine[:10],
        "waiting": waiting,
        "rounds": queries.rounds_open(),
        "sessions": queries.sessions_open()[:6],
        "works": works,
        "may_set": actor.holds(access.OFFICES),
        "lacking": [str(Field(one).label) for one in Field.values if one not in offered],
    }
    return render(request, "consultancy/home.html", context)


@require_GET
def index(request: Request, what: str) -> HttpResponse:
    kind = KINDS[what]
    ask = asked(request, "state", "q", "kind", "sonra")
    full = {name: ask[name] for name in ("state", "q", "kind")}
    rows = queries.files(request.actor, what, queries.AskFilter.model_validate(full))
    shown = (("", "Tümü"), ("open", "Açık"), ("late", "Geciken"), ("ended", "Biten"))
    tabs = [Tab(label, address(full, state=key), ask["state"] == key) for key, label in shown]
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if sheets.asked(request):
        head = [
            *(sheets.Column("Sayı", 16), sheets.Column("Konu", 50), sheets.Column("Durum", 22)),
            *(sheets.Column(label, 22) for label in kind.heads),
            *(sheets.Column("İsteyen", 26), sheets.Column("İsteyen birim", 34), sheets.Column("Birim", 34)),
            *(sheets.Column("Açılış", 18), sheets.Column("Son gün", 14), sheets.Column("Kapanış", 18)),
        ]
        lines = (_line(kind, row) for row in sheets.every(rows.order_by("-case_id")))
        return sheets.workbook(kind.title, head, lines, what, filters=sheets.told(tabs, chips))
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    opens = request.actor.holds(access.WORK if kind.work else access.ASK)
    context = {
        "what": what,
        "kind": kind,
        "rows": [(row, list(zip(kind.heads, kind.cells(row), strict=True))) for row in page],
        "tabs": tabs,
        "chips": chips,
        "clear": address({}) if chips else "",
        "asked": ask,
        "here": reverse(f"consultancy:{what}"),
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "opens": opens,
        "works": request.actor.holds(access.WORK),
    }
    return render(request, "consultancy/list.html", context)


def _line(kind: Kind, row: Any) -> list[Any]:
    case = row.case
    return [
        *(case.number, case.subject, row.state_label, *kind.cells(row)),
        case.opened_by.full_name if case.opened_by else "",
        case.opened_from_unit.name if case.opened_from_unit else "",
        *(case.unit.name, case.opened_at, case.due_on, case.closed_at),
    ]


def ask(request: Request, what: str) -> HttpResponse:
    """Open a file of one kind."""
    kind = KINDS.get(what)
    if kind is None or kind.form is None or kind.service is None:
        raise Http404
    initial = {
        name: request.GET.get(name, "")
        for name in ("ticket", "tickets", "asset_tag", "subject")
        if name in request.GET
    }
    return answer(
        request,
        kind.form(**given(request), initial=initial),
        kind.service,
        title=kind.ask,
        button="Aç" if kind.work else "Gönder" if what == "proposals" else "İste",
        next_url=lambda made: case_page(made.case.number),
        done=DONE[what],
    )


STEPS: dict[str, tuple[Callable[..., Any], type[django_forms.Form], str]] = {
    "submit": (services.submit, forms.NothingForm, "Onaya sunuldu."),
    "present": (services.present, forms.NothingForm, "Onaylandı; yazanın imza dosyasına kondu."),
    "issue": (services.issue, forms.NothingForm, "Onaylandı; belge hazırlandı ve dosyaya kondu."),
    "send_back": (services.send_back, forms.WhyForm, "Düzeltilmek üzere geri gönderildi."),
    "drop_answer": (services.drop_answer, forms.WhyForm, "Dosya yanıtsız kapandı."),
    "send": (services.send, forms.NothingForm, "İncelemeye gönderildi; stok ve envanter denetlendi."),
    "propose": (services.propose, forms.ProposeForm, "Karara sunuldu."),
    "ask_more": (services.ask_more, forms.WhyForm, "Eksik tamamlanmak üzere geri gönderildi."),
    "grant": (services.grant, forms.NothingForm, "Uygun bulundu; belge hazırlandı."),
    "grant_if": (services.grant_if, forms.ConditionsForm, "Şartlı uygun bulundu; belge hazırlandı."),
    "refuse": (services.refuse, forms.WhyForm, "Uygun bulunmadı; belge hazırlandı."),
    "look_again": (services.look_again, forms.WhyForm, "Yeniden incelenecek."),
    "take_back": (services.take_back, forms.NothingForm, "İstek geri çekildi."),
    "merge": (services.merge, forms.NothingForm, "Bildirimler birleştirildi."),
    "reopen_round": (services.reopen_round, forms.ReopenForm, "Bildirim yeniden açıldı."),
    "submit_plan": (services.submit_plan, forms.NothingForm, "Plan onaya sunuldu."),
    "return_plan": (services.return_plan, forms.WhyForm, "Plan düzeltilmek üzere geri gönderildi."),
    "approve_plan": (services.approve_plan, forms.NothingForm, "Plan onaylandı."),
    "close_plan": (services.close_plan, forms.ResultForm, "Yıl kapandı."),
    "drop_plan": (services.drop_plan, forms.WhyForm, "Plandan vazgeçildi."),
    "place": (services.place, forms.PlaceForm, "İstek oturuma bağlandı."),
    "unplace": (services.unplace, forms.NothingForm, "İstek oturumdan çıkarıldı."),
    "decline_training": (services.decline_training, forms.WhyForm, "Karşılanamadığı bildirildi."),
    "withdraw_training": (services.withdraw_training, forms.NothingForm, "İstek geri çekildi."),
    "hold": (services.hold, forms.NothingForm, "Eğitim yapıldı; katılım belgeleri hazırlandı."),
    "cancel_session": (services.cancel_session, forms.WhyForm, "Oturum iptal edildi."),
    "assess": (services.assess, forms.AssessForm, "Onaya sunuldu."),
    "allow": (services.allow, forms.NothingForm, "Onaylandı; kurulum talebi açıldı."),
    "installed": (services.installed, forms.NothingForm, "Kurulduğu yazıldı."),
    "decline_software": (services.decline_software, forms.WhyForm, "Karşılanamadığı bildirildi."),
    "withdraw_software": (services.withdraw_software, forms.NothingForm, "İstek geri çekildi."),
    "know": (services.know, forms.KnowForm, "Bilinen hata yazıldı."),
    "fix": (services.fix, forms.FixForm, "Giderildiği yazıldı; etkisine sonra bakılacak."),
    "close_problem": (services.close_problem, forms.VerdictForm, "Sorun kapandı."),
    "come_back": (services.come_back, forms.WhyForm, "Sorun yeniden araştırılıyor."),
    "accept_proposal": (services.accept_proposal, forms.AcceptForm, "Kabul edildi; iş başladı."),
    "decline_proposal": (services.decline_proposal, forms.WhyForm, "Yanıtınız iletildi."),
    "apply_proposal": (services.apply_proposal, forms.AppliedForm, "Uygulandığı yazıldı; etkisi ölçülecek."),
    "measure_proposal": (services.measure_proposal, forms.MeasuredForm, "Etkisi yazıldı, öneri kapandı."),
    "give_up_proposal": (services.give_up_proposal, forms.WhyForm, "Öneriden vazgeçildi."),
    "withdraw_proposal": (services.withdraw_proposal, forms.NothingForm, "Öneri geri çekildi."),
    "no_problem": (services.no_problem, forms.WhyForm, "Dosya kapandı."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    what = next((key for key, model in queries.MODELS.items() if step in model.lifecycle.steps), "")
    if not what or step not in STEPS:
        raise Http404
    rows = queries.files(request.actor, what)
    record = found(rows.get, case__number=number.replace("\0", ""))
    service, form_class, done = STEPS[step]
    taken = record.lifecycle.steps[step]
    more: dict[str, Any] = {"actor": request.actor} if form_class is forms.PlaceForm else {}
    return answer(
        request,
        form_class(**given(request), **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=done,
    )


@require_GET
def offices(request: Request) -> HttpResponse:
    """Settings: which unit is asked for what."""
    known = {one.field: one for one in queries.offices(request.actor)}
    rows: list[tuple[str, str, Office | None]] = [(key, label, known.get(key)) for key, label in Field.choices]
    return render(request, "consultancy/offices.html", {"rows": rows, "may_set": request.actor.holds(access.OFFICES)})


def office(request: Request, field: str) -> HttpResponse:
    if field not in Field.values or not request.actor.holds(access.OFFICES):
        raise Http404
    known = next((one for one in queries.offices(request.actor) if one.field == field), None)
    initial = {"unit_id": known.unit_id, "days": known.days, "service_id": known.service_id} if known else {}
    return answer(
        request,
        forms.OfficeForm(**given(request), initial=initial, field=field),
        services.save_office,
        title=str(Field(field).label),
        lead="Yeni istekler seçilen birime gider; açık dosyalar yerinde kalır.",
        next_url=lambda _: reverse("consultancy:offices"),
        done="Sorumlu birim kaydedildi.",
        field=field,
    )
