"""A real Dovecot on the loopback, in a folder of its own, stopped by its own pid."""

import contextlib
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from imap_tools.imap_utf7 import utf7_encode

PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = "kutu parolası 1"
CONF = """
base_dir = {home}/run
state_dir = {home}/run
protocols = imap
listen = 127.0.0.1
log_path = {home}/dovecot.log
instance_name = konak-test-{port}
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/mail/%u
mail_plugins =
auth_mechanisms = plain login
disable_plaintext_auth = no
ssl = {ssl}
{tls}
namespace inbox {{
  inbox = yes
  separator = {separator}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
{capability}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Dovecot:
    """The server; `deliver` puts a mail into a box as an MTA would."""

    def __init__(self, home, *, users, certificate=None, capability="", separator="/"):
        self.home, self.port = Path(home), free_port()
        self.tls_port = free_port() if certificate else 0
        self.users, self.separator = users, separator
        self.process = None
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        worker = pwd.getpwnam("nobody") if root else me
        self.owner = (worker.pw_uid, worker.pw_gid)
        self.home.chmod(0o755)
        (self.home / "run").mkdir()
        (self.home / "mail").mkdir()
        lines = [f"{name}:{{PLAIN}}{password}::::::" for name, password in users.items()]
        (self.home / "users").write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.chown(self.home / "mail", *self.owner)
        if root:
            os.chown(self.home / "users", *self.owner)
        tls = ""
        if certificate:
            public, private = certificate
            tls = f"ssl_cert = <{public}\nssl_key = <{private}"
        (self.home / "dovecot.conf").write_text(
            CONF.format(
                home=self.home,
                port=self.port,
                tls_port=self.tls_port,
                internal="dovecot" if root else me.pw_name,
                internal_group="dovecot" if root else "",
                login="dovenull" if root else me.pw_name,
                uid=self.owner[0],
                gid=self.owner[1],
                ssl="yes" if certificate else "no",
                tls=tls,
                separator=separator,
                capability=f"protocol imap {{\n  imap_capability = {capability}\n}}" if capability else "",
            ),
            encoding="utf-8",
        )

    def start(self):
        command = [PROGRAM, "-F", "-c", str(self.home / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(self.process.stdout.read().decode() + self.log())
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as line:
                if line.recv(200).startswith(b"* OK"):
                    return self
            time.sleep(0.05)
        raise RuntimeError(f"dovecot does not answer: {self.log()}")

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        if self.process is not None and self.process.stdout:
            self.process.stdout.close()
        self.process = None

    def log(self):
        path = self.home / "dovecot.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def client(self, user):
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        password = self.users[user]
        line.authenticate("PLAIN", lambda _: b"\0" + user.encode() + b"\0" + password.encode())
        return line

    def deliver(self, user, *mails, folder="INBOX"):
        line = self.client(user)
        for mail in mails:
            status, said = line.append(folder, "", None, mail if isinstance(mail, bytes) else mail.as_bytes())
            assert status == "OK", said
        line.logout()

    def folder(self, user, folder="INBOX"):
        """The raw mails of a folder, oldest first."""
        line = self.client(user)
        status, said = line.select(f'"{utf7_encode(folder).decode()}"', readonly=True)
        if status != "OK":
            line.logout()
            return []
        count, found = int(said[0]), []
        for number in range(1, count + 1):
            _, data = line.fetch(str(number), "(BODY.PEEK[])")
            found.append(next(part[1] for part in data if isinstance(part, tuple)))
        line.logout()
        return found

    def empty(self, user):
        """A fresh box: the folders of before are gone, UIDs and UIDVALIDITY begin anew."""
        shutil.rmtree(self.home / "mail" / user, ignore_errors=True)


@contextlib.contextmanager
def serving(**options):
    """A running server in a folder under /tmp: sockets want short paths, and `nobody` must reach it."""
    home = tempfile.mkdtemp(prefix="konak-dovecot-", dir="/tmp")
    server = Dovecot(home, **options)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
