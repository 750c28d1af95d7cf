"""A technical report or an opinion is asked for, written in versions, approved by somebody else, given out."""

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.office.esignature import public as esignature
from konak.service.desk import public as desk

from .. import access, lifecycle, queries
from ..lifecycle import ANSWER_ISSUED, AnswerState
from ..models import Answer, AnswerKind, AnswerVersion, Field, Followed
from .common import DECISION, MINE, paper, tell, text
from .offices import due_of, office_of

MOST_VERSIONS = 40
PURPOSE = "consultancy.answer"


@transaction.atomic
def begin_answer(
    *,
    actor: Actor,
    kind: str,
    subject: str,
    question: str,
    ticket: str = "",
    asset_tag: str = "",
) -> Answer:
    """Ask the department for a report or an opinion; from a ticket its desk asks for whoever asked there."""
    if kind not in AnswerKind.values:
        raise Refused("Teknik rapor ya da görüş isteyebilirsiniz.")
    office = office_of(Field.ANSWER)
    facts = None
    if ticket.strip():
        facts = desk.facts_of(actor, ticket.strip().upper())
        if facts is None:
            raise Refused(f"«{ticket}» sayılı destek talebi bulunamadı.")
    tag = text(asset_tag, 60) or (facts.asset_tag if facts else "")
    if tag and assets.find_by_tag(tag) is None:
        raise Refused(f"«{tag}» sicil numaralı bir cihaz yok.")
    serves = facts is not None and desk.serves(actor, facts.number)
    made = Answer(
        kind=kind,
        question=text(question, 4_000, "Neyin sorulduğunu yazın."),
        ticket_id=facts.id if facts else None,
        asset_tag=tag,
    )
    made = cases.open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=office.unit_id,
        subject=text(subject, 250, "Konuyu bir cümleyle yazın."),
        due_on=due_of(office),
        for_user_id=facts.requester_id if facts and serves else None,
    )
    if facts:
        cases.link(made.case.number, actor=actor, other=facts.number, why="Bu talebin yanıtı")
    return made


@transaction.atomic
def write(number: str, *, actor: Actor, findings: str, conclusion: str, advice: str = "") -> AnswerVersion:
    """Write a version; the ones before stay as they were."""
    one = _locked(number, actor)
    if not lifecycle.of_office(one, actor):
        raise Refused("Metni, işin istendiği birimde çalışanlar yazar.")
    if one.case.state != AnswerState.DRAFT:
        raise Refused("Onaydaki ya da verilmiş metin değiştirilemez.")
    if actor.user_id is None:
        raise Refused("Metni oturum açmış bir kişi yazar.")
    count = one.versions.count()
    if count >= MOST_VERSIONS:
        raise Refused(f"Bir dosyada en çok {MOST_VERSIONS} sürüm tutulur.")
    made = AnswerVersion.objects.create(
        answer=one,
        number=count + 1,
        findings=text(findings, 20_000, "İnceleme ve tespitleri yazın."),
        conclusion=text(conclusion, 8_000, "Sonucu yazın."),
        advice=text(advice, 8_000),
        by_id=actor.user_id,
    )
    if one.case.assignee_id is None:
        one.case.assignee_id = actor.user_id
        one.case.save()
    cases.tell(one.case, "write", actor, f"{made.number}. sürüm", seat=actor.seat_for(access.WORK, one.case))
    return made


def _locked(number: str, actor: Actor) -> Answer:
    found = queries.answer(actor, number)
    one: Answer = Answer.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    return one


@transaction.atomic
def submit(number: str, *, actor: Actor) -> Answer:
    with cases.take(lifecycle.SUBMIT, Answer, number, actor) as one:
        tell(one, queries.deciders(one.case.unit_id), DECISION, f"Onayınızı bekliyor: {one.case.subject}", actor)
    return one


@transaction.atomic
def send_back(number: str, *, actor: Actor, why: str) -> Answer:
    words = text(why, 250, "Neyin düzeltileceğini yazın.")
    with cases.take(lifecycle.SEND_BACK, Answer, number, actor, note=words) as one:
        take_from_tray(one, actor, words)
        one.approver = None
        tell(one, [one.case.assignee_id], MINE, f"Düzeltilecek: {one.case.subject}", actor, words)
    return one


def under_way(number: str) -> esignature.RequestFacts | None:
    """The newest request to sign this answer."""
    return next(iter(esignature.requests_for([PURPOSE], number)), None)


