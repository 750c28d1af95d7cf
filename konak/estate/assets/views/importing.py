"""A table of things on the screen: handed in, looked at row by row, taken in or dropped."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.ui import workbook
from konak.foundation.ui.workbook import Column
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given, press

from ..forms.receipts import ImportForm
from ..models import AssetImport
from ..queries import imports, things
from ..services import importing
from .common import PER_PAGE


@require_GET
def index(request: Request) -> HttpResponse:
    rows = imports.imports(request.actor)
    if workbook.asked(request):
        head = [Column("Dosya", 40), Column("Ambar", 26), Column("Yükleyen", 24), Column("Zaman", 18)]
        head += [Column("Satır", 10), Column("Hatalı", 10), Column("Durum", 16)]
        lines = (
            [
                row.file.name,
                row.warehouse.name,
                str(row.by or ""),
                row.at,
                row.rows,
                row.faulty,
                row.get_state_display(),
            ]
            for row in rows[: workbook.ENOUGH]
        )
        return workbook.workbook("Taşınır aktarımları", head, lines, "tasinir-aktarimlari")
    context = {"rows": rows[:PER_PAGE], "keeps": things.kept_warehouses(request.actor).exists()}
    return render(request, "assets/imports.html", context)


def hand_in(request: Request) -> HttpResponse:
    return answer(
        request,
        ImportForm(**given(request), actor=request.actor),
        importing.read,
        title="Tablodan taşınır aktar",
        button="Oku ve göster",
        lead="Tablo önce okunur, hatalı satırlar gösterilir. Onaylayana kadar hiçbir şey kaydedilmez. "
        "Zorunlu başlıklar: "
        "kod, giriş tarihi. Tanınanlar: sicil no, ad, marka, model, seri no, değer, garanti sonu, zimmetli "
        "(kullanıcı "
        "adı ya da personel sicili), yer kodu, tedarikçi, fatura, finansman, ağdaki adı.",
        next_url=lambda row: reverse("assets:import_preview", args=[row.pk]),
    )


@require_GET
def preview(request: Request, import_id: int) -> HttpResponse:
    row: AssetImport = found(imports.one, request.actor, import_id)
    if workbook.asked(request):
        head = [Column("Satır", 10), Column("Hata", 80)]
        return workbook.workbook("Hatalı satırlar", head, row.faults, "aktarim-hatalari")
    return render(request, "assets/import.html", {"row": row})


@require_POST
def take_in(request: Request, import_id: int) -> HttpResponse:
    back = reverse("assets:import_preview", args=[import_id])
    done = "Bütün satırlar kayda alındı; açılış fişi taşınır kontrol yetkilisini bekliyor."
    return press(request, importing.take_in, import_id, back=back, done=done)


@require_POST
def drop(request: Request, import_id: int) -> HttpResponse:
    return press(request, importing.drop, import_id, back=reverse("assets:imports"), done="Aktarımdan vazgeçildi.")
