from django.urls import path

from .views import asking, papers, teaching

app_name = "consultancy"
urlpatterns = [
    path("danismanlik/", asking.home, name="home"),
    path("danismanlik/ayarlar/", asking.offices, name="offices"),
    path("danismanlik/ayarlar/<slug:field>/", asking.office, name="office"),
    path("danismanlik/gorusler/", asking.index, {"what": "answers"}, name="answers"),
    path("danismanlik/uygunluk/", asking.index, {"what": "consents"}, name="consents"),
    path("danismanlik/ihtiyac/", asking.index, {"what": "needs"}, name="needs"),
    path("danismanlik/yazilim/", asking.index, {"what": "software"}, name="software"),
    path("danismanlik/sorunlar/", asking.index, {"what": "problems"}, name="problems"),
    path("danismanlik/oneriler/", asking.index, {"what": "proposals"}, name="proposals"),
    path("danismanlik/egitim/", asking.index, {"what": "sessions"}, name="sessions"),
    path("danismanlik/egitim/istekler/", asking.index, {"what": "trainings"}, name="trainings"),
    path("danismanlik/egitim/katalog/", teaching.courses, name="courses"),
    path("danismanlik/egitim/katalog/yeni/", teaching.save_course, name="add_course"),
    path("danismanlik/egitim/katalog/<int:course_id>/", teaching.save_course, name="edit_course"),
    path("danismanlik/egitim/katalog/<int:course_id>/kaldir/", teaching.end_course, name="end_course"),
    path("danismanlik/egitimlerim/", teaching.mine, name="my_trainings"),
    path("danismanlik/egitim/<str:number>/yazil/", teaching.enrol, name="enrol"),
    path("danismanlik/egitim/<str:number>/ayril/", teaching.leave, name="leave"),
    path("danismanlik/egitim/<str:number>/kisi/", teaching.add_person, name="add_person"),
    path("danismanlik/egitim/<str:number>/katilim/", teaching.mark, name="mark"),
    path("danismanlik/egitim/<str:number>/puan/", teaching.rate, name="rate"),
    path("danismanlik/iste/<slug:what>/", asking.ask, name="ask"),
    path("danismanlik/ihtiyac/<str:number>/", papers.needs, name="hand_in"),
    path("danismanlik/ihtiyac/<str:number>/bildir/", papers.add_line, name="add_line"),
    path("danismanlik/ihtiyac/<str:number>/sil/<int:line_id>/", papers.drop_line, name="drop_line"),
    path("danismanlik/ihtiyac/<str:number>/kalem/<int:item_id>/", papers.price, name="price"),
    path("danismanlik/ihtiyac/<str:number>/alim/<int:item_id>/", papers.purchase, name="purchase"),
    path("danismanlik/dosya/<str:number>/metin/", papers.write, name="write"),
    path("danismanlik/dosya/<str:number>/uyuldu/", papers.inside, {"what": "follow"}, name="follow"),
    path("danismanlik/dosya/<str:number>/kalem/", papers.inside, {"what": "add_item"}, name="add_item"),
    path(
        "danismanlik/dosya/<str:number>/kalem/<int:key>/sil/", papers.inside, {"what": "drop_item"}, name="drop_item"
    ),
    path("danismanlik/dosya/<str:number>/denetle/", papers.inside, {"what": "check_items"}, name="check_items"),
    path("danismanlik/dosya/<str:number>/talep/", papers.inside, {"what": "add_ticket"}, name="add_ticket"),
    path(
        "danismanlik/dosya/<str:number>/talep/<int:key>/cikar/",
        papers.inside,
        {"what": "drop_ticket"},
        name="drop_ticket",
    ),
    path("danismanlik/dosya/<str:number>/makale/", papers.article, name="article"),
    path("danismanlik/dosya/<str:number>/adim/<slug:step>/", asking.step, name="step"),
    path("danismanlik/belge/<str:code>/", papers.paper, name="paper"),
]
