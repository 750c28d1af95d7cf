from django.urls import path

from .views import accounts, counts, losses, scanning

app_name = "stocktake"
ACCOUNT = "sayimlar/hesaplar/<str:number>"
urlpatterns = [
    path("sayimlar/", counts.index, name="index"),
    path("sayimlar/yeni/", counts.plan, name="plan"),
    path("sayimlar/hesaplar/", accounts.accounts, name="accounts"),
    path("sayimlar/hesaplar/yeni/", accounts.draw_account, name="draw_account"),
    path("sayimlar/hesaplar/<str:number>/cetvel.pdf", accounts.account_paper, name="account_paper"),
    path(
        "sayimlar/hesaplar/<str:number>/cetvel-15.pdf",
        accounts.account_paper,
        {"form": "15"},
        name="collection_paper",
    ),
    path("sayimlar/cetveller/", accounts.yearly, name="yearly"),
    path("sayimlar/cetveller/<int:year>/<str:form>.pdf", accounts.yearly_paper, name="yearly_paper"),
    *(
        path(f"{ACCOUNT}/adim/{step}/", accounts.account_step, {"step": step}, f"yearaccount_{step}")
        for step in accounts.YEAR_STEPS
    ),
    path("sayimlar/zararlar/", losses.losses, name="losses"),
    path("sayimlar/zararlar/<str:number>/sorumlu/", losses.name_person, name="name_person"),
    path("sayimlar/zararlar/<str:number>/sorumlu/<int:person_id>/cikar/", losses.drop_person, name="drop_person"),
    path("sayimlar/zararlar/<str:number>/tahsilat/<int:person_id>/", losses.pay_loss, name="pay_loss"),
    *(
        path(f"sayimlar/zararlar/<str:number>/adim/{step}/", losses.loss_step, {"step": step}, f"valueloss_{step}")
        for step in losses.LOSS_STEPS
    ),
    path("sayimlar/islemci.js", scanning.worker, name="worker"),
    path("sayimlar/<str:number>/", counts.record, name="record"),
    path("sayimlar/<str:number>/say/", scanning.counting, name="counting"),
    path("sayimlar/<str:number>/okut/", scanning.scans, name="scans"),
    path("sayimlar/<str:number>/kalan/", counts.rest_missing, name="rest_missing"),
    path("sayimlar/<str:number>/imza/", counts.sign, name="sign"),
    path("sayimlar/<str:number>/fisler/", counts.receipts, name="receipts"),
    path("sayimlar/<str:number>/devir.pdf", counts.hand_over, name="hand_over"),
    path("sayimlar/<str:number>/tutanak.pdf", counts.minutes, name="minutes"),
    path("sayimlar/<str:number>/adim/<str:step>/", counts.step, name="step"),
    path("sayimlar/<str:number>/kalem/<int:line_id>/", counts.count, name="count"),
    path("sayimlar/<str:number>/kayitsiz/", counts.add_finding, name="add_finding"),
    path("sayimlar/<str:number>/kayitsiz/<int:finding_id>/", counts.finding, name="finding"),
    path("sayimlar/<str:number>/kayitsiz/<int:finding_id>/cikar/", counts.drop_finding, name="drop_finding"),
]
