"""The running program as its users meet it: own state, own cluster, `konak serve`, and a real browser."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from konak.gateways.pki import fake, softcard
from tests.journeys import town
from tests.journeys.signing import Agent, put_card

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KONAK_SHARED", ROOT.parent / "shared"))
KONAK = Path(sys.executable).with_name("konak")
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
SEATS = {
    "head": "Bilgi İşlem Dairesi Başkanı",
    "director": "CBS Şube Müdürü",
    "chief": "CBS şefi",
    "clerk": "CBS personeli",
    "auditor": "denetçi: her şeyi görür, hiçbir şeyi değiştirmez",
    "stranger": "başka bir dairenin personeli",
    "other_head": "Zabıta Dairesi Başkanı",
    "general": "Genel Sekreter",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Second factors come last: the accounts that set them up cannot be signed in by password alone afterwards."""
    items.sort(key=lambda item: "test_second_factor" in item.nodeid)


OWN_PASSWORDS: dict[str, str] = {}
"""What the administrator of a site set in place of the one-time secret."""


ANSWER = "answer: "
ANSWERING = """
import json, sys, traceback
from django.db import close_old_connections
for line in sys.stdin:
    close_old_connections()
    try:
        told = [eval(json.loads(line), {}), ""]
    except Exception:
        told = [None, traceback.format_exc()]
    print("answer: " + json.dumps(told), flush=True)
"""
_askers: dict[str, "subprocess.Popen[str]"] = {}


