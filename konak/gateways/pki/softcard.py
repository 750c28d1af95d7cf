"""A card in software (SoftHSM) for trials: `python -m konak.gateways.pki.softcard FOLDER kisi.pem --pin-file PIN`.

A trial card of the sample municipality, its key and certificate in one PEM file, becomes a token in FOLDER. The agent
then reads it like a real card: `SOFTHSM2_CONF=FOLDER/softhsm2.conf konak sign-agent --module …/libsofthsm2.so …`.
A key that lies in a file is no qualified signature, whatever its certificate says: this is for trials alone.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from asn1crypto import pem, x509

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
KEY_ID = b"\x01"


def configure(folder: Path) -> Path:
    """SoftHSM's settings, with its tokens beside them; whoever uses the cards names the file in SOFTHSM2_CONF."""
    tokens = folder / "tokens"
    tokens.mkdir(parents=True, exist_ok=True, mode=0o700)
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    return conf


def write(folder: Path, label: str, key_and_certificate: bytes, pin: str) -> None:
    """One token. The library reads its settings once a process: call it in one that has not used it yet."""
    conf = configure(folder)
    os.environ["SOFTHSM2_CONF"] = str(conf)
    key = folder / f"{label}.p8"
    parts = {kind: (headers, der) for kind, headers, der in pem.unarmor(key_and_certificate, multiple=True)}
    key.touch(mode=0o600)
    key.write_bytes(pem.armor("PRIVATE KEY", parts["PRIVATE KEY"][1]))
    try:
        _util("--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", pin * 2)
        _util("--import", str(key), "--token", label, "--label", label, "--id", KEY_ID.hex(), "--pin", pin)
    finally:
        key.unlink()
    _certificate(label, parts["CERTIFICATE"][1], pin)


def _util(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)


def _certificate(label: str, der: bytes, pin: str) -> None:
    import pkcs11
    from pkcs11 import Attribute, ObjectClass

    with pkcs11.lib(MODULE).get_token(token_label=label).open(rw=True, user_pin=pin) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: 0,
                Attribute.TOKEN: True,
                Attribute.ID: KEY_ID,
                Attribute.SUBJECT: x509.Certificate.load(der).subject.dump(),
                Attribute.VALUE: der,
            }
        )


def run() -> int:
    parser = argparse.ArgumentParser(description="Deneme kartını SoftHSM'e yükler; gerçek imza için değildir")
    parser.add_argument("folder", type=Path, help="kartların duracağı klasör")
    parser.add_argument("file", type=Path, help="anahtar ve sertifika: deneme-kartlari/<kullanıcı>.pem")
    parser.add_argument("--pin-file", type=Path, required=True, help="kartın PIN'i bu dosyanın ilk satırında")
    args = parser.parse_args()
    pin = args.pin_file.read_text(encoding="utf-8").splitlines()[0].strip()
    write(args.folder.resolve(), args.file.stem, args.file.read_bytes(), pin)
    sys.stdout.write(f"{args.file.stem} yüklendi: SOFTHSM2_CONF={args.folder.resolve()}/softhsm2.conf\n")
    return 0


if __name__ == "__main__":
    sys.exit(run())
