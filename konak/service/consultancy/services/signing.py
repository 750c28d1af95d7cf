"""A report is laid before its author and whoever approved it; it is given out when both have signed."""

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import open_blob, store_as_is
from konak.foundation.people.models import User
from konak.office.esignature import public as esignature

from .. import lifecycle, queries
from ..lifecycle import ANSWER_ISSUED, AnswerState
from ..models import Answer, AnswerKind, Recheck
from .answering import PURPOSE, answer_ticket, content_of, under_way
from .common import MINE, tell, worker

CODE = "consultancy.paper"


def _dashed(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _title(one: Answer) -> str:
    return f"{AnswerKind(one.kind).label} {one.case.number}"


@transaction.atomic
def present(number: str, *, actor: Actor) -> Answer:
    """Approve it: the paper goes to the tray of its author, then of whoever approved it."""
    with cases.take(lifecycle.PRESENT, Answer, number, actor) as one:
        last = one.versions.select_related("by").order_by("-number").first()
        assert last is not None
        approver = User.objects.get(pk=actor.user_id or 0)
        code = esignature.issue_code(
            actor=actor, purpose=CODE, reference=number, title=_title(one), secret=one.case.secrecy > 0
        )
        data = content_of(one, last, approver) | {
            "code": _dashed(code),
            "number": number,
            "title": str(AnswerKind(one.kind).label),
            "signed": True,
            "writer_place": queries.position_words(last.by_id, one.case.unit_id),
        }
        content = store_as_is(
            actor=actor,
            content=render_pdf("consultancy/answer", data, created=now(), standard="a-1b"),
            name=f"{number}.pdf",
            media_type="application/pdf",
            unit_id=one.case.unit_id,
            purpose="consultancy.paper",
        )
        esignature.request_signatures(
            actor=actor,
            purpose=PURPOSE,
            reference=number,
            subject=f"{_title(one)}: {one.case.subject}"[:250],
            content=content,
            signers=[
                esignature.Wanted(last.by_id, esignature.Role.SIGN, 1, "Yazan"),
                esignature.Wanted(approver.pk, esignature.Role.SIGN, 2, "Onaylayan"),
            ],
            unit_id=one.case.unit_id,
            url=reverse("front:case", args=[number]),
            secrecy=one.case.secrecy,
        )
        one.approver = approver
    return one


@transaction.atomic
def give_signed(number: str, *, actor: Actor, key: str) -> bool:
    """All have signed: the signed PDF is the paper; the file gets it, and the ticket. Once, however often told."""
    del actor  # Konak itself gives it, in the name of the office
    one = Answer.objects.select_related("case").filter(case__number=number).first()
    facts = under_way(number)
    if one is None or facts is None or str(facts.key) != key or one.case.state != AnswerState.SIGNING:
        return False
    konak = worker(one.case.unit_id)
    with cases.take(lifecycle.GIVE, Answer, number, konak) as one:
        last = one.versions.select_related("by").order_by("-number").first()
        signed = facts.result
        assert last is not None
        assert signed is not None
        code = esignature.issue_code(
            actor=konak, purpose=CODE, reference=number, file=signed, secret=one.case.secrecy > 0
        )
        one.issued_at = now()
        one.paper = Recheck.objects.create(
            code=_dashed(code), number=number, title=str(AnswerKind(one.kind).label), file=signed,
            sha256=signed.blob_id, at=one.issued_at, signed=True,
        )  # fmt: skip
        cases.attach(number, actor=konak, content=open_blob(signed), name=f"{number}.pdf")
        tell(one, [one.case.opened_by_id], MINE, f"İmzalı belge verildi: {one.case.subject}", konak)
        if one.ticket_id and one.approver_id:
            answer_ticket(one, actor_of(one.approver_id, via="job"), str(AnswerKind(one.kind).label), last)
        publish(ANSWER_ISSUED, number=number)
    return True


@transaction.atomic
def not_signed(number: str, *, actor: Actor, key: str, why: str) -> bool:
    """A signer gave it back, or it was taken from the tray: it can be written again."""
    del actor
    one = Answer.objects.select_related("case").filter(case__number=number).first()
    facts = under_way(number)
    if one is None or facts is None or str(facts.key) != key or one.case.state != AnswerState.SIGNING:
        return False
    konak = worker(one.case.unit_id)
    with cases.take(lifecycle.UNSIGNED, Answer, number, konak, note=why[:250]) as one:
        people = [one.case.assignee_id, one.approver_id]
        one.approver = None
        tell(one, people, MINE, f"İmzalanmadı: {one.case.subject}", konak, why)
    return True
