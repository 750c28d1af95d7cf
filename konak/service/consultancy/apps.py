from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from konak.foundation.access import Actor


class Config(AppConfig):
    name = "konak.service.consultancy"
    label = "consultancy"
    verbose_name = "Danışma ve plan"

    def ready(self) -> None:
        from konak.foundation import evidence, indicators
        from konak.foundation.ui import menu, slots
        from konak.office.esignature import public as esignature
        from konak.service.desk import public as desk

        from . import access, queries
        from .capabilities import CAPABILITIES, INDICATORS
        from .lifecycle import of_office
        from .models import Answer, Consent, Problem, Proposal, Session, SoftwareRequest, TrainingRequest
        from .services.problems import effect_of

        evidence.register(*CAPABILITIES)
        indicators.register(*INDICATORS)

        def paper_of(code: str) -> tuple[str, object] | None:
            paper = queries.paper_by_code(code)
            return ("consultancy/_checked.html", paper) if paper else None

        esignature.answers_codes(paper_of)

        def asks(actor: "Actor") -> bool:
            return actor.holds(access.ASK)

        def effects(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.WORK):
                return None
            _, due = queries.problem_counts(actor)
            return (
                slots.Number(due, "/danismanlik/sorunlar/?state=fixed", "wait", "etkisine bakılacak") if due else None
            )

        def text_of(record: Any, actor: "Actor") -> dict[str, Any]:
            office = of_office(record, actor)
            given = record.case.state == "issued"
            versions = list(record.versions.select_related("by").order_by("-number")) if office or given else []
            return {
                "versions": versions,
                "last": versions[0] if versions else None,
                "hidden": not office and not given,
                "may_write": office and record.case.state == "draft",
                "may_follow": given and (office or actor.user_id == record.case.opened_by_id),
            }

        def items_of(record: Any, actor: "Actor") -> dict[str, Any]:
            office = of_office(record, actor)
            return {
                "items": list(record.items.all()),
                "may_edit": record.case.state == "draft" and actor.user_id == record.case.opened_by_id,
                "may_check": office and not record.ended and record.case.state != "draft",
            }

        def people_of(record: Any, actor: "Actor") -> dict[str, Any]:
            office = of_office(record, actor)
            rows = queries.certificates_of(record)
            people = list(rows if office else rows.filter(user_id=actor.user_id or 0))
            scores = [one.score for one in people if one.score] if office else []
            return {
                "people": people,
                "may_work": office and not record.ended,
                "score": sum(scores) / len(scores) if scores else None,
            }

        def work_of(record: Any, actor: "Actor") -> dict[str, Any]:
            office = of_office(record, actor)
            tickets = record.tickets.select_related("ticket__case", "ticket__service").order_by("-pk")
            return {
                "tickets": list(tickets[:100]),
                "effect": effect_of(record) if record.fixed_on and record.follow_up_on else None,
                "may_work": office and not record.ended,
                "may_publish": office and bool(record.cause) and record.article_id is None and not record.ended,
            }

        def of_ticket(ticket: Any, actor: "Actor") -> dict[str, Any] | None:
            may_open = desk.serves(actor, ticket.case.number) and actor.holds(access.WORK)
            found = [(queries.shown("answers"), one) for one in queries.files(actor, "answers").filter(ticket=ticket)]
            if may_open:
                rows = queries.files(actor, "problems").filter(tickets__ticket=ticket)
                found += [(queries.shown("problems"), one) for one in rows]
            return {"files": found, "may_open": may_open and not ticket.ended} if found or may_open else None

        slots.verbs(
            Answer,
            {
                "open": ("istedi", "message-circle", "open"),
                "write": ("metnin sürümünü yazdı", "pencil", ""),
                "submit": ("onaya sundu", "send", "wait"),
                "send_back": ("düzeltilmek üzere geri gönderdi", "arrow-back-up", "wait"),
                "present": ("onayladı, imzaya sundu", "signature", "wait"),
                "give": ("imzalar tamamlandı, belge verildi", "file-certificate", "done"),
                "unsigned": ("imzalanmadan döndü", "arrow-back-up", "late"),
                "issue": ("onayladı, e-imzasız verdi", "file-certificate", "done"),
                "follow": ("öneriye uyulup uyulmadığını yazdı", "checks", ""),
            },
        )
        slots.verbs(
            Consent,
            {
                "open": ("uygunluk istedi", "shopping-cart", "open"),
                "send": ("incelemeye gönderdi", "send", "wait"),
                "check": ("stok ve envanteri denetledi", "refresh", ""),
                "propose": ("görüş yazdı, karara sundu", "pencil", "wait"),
                "ask_more": ("eksik için geri gönderdi", "arrow-back-up", "wait"),
                "grant": ("uygun buldu", "circle-check", "done"),
                "grant_if": ("şartlı uygun buldu", "circle-check", "done"),
                "refuse": ("uygun bulmadı", "ban", "late"),
            },
        )
        slots.verbs(
            Session, {"mark": ("katılımı işaretledi", "checks", ""), "hold": ("eğitimi yaptı", "award", "done")}
        )
        slots.verbs(TrainingRequest, {"open": ("eğitim istedi", "bulb", "open")})
        slots.verbs(SoftwareRequest, {"allow": ("onayladı, kurulum talebi açıldı", "circle-check", "done")})
        slots.verbs(
            Proposal,
            {
                "open": ("önerdi", "bulb", "open"),
                "accept_proposal": ("kabul etti, işe dönüştürdü", "circle-check", "open"),
                "decline_proposal": ("uygun görmedi", "ban", ""),
                "apply_proposal": ("uygulandığını yazdı", "checks", "wait"),
                "measure_proposal": ("etkisini ölçtü", "award", "done"),
            },
        )
        slots.verbs(Problem, {"article": ("bilgi bankasına taslak açtı", "book", "")})

        def to_measure(actor: "Actor") -> slots.Number | None:
            if not actor.holds(access.WORK):
                return None
            due = queries.proposals_to_measure(actor)
            url = "/danismanlik/oneriler/?state=applied"
            return slots.Number(due, url, "wait", "etkisi ölçülecek") if due else None

        slots.tile("Ölçülecek iyileştirme", to_measure, icon="bulb", order=59)
        slots.tile("Etkisine bakılacak kural", effects, icon="puzzle", order=58)
        slots.panel(Answer, "consultancy/_answer_text.html", text_of, "Metin", 10, "file-text")
        slots.panel(Consent, "consultancy/_items.html", items_of, "Kalemler", 10, "list-check")
        slots.panel(Session, "consultancy/_people.html", people_of, "Katılımcılar", 10, "users")
        slots.panel(Problem, "consultancy/_problem_work.html", work_of, "Talepler ve etki", 10, "ticket")
        ticket = apps.get_model("desk", "Ticket")
        slots.panel(ticket, "consultancy/_of_ticket.html", of_ticket, "Rapor, görüş, sorun", 35, "file-certificate")
        menu.add("service", "Danışma ve plan", "consultancy:home", "file-certificate", order=16, visible=asks)
