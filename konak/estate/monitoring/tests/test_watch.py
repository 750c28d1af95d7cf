"""Hosts go and come back, what stands behind a dead one is quiet, alarms climb, an outage ends with its report."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import now

from konak.estate.monitoring import queries, services
from konak.estate.monitoring.models import Check, Host, Problem, Turn
from konak.estate.monitoring.queries import reports
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail import queries as trail

JOB = Actor(None, via="job")


def echo(host: Host) -> Check:
    return host.checks.get(alive=True)


def test_an_outage_is_taken_on_recovers_and_closes_with_its_report_by_both_doors(watch):
    host = watch.host("sunucu")
    begin = now() - dt.timedelta(hours=2)
    watch.tell(echo(host), 2, "Yanıt yok", begin)
    problem = Problem.objects.get()
    number = problem.case.number
    assert (Host.objects.get().state, problem.case.subject) == ("down", "sunucu: erişilemiyor")
    with pytest.raises(Refused, match="Kesinti raporunu yaz"):
        services.report(number, actor=watch.expert.actor, cause="?", done="?")
    with pytest.raises(ObjectDoesNotExist):
        services.take_on(number, actor=watch.stranger.actor)
    api = watch.expert.client
    taken = api.post(f"/api/monitoring/outages/{number}/take-on", {"words": "Bakıyorum"}, "application/json")
    assert (taken.status_code, taken.json()["steps"]) == (200, [])
    watch.tell(echo(host), 0, "1,2 ms", begin + dt.timedelta(minutes=47))
    page = api.get(f"/izleme/arizalar/{number}/").content.decode()
    assert "Raporu bekleniyor" in page
    assert "47 dk" in page
    answer = api.post(f"/izleme/dosya/{number}/report/", {"cause": "Güç kaynağı", "done": ""})
    assert answer.status_code == 422
    sent = {"cause": "Güç kaynağı yandı", "done": "Yedeği takıldı", "prevention": "İkinci kaynak"}
    assert api.post(f"/izleme/dosya/{number}/report/", sent).status_code == 302
    again = api.post(f"/api/monitoring/outages/{number}/report", sent, "application/json")
    assert again.status_code == 409
    assert [line.verb for line in trail.story("monitoring.problem", number)] == [
        "open",
        "take_on",
        "recover",
        "report",
    ]
    assert watch.stranger.client.get(f"/izleme/arizalar/{number}/").status_code == 404


def test_nothing_cries_behind_a_dead_link_and_what_cried_too_early_is_folded(watch):
    core = watch.host("omurga", sort="switch")
    edge = watch.host("kenar", sort="switch", parents=[core.pk])
    far = watch.host("kamera", parents=[edge.pk])
    at = now() - dt.timedelta(minutes=20)
    for host in (core, edge, far):
        watch.tell(echo(host), 0, at=at)
    watch.tell(echo(far), 2, at=at + dt.timedelta(minutes=1))  # it is noticed first
    assert [row.host.name for row in Problem.objects.filter(ended_at=None)] == ["kamera"]
    for host in (core, edge, far):
        watch.tell(echo(host), 2, at=at + dt.timedelta(minutes=2))
    assert [row.host.name for row in Problem.objects.filter(ended_at=None)] == ["omurga"]
    assert list(Host.objects.order_by("name").values_list("name", "state")) == [
        ("kamera", "unreachable"),
        ("kenar", "unreachable"),
        ("omurga", "down"),
    ]
    services.sweep(actor=JOB)
    assert Problem.objects.get(ended_at=None).behind == 2
    watch.tell(echo(core), 0, at=at + dt.timedelta(minutes=15))
    watch.tell(echo(edge), 2, at=at + dt.timedelta(minutes=16))  # has it only not come back yet?
    assert not Problem.objects.filter(ended_at=None).exists()
    watch.tell(echo(edge), 2, at=at + dt.timedelta(minutes=18))
    assert [row.host.name for row in Problem.objects.filter(ended_at=None)] == ["kenar"]
    with pytest.raises(Refused, match="döngü"):
        services.edit_host(core.pk, actor=watch.expert.actor, parents=[far.pk])


def test_planned_work_alarms_nobody_short_trouble_closes_itself_and_flapping_is_one_trouble(watch):
    host, at = watch.host("sunucu"), now()
    window = services.plan_window(
        actor=watch.expert.actor, name="Bakım", starts_at=at - dt.timedelta(hours=1), hosts=[host.pk],
        ends_at=at + dt.timedelta(hours=1),
    )  # fmt: skip
    watch.tell(echo(host), 2)
    assert not Problem.objects.exists()
    services.end_window(window.pk, actor=watch.expert.actor)
    watch.tell(echo(host), 2)
    watch.tell(echo(host), 0, flapping=True)
    assert Problem.objects.get().ended_at is None
    watch.tell(echo(host), 0)
    problem = Problem.objects.get()
    assert (problem.case.state, problem.done[:21]) == ("closed", "Kendiliğinden düzeldi")


def test_an_alarm_climbs_until_somebody_takes_it_on(watch):
    actor, at = watch.expert.actor, now()
    chief = watch.hall.seat("chief", watch.hall.network)
    rota = services.add_rota(actor=actor, name="Ağ nöbeti")
    services.add_turn(
        rota.pk,
        actor=actor,
        user_id=watch.expert.user.pk,
        since=at - dt.timedelta(hours=1),
        until=at + dt.timedelta(hours=9),
    )
    with pytest.raises(Refused, match="başka bir nöbetçi"):
        services.add_turn(rota.pk, actor=actor, user_id=chief.user.pk, since=at, until=at + dt.timedelta(hours=1))
    assert Turn.objects.count() == 1
    services.add_escalation(actor=actor, after=0, to="on_duty", rota_id=rota.pk)
    services.add_escalation(actor=actor, after=15, to="chief")
    services.add_escalation(actor=actor, after=30, to="director")
    host = watch.host("sunucu")
    watch.tell(echo(host), 2, at=at - dt.timedelta(minutes=16))

    def told():
        rows = Notification.objects.filter(topic="monitoring.alarm").values_list("recipient", flat=True)
        return sorted(rows)

    assert told() == [watch.expert.user.pk]
    services.sweep(actor=JOB)
    services.sweep(actor=JOB)
    assert told() == sorted([watch.expert.user.pk, chief.user.pk])
    services.take_on(Problem.objects.get().case.number, actor=chief.actor)
    Problem.objects.update(began_at=at - dt.timedelta(hours=2))
    services.sweep(actor=JOB)
    assert len(told()) == 2


def test_availability_is_proved_without_planned_hours_and_stand_ins_count_once(watch):
    at = now().replace(microsecond=0)
    one, two = watch.host("hat-1", sort="link"), watch.host("hat-2", sort="link")
    for host in (one, two):
        watch.tell(echo(host), 0, at=at - dt.timedelta(hours=100))
        watch.tell(echo(host), 2, at=at - dt.timedelta(hours=99))
    watch.tell(echo(one), 0, at=at - dt.timedelta(hours=90))
    services.plan_window(
        actor=watch.expert.actor, name="Çalışma", hosts=[two.pk], starts_at=at - dt.timedelta(hours=80),
        ends_at=at - dt.timedelta(hours=78),
    )  # fmt: skip
    watch.tell(echo(two), 0, at=at - dt.timedelta(hours=79))
    told = {}
    for name, enough in (("İnternet", True), ("Hatlar", False)):
        made = services.save_service(
            actor=watch.expert.actor,
            name=name,
            checks=[echo(one).pk, echo(two).pk],
            one_is_enough=enough,
            target="95",
        )
        row = reports.availability_of(watch.expert.actor, made.pk, at - dt.timedelta(days=30), at)
        told[name] = (row.unplanned / 3_600, row.planned / 3_600, row.outages, row.kept)
    # from the first change on: nine hours together, twenty apart of which one lay in planned work
    assert told == {"İnternet": (9.0, 0.0, 1, False), "Hatlar": (19.0, 1.0, 1, False)}


MRTG = b"""1764547200 123456 654321
1764547200 1000 500 2000 900
1764546900 1000 500 2000 900
1764546600 0 0 0 0
bozuk satir
1764546300 3000 700 4000 1000
1764546000 -5 1 1 1
"""


def test_a_providers_log_is_read_once_and_its_numbers_lie_with_the_samples(watch, settings, tmp_path):
    settings.STATE = tmp_path
    actor = watch.expert.actor
    made = services.save_service(actor=actor, name="İnternet 1", provider="Örnek Telekom")
    log = services.import_traffic(made.pk, actor=actor, content=MRTG, name="hat.log")
    assert (log.lines, log.broken, log.silent, log.most_in, log.p95_in) == (4, 2, 5, 32_000.0, 24_000.0)
    with pytest.raises(Refused, match="daha önce"):
        services.import_traffic(made.pk, actor=actor, content=MRTG, name="hat.log")
    with pytest.raises(Refused, match="MRTG ölçümü bulunamadı"):
        services.import_traffic(made.pk, actor=actor, content=b"\x00\xff", name="x")


def test_secrets_are_sealed_and_bad_input_is_refused_in_words(watch):
    actor = watch.hall.seat("chief", watch.hall.network).actor
    row = services.save_credential(actor=actor, name="Anahtarlar", secret="gizli-topluluk")
    assert "gizli" not in row.secret
    assert queries.secrets.of_agent(row) == {"community": "gizli-topluluk"}
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.save_credential(row.pk, actor=watch.expert.actor, name="Başka", secret="x")
    host = watch.host("sunucu")
    for facts, words in (
        ({"kind": "http", "params": {"url": "ftp://a"}}, "http://"),
        ({"kind": "yok"}, "bilinmeyen"),
        ({"kind": "tcp", "every": 3}, "10 saniye"),
        ({"kind": "value"}, "OID"),
        ({"kind": "ping", "name": "Ping"}, "adlı bir denetim"),
    ):
        with pytest.raises(Refused, match=words):
            services.add_check(host.pk, actor=watch.expert.actor, **facts)
    with pytest.raises(Refused, match="adıyla izlenen"):
        watch.host("sunucu")


def test_a_script_outside_reports_by_the_key_of_its_check_and_its_silence_is_noticed(watch, client):
    host = watch.host("yedek", ping=False)
    check = services.add_check(host.pk, actor=watch.expert.actor, kind="passive", name="Gece yedeği", attempts=1)
    key = services.make_token(check.pk, actor=watch.expert.actor)
    place = f"/api/monitoring/results/{check.pk}"
    assert client.post(place, {"key": "yanlis", "level": 0}, "application/json").status_code == 404
    sent = {"key": key, "level": 2, "words": "Disk dolu", "value": 97.5, "unit": "%"}
    answer = client.post(place, sent, "application/json")
    assert (answer.status_code, answer.json()) == (200, {"check_id": check.pk, "level": 2})
    assert Problem.objects.get().case.subject == "yedek: Gece yedeği: Disk dolu"
    Check.objects.update(checked_at=now() - dt.timedelta(days=3))
    for _ in range(2):
        services.sweep(actor=JOB)
    assert Check.objects.get().level == 3


PAGES = (
    *("", "duvar/", "harita/", "cihazlar/", "arizalar/", "gorevler/", "tuzaklar/", "hizmetler/", "kapasite/"),
    *("izlenmeyenler/", "bakim-kayitlari/", "pencereler/", "nobet/", "sablonlar/", "kimlikler/", "tarama/"),
)


def test_every_page_opens_and_the_public_one_without_an_account(watch, client):
    core = watch.host("omurga", sort="switch")
    watch.tell(echo(core), 2, "Yanıt yok")
    service = services.save_service(actor=watch.expert.actor, name="e-Belediye", checks=[echo(core).pk], public=True)
    services.write_care(actor=watch.expert.actor, sort="patch", text="Yama yapıldı", host_id=core.pk)
    browser = watch.director.client
    pages = [f"/izleme/{page}" for page in PAGES]
    pages += [
        f"/izleme/cihazlar/{core.pk}/",
        f"/izleme/hizmetler/{service.pk}/",
        f"/izleme/cihazlar/{core.pk}/denetim/",
    ]
    pages += [f"/izleme/cihazlar/{core.pk}/denetim/{kind}/" for kind in ("http", "postgres")]
    assert [page for page in pages if browser.get(page).status_code != 200] == []
    assert "Kesinti var" in client.get("/durum/hizmetler/").content.decode()
    assert client.get("/izleme/").status_code == 302
    assert browser.get("/izleme/cihazlar/?bicim=xlsx").status_code == 200
