import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.service.access_requests import services
from konak.service.access_requests.models import AccessRequest, Drift, Entitlement
from konak.service.access_requests.queries import board, campaigns, entitlements, numbers
from konak.service.access_requests.tests.conftest import days

reviewing, drifting, importing = services.reviewing, services.drifting, services.importing


@pytest.fixture
def held(office, plain_right):
    return [office.granted(plain_right, who) for who in (office.clerk, office.other)]


def drawn(office, **facts):
    values = {"subject": "Yıllık gözden geçirme", "unit": office.hall.department, "due_on": days(20)} | facts
    row = reviewing.draw(actor=office.head.actor, **values)
    return reviewing.start(row.case.number, actor=office.head.actor)


def test_a_review_goes_to_managers_is_decided_and_closes_with_a_sealed_report(office, held):
    row = drawn(office)
    assert {item.reviewer_id for item in row.items.all()} == {office.chief.user.pk}
    first, second = row.items.order_by("pk")
    with pytest.raises(Refused, match="Karar verilmemiş 2"):
        reviewing.close(row.case.number, actor=office.head.actor)
    reviewing.decide([first.pk], actor=office.chief.actor, decision="keep")
    with pytest.raises(Refused, match="Gerekçe"):
        reviewing.decide([second.pk], actor=office.chief.actor, decision="revoke")
    reviewing.decide([second.pk], actor=office.chief.actor, decision="revoke", why="İşi değişti")
    with pytest.raises(Refused, match="karar değişmez"):
        reviewing.decide([first.pk], actor=office.chief.actor, decision="revoke", why="Vazgeçtim")
    states = sorted(Entitlement.objects.values_list("state", flat=True))
    second.refresh_from_db()
    assert (states, second.opened_number) == (["active", "ended"], AccessRequest.objects.get(kind="end").case.number)

    row = reviewing.close(row.case.number, actor=office.head.actor)
    assert (row.case.state, len(row.digest)) == ("closed", 64)
    for form, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        answer = office.head.client.get(f"/yetkiler/gozden-gecirme/{row.case.number}/rapor.{form}")
        assert (answer.status_code, b"".join(answer)[: len(start)]) == (200, start)
    assert numbers.reviews_in_time(None, localdate(), days(30)) == 100


def test_nobody_reviews_his_own_right_and_a_stranger_finds_nothing(office, plain_right):
    office.granted(plain_right, office.chief)
    row = drawn(office)
    (item,) = row.items.all()
    assert item.reviewer_id == office.director.user.pk
    with pytest.raises(Refused, match="Kendi yetkinizi"):
        reviewing.decide([item.pk], actor=office.chief.actor, decision="keep")
    with pytest.raises(ObjectDoesNotExist):
        reviewing.decide([item.pk], actor=office.stranger.actor, decision="keep")
    assert list(campaigns.campaigns(office.stranger.actor)) == []


def test_several_at_once_need_a_reason(office, held):
    row = drawn(office)
    keys = [item.pk for item in row.items.all()]
    with pytest.raises(Refused, match="birlikte karar"):
        reviewing.decide(keys, actor=office.chief.actor, decision="keep")
    assert reviewing.decide(keys, actor=office.chief.actor, decision="keep", why="İşleri sürüyor") == 2
    assert set(row.items.values_list("in_bulk", flat=True)) == {True}


def test_an_owner_never_reviews_himself_where_owners_review(office, risky_right):
    office.granted(risky_right)
    row = drawn(office, reviewers="owner", privileged_only=True)
    assert row.items.get().reviewer_id == office.owner.user.pk
    with pytest.raises(Refused, match="kendi yetkisini"):
        reviewing.hand_on(
            [row.items.get().pk], actor=office.owner.actor, reviewer_id=office.clerk.user.pk, why="İzin"
        )
    reviewing.hand_on([row.items.get().pk], actor=office.owner.actor, reviewer_id=office.chief.user.pk, why="İzin")
    assert row.items.get().reviewer_id == office.chief.user.pk


