from django.urls import path

from .views import calendars, impact, outages, recurring, visits

app_name = "visits"
urlpatterns = [
    path("ziyaretler/", visits.week, name="week"),
    path("ziyaretler/liste/", visits.index, name="index"),
    path("ziyaretler/yeni/", visits.plan, name="plan"),
    path("ziyaretler/talep/<str:number>/yeni/", visits.plan_for, name="plan_for"),
    path("ziyaretler/takvimim/", calendars.mine, name="calendar"),
    path("ziyaretler/takvimim/kapat/", calendars.drop, name="drop_calendar"),
    path("ziyaretler/<str:number>/takvim.ics", calendars.one_visit, name="visit_ics"),
    path("ziyaretler/dosya/<str:number>/<slug:step>/", outages.step_of_either, name="step"),
    path("tekrarlayan-talepler/", recurring.index, name="plans"),
    path("tekrarlayan-talepler/yeni/", recurring.add, name="add_plan"),
    path("tekrarlayan-talepler/<int:plan_id>/", recurring.plan, name="plan_page"),
    path("tekrarlayan-talepler/<int:plan_id>/duzenle/", recurring.edit, name="edit_plan"),
    path("tekrarlayan-talepler/<int:plan_id>/<slug:how>/", recurring.change, name="change_plan"),
    path("kesintiler/", outages.index, name="outages"),
    path("kesintiler/yeni/", outages.draft, name="draft_outage"),
    path("kesintiler/<str:number>/duzenle/", outages.edit, name="edit_outage"),
    path("kesintiler/<str:number>/bilgi/", outages.say, name="say"),
    path("kesintiler/<str:number>/talep/", outages.link, name="link_ticket"),
    path("durum/", outages.status, name="status"),
    path("durum/<str:number>/", outages.status_of, name="status_of"),
    path("durum/<str:number>/takvim.ics", calendars.one_outage, name="outage_ics"),
    path("etki/", impact.index, name="impact"),
    path("etki/sistem/<str:code>/", impact.system, name="impact_system"),
    path("etki/cihaz/<str:tag>/", impact.asset, name="impact_asset"),
]
