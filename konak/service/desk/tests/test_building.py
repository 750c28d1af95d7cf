"""The desk built from outside: what a program writes is what an employee is asked and promised."""

from konak.service.desk.models import Ticket

JSON = {"content_type": "application/json"}
API = "/api/desk"


def test_a_service_is_built_by_the_api_from_its_shelf_to_its_promise(desk):
    door = desk.chief.client

    def made(path, **body):
        answer = door.post(f"{API}/{path}", body, **JSON)
        assert answer.status_code == 201, answer.text
        return answer.json()

    shelf = made("groups", name="Toplantı", icon="users")
    always = made("hours", name="Kesintisiz", always=True)
    targets = [{"priority": 3, "answer_minutes": 30, "solve_minutes": 90}]
    level = made("levels", name="Toplantı sözü", kind="sla", hours_id=always["id"], targets=targets)
    facts = {"name": "Toplantı desteği", "group_id": shelf["id"], "unit_id": desk.team.pk, "kinds": ["request"]}
    service = made("catalogue", **facts, level_id=level["id"], assigns=False)
    code = service["code"]
    rule = made("rules", level_id=level["id"], clock="solve", minutes=-15, reaction="tell_chief")
    made(f"catalogue/{code}/checks", text="Projeksiyon denendi")
    question = {"type": "choice", "label": "Hangi salon?", "options": ["A", "B"], "required": True}
    follow = {"type": "text", "label": "Kapı", "show_if": {"key": "hangi_salon", "equals": "B"}}
    written = door.put(f"{API}/catalogue/{code}/form", {"questions": [question, follow]}, **JSON).json()
    assert (written["in_force"], [one["key"] for one in written["draft"]["questions"]]) == (
        None,
        ["hangi_salon", "kapi"],
    )
    published = door.post(f"{API}/catalogue/{code}/form/publish", **JSON).json()
    assert (published["in_force"]["version"], published["draft"]) == (1, None)
    asked = {"service_code": code, "subject": "Salon"}
    assert desk.asker.client.post(f"{API}/tickets", asked | {"answers": {}}, **JSON).status_code == 409
    opened = desk.asker.client.post(f"{API}/tickets", asked | {"answers": {"hangi_salon": "A"}}, **JSON)
    ticket = Ticket.objects.get(case__number=opened.json()["number"])
    assert (ticket.solve_due - ticket.opened_at).total_seconds() == 90 * 60
    assert [one.text for one in ticket.checks.all()] == ["Projeksiyon denendi"]
    hidden = door.put(f"{API}/catalogue/{code}", facts | {"active": False}, **JSON).json()
    assert (hidden["active"], hidden["level_id"]) == (False, None)
    assert door.delete(f"{API}/rules/{rule['id']}").status_code == 204
    assert [one["id"] for one in door.get(f"{API}/rules").json()] == []
    cell = {"impact": 1, "urgency": 1, "priority": 1}
    assert cell in door.put(f"{API}/matrix", {"cells": [cell]}, **JSON).json()
    seat = f"{API}/teams/{desk.team.pk}/members/{desk.agent.user.pk}"
    skill = made("skills", name="Projeksiyon")
    member = door.put(seat, {"skill_ids": [skill["id"]], "weight": 50}, **JSON).json()[0]
    assert (member["user"]["id"], member["skills"], member["weight"]) == (desk.agent.user.pk, ["Projeksiyon"], 50)
    assert (door.delete(seat).status_code, door.get(f"{API}/teams").json()) == (204, [])


def test_the_door_to_the_building_keeps_the_same_locks(desk):
    facts = {"name": "X", "group_id": desk.plain.group_id, "unit_id": desk.team.pk, "kinds": ["request"]}
    for closed in (desk.agent.client, desk.asker.client):
        assert [closed.get(f"{API}/{path}").status_code for path in ("catalogue", "rules", "teams", "matrix")] == [
            404
        ] * 4
        assert closed.post(f"{API}/catalogue", facts, **JSON).status_code == 409
        assert closed.put(f"{API}/catalogue/{desk.plain.code}/form", {"questions": []}, **JSON).status_code == 404
    elsewhere = desk.hall.seat("chief", desk.hall.elsewhere).client
    refused = elsewhere.post(f"{API}/catalogue", facts, **JSON)
    page = elsewhere.post("/destek/katalog/yeni/", facts | {"audience": "everybody", "approver": "nobody"})
    assert (refused.status_code, "kendi biriminizin" in refused.json()["title"], page.status_code) == (409, True, 422)
    nowhere = {"group_id": 2**40, "level_id": 2**40, "skill_id": 2**40, "assignee_id": 2**40}
    for name, key in nowhere.items():
        assert desk.chief.client.post(f"{API}/catalogue", facts | {name: key}, **JSON).status_code == 409
    twice = [{"impact": 1, "urgency": 1, "priority": one} for one in (1, 2)]
    assert desk.chief.client.put(f"{API}/matrix", {"cells": twice}, **JSON).status_code == 422