def test_reviewers_are_reminded_every_few_days_and_their_superiors_after_the_end(office, held):
    row = drawn(office)
    told = [reviewing.remind(day=days(count)) for count in (1, 3, 4, 25)]
    assert told == [0, 1, 0, 2]
    assert row.items.filter(reminded_on=days(25)).count() == 2


def test_an_empty_scope_is_not_started(office):
    with pytest.raises(Refused, match="yetki yok"):
        drawn(office)


@pytest.fixture
def directory_right(office):
    services.provisioning.register(
        services.provisioning.Provisioner("dizin", "Dizin", lambda order: "eklendi", lambda order: "çıkarıldı")
    )
    yield office.right("dizin-grubu", provisioner="dizin", target="cn=okur")
    services.provisioning.forget("dizin")


def test_what_a_directory_holds_is_compared_with_the_register_both_ways(office, directory_right):
    held = office.granted(directory_right)
    Entitlement.objects.filter(pk=held.pk).update(since=days(-5))
    seen = [
        drifting.Observed("cn=okur", office.other.user.username),
        drifting.Observed("cn=okur", "hayalet"),
    ]
    found = drifting.report_drift(actor=office.admin.actor, system="dizin", observed=seen)
    kinds = set(Drift.objects.values_list("account", "kind"))
    assert (found.fresh, kinds) == (
        3,
        {(office.other.user.username, "extra"), ("hayalet", "unknown"), (office.clerk.user.username, "missing")},
    )
    assert drifting.report_drift(actor=office.admin.actor, system="dizin", observed=[]).open == 3
    seen.append(drifting.Observed("cn=okur", office.clerk.user.username, localdate()))
    again = drifting.report_drift(actor=office.admin.actor, system="dizin", observed=seen)
    held.refresh_from_db()
    assert (again.fresh, again.gone, held.last_used_on) == (0, 1, localdate())

    extra = Drift.objects.get(kind="extra")
    with pytest.raises(Refused, match="bilgi güvenliği"):
        drifting.settle(extra.pk, actor=office.clerk.actor, fate="removed", why="Fazla")
    drifting.settle(extra.pk, actor=office.security.actor, fate="removed", why="Onayı yok")
    task = AccessRequest.objects.get(kind="end")
    assert (task.person_id, task.case.state) == (office.other.user.pk, "executing")


def test_an_import_is_all_or_nothing_and_a_second_one_adds_nothing(office, plain_right):
    good = f"kullanıcı adı;yetki;başlangıç;bitiş\n{office.clerk.user.username};ebys-okur;01.03.2026;\n"
    bad = good + f"{office.other.user.username};ebys-okur;31.02.2026;\nkimse;yok-boyle;;\n"
    preview = importing.preview(actor=office.admin.actor, text=bad)
    assert [line.number for line in preview.faulty] == [3, 4]
    with pytest.raises(Refused, match="Hiçbir satır aktarılmadı: 2 hatalı"):
        importing.take_in(actor=office.admin.actor, text=bad)
    assert Entitlement.objects.count() == 0
    assert [importing.take_in(actor=office.admin.actor, text=good) for _ in range(2)] == [1, 0]
    with pytest.raises(Refused, match="yetkiniz yok"):
        importing.preview(actor=office.head.actor, text=good)
    (one,) = entitlements.forgotten(office.admin.actor, "unapproved")
    assert one.entitlement.assignee_id == office.clerk.user.pk


def test_rights_whose_holder_moved_or_left_are_reported(office, held):
    Entitlement.objects.filter(pk=held[0].pk).update(unit=office.hall.network)
    User.objects.filter(pk=held[1].assignee_id).update(is_active=False)
    signs = {one.entitlement.pk: one.signs for one in entitlements.forgotten(office.admin.actor)}
    assert signs == {held[0].pk: ("Sahibi yer değiştirmiş",), held[1].pk: ("Sahibi ayrılmış",)}
    assert entitlements.forgotten(office.stranger.actor) == []


