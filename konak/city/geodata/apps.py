from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.city.geodata"
    label = "geodata"
    verbose_name = "Coğrafi veri"

    def ready(self) -> None:
        from konak.foundation import search

        from .services import indexing

        search.register(search.Searchable(indexing.KIND, "Katman", "map", indexing.every))
