"""Who can sign today, one certificate, and the stamps that will have to be renewed."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, asked, found, moments

from .. import access, queries
from ..models import Certificate
from ..signing import ageing

TOLD = {
    "learn": ("sertifikayı adına kaydetti", "certificate", "done"),
    "active": ("yeniden kullanıma açtı", "circle-check", "done"),
    "suspended": ("askıya aldı", "player-pause", "wait"),
    "revoked": ("iptal edildiğini yazdı", "ban", "late"),
}
PER_PAGE = 50


@require_GET
def people(request: Request) -> HttpResponse:
    """Everybody in reach and his certificate; those who sign by their office first."""
    told = asked(request, "state", "who", "unit", "after")
    state = told["state"] if told["state"] in queries.STATES else ""
    everybody = told["who"] == "herkes"
    unit = int(told["unit"]) if told["unit"].isdigit() and len(told["unit"]) < 18 else None
    kept = {"who": "herkes" if everybody else "", "unit": str(unit or "")}
    filters = queries.HolderFilter(state=state or None, unit=unit, signers=not everybody)
    rows = queries.holders(request.actor, filters)
    tabs = [Tab("Hepsi", address(kept), not state)]
    tabs += [Tab(label, address(kept, state=name), state == name) for name, label in queries.STATES.items()]
    if sheets.asked(request):
        head = [("Kişi", 30), ("Birim", 40), ("Görev", 24), ("Sertifika", 20), ("Bitiş", 14), ("Başvurusu var", 14)]
        lines = (
            [
                *(row.user.full_name, row.unit.name, row.get_position_display()),
                *(queries.STATES[queries.state_of(row.best)], row.best, "evet" if row.applied else ""),
            ]
            for row in rows[: sheets.ENOUGH]
        )
        return sheets.workbook("Kimin sertifikası var", head, lines, "imza-kisiler", filters=sheets.told(tabs, []))
    offset = int(told["after"]) if told["after"].isdigit() and len(told["after"]) < 6 else 0
    page = list(rows[offset : offset + PER_PAGE + 1])
    here = kept | {"state": state}
    context = {
        "rows": [(row, queries.state_of(row.best)) for row in page[:PER_PAGE]],
        "labels": queries.STATES,
        "kinds": queries.KINDS,
        "tabs": tabs,
        "everybody": everybody,
        "switch": address({"state": state}, who="" if everybody else "herkes"),
        "units": [] if unit else queries.unit_counts(request.actor, signers=not everybody),
        "unit": page[0].unit if unit and page else None,
        "all_units": address({"state": state, "who": kept["who"]}),
        "who": kept["who"],
        "older": address(here, after=offset + PER_PAGE) if len(page) > PER_PAGE else "",
        "first": address(here) if offset else "",
        "here": "people",
    }
    return render(request, "esignature/people.html", context)


@require_GET
def certificate(request: Request, pk: int) -> HttpResponse:
    """One certificate: what it says, what it was used for, what became of it."""
    held: queries.HeldCertificate = found(queries.certificate_page, request.actor, pk)
    context = {
        "held": held,
        "row": held.row,
        "may_run": request.actor.holds(access.RUN),
        "moments": moments(Certificate._meta.label_lower, str(pk), TOLD),
        "here": "certificates",
    }
    return render(request, "esignature/certificate.html", context)


@require_GET
def stamps(request: Request) -> HttpResponse:
    """What waits for a stamp, what will have to be stamped again and when, and which algorithms age."""
    told = asked(request, "after")
    rows = queries.to_renew(request.actor)
    if sheets.asked(request):
        head = [("Konu", 50), ("Bağlı kayıt", 20), ("Birim", 36), ("Düzey", 16), ("Yenileme günü", 14)]
        lines = (
            [row.subject, row.reference, row.unit.name, row.get_level_display(), row.renew_on]
            for row in rows[: sheets.ENOUGH]
        )
        return sheets.workbook("Yenilenecek damgalar", head, lines, "damgalar", filters=[])
    offset = int(told["after"]) if told["after"].isdigit() and len(told["after"]) < 6 else 0
    page = list(rows[offset : offset + PER_PAGE + 1])
    context = {
        "rows": page[:PER_PAGE],
        "due": rows.filter(renew_on__lte=localdate()).count(),
        "unstamped": list(queries.unstamped(request.actor)[:PER_PAGE]),
        "limits": ageing.LIMITS,
        "authorities": len(settings.SIGN_TSA),
        "older": address({}, after=offset + PER_PAGE) if len(page) > PER_PAGE else "",
        "first": "?" if offset else "",
        "here": "stamps",
    }
    return render(request, "esignature/stamps.html", context)