def take_from_tray(one: Answer, actor: Actor, why: str) -> None:
    """Whoever may decide takes it back from those who sign."""
    facts = under_way(one.case.number)
    if facts is not None and facts.state == "open":
        esignature.withdraw(facts.key, actor=actor, why=why)


@transaction.atomic
def issue(number: str, *, actor: Actor) -> Answer:
    """Approve it without cards: the paper is kept with its digest, put into the file, sent with the answer."""
    with cases.take(lifecycle.ISSUE, Answer, number, actor) as one:
        take_from_tray(one, actor, "E-imzasız verildi")
        last = one.versions.select_related("by").order_by("-number").first()
        assert last is not None
        approver = User.objects.get(pk=actor.user_id or 0)
        label = str(AnswerKind(one.kind).label)
        one.paper = paper(
            "consultancy/answer",
            content_of(one, last, approver),
            actor=actor,
            number=number,
            title=label,
            unit_id=one.case.unit_id,
            name=f"{number}.pdf",
        )
        one.approver, one.issued_at = approver, now()
        cases.attach(number, actor=actor, content=open_blob(one.paper.file.blob), name=f"{number}.pdf")
        tell(one, [one.case.opened_by_id], MINE, f"{label} verildi: {one.case.subject}", actor)
        if one.ticket_id:
            answer_ticket(one, actor, label, last)
        publish(ANSWER_ISSUED, number=number)
    return one


def content_of(one: Answer, last: AnswerVersion, approver: User) -> dict[str, object]:
    case = one.case
    facts = [["Konu", case.subject], ["İsteyen", case.opened_by.full_name if case.opened_by else "–"]]
    if case.opened_from_unit:
        facts.append(["İsteyen birim", case.opened_from_unit.name])
    if one.ticket_id:
        assert one.ticket is not None
        facts.append(["Destek talebi", one.ticket.case.number])
    if one.asset_tag:
        device = assets.find_by_tag(one.asset_tag)
        facts.append(["Cihaz", f"{one.asset_tag} {device.name if device else ''}".strip()])
    return {
        "unit": case.unit.name,
        "date": localdate().isoformat(),
        "facts": facts,
        "question": one.question,
        "findings": last.findings,
        "conclusion": last.conclusion,
        "advice": last.advice,
        "version": last.number,
        "writer": last.by.full_name,
        "approver": approver.full_name,
        "place": queries.position_words(approver.pk, case.unit_id),
    }


def answer_ticket(one: Answer, actor: Actor, label: str, last: AnswerVersion) -> None:
    """The ticket hears the conclusion, with the paper beside it, where whoever approves also serves it."""
    assert one.ticket is not None
    assert one.paper is not None
    number = one.ticket.case.number
    facts = desk.facts_of(actor, number)
    if facts is None or facts.closed_at is not None or not desk.serves(actor, number):
        return
    words = f"{label} {one.case.number} verildi.\n\n{last.conclusion}"
    desk.answer(
        number,
        actor=actor,
        text=words[:8_000],
        files=[(open_blob(one.paper.file.blob), f"{one.case.number}.pdf")],
    )


@transaction.atomic
def drop_answer(number: str, *, actor: Actor, why: str) -> Answer:
    words = text(why, 250, "Neden vazgeçildiğini yazın.")
    with cases.take(lifecycle.DROP_ANSWER, Answer, number, actor, note=words) as one:
        tell(one, [one.case.opened_by_id], MINE, f"Yanıt verilmeyecek: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def follow(number: str, *, actor: Actor, followed: str, note: str = "") -> Answer:
    """Write down whether the recommendation was followed; by whoever asked, or by the office."""
    one = _locked(number, actor)
    if one.case.state != AnswerState.ISSUED:
        raise Refused("Öneriye uyulup uyulmadığı, yanıt verildikten sonra yazılır.")
    if not (lifecycle.of_office(one, actor) or actor.user_id == one.case.opened_by_id):
        raise Refused("Bunu isteyen kişi ya da yanıtı veren birim yazar.")
    if followed not in Followed.values or followed == Followed.UNKNOWN:
        raise Refused("Önerinin uygulanıp uygulanmadığını seçin.")
    one.followed, one.followed_note, one.followed_on = followed, text(note, 500), localdate()
    one.save()
    cases.tell(one.case, "follow", actor, str(Followed(followed).label))
    return one
