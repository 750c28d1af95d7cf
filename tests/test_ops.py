"""The files an operator copies agree with the program: its settings, its commands, its counters."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from konak import cli
from konak.cli.variables import VARIABLES

OPS = Path(__file__).parents[1] / "ops"
FILES = sorted(path for path in OPS.rglob("*") if path.is_file())
UNITS = sorted((OPS / "systemd").glob("*.service")) + sorted((OPS / "systemd").glob("*.timer"))


def commands() -> list[list[str]]:
    """Every command line of Konak in units, images and compositions."""
    found = []
    for unit in UNITS:
        for line in re.findall(r"^Exec\w+=(.*)$", unit.read_text(), re.M):
            found.append(line.replace("%i", "8001").split()[1:])
    image = (OPS / "container" / "Containerfile").read_text()
    found += [re.findall(r'"([^"]+)"', line)[1:] for line in re.findall(r'CMD (\["konak".*\])', image)]
    composed = yaml.safe_load((OPS / "container" / "compose.yaml").read_text())
    found += [one["command"][1:] for one in composed["services"].values() if "command" in one]
    return found


def test_every_setting_named_there_is_one_the_program_reads():
    named = {name for path in FILES for name in re.findall(r"\b(KONAK_[A-Z_]+|DATABASE_URL)\b", path.read_text())}
    assert named - set(VARIABLES) == set()
    assert {"DATABASE_URL", "KONAK_STATE", "KONAK_PROXIES", "KONAK_METRICS_KEY"} - named == set()


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_there_is_understood(words):
    assert callable(cli._parser(words).parse_args(words).run)


def test_every_counter_an_alert_looks_at_is_offered():
    from konak.foundation.web import observing, queries

    told = (Path(queries.__file__)).read_text()
    offered = {f"konak_{name}" for name in re.findall(r'^        \("(\w+)", "', told, re.M)}
    offered |= {"konak_requests_total", "konak_request_seconds_bucket"}
    assert observing.ANSWERED._name == "konak_requests"
    rules = yaml.safe_load((OPS / "prometheus" / "konak-alerts.yml").read_text())["groups"][0]["rules"]
    assert {name for rule in rules for name in re.findall(r"konak_\w+", rule["expr"])} - offered == set()
    assert yaml.safe_load((OPS / "prometheus" / "prometheus.yml").read_text())["rule_files"] == ["konak-alerts.yml"]


def test_the_proxy_takes_uploads_of_the_permitted_size_and_hides_the_counters():
    for path in (OPS / "nginx" / "konak.conf", OPS / "container" / "nginx.conf"):
        text = path.read_text()
        (most,) = re.findall(r"client_max_body_size (\d+)m;", text)
        assert int(most) > int(VARIABLES["KONAK_FILE_LIMIT_MB"][0])
        assert re.search(r"location = /metrics \{\s+deny all;", text)
        for header in ("Host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto", "X-Request-Id"):
            assert f"proxy_set_header {header}" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_understands_the_units(tmp_path):
    for unit in UNITS:
        # a file of the program and the account exist on the server only
        text = re.sub(r"=/srv/konak/\S+", "=/bin/true", unit.read_text())
        (tmp_path / unit.name.replace("@", "@8001")).write_text(text)
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], env=environment, capture_output=True, text=True
    )
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "konak" in line]
    assert (done.returncode, told) == (0, [])


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not here")
def test_nginx_understands_the_site(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=konak"]
    subprocess.run(
        [*made, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    text = (OPS / "nginx" / "konak.conf").read_text()
    text = text.replace("/etc/ssl/konak/fullchain.pem", str(certificate))
    text = text.replace("/etc/ssl/konak/privkey.pem", str(key))
    site = tmp_path / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in kinds)
    frame = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{places}"
    site.write_text(f"{frame}{text}\n}}\n")
    done = subprocess.run(["nginx", "-t", "-c", site, "-p", tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
