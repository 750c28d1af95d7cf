from django.urls import path

from .views import duties, regulations, reports, responsible, review

app_name = "legislation"
urlpatterns = [
    path("mevzuat/", regulations.index, name="regulations"),
    path("mevzuat/yeni/", regulations.hand_in, name="hand_in"),
    path("mevzuat/<str:number>/", regulations.record, name="regulation"),
    path("mevzuat/<str:number>/kaynak/", regulations.source, name="source"),
    path("mevzuat/<str:number>/karsilastir/", regulations.compare, name="compare"),
    path("mevzuat/<str:number>/isi/", duties.heat, name="heat"),
    path("mevzuat/<str:number>/adim/<str:step>/", regulations.step, name="step"),
    path("mevzuat/<str:number>/inceleme/", review.index, name="review"),
    path("mevzuat/<str:number>/inceleme/onayla/", review.confirm_all, name="confirm_all"),
    path("mevzuat/bent/<int:clause_id>/<str:action>/", review.clause, name="clause"),
    path("gorevler/", duties.index, name="duties"),
    path("gorevler/<int:duty_id>/", duties.record, name="duty"),
    path("gorevler/<int:duty_id>/kanit/", duties.prove, name="prove"),
    path("gorevler/<int:duty_id>/ata/", duties.assign, name="assign"),
    path("gorevler/<int:duty_id>/duzenle/", duties.edit, name="edit"),
    path("gorevler/<int:duty_id>/yetenek/", duties.bind, name="bind"),
    path("kanit/<int:evidence_id>/dosya/", duties.evidence_file, name="evidence_file"),
    path("kanit/<int:evidence_id>/geri-al/", duties.withdraw, name="withdraw"),
    path("gorevlerim/", duties.mine, name="mine"),
    path("karne/", reports.index, name="reports"),
    path("karne/birim/<int:unit_id>/", reports.unit_card, name="unit_card"),
    path("karne/kisi/<int:user_id>/", reports.person_card, name="person_card"),
    path("karne/uyum/<str:number>/", reports.compliance, name="compliance"),
    path("kanit-paketi/", reports.packs, name="packs"),
    path("kanit-paketi/<int:pack_id>/", reports.pack, name="pack"),
    path("kanit-paketi/<int:pack_id>/dosya/", reports.pack_file, name="pack_file"),
    path("kim-sorumlu/", responsible.ask, name="responsible"),
]
