"""Cartridges go to printers that they fit, levels are watched, needs are raised once and met by what arrives."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate

from konak.estate.assets.models import Stock
from konak.estate.assets.services import receipts
from konak.estate.supplies import public, queries, services
from konak.estate.supplies.models import EmptyReturn, Issue, PartLife, Printer, Proposal, StockAlarm
from konak.estate.upkeep.models import Reading
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail import queries as trail

TODAY = localdate()
DAY = dt.timedelta(days=1)
JSON = {"content_type": "application/json"}
WORKER = Actor(None, via="job")


def test_a_cartridge_goes_to_the_printer_it_fits_and_three_stories_say_so(cupboard):
    cupboard.store.stocked("3", price="100")
    cupboard.fit()
    cupboard.followed(1_000)
    made = cupboard.give(pages=1_500, reference="dt-2026-1")
    assert (made.quantity, made.amount, made.pages, made.reference) == (1, Decimal("120.00"), 1_500, "DT-2026-1")
    assert (made.unit_id, Stock.objects.get(item=cupboard.store.toner).quantity) == (cupboard.printer.unit_id, 2)
    assert made.number in trail.story("assets.asset", cupboard.printer.tag).latest("pk").note
    second = cupboard.give(pages=9_500)
    old, new = PartLife.objects.order_by("pk")
    assert (old.issue, old.ended_on, old.printed, new.issue, new.ended_on) == (made, TODAY, 8_000, second, None)
    assert [row.receipt for row in public.given_for("DT-2026-1")] == [made.number]


def test_what_does_not_fit_or_is_not_there_is_refused_and_nothing_moves(cupboard):
    cupboard.store.stocked("1")
    cupboard.followed()
    with pytest.raises(Refused, match="uymaz"):
        cupboard.give()
    cupboard.fit()
    with pytest.raises(Refused, match="istenen 2, mevcut 1"):
        cupboard.give(quantity=2)
    with pytest.raises(Refused, match="sıfırdan büyük"):
        cupboard.give(quantity=0)
    services.read(cupboard.printer.tag, actor=cupboard.expert.actor, pages=400, read_on=TODAY - DAY)
    with pytest.raises(Refused, match="400 idi; geriye gidemez"):
        cupboard.give(pages=10)
    assert (Issue.objects.count(), Stock.objects.get(item=cupboard.store.toner).quantity) == (0, 1)


def test_only_the_registrar_gives_and_a_stranger_sees_nothing(cupboard):
    cupboard.store.stocked("2")
    cupboard.fit()
    cupboard.followed()
    level = cupboard.level()
    with pytest.raises(Refused, match="kayıt yetkilisi"):
        services.hand_out(
            actor=cupboard.expert.actor, warehouse="01", item=cupboard.store.toner.code, tag=cupboard.printer.tag
        )
    made = cupboard.give()
    other = cupboard.stranger.actor
    assert not queries.levels(other).exists()
    assert not queries.printers(other).exists()
    assert not queries.issues(other).exists()
    with pytest.raises(ObjectDoesNotExist):
        services.edit_level(level.pk, actor=other, minimum=Decimal(1))
    with pytest.raises(ObjectDoesNotExist):
        services.return_empties(made.pk, actor=other, quantity=1)
    pages = (f"/sarf/stok/{level.pk}/", f"/sarf/yazicilar/{cupboard.printer.tag}/")
    assert [cupboard.stranger.client.get(page).status_code for page in pages] == [404, 404]


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_taking_the_last_cartridge_one_gets_it(cupboard):
    cupboard.store.stocked("1")
    cupboard.fit()
    cupboard.followed()
    cupboard.level(minimum=Decimal(0))
    deputy = cupboard.hall.seat("staff", cupboard.hall.network)
    warehouse = cupboard.store.warehouse
    warehouse.deputy_registrar = deputy.user
    warehouse.save()
    start, answers = threading.Barrier(2), []

    def take(actor):
        try:
            start.wait()
            services.hand_out(actor=actor, warehouse="01", item=cupboard.store.toner.code, tag=cupboard.printer.tag)
            answers.append("verildi")
        except Refused as refusal:
            answers.append("yok" if "mevcut 0" in str(refusal) else str(refusal))
        finally:
            connection.close()

    people = [threading.Thread(target=take, args=(one.actor,)) for one in (cupboard.store.keeper, deputy)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(answers) == ["verildi", "yok"]
    assert (Issue.objects.count(), PartLife.objects.filter(ended_on=None).count()) == (1, 1)
    assert queries.level_of(warehouse.pk, cupboard.store.toner.pk).outlook.on_hand == 0


def test_empties_come_back_and_never_more_than_were_given(cupboard):
    cupboard.store.stocked("3")
    cupboard.fit()
    cupboard.followed()
    made = cupboard.give(quantity=2, empties=1)
    with pytest.raises(Refused, match="En çok 1 boş"):
        services.return_empties(made.pk, actor=cupboard.store.keeper.actor, quantity=2)
    assert queries.issues(cupboard.expert.actor, queries.IssueFilter(state="empties")).count() == 1
    services.return_empties(made.pk, actor=cupboard.store.keeper.actor, quantity=1)
    assert (Issue.objects.get().returned, EmptyReturn.objects.count()) == (2, 2)
    assert not queries.issues(cupboard.expert.actor, queries.IssueFilter(state="empties")).exists()


def test_parts_wear_by_counters_that_people_files_and_machines_bring(cupboard):
    cupboard.fit(cupboard.drum, kind="drum", yield_pages=20_000)
    cupboard.followed(10_000)
    tag = cupboard.printer.tag
    fit = queries.fits(cupboard.expert.actor).get()
    part = services.fit_part(tag, actor=cupboard.expert.actor, fit_id=fit.pk, since=TODAY - 90 * DAY, at_pages=2_000)
    assert part.percent == 40
    assert public.counter_read(tag, pages=17_600) is True
    assert public.counter_read(cupboard.other.tag, pages=5) is False
    part.refresh_from_db()
    assert (part.percent, [row.pk for row in queries.parts(cupboard.expert.actor, near=True)]) == (78, [])
    text = f"sicil no;sayaç;gün\n{tag};9.000;{TODAY - 40 * DAY:%d.%m.%Y}\n{tag};18.400\nyok;5\n"
    with pytest.raises(Refused, match=r"Hiçbir satır yazılmadı. 4\. satır: yok izlenen"):
        services.import_readings(actor=cupboard.expert.actor, text=text)
    client = cupboard.expert.client
    page = client.post("/sarf/yazicilar/sayaclar/", {"text": text}).content.decode()
    assert all(words in page for words in ("1 satır hatalı", "yok izlenen yazıcılar arasında yok", "8.400"))
    refused = client.post("/sarf/yazicilar/sayaclar/", {"text": text, "write": "1"})
    assert (refused.status_code, "Hiçbir satır yazılmadı" in refused.content.decode()) == (422, True)
    right = client.post("/sarf/yazicilar/sayaclar/", {"text": text.replace("yok;5\n", "")}).content.decode()
    assert "2 sayacı yaz" in right
    assert Reading.objects.count() == 1  # shown, not written
    assert services.import_readings(actor=cupboard.expert.actor, text=text.replace("yok;5\n", "")) == 2
    part.refresh_from_db()
    printer = Printer.objects.get()
    assert (printer.pages, part.percent, printer.pages_a_month > 0, part.due_on > TODAY) == (18_400, 82, True, True)
    services.look_round(actor=WORKER)
    services.look_round(actor=WORKER)
    assert Notification.objects.filter(topic="supplies.part_due").count() == 1


def test_a_shortage_opens_one_task_and_buying_ends_it(cupboard):
    cupboard.store.stocked("40", dated=TODAY - 300 * DAY)
    cupboard.used((6, 6, 6, 6, 6, 6))
    level = cupboard.level(assignee_id=cupboard.expert.user.pk)
    assert (level.outlook.on_hand, level.outlook.monthly, level.short) == (4, 6, True)
    assert [services.look_round(actor=WORKER) for _ in range(3)] == [1, 0, 0]
    alarm = StockAlarm.objects.get()
    assert (alarm.case.assignee_id, alarm.case.state) == (cupboard.expert.user.pk, "open")
    assert Notification.objects.filter(topic="supplies.low").count() == 1
    with pytest.raises(Refused, match="hâlâ sipariş noktasında"):
        services.recover(alarm.case.number, actor=cupboard.expert.actor)

    made = services.propose(actor=cupboard.expert.actor, why="Yıl sonu")
    number, line = made.case.number, made.lines.get()
    assert (line.quantity, line.price) == (level.outlook.propose, Decimal("120.00"))
    alarm.case.refresh_from_db()
    assert alarm.case.state == "ordered"
    with pytest.raises(Refused, match="başka öneride bulunmayan"):
        services.propose(actor=cupboard.expert.actor)
    services.change_line(number, line.pk, actor=cupboard.expert.actor, quantity=Decimal(30))
    services.submit(number, actor=cupboard.expert.actor)
    with pytest.raises(Refused):
        services.approve(number, actor=cupboard.expert.actor)
    services.approve(number, actor=cupboard.director.actor)
    assert [(row.code, row.quantity) for row in public.need(number)] == [(cupboard.store.toner.code, 30)]
    assert queries.level(cupboard.expert.actor, level.pk).outlook.state == "coming"

    for count in ("12", "18"):
        receipt = cupboard.store.stocked(count).case.number
        services.follow_receipt(receipt, actor=WORKER)
        services.follow_receipt(receipt, actor=WORKER)
    assert (Proposal.objects.get().case.state, made.lines.get().received) == ("met", 30)
    assert (StockAlarm.objects.get().case.state, StockAlarm.objects.get().is_open) == ("recovered", False)
    assert [entry.verb for entry in trail.story("supplies.stockalarm", alarm.case.number)] == [
        "open",
        "order",
        "recover",
    ]


def test_a_dropped_proposal_wakes_the_alarm_and_a_dismissed_one_keeps_quiet_until_its_day(cupboard):
    cupboard.store.stocked("1")
    level = cupboard.level(minimum=Decimal(3))
    services.look_round(actor=WORKER)
    made = services.propose(actor=cupboard.expert.actor)
    services.drop(made.case.number, actor=cupboard.expert.actor, why="Başka yoldan gelecek")
    alarm = StockAlarm.objects.get()
    assert alarm.case.state == "open"
    services.dismiss(
        alarm.case.number, actor=cupboard.expert.actor, why="Model kalkıyor", quiet_until=TODAY + 9 * DAY
    )
    assert [services.look_round(actor=WORKER, day=TODAY + after * DAY) for after in (1, 9, 10)] == [0, 0, 1]
    assert level.alarms.count() == 2


def test_a_reversed_receipt_takes_the_issue_out_of_the_numbers(cupboard):
    cupboard.store.stocked("2")
    cupboard.fit()
    cupboard.followed()
    level = cupboard.level(minimum=Decimal(1))
    made = cupboard.give()
    receipts.control(made.number, actor=cupboard.store.checker.actor)
    undo = receipts.reverse(made.number, actor=cupboard.store.keeper.actor, why="Yanlış yazıcı")
    number = undo.case.number
    receipts.approve(number, actor=cupboard.store.checker.actor)
    services.follow_receipt(number, actor=WORKER)
    made.refresh_from_db()
    assert (made.undone, queries.level(cupboard.expert.actor, level.pk).outlook.on_hand) == (True, 2)


def test_both_doors_give_and_refuse_in_the_same_words(cupboard):
    cupboard.store.stocked("2")
    cupboard.fit()
    cupboard.followed()
    tag, code, client = cupboard.printer.tag, cupboard.store.toner.code, cupboard.store.keeper.client
    asked = {"warehouse": "01", "item": code, "quantity": "9"}
    words = "ambarında yeterli Toner yok: istenen 9, mevcut 2"
    page = client.post(f"/sarf/yazicilar/{tag}/ver/", asked)
    api = client.post("/api/supplies/issues", asked | {"tag": tag}, **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, words in api.json()["title"]) == (409, True)
    page = client.post(f"/sarf/yazicilar/{tag}/ver/", asked | {"quantity": "1"})
    api = client.post("/api/supplies/issues", asked | {"tag": tag, "quantity": 1}, **JSON)
    assert (page.status_code, api.status_code, api.json()["tag"]) == (302, 201, tag)
    assert Issue.objects.count() == 2


def test_every_page_opens_and_shows_what_it_should(cupboard):
    cupboard.store.stocked("9")
    fit = cupboard.fit()
    cupboard.followed()
    level = cupboard.level(minimum=Decimal(9))
    made = cupboard.give()
    services.look_round(actor=WORKER)
    proposal = services.propose(actor=cupboard.expert.actor)
    client, tag = cupboard.expert.client, cupboard.printer.tag
    pages = {
        "/sarf/": "Alım zamanı gelen",
        "/sarf/stok/": "Toner",
        f"/sarf/stok/{level.pk}/": "Tüketim ve stok",
        "/sarf/yazicilar/": tag,
        f"/sarf/yazicilar/{tag}/": made.number,
        f"/sarf/yazicilar/{tag}/ver/": "Yazıcının sayacı",
        "/sarf/parcalar/": "Ömürlü parçalar",
        "/sarf/verilenler/": made.number,
        "/sarf/verilenler/yeni/": "Verilen birim",
        f"/sarf/verilenler/{made.pk}/bos/": "Dönen boş",
        "/sarf/tuketim/": "Toplam",
        "/sarf/uyarilar/": StockAlarm.objects.get().case.number,
        "/sarf/oneriler/": proposal.case.number,
        "/sarf/uyum/": "Örnek P400",
        f"/sarf/uyum/{fit.pk}/": "Kaç sayfa dayanır?",
        f"/is/{proposal.case.number}/": "Malzeme ekle",
        f"/is/{StockAlarm.objects.get().case.number}/": "Azalan malzeme",
        f"/tasinirlar/{tag}/": "Sarf ve parçalar",
    }
    shown = {page: client.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in shown.items()} == dict.fromkeys(pages, 200)
    assert [page for page, words in pages.items() if words not in shown[page].content.decode()] == []
