"""The desk is built through this door as on the screens: catalogue, forms, checklists, promises, teams."""

from django.core.exceptions import ObjectDoesNotExist
from ninja import Router, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO

from .. import access, queries, services
from . import build_schemas as b
from .schemas import DeskNamed, Key, Line60

router = Router(tags=["desk"])


def _builder(request: Request) -> None:
    """What is built is read by whoever builds; to others it does not exist."""
    if not request.actor.holds(access.CATALOGUE):
        raise ObjectDoesNotExist


# Catalogue ----------------------------------------------------------------------------------------------------------


@router.get("/groups", response=list[b.DeskGroupOut], summary="Hizmet grupları")
def groups(request: Request) -> list[b.DeskGroupOut]:
    return [b.group(one) for one in queries.group_rows()]


@router.post("/groups", response={201: b.DeskGroupOut} | SAYS_NO, summary="Hizmet grubu ekle")
def add_group(request: Request, body: b.DeskGroupIn) -> Status[b.DeskGroupOut]:
    return Status(201, b.group(services.save_group(actor=request.actor, **body.dict())))


@router.put("/groups/{key}", response={200: b.DeskGroupOut} | SAYS_NO, summary="Hizmet grubunu değiştir")
def change_group(request: Request, key: Key, body: b.DeskGroupIn) -> b.DeskGroupOut:
    return b.group(services.save_group(key, actor=request.actor, **body.dict()))


@router.get("/catalogue", response={200: list[b.DeskBuildOut]} | SAYS_NO, summary="Katalog (düzenleyenin gördüğü)")
def catalogue(request: Request, group: Key | None = None, hidden: bool = False) -> list[b.DeskBuildOut]:
    _builder(request)
    return [b.built(one) for one in queries.services_built(request.actor, group=group, hidden=hidden)]


@router.post("/catalogue", response={201: b.DeskBuildOut} | SAYS_NO, summary="Kataloğa hizmet ekle")
def add_service(request: Request, body: b.DeskBuildIn) -> Status[b.DeskBuildOut]:
    made = services.save_service(actor=request.actor, **body.dict())
    return Status(201, b.built(made))


@router.get("/catalogue/{code}", response={200: b.DeskBuildOut} | SAYS_NO, summary="Katalogdaki hizmet")
def service(request: Request, code: Line60) -> b.DeskBuildOut:
    return b.built(queries.service(request.actor, code))


@router.put("/catalogue/{code}", response={200: b.DeskBuildOut} | SAYS_NO, summary="Hizmeti değiştir")
def change_service(request: Request, code: Line60, body: b.DeskBuildIn) -> b.DeskBuildOut:
    made = services.save_service(queries.service(request.actor, code).code, actor=request.actor, **body.dict())
    return b.built(made)


def _forms(request: Request, code: str) -> b.DeskFormsOut:
    one = queries.service(request.actor, code)
    return b.DeskFormsOut(in_force=b.form(queries.form_of(one)), draft=b.form(queries.form_being_written(one)))


@router.get("/catalogue/{code}/form", response={200: b.DeskFormsOut} | SAYS_NO, summary="Hizmetin formu ve taslağı")
def forms(request: Request, code: Line60) -> b.DeskFormsOut:
    return _forms(request, code)


@router.put("/catalogue/{code}/form", response={200: b.DeskFormsOut} | SAYS_NO, summary="Form taslağını yaz")
def write_form(request: Request, code: Line60, body: b.DeskFormIn) -> b.DeskFormsOut:
    services.write_form(code, actor=request.actor, questions=body.plain())
    return _forms(request, code)


@router.post("/catalogue/{code}/form/publish", response={200: b.DeskFormsOut} | SAYS_NO, summary="Formu yayımla")
def publish_form(request: Request, code: Line60) -> b.DeskFormsOut:
    services.publish_form(code, actor=request.actor)
    return _forms(request, code)


@router.delete("/catalogue/{code}/form", response={200: b.DeskFormsOut} | SAYS_NO, summary="Form taslağını sil")
def drop_form(request: Request, code: Line60) -> b.DeskFormsOut:
    services.drop_form(code, actor=request.actor)
    return _forms(request, code)


