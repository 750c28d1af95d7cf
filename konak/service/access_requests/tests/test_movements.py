import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate, now

from konak.estate.assets.services import custody
from konak.estate.assets.tests.conftest import build
from konak.estate.software import services as software
from konak.foundation.access.tokens import Token
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.governance.orders import services as orders
from konak.service.access_requests import reactions, services
from konak.service.access_requests.models import AccessRequest, Entitlement, Movement
from konak.service.access_requests.queries import movements as queries
from konak.service.access_requests.tests.conftest import days, name_to_group, seat_of
from konak.service.consultancy import services as consultancy
from konak.service.consultancy.models import Session

moving, executing, cataloguing = services.moving, services.executing, services.cataloguing
HOUR = dt.timedelta(hours=1)
JSON = {"content_type": "application/json"}


def leave(office, at=None, who=None):
    return moving.leave(
        actor=(who or office.director).actor,
        person=office.clerk.user,
        effective_at=at or now() + HOUR,
        why="Emeklilik",
    )


def carry_out(office):
    for number in AccessRequest.objects.filter(case__state="executing").values_list("case__number", flat=True):
        executing.grant(number, actor=office.hands.actor, proof="Sistemden yapıldı")


def test_a_leaver_with_everything_loses_it_at_the_moment_and_closes_when_all_is_proved(office, plain_right):
    held = office.granted(plain_right)
    name_to_group(office.clerk, "mutemet", office.hall.gis)
    UserSession.objects.create(user=office.clerk.user, session_key="x" * 32, ip="127.0.0.1", data={})
    Token.objects.create(
        user=office.clerk.user,
        seat=seat_of(office.clerk),
        name="betik",
        shown="knk_",
        digest="1" * 64,
        expires_on=days(30),
    )
    order = orders.give(
        actor=office.chief.actor,
        unit_id=office.bureau.pk,
        assignee_id=office.clerk.user.pk,
        subject="Liste",
        text="Hazırlayın.",
        due_on=add_working_days(localdate(), 10),
    )
    row = leave(office)
    sources = {line.source for line in row.lines.all()}
    assert sources == {
        "Yetkiler",
        "Açık dosyalar",
        "Makamlar",
        "Görev grupları",
        "API anahtarları",
        "Açık oturumlar",
        "Hesap",
    }
    held.refresh_from_db()
    assert (held.state, User.objects.get(pk=office.clerk.user.pk).is_active) == ("active", True)
    with pytest.raises(Refused, match="Ayrılış anı"):
        moving.close(row.case.number, actor=office.director.actor)

    Movement.objects.filter(pk=row.pk).update(effective_at=now() - HOUR)
    assert (services.rounds.run()[0], services.rounds.run()[0]) == (1, 0)
    held.refresh_from_db()
    assert (held.state, User.objects.get(pk=office.clerk.user.pk).is_active) == ("ended", False)
    assert not UserSession.objects.filter(user=office.clerk.user).exists()
    assert not Token.objects.filter(user=office.clerk.user, revoked_at=None).exists()
    assert not Appointment.objects.filter(user=office.clerk.user, until=None).exists()
    assert {line.source for line in row.lines.filter(done_at=None)} == {"Yetkiler", "Açık dosyalar"}

    with pytest.raises(Refused, match=r"Kanıtlanmamış kalem var.*Açık dosyalar: GE-.*Yetkiler: EBYS"):
        moving.close(row.case.number, actor=office.director.actor)
    line = row.lines.get(source="Açık dosyalar")
    moving.settle(line.pk, actor=office.director.actor, to=office.other.user, proof="Sözlü anlatıldı")
    assert Case.objects.get(pk=order.pk).assignee_id == office.other.user.pk
    with pytest.raises(Refused, match="YT-"):
        moving.settle(row.lines.get(source="Yetkiler").pk, actor=office.director.actor, proof="Kaldırıldı")
    carry_out(office)
    assert moving.close(row.case.number, actor=office.director.actor).case.state == "closed"
    assert row.lines.filter(proof="").count() == 0


def test_requests_on_their_way_fall_when_the_person_leaves(office, plain_right):
    other = office.right("ikinci")
    office.ask(plain_right)
    (second,) = office.ask(other)
    services.deciding.approve(second.case.number, actor=office.chief.actor)
    leave(office, now())
    assert set(AccessRequest.objects.values_list("case__state", flat=True)) == {"withdrawn"}
    with pytest.raises(Refused, match="görevde değil"):
        office.ask(plain_right, who=office.chief, person_id=office.clerk.user.pk)


