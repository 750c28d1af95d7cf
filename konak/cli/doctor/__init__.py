"""`konak doctor`: is this installation healthy, and if not, what to do. One line for each question."""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from konak.foundation.db import cluster, state
from konak.foundation.db.state import Misconfigured

from ..words import say
from . import computer, house, server
from .finding import FAILURE, OK, WARNING, Finding

__all__ = ["configure", "examine"]


def configure(commands: Any) -> None:
    """Add the command."""
    text = "kurulumu denetle ve ne yapılacağını söyle"
    doctor = commands.add_parser("doctor", help=text, description=text)
    doctor.add_argument("--json", action="store_true", help="sonucu makineler için JSON olarak yaz")
    doctor.set_defaults(run=examine, database=False)


def examine(args: argparse.Namespace) -> int:
    """Ask every question, also when an earlier one failed; 1 when anything is a failure."""
    quiet = bool(getattr(args, "json", False))
    findings = []
    for question in (*computer.QUESTIONS, database):
        for finding in asked(question):
            findings.append(finding)
            if quiet:
                continue
            say(f"{finding.verdict:<6} {finding.subject}: {finding.told}")
            if finding.advice:
                say(f"       → {finding.advice}")
    failures = sum(finding.verdict == FAILURE for finding in findings)
    warnings = sum(finding.verdict == WARNING for finding in findings)
    if quiet:
        told = {"failures": failures, "warnings": warnings, "findings": [asdict(one) for one in findings]}
        say(json.dumps(told, ensure_ascii=False, indent=1))
        return 1 if failures else 0
    say()
    if not failures and not warnings:
        say("Her şey yolunda.")
    else:
        say(f"{failures} hata, {warnings} uyarı.")
    return 1 if failures else 0


def asked(question: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The answers to one question; whatever goes wrong while asking is an answer too."""
    try:
        yield from question()
    except Misconfigured as error:
        yield Finding(FAILURE, "Ayarlar", str(error), "Ayarlar el kitabında, «Ayarlar» tablosunda anlatılır.")
    except Exception as error:
        told = f"«{question.__name__}» yarıda kaldı: {type(error).__name__}: {error}"
        yield Finding(FAILURE, "Denetim", told, "Yukarıdaki hataları giderip yeniden deneyin.")


def database() -> Iterator[Finding]:
    """The server, then everything that needs it."""
    if state.is_private():
        private = cluster.private()
        with private.in_use():
            private.ensure()
            yield Finding(OK, "Veritabanı", f"özel küme, {private.data}")
            yield from _inside()
    else:
        yield Finding(OK, "Veritabanı", "DATABASE_URL ile verilen sunucu")
        yield from _inside()


def _inside() -> Iterator[Finding]:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    found = list(server.connected())
    yield from found
    if any(finding.verdict == FAILURE for finding in found):
        return
    for question in server.QUESTIONS:
        yield from asked(question)
    waiting = list(server.tables())
    yield from waiting
    if not any(finding.verdict == FAILURE for finding in waiting):
        for question in house.QUESTIONS:
            yield from asked(question)
