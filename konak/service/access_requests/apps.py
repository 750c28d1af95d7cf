from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.access_requests"
    label = "access_requests"
    verbose_name = "Yetki talepleri"

    def ready(self) -> None:
        from konak.governance.staffing import public as staffing

        from .queries import entitlements
        from .services import ending
        from .services.moving import RIGHTS

        def held(user_id: int, appointment_id: int | None) -> list[staffing.Held]:
            if appointment_id is not None:
                return []  # a change of seat has a file of its own, which compares what both seats need
            return [
                staffing.Held(str(row.pk), str(row), f"/yetkiler/kutuk/{row.pk}/")
                for row in entitlements.living_of(user_id)
            ]

        def end(key: str, person: Any, to: Any, actor: "Actor") -> None:
            ending.cut(int(key), actor=actor, why="Devir teslim")

        staffing.holding(RIGHTS, held, end, passes=False, order=60)
