"""Rules of firewalls on the screen: the register, the rule sets of the devices, the two beside each other."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..lifecycle import RULE_LIFE, RuleState
from ..tables import Button
from .common import listing

TABS = {
    "": "Tümü",
    "asked": "Karar bekleyen",
    "approved": "Cihaza yazılacak",
    "applied": "Yürürlükte",
    "over": "Kaldırılacak",
    "ending": "Süresi dolan",
    "unreviewed": "Gözden geçirilecek",
    "removed": "Kaldırılan",
}
FOUND = ("Sapma", "Cihazdaki kural", "Kaynak", "Hedef", "Servis", "Kütükteki kural", "Açıklama")


def _case(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def rules(request: Request) -> HttpResponse:
    ask = asked(request, "state", "device", "q", "sonra")
    ask["state"] = ask["state"] if ask["state"] in {*TABS, *RuleState.values} else ""
    device = int(ask["device"]) if ask["device"].isdecimal() and len(ask["device"]) < 18 else None
    filters = queries.RuleFilter(state=ask["state"] or None, device=device, q=ask["q"] or None)
    full = {name: ask[name] for name in ("state", "device", "q")}
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if device:
        name = queries.firewalls(request.actor).filter(pk=device).values_list("name", flat=True).first()
        chips.append(Chip("Güvenlik duvarı", name or "bilinmiyor", address(full, device="")))
    buttons = [Button("Kural iste", reverse("network:ask_rule"), "plus", primary=True)]
    if request.actor.holds(access.KEEP):
        buttons.append(Button("Kural kümesi al", reverse("network:import_rules"), "file-upload"))
    buttons.append(Button("Kural kümeleri", reverse("network:rule_sets"), "shield-check", dialog=False))
    return listing(
        request,
        tables.RULES_BOOK if sheets.asked(request) else tables.RULES,
        queries.rules(request.actor, filters),
        ("-case_id",),
        title="Güvenlik duvarı kuralları",
        lead="Kim nereye, hangi servise, neden ve ne zamana kadar; yılda bir gözden geçirilir.",
        here="rules",
        file="guvenlik-duvari-kurallari",
        asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in TABS.items()],
        chips=chips,
        search="Sayı, adres, servis, ne için",
        buttons=buttons,
        empty="Henüz kural yok",
        hint="Kural isteyin; ya da cihazdaki kural kümesini alıp kütükte olmayanları buradan kütüğe isteyin.",
        nav="network/_gear_nav.html",
        icon="shield-check",
    )


def ask_rule(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.RuleForm(**given(request), actor=request.actor),
        services.ask_rule,
        title="Güvenlik duvarı kuralı iste",
        button="İste",
        lead="Ağ birimi üç iş günü içinde yanıtlar.",
        next_url=lambda made: _case(made.case.number),
    )


STEPS: dict[str, tuple[Callable[..., Any], type[Any], str]] = {
    "approve": (services.approve_rule, forms.RuleApproveForm, "Uygun görüldü; cihaza yazılması bekleniyor."),
    "refuse": (services.refuse_rule, forms.WhyForm, "İstek kapandı; isteyene bildirildi."),
    "apply": (services.apply_rule, forms.RuleApplyForm, "Kural yürürlükte."),
    "review": (services.review_rule, forms.RuleReviewForm, "Gözden geçirildiği yazıldı."),
    "expire": (services.expire_rule, forms.ReleaseForm, "Kuralın kaldırılması bekleniyor."),
    "remove": (services.remove_rule, forms.ReleaseForm, "Kural kaldırıldı."),
    "withdraw": (services.withdraw_rule, forms.NothingForm, "İstekten vazgeçildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    record = found(queries.rule, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = RULE_LIFE.steps[step]
    more: dict[str, Any] = {"actor": request.actor} if form_class is forms.RuleApproveForm else {}
    initial = {"device_id": record.device_id, "until": record.until, "ident": record.ident}
    return answer(
        request,
        form_class(**given(request), initial=initial, **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: _case(number),
        done=done,
    )


@require_GET
def rule_sets(request: Request) -> HttpResponse:
    buttons = [Button("Kural kümesi al", reverse("network:import_rules"), "file-upload", primary=True)]
    return listing(
        request,
        tables.RULE_SETS,
        queries.rule_imports(request.actor),
        ("-at", "-pk"),
        title="Kural kümeleri",
        lead="Cihazlardan alınan kurallar kütükle karşılaştırılır; sapmalar görülür, sonuç imzalanır.",
        here="rules",
        file="kural-kumeleri",
        asked=asked(request, "sonra"),
        buttons=buttons if request.actor.holds(access.KEEP) else [],
        empty="Henüz kural kümesi alınmadı",
        hint="FortiGate yedeği, pfSense/OPNsense config.xml ya da iptables-save çıktısı verin.",
        nav="network/_gear_nav.html",
        icon="shield-check",
    )


def import_rules(request: Request) -> HttpResponse:
    if not request.actor.holds(access.KEEP):
        raise Http404
    return answer(
        request,
        forms.RulesForm(**given(request), actor=request.actor),
        _taken,
        title="Kural kümesi al",
        button="Al",
        lead="Dosyanın kendisi saklanmaz (içinde parola olabilir); kuralları ve SHA-256 özeti saklanır.",
        next_url=lambda made: reverse("network:rule_set", args=[made.pk]),
    )


def _taken(*, actor: Any, file: Any, kind: str, device_id: int | None) -> Any:
    return services.import_rules(
        actor=actor, content=file.read(), name=file.name or "kurallar", kind=kind, device_id=device_id
    )


@require_GET
def rule_set(request: Request, key: int) -> HttpResponse:
    one = found(queries.rule_import, request.actor, key)
    seen = queries.compare(one)
    if sheets.asked(request):
        lines = (
            [
                queries.SORTS[each.sort],
                f"{each.line.ident} {each.line.name}".strip() if each.line else "",
                *(
                    ", ".join(values)
                    for values in (
                        (each.line.sources, each.line.destinations, each.line.services)
                        if each.line
                        else (each.rule.sources, each.rule.destinations, each.rule.services)
                        if each.rule
                        else ((), (), ())
                    )
                ),
                each.rule.case.number if each.rule else "",
                each.said or (each.line.comment if each.line else ""),
            ]
            for each in seen.findings
        )
        heads = [sheets.Column(label, 30) for label in FOUND]
        return sheets.workbook("Kural karşılaştırması", heads, lines, "kural-karsilastirmasi", filters=[])
    context = {
        "set": one,
        "findings": [
            (queries.SORTS[each.sort], tables.FINDING_KIND[each.sort], each) for each in seen.findings[:500]
        ],
        "hidden": max(len(seen.findings) - 500, 0),
        "counts": [(label, seen.many(code)) for code, label in queries.SORTS.items()],
        "agreed": seen.agreed,
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "signs": one.reviewed_at is None and request.actor.reach(access.DECIDE).covers(one),
        "story": moments(queries.RULES_KIND, one.pk, tables.SET_TOLD, last=20),
    }
    return render(request, "network/rule_set.html", context)


def sign(request: Request, key: int) -> HttpResponse:
    one = found(queries.rule_import, request.actor, key)
    return answer(
        request,
        forms.SignForm(**given(request)),
        services.sign_review,
        key,
        title="Gözden geçirmeyi imzala",
        button="İmzala",
        lead=str(one),
        next_url=lambda _: reverse("network:rule_set", args=[key]),
        done="Gözden geçirme yazıldı.",
    )


def adopt(request: Request, line_id: int) -> HttpResponse:
    line = found(queries.imported_rule, request.actor, line_id)
    return answer(
        request,
        forms.AdoptForm(**given(request), initial={"why": line.comment or line.name}),
        services.adopt,
        line_id,
        title="Kütüğe iste",
        button="İste",
        lead=f"{line.ident} {line.name} · {', '.join(line.sources[:3])} → {', '.join(line.destinations[:3])}",
        next_url=lambda made: _case(made.case.number),
    )
