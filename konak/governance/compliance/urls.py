from django.urls import path

from .views import calendar, confirmations, feeds, periods, plans, texts

app_name = "compliance"
urlpatterns = [
    path("uyum/", calendar.month, name="calendar"),
    path("uyum/yil/<int:year>/", calendar.year, name="year"),
    path("uyum/yukselenler/", calendar.climbs, name="climbs"),
    path("uyum/bende/", periods.mine, name="mine"),
    path("uyum/donemler/", periods.index, name="periods"),
    path("uyum/donemler/<str:number>/", periods.record, name="period"),
    path("uyum/adim/<str:number>/<str:step>/", periods.step, name="step"),
    path("uyum/plan/", plans.index, name="plans"),
    path("uyum/plan/kabul/", plans.accept_many, name="accept_many"),
    path("uyum/plan/<int:duty_id>/", plans.record, name="plan"),
    path("uyum/plan/<int:duty_id>/kabul/", plans.accept, name="accept_plan"),
    path("uyum/plan/<int:duty_id>/haric/", plans.exclude, name="exclude_plan"),
    path("uyum/plan/<int:duty_id>/simdi/", plans.open_now, name="open_now"),
    path("uyum/teyit/", confirmations.index, name="confirmations"),
    path("uyum/teyit/plan/<int:unit_id>/", confirmations.set_plan, name="confirmation_plan"),
    path("uyum/teyit/iste/<int:unit_id>/", confirmations.open_term, name="open_term"),
    path("uyum/teyit/<str:number>/", confirmations.record, name="confirmation"),
    path("uyum/teyit/<str:number>/belge/", confirmations.pdf, name="confirmation_pdf"),
    path("uyum/metinler/", texts.index, name="texts"),
    path("uyum/metinler/<str:number>/", texts.record, name="review"),
    path("uyum/abonelik/", feeds.index, name="feeds"),
    path("uyum/abonelik/<int:feed_id>/iptal/", feeds.revoke, name="revoke_feed"),
]
