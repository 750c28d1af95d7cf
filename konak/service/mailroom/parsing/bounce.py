"""Delivery reports (RFC 3464): which letter of ours did not reach whom, and whether it never will."""

import re
from dataclasses import dataclass

from .letter import Letter

_FIELD = re.compile(r"^([A-Za-z-]+):\s*(.*)$")
_ID = re.compile(r"^message-id:\s*<([^<>\s]{1,250})>", re.I | re.M)
_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient of one letter."""

    address: str
    action: str
    status: str
    told: str
    original: str
    """Message-ID of the letter that came back, without brackets; empty where the report does not say."""

    @property
    def final(self) -> bool:
        """Whether it will never be delivered: class 5, or said to have failed without a class."""
        return self.status.startswith("5") or (self.action == "failed" and not self.status.startswith("4"))

    @property
    def delayed(self) -> bool:
        return self.action == "delayed" or self.status.startswith("4")


def bounces(letter: Letter) -> list[Bounce]:
    """What a delivery report says, one entry a recipient; empty when the mail is none."""
    spoken = any("final-recipient:" in one.lower() for one in letter.reports)
    if letter.report_type != "delivery-status" and not spoken:
        return _untold(letter)
    original = next((said[1] for one in letter.reports if (said := _ID.search(one))), "")
    found: list[Bounce] = []
    for report in letter.reports:
        for block in re.split(r"\n\s*\n", report):
            fields = _fields(block)
            who = fields.get("final-recipient") or fields.get("original-recipient")
            if not who or "action" not in fields:
                continue
            address = _ADDRESS.search(who)
            told = fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get("diagnostic-code", "")
            found.append(
                Bounce(
                    address=(address[0] if address else who).lower()[:254],
                    action=fields["action"].lower()[:20],
                    status=(re.search(r"\d\.\d{1,3}\.\d{1,3}", fields.get("status", "")) or [""])[0],
                    told=told[:300],
                    original=original,
                )
            )
    return found


def _fields(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in block.split("\n"):
        if line[:1] in {" ", "\t"} and name:
            found[name] += " " + line.strip()
        elif match := _FIELD.match(line.strip()):
            name = match[1].lower()
            found[name] = match[2].strip()
    return found


def _untold(letter: Letter) -> list[Bounce]:
    """Old servers write prose: from the daemon, about a letter of which they repeat the identifier."""
    sender = letter.sender.address if letter.sender else ""
    if not re.match(r"(?:mailer-daemon|postmaster)@", sender):
        return []
    original = next(iter(letter.thread), "") or next(iter(_ID.findall(letter.text)), "")
    failed = letter.head("x-failed-recipients") or ""
    address = _ADDRESS.search(failed) or _ADDRESS.search(letter.text)
    if not original and not failed:
        return []
    status = re.search(r"\b([45]\.\d{1,3}\.\d{1,3})\b", letter.text)
    return [Bounce(address[0].lower()[:254] if address else "", "failed", status[1] if status else "", "", original)]
