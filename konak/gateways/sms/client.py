"""Speaking to the service: JSON over HTTPS with basic authentication; every code told apart: never, later, all down.

Shape: `POST /sms/rest/v2/send` with `msgheader`, `messages: [{msg, no}]`, `encoding`, `iysfilter`; the answer holds
`code` and, when accepted, `jobid`. `POST /balance` with `stip: 2` answers with the credit left. `POST
/sms/rest/v2/report` with `jobids` answers with `jobs: [{jobid, status, deliveredDate, errorCode}]`.
"""

import base64
import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.timezone import make_aware

from konak.foundation.notify import Arrival, Permanent, Temporary, Unreachable

ACCEPTED = frozenset({"00", "01", "02"})
FOREVER = {
    "20": "Mesaj metni hatalı ya da çok uzun.",
    "70": "Hatalı ya da eksik alan; numara geçersiz olabilir.",
}
LATER = {"85": "Aynı numaraya bir dakikada çok fazla mesaj gönderildi."}
DOWN = {
    "30": "Kullanıcı kodu ya da parola geçersiz, API izni yok ya da bu sunucunun IP adresine izin verilmemiş.",
    "40": "Mesaj başlığı (gönderen adı) hesapta tanımlı değil.",
    "50": "Hesap, İYS denetimli gönderim yapamıyor.",
    "51": "Aboneliğe ait İYS marka bilgisi yok.",
    "60": "Hesapta gönderim paketi ya da bakiye yok.",
    "80": "Gönderim sınırı aşıldı.",
    "100": "Hizmette sistem hatası.",
    "101": "Hizmette sistem hatası.",
}
LARGEST = 1_000_000
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Credentials go where the settings say, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


@dataclass(frozen=True, slots=True)
class Account:
    """Whose service is used, and how a sender calls itself."""

    url: str
    usercode: str
    password: str
    header: str
    timeout: float = 15.0

    @property
    def fault(self) -> str:
        """What is wrong with the settings, in Turkish; empty when nothing is."""
        parts = urlsplit(self.url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            return "SMS hizmetinin adresi https:// ile başlamalı (KONAK_SMS_URL)."
        if not 3 <= len(self.header) <= 11:
            return "SMS başlığı 3–11 harf olmalı (KONAK_SMS_SENDER)."
        return ""


def send(account: Account, number: str, text: str) -> str:
    """Hand one message over; returns the job number of the service."""
    answer = _post(
        account,
        "/sms/rest/v2/send",
        {
            "msgheader": account.header,
            "encoding": "TR",
            # internal notices to staff, no commerce: İYS consent does not apply (Law 6563)
            "iysfilter": "0",
            "messages": [{"msg": text, "no": number}],
        },
    )
    code = str(answer.get("code", ""))
    _judge(code, answer)
    return str(answer.get("jobid", ""))


def balance(account: Account) -> Decimal:
    """The credit left, in lira."""
    answer = _post(account, "/balance", {"usercode": account.usercode, "password": account.password, "stip": 2})
    _judge(str(answer.get("code", "00")), answer)
    found = answer.get("balance")
    if isinstance(found, list):
        found = found[0].get("amount") if found and isinstance(found[0], dict) else None
    try:
        return Decimal(str(found).replace(".", "").replace(",", ".") if "," in str(found) else str(found))
    except InvalidOperation:
        raise Unreachable("SMS hizmeti bakiyeyi bildirmedi.") from None


NOTHING_KNOWN = "60"
ARRIVED = 1
LOST = {
    2: "telefona süresi içinde ulaşılamadı",
    3: "numara hatalı ya da SMS almaya kapalı",
    4: "operatöre iletilemedi",
    11: "operatör kabul etmedi",
    12: "gönderim hatası",
    13: "aynı metin kısa sürede ikinci kez gönderildiği için iletilmedi",
    103: "gönderim başarısız oldu",
}
"""Every other status means that the message is still under way."""


def report(account: Account, jobs: Sequence[str]) -> list[Arrival]:
    """What became of messages by their job numbers; those still under way are left out."""
    body = {"jobids": list(jobs), "pagenumber": 0, "pagesize": len(jobs)}
    answer = _post(account, "/sms/rest/v2/report", body)
    if str(answer.get("code", "")) == NOTHING_KNOWN:
        return []
    _judge(str(answer.get("code", "")), answer)
    told = answer.get("jobs")
    found = []
    for one in told if isinstance(told, list) else []:
        status = str(one.get("status", "")) if isinstance(one, dict) else ""
        number = int(status) if status.isdecimal() else 0
        if number == ARRIVED or number in LOST:
            at, why = _moment(one.get("deliveredDate")), LOST.get(number, "")
            found.append(Arrival(str(one.get("jobid", "")), number == ARRIVED, at, why))
    return found


def _moment(told: object) -> dt.datetime | None:
    """ "06.10.2026 14:30:12", as the service writes it; anything else is no moment."""
    try:
        return make_aware(dt.datetime.strptime(str(told), "%d.%m.%Y %H:%M:%S"))
    except ValueError:
        return None


def _judge(code: str, answer: dict[str, Any]) -> None:
    if code in ACCEPTED:
        return
    said = " ".join(str(answer.get("description", "")).split())[:200]
    for words, kind in ((FOREVER, Permanent), (LATER, Temporary), (DOWN, Unreachable)):
        if code in words:
            raise kind(f"SMS hizmetinin yanıtı {code}: {words[code]}")
    raise Unreachable(f"SMS hizmetinin tanınmayan yanıtı: {code or '?'} {said}".strip())


def _post(account: Account, path: str, body: dict[str, Any]) -> dict[str, Any]:
    secret = base64.b64encode(f"{account.usercode}:{account.password}".encode()).decode("ascii")
    request = urllib.request.Request(  # noqa: S310 - https, or this very computer
        account.url.rstrip("/") + path,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Authorization": f"Basic {secret}", "Content-Type": "application/json; charset=utf-8"},
        method="POST",
    )
    try:
        with _opener.open(request, timeout=account.timeout) as response:
            status, raw = response.status, response.read(LARGEST)
    except urllib.error.HTTPError as error:
        # a refusal is 406 with the same body
        with error:
            status, raw = error.code, error.read(LARGEST)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        reason = getattr(error, "reason", error)
        late = isinstance(reason, TimeoutError)
        told = f"{account.timeout:g} saniyede yanıt vermedi" if late else f"bağlanılamadı ({reason})"
        raise Unreachable(f"SMS hizmetine ulaşılamadı: {told}.") from None
    if status in {401, 403}:
        raise Unreachable(f"SMS hizmeti kapıyı açmadı (HTTP {status}). {DOWN['30']}")
    return _read(raw, status)


def _read(raw: bytes, status: int) -> dict[str, Any]:
    text = raw.decode("utf-8", "replace").strip()
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    # older doors of the service answer with the bare code
    if text.split(" ")[0].isdigit() and len(text) < 40:
        code, _, job = text.partition(" ")
        return {"code": code, "jobid": job}
    raise Unreachable(f"SMS hizmeti anlaşılmayan bir yanıt verdi (HTTP {status}).")
