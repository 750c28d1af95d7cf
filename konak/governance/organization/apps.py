from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.governance.organization"
    label = "organization"
    verbose_name = "Teşkilat"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators, search
        from konak.foundation.people.models import Unit, User
        from konak.foundation.ui import menu, slots

        from . import access, queries, services
        from .capabilities import CAPABILITIES, INDICATORS
        from .models import ListImport, RegistryTask, Reorganisation
        from .tables import REGISTRY_TOLD, TOLD, UNIT_TOLD

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        search.register(search.Searchable(services.UNIT_KIND, "Birim", "building-community", services.reindex_units))
        search.register(search.Searchable(services.PERSON_KIND, "Kişi", "user", services.reindex_people))

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def imports(actor: "Actor") -> bool:
            return actor.reach(access.IMPORT).everywhere

        def asked(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.OPINE):
                return None
            count = queries.awaited(actor).count()
            return (
                slots.Number(count, "/teskilat/degisiklikler/?state=opinion", "wait", "görüşünüz isteniyor")
                if count
                else None
            )

        def unit_panel(unit: Unit, actor: "Actor") -> dict[str, Any]:
            return {
                "cadre": queries.cadre_of(unit),
                "supervision": queries.supervisor_of(unit.pk),
                "manages": actor.reach(access.MANAGE).everywhere or unit.pk in actor.reach(access.MANAGE).units,
                "proposes": actor.holds(access.PROPOSE),
            }

        def documents(unit: Unit, actor: "Actor") -> list[Any] | None:
            return list(queries.documents(actor, unit.pk)[:12]) or None

        def files(unit: Unit, actor: "Actor") -> list[Any] | None:
            return queries.touched_by(unit, actor) or None

        def groups(person: User, actor: "Actor") -> list[Any] | None:
            return queries.groups_of(person.pk) or None

        slots.verbs(Reorganisation, TOLD)
        slots.verbs(RegistryTask, REGISTRY_TOLD)
        slots.verbs(Unit, UNIT_TOLD)
        slots.verbs(ListImport, {"import": ("bir listeyi içe aktardı", "file-import", "done")})
        slots.tile("Görüş bekleyen", asked, icon="message-report", order=45)
        slots.panel(
            Unit, "organization/unit_panel.html", unit_panel, "Kadro ve bağlılık", order=10, icon="id-badge-2"
        )
        slots.panel(
            Unit, "organization/documents_panel.html", documents, "Birim belgeleri", order=60, icon="file-certificate"
        )
        slots.panel(
            Unit, "organization/files_panel.html", files, "Teşkilat değişiklikleri", order=70, icon="git-merge"
        )
        slots.panel(User, "organization/groups_panel.html", groups, "Grupları", order=70, icon="users-group")
        menu.add("organization", "Teşkilat şeması", "organization:chart", "sitemap", order=30, hotkey="g t")
        menu.add(
            "organization",
            "Teşkilat değişiklikleri",
            "organization:reorganisations",
            "git-merge",
            order=32,
            visible=reads,
        )
        menu.add("organization", "Norm kadro", "organization:cadre", "id-badge-2", order=34, visible=reads)
        menu.add("organization", "Gruplar", "organization:groups", "users-group", order=36, visible=reads)
        menu.add(
            "organization", "Birim belgeleri", "organization:documents", "file-certificate", order=37, visible=reads
        )
        menu.add(
            "organization", "DETSİS bildirimleri", "organization:registry", "building-bank", order=33, visible=reads
        )
        menu.add(
            "organization", "Liste içe aktarma", "organization:imports", "file-import", order=39, visible=imports
        )
