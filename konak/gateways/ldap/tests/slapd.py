"""A real slapd on loopback: one temporary folder, one free port, stopped by its own process id."""

import contextlib
import datetime as dt
import ipaddress
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import ldap
import ldap.modlist
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SLAPD = shutil.which("slapd") or "/usr/sbin/slapd"
BASE = "dc=ornek,dc=example"
ADMIN = f"cn=yonetici,{BASE}"
PASSWORD = "gizli-Dizin-7"
SCHEMAS = ("core", "cosine", "inetorgperson", "nis", "msuser")


@dataclass
class Slapd:
    folder: Path
    port: int
    tls_port: int
    ca: str
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def tls_url(self) -> str:
        return f"ldaps://127.0.0.1:{self.tls_port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(SLAPD, "-f", str(self.folder / "slapd.conf"), "-d", "0"),
                *("-h", f"ldap://127.0.0.1:{self.port}/ ldaps://127.0.0.1:{self.tls_port}/"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if self.process.poll() is not None:
                raise RuntimeError(f"slapd ended with {self.process.returncode}")
            time.sleep(0.05)
        raise RuntimeError("slapd does not answer")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
            self.process = None

    def bound(self):
        connection = ldap.initialize(self.url)
        connection.set_option(ldap.OPT_NETWORK_TIMEOUT, 5)
        connection.simple_bind_s(ADMIN, PASSWORD)
        return connection

    def add(self, dn: str, **attributes: str | list[str]) -> None:
        entry = {
            name: [one.encode() for one in ([value] if isinstance(value, str) else value)]
            for name, value in attributes.items()
        }
        connection = self.bound()
        connection.add_s(dn, ldap.modlist.addModlist(entry))
        connection.unbind_s()

    def change(self, dn: str, **attributes: str | list[str] | None) -> None:
        changes = [
            (
                ldap.MOD_REPLACE,
                name,
                None if value is None else [one.encode() for one in ([value] if isinstance(value, str) else value)],
            )
            for name, value in attributes.items()
        ]
        connection = self.bound()
        connection.modify_s(dn, changes)
        connection.unbind_s()

    def delete(self, dn: str) -> None:
        connection = self.bound()
        connection.delete_s(dn)
        connection.unbind_s()

    def empty(self) -> None:
        """Take everything out but the root and its two branches."""
        connection = self.bound()
        rows = connection.search_s(BASE, ldap.SCOPE_SUBTREE, "(objectClass=*)", ["dn"])
        for dn, _ in sorted(rows, key=lambda row: -len(row[0])):
            if dn != BASE:
                connection.delete_s(dn)
        connection.unbind_s()
        for name in ("kisiler", "gruplar"):
            self.add(f"ou={name},{BASE}", objectClass="organizationalUnit", ou=name)

    def person(self, uid: str, first: str, last: str, **more: str | list[str]) -> str:
        dn = f"uid={uid},ou=kisiler,{BASE}"
        facts = {"mail": f"{uid}@ornek.example", "userPassword": "Parola-" + uid} | more
        self.add(dn, objectClass="inetOrgPerson", uid=uid, cn=f"{first} {last}", sn=last, givenName=first, **facts)
        return dn

    def group(self, name: str, *members: str) -> str:
        dn = f"cn={name},ou=gruplar,{BASE}"
        self.add(dn, objectClass="groupOfNames", cn=name, member=list(members))
        return dn


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _certificate(folder: Path) -> str:
    """A certificate for localhost that signs itself; gives it as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    (folder / "cert.pem").write_text(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem


@contextlib.contextmanager
def running() -> Iterator[Slapd]:
    """A slapd with the root and its two branches; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="konak-slapd-") as name:
        folder = Path(name)
        (folder / "data").mkdir()
        pem = _certificate(folder)
        lines = [
            *(f"include /etc/ldap/schema/{schema}.schema" for schema in SCHEMAS),
            "objectclass ( 1.3.6.1.4.1.99999.7.1 NAME 'adPerson' SUP top AUXILIARY",
            "  MAY ( sAMAccountName $ userAccountControl $ department ) )",
            "modulepath /usr/lib/ldap",
            "moduleload back_mdb",
            f"pidfile {folder}/slapd.pid",
            f"TLSCACertificateFile {folder}/cert.pem",
            f"TLSCertificateFile {folder}/cert.pem",
            f"TLSCertificateKeyFile {folder}/key.pem",
            "sizelimit unlimited",
            "database mdb",
            "maxsize 67108864",
            f'suffix "{BASE}"',
            f'rootdn "{ADMIN}"',
            f"rootpw {PASSWORD}",
            f"directory {folder}/data",
            "dbnosync",
            "index objectClass eq",
            "index uid eq",
            "access to attrs=userPassword by anonymous auth by * none",
            "access to * by users read by anonymous auth",
        ]
        (folder / "slapd.conf").write_text("\n".join(lines) + "\n")
        server = Slapd(folder, _free_port(), _free_port(), pem)
        server.start()
        try:
            server.add(BASE, objectClass=["dcObject", "organization"], dc="ornek", o="Örnek")
            server.empty()
            yield server
        finally:
            server.stop()
