from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.mailroom"
    label = "mailroom"
    verbose_name = "Posta odası"

    def ready(self) -> None:
        from django.apps import apps

        from konak.foundation import evidence, indicators, notify
        from konak.foundation.ui import menu, slots

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .services import replying

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)
        notify.answered_at(replying.reply_address_of)
        notify.in_full("desk.mine", replying.answer_in_full)

        def reads(actor: "Actor") -> bool:
            return actor.holds(access.VIEW)

        def waiting(actor: "Actor") -> slots.Number | None:
            count = queries.waiting(actor) if actor.holds(access.DECIDE) else 0
            return (
                slots.Number(count, "/iletiler/?state=held", "wait", "karar bekleyen ya da işlenemeyen")
                if count
                else None
            )

        def of_ticket(ticket: Any, actor: "Actor") -> Any:
            number = ticket.case.number
            mails = list(queries.mails(actor, queries.MailFilter(ticket=number)).order_by("-pk")[:50])
            return {"mails": mails, "replies": queries.replies_of_ticket(number)} if mails else None

        slots.tile("Gelen ileti", waiting, icon="mailbox", order=22)
        slots.panel(
            apps.get_model("desk", "Ticket"), "mailroom/_ticket.html", of_ticket, "E-postalar", order=45, icon="mail"
        )
        menu.add("service", "Gelen iletiler", "mailroom:index", "mailbox", order=30, visible=reads)
