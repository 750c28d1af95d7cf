"""`konak antivirus`: is the scanner there, and scan what lies in the store."""

import argparse

from django.conf import settings

from konak.foundation.files import scanning

from . import services
from .client import Clamd

NAME, HELP = "antivirus", "Virüs tarayıcısı: ulaşılıyor mu, saklanan dosyaları tara"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    commands.add_parser("status", help="tarayıcıya ulaşılıyor mu, imzaları ne zamanın").set_defaults(run=status)
    scan = commands.add_parser("scan", help="bekleyenleri ve eskiden taranmışları tara")
    scan.add_argument("--limit", type=int, default=2_000, help="en çok kaç içerik (2000)")
    scan.set_defaults(run=run)


def status(args: argparse.Namespace) -> int:
    if not settings.CLAMD:
        print("Virüs taraması kapalı. Açmak için KONAK_CLAMD ayarını verin.")
        return 0
    try:
        print(f"Tarayıcı yanıt veriyor: {Clamd.from_settings().ping()}")
    except scanning.Away as trouble:
        print(f"Tarayıcıya ulaşılamıyor ({settings.CLAMD}): {trouble}")
        return 1
    return 0


def run(args: argparse.Namespace) -> int:
    if scanning.active() is None:
        print("Virüs taraması kapalı. Açmak için KONAK_CLAMD ayarını verin.")
        return 1
    waiting, again = services.scan_waiting(), services.scan_again(args.limit)
    print(f"{waiting} bekleyen, {again} saklanan içerik tarandı.")
    return 0
