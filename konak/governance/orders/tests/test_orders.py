"""An order from its giving to its end: who may, who may not, in which order, in which words."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import steps_open
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.trail.queries import story
from konak.governance.orders import queries, services
from konak.governance.orders.models import Order

PAPER = b"liste\n"


def told(order):
    return [(entry.verb, entry.user_id) for entry in story("orders.order", order.case.number)]


def steps(order, person):
    fresh = queries.order(person.actor, order.case.number)
    return [step.name for step in steps_open(fresh, person.actor)]


def test_an_order_is_begun_reported_with_evidence_and_accepted_and_the_story_says_so(chain):
    order = chain.for_clerk()
    number = order.case.number
    services.start(number, actor=chain.clerk.actor)
    services.report(number, actor=chain.clerk.actor, note="Bitti.", file=io.BytesIO(PAPER), file_name="liste.txt")
    done = services.accept(number, actor=chain.chief.actor, words="Teşekkürler.")

    assert (done.case.state, done.case.closed_at is not None) == ("done", True)
    clerk, chief = chain.clerk.user.pk, chain.chief.user.pk
    assert told(done) == [("open", chief), ("start", clerk), ("report", clerk), ("accept", chief)]
    (report,) = done.reports.all()
    assert (report.note, report.verdict, report.why, report.file.name) == (
        "Bitti.",
        "accepted",
        "Teşekkürler.",
        "liste.txt",
    )


def test_a_report_needs_a_note_or_a_file(chain):
    number = chain.for_clerk().case.number
    with pytest.raises(Refused, match="kanıt dosyası ekleyin"):
        services.report(number, actor=chain.clerk.actor, note="  ")


def test_what_is_handed_back_goes_on_and_may_be_reported_again(chain):
    number = chain.for_clerk().case.number
    services.report(number, actor=chain.clerk.actor, note="Bitti.")
    back = services.hand_back(number, actor=chain.chief.actor, why="İki cihaz eksik.")
    assert (back.case.state, back.case.due_on) == ("started", chain.due)
    services.report(number, actor=chain.clerk.actor, note="Şimdi tam.")
    done = services.accept(number, actor=chain.chief.actor)
    assert [(one.verdict, one.why) for one in done.reports.order_by("pk")] == [
        ("returned", "İki cihaz eksik."),
        ("accepted", ""),
    ]


def test_each_sees_the_steps_that_are_his(chain):
    order = chain.for_clerk()
    assert steps(order, chain.clerk) == ["start", "report"]
    assert steps(order, chain.chief) == ["withdraw"]
    assert steps(order, chain.director) == ["withdraw"]
    services.report(order.case.number, actor=chain.clerk.actor, note="Bitti.")
    assert steps(order, chain.clerk) == []
    assert steps(order, chain.chief) == ["accept", "return", "withdraw"]


def test_the_doer_does_not_accept_his_own_work_even_as_a_superior_of_the_unit(chain):
    order = chain.give(chain.head, chain.director, chain.hall.gis)
    services.report(order.case.number, actor=chain.director.actor, note="Bitti.")
    with pytest.raises(Refused, match="kararı emri veren makam verir"):
        services.accept(order.case.number, actor=chain.director.actor)


def test_the_giver_does_not_report(chain):
    order = chain.for_clerk()
    with pytest.raises(Refused, match="Emri veren, işi yapan olamaz"):
        services.report(order.case.number, actor=chain.chief.actor, note="Bitti.")


def test_a_colleague_neither_sees_nor_does_what_was_given_to_another(chain):
    number = chain.for_clerk().case.number
    for person in (chain.colleague, chain.stranger):
        assert queries.board(person.actor, "hepsi").rows == []
        with pytest.raises(ObjectDoesNotExist):
            services.start(number, actor=person.actor)


def test_whoever_acts_for_the_giver_decides_for_him(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    services.report(order.case.number, actor=chain.chief.actor, note="Bitti.")
    deputy = chain.hall.seat("director", chain.hall.network)
    seat = chain.director.user.appointments.get()
    Appointment.objects.create(
        user=deputy.user,
        unit=chain.hall.gis,
        position="director",
        since=localdate(),
        until=localdate(),
        acting_for=seat,
    )
    done = services.accept(order.case.number, actor=actor_of(deputy.user.pk))
    assert done.case.state == "done"


def test_orders_go_down_only(chain):
    with pytest.raises(Refused, match="eşit ya da üst makamda"):
        chain.give(chain.chief, chain.hall.seat("chief", chain.service), chain.service)
    with pytest.raises(Refused, match="size bağlı değil"):
        chain.give(chain.chief, chain.director, chain.hall.gis)
    with pytest.raises(Refused, match="size bağlı değil"):
        chain.give(chain.director, None, chain.hall.network)
    with pytest.raises(Refused, match="Kendinize"):
        chain.give(chain.chief, chain.chief, chain.service)
    with pytest.raises(Refused, match="bir kişi seçin"):
        chain.give(chain.director, None, chain.hall.gis)
    with pytest.raises(Refused, match="yetkiniz yok"):
        chain.give(chain.clerk, chain.colleague, chain.service)
    with pytest.raises(Refused, match="görevli değil"):
        chain.give(chain.director, chain.stranger, chain.service)
    assert Order.objects.count() == 0


def test_a_unit_gets_an_order_and_its_chief_takes_it_on(chain):
    order = chain.give(chain.director, None, chain.service)
    assert (order.case.assignee_id, steps(order, chain.director)) == (None, ["withdraw"])
    assert steps(order, chain.chief) == ["start", "report"]
    assert steps(order, chain.head) == ["withdraw"]
    taken = services.start(order.case.number, actor=chain.chief.actor)
    assert taken.case.assignee_id == chain.chief.user.pk


def test_the_last_day_is_a_working_day_ahead_given_as_a_date_or_in_working_days(chain):
    assert chain.for_clerk(due_on=None, working_days=7).case.due_on == add_working_days(localdate(), 7)
    with pytest.raises(Refused, match="ikisinden yalnız birini"):
        chain.for_clerk(working_days=3)
    with pytest.raises(Refused, match="geçmiş bir gün"):
        chain.for_clerk(due_on=localdate() - dt.timedelta(days=1))
    with pytest.raises(Refused, match=r"01.01.\d{4} çalışma günü değil; izleyen çalışma günü"):
        chain.for_clerk(due_on=dt.date(localdate().year + 1, 1, 1))


def test_files_given_with_an_order_lie_in_its_file(chain):
    order = chain.for_clerk(files=[(io.BytesIO(PAPER), "taslak.txt")])
    assert [one.file.name for one in cases.attachments(order.case)] == ["taslak.txt"]


def test_withdrawing_says_why_and_ends_it(chain):
    number = chain.for_clerk().case.number
    with pytest.raises(Refused, match="nedenini yazın"):
        services.withdraw(number, actor=chain.chief.actor, why=" ")
    gone = services.withdraw(number, actor=chain.director.actor, why="Gerek kalmadı.")
    assert (gone.case.state, gone.withdrawn_why) == ("withdrawn", "Gerek kalmadı.")


# Many units at once ---------------------------------------------------------------------------------------------


def test_many_units_get_an_order_each_or_none_does(chain):
    hall = chain.hall
    with pytest.raises(Refused, match="size bağlı değil"):
        services.give_many(
            actor=chain.head.actor,
            unit_ids=[hall.gis.pk, hall.elsewhere.pk],
            subject="Sayım",
            text="Sayın.",
            due_on=chain.due,
        )
    assert Case.objects.count() == 0
    made = services.give_many(
        actor=chain.head.actor,
        unit_ids=[hall.gis.pk, hall.network.pk, hall.gis.pk],
        subject="Sayım",
        text="Sayın.",
        due_on=chain.due,
    )
    assert [order.case.unit_id for order in made] == [hall.gis.pk, hall.network.pk]
    assert len({order.batch for order in made}) == 1
    found = queries.board(chain.head.actor, "verdigim", queries.OrderFilter(batch=str(made[0].batch))).rows
    assert [order.pk for order in found] == [order.pk for order in made]


# Passing on -----------------------------------------------------------------------------------------------------


def test_a_chief_passes_an_order_on_and_reports_when_its_parts_are_done(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    parts = [
        services.pass_on(
            order.case.number, actor=chain.chief.actor, unit_id=chain.service.pk, assignee_id=one.user.pk
        )
        for one in (chain.clerk, chain.colleague)
    ]
    assert queries.order(chain.chief.actor, order.case.number).case.state == "started"
    assert [(one.case.subject, one.case.due_on, one.giver_id) for one in parts] == [
        (order.case.subject, chain.due, chain.chief.user.pk)
    ] * 2
    with pytest.raises(Refused, match="Alt emirlerden 2 tanesi henüz sonuçlanmadı"):
        services.report(order.case.number, actor=chain.chief.actor, note="Bitti.")
    for part, person in zip(parts, (chain.clerk, chain.colleague), strict=True):
        services.report(part.case.number, actor=person.actor, note="Bitti.")
        services.accept(part.case.number, actor=chain.chief.actor)
    assert queries.progress_of([order]) == {order.pk: queries.Progress(2, 2)}
    services.report(order.case.number, actor=chain.chief.actor, note="Hepsi bitti.")
    assert services.accept(order.case.number, actor=chain.director.actor).case.state == "done"


def test_a_part_ends_no_later_than_the_whole(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    with pytest.raises(Refused, match="üst emrin son gününden"):
        services.pass_on(
            order.case.number,
            actor=chain.chief.actor,
            unit_id=chain.service.pk,
            assignee_id=chain.clerk.user.pk,
            due_on=add_working_days(chain.due, 1),
        )
    assert queries.order(chain.chief.actor, order.case.number).case.state == "given"


def test_only_the_doer_passes_on(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    with pytest.raises(Refused, match="Emri veren"):
        services.pass_on(
            order.case.number, actor=chain.director.actor, unit_id=chain.service.pk, assignee_id=chain.clerk.user.pk
        )


def test_withdrawing_an_order_withdraws_what_was_passed_on(chain):
    order = chain.give(chain.head, chain.director, chain.hall.gis)
    part = services.pass_on(
        order.case.number, actor=chain.director.actor, unit_id=chain.service.pk, assignee_id=chain.chief.user.pk
    )
    below = services.pass_on(
        part.case.number, actor=chain.chief.actor, unit_id=chain.service.pk, assignee_id=chain.clerk.user.pk
    )
    services.withdraw(order.case.number, actor=chain.head.actor, why="Vazgeçildi.")
    assert [Case.objects.get(pk=one.pk).state for one in (order, part, below)] == ["withdrawn"] * 3


def test_the_chain_of_command_is_shown_from_the_top(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    part = services.pass_on(
        order.case.number, actor=chain.chief.actor, unit_id=chain.service.pk, assignee_id=chain.clerk.user.pk
    )
    shown = queries.sheet(queries.order(chain.director.actor, part.case.number), chain.director.actor)
    assert [link.user for link in shown.chain] == [chain.director.user, chain.chief.user, chain.clerk.user]


# Oral orders ----------------------------------------------------------------------------------------------------


def oral(chain, giver=None, **more):
    facts = {"subject": "Sunum", "text": "Sunum hazırlayın.", "given_on": localdate(), "due_on": chain.due} | more
    return services.record_oral(actor=chain.director.actor, giver_id=(giver or chain.head).user.pk, **facts)


def test_an_oral_order_is_written_down_confirmed_done_and_accepted(chain):
    order = oral(chain)
    assert (order.giver_id, order.given_as, order.given_from_id, order.form, order.confirmed_at) == (
        chain.head.user.pk,
        "head_of_department",
        chain.hall.department.pk,
        "oral",
        None,
    )
    number = order.case.number
    with pytest.raises(Refused, match="emri veren makam"):
        services.confirm_oral(number, actor=chain.director.actor)
    assert services.confirm_oral(number, actor=chain.head.actor).confirmed_at is not None
    with pytest.raises(Refused, match="teyit beklemiyor"):
        services.confirm_oral(number, actor=chain.head.actor)
    services.report(number, actor=chain.director.actor, note="Hazır.")
    assert services.accept(number, actor=chain.head.actor).case.state == "done"


def test_only_a_superior_can_have_given_an_oral_order(chain):
    for nobody in (chain.chief, chain.stranger):
        with pytest.raises(Refused, match="amiriniz değil"):
            oral(chain, nobody)
    with pytest.raises(Refused, match="ileri bir gün"):
        oral(chain, given_on=localdate() + dt.timedelta(days=1))
    assert [one.user for one in queries.superiors_of(chain.clerk.actor)] == [
        chain.chief.user,
        chain.director.user,
        chain.head.user,
    ]


# More time ------------------------------------------------------------------------------------------------------


def test_more_time_is_asked_and_granted_and_the_first_day_stays_known(chain):
    number = chain.for_clerk().case.number
    later = add_working_days(chain.due, 5)
    services.ask_extension(number, actor=chain.clerk.actor, until=later, why="Veri gelmedi.")
    with pytest.raises(Refused, match="zaten var"):
        services.ask_extension(number, actor=chain.clerk.actor, until=later, why="Yine.")
    with pytest.raises(Refused, match="kararı emri veren makam"):
        services.answer_extension(number, actor=chain.clerk.actor, grant=True)
    services.answer_extension(number, actor=chain.chief.actor, grant=True)
    order = queries.order(chain.chief.actor, number)
    assert (order.case.due_on, order.first_due_on) == (later, chain.due)
    assert [verb for verb, _ in told(order)] == ["open", "ask_time", "grant_time"]


def test_more_time_is_refused_with_a_reason(chain):
    number = chain.for_clerk().case.number
    services.ask_extension(number, actor=chain.clerk.actor, until=add_working_days(chain.due, 5), why="Veri gelmedi.")
    with pytest.raises(Refused, match="nedenini yazın"):
        services.answer_extension(number, actor=chain.chief.actor, grant=False)
    answer = services.answer_extension(number, actor=chain.chief.actor, grant=False, words="Meclis günü belli.")
    assert (answer.answer, answer.words) == ("refused", "Meclis günü belli.")
    assert queries.order(chain.chief.actor, number).case.due_on == chain.due


def test_time_is_asked_only_for_later_and_while_the_work_goes_on(chain):
    number = chain.for_clerk().case.number
    with pytest.raises(Refused, match="şimdiki son günden"):
        services.ask_extension(number, actor=chain.clerk.actor, until=chain.due, why="Neden.")
    services.report(number, actor=chain.clerk.actor, note="Bitti.")
    with pytest.raises(Refused, match="süresi değiştirilemez"):
        services.ask_extension(number, actor=chain.clerk.actor, until=add_working_days(chain.due, 1), why="Neden.")


def test_a_report_settles_the_question_of_time(chain):
    number = chain.for_clerk().case.number
    services.ask_extension(number, actor=chain.clerk.actor, until=add_working_days(chain.due, 5), why="Veri gelmedi.")
    services.report(number, actor=chain.clerk.actor, note="Bitti.")
    assert [one.answer for one in queries.order(chain.chief.actor, number).extensions.all()] == ["refused"]


def test_the_giver_moves_the_last_day_but_not_before_open_parts(chain):
    order = chain.give(chain.director, chain.chief, chain.service)
    services.pass_on(
        order.case.number, actor=chain.chief.actor, unit_id=chain.service.pk, assignee_id=chain.clerk.user.pk
    )
    with pytest.raises(Refused, match="Açık alt emirlerden 1 tanesinin"):
        services.move_deadline(order.case.number, actor=chain.director.actor, due_on=add_working_days(localdate(), 1))
    later = add_working_days(chain.due, 3)
    assert services.move_deadline(order.case.number, actor=chain.director.actor, due_on=later).case.due_on == later
