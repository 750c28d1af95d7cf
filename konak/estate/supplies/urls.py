from django.urls import path

from .views import printing, stock

app_name = "supplies"
urlpatterns = [
    path("sarf/", stock.index, name="index"),
    path("sarf/stok/", stock.levels, name="levels"),
    path("sarf/stok/yeni/", stock.add_level, name="add_level"),
    path("sarf/stok/<int:level_id>/", stock.level, name="level"),
    path("sarf/stok/<int:level_id>/duzenle/", stock.edit_level, name="edit_level"),
    path("sarf/stok/<int:level_id>/bitir/", stock.end_level, name="end_level"),
    path("sarf/tuketim/", stock.use, name="use"),
    path("sarf/uyarilar/", stock.alarms, name="alarms"),
    path("sarf/oneriler/", stock.proposals, name="proposals"),
    path("sarf/oneriler/yeni/", stock.propose, name="propose"),
    path("sarf/oneriler/<str:number>/satir/", stock.add_line, name="add_line"),
    path("sarf/oneriler/<str:number>/satir/<int:line_id>/", stock.change_line, name="change_line"),
    path("sarf/oneriler/<str:number>/satir/<int:line_id>/cikar/", stock.drop_line, name="drop_line"),
    path("sarf/dosya/<str:number>/<str:step>/", stock.step, name="step"),
    path("sarf/verilenler/", printing.issues, name="issues"),
    path("sarf/verilenler/yeni/", printing.give_unit, name="give_unit"),
    path("sarf/verilenler/<int:issue_id>/bos/", printing.empties, name="empties"),
    path("sarf/yazicilar/", printing.printers, name="printers"),
    path("sarf/yazicilar/yeni/", printing.add_printer, name="add_printer"),
    path("sarf/yazicilar/sayaclar/", printing.readings, name="readings"),
    path("sarf/yazicilar/<str:tag>/", printing.printer, name="printer"),
    path("sarf/yazicilar/<str:tag>/sayac/", printing.reading, name="reading"),
    path("sarf/yazicilar/<str:tag>/ver/", printing.give, name="give"),
    path("sarf/yazicilar/<str:tag>/parca/", printing.part, name="part"),
    path("sarf/yazicilar/<str:tag>/birak/", printing.leave, name="leave"),
    path("sarf/parcalar/", printing.parts, name="parts"),
    path("sarf/uyum/", printing.fits, name="fits"),
    path("sarf/uyum/yeni/", printing.add_fit, name="add_fit"),
    path("sarf/uyum/<int:fit_id>/", printing.edit_fit, name="edit_fit"),
    path("sarf/uyum/<int:fit_id>/kaldir/", printing.drop_fit, name="drop_fit"),
]
