"""The steps of the files of these registers: one page asks, whatever the file."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from konak.foundation.cases.services import objection_to
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given

from ..forms import NothingForm, ReleaseForm, WhyForm
from ..forms import further as forms
from ..lifecycle.further import EVENT_LIFE, HAND_OVER_LIFE, WAIVER_LIFE
from ..queries import buildout, internet, wifi
from ..services import buildout as building
from ..services import internet as surfing
from ..services import wifi as sending
from .shapes import file_page

Steps = dict[str, tuple[Callable[..., Any], Any, str]]


FILES: dict[str, tuple[Any, Callable[..., Any], Steps]] = {
    "waiver": (
        WAIVER_LIFE,
        internet.waiver,
        {
            "approve": (surfing.approve_waiver, forms.TermForm, "Uygun görüldü; uygulanması bekleniyor."),
            "refuse": (surfing.refuse_waiver, WhyForm, "İstek kapandı; isteyene bildirildi."),
            "apply": (surfing.apply_waiver, forms.ApplyForm, "Ayrıcalık yürürlükte."),
            "review": (surfing.review_waiver, forms.TermForm, "Gözden geçirildiği yazıldı."),
            "expire": (surfing.expire_waiver, ReleaseForm, "Kaldırılması bekleniyor."),
            "remove": (surfing.remove_waiver, ReleaseForm, "Ayrıcalık kaldırıldı."),
            "withdraw": (surfing.withdraw_waiver, NothingForm, "İstekten vazgeçildi."),
        },
    ),
    "handover": (
        HAND_OVER_LIFE,
        buildout.hand_over,
        {
            "offer": (building.offer_site, forms.OfferSiteForm, "Teslim alacak kişiye bildirildi."),
            "return": (building.return_site, WhyForm, "Eksikle geri çevrildi."),
            "accept": (building.accept_site, forms.AcceptSiteForm, "Teslim alındı; tutanak dosyada."),
            "cancel": (building.cancel_site, WhyForm, "Dosya kapandı."),
        },
    ),
    "eventwifi": (
        EVENT_LIFE,
        wifi.event_wifi,
        {
            "approve": (sending.approve_event, forms.EventApproveForm, "Uygun görüldü; kurulması bekleniyor."),
            "refuse": (sending.refuse_event, WhyForm, "İstek kapandı; isteyene bildirildi."),
            "start": (sending.start_event, forms.EventStartForm, "Kablosuz yayında."),
            "close": (sending.close_event, forms.EventCloseForm, "Etkinlik kapatıldı."),
            "withdraw": (sending.withdraw_event, NothingForm, "İstekten vazgeçildi."),
        },
    ),
}


def step(request: Request, number: str, kind: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    life, query, steps = FILES[kind]
    record_ = found(query, request.actor, number)
    service, form_class, done = steps[step]
    taken = life.steps[step]
    more: dict[str, Any] = {"actor": request.actor} if form_class is forms.EventApproveForm else {}
    initial = {"until": getattr(record_, "until", None)} if form_class is forms.TermForm else {}
    return answer(
        request,
        form_class(**given(request), initial=initial, **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record_, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: file_page(number),
        done=done,
    )
