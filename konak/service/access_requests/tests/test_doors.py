import html
import re

import pytest
from django.urls import reverse

from konak.foundation.people.models import Appointment
from konak.office.correspondence import services as letters
from konak.office.correspondence.models import FileCode
from konak.service.access_requests import services
from konak.service.access_requests.models import AccessRequest, Entitlement
from konak.service.access_requests.tests.conftest import LONG_AGO, days


@pytest.fixture
def full(office, plain_right, risky_right):
    """Something of everything, and a head who also looks after the program."""
    Appointment.objects.create(
        user=office.head.user, unit=office.hall.municipality, position="administrator", since=LONG_AGO
    )
    held = office.granted(plain_right)
    office.ask(risky_right)
    services.executing.break_glass(actor=office.security.actor, right_id=risky_right.pk, reason="Sunucu çöktü, gece")
    version = services.undertaking.issue(
        actor=office.admin.actor, code="gizlilik", name="Gizlilik", text="Bilgiyi kurum dışına çıkarmam."
    )
    other = office.right("odeme")
    rule = services.cataloguing.rule(
        actor=office.security.actor, right_id=plain_right.pk, other_id=other.pk, why="Olmaz."
    )
    template = services.cataloguing.set_template(
        actor=office.admin.actor, name="Memur", unit=office.bureau, rights=[(plain_right.pk, True)]
    )
    account = services.accounts.keep(
        actor=office.head.actor,
        name="svc",
        area="X",
        kind="service",
        purpose="Deneme",
        unit=office.hall.network,
        owner=office.hands.user,
        safe="Kasa",
        review_on=days(9),
    )
    campaign = services.reviewing.draw(
        actor=office.head.actor, subject="Deneme", unit=office.hall.department, due_on=days(9)
    )
    services.reviewing.start(campaign.case.number, actor=office.head.actor)
    row = AccessRequest.objects.filter(case__state="asked").first()
    return {
        "number": row.case.number,
        "held": held.pk,
        "right": plain_right.pk,
        "version": version.pk,
        "rule": rule.pk,
        "template": template.pk,
        "account": account.pk,
        "campaign": campaign.case.number,
    }


PAGES = (
    "/yetkiler/", "/yetkiler/iste/?yetki={right}", "/yetkiler/iste/?q=okur", "/yetkiler/onaylar/",
    "/yetkiler/personelim/", "/yetkiler/acil/", "/yetkiler/talepler/", "/yetkiler/talepler/{number}/",
    "/yetkiler/adim/{number}/approve/", "/yetkiler/metinler/{version}/", "/yetkiler/kutuk/",
    "/yetkiler/kutuk/{held}/", "/yetkiler/kutuk/{held}/bitir/", "/yetkiler/kutuk/{held}/degistir/",
    "/yetkiler/kutuk/aktar/", "/yetkiler/unutulanlar/", "/yetkiler/sapmalar/", "/yetkiler/hesaplar/",
    "/yetkiler/hesaplar/{account}/", "/yetkiler/hesaplar/{account}/duzenle/",
    "/yetkiler/hesaplar/{account}/yenilendi/",
    "/yetkiler/hesaplar/yeni/", "/yetkiler/pano/", "/yetkiler/katalog/", "/yetkiler/katalog/yeni/",
    "/yetkiler/katalog/{right}/", "/yetkiler/katalog/{right}/duzenle/", "/yetkiler/cakismalar/",
    "/yetkiler/cakismalar/kural/", "/yetkiler/cakismalar/{rule}/kapat/", "/yetkiler/benzetim/",
    "/yetkiler/taahhutler/", "/yetkiler/taahhutler/yeni/?kod=gizlilik", "/yetkiler/sablonlar/",
    "/yetkiler/sablonlar/yeni/", "/yetkiler/sablonlar/{template}/", "/yetkiler/sablonlar/{template}/duzenle/",
    "/yetkiler/gozden-gecirme/", "/yetkiler/gozden-gecirme/yeni/", "/yetkiler/gozden-gecirme/{campaign}/",
    "/yetkiler/gozden-gecirme/{campaign}/kalemler/?gorunum=open", "/yetkiler/hareketler/",
    "/yetkiler/hareketler/ise-baslama/",
)  # fmt: skip
CLOSED = (
    "/yetkiler/talepler/{number}/", "/yetkiler/kutuk/{held}/", "/yetkiler/hesaplar/{account}/",
    "/yetkiler/gozden-gecirme/{campaign}/", "/yetkiler/pano/", "/yetkiler/kutuk/aktar/", "/yetkiler/katalog/yeni/",
    "/yetkiler/adim/{number}/approve/",
)  # fmt: skip


