from django.urls import path

from .views import custody, receipts, things

app_name = "assets"
urlpatterns = [
    path("tasinirlar/", things.index, name="index"),
    path("tasinirlar/fisler/", receipts.index, name="receipts"),
    path("tasinirlar/fisler/<str:number>/adim/<str:step>/", receipts.step, name="step"),
    path("tasinirlar/ambar/", receipts.stock, name="stock"),
    path("tasinirlar/zimmet/<int:custody_id>/kabul/", custody.accept, name="accept"),
    path("tasinirlar/zimmet/<int:custody_id>/itiraz/", custody.object_to, name="object"),
    path("tasinirlar/<str:tag>/", things.record, name="asset"),
    path("tasinirlar/<str:tag>/zimmet/", custody.give, name="give"),
    path("tasinirlar/<str:tag>/iade/", custody.take_back, name="take_back"),
    path("tasinirlar/<str:tag>/duzenle/", things.edit, name="edit"),
    path("zimmetlerim/", custody.mine, name="mine"),
    path("zimmetlerim/kabul/", custody.accept_all, name="accept_all"),
]
