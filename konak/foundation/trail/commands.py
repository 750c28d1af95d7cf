"""`konak trail`: verify the chain, or seal what waits."""

import argparse

from . import heads, services, verification

NAME, HELP = "trail", "İz zincirini doğrula ve mühürle"


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="işlem")
    commands.add_parser("verify", help="zinciri baştan sona doğrula").set_defaults(run=verify)
    commands.add_parser("seal", help="bekleyen satırları zincire ekle").set_defaults(run=seal)


def verify(args: argparse.Namespace) -> int:
    verdict = verification.verify()
    if verdict.intact:
        print(f"İz sağlam: {verdict.checked} satır doğrulandı, {verdict.unsealed} satır mühür bekliyor.")
        print(f"Zincirin başı: {verdict.head}")
        print(f"Veritabanının dışında saklanan baş sayısı: {sum(1 for _ in heads.kept())} ({heads.place()})")
        return 0
    print(f"İZ BOZUK: {verdict.broken_number}. halka (satır {verdict.broken_entry or '—'}). {verdict.reason}")
    print(f"Ondan önceki {verdict.checked} satır sağlam.")
    return 1


def seal(args: argparse.Namespace) -> int:
    total = 0
    while count := services.seal_committed():
        total += count
    print(f"{total} satır mühürlendi.")
    return 0
