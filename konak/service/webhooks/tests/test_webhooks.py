"""Webhooks against a real receiver over TLS: signatures, faults, patience, and who may hear of what."""

import datetime as dt
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils.timezone import now
from procrastinate.contrib.django.models import ProcrastinateJob
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.people.models import Appointment
from konak.service.desk import public as desks
from konak.service.webhooks import queries, services, tasks
from konak.service.webhooks.models import Delivery, Subscription
from konak.service.webhooks.services import posting, sealing


class Receiver(ThreadingHTTPServer):
    """Keeps what arrives, answers as a test tells it to."""

    daemon_threads = True

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.got, self.status, self.behave = [], 200, ""

    def handle_error(self, request, client_address):
        """A line the other side cut is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.server.got.append((dict(self.headers.items()), self.rfile.read(size)))
        match self.server.behave:
            case "silent":
                time.sleep(3)
            case "drip":
                for _ in range(40):
                    self.wfile.write(b"H")
                    self.wfile.flush()
                    time.sleep(0.05)
            case "endless":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000)
            case "rubbish":
                self.wfile.write(b"merhaba\r\n\r\n")
            case "redirect":
                self.send_response(302)
                self.send_header("Location", "https://169.254.169.254/")
                self.end_headers()
            case _:
                self.send_response(self.server.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

    def log_message(self, *words):
        """Quiet."""


@pytest.fixture
def receiver(certificate, settings):
    context, authority = certificate
    settings.WEBHOOK_INTERNAL, settings.WEBHOOK_CA = True, authority
    server = Receiver(context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hook(desk, receiver):
    made, secret = services.subscribe(
        actor=desk.director.actor,
        name="Pano",
        url=f"https://localhost:{receiver.server_address[1]}/kanca?x=1",
        announcements=["desk.opened", "desk.solved"],
    )
    made.secret = secret
    return made


def due():
    Delivery.objects.filter(state="waiting").update(due_at=now())
    return services.deliver_due()


def test_an_announcement_arrives_signed_and_without_a_word_of_its_content(desk, receiver, hook):
    ticket = desk.opened()
    assert services.hear("desk.opened", {"number": ticket.case.number}) == 1
    assert services.deliver_due() == 1
    ((headers, body),) = receiver.got
    told = Webhook(hook.secret).verify(body, headers)
    assert (told["type"], told["data"]["number"], told["data"]["kind"]) == (
        "desk.opened",
        ticket.case.number,
        "desk.ticket",
    )
    assert told["data"]["id"] == headers["webhook-id"]
    assert (ticket.case.subject in body.decode(), desk.asker.user.last_name in body.decode()) == (False, False)
    with pytest.raises(WebhookVerificationError):
        Webhook(sealing.fresh()).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(body.replace(b"DT", b"XX"), headers)
    (sent,) = Delivery.objects.all()
    assert (sent.state, sent.status, sent.attempts) == ("delivered", 200, 1)


def test_every_announcement_queues_one_job_that_hears_it_and_hearing_twice_sends_once(desk, receiver, hook):
    number = desk.opened().case.number
    publish(desks.SOLVED, number=number)
    job = ProcrastinateJob.objects.filter(task_name=f"{tasks.__name__}.heard").order_by("-pk")[0]
    assert job.args["announcement"] == "desk.solved"
    for _ in range(2):
        tasks.heard(**job.args)
    assert (len(receiver.got), Delivery.objects.count()) == (1, 1)


def test_only_what_the_owners_seat_sees_is_sent(desk, receiver, hook):
    stranger = desk.hall.seat("director", desk.hall.elsewhere)
    other, _ = services.subscribe(
        actor=stranger.actor, name="Başka", url=hook.url, announcements=["desk.opened", "knowledge.published"]
    )
    number = desk.opened().case.number
    assert services.hear("desk.opened", {"number": number}) == 1
    assert Delivery.objects.get().subscription == hook
    # what is about no file goes to those alone who answer for the whole house
    assert services.hear("knowledge.published", {"article": 1}) == 0
    Appointment.objects.filter(pk=hook.seat_id).update(until=dt.date(2020, 2, 1))
    assert services.deliver_due() == 0
    assert (Delivery.objects.get().state, receiver.got, other.active) == ("unseen", [], True)


@pytest.mark.parametrize(
    ("behave", "status", "words"),
    [
        ("", 500, "Sunucu 500 yanıtını verdi."),
        ("", 404, "Sunucu 404 yanıtını verdi."),
        ("redirect", 200, "Sunucu başka bir adrese yönlendirdi; yönlendirme izlenmez, doğru adresi yazın."),
        ("silent", 200, "0.4 saniyede yanıt gelmedi."),
        ("drip", 200, "0.4 saniyede yanıt gelmedi."),
        ("rubbish", 200, "Bağlantı kurulamadı: BadStatusLine."),
    ],
)
def test_what_goes_wrong_is_told_and_takes_no_longer_than_it_may(receiver, behave, status, words):
    receiver.behave, receiver.status = behave, status
    url = f"https://localhost:{receiver.server_address[1]}/"
    answer = posting.post(url, b"{}", {}, seconds=0.4)
    assert (answer.good, answer.problem) == (False, words)
    assert answer.milliseconds < 2_000


def test_an_answer_without_end_is_not_read(receiver):
    receiver.behave = "endless"
    answer = posting.post(f"https://localhost:{receiver.server_address[1]}/", b"{}", {}, seconds=3)
    assert answer.good is False


def test_a_failed_delivery_waits_longer_each_time_and_after_three_days_the_hook_stops(desk, receiver, hook):
    receiver.status = 500
    services.hear("desk.opened", {"number": desk.opened().case.number})
    services.deliver_due()
    (one,) = Delivery.objects.all()
    first = one.due_at - now()
    due()
    one.refresh_from_db()
    assert (one.state, one.attempts, one.due_at - now() > first) == ("waiting", 2, True)
    Delivery.objects.update(made_at=now() - dt.timedelta(days=3, minutes=1))
    due()
    one.refresh_from_db()
    hook.refresh_from_db()
    assert (one.state, hook.active, hook.stopped_why) == ("failed", False, "Sunucu 500 yanıtını verdi.")
    assert Notification.objects.get(recipient=desk.director.user, topic="webhooks.stopped").body == hook.stopped_why
    with pytest.raises(Refused, match="durdurulmuş"):
        services.replay(one.pk, actor=desk.director.actor)
    receiver.status = 200
    services.switch(hook.pk, actor=desk.director.actor, active=True)
    services.replay(one.pk, actor=desk.director.actor)
    assert (due(), receiver.got[-1][0]["webhook-id"]) == (1, str(one.event))


def test_what_was_given_up_is_sent_again_together_and_nobody_listening_costs_no_job(desk, receiver, hook):
    for _ in range(2):
        services.hear("desk.opened", {"number": desk.opened().case.number})
    Delivery.objects.update(state="failed", finished_at=now())
    page = f"/kancalar/{hook.pk}/"
    assert "Teslim edilemeyenleri yinele" in desk.director.client.get(page).text
    assert desk.director.client.post(f"{page}yinele/").status_code == 302
    assert (services.deliver_due(), Delivery.objects.filter(state="delivered").count()) == (2, 2)
    with pytest.raises(Refused, match="yok"):
        services.replay_failed(hook.pk, actor=desk.director.actor)
    jobs = ProcrastinateJob.objects.filter(task_name=f"{tasks.__name__}.heard")
    before = jobs.count()
    Subscription.objects.update(active=False)
    desk.opened()
    assert jobs.count() == before


def test_a_receiver_that_is_gone_for_good_stops_the_hook_at_once(desk, receiver, hook):
    receiver.status = 410
    services.hear("desk.opened", {"number": desk.opened().case.number})
    services.deliver_due()
    hook.refresh_from_db()
    assert hook.active is False


def test_a_trial_goes_out_at_once(desk, receiver, hook):
    assert services.ping(hook.pk, actor=desk.director.actor).state == "delivered"
    assert json.loads(receiver.got[0][1])["type"] == "webhooks.ping"
    receiver.status = 503
    assert services.ping(hook.pk, actor=desk.director.actor).problem == "Sunucu 503 yanıtını verdi."


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://ornek.example/", "https://"),
        ("https://127.0.0.1/", "Kurum içi"),
        ("https://localhost/", "Kurum içi"),
        ("https://[::1]/", "Kurum içi"),
        ("https://[::ffff:127.0.0.1]/", "Kurum içi"),
        ("https://10.1.2.3/", "Kurum içi"),
        ("https://169.254.169.254/latest", "Kurum içi"),
        ("https://0.0.0.0/", "Kurum içi"),
        ("https://2130706433/", "Kurum içi"),
        ("https://kisi:parola@8.8.8.8/", "parola"),
        ("https://8.8.8.8:99999/", "okunamadı"),
        ("https://8.8.8.8/a b", "boşluk"),
        ("ftp://8.8.8.8/", "https://"),
        ("https://", "sunucu adı"),
        ("https://boyle-bir-ad-yok.invalid/", "bulunamadı"),
    ],
)
def test_addresses_inside_and_nonsense_are_refused(desk, settings, url, words):
    settings.WEBHOOK_INTERNAL = False
    with pytest.raises(Refused, match=words):
        services.subscribe(actor=desk.director.actor, name="x", url=url, announcements=["desk.opened"])
    assert posting.post(url, b"{}", {}).good is False


def test_a_name_that_leads_inside_later_is_looked_at_again_when_the_line_is_made(receiver, settings):
    settings.WEBHOOK_INTERNAL = False
    answer = posting.post(f"https://localhost:{receiver.server_address[1]}/", b"{}", {})
    assert (answer.problem, receiver.got) == (posting.INSIDE, [])


def test_the_secret_is_shown_once_and_kept_closed(desk, receiver, hook):
    kept = bytes(Subscription.objects.get(pk=hook.pk).sealed)
    assert (hook.secret.encode() in kept, sealing.opened(kept)) == (False, hook.secret)
    page = desk.director.client.get(f"/kancalar/{hook.pk}/").text
    assert hook.secret not in page
    _, fresh = services.renew_secret(hook.pk, actor=desk.director.actor)
    assert fresh != hook.secret


def test_a_stranger_neither_sees_nor_changes_a_hook(desk, receiver, hook):
    for one in (desk.agent, desk.hall.seat("director", desk.hall.elsewhere)):
        assert queries.subscriptions(one.actor).count() == 0
        assert one.client.get(f"/kancalar/{hook.pk}/").status_code == 404
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.subscribe(actor=desk.agent.actor, name="x", url=hook.url, announcements=["desk.opened"])
    with pytest.raises(Refused, match="Bilinmeyen duyuru"):
        services.subscribe(actor=desk.director.actor, name="x", url=hook.url, announcements=["yok.yok"])
    admin = desk.hall.seat("administrator", desk.hall.municipality)
    assert queries.subscriptions(admin.actor).count() == 1


def test_both_doors_refuse_in_the_same_words(desk, receiver, hook):
    facts = {"name": "x", "url": "http://a.example/", "announcements": ["desk.opened"]}
    page = desk.director.client.post("/kancalar/yeni/", facts)
    api = desk.director.client.post("/api/webhooks", facts, content_type="application/json")
    words = "Adres https:// ile başlamalı"
    assert (page.status_code, words in page.text) == (422, True)
    assert (api.status_code, words in api.json()["title"]) == (409, True)