def test_every_page_opens_for_the_head_and_what_is_not_his_is_404_for_a_stranger(office, full):
    opened = {page: office.head.client.get(page.format(**full)).status_code for page in PAGES}
    assert {page: status for page, status in opened.items() if status != 200} == {}
    closed = {page: office.stranger.client.get(page.format(**full)).status_code for page in CLOSED}
    assert {page: status for page, status in closed.items() if status != 404} == {}


def test_the_basket_asks_by_the_form_and_keeps_what_was_typed(office, plain_right):
    page = reverse("access_requests:basket")
    answer = office.clerk.client.post(page, {"yetki": [plain_right.pk], "reason": " "})
    assert (answer.status_code, AccessRequest.objects.count()) == (422, 0)
    answer = office.clerk.client.post(
        page, {"yetki": [plain_right.pk], "reason": "İşim için", f"ayrinti-{plain_right.pk}": "Gelen evrak"}
    )
    row = AccessRequest.objects.get()
    assert (answer.status_code, row.detail, answer.url) == (
        302,
        "Gelen evrak",
        f"/yetkiler/talepler/{row.case.number}/",
    )


def test_a_manager_approves_by_the_form_and_the_hands_prove_it(office, plain_right):
    (row,) = office.ask(plain_right)
    number = row.case.number
    shown = office.chief.client.get(f"/yetkiler/talepler/{number}/").text
    assert "Onayla ve yürütmeye gönder" in shown
    office.chief.client.post(f"/yetkiler/adim/{number}/release/", {"words": "Uygun"})
    shown = office.hands.client.get(f"/yetkiler/talepler/{number}/").text
    assert "Yapıldığını bildir" in shown
    answer = office.hands.client.post(f"/yetkiler/adim/{number}/grant/", {"proof": "Gruba eklendi"})
    assert (answer.status_code, Entitlement.objects.get().proof) == (302, "Gruba eklendi")


def test_both_doors_refuse_in_the_same_words(office, plain_right):
    (row,) = office.ask(plain_right, who=office.chief)
    number, words = row.case.number, "Kendi yetkinizi onaylayamazsınız (görevler ayrılığı)."
    page = office.chief.client.post(f"/yetkiler/adim/{number}/approve/", {"words": ""})
    api = office.chief.client.post(
        f"/api/access/requests/{number}/approve", {"words": ""}, content_type="application/json"
    )
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, api.json()["title"]) == (409, words)


def test_the_api_asks_lists_and_tells_the_steps(office, plain_right):
    body = {"wanted": [{"right": plain_right.pk}], "reason": "İşim için"}
    made = office.clerk.client.post("/api/access/requests", body, content_type="application/json")
    number = made.json()[0]["number"]
    assert (made.status_code, made.json()[0]["steps"]) == (200, ["withdraw"])
    waiting = office.chief.client.get("/api/access/requests/waiting").json()
    assert [one["number"] for one in waiting] == [number]
    assert office.stranger.client.get(f"/api/access/requests/{number}").status_code == 404
    office.chief.client.post(f"/api/access/requests/{number}/approve", {"words": ""}, content_type="application/json")
    done = office.hands.client.post(
        f"/api/access/requests/{number}/grant", {"proof": "Açıldı"}, content_type="application/json"
    )
    assert (done.status_code, done.json()["state"]) == (200, "done")
    (held,) = office.clerk.client.get("/api/access/entitlements").json()["items"]
    assert (held["right_code"], held["proof"]) == ("ebys-okur", "Açıldı")


def test_bulk_approval_by_the_form_asks_for_a_reason(office, plain_right):
    (row,) = office.ask(plain_right)
    page = reverse("access_requests:approve_many")
    office.chief.client.post(page, {"talep": [row.case.number], "words": ""})
    assert AccessRequest.objects.get().case.state == "asked"
    office.chief.client.post(page, {"talep": [row.case.number], "words": "Uygun"})
    assert AccessRequest.objects.get().case.state == "executing"


def test_a_request_is_answered_by_a_letter_and_both_pages_show_each_other(office, plain_right):
    FileCode.objects.create(plan="deneme", code="708.03", name="Kullanıcı yetkileri")
    (row,) = office.ask(plain_right)
    page = reverse("access_requests:request", args=[row.case.number])
    way = re.search(r'href="(/evrak/yazi/yeni/[^"]+)"', office.chief.client.get(page).content.decode())[1]
    form = office.chief.client.get(html.unescape(way)).context["form"]
    assert (form["about"].value(), form["code"].value()) == (row.case.number, "708.03")
    letter = letters.draft(
        actor=office.chief.actor, subject=form["subject"].value(), code="708.03", body="Yetki tanımlanacaktır.",
        kind="internal", about=form["about"].value(),
    )  # fmt: skip
    assert letter.case.number in office.chief.client.get(page).content.decode()
    shown = office.chief.client.get(f"/evrak/yazi/{letter.case.number}/").content.decode()
    assert row.case.number in shown
    assert "/evrak/yazi/yeni/" not in office.clerk.client.get(page).content.decode()