def _items(request: Request, code: str) -> list[b.DeskItemOut]:
    return [b.item(one) for one in queries.service(request.actor, code).checklist.all()]


@router.get("/catalogue/{code}/checks", response={200: list[b.DeskItemOut]} | SAYS_NO, summary="Denetim listesi")
def checks(request: Request, code: Line60) -> list[b.DeskItemOut]:
    return _items(request, code)


@router.put("/catalogue/{code}/checks", response={200: b.DeskBuildOut} | SAYS_NO, summary="Liste bitmeden çözülür mü")
def checks_block(request: Request, code: Line60, body: b.DeskBlockIn) -> b.DeskBuildOut:
    services.set_checks_block(code, actor=request.actor, blocks=body.blocks)
    return b.built(queries.service(request.actor, code))


@router.post("/catalogue/{code}/checks", response={201: b.DeskItemOut} | SAYS_NO, summary="Listeye madde ekle")
def add_item(request: Request, code: Line60, body: b.DeskItemIn) -> Status[b.DeskItemOut]:
    return Status(201, b.item(services.save_check_item(code, actor=request.actor, **body.dict())))


@router.put("/catalogue/{code}/checks/{key}", response={200: b.DeskItemOut} | SAYS_NO, summary="Maddeyi değiştir")
def change_item(request: Request, code: Line60, key: Key, body: b.DeskItemIn) -> b.DeskItemOut:
    return b.item(services.save_check_item(code, key, actor=request.actor, **body.dict()))


@router.delete(
    "/catalogue/{code}/checks/{key}", response={200: list[b.DeskItemOut]} | SAYS_NO, summary="Maddeyi listeden sil"
)
def drop_item(request: Request, code: Line60, key: Key) -> list[b.DeskItemOut]:
    services.drop_check_item(code, key, actor=request.actor)
    return _items(request, code)


# Promises -----------------------------------------------------------------------------------------------------------


def _level(key: int) -> b.DeskLevelOut:
    return b.level(next(one for one in queries.levels() if one.pk == key))


@router.get("/levels", response={200: list[b.DeskLevelOut]} | SAYS_NO, summary="Süre sözleri (SLA, OLA)")
def levels(request: Request) -> list[b.DeskLevelOut]:
    _builder(request)
    return [b.level(one) for one in queries.levels()]


def _targets(body: b.DeskLevelIn) -> dict[int, tuple[int | None, int | None]]:
    return {one.priority: (one.answer_minutes, one.solve_minutes) for one in body.targets}


@router.post("/levels", response={201: b.DeskLevelOut} | SAYS_NO, summary="Süre sözü ekle")
def add_level(request: Request, body: b.DeskLevelIn) -> Status[b.DeskLevelOut]:
    facts = body.dict(exclude={"targets"})
    made = services.save_level(actor=request.actor, **facts, targets=_targets(body))
    return Status(201, _level(made.pk))


@router.put("/levels/{key}", response={200: b.DeskLevelOut} | SAYS_NO, summary="Süre sözünü değiştir")
def change_level(request: Request, key: Key, body: b.DeskLevelIn) -> b.DeskLevelOut:
    facts = body.dict(exclude={"targets"})
    services.save_level(key, actor=request.actor, **facts, targets=_targets(body))
    return _level(key)


@router.get("/hours", response={200: list[b.DeskHoursOut]} | SAYS_NO, summary="Çalışma saatleri")
def hours(request: Request) -> list[b.DeskHoursOut]:
    _builder(request)
    return [b.hours(one) for one in queries.hours()]


@router.post("/hours", response={201: b.DeskHoursOut} | SAYS_NO, summary="Çalışma saati ekle")
def add_hours(request: Request, body: b.DeskHoursIn) -> Status[b.DeskHoursOut]:
    return Status(201, b.hours(services.save_hours(actor=request.actor, **body.facts())))


@router.put("/hours/{key}", response={200: b.DeskHoursOut} | SAYS_NO, summary="Çalışma saatini değiştir")
def change_hours(request: Request, key: Key, body: b.DeskHoursIn) -> b.DeskHoursOut:
    return b.hours(services.save_hours(key, actor=request.actor, **body.facts()))


def _rule(key: int) -> b.DeskRuleOut:
    return b.rule(next(one for one in queries.rules() if one.pk == key))


