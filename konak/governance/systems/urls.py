from django.urls import path

from .views import boxes, imports, register, reviews

app_name = "systems"
urlpatterns = [
    path("bilgi-sistemleri/", register.index, name="index"),
    path("bilgi-sistemleri/yeni/", register.add, name="add"),
    path("bilgi-sistemleri/eksikler/", register.lacking, name="lacking"),
    path("bilgi-sistemleri/arayuzler/", register.exchange, name="exchange"),
    path("bilgi-sistemleri/aktar/", imports.upload, name="import"),
    path("bilgi-sistemleri/aktar/ornek.csv", imports.example, name="import_example"),
    path("bilgi-sistemleri/aktar/<int:file_id>/", imports.preview, name="import_preview"),
    path("bilgi-sistemleri/gozden-gecirme/", reviews.index, name="reviews"),
    path("bilgi-sistemleri/gozden-gecirme/yeni/", reviews.start, name="start_round"),
    path("bilgi-sistemleri/gozden-gecirme/<str:number>/dogrula/", reviews.confirm, name="confirm"),
    path("bilgi-sistemleri/gozden-gecirme/<str:number>/gerek-yok/", reviews.drop, name="drop"),
    path("bilgi-sistemleri/kutular/", boxes.index, name="boxes"),
    path("bilgi-sistemleri/kutular/yeni/", boxes.add, name="add_box"),
    path("bilgi-sistemleri/kutular/ad-kurallari/", boxes.naming, name="naming"),
    path("bilgi-sistemleri/kutular/ad-kurallari/yeni/", boxes.add_naming, name="add_naming"),
    path("bilgi-sistemleri/kutular/ad-kurallari/<int:rule_id>/kaldir/", boxes.drop_naming, name="drop_naming"),
    path("bilgi-sistemleri/kutular/<int:box_id>/", boxes.record, name="box"),
    path("bilgi-sistemleri/kutular/<int:box_id>/duzenle/", boxes.edit, name="edit_box"),
    path("bilgi-sistemleri/kutular/<int:box_id>/kapat/", boxes.close, name="close_box"),
    path("bilgi-sistemleri/kutular/<int:box_id>/kisi/", boxes.put_in, name="put_in"),
    path("bilgi-sistemleri/kutular/<int:box_id>/kisi/<int:member_id>/cikar/", boxes.take_out, name="take_out"),
    path("bilgi-sistemleri/kutular/<int:box_id>/gozden-gecir/", boxes.review, name="review_box"),
    path("bilgi-sistemleri/<str:code>/", register.record, name="system"),
    path("bilgi-sistemleri/<str:code>/duzenle/", register.edit, name="edit"),
    path("bilgi-sistemleri/<str:code>/kaldir/", register.retire, name="retire"),
    path("bilgi-sistemleri/<str:code>/gozden-gecir/", reviews.start_one, name="review_now"),
    path("bilgi-sistemleri/<str:code>/bilesen/", register.add_part, name="add_part"),
    path("bilgi-sistemleri/<str:code>/bilesen/<int:part_id>/", register.edit_part, name="edit_part"),
    path("bilgi-sistemleri/<str:code>/bilesen/<int:part_id>/kaldir/", register.drop_part, name="drop_part"),
    path("bilgi-sistemleri/<str:code>/arayuz/", register.add_interface, name="add_interface"),
    path("bilgi-sistemleri/<str:code>/arayuz/<int:interface_id>/", register.edit_interface, name="edit_interface"),
    path(
        "bilgi-sistemleri/<str:code>/arayuz/<int:interface_id>/kaldir/",
        register.drop_interface,
        name="drop_interface",
    ),
]
