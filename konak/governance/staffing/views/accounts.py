"""Accounts and mail addresses: the rule, who has none, who signs in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, here, posted

from .. import access
from ..forms.seats import SetupForm
from ..models import MailForm
from ..queries import people, rights
from ..services import accounts as services
from . import sheets
from .common import numbers

VIEWS = (
    ("without", "Adresi olmayan"),
    ("with", "Adresi olan"),
    ("never", "Hiç giriş yapmayan"),
    ("coming", "Başlayacak"),
    ("closing", "Ayrılacak"),
)


@require_GET
def index(request: Request) -> HttpResponse:
    if not rights.sees_everybody(request.actor):
        raise Http404
    view = request.GET.get("gorunum", "without")
    view = view if view in dict(VIEWS) else "without"
    if workbook.asked(request):
        every = workbook.page_by_page(lambda after: people.accounts(request.actor, view, after, limit=workbook.CHUNK))
        return sheets.accounts(every, [("Görünüm", dict(VIEWS)[view])])
    rule = rights.setup()
    rows, after = people.accounts(request.actor, view, request.GET.get("sonra", ""))
    taken = people.taken_addresses() if view == "without" and rule.mail_domain else set()
    offered = []
    for user in rows:
        proposed = ""
        if view == "without" and rule.mail_domain:
            proposed = people.address_for(user, rule, taken)
            taken.add(proposed)
        offered.append((user, proposed))
    shown = {
        "rows": offered,
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, gorunum=code, sonra=None), code == view) for code, label in VIEWS],
        "view": view,
        "rule": rule,
        "examples": [(label, people.local_part("Şule Nur", "Çağlar", value)) for value, label in MailForm.choices],
        "totals": people.totals(request.actor),
        "usage": people.usage(request.actor),
        "may_set": request.actor.reach(access.ACCOUNTS).everywhere,
    }
    return render(request, "staffing/accounts.html", shown)


@require_POST
def give(request: Request) -> HttpResponse:
    """Addresses by the rule for the ticked accounts."""
    try:
        count = services.give_mailboxes(actor=request.actor, user_ids=numbers(request.POST.getlist("hesap")))
        messages.success(request, f"{count} hesaba posta adresi verildi.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("staffing:accounts"))


def set_up(request: Request) -> HttpResponse:
    if not request.actor.reach(access.ACCOUNTS).everywhere:
        raise Http404
    rule = rights.setup()
    form = SetupForm(
        posted(request),
        units=people.open_units(),
        forms_of_mail=[(str(value), str(label)) for value, label in MailForm.choices],
        initial={
            "personnel_unit": rule.personnel_unit_id,
            "mail_domain": rule.mail_domain,
            "mail_form": rule.mail_form,
        },
    )
    return answer(
        request,
        form,
        services.set_up,
        title="Kadro ayarları",
        next_url=lambda made: reverse("staffing:accounts"),
    )