def test_nobody_opens_settles_or_closes_his_own_exit_and_a_stranger_sees_none(office):
    with pytest.raises(Refused, match="Kendi ayrılış"):
        moving.leave(actor=office.chief.actor, person=office.chief.user, effective_at=now() + HOUR, why="Nakil")
    with pytest.raises(Refused, match="yetkiniz yok"):
        leave(office, who=office.stranger)
    row = leave(office)
    assert list(queries.movements(office.stranger.actor)) == []
    with pytest.raises(ObjectDoesNotExist):
        moving.look_again(row.case.number, actor=office.stranger.actor)
    with pytest.raises(Refused, match="Kendi dosyanızdaki"):
        moving.look_again(row.case.number, actor=office.clerk.actor)
    with pytest.raises(Refused, match="açık bir ayrılış dosyası"):
        leave(office)


def test_an_exit_that_was_put_off_takes_effect_at_the_new_moment(office, plain_right):
    held = office.granted(plain_right)
    row = leave(office)
    moving.reschedule(row.case.number, actor=office.director.actor, effective_at=now() + 48 * HOUR, why="Bekletildi")
    assert services.rounds.run()[0] == 0
    moving.reschedule(row.case.number, actor=office.director.actor, effective_at=now() - HOUR, why="Öne alındı")
    held.refresh_from_db()
    assert held.state == "ended"
    with pytest.raises(Refused, match="Ayrılış gerçekleşti"):
        moving.cancel(row.case.number, actor=office.director.actor, why="Vazgeçildi")


@pytest.fixture
def templates(office):
    """Two seats: both need the reader, the clerk the scanner, the expert the writer and a training."""
    made = {code: office.right(code) for code in ("okur", "tarayici", "yazar")}
    cataloguing.set_template(
        actor=office.admin.actor,
        name="Evrak memuru",
        unit=office.bureau,
        position="staff",
        rights=[(made["okur"].pk, True), (made["tarayici"].pk, False)],
        things=[("custody", "Masaüstü bilgisayar"), ("training", "Bilgi güvenliği")],
    )
    cataloguing.set_template(
        actor=office.admin.actor,
        name="Harita uzmanı",
        unit=office.hall.network,
        position="expert",
        rights=[(made["okur"].pk, True), (made["yazar"].pk, False)],
        things=[("custody", "Masaüstü bilgisayar"), ("training", "GIS")],
    )
    return made


def test_a_joiner_is_asked_the_rights_of_his_seat_and_the_preapproved_go_straight_to_execution(office, templates):
    newcomer = office.hall.seat("staff", office.bureau)
    row = moving.follow_appointment(seat_of(newcomer).pk)
    assert moving.follow_appointment(seat_of(newcomer).pk) is None
    asked = dict(AccessRequest.objects.values_list("right__code", "case__state"))
    assert (row.kind, asked) == ("joiner", {"okur": "executing", "tarayici": "asked"})
    services.deciding.approve(AccessRequest.objects.get(right__code="tarayici").case.number, actor=office.chief.actor)
    carry_out(office)
    assert set(Entitlement.objects.values_list("right__code", "origin")) == {
        ("okur", "template"),
        ("tarayici", "request"),
    }
    with pytest.raises(Refused, match="Masaüstü bilgisayar"):
        moving.close(row.case.number, actor=office.director.actor)
    for line in row.lines.filter(done_at=None):
        moving.settle(line.pk, actor=office.director.actor, proof="Tutanakla verildi")
    assert moving.close(row.case.number, actor=office.director.actor).case.state == "closed"


def test_a_joiner_entered_in_advance_finds_his_person_when_he_begins(office, templates):
    row = moving.join(
        actor=office.director.actor,
        unit=office.bureau,
        position="staff",
        starts_on=days(0),
        planned_name="Deneme Kişi 99",
    )
    assert AccessRequest.objects.count() == 0
    newcomer = office.hall.seat("staff", office.bureau)
    User.objects.filter(pk=newcomer.user.pk).update(last_name="Kişi 99")
    assert moving.follow_appointment(seat_of(newcomer).pk) == row
    row.refresh_from_db()
    assert (row.person_id, AccessRequest.objects.count()) == (newcomer.user.pk, 2)