@dataclass(frozen=True)
class Site:
    url: str
    state: Path
    environment: dict[str, str]

    @property
    def _secrets(self) -> str:
        return (self.state / "ilk-giris.txt").read_text(encoding="utf-8")

    @property
    def password(self) -> str:
        return re.search(r"kişileri için parola: (\S+)", self._secrets)[1]

    def username(self, role: str) -> str:
        line = next(line for line in self._secrets.splitlines() if line.endswith(SEATS[role]))
        return line.split()[0]

    def account(self, role: str) -> tuple[str, str]:
        """User name and password of a seat of the sample, of the administrator, or of anybody by "@username"."""
        if role.startswith("@"):
            return role[1:], self.password
        if role == "administrator":
            found = re.search(r"Kullanıcı: (\S+).*\nParola\s*: (\S+)", self._secrets)
            return found[1], OWN_PASSWORDS.get(self.url, found[2])
        return self.username(role), self.password

    def ask(self, expression: str) -> Any:
        """What the program answers to an expression of Python: for names that no page shows to a visitor.

        One process of the program answers all of them; to start one for each took seconds of every journey.
        """
        asked = _askers.get(self.url)
        if asked is None:
            command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "shell", "-v", "0", "-c", ANSWERING]
            asked = _askers[self.url] = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert asked.stdin is not None
        assert asked.stdout is not None
        late = threading.Timer(120, asked.kill)
        late.start()
        try:
            asked.stdin.write(json.dumps(expression) + "\n")
            asked.stdin.flush()
            told = next((line for line in asked.stdout if line.startswith(ANSWER)), None)
        finally:
            late.cancel()
        assert told is not None, "the program answered nothing"
        value, trouble = json.loads(told[len(ANSWER) :])
        assert not trouble, trouble
        return value

    def konak(self, *arguments: str) -> str:
        done = subprocess.run([KONAK, *arguments], env=self.environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(authority: fake.House) -> Iterator[Site]:
    """A fresh installation with the sample municipality and a seal, served on a loopback port until the run ends."""
    state = Path(tempfile.mkdtemp(prefix="konak-journey-"))
    state.chmod(0o755)  # the postgres user has to pass through
    port = _free_port()
    environment = town.surroundings(state / "state") | {
        "KONAK_URL": f"http://localhost:{port}",
        "KONAK_TSA": authority.tsa_url,
        "KONAK_ARCHIVE_DISPOSAL": "1",
        "KONAK_SIGN_AGENT": f"http://127.0.0.1:{_free_port()}",
    }
    seal = authority.issue("Örnek Büyükşehir Belediyesi", organization="Örnek Büyükşehir Belediyesi")
    put_card(state / "muhur", "Muhur", seal)
    environment |= {
        "SOFTHSM2_CONF": str(state / "muhur/softhsm2.conf"),
        "KONAK_SEAL_MODULE": softcard.MODULE,
        "KONAK_SEAL_TOKEN": "Muhur",
        "KONAK_SEAL_PIN_FILE": str(state / "muhur/pin"),
    }
    site = Site(f"http://localhost:{port}", state / "state", environment)
    town.copy(town.made(), site.state)
    authority.trust_folder(site.state / "guven")
    log = (state / "serve.log").open("w")
    server = subprocess.Popen(
        [KONAK, "serve", "--port", str(port), "--with-worker"], env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _await(f"{site.url}/saglik/", server, state / "serve.log")
        yield site
    finally:
        if asked := _askers.pop(site.url, None):
            asked.communicate(timeout=30)  # it ends with what is said to it
        server.terminate()
        server.wait(timeout=30)
        town.stop(site.state)
        log.close()
        shutil.rmtree(state, ignore_errors=True)


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(480):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the server did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def authority() -> Iterator[fake.House]:
    """A certification and time stamp authority on the loopback, whom the site trusts beside the sample's own."""
    with fake.running("Yolculuk Deneme Makamı") as house:
        yield house


@pytest.fixture
def cards(site: Site, authority: fake.House, tmp_path: Path) -> Iterator[Callable[..., Agent]]:
    """`cards("director", "@username")` puts a card of each into a reader and starts `konak sign-agent` beside them.

    The PIN is typed into the agent's own terminal. Choose a card on the page with `agent.choose(page, "director")`.
    """
    started: list[Agent] = []

    def put(*roles: str) -> Agent:
        agent = Agent.start(site, authority, tmp_path / f"kartlar-{len(started)}", roles)
        started.append(agent)
        return agent

    yield put
    for agent in started:
        agent.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is missing; `make setup` installs it")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--enable-unsafe-swiftshader",  # maps are drawn by the processor
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """axe-core finds nothing serious or critical on the page."""
    source = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(source)
        tags = "['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']"
        # all that was found right on a page is half a megabyte
        found = page.evaluate(
            f"axe.run(document, {{runOnly: {tags}, resultTypes: ['violations']}}).then(found => found.violations)"
        )
        grave = [
            f"{page.url} {rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found
            if rule["impact"] in {"serious", "critical"}
            for node in rule["nodes"][:3]
        ]
        assert grave == []

    return check


def _is_trouble(message: ConsoleMessage, home: str) -> bool:
    """Refusals (422), closed doors (403, 405), missing pages (404) and a pause (503) are answers, not faults.

    Neither is a signing agent that does not run: its door is elsewhere on this machine.
    """
    if "ERR_CONNECTION_REFUSED" in message.text and not message.location["url"].startswith(home):
        return False
    return message.type == "error" and not re.search(r"(?:status of|Error Code) (403|404|405|422|503)", message.text)


def set_own_password(page: Page, site: Site, secret: str) -> None:
    """The first thing the administrator does: a password of his own for the one-time secret."""
    own = "uzun ve yalnız bana ait 7"
    page.fill("input[name=oldpassword]", secret)
    page.fill("input[name=password1]", own)
    page.fill("input[name=password2]", own)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    OWN_PASSWORDS[site.url] = own
    page.goto("/")


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit("head", phone=True)` signs a person in and gives the page; without a name nobody is signed in.

    A page that logs an error, breaks the security policy or misses one of its parts fails the journey.
    """
    contexts, troubles = [], []

    def open_page(role: str = "", *, phone: bool = False, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.url,
            locale="tr-TR",
            timezone_id="Europe/Istanbul",
            viewport={"width": 390, "height": 844} if phone else {"width": 1440, "height": 900},
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda m: troubles.append(f"{page.url}: {m.text}") if _is_trouble(m, site.url) else None)
        if role:
            username, password = site.account(role)
            page.goto("/giris/")
            page.get_by_label("Kullanıcı adı").fill(username)
            page.get_by_label("Parola", exact=True).fill(password)
            page.get_by_role("button", name="Giriş yap").click()
            page.wait_for_url(lambda address: "/giris/" not in address)
            if "/parola/" in page.url:
                set_own_password(page, site, password)
            page.wait_for_url(lambda address: "/parola/" not in address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)` fails where a page is wider than the screen."""

    def check(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url

    return check
