"""The time stamp authority of the sample municipality, for trials: `python -m konak.gateways.pki.trial FOLDER`.

FOLDER is `deneme-makami` in the state folder, where the sample leaves the authority's key. It answers RFC 3161 on the
loopback: `KONAK_TSA=http://127.0.0.1:8766/ konak serve …`. Its stamps prove nothing outside the sample.
"""

import argparse
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from . import fake

FILE = "zaman-damgasi.pem"
LARGEST = 20_000


def keep(house: fake.House, folder: Path) -> None:
    """Leave the stamp authority's key, its certificate and its issuer's in a folder only the owner reads."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / FILE
    place.touch(mode=0o600)
    place.write_bytes(house.tsa.key_pem() + house.tsa.pem + house.issuer.pem)


def trust(house: fake.House, folder: Path, name: str) -> None:
    """Put the roots and the lists of what was revoked into a trust folder, under a name that says what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, content in (
        ("kok.pem", house.root.pem),
        ("ara.pem", house.issuer.pem),
        ("kok.crl", house.crl(house.root, 3650)),
        ("ara.crl", house.crl(house.issuer, 3650)),
    ):
        (folder / f"{name}-{part}").write_bytes(content)


def load(folder: Path) -> tuple[fake.Issued, fake.Issued]:
    """The authority and its issuer, whose key is not there; raises OSError or ValueError when there is none."""
    raw = (folder / FILE).read_bytes()
    key = serialization.load_pem_private_key(raw, None)
    mine, issuer = x509.load_pem_x509_certificates(raw)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("the key is of another kind")
    return fake.Issued(key, mine), fake.Issued(key, issuer)


def serve(folder: Path, port: int) -> ThreadingHTTPServer:
    """The server, bound to the loopback and not yet running."""
    authority, issuer = load(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0") or 0)
            if not 0 < length <= LARGEST:
                self.send_error(400)
                return
            try:
                asked = tsp.TimeStampReq.load(self.rfile.read(length), strict=True)
                answer = fake.stamp_response(authority, [issuer], asked, fake.moment_now()).dump()
            except (ValueError, TypeError, KeyError):
                self.send_error(400)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def run() -> int:
    parser = argparse.ArgumentParser(description="Örnek belediyenin zaman damgası makamı; yalnız deneme içindir")
    parser.add_argument("folder", type=Path, help="durum klasöründeki deneme-makami")
    parser.add_argument("--port", type=int, default=8766)
    args = parser.parse_args()
    try:
        server = serve(args.folder, args.port)
    except (OSError, ValueError) as trouble:
        sys.stderr.write(f"Deneme makamı açılamadı: {trouble}\n")
        return 2
    sys.stdout.write(
        f"KONAK_TSA=http://127.0.0.1:{server.server_address[1]}/ ile damga verir; kapatmak için Ctrl+C\n"
    )
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(run())
