"""Every check against a server that answers, lies, hangs or is away; and beside the plugins that others trust."""

import asyncio
import os
import subprocess
import time
from pathlib import Path

import pytest
from django.db import connection

from konak.estate.monitoring.probing import CRIT, OK, UNKNOWN, WARN, Asker, Question
from konak.estate.monitoring.tests import neighbourhood
from konak.estate.monitoring.tests.neighbourhood import LOCAL

PLUGINS = Path("/usr/lib/nagios/plugins")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with neighbourhood.standing(tmp_path_factory.mktemp("sunucular")) as found:
        yield found


@pytest.fixture
def ask(town):
    """`ask("http", url=…)`: what the check finds out, in at most its time."""
    ports, _ = town

    def one(kind, port="", secret=None, timeout=0.4, **params):
        if port:
            params["port"] = ports[port]
        question = Question(1, kind, LOCAL, params, secret or {}, timeout)
        begin = time.monotonic()
        answer = asyncio.run(Asker(("127.0.0.0/8",)).probe(question))
        assert time.monotonic() - begin < 6 * timeout + 1
        return answer

    return one


def levels(answers):
    return {name: answer.level for name, answer in answers.items()}


def test_a_page_is_judged_by_status_word_time_and_the_days_its_certificate_lasts(ask, town):
    ports, _ = town
    base = f"http://{LOCAL}:{ports['http']}"
    found = {
        path: ask("http", url=base + path, keyword="Hoş")
        for path in (
            *("/ok", "/tasindi", "/parca", "/dongu", "/uzaga", "/bozuk", "/yok", "/yarim", "/parca-bozuk"),
            *("/gurultu", "/sus"),
        )
    }
    assert [path for path, answer in found.items() if answer.level == OK] == ["/ok", "/tasindi", "/parca"]
    assert {answer.level for answer in found.values()} == {OK, CRIT}
    assert "Süresi içinde" in found["/sus"].words
    assert found["/parca-bozuk"].words == "Yanıt yarım kaldı ya da HTTP değil"
    assert ask("http", url=base + "/ok", barred="geldiniz").level == CRIT
    assert ask("http", url=base + "/yok", status=404).level == OK
    assert ask("http", url=f"http://{LOCAL}:{ports['closed']}/").words == "Bağlantı reddedildi"
    lasting = {}
    for days in (90, 10, 3, -1):
        answer = ask("http", url=f"https://{LOCAL}:{ports[f'tls{days}']}/ok", timeout=2.0)
        (left,) = [one.values[0] for one in answer.readings if one.sort == "certificate"]
        lasting[days] = (answer.level, round(left))
    assert lasting == {90: (OK, 90), 10: (WARN, 10), 3: (CRIT, 3), -1: (CRIT, -1)}
    assert ask("http", url=f"https://{LOCAL}:{ports['deaf']}/ok").words.startswith("TLS kurulamadı")


def test_a_value_of_a_json_answer_is_equal_or_between_limits(ask, town):
    url = f"http://{LOCAL}:{town[0]['http']}/json"
    found = {
        name: ask("json", url=url, **params)
        for name, params in {
            "few": {"path": "kuyruk.bekleyen[0]", "warn": 20, "crit": 50},
            "many": {"path": "$.kuyruk.bekleyen[0]", "warn": 5, "crit": 50},
            "equal": {"path": "durum", "equals": "iyi"},
            "other": {"path": "durum", "equals": "kötü"},
            "false": {"path": "acik"},
            "missing": {"path": "kuyruk.bekleyen[9]"},
        }.items()
    }
    assert levels(found) == {"few": OK, "many": WARN, "equal": OK, "other": CRIT, "false": CRIT, "missing": CRIT}
    assert [one.values for one in found["few"].readings if one.sort == "value"] == [(12.0,)]
    assert ask("json", url=url.replace("json", "ok"), path="a").words == "Yanıt JSON değil"


def test_name_mail_time_and_port_are_asked_and_silence_ends_in_time(ask):
    found = {
        "name": ask("dns", "dns", name="www.ornek", expect="192.0.2.10"),
        "other": ask("dns", "dns", name="www.ornek", expect="192.0.2.99"),
        "unknown": ask("dns", "dns", name="baska.ornek"),
        "empty": ask("dns", "dns", name="bos.ornek"),
        "silent": ask("dns", "dns", name="sus.ornek"),
        "mail": ask("smtp", "smtp"),
        "secure": ask("smtp", "starttls", starttls=True, timeout=2.0),
        "insecure": ask("smtp", "smtp", starttls=True),
        "refused": ask("smtp", "deaf"),
        "no mail": ask("smtp", "http"),
        "clock": ask("ntp", "clock"),
        "ahead": ask("ntp", "clock_ahead"),
        "lost": ask("ntp", "clock_lost"),
        "no clock": ask("ntp", "closed"),
        "port": ask("tcp", "smtp", expect="posta.ornek"),
        "word": ask("tcp", "smtp", expect="ftp"),
        "closed": ask("tcp", "closed"),
    }
    good = {name for name, level in levels(found).items() if level == OK}
    assert good == {"name", "mail", "secure", "clock", "port"}
    assert {name for name, answer in found.items() if answer.level == WARN} == {"ahead"}
    assert 900 < found["ahead"].readings[0].values[0] < 1_100
    assert found["unknown"].words == "baska.ornek: NXDOMAIN"
    assert found["refused"].words == "Karşılama beklenen gibi değil: 554 gelmeyin"


