"""Wireless networks, event Wi-Fi, guests and the notice they accept."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, filters_of, found, given

from .. import access
from ..forms import further as forms
from ..queries import wifi
from ..services import wifi as sending
from ..tables import Button
from ..tables import further as tables
from .common import listing
from .shapes import NET_NAV, file_page, to
from .shelves import act


def review_wireless(request: Request, key: int) -> HttpResponse:
    form = forms.NoteForm(**given(request))
    return act(request, "wireless", key, form, sending.review_wireless, "Kablosuz ağı gözden geçir")


def set_points(request: Request, key: int) -> HttpResponse:
    one = found(wifi.wireless_network, request.actor, key)
    initial = {"device_ids": [row.pk for row in wifi.points_of(one)]}
    form = forms.PointsForm(**given(request), actor=request.actor, initial=initial)
    return act(request, "wireless", key, form, sending.set_points, "Erişim noktaları")


@require_GET
def events(request: Request) -> HttpResponse:
    ask = asked(request, "state", "q", "sonra")
    labels = {
        "": "Tümü", "asked": "Karar bekleyen", "soon": "14 gün içinde", "planned": "Kurulacak", "running": "Yayında",
        "unclosed": "Kapatılacak", "closed": "Kapatılan",
    }  # fmt: skip
    full = {"state": ask["state"], "q": ask["q"]}
    return listing(
        request, tables.EVENTS, wifi.event_wifis(request.actor, filters_of(wifi.EventFilter, request.GET)),
        ("-case_id",), title="Etkinlik kablosuzu",
        lead="Etkinliğe ya da internetsiz bir yere geçici kablosuz: istenir, kurulur, sayılarıyla kapatılır.",
        here="events", file="etkinlik-kablosuzu", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [], search="Sayı, etkinlik, yer",
        buttons=[Button("Etkinlik kablosuzu iste", to("ask_event"), "plus", primary=True)],
        empty="Henüz etkinlik yok", nav=NET_NAV, icon="calendar-event",
        may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def ask_event(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.EventForm(**given(request)),
        sending.ask_event,
        title="Etkinlik kablosuzu iste",
        button="İste",
        lead="Ağ birimi iki iş günü içinde yanıtlar; donanım ve hat ona göre ayrılır.",
        next_url=lambda made: file_page(made.case.number),
    )


@require_GET
def event_codes(request: Request, number: str) -> HttpResponse:
    """The codes as a workbook, to be printed and cut."""
    row = found(wifi.event_wifi, request.actor, number)
    if not request.actor.reach(access.KEEP).covers(row.case):
        raise Http404
    lines = (
        [one.code, row.name, row.wireless.ssid if row.wireless else "", one.used_at] for one in wifi.codes_of(row)
    )
    heads = [sheets.Column(label, 24) for label in ("Kod", "Etkinlik", "Kablosuz ağ", "Kullanıldı")]
    return sheets.workbook("Etkinlik kodları", heads, lines, f"kodlar-{number}", filters=[])


@require_GET
def points(request: Request) -> HttpResponse:
    return listing(
        request, tables.POINTS, wifi.access_points(request.actor).prefetch_related("wireless"),
        ("site__name", "name", "pk"), title="Erişim noktaları",
        lead="Görevi erişim noktası olan ağ cihazları ve yaydıkları ağlar.",
        here="wireless", file="erisim-noktalari", asked=asked(request, "sonra"), empty="Henüz erişim noktası yok",
        hint="Ağ cihazlarında görevi «Erişim noktası» olan cihaz yazın.", nav=NET_NAV, icon="antenna",
        may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


@require_GET
def guests(request: Request) -> HttpResponse:
    if not request.actor.holds(access.GUESTS):
        raise Http404
    ask = asked(request, "state", "wireless", "q", "an", "sonra")
    labels = {"": "Tümü", "now": "Şu anda", "never": "Girmeyen"}
    at = None
    if ask["an"]:
        try:
            at = dt.datetime.fromisoformat(ask["an"])
            at = at if at.tzinfo else at.astimezone()
        except ValueError:
            at = None
    key = int(ask["wireless"]) if ask["wireless"].isdecimal() and len(ask["wireless"]) < 18 else None
    state = ask["state"] if ask["state"] in labels else ""
    filters = wifi.GuestFilter(state=state or None, wireless=key, q=ask["q"] or None, at=at)
    if ask["q"] or at:
        sending.note_look(actor=request.actor, what="telefon, adres ya da an" if ask["q"] else "an")
    full = {name: ask[name] for name in ("state", "wireless", "q", "an")}
    return listing(
        request, tables.GUESTS, wifi.guests(request.actor, filters), ("-asked_at", "-pk"), title="Misafir oturumları",
        lead="Misafir ağına kim, hangi cihazla, hangi adresle, ne zaman girdi; aranması ize yazılır.",
        here="guests", file="misafir-oturumlari", asked=ask,
        tabs=[Tab(label, address(full, state=code), state == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [],
        search="Telefon, MAC ya da adres", asks_when=True, empty="Henüz misafir girmedi",
        hint="Misafir ağında «SMS ile girilir» işaretlenince misafirler /misafir/ sayfasından girer.",
        nav=NET_NAV, icon="users", may_guests=True,
    )  # fmt: skip


@require_GET
def notices(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    context = {
        "rows": list(wifi.notices(request.actor).order_by("-version")[:50]),
        "decides": request.actor.holds(access.DECIDE),
        "may_guests": request.actor.holds(access.GUESTS),
        "here": "wireless",
    }
    return render(request, "network/notices.html", context)


def write_notice(request: Request) -> HttpResponse:
    last = wifi.notice_now()
    return answer(
        request,
        forms.NoticeForm(
            **given(request), actor=request.actor, initial={"text": last.text if last else sending.FIRST_NOTICE}
        ),
        sending.write_notice,
        title="Yeni sürüm yaz",
        lead="Yazıldığı anda misafirlere bu metin gösterilir; eski sürümler durur.",
        next_url=lambda _: to("notices"),
    )
