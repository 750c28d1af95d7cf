"""Every kind of file in the same way: listed, read, opened, moved on. What a step asks is its schema; the rest is one
shape, so that a step of the screens without a door for machines is a missing line here and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ninja import Query, Router, Schema, Status

from konak.foundation.cases.services import steps_open
from konak.foundation.db.paging import page_after
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import queries, services
from . import schemas as x

router = Router(tags=["consultancy"])
HIDDEN = frozenset({"case", "paper", "is_live", "whys"})


def cover(row: Any) -> dict[str, Any]:
    case = row.case
    return {
        "number": case.number,
        "subject": case.subject,
        "state": case.state,
        "state_label": row.state_label,
        "unit": case.unit_id,
        "asked_by": case.opened_by_id,
        "asked_from": case.opened_from_unit_id,
        "assignee": case.assignee_id,
        "opened_at": case.opened_at,
        "due_on": case.due_on,
        "closed_at": case.closed_at,
    }


def _facts(row: Any) -> dict[str, Any]:
    """The fields of the contents by name; keys as they are."""
    found: dict[str, Any] = {}
    for field in row._meta.local_fields:
        if field.name not in HIDDEN:
            value = getattr(row, field.attname)
            found[field.name] = str(value) if isinstance(value, Decimal) else value
    if paper := getattr(row, "paper", None):
        found |= {"code": paper.code, "sha256": paper.sha256}
    return found


def detail(request: Request, what: str, number: str) -> x.ConsultancyDetail:
    row = queries.files(request.actor, what).get(case__number=number)
    steps = [
        x.ConsultancyStepOut(name=one.name, label=one.label, danger=one.danger)
        for one in steps_open(row, request.actor)
    ]
    return x.ConsultancyDetail(**cover(row), facts=_facts(row), steps=steps)


KINDS: tuple[tuple[str, str, str], ...] = (
    ("answers", "Teknik rapor ve görüşler", "Bir rapor ya da görüş"),
    ("consents", "Alım ve kurulum uygunlukları", "Bir uygunluk dosyası"),
    ("needs", "İhtiyaç planları", "Bir ihtiyaç planı"),
    ("software", "Yazılım istekleri", "Bir yazılım isteği"),
    ("trainings", "Eğitim istekleri", "Bir eğitim isteği"),
    ("sessions", "Eğitim oturumları", "Bir eğitim oturumu"),
    ("problems", "Sorunlar", "Bir sorun"),
    ("proposals", "İyileştirme önerileri", "Bir iyileştirme önerisi"),
)
OPENS: tuple[tuple[str, Callable[..., Any], type[Schema], str], ...] = (
    ("answers", services.begin_answer, x.AnswerAskIn, "Rapor ya da görüş iste"),
    ("needs", services.open_round, x.NeedRoundIn, "İhtiyaç planı aç"),
    ("software", services.ask_software, x.SoftwareAskIn, "Yazılım iste"),
    ("trainings", services.ask_training, x.TrainingAskIn, "Eğitim iste"),
    ("sessions", services.plan_session, x.SessionIn, "Oturum planla"),
    ("problems", services.open_problem, x.ProblemIn, "Sorun aç"),
    ("proposals", services.propose_improvement, x.ImprovementIn, "İyileştirme öner"),
)
MOVES: tuple[tuple[str, str, Callable[..., Any], type[Schema] | None, str], ...] = (
    ("answers", "text", services.write, x.AnswerWriteIn, "Metnin sürümünü yaz"),
    ("answers", "submit", services.submit, None, "Onaya sun"),
    ("answers", "present", services.present, None, "Onayla, imzaya sun"),
    ("answers", "issue", services.issue, None, "Onayla, e-imzasız ver"),
    ("answers", "send-back", services.send_back, x.ConsultancyWhyIn, "Düzeltilsin"),
    ("answers", "drop", services.drop_answer, x.ConsultancyWhyIn, "Vazgeç"),
    ("answers", "follow", services.follow, x.AnswerFollowIn, "Öneriye uyuldu mu"),
    ("consents", "items", services.add_item, x.ConsentItemIn, "Kalem ekle"),
    ("consents", "send", services.send, None, "İncelemeye gönder"),
    ("consents", "check-items", services.check_items, None, "Stok ve envanteri denetle"),
    ("consents", "propose", services.propose, x.ConsentProposeIn, "Görüş yaz, onaya sun"),
    ("consents", "ask-more", services.ask_more, x.ConsultancyWhyIn, "Eksik, geri gönder"),
    ("consents", "look-again", services.look_again, x.ConsultancyWhyIn, "Yeniden incele"),
    ("consents", "grant", services.grant, None, "Uygun"),
    ("consents", "grant-if", services.grant_if, x.ConsentConditionsIn, "Şartlı uygun"),
    ("consents", "refuse", services.refuse, x.ConsultancyWhyIn, "Uygun değil"),
    ("consents", "take-back", services.take_back, None, "Geri çek"),
    ("needs", "merge", services.merge, None, "Bildirimleri birleştir"),
    ("needs", "reopen", services.reopen_round, x.NeedReopenIn, "Bildirimi yeniden aç"),
    ("needs", "submit", services.submit_plan, None, "Planı onaya sun"),
    ("needs", "return", services.return_plan, x.ConsultancyWhyIn, "Planı düzeltmeye gönder"),
    ("needs", "approve", services.approve_plan, None, "Planı onayla"),
    ("needs", "close", services.close_plan, x.NeedResultIn, "Yılı kapat"),
    ("needs", "drop", services.drop_plan, x.ConsultancyWhyIn, "Plandan vazgeç"),
    ("software", "assess", services.assess, x.SoftwareAssessIn, "İncele, onaya sun"),
    ("software", "allow", services.allow, None, "Onayla, kurulum aç"),
    ("software", "installed", services.installed, None, "Kuruldu"),
    ("software", "decline", services.decline_software, x.ConsultancyWhyIn, "Karşılanamaz"),
    ("software", "withdraw", services.withdraw_software, None, "İsteği geri çek"),
    ("trainings", "place", services.place, x.TrainingPlaceIn, "Oturuma bağla"),
    ("trainings", "unplace", services.unplace, None, "Oturumdan çıkar"),
    ("trainings", "decline", services.decline_training, x.ConsultancyWhyIn, "Karşılanamaz"),
    ("trainings", "withdraw", services.withdraw_training, None, "İsteği geri çek"),
    ("sessions", "mark", services.mark, x.SessionMarkIn, "Katılımı işaretle"),
    ("sessions", "hold", services.hold, None, "Yapıldı"),
    ("sessions", "cancel", services.cancel_session, x.ConsultancyWhyIn, "Oturumu iptal et"),
    ("problems", "tickets", services.add_ticket, x.ProblemTicketIn, "Talep bağla"),
    ("problems", "know", services.know, x.ProblemKnowIn, "Nedeni bulundu"),
    ("problems", "article", services.publish_error, x.ProblemShelfIn, "Bilinen hata makalesi başlat"),
    ("problems", "fix", services.fix, x.ProblemFixIn, "Giderildi"),
    ("problems", "close", services.close_problem, x.ProblemVerdictIn, "Etkisine bak, kapat"),
    ("problems", "come-back", services.come_back, x.ConsultancyWhyIn, "Sorun geri geldi"),
    ("proposals", "accept", services.accept_proposal, x.ImprovementAcceptIn, "Kabul et, işe dönüştür"),
    ("proposals", "decline", services.decline_proposal, x.ConsultancyWhyIn, "Uygun görülmedi"),
    ("proposals", "apply", services.apply_proposal, x.ImprovementAppliedIn, "Uygulandı"),
    ("proposals", "measure", services.measure_proposal, x.ImprovementMeasuredIn, "Etkisini ölç, kapat"),
    ("proposals", "give-up", services.give_up_proposal, x.ConsultancyWhyIn, "Vazgeçildi"),
    ("proposals", "withdraw", services.withdraw_proposal, None, "Öneriyi geri çek"),
    ("problems", "no-problem", services.no_problem, x.ConsultancyWhyIn, "Sorun değil, kapat"),
)


def _reading(what: str, many: str, one: str) -> None:
    def rows(
        request: Request, filters: Query[queries.AskFilter], cursor: x.Cursor = "", limit: x.Page = 50
    ) -> x.ConsultancyList:
        found, after = page_after(queries.files(request.actor, what, filters), ("-case_id",), cursor, limit)
        return x.ConsultancyList(items=[x.ConsultancyFileOut(**cover(row)) for row in found], next=after)

    def read(request: Request, number: x.Line24) -> x.ConsultancyDetail:
        return detail(request, what, number)

    rows.__name__, read.__name__ = f"list_{what}", f"one_of_{what}"
    router.get(f"/{what}", response=x.ConsultancyList, summary=many)(rows)
    router.get(f"/{what}/{{number}}", response={200: x.ConsultancyDetail} | SAYS_NO, summary=one)(read)


def _opening(what: str, act: Callable[..., Any], asks: type[Schema], summary: str) -> None:
    def begin(request: Request, body: Any) -> Status[x.ConsultancyDetail]:
        made = act(actor=request.actor, **body.dict())
        return Status(201, detail(request, what, made.case.number))

    begin.__name__ = f"open_of_{what}"
    begin.__annotations__["body"] = asks
    router.post(f"/{what}", response={201: x.ConsultancyDetail} | SAYS_NO, summary=summary)(begin)


def _moving(what: str, name: str, act: Callable[..., Any], asks: type[Schema] | None, summary: str) -> None:
    def press(request: Request, number: x.Line24) -> x.ConsultancyDetail:
        act(number, actor=request.actor)
        return detail(request, what, number)

    def say(request: Request, number: x.Line24, body: Any) -> x.ConsultancyDetail:
        act(number, actor=request.actor, **body.dict())
        return detail(request, what, number)

    door: Callable[..., Any] = say if asks else press
    if asks:
        door.__annotations__["body"] = asks
    door.__name__ = f"{name.replace('-', '_')}_of_{what}"
    router.post(f"/{what}/{{number}}/{name}", response={200: x.ConsultancyDetail} | SAYS_NO, summary=summary)(door)


for _kind in KINDS:
    _reading(*_kind)
for _open in OPENS:
    _opening(*_open)
for _move in MOVES:
    _moving(*_move)


@router.post("/consents", response={201: x.ConsultancyDetail} | SAYS_NO, summary="Uygunluk iste")
def ask_consent(request: Request, body: x.ConsentAskIn) -> Status[x.ConsultancyDetail]:
    facts = body.dict(exclude={"items"})
    made = services.ask_consent(actor=request.actor, **facts)
    for item in body.items:
        services.add_item(made.case.number, actor=request.actor, **item.dict())
    return Status(201, detail(request, "consents", made.case.number))


@router.delete(
    "/consents/{number}/items/{item_id}", response={200: x.ConsultancyDetail} | SAYS_NO, summary="Kalemi çıkar"
)
def drop_consent_item(request: Request, number: x.Line24, item_id: x.Key) -> x.ConsultancyDetail:
    services.drop_item(number, actor=request.actor, item_id=item_id)
    return detail(request, "consents", number)


@router.delete(
    "/problems/{number}/tickets/{row_id}", response={200: x.ConsultancyDetail} | SAYS_NO, summary="Talebi çıkar"
)
def drop_problem_ticket(request: Request, number: x.Line24, row_id: x.Key) -> x.ConsultancyDetail:
    services.drop_ticket(number, actor=request.actor, row_id=row_id)
    return detail(request, "problems", number)