def test_a_mover_keeps_what_both_seats_need_loses_the_rest_and_is_asked_what_is_new(office, templates):
    held = {code: office.granted(templates[code]) for code in ("okur", "tarayici")}
    extra = office.granted(office.right("ozel"))
    old = seat_of(office.clerk)
    Appointment.objects.filter(pk=old.pk).update(until=days(-1))
    new = Appointment.objects.create(
        user=office.clerk.user, unit=office.hall.network, position="expert", since=days(0)
    )
    row = moving.follow_appointment(new.pk)
    actions = {line.text: (line.action, line.done_at is not None) for line in row.lines.filter(source="Yetkiler")}
    assert actions == {
        "EBYS: Okur": ("keep", True),
        "EBYS: Tarayici": ("take", False),
        "EBYS: Ozel": ("decide", False),
        "EBYS: Yazar": ("give", False),
    }
    things = set(row.lines.exclude(source="Yetkiler").values_list("source", "text"))
    assert things == {("Eğitim", "GIS"), ("Eğitim", "İade: Bilgi güvenliği")}
    for one in (*held.values(), extra):
        one.refresh_from_db()
    assert [one.state for one in (*held.values(), extra)] == ["active", "ended", "active"]

    line = row.lines.get(entitlement=extra)
    moving.settle(line.pk, actor=office.head.actor, keep=True, proof="Devam eden proje")
    assert row.lines.get(pk=line.pk).action == "keep"


def test_a_seat_that_ends_without_another_opens_an_exit_that_falls_if_the_person_stays(office):
    seat = seat_of(office.clerk)
    Appointment.objects.filter(pk=seat.pk).update(until=days(0))
    row = moving.follow_end_of_seat(seat.pk)
    assert (row.kind, row.automatic) == ("leaver", True)
    Appointment.objects.create(user=office.clerk.user, unit=office.hall.gis, position="staff", since=days(0))
    Movement.objects.filter(pk=row.pk).update(effective_at=now() - HOUR)
    moving.take_due()
    row = Movement.objects.get(pk=row.pk)
    assert (row.case.state, User.objects.get(pk=office.clerk.user.pk).is_active) == ("cancelled", True)


def test_an_account_closed_elsewhere_opens_the_file_afterwards(office, plain_right):
    held = office.granted(plain_right)
    User.objects.filter(pk=office.clerk.user.pk).update(is_active=False)
    Appointment.objects.filter(user=office.clerk.user).update(until=days(-1))
    row = moving.follow_exit(office.clerk.user.pk)
    held.refresh_from_db()
    assert (held.state, row.lines.filter(source="Yetkiler").count()) == ("ended", 1)
    assert moving.follow_exit(office.clerk.user.pk) == row


def test_a_movement_is_a_page_with_its_minute_on_paper(office, plain_right):
    office.granted(plain_right)
    row = leave(office)
    page = office.director.client.get(f"/yetkiler/hareketler/{row.case.number}/")
    paper = office.director.client.get(f"/yetkiler/hareketler/{row.case.number}/tutanak.pdf")
    assert (page.status_code, paper.status_code, paper.content[:5]) == (200, 200, b"%PDF-")
    assert office.stranger.client.get(f"/yetkiler/hareketler/{row.case.number}/").status_code == 404
    # closed, it is laid before the two sides, once
    address, form = f"/yetkiler/hareketler/{row.case.number}/tutanak/imza/", {
        "head": office.director.user.username, "personnel": office.admin.user.username,
    }  # fmt: skip
    assert "kapanmadan" in office.director.htmx.post(address, form).text
    Case.objects.filter(pk=row.pk).update(state="closed", closed_at=now())
    sides = {"head": office.director.user.pk, "personnel": office.admin.user.pk}
    door = f"/api/access/movements/{row.case.number}/minute"
    assert office.stranger.client.post(door, sides, **JSON).status_code == 404
    assert office.director.client.post(door, sides, **JSON).status_code == 200
    assert "imzada ya da imzalanmış" in office.director.htmx.post(address, form).text
    assert "Personel birimi" in office.director.client.get(f"/yetkiler/hareketler/{row.case.number}/").text


