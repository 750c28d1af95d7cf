from django.urls import path

from . import views

app_name = "stocktake"
urlpatterns = [
    path("sayimlar/", views.index, name="index"),
    path("sayimlar/yeni/", views.plan, name="plan"),
    path("sayimlar/hesaplar/", views.accounts, name="accounts"),
    path("sayimlar/hesaplar/yeni/", views.draw_account, name="draw_account"),
    path("sayimlar/hesaplar/<str:number>/cetvel.pdf", views.account_paper, name="account_paper"),
    *(
        path(
            f"sayimlar/hesaplar/<str:number>/adim/{step}/", views.account_step, {"step": step}, f"yearaccount_{step}"
        )
        for step in views.YEAR_STEPS
    ),
    path("sayimlar/zararlar/", views.losses, name="losses"),
    path("sayimlar/zararlar/<str:number>/sorumlu/", views.name_person, name="name_person"),
    path("sayimlar/zararlar/<str:number>/tahsilat/<int:person_id>/", views.pay_loss, name="pay_loss"),
    *(
        path(f"sayimlar/zararlar/<str:number>/adim/{step}/", views.loss_step, {"step": step}, f"valueloss_{step}")
        for step in views.LOSS_STEPS
    ),
    path("sayimlar/islemci.js", views.worker, name="worker"),
    path("sayimlar/<str:number>/", views.record, name="record"),
    path("sayimlar/<str:number>/say/", views.counting, name="counting"),
    path("sayimlar/<str:number>/okut/", views.scans, name="scans"),
    path("sayimlar/<str:number>/kalan/", views.rest_missing, name="rest_missing"),
    path("sayimlar/<str:number>/imza/", views.sign, name="sign"),
    path("sayimlar/<str:number>/fisler/", views.receipts, name="receipts"),
    path("sayimlar/<str:number>/tutanak.pdf", views.minutes, name="minutes"),
    path("sayimlar/<str:number>/adim/<str:step>/", views.step, name="step"),
    path("sayimlar/<str:number>/kalem/<int:line_id>/", views.count, name="count"),
    path("sayimlar/<str:number>/kayitsiz/", views.add_finding, name="add_finding"),
    path("sayimlar/<str:number>/kayitsiz/<int:finding_id>/", views.finding, name="finding"),
    path("sayimlar/<str:number>/kayitsiz/<int:finding_id>/cikar/", views.drop_finding, name="drop_finding"),
]
