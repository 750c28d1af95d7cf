from django.urls import path
from django.views.generic import RedirectView

app_name = "access_requests"
urlpatterns = [
    path("yetkiler/talepler/<str:number>/", RedirectView.as_view(pattern_name="front:case"), name="request"),
    path("yetkiler/kutuk/<int:entitlement_id>/", RedirectView.as_view(url="/"), name="entitlement"),
    path("yetkiler/hareketler/<str:number>/", RedirectView.as_view(pattern_name="front:case"), name="movement"),
    path("yetkiler/gozden-gecirme/<str:number>/", RedirectView.as_view(pattern_name="front:case"), name="campaign"),
    path(
        "yetkiler/gozden-gecirme/<str:number>/kalemler/",
        RedirectView.as_view(pattern_name="front:case"),
        name="campaign_items",
    ),
]