@router.get("/rules", response={200: list[b.DeskRuleOut]} | SAYS_NO, summary="Yükseltme kuralları")
def rules(request: Request) -> list[b.DeskRuleOut]:
    _builder(request)
    return [b.rule(one) for one in queries.rules()]


@router.post("/rules", response={201: b.DeskRuleOut} | SAYS_NO, summary="Yükseltme kuralı ekle")
def add_rule(request: Request, body: b.DeskRuleIn) -> Status[b.DeskRuleOut]:
    return Status(201, _rule(services.save_rule(actor=request.actor, **body.dict()).pk))


@router.put("/rules/{key}", response={200: b.DeskRuleOut} | SAYS_NO, summary="Yükseltme kuralını değiştir")
def change_rule(request: Request, key: Key, body: b.DeskRuleIn) -> b.DeskRuleOut:
    return _rule(services.save_rule(key, actor=request.actor, **body.dict()).pk)


@router.delete("/rules/{key}", response={204: None} | SAYS_NO, summary="Yükseltme kuralını kaldır")
def drop_rule(request: Request, key: Key) -> Status[None]:
    services.drop_rule(key, actor=request.actor)
    return Status(204, None)


def _matrix() -> list[b.DeskCell]:
    return [
        b.DeskCell.model_construct(impact=one.impact, urgency=one.urgency, priority=one.priority)
        for one in queries.matrix_cells()
    ]


@router.get("/matrix", response={200: list[b.DeskCell]} | SAYS_NO, summary="Etki × ivedilik → öncelik")
def matrix(request: Request) -> list[b.DeskCell]:
    _builder(request)
    return _matrix()


@router.put("/matrix", response={200: list[b.DeskCell]} | SAYS_NO, summary="Öncelik tablosunu değiştir")
def set_matrix(request: Request, body: b.DeskMatrix) -> list[b.DeskCell]:
    cells: dict[tuple[int, int], int] = {(one.impact, one.urgency): one.priority for one in body.cells}
    services.set_matrix(actor=request.actor, cells=cells)
    return _matrix()


# Teams --------------------------------------------------------------------------------------------------------------


def _members(request: Request, unit_id: int | None) -> list[b.DeskMemberOut]:
    return [b.member(one, load) for one, load in queries.team_rows(request.actor, unit_id)]


@router.get("/teams", response={200: list[b.DeskMemberOut]} | SAYS_NO, summary="Ekipler ve açık işleri")
def teams(request: Request, unit_id: Key | None = None) -> list[b.DeskMemberOut]:
    _builder(request)
    return _members(request, unit_id)


@router.put(
    "/teams/{unit_id}/members/{user_id}",
    response={200: list[b.DeskMemberOut]} | SAYS_NO,
    summary="Ekibe üye ekle ya da üyeyi değiştir",
)
def save_member(request: Request, unit_id: Key, user_id: Key, body: b.DeskMemberIn) -> list[b.DeskMemberOut]:
    services.save_agent(actor=request.actor, unit_id=unit_id, user_id=user_id, **body.dict())
    return _members(request, unit_id)


@router.delete("/teams/{unit_id}/members/{user_id}", response={204: None} | SAYS_NO, summary="Üyeyi ekipten çıkar")
def drop_member(request: Request, unit_id: Key, user_id: Key) -> Status[None]:
    rows = queries.team_rows(request.actor, unit_id)
    found = next((one for one, _ in rows if one.user_id == user_id), None)
    if found is None:
        raise ObjectDoesNotExist
    services.drop_agent(found.pk, actor=request.actor)
    return Status(204, None)


@router.get("/skills", response={200: list[DeskNamed]} | SAYS_NO, summary="Beceriler")
def skills(request: Request) -> list[DeskNamed]:
    _builder(request)
    return [DeskNamed(id=one.pk, name=one.name) for one in queries.skills()]


@router.post("/skills", response={201: DeskNamed} | SAYS_NO, summary="Beceri ekle")
def add_skill(request: Request, body: b.DeskSkillIn) -> Status[DeskNamed]:
    made = services.add_skill(actor=request.actor, name=body.name)
    return Status(201, DeskNamed(id=made.pk, name=made.name))
