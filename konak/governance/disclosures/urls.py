from django.urls import path

from . import views

app_name = "disclosures"
urlpatterns = [
    path("bilgi-verme/", views.releases, name="releases"),
    path("bilgi-verme/yeni/", views.ask_release, name="ask_release"),
    path("bilgi-verme/iz-kayitlari/", views.log_requests, name="logs"),
    path("bilgi-verme/iz-kayitlari/yeni/", views.receive, name="receive"),
    path("bilgi-verme/iz-kayitlari/<str:number>/teslim-tutanagi.pdf", views.delivery, name="delivery"),
    path("bilgi-verme/<str:number>/adim/<str:step>/", views.step, name="step"),
]
