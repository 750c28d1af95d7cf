from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.front"
    label = "front"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.access import Actor
        from konak.foundation.cases.queries import waiting
        from konak.foundation.people.positions import Position
        from konak.foundation.trail import access as trail
        from konak.foundation.ui import menu, slots

        from . import notify_menu, safety_menu
        from .capabilities import CAPABILITIES, INDICATORS
        from .numbers import due_soon, late, mine, of_unit

        def administers(actor: Actor) -> bool:
            return any(seat.position == Position.ADMINISTRATOR for seat in actor.seats)

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        safety_menu.register()
        notify_menu.register()
        slots.tile("Bana atanan", mine, icon="inbox", order=1)
        slots.tile("Geciken", late, icon="alarm", order=2)
        slots.tile("Bu hafta dolan", due_soon, icon="calendar-due", order=3)
        slots.tile("Birimimde açık", of_unit, icon="users", order=4)
        menu.add(
            "work",
            "İşlerim",
            "front:inbox",
            "inbox",
            order=1,
            count=waiting,
            count_url="front:waiting",
            hotkey="g i",
        )
        menu.add("work", "Ara", "front:search", "search", order=2)
        menu.add("system", "Birimler ve kişiler", "front:units", "hierarchy-3", order=10, hotkey="g b")
        menu.add(
            "system",
            "İz",
            "front:trail",
            "history",
            order=20,
            visible=lambda actor: actor.reach(trail.VIEW).everywhere,
        )
        menu.add("system", "Yetkilerim", "front:why", "shield-half", order=30)
        menu.add("system", "Yardım", "front:help", "help", order=40)
        menu.add("system", "Bileşenler", "front:catalogue", "puzzle", order=90, visible=administers)
