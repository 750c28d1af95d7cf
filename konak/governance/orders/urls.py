from django.urls import path

from .views import board, record, timeline

app_name = "orders"
urlpatterns = [
    path("emirler/", board.index, name="index"),
    path("emirler/cizelge/", timeline.index, name="timeline"),
    path("emirler/yeni/", board.give, name="give"),
    path("emirler/toplu/", board.give_many, name="give_many"),
    path("emirler/sozlu/", board.oral, name="oral"),
    path("emirler/kisiler/", board.people, name="people"),
    path("emirler/<str:number>/adim/<str:step>/", record.step, name="step"),
    path("emirler/<str:number>/aktar/", record.pass_on, name="pass_on"),
    path("emirler/<str:number>/sure/", record.ask_time, name="ask_time"),
    path("emirler/<str:number>/sure/cevap/", record.answer_time, name="answer_time"),
    path("emirler/<str:number>/son-gun/", record.move_due, name="move_due"),
    path("emirler/<str:number>/oncul/", record.wait_for, name="wait_for"),
    path("emirler/<str:number>/oncul/<str:before>/kaldir/", record.wait_no_more, name="wait_no_more"),
    path("emirler/<str:number>/teyit/", record.confirm, name="confirm"),
    path("emirler/<str:number>/kanit/<int:report_id>/", record.evidence, name="evidence"),
]