def test_a_database_lets_itself_be_asked_and_a_backup_has_an_age(ask, db, tmp_path):
    place = connection.settings_dict
    who = {"database": place["NAME"], "user": place["USER"] or "postgres"}
    told = ask("postgres", "database", timeout=3.0, crit=100, warn=100, **who)
    share, size, lag = told.readings[0].values
    assert (told.level, 0 < share < 100, size > 1, lag) == (OK, True, True, None)
    assert ask("postgres", "database", timeout=3.0, **who | {"database": "olmayan"}).level == CRIT
    folder = tmp_path / "yedek"
    folder.mkdir()
    allowed = {"_folders": [str(folder)], "files": f"{folder}/*.dump"}
    assert ask("age", **allowed).words == "Yedek dosyası yok"
    file = folder / "gece.dump"
    file.write_bytes(b"x" * 2_000_000)
    found = {"fresh": ask("age", **allowed), "small": ask("age", **allowed, least_mb=5)}
    for name, hours in (("late", 30), ("old", 60)):
        os.utime(file, (time.time() - hours * 3_600,) * 2)
        found[name] = ask("age", **allowed)
    (tmp_path / "gizli.dump").touch()
    found["elsewhere"] = ask("age", _folders=[str(folder)], files=f"{folder}/../*.dump")
    assert levels(found) == {"fresh": OK, "small": CRIT, "late": WARN, "old": CRIT, "elsewhere": UNKNOWN}


def test_a_printer_tells_its_pages_and_what_runs_low_and_a_lying_agent_harms_nobody(ask, town):
    _, agent = town
    told = ask("printer", "printer")
    assert (told.level, told.words) == (WARN, "Azalan: Siyah toner %12; 41.250 sayfa")
    assert [(one.sort, one.alias, one.values) for one in told.readings] == [
        ("toner", "", (12.0,)),
        ("toner", "part", (80.0,)),
        ("pages", "", (41_250.0,)),
    ]
    found = {}
    for mode in ("hang", "garbage", "truncated", "other", "loop", "endless", "trickle"):
        agent.mode = mode
        for kind in ("printer", "interfaces"):
            found[mode, kind] = ask(kind, "printer", timeout=0.2)
    agent.mode = ""
    assert [mode for (mode, kind), answer in found.items() if kind == "interfaces" and answer.level == OK] == []
    assert "kesildi" in found["endless", "interfaces"].words
    assert {answer.level for (mode, _), answer in found.items() if mode in ("hang", "garbage", "other")} == {
        CRIT,
        UNKNOWN,
    }
    assert ask("printer", "printer").level == WARN


@pytest.mark.skipif(not (PLUGINS / "check_pgsql").exists(), reason="monitoring-plugins is not installed")
def test_the_plugins_of_others_judge_the_same_targets_as_we_do(ask, town, db):
    ports, _ = town
    place = connection.settings_dict
    user = place["USER"] or "postgres"

    def port(name):
        return ("-p", str(ports[name]))

    def http(path):
        return f"http://{LOCAL}:{ports['http']}{path}"

    pages = "1.3.6.1.2.1.43.10.2.1.4.1.1"
    pairs = {
        "page": (("check_http", *port("http"), "-u", "/ok", "-s", "geldiniz"), ("http", {"url": http("/ok")})),
        "word": (
            ("check_http", *port("http"), "-u", "/ok", "-s", "yok"),
            ("http", {"url": http("/ok"), "keyword": "yok"}),
        ),
        "error": (("check_http", *port("http"), "-u", "/bozuk"), ("http", {"url": http("/bozuk")})),
        "mail": (("check_smtp", *port("smtp")), ("smtp", {"port": "smtp"})),
        "no mail": (("check_smtp", *port("closed")), ("smtp", {"port": "closed"})),
        "port": (("check_tcp", *port("smtp")), ("tcp", {"port": "smtp"})),
        "closed": (("check_tcp", *port("closed")), ("tcp", {"port": "closed"})),
        "clock": (("check_ntp_time", *port("clock"), "-w", "0.5", "-c", "2"), ("ntp", {"port": "clock"})),
        "ahead": (
            ("check_ntp_time", *port("clock_ahead"), "-w", "0.5", "-c", "2"),
            ("ntp", {"port": "clock_ahead"}),
        ),
        "agent": (
            ("check_snmp", *port("printer"), "-o", pages, "-w", "40000", "-c", "50000"),
            ("value", {"port": "printer", "oid": pages, "warn": 40_000, "crit": 50_000}),
        ),
        "database": (
            ("check_pgsql", "-P", str(ports["database"]), "-d", place["NAME"], "-l", user),
            ("postgres", {"port": "database", "database": place["NAME"], "user": user, "warn": 100, "crit": 100}),
        ),
    }
    for days in (90, 10, 3):
        pairs[f"certificate {days}"] = (
            ("check_http", "-S", *port(f"tls{days}"), "-C", "21,7"),
            ("http", {"url": f"https://{LOCAL}:{ports[f'tls{days}']}/ok"}),
        )
    theirs, ours = {}, {}
    for name, ((tool, *words), (kind, params)) in pairs.items():
        done = subprocess.run([PLUGINS / tool, "-H", LOCAL, *words], capture_output=True, timeout=30, text=True)
        theirs[name] = done.returncode
        ours[name] = ask(kind, timeout=3.0, **params).level
    assert ours == theirs
    assert set(theirs.values()) == {OK, WARN, CRIT}
