from django.urls import path

from .views import committees, decisions, meetings, steps

MEETING = "kurullar/toplanti/<str:number>/"
ITEM = f"{MEETING}gundem/<int:item_id>/"
DECISION = "kurullar/karar/<str:number>/"

app_name = "committees"
urlpatterns = [
    path("kurullar/", committees.index, name="index"),
    path("kurullar/yeni/", committees.found_one, name="found"),
    path("kurullar/kararlar/", decisions.index, name="decisions"),
    path("kurullar/takvimim/", decisions.my_calendar, name="calendar"),
    path("kurullar/takvimim/kapat/", decisions.drop_calendar, name="drop_calendar"),
    path("kurullar/oneri/<int:item_id>/alma/", meetings.decline, name="decline"),
    path("kurullar/adim/<str:number>/<str:step>/", steps.step, name="step"),
    path("kurullar/<int:committee_id>/", committees.record, name="committee"),
    path("kurullar/<int:committee_id>/kurallar/", committees.change, name="change"),
    path("kurullar/<int:committee_id>/uye/", committees.seat, name="seat"),
    path("kurullar/<int:committee_id>/uye/<int:member_id>/bitir/", committees.unseat, name="unseat"),
    path("kurullar/<int:committee_id>/kapat/", committees.close, name="close"),
    path("kurullar/<int:committee_id>/oner/", committees.propose, name="propose"),
    path("kurullar/<int:committee_id>/toplanti/", committees.plan, name="plan"),
    path(MEETING, meetings.record, name="meeting"),
    path(f"{MEETING}tutanak.pdf", meetings.minutes, name="minutes"),
    path(f"{MEETING}takvim.ics", meetings.calendar, name="meeting_calendar"),
    path(f"{MEETING}imza/", meetings.sign, name="sign_minutes"),
    path(f"{MEETING}konuk/", meetings.guest, name="guest"),
    path(f"{MEETING}yoklama/hepsi/", meetings.mark_all, name="mark_all"),
    path(f"{MEETING}yoklama/<int:attendance_id>/", meetings.mark, name="mark"),
    path(f"{MEETING}gundem/", meetings.add_item, name="add_item"),
    path(f"{MEETING}ek/<int:paper_id>/", meetings.paper_file, name="paper_file"),
    path(f"{MEETING}oneri/<int:item_id>/", meetings.take_up, name="take_up"),
    path(f"{ITEM}duzenle/", meetings.change_item, name="change_item"),
    path(f"{ITEM}dosya/", meetings.paper, name="paper"),
    path(f"{ITEM}karar/", meetings.decide, name="decide"),
    path(f"{ITEM}karar/duzelt/", meetings.reword, name="reword"),
    path(f"{ITEM}sonuc/<str:way>/", meetings.settle, name="settle"),
    path(f"{ITEM}yer/<str:way>/", meetings.move_item, name="move_item"),
    path(f"{DECISION}ver/", decisions.hand_over, name="hand_over"),
    path(f"{DECISION}kanit/<int:report_id>/", decisions.evidence, name="evidence"),
]
