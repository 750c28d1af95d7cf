from django.urls import path

from .views import reading, writing

app_name = "knowledge"
urlpatterns = [
    path("bilgi/", reading.index, name="index"),
    path("bilgi/makaleler/", writing.index, name="list"),
    path("bilgi/makaleler/rapor/", writing.report, name="report"),
    path("bilgi/yeni/", writing.create, name="create"),
    path("bilgi/raf/<int:category_id>/", reading.shelf, name="shelf"),
    path("bilgi/<int:article_id>/", reading.article, name="article"),
    path("bilgi/<int:article_id>/dosya/<int:file_id>/", reading.file, name="file"),
    path("bilgi/<int:article_id>/yararli/", reading.helpful, name="helpful"),
    path("bilgi/<int:article_id>/yararsiz/", reading.unhelpful, name="unhelpful"),
    path("bilgi/<int:article_id>/gerek-kalmadi/", reading.spared, name="spared"),
    path("bilgi/<int:article_id>/metin/", writing.write, name="write"),
    path("bilgi/<int:article_id>/kunye/", writing.describe, name="describe"),
    path("bilgi/<int:article_id>/onaya/", writing.send, name="send"),
    path("bilgi/<int:article_id>/yayimla/", writing.publish, name="publish"),
    path("bilgi/<int:article_id>/iade/", writing.hand_back, name="hand_back"),
    path("bilgi/<int:article_id>/kaldir/", writing.retire, name="retire"),
    path("bilgi/<int:article_id>/geri-al/", writing.bring_back, name="bring_back"),
    path("bilgi/<int:article_id>/ekle/", writing.attach, name="attach"),
    path("bilgi/<int:article_id>/dosya/<int:file_id>/cikar/", writing.drop_file, name="drop_file"),
    path("bilgi/<int:article_id>/talep/", writing.link, name="link"),
    path("bilgi/<int:article_id>/talep/<int:link_id>/coz/", writing.unlink, name="unlink"),
    path("bilgi/<int:article_id>/karsilastir/", writing.compare, name="compare"),
    path("bilgi-merkezi/", reading.public_index, name="public_index"),
    path("bilgi-merkezi/<int:article_id>/", reading.public_article, name="public_article"),
    path("bilgi-merkezi/<int:article_id>/dosya/<int:file_id>/", reading.public_file, name="public_file"),
]
