"""A real mail server on the loopback: it keeps what arrives, and answers as a test tells it to."""

import asyncio
import datetime as dt
import email
import email.policy
import ssl
import threading
import time
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "konak", "posta parolasi"


class Box:
    """What arrived. `answers` gives an address the answer of its RCPT; `after_data` runs before DATA is answered."""

    def __init__(self):
        self.mails = []
        self.raw = []
        self.answers = {}
        self.sender_answer = ""
        self.data_answer = ""
        self.after_data = lambda: None
        self.hang = threading.Event()
        self.sessions = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 tamam"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 tamam"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        while self.hang.is_set():
            await asyncio.sleep(0.05)
        if self.data_answer:
            return self.data_answer
        self.raw.append(envelope.content)
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.after_data()
        return f"250 2.0.0 queued as {len(self.mails)}"


class _Quiet(Controller):
    def __init__(self, box, **options):
        self.options = options
        super().__init__(box, hostname="127.0.0.1", port=0, ready_timeout=20)

    def factory(self):
        return SMTP(self.handler, hostname="posta.deneme.example", **self.options)

    def _trigger_server(self):
        # port 0: the controller would knock at the wrong door
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running(**options):
    box = Box()
    controller = _Quiet(box, **options)
    controller.start()
    try:
        yield box, controller.port
    finally:
        box.hang.clear()
        controller.stop()
        time.sleep(0)


def accepts(server, session, envelope, mechanism, data):
    login = data.login.decode() if data.login else ""
    password = data.password.decode() if data.password else ""
    return AuthResult(success=(login, password) == (USER, PASSWORD), handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for localhost that is its own authority: (server context, path of the authority)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("sertifika")
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, str(public)
