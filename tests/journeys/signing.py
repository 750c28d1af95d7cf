"""Cards in software and `konak sign-agent` on this computer, for journeys in which somebody signs."""

import contextlib
import fcntl
import os
import pty
import subprocess
import sys
import termios
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from konak.gateways.pki import fake, softcard

PIN = "123456"


def put_card(folder: Path, label: str, card: fake.Issued) -> None:
    """A card in software in this folder, beside those that are there; its PIN lies in the file `pin`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pin").write_text(PIN)
    pem = folder / f"{label}.pem"
    pem.write_bytes(card.key_pem() + card.pem)
    made = [sys.executable, "-m", softcard.__name__, folder, pem, "--pin-file", folder / "pin"]
    subprocess.run(made, check=True, capture_output=True)


@dataclass
class Agent:
    """The running agent; `shown` is what stood in its window."""

    process: subprocess.Popen[bytes]
    terminal: int
    names: dict[str, str]
    pin: str = PIN
    shown: str = ""
    asked: int = 0
    _reader: threading.Thread = field(init=False)

    @classmethod
    def start(cls, site: Any, authority: fake.House, folder: Path, roles: Sequence[str]) -> "Agent":
        """A card for each role, then the agent on the port that the pages of the site know."""
        names = {}
        people = {role: site.account(role)[0] for role in roles}
        told = site.ask(
            "[[u.username, u.full_name] for u in __import__('konak.foundation.people.models', fromlist=['User'])"
            f".User.objects.filter(username__in={list(people.values())!r})]"
        )
        full = dict(told)
        for role, username in people.items():
            card = authority.issue(full[username], identity="10000000146")
            put_card(folder, username, card)
            names[role] = full[username]
        port = site.environment["KONAK_SIGN_AGENT"].rsplit(":", 1)[1]
        konak = Path(sys.executable).with_name("konak")
        words = [konak, "sign-agent", "--server", site.url, "--module", softcard.MODULE, "--port", port]
        terminal, inner = pty.openpty()
        # no display: it asks for the PIN in its terminal, which has to be its own
        environment = site.environment | {"SOFTHSM2_CONF": str(folder / "softhsm2.conf"), "DISPLAY": ""}
        process = subprocess.Popen(
            words,
            env=environment,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(inner)
        agent = cls(process, terminal, names)
        ready = threading.Event()
        agent._reader = threading.Thread(target=agent._read, args=[ready], daemon=True)
        agent._reader.start()
        assert ready.wait(60), agent.shown
        return agent

    def _read(self, ready: threading.Event) -> None:
        """The clerk before the window: waits for the question and types."""
        while True:
            try:
                told = os.read(self.terminal, 4096)
            except OSError:  # the agent has ended
                return
            if not told:
                return
            self.shown += told.decode("utf-8", "replace")
            if "Ctrl+C" in self.shown:
                ready.set()
            if self.shown.count("bırakın): ") > self.asked:
                self.asked += 1
                os.write(self.terminal, self.pin.encode() + b"\n")

    def choose(self, page: Page, role: str) -> None:
        """Choose this person's card among those in the readers."""
        choice = page.locator("[data-sign-card]").first
        expect(choice).to_be_enabled()
        option = choice.locator("option", has_text=self.names[role])
        choice.select_option(value=option.get_attribute("value"))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        with contextlib.suppress(OSError):
            os.close(self.terminal)
