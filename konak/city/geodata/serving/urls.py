"""Under `/api/geo/`, before the API of the house: keys work here as they do there."""

from django.urls import path

from . import views

app_name = "geo"
ROWS = "collections/<str:name>"
GRID = "WebMercatorQuad"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("conformance", views.conformance, name="conformance"),
    path("api", views.described, name="described"),
    path("collections", views.collections, name="collections"),
    path(ROWS, views.collection, name="collection"),
    path(f"{ROWS}/queryables", views.queryables, name="queryables"),
    path(f"{ROWS}/items", views.items, name="items"),
    path(f"{ROWS}/items/<int:key>", views.item, name="item"),
    path(f"{ROWS}/tiles", views.tilesets, name="tilesets"),
    path(f"{ROWS}/tiles/{GRID}", views.tileset, name="tileset"),
    path(f"{ROWS}/tiles/{GRID}/<int:z>/<int:y>/<int:x>", views.tile, name="ogc_tile"),
    path("tiles/<str:name>/<int:z>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
    path("tilejson/<str:name>", views.tilejson, name="tilejson"),
    path("styles/<str:name>", views.style, name="style"),
    path("tileMatrixSets", views.grids, name="grids"),
    path(f"tileMatrixSets/{GRID}", views.grid, name="grid"),
]
