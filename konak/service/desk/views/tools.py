"""Templates, macros, texts at hand and checklists: what a team keeps so that the same is not typed twice."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms import MINE, CannedForm, CheckForm, MacroForm, TemplateForm
from ..models import Canned, Macro, MacroStep, Template
from . import sheets
from .frame import at_desk, bound_or, building_tabs, dialog


class Tool(NamedTuple):
    """One kind of tool: how it is named in addresses and words, and what saves it."""

    kind: str
    model: type[Any]
    form: type[Any]
    save: Callable[..., Any]
    title: str
    one: str
    lead: str
    icon: str


TOOLS: dict[str, Tool] = {
    "sablonlar": Tool(
        "template",
        Template,
        TemplateForm,
        services.save_template,
        "Talep şablonları",
        "şablon",
        "Sık gelen talep, telefonda tek seçimle dolar: hizmet, konu, açıklama, öncelik, etiket.",
        "template",
    ),
    "makrolar": Tool(
        "macro",
        Macro,
        MacroForm,
        services.save_macro,
        "Makrolar",
        "makro",
        "Birkaç işlem tek basışta: yanıt, durum, öncelik, etiket, süre. Kurallar elle yapılanla aynıdır.",
        "bolt",
    ),
    "metinler": Tool(
        "canned",
        Canned,
        CannedForm,
        services.save_canned,
        "Hazır metinler",
        "hazır metin",
        "Yanıt yazarken :: ile çağrılır; yer tutucular talepten dolar.",
        "text-caption",
    ),
}


def _tool(request: Request, name: str) -> Tool:
    builds = request.actor.holds(access.CATALOGUE)
    if name not in TOOLS or not (
        builds or (request.actor.holds(access.WORK) and queries.works_at_desk(request.actor))
    ):
        raise Http404
    if not builds:
        at_desk(request)
    return TOOLS[name]


def does(row: Macro) -> str:
    """What a macro does, in words."""
    step = str(MacroStep(row.step).label).partition(" (")[0] if row.step else ""
    parts = [
        step,
        "iç not" if row.text and row.internal else "yanıt" if row.text and row.step not in {"ask", "solve"} else "",
        f"öncelik {row.get_priority_display()}" if row.priority else "",
        f"ekip: {row.to_unit}" if row.to_unit else "",
        f"kişi: {row.assignee}" if row.assignee else "",
        f"{row.minutes} dk" if row.minutes else "",
        *(f"#{one}" for one in row.tags),
    ]
    return ", ".join(one for one in parts if one)


def index(request: Request, name: str) -> HttpResponse:
    tool = _tool(request, name)
    rows = queries.tools_built(tool.model, request.actor)
    near = {"template": ("service",), "macro": ("to_unit", "assignee"), "canned": ("service",)}[tool.kind]
    words = fold(request.GET.get("q", "").replace("\0", ""))
    found = [one for one in rows.select_related(*near) if words in fold(f"{one.name} {getattr(one, 'word', '')}")]
    if workbook.asked(request):
        return sheets.tools(tool.kind, tool.title, found, [("Aranan", request.GET.get("q", "") or "–")])
    context = {
        "tabs": building_tabs(name, request.actor),
        "tool": tool,
        "name": name,
        "rows": [(one, does(one) if tool.kind == "macro" else "") for one in found],
        "q": request.GET.get("q", ""),
        "new": reverse("desk:new_tool", args=[name]),
    }
    return render(request, "desk/tools.html", context)


def edit(request: Request, name: str, key: int | None = None) -> HttpResponse:
    tool = _tool(request, name)
    row = get_object_or_404(queries.tools_built(tool.model, request.actor), pk=key) if key else None
    more: dict[str, Any] = {"actor": request.actor}
    if row is not None:
        more["initial"] = tool.form.initial_of(row)
    elif request.method == "GET" and request.actor.seats:
        builds = request.actor.holds(access.CATALOGUE)
        more["initial"] = {"unit_id": request.actor.seats[0].unit_id if builds else MINE}
    return dialog(
        request,
        bound_or(request, tool.form, **more),
        tool.save,
        row.pk if row else None,
        next_url=reverse("desk:tools", args=[name]),
        title=f"{tool.one[:1].upper()}{tool.one[1:]}: {row.name}" if row else f"Yeni {tool.one}",
        button="Kaydet",
        done="Kaydedildi.",
    )


@require_POST
def drop(request: Request, name: str, key: int) -> HttpResponse:
    tool = _tool(request, name)
    try:
        gone = services.drop_tool(tool.kind, key, actor=request.actor)
        messages.success(request, f"«{gone}» silindi.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("desk:tools", args=[name]))


# The checklist of a service -----------------------------------------------------------------------------------------


def _service(request: Request, code: str) -> Any:
    if not request.actor.holds(access.CATALOGUE):
        raise Http404
    return get_object_or_404(queries.manageable(request.actor), code=code)


@require_GET
def checklist(request: Request, code: str) -> HttpResponse:
    one = _service(request, code)
    rows = list(one.checklist.all())
    if workbook.asked(request):
        return sheets.checklist(one, rows)
    return render(request, "desk/checklist.html", {"service": one, "rows": rows})


def check_item(request: Request, code: str, key: int | None = None) -> HttpResponse:
    one = _service(request, code)
    row = get_object_or_404(one.checklist, pk=key) if key else None
    initial = {"text": row.text, "required": row.required} if row else {"required": True}
    given = CheckForm(request.POST) if request.method == "POST" else CheckForm(initial=initial)
    return dialog(
        request,
        given,
        services.save_check_item,
        code,
        row.pk if row else None,
        next_url=reverse("desk:checklist", args=[code]),
        title="Maddeyi düzenle" if row else "Madde ekle",
        button="Kaydet",
    )


@require_POST
def arrange(request: Request, code: str, key: int, how: str) -> HttpResponse:
    """Up, down, or away with a line of the list."""
    _service(request, code)
    acts: dict[str, Callable[[], object]] = {
        "yukari": lambda: services.move_check_item(code, key, actor=request.actor, up=True),
        "asagi": lambda: services.move_check_item(code, key, actor=request.actor, up=False),
        "sil": lambda: services.drop_check_item(code, key, actor=request.actor),
    }
    if how not in acts:
        raise Http404
    return _change(request, code, acts[how])


def _change(request: Request, code: str, change: Callable[[], object]) -> HttpResponse:
    try:
        change()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("desk:checklist", args=[code]))


@require_POST
def block(request: Request, code: str) -> HttpResponse:
    _service(request, code)
    blocks = request.POST.get("blocks") == "1"
    return _change(request, code, lambda: services.set_checks_block(code, actor=request.actor, blocks=blocks))
