from django.urls import path

from . import views

app_name = "mailroom"
urlpatterns = [
    path("iletiler/", views.index, name="index"),
    path("iletiler/<int:mail_id>/", views.mail, name="mail"),
    path("iletiler/<int:mail_id>/ozgun/", views.raw, name="raw"),
    path("iletiler/<int:mail_id>/talep-ac/", views.open_anyway, name="open"),
    path("iletiler/<int:mail_id>/talep-acma/", views.dismiss, name="dismiss"),
    path("iletiler/<int:mail_id>/yeniden/", views.retry, name="retry"),
    path("iletiler/kutular/", views.boxes, name="boxes"),
    path("iletiler/kutular/yeni/", views.create, name="create"),
    path("iletiler/kutular/<int:box_id>/", views.edit, name="edit"),
    path("iletiler/kutular/<int:box_id>/dene/", views.attempt, name="attempt"),
    path("iletiler/kutular/<int:box_id>/ac-kapat/", views.switch, name="switch"),
]
