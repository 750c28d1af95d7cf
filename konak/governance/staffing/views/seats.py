"""Appointments on the screen: the list, one seat, and what may be done about it; joining and leaving."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from pydantic import ValidationError

from konak.foundation.people.models import User
from konak.foundation.people.queries import anybody, units
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.ui.picking import UnitField, typed
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, here, moments, posted

from ..forms.delegations import StandingForm
from ..forms.fields import offer
from ..forms.seats import (
    AppointForm,
    ComeBackForm,
    CorrectForm,
    EndForm,
    ExtendForm,
    JoinForm,
    LeaveForm,
    SeatFilterForm,
    TransferForm,
)
from ..queries import delegations, handovers, people, rights
from ..services import accounts, appointing, delegating
from ..services.telling import SEAT_KIND
from . import sheets
from .common import person_url, told_by

VIEWS = (("now", "Bugün"), ("coming", "Başlayacak"), ("ending", "Bir ay içinde bitecek"), ("ended", "Sona eren"))


def asked_of(request: Request) -> people.SeatFilter:
    """The filters of the address; what makes no sense is left out."""
    values: dict[str, Any] = {
        name: request.GET[name] for name in people.SeatFilter.model_fields if request.GET.get(name)
    }
    values |= typed(request.GET, unit=UnitField())
    try:
        return people.SeatFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return people.SeatFilter.model_validate({k: v for k, v in values.items() if k not in wrong})


@require_GET
def index(request: Request) -> HttpResponse:
    asked = asked_of(request)
    form = SeatFilterForm(initial=asked.model_dump(exclude_none=True))
    offer(form, "unit", units())
    view = asked.when or "now"
    if workbook.asked(request):
        every = people.appointments(request.actor, asked)
        found_rows = workbook.page_by_page(lambda after: people.page_of(every, after, limit=workbook.CHUNK))
        return sheets.seats(found_rows, [("Görünüm", dict(VIEWS)[view]), *told_by(form, request)])
    rows, after = people.page_of(people.appointments(request.actor, asked), request.GET.get("sonra", ""))
    shown = {
        "rows": rows,
        "older": here(request, sonra=after) if after else "",
        "form": form,
        "view": view,
        "tabs": [Tab(label, here(request, when=code, sonra=None), code == view) for code, label in VIEWS],
        "may_appoint": rights.may_appoint_somewhere(request.actor),
        "filtered": bool(asked.q or asked.unit or asked.position or asked.basis),
    }
    return render(request, "staffing/seats.html", shown)


@require_GET
def record(request: Request, appointment_id: int) -> HttpResponse:
    row = found(people.appointment, request.actor, appointment_id)
    may = people.may_change(request.actor, row)
    today = localdate()
    lent = getattr(row, "delegation", None)
    shown = {
        "row": row,
        "line": people.line_of_seat(row.unit_id, row.position),
        "standing": list(delegations.standing_of(row.unit_id, row.position)),
        "superior": delegations.superior_of(row.unit_id, row.position, row.user_id),
        "may_change": may and (row.until is None or row.until >= today),
        "may_correct": may,
        "may_stand": row.acting_for_id is None
        and row.position not in rights.LOW
        and (may or row.user_id == request.actor.user_id),
        "may_delegate": row.user_id == request.actor.user_id
        and row.acting_for_id is None
        and row.position not in rights.LOW,
        "delegation": lent,
        "may_see_delegation": lent is not None and delegations.may_see(request.actor, lent),
        "story": moments(SEAT_KIND, row.pk),
        "coming": row.since > today,
        "ended": row.until is not None and row.until < today,
    }
    return render(request, "staffing/seat.html", shown)


def _seat_url(row: Any) -> str:
    return reverse("staffing:appointment", args=[row.pk]) if row is not None else reverse("staffing:seats")


def appoint(request: Request) -> HttpResponse:
    if not rights.may_appoint_somewhere(request.actor):
        raise Http404
    form = AppointForm(posted(request), actor=request.actor, initial=request.GET.dict())
    return answer(
        request,
        form,
        appointing.appoint,
        title="Görevlendir",
        button="Görevlendir",
        next_url=_seat_url,
        done="Görevlendirme işlendi.",
    )


def end(request: Request, appointment_id: int) -> HttpResponse:
    row = found(people.appointment, request.actor, appointment_id)
    lead = f"{row.user.full_name}, {row}: son günden sonra bu makamın yetkileri ve bıraktığı vekâletler kalkar."
    form = EndForm(posted(request))
    return answer(
        request,
        form,
        appointing.end,
        row.pk,
        title="Görevi sona erdir",
        button="Sona erdir",
        lead=lead,
        danger=True,
        next_url=_seat_url,
        done="Görevin son günü işlendi.",
    )


def extend(request: Request, appointment_id: int) -> HttpResponse:
    row = found(people.appointment, request.actor, appointment_id)
    lead = f"{row.user.full_name}, {row}. Şimdiki bitiş: {row.until:%d.%m.%Y}" if row.until else "Süresiz görev."
    form = ExtendForm(posted(request))
    return answer(
        request, form, appointing.extend, row.pk, title="Süreyi uzat", button="Uzat", lead=lead, next_url=_seat_url
    )


def correct(request: Request, appointment_id: int) -> HttpResponse:
    row = found(people.appointment, request.actor, appointment_id)
    form = CorrectForm(posted(request), row=row)
    lead = "Yanlış yazılmış bir günü ya da onayı düzeltmek içindir. Görev bittiyse «Sona erdir»i kullanın."
    return answer(request, form, appointing.correct, row.pk, title="Kaydı düzelt", lead=lead, next_url=_seat_url)


def transfer(request: Request, appointment_id: int) -> HttpResponse:
    row = found(people.appointment, request.actor, appointment_id)
    form = TransferForm(posted(request), actor=request.actor)
    return answer(
        request,
        form,
        appointing.transfer,
        row.pk,
        title=f"{row.user.full_name} başka göreve",
        button="Naklet",
        lead=f"Şimdiki görev: {row}. Devir teslim dosyası açmayı unutmayın.",
        next_url=_seat_url,
        done="Yeni görev işlendi; eski görev bir gün önce sona eriyor.",
    )


def standing(request: Request, appointment_id: int) -> HttpResponse:
    row = found(people.appointment, request.actor, appointment_id)
    now_standing = {one.order: one.user_id for one in delegations.standing_of(row.unit_id, row.position)}
    form = StandingForm(
        posted(request), seat=row, initial={"first": now_standing.get(1), "second": now_standing.get(2)}
    )

    def service(*, actor: Any, first: User | None, second: User | None) -> Any:
        return delegating.set_standing(actor=actor, unit=row.unit, position=row.position, first=first, second=second)

    return answer(
        request,
        form,
        service,
        title="Sürekli vekiller",
        lead=f"{row}: makam sahibi yokken ilk akla gelecekler. Yetki, ancak vekâlet bırakıldığında doğar.",
        next_url=lambda made: _seat_url(row),
    )


# Coming and going -----------------------------------------------------------------------------------------


def join(request: Request) -> HttpResponse:
    if not rights.may_appoint_somewhere(request.actor):
        raise Http404
    form = JoinForm(posted(request), actor=request.actor)
    return answer(
        request,
        form,
        accounts.join,
        title="İşe başlat",
        button="İşe başlat",
        lead="Hesap ve ilk makam birlikte açılır. Parola yöneticinin vereceği tek kullanımlık parolayla belirlenir.",
        next_url=lambda user: person_url(user.pk),
        done="Kişi işe başlatıldı.",
    )


def come_back(request: Request, user_id: int) -> HttpResponse:
    user = get_object_or_404(anybody(), pk=user_id)
    if user.is_active or not rights.may_appoint_somewhere(request.actor):
        raise Http404
    form = ComeBackForm(posted(request), actor=request.actor)
    return answer(
        request,
        form,
        accounts.come_back,
        user.pk,
        title=f"{user.full_name} yeniden işe başlıyor",
        button="İşe başlat",
        next_url=lambda made: person_url(made.pk),
    )


def leave(request: Request, user_id: int) -> HttpResponse:
    user = get_object_or_404(anybody(), pk=user_id)
    if not rights.may_appoint_somewhere(request.actor):
        raise Http404
    waiting = handovers.open_for(user.pk)
    lead = "Makamları son gün biter; ertesi gün hesabı ve açık oturumları kapanır."
    if waiting:
        lead += f" Devir teslim dosyası {waiting.case.number} henüz tamamlanmadı."
    form = LeaveForm(posted(request), initial={"last_day": localdate()})
    return answer(
        request,
        form,
        accounts.leave,
        user.pk,
        title=f"{user.full_name} ayrılıyor",
        button="Ayrılışı işle",
        lead=lead,
        danger=True,
        next_url=lambda made: person_url(user.pk),
        done="Ayrılış işlendi.",
    )