def test_a_shared_account_has_an_owner_a_safe_and_days_and_never_a_secret(office):
    values = {
        "name": "svc-yedek",
        "area": "Yedekleme",
        "kind": "service",
        "purpose": "Gece yedeği",
        "unit": office.hall.network,
        "owner": office.hands.user,
        "safe": "Kasa 1 / yedek",
        "review_on": days(90),
    }
    row = services.accounts.keep(actor=office.head.actor, **values)
    with pytest.raises(Refused, match="zaten kayıtlı"):
        services.accounts.keep(actor=office.head.actor, **values)
    with pytest.raises(Refused, match="parola"):
        services.accounts.keep(actor=office.head.actor, **(values | {"name": "b", "safe": "parola: 123"}))
    with pytest.raises(ObjectDoesNotExist):
        services.accounts.renewed(row.pk, actor=office.stranger.actor, on=localdate())
    services.accounts.renewed(row.pk, actor=office.hands.actor, on=localdate())
    services.accounts.hand_over(row.pk, actor=office.head.actor, owner=office.security.user, why="Görev değişti")
    row.refresh_from_db()
    assert (row.rotated_on, row.assignee_id) == (localdate(), office.security.user.pk)


def test_the_board_counts_what_its_reader_reaches(office, held):
    assert (board.board(office.head.actor).living, board.board(office.stranger.actor).living) == (2, 0)


def test_a_change_orders_the_other_role_in_one_request_that_proves_both_ways(office, held):
    writer = office.right("ebys-yazar")
    elsewhere = office.right("ybs-rapor", area="YBS")
    row = drawn(office)
    item = row.items.get(entitlement__assignee=office.clerk.user)
    url = f"/yetkiler/gozden-gecirme/kalem/{item.pk}/degistir/"
    shown = office.chief.client.get(url).text
    assert (writer.name in shown, elsewhere.name in shown) == (True, False)
    for facts, words in (({}, "Neye değişeceğini"), ({"right": elsewhere}, "aynı sistemden")):
        with pytest.raises(Refused, match=words):
            reviewing.decide([item.pk], actor=office.chief.actor, decision="change", why="Yazıyor", **facts)
    answer = office.chief.client.post(url, {"right": writer.pk, "why": "Artık cevap da yazıyor"})
    assert answer.status_code == 302, answer.text
    item.refresh_from_db()
    request = AccessRequest.objects.get(case__number=item.opened_number)
    assert (request.kind, request.case.state, item.entitlement.state) == ("change", "executing", "active")
    services.executing.grant(item.opened_number, actor=office.hands.actor, proof="Rolü değişti")
    old = Entitlement.objects.get(pk=item.entitlement_id)
    new = Entitlement.objects.get(right=writer, assignee=office.clerk.user)
    assert (old.state, old.end_proof, new.state, new.proof) == ("removed", "Rolü değişti", "active", "Rolü değişti")


def test_a_change_that_comes_to_nothing_ends_the_right_and_an_owner_is_still_asked(office, held, risky_right):
    strict = office.right("ebys-imza", risk=2, approvals=["owner"], assignee=office.owner.user)
    row = drawn(office)
    item = row.items.get(entitlement__assignee=office.clerk.user)
    reviewing.decide([item.pk], actor=office.chief.actor, decision="change", why="İmzalıyor", right=strict)
    item.refresh_from_db()
    request = AccessRequest.objects.get(case__number=item.opened_number)
    assert (request.case.state, request.case.assignee_id) == ("asked", office.owner.user.pk)
    services.deciding.refuse(item.opened_number, actor=office.owner.actor, why="Gerek yok")
    assert Entitlement.objects.get(pk=item.entitlement_id).state == "ended"


def test_a_review_may_only_shorten_the_time(office, held):
    row = drawn(office)
    item = row.items.get(entitlement__assignee=office.clerk.user)
    reviewing.decide([item.pk], actor=office.chief.actor, decision="change", why="Proje bitiyor", until=days(30))
    right = Entitlement.objects.get(pk=item.entitlement_id)
    assert (right.until, right.state, right.last_reviewed_on) == (days(30), "active", localdate())
    with pytest.raises(Refused, match="yalnız kısaltılır"):
        services.ending.shorten(right.pk, actor=office.chief.actor, until=days(60), why="Uzasın")
