"""State folder, secret key and DATABASE_URL."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konak.foundation.db import state
from konak.foundation.db.state import Misconfigured, parse_database_url

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(user=words, password=words, name=words.filter(lambda name: "/" not in name), port=st.integers(1, 65535))
def test_every_part_of_an_address_may_be_percent_encoded(user, password, name, port):
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@db.example:{port}/{quote(name, safe='')}"
    assert parse_database_url(url) == {
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": "db.example",
        "PORT": str(port),
        "OPTIONS": {},
    }


@pytest.mark.parametrize(
    ("url", "host", "port", "options"),
    [
        ("postgres://konak@%2Fvar%2Frun%2FPg/konak", "/var/run/Pg", "", {}),
        ("postgres:///konak?host=/tmp/soket", "/tmp/soket", "", {}),
        ("postgres://konak@[::1]:6000/konak", "::1", "6000", {}),
        (
            "postgres://k@h/konak?sslmode=verify-full&connect_timeout=3",
            "h",
            "",
            {"sslmode": "verify-full", "connect_timeout": 3},
        ),
        ("postgres://k@h/konak?options=-c%20search_path%3Da", "h", "", {"options": "-c search_path=a"}),
    ],
)
def test_sockets_ipv6_and_options(url, host, port, options):
    told = parse_database_url(url)
    assert (told["HOST"], told["PORT"], told["OPTIONS"]) == (host, port, options)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a:gizli@h/k",
        "postgres://a:gizli@h",
        "postgres://a:gizli@h:kapi/k",
        "postgres://a:gizli@[h/k",
        "gizli",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_the_password(url):
    with pytest.raises(Misconfigured, match="DATABASE_URL") as refusal:
        parse_database_url(url)
    assert "gizli" not in str(refusal.value)


def test_the_secret_is_made_once_even_by_many_at_once(tmp_path):
    path = tmp_path / "secret-key"
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(lambda _: state.kept_secret(path), range(64)))
    assert len(secrets) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret-key"]


def test_a_damaged_secret_is_not_used(tmp_path):
    path = tmp_path / "secret-key"
    path.write_text("kısa".replace("ı", "i"))
    with pytest.raises(Misconfigured, match="çok kısa"):
        state.kept_secret(path)


def test_importing_the_settings_starts_nothing(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["KONAK_STATE"] = str(tmp_path / "state")
    subprocess.run([sys.executable, "-c", "import konak.settings"], env=environment, check=True)
    assert [one.name for one in (tmp_path / "state").iterdir()] == ["secret-key"]


def test_the_named_folder_wins(monkeypatch, tmp_path):
    monkeypatch.setenv("KONAK_STATE", str(tmp_path / "burada"))
    assert state.state_folder() == tmp_path / "burada"
    assert (tmp_path / "burada").is_dir()


def test_a_checkout_keeps_its_state_beside_itself(monkeypatch):
    monkeypatch.delenv("KONAK_STATE")
    monkeypatch.setattr(state, "is_root", lambda: False)
    assert state._chosen_folder() == Path(state.__file__).resolve().parents[3] / ".konak"


def test_root_keeps_the_state_of_an_unreachable_checkout_elsewhere_and_apart(monkeypatch):
    monkeypatch.delenv("KONAK_STATE")
    monkeypatch.setattr(state, "is_root", lambda: True)
    monkeypatch.setattr(state, "reachable_by_server", lambda folder: False)
    monkeypatch.setattr(state, "__file__", "/root/konak/konak/foundation/db/state.py")
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    chosen = state._chosen_folder()
    assert chosen.parent == Path("/var/lib/konak")
    assert chosen.name == state._distinct_name(Path("/root/konak"))


def test_a_place_that_cannot_be_made_is_named(monkeypatch):
    monkeypatch.setenv("KONAK_STATE", "/proc/konak")
    with pytest.raises(Misconfigured, match="/proc/konak"):
        state.state_folder()
