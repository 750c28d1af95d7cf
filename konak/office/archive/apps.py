from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.office.archive"
    label = "archive"
    verbose_name = "Arşiv"

    def ready(self) -> None:
        from django.apps import apps

        from konak.foundation import evidence, indicators, search
        from konak.foundation.files.queries import GONE
        from konak.foundation.ui import menu, slots

        from . import access, public, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import Disposal, Folder, Project, Transfer

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        GONE.append(queries.why_destroyed)
        search.register(search.Searchable(queries.DOCUMENT_KIND, "Arşiv belgesi", "archive", services.reindex))

        def views(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.READ)

        def loads(actor: "Actor") -> bool:
            return actor.holds(access.LOAD)

        def filed(record: Any, actor: "Actor") -> public.FolderFacts | None:
            del actor  # whoever opened the letter may know its file
            return public.folder_of(record.case.number)

        def moves(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.RECEIVE):
                return None
            count = queries.to_receive(actor)
            return (
                slots.Number(count, "/arsiv/devirler/?pano=teslim", "wait", "teslim bekleyen liste")
                if count
                else None
            )

        for name in ("Letter", "Incoming"):
            model = apps.get_model("correspondence", name)
            slots.panel(model, "archive/_filed.html", filed, "Dosyası ve saklama süresi", order=70, icon="archive")
        slots.verbs(
            Folder,
            {
                "open": ("dosyayı açtı", "folder", "open"),
                "put": ("belge koydu", "file-text", ""),
                "close": ("dosyayı kapattı", "lock", "wait"),
                "reopen": ("dosyayı yeniden açtı", "lock-open", "open"),
                "to_unit": ("birim arşivine aldı", "archive", "done"),
                "to_institution": ("kurum arşivine aldı", "building", "done"),
                "destroy": ("içeriğini imha etti", "trash", "closed"),
                "hand_over": ("Devlet Arşivlerine devretti", "building-bank", "closed"),
                "hold": ("hukuki saklamaya aldı", "scale", "late"),
                "lift": ("hukuki saklamayı kaldırdı", "scale", "done"),
                "lend": ("ödünç verdi", "user-share", "wait"),
                "take_back": ("geri aldı", "arrow-back-up", "done"),
                "shelve": ("kutusunu yazdı", "box", ""),
                "longer": ("saklama süresini uzattı", "hourglass", "wait"),
                "keep": ("sürekli saklamaya ayırdı", "shield-check", "done"),
                "pack": ("devir paketi hazırladı", "package", ""),
            },
        )
        slots.verbs(
            Transfer,
            {
                "open": ("listeyi hazırladı", "list-numbers", "open"),
                "send": ("listeyi gönderdi", "send", "wait"),
                "take_in": ("teslim aldı", "archive", "done"),
                "refuse": ("geri çevirdi", "arrow-back-up", "late"),
                "give_up": ("vazgeçti", "ban", ""),
                "drop": ("dosyayı listeden çıkardı", "x", ""),
            },
        )
        slots.verbs(
            Disposal,
            {
                "open": ("listeyi çıkardı", "list-numbers", "open"),
                "seat": ("komisyona üye aldı", "users", ""),
                "unseat": ("komisyondan çıkardı", "users", ""),
                "convene": ("komisyona sundu", "users", "wait"),
                "decide": ("karar yazdı", "pencil", ""),
                "agree": ("listeyi onayladı (üye)", "check", "done"),
                "ask_opinion": ("Devlet Arşivleri görüşüne gönderdi", "send", "wait"),
                "opinion": ("görüşü kaydetti", "building-bank", ""),
                "to_approval": ("üst yöneticiye sundu", "send", "wait"),
                "rework": ("komisyona geri gönderdi", "arrow-back-up", "late"),
                "approve": ("listeyi onayladı", "check", "done"),
                "begin": ("imhayı başlattı", "player-play", "late"),
                "receipt": ("teslim yazısını kaydetti", "file-check", ""),
                "finish": ("tamamladı", "circle-check", "done"),
                "cancel": ("vazgeçti", "ban", ""),
            },
        )
        slots.verbs(
            Project,
            {
                "open": ("projeyi açtı", "stack-2", "open"),
                "batch": ("parti açtı", "stack-2", ""),
                "send": ("partiyi kalite denetimine verdi", "send", "wait"),
                "checked": ("kalite denetimini bitirdi", "check", "done"),
                "returned": ("partiyi geri çevirdi", "arrow-back-up", "late"),
                "accept": ("partiyi birim adına onayladı", "circle-check", "done"),
                "dropped": ("partiyi bıraktı", "ban", ""),
                "complete": ("projeyi tamamladı", "circle-check", "done"),
                "stop": ("projeyi durdurdu", "ban", ""),
            },
        )
        slots.tile("Arşiv devri", moves, icon="archive", order=60)
        menu.add("office", "Arşiv dosyaları", "archive:index", "archive", order=40, visible=views)
        menu.add("office", "Arşivde ara", "archive:search", "search", order=41, visible=reads)
        menu.add("office", "Arşiv devirleri", "archive:transfers", "arrows-exchange", order=42, visible=views)
        menu.add("office", "Ayıklama ve imha", "archive:disposals", "trash", order=43, visible=views)
        menu.add("office", "Ödünç dosyalar", "archive:loans", "user-share", order=44, visible=views)
        menu.add("office", "Toplu aktarma", "archive:intakes", "cloud-upload", order=45, visible=loads)
        menu.add("office", "Sayısallaştırma", "archive:projects", "stack-2", order=45, visible=views)
        menu.add("office", "Saklama planı", "archive:plan", "hourglass", order=46, visible=views)
        menu.add("office", "Bütünlük denetimi", "archive:checks", "shield-check", order=47, visible=views)
