"""Needs, trainings, software, problems."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate, now

from konak.foundation.lifecycle import Refused
from konak.service.consultancy import queries, services
from konak.service.consultancy.models import Attendance, NeedRound, Problem, Session, SoftwareRequest, TrainingRequest
from konak.service.consultancy.queries import numbers
from konak.service.desk import services as desk_services
from konak.service.desk.models import Ticket

TODAY = localdate()
DAY = dt.timedelta(days=1)


def test_needs_are_handed_in_merged_priced_approved_and_compared_with_what_was_bought(house):
    chief, asker, stranger = house.chief.actor, house.asker.actor, house.desk.stranger.actor
    one = services.open_round(actor=chief, year=TODAY.year + 1, opens_on=TODAY, closes_on=TODAY + 9 * DAY)
    number = one.case.number
    with pytest.raises(Refused, match="zaten var"):
        services.open_round(actor=chief, year=TODAY.year + 1, opens_on=TODAY, closes_on=TODAY + DAY)
    services.hand_in(number, actor=asker, name="Dizüstü Bilgisayar", quantity=3, why="Saha ekibi")
    services.hand_in(number, actor=stranger, name="dizüstü  bilgisayar", quantity=2, why="Yeni personel")
    extra = services.hand_in(number, actor=stranger, name="Plotter", quantity=1, why="Pafta")
    with pytest.raises(Refused, match="kendi biriminizin"):
        services.hand_in(number, actor=asker, name="X", quantity=1, why="Y", unit_id=house.desk.team.pk)
    with pytest.raises(Refused, match="kendi biriminizin"):
        services.drop_line(number, actor=asker, line_id=extra.pk)
    assert "Plotter" not in house.asker.client.get(f"/danismanlik/ihtiyac/{number}/").text
    services.merge(number, actor=chief)
    with pytest.raises(Refused, match="süresi kapandı"):
        services.hand_in(number, actor=asker, name="Geç", quantity=1, why="kaldı")
    items = {item.name: item for item in one.items.all()}
    laptop = next(item for name, item in items.items() if name.startswith("Dizüstü"))
    others = [item for item in one.items.all() if item != laptop and item.name != "Plotter"]
    for item in others:  # folding keeps the double blank: joined by hand
        services.price(
            number, actor=chief, item_id=item.pk, name="", unit_price=Decimal(0), approved=0, into=laptop.pk
        )
    with pytest.raises(Refused, match="fiyatı yazılmadı"):
        services.submit_plan(number, actor=chief)
    services.price(number, actor=chief, item_id=laptop.pk, name=laptop.name, unit_price=Decimal(40_000), approved=4)
    services.price(
        number, actor=chief, item_id=items["Plotter"].pk, name="Plotter", unit_price=Decimal(90_000), approved=0
    )
    services.submit_plan(number, actor=chief)
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.approve_plan(number, actor=chief)
    services.approve_plan(number, actor=house.desk.director.actor)
    services.record_purchase(
        number, actor=chief, item_id=laptop.pk, on=TODAY, quantity=3, amount=Decimal(118_500), document="22/d-14"
    )
    rows = {row.item.name: row for row in queries.compared(NeedRound.objects.get())}
    row = rows[laptop.name]
    assert (row.asked, row.units, row.item.amount, row.bought, row.left, row.paid) == (
        5,
        2,
        Decimal(160_000),
        3,
        1,
        Decimal(118_500),
    )
    services.close_plan(number, actor=chief, result="Bir cihaz ertelendi.")
    assert NeedRound.objects.get().case.state == "closed"


def course(house):
    return services.save_course(actor=house.chief.actor, name="EBYS temel kullanım", hours=3)


def session(house, **more) -> Session:
    begin = now() + 2 * DAY
    given = {
        "course_id": course(house).pk,
        "starts_at": begin,
        "ends_at": begin + dt.timedelta(hours=3),
        "trainer": "Deneme Eğitmen",
        "capacity": 2,
    } | more
    return services.plan_session(actor=house.chief.actor, **given)


def test_a_training_is_asked_held_rated_and_certified(house):
    one = session(house)
    request = services.ask_training(actor=house.asker.actor, why="Yeni başladım", course_id=one.course_id).case.number
    services.place(request, actor=house.worker.actor, session=one.case.number)
    services.enrol(one.case.number, actor=house.desk.stranger.actor)
    with pytest.raises(Refused, match="kontenjanı doldu"):
        services.enrol(one.case.number, actor=house.desk.other.actor)
    with pytest.raises(Refused, match="gününde"):
        services.mark(one.case.number, actor=house.worker.actor, came=[house.asker.user.pk])
    Session.objects.update(starts_at=now() - dt.timedelta(hours=4), ends_at=now() - dt.timedelta(hours=1))
    services.mark(one.case.number, actor=house.worker.actor, came=[house.asker.user.pk])
    services.hold(one.case.number, actor=house.worker.actor)
    row = Attendance.objects.get(user=house.asker.user)
    assert TrainingRequest.objects.get().case.state == "held"
    assert house.asker.client.get(f"/danismanlik/belge/{row.paper.code}/").status_code == 200
    assert Attendance.objects.get(user=house.desk.stranger.user).paper is None
    services.rate(one.case.number, actor=house.asker.actor, score=5, words="Yararlı")
    with pytest.raises(Refused, match="katıldığınız"):
        services.rate(one.case.number, actor=house.desk.stranger.actor, score=1)
    assert (numbers.trained(None, TODAY - DAY, TODAY).count(), numbers.satisfied(None, TODAY - DAY, TODAY)) == (
        1,
        5.0,
    )
    assert "EBYS temel" in house.asker.client.get("/danismanlik/egitimlerim/").text


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_one(house):
    one = session(house, capacity=1)
    people = [house.desk.stranger, house.desk.other, house.worker, house.asker]
    gate, said = threading.Barrier(len(people)), []

    def press(person) -> None:
        try:
            gate.wait()
            services.enrol(one.case.number, actor=person.actor)
            said.append("in")
        except Refused as refusal:
            said.append("full" if "kontenjan" in str(refusal) else str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(said), Attendance.objects.count()) == (["full", "full", "full", "in"], 1)


def test_software_is_assessed_allowed_and_ends_with_its_installation_ticket(house):
    number = services.ask_software(actor=house.asker.actor, name="QGIS", why="Harita çizimi").case.number
    services.assess(number, actor=house.worker.actor, note="Açık kaynak, uygun.")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.allow(number, actor=house.worker.actor)
    services.allow(number, actor=house.chief.actor)
    one = SoftwareRequest.objects.get()
    ticket = Ticket.objects.get(pk=one.ticket_id)
    assert (one.case.state, ticket.requester, ticket.channel) == ("installing", house.asker.user, "system")
    desk_services.take_up(ticket.case.number, actor=house.worker.actor)
    desk_services.solve(ticket.case.number, actor=house.worker.actor, text="Kuruldu.")
    assert (services.settle_by_ticket(ticket.case.number), services.settle_by_ticket(ticket.case.number)) == (
        True,
        False,
    )
    one.refresh_from_db()
    assert one.case.state == "done"
    with pytest.raises(Refused, match="adını yazın"):
        services.ask_software(actor=house.asker.actor, name=" ", why="x")
    with pytest.raises(ObjectDoesNotExist):
        services.withdraw_software(number, actor=house.desk.stranger.actor)


def test_a_problem_gathers_tickets_and_the_effect_of_its_rule_is_counted(house):
    tickets = [house.desk.opened(subject=f"Yazıcı basmıyor {place}").case.number for place in range(3)]
    house.desk.opened(subject="Tarayıcı kilitli")
    number = services.open_problem(
        actor=house.worker.actor,
        subject="Yazıcılar öğleden sonra basmıyor",
        symptom="Kuyruk takılıyor",
        words="yazıcı",
        tickets=" ".join(tickets),
    ).case.number
    with pytest.raises(Refused, match="zaten bu soruna"):
        services.add_ticket(number, actor=house.worker.actor, ticket=tickets[0])
    with pytest.raises(ObjectDoesNotExist):
        services.know(number, actor=house.desk.stranger.actor, cause="x", workaround="y")
    services.know(
        number, actor=house.worker.actor, cause="Sürücü bellek sızdırıyor", workaround="Kuyruğu boşaltın", whys="a\nb"
    )
    services.fix(number, actor=house.worker.actor, fix_text="Sürücü değişti", rule="Sürücüler önce denenecek")
    with pytest.raises(Refused, match="daha önce kapatılamaz"):
        services.close_problem(number, actor=house.worker.actor, verdict="İyi")
    # the three came on the five days before the fix; none since
    Problem.objects.update(fixed_on=TODAY + DAY, follow_up_on=TODAY + 6 * DAY)
    one = Problem.objects.get()
    assert services.problems.effect_of(one, TODAY + 6 * DAY) == (3, 0)
    Problem.objects.update(fixed_on=TODAY - 6 * DAY, follow_up_on=TODAY)
    assert services.remind() == services.remind() + 1
    services.close_problem(number, actor=house.worker.actor, verdict="Yinelemedi")
    one.refresh_from_db()
    assert (one.case.state, one.before, one.after, len(one.whys)) == ("closed", 0, 3, 2)
    assert numbers.rule_worked(None, TODAY, TODAY) == 0.0
    page = house.worker.client.get(f"/is/{number}/").text
    assert (tickets[0] in page, "Önleyici kural" in page) == (True, True)
    assert "Sorun" in house.worker.client.get(f"/destek/talep/{tickets[0]}/").text
