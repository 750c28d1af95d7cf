"""Cards and seals by PKCS#11. Standard library and python-pkcs11 only: it also runs on a clerk's own computer.

The PIN is used for one session and kept nowhere. Three wrong ones block a card: nothing here tries twice.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

PREFIX = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
"""DigestInfo of PKCS#1 v1.5, before the digest."""


class CardTrouble(Exception):
    """Why the card did not sign, in words for whoever holds it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate on a token, with the others that lie beside it."""

    slot: str
    label: str
    serial: str
    certificate: bytes
    chain: tuple[bytes, ...]
    key_id: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()


def _library(module: str) -> Any:
    import pkcs11

    try:
        return pkcs11.lib(module)
    except Exception as trouble:
        raise CardTrouble(f"Kart sürücüsü açılamadı: {module}") from trouble


def _trouble(fault: Exception) -> CardTrouble:
    words = {
        "PinIncorrect": "PIN yanlış. Üç yanlış denemede kart kilitlenir.",
        "PinLocked": "Kart kilitli; sertifika hizmetine başvurun.",
        "PinLenRange": "PIN'in uzunluğu yanlış.",
        "TokenNotPresent": "Kart takılı değil.",
        "DeviceRemoved": "Kart işlem sırasında çıkarıldı.",
        "NoSuchKey": "Kartta bu sertifikanın anahtarı bulunamadı.",
        "NoSuchToken": "Kart takılı değil.",
    }
    return CardTrouble(words.get(type(fault).__name__, f"Kart yanıt vermedi ({type(fault).__name__})."))


def cards(module: str) -> list[Card]:
    """Every certificate for which a token could hold a key; no PIN is needed to look."""
    import pkcs11
    from pkcs11 import Attribute, ObjectClass

    found = []
    try:
        for slot in _library(module).get_slots(token_present=True):
            try:
                token = slot.get_token()
                opened = token.open()
            except (pkcs11.exceptions.TokenNotRecognised, pkcs11.exceptions.TokenNotPresent):
                continue  # an empty slot, or a token that nobody has set up
            with opened as session:
                held = [
                    (bytes(one[Attribute.ID]) if _has(one, Attribute.ID) else b"", bytes(one[Attribute.VALUE]))
                    for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
                ]
            for key_id, der in held:
                if key_id:
                    rest = tuple(other for _, other in held if other != der)
                    serial = token.serial.decode("ascii", "replace").strip()
                    found.append(Card(str(slot.slot_id), token.label.strip(), serial, der, rest, key_id))
    except pkcs11.PKCS11Error as fault:
        raise _trouble(fault) from None
    return found


def _has(one: Any, attribute: Any) -> bool:
    try:
        return bool(one[attribute])
    except Exception:
        return False


@contextmanager
def unlocked(module: str, card: Card, pin: str) -> Iterator["Hand"]:
    """The card's key, for as many signatures as one PIN shall make."""
    import pkcs11
    from pkcs11 import Attribute, ObjectClass

    library = _library(module)
    try:
        slots = [slot for slot in library.get_slots(token_present=True) if str(slot.slot_id) == card.slot]
        if not slots:
            raise CardTrouble("Kart takılı değil.")
        with slots[0].get_token().open(user_pin=pin) as session:
            keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: card.key_id}))
            if not keys:
                raise CardTrouble("Kartta bu sertifikanın anahtarı bulunamadı.")
            yield Hand(keys[0])
    except pkcs11.PKCS11Error as fault:
        raise _trouble(fault) from None


class Hand:
    """Signs digests while its session is open."""

    def __init__(self, key: Any) -> None:
        self._key = key

    def sign(self, digest: bytes, algorithm: str = "sha256") -> bytes:
        """RSA PKCS#1 v1.5 over the digest, or ECDSA in DER."""
        from pkcs11 import KeyType, Mechanism
        from pkcs11.util.ec import encode_ecdsa_signature

        if len(digest) != hashlib.new(algorithm).digest_size:
            raise CardTrouble("İmzalanacak özetin uzunluğu yanlış.")
        if self._key.key_type == KeyType.EC:
            return bytes(encode_ecdsa_signature(self._key.sign(digest, mechanism=Mechanism.ECDSA)))
        return bytes(self._key.sign(PREFIX[algorithm] + digest, mechanism=Mechanism.RSA_PKCS))