def test_custody_proves_what_a_template_wants_and_what_has_to_leave(office):
    store = build(office.hall)
    first, second = store.bought(2, serials=("S1", "S2"))
    cataloguing.set_template(
        actor=office.admin.actor,
        name="Servis personeli",
        unit=office.bureau,
        rights=[],
        things=[("custody", "Dizüstü bilgisayar"), ("custody", "Ekran")],
    )
    row = moving.join(
        actor=office.director.actor,
        unit=office.bureau,
        position="staff",
        starts_on=localdate(),
        person=office.clerk.user,
    )
    (held,) = custody.give([first.tag], actor=store.keeper.actor, holder_id=office.clerk.user.pk)
    assert moving.follow_custody(first.tag) == 0
    custody.accept(held.pk, actor=office.clerk.actor)
    assert (moving.follow_custody(first.tag), moving.follow_custody(first.tag)) == (1, 0)
    proved = row.lines.exclude(done_at=None).get()
    assert (proved.text, held.slip in proved.proof) == ("Dizüstü bilgisayar", True)

    (more,) = custody.give([second.tag], actor=store.keeper.actor, holder_id=office.clerk.user.pk)
    custody.accept(more.pk, actor=office.clerk.actor)
    gone = leave(office, now() - HOUR)
    lines = {line.key: line for line in gone.lines.filter(source="Zimmetler")}
    moving.settle(lines[first.tag].pk, actor=office.director.actor, to=office.other.user, proof="Elden")
    lines[first.tag].refresh_from_db()
    assert (lines[first.tag].done_at, lines[first.tag].to) == (None, office.other.user)
    with pytest.raises(Refused, match="Zimmetler"):
        moving.close(gone.case.number, actor=office.director.actor)
    custody.accept_all(actor=office.other.actor)
    custody.take_back([second.tag], actor=store.keeper.actor)
    assert [moving.follow_custody(tag) for tag in (first.tag, second.tag)] == [1, 1]
    words = [gone.lines.get(key=tag).proof for tag in (first.tag, second.tag)]
    assert (office.other.user.full_name in words[0], words[1].startswith("Ambara iade")) == (True, True)


def test_a_licence_and_a_training_prove_what_a_template_wants(office):
    hall, clerk = office.hall, office.clerk
    keeper, chief = hall.seat("expert", hall.network), hall.seat("chief", hall.network)
    head = hall.seat("head_of_department", hall.department)
    consultancy.save_office(actor=head.actor, field="training", unit_id=hall.network.pk)
    cataloguing.set_template(
        actor=office.admin.actor,
        name="Servis personeli",
        unit=office.bureau,
        rights=[],
        things=[("licence", "Çizim Paketi"), ("training", "Bilgi güvenliği"), ("training", "GIS")],
    )
    row = moving.join(
        actor=office.director.actor, unit=office.bureau, position="staff", starts_on=localdate(), person=clerk.user
    )
    product = software.add_product(actor=keeper.actor, unit_id=hall.network.pk, name="Çizim Paketi 2026")
    bought = {"kind": "perpetual", "metric": "user", "quantity": 2, "starts_on": localdate()}
    licence = software.add_licence(actor=keeper.actor, product_id=product.pk, **bought)
    software.assign(licence.number, actor=keeper.actor, user_id=clerk.user.pk)
    reactions.licence_given(clerk.user.pk)
    assert (
        row.lines.exclude(done_at=None).get().proof.startswith(f"Çizim Paketi 2026: lisans verildi ({licence.number}")
    )

    course = consultancy.save_course(actor=chief.actor, name="Bilgi güvenliği farkındalığı", hours=2)
    times = {"starts_at": now() + HOUR, "ends_at": now() + 2 * HOUR}
    session = consultancy.plan_session(actor=chief.actor, course_id=course.pk, trainer="Eğitmen", **times)
    consultancy.enrol(session.case.number, actor=clerk.actor)
    Session.objects.update(starts_at=now() - 3 * HOUR, ends_at=now() - HOUR)
    consultancy.mark(session.case.number, actor=chief.actor, came=[clerk.user.pk])
    consultancy.hold(session.case.number, actor=chief.actor)
    reactions.training_held(session.case.number)
    reactions.training_held(session.case.number)  # a job runs twice, a line is proved once
    waiting = row.lines.filter(done_at=None).values_list("text", flat=True)
    assert list(waiting) == ["GIS"]
    assert session.case.number in row.lines.get(text="Bilgi güvenliği").proof
