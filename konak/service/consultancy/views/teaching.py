"""The catalogue of trainings, sessions for everybody, and one's own certificates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.web.http import Request

from .. import access, forms, queries, services
from .common import answer, case_page, found, given


@require_GET
def courses(request: Request) -> HttpResponse:
    rows = queries.courses()
    if sheets.asked(request):
        head = [
            ("Eğitim", 40),
            ("Düzey", 12),
            ("Saat", 8),
            ("Sistem", 30),
            ("Yapılan oturum", 14),
            ("Memnuniyet", 12),
            ("Birim", 34),
        ]
        lines = (
            [
                *(row.name, row.get_level_display(), row.hours, str(row.system or ""), row.held),
                *(round(row.score, 2) if row.score else None, row.unit.name),
            ]
            for row in rows[: sheets.ENOUGH]
        )
        return sheets.workbook("Eğitim kataloğu", head, lines, "egitim-katalogu", filters=sheets.told())
    context = {"rows": rows[:500], "works": request.actor.holds(access.WORK), "what": "courses"}
    return render(request, "consultancy/courses.html", context)


def save_course(request: Request, course_id: int | None = None) -> HttpResponse:
    one = found(queries.course, course_id) if course_id else None
    names = ("name", "hours", "level", "system_id", "about")
    initial = {name: getattr(one, name) for name in names} if one else {}
    return answer(
        request,
        forms.CourseForm(**given(request), initial=initial, actor=request.actor),
        services.save_course,
        course_id,
        title="Eğitimi düzenle" if one else "Eğitim ekle",
        next_url=lambda _: reverse("consultancy:courses"),
        done="Eğitim kaydedildi.",
    )


def end_course(request: Request, course_id: int) -> HttpResponse:
    one = found(queries.course, course_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.end_course,
        course_id,
        title="Eğitimi kaldır",
        button="Kaldır",
        lead=f"«{one.name}» artık istenemez; yapılan oturumlar kalır.",
        danger=True,
        next_url=lambda _: reverse("consultancy:courses"),
    )


@require_GET
def mine(request: Request) -> HttpResponse:
    rows = queries.my_sessions(request.actor)
    known = {row.session_id for row in rows}
    context = {"rows": rows, "offered": [one for one in queries.sessions_open() if one.pk not in known]}
    return render(request, "consultancy/mine.html", context)


def _mine(_: object) -> str:
    return reverse("consultancy:my_trainings")


def enrol(request: Request, number: str) -> HttpResponse:
    one = found(queries.session_to_join, number)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.enrol,
        number,
        title="Eğitime yazıl",
        button="Yazıl",
        lead=f"{one.case.subject}. Boş yer: {queries.seats_left(one)}.",
        next_url=_mine,
        done="Eğitime yazıldınız.",
    )


def leave(request: Request, number: str) -> HttpResponse:
    found(queries.session_to_join, number)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.leave,
        number,
        title="Eğitimden ayrıl",
        button="Ayrıl",
        lead="Yeriniz başkasına açılır.",
        danger=True,
        next_url=_mine,
        done="Yazılmanız geri alındı.",
    )


def add_person(request: Request, number: str) -> HttpResponse:
    found(queries.session, request.actor, number)
    return answer(
        request,
        forms.PersonForm(**given(request)),
        services.enrol,
        number,
        title="Katılımcı yaz",
        button="Yaz",
        next_url=lambda _: case_page(number),
    )


def mark(request: Request, number: str) -> HttpResponse:
    one = found(queries.session, request.actor, number)
    return answer(
        request,
        forms.MarkForm(**given(request), session=one),
        services.mark,
        number,
        title="Katılımı işaretle",
        lead="İşaretlenmeyenler gelmemiş sayılır.",
        next_url=lambda _: case_page(number),
        done="Katılım yazıldı.",
    )


def rate(request: Request, number: str) -> HttpResponse:
    found(queries.session_to_join, number)
    return answer(
        request,
        forms.RateForm(**given(request)),
        services.rate,
        number,
        title="Eğitimi değerlendir",
        button="Gönder",
        next_url=_mine,
        done="Teşekkürler, görüşünüz kaydedildi.",
    )
