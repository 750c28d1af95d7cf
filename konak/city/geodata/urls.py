from django.urls import path

from .views import catalogue, rows, work

app_name = "geodata"
_LAYER = "cografi-veri/katmanlar/<slug:name>/"
urlpatterns = [
    path("cografi-veri/", catalogue.index, name="index"),
    path("cografi-veri/yeni/", catalogue.open_, name="open"),
    path("cografi-veri/guncellik/", catalogue.ages, name="ages"),
    path("cografi-veri/aktarimlar/", work.loads, name="loads"),
    path("cografi-veri/aktarimlar/<int:load_id>/", work.load, name="load"),
    path("cografi-veri/oneriler/", work.proposals, name="proposals"),
    path("cografi-veri/oneriler/<int:proposal_id>/", work.proposal, name="proposal"),
    path("cografi-veri/oneriler/<int:proposal_id>/uygula/", work.apply, name="apply"),
    path("cografi-veri/oneriler/<int:proposal_id>/geri-cevir/", work.decline, name="decline"),
    path("cografi-veri/talepler/", work.demands, name="demands"),
    path("cografi-veri/talepler/yeni/", work.ask_demand, name="ask_demand"),
    path("cografi-veri/dosya/<str:number>/adim/<str:step>/", work.step, name="step"),
    path(_LAYER, catalogue.show, name="layer"),
    path(f"{_LAYER}duzenle/", catalogue.describe, name="describe"),
    path(f"{_LAYER}alanlar/yeni/", catalogue.add_field, name="add_field"),
    path(f"{_LAYER}alanlar/<slug:column>/", catalogue.change_field, name="change_field"),
    path(f"{_LAYER}alanlar/<slug:column>/kaldir/", catalogue.remove_field, name="remove_field"),
    path(f"{_LAYER}izinler/yeni/", catalogue.grant, name="grant"),
    path(f"{_LAYER}izinler/<int:grant_id>/geri-al/", catalogue.take_back, name="take_back"),
    path(f"{_LAYER}yayim/", catalogue.publish, name="publish"),
    path(f"{_LAYER}sil/", catalogue.discard, name="discard"),
    path(f"{_LAYER}veri-al/", catalogue.load, name="ask_load"),
    path(f"{_LAYER}kurallar/yeni/", catalogue.rule, name="rule"),
    path(f"{_LAYER}kurallar/<int:rule_id>/kaldir/", catalogue.drop_rule, name="drop_rule"),
    path(f"{_LAYER}denetle/", catalogue.check, name="run_check"),
    path(f"{_LAYER}denetim/<int:check_id>/", work.check, name="check"),
    path(f"{_LAYER}indir/", catalogue.export, name="export"),
    path(f"{_LAYER}ustveri.xml", catalogue.iso, name="iso"),
    path(f"{_LAYER}kayitlar/", rows.index, name="rows"),
    path(f"{_LAYER}kayitlar/yeni/", rows.add, name="add_row"),
    path(f"{_LAYER}kayitlar/<int:row_id>/", rows.show, name="row"),
    path(f"{_LAYER}kayitlar/<int:row_id>/duzenle/", rows.edit, name="edit_row"),
    path(f"{_LAYER}kayitlar/<int:row_id>/sil/", rows.remove, name="remove_row"),
    path(f"{_LAYER}kayitlar/<int:row_id>/geri-al/<int:version>/", rows.restore, name="restore_row"),
]
