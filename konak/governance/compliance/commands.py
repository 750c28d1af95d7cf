"""`konak compliance …`: the nightly round by hand, and deadlines after the calendar changed."""

import argparse
import datetime as dt

from . import services

HELP = "Uyum takvimi: dönemleri aç, son günleri yeniden hesapla"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the commands of this app below `konak compliance`."""
    commands = parser.add_subparsers(dest="compliance_command", required=True, metavar="KOMUT")
    text = "gece taramasını şimdi yap: dönemleri aç, kanıtlananları kapat, gecikenleri yükselt"
    command = commands.add_parser("open", help=text, description=text)
    command.add_argument("--day", type=dt.date.fromisoformat, metavar="YYYY-AA-GG", help="bugün yerine bu gün")
    command.add_argument(
        "--clock-is-right",
        action="store_true",
        help="ileri tarihli taramaları unut (saat yanlışlıkla ileri gitmişse)",
    )
    command.set_defaults(run=_open)
    text = "açık dönemlerin son gününü tatillere göre yeniden hesapla ve değişenleri yaz"
    commands.add_parser("recompute", help=text, description=text).set_defaults(run=_recompute)


def _open(args: argparse.Namespace) -> int:
    from konak.foundation.access import NOBODY

    if args.clock_is_right:
        count = services.forget_later_rounds(actor=NOBODY)
        print(f"{count} ileri tarihli tarama unutuldu.")
    report = services.run_round(args.day)
    if report.backwards:
        print(
            f"{report.day:%d.%m.%Y} için tarama yapılmadı: {report.backwards:%d.%m.%Y} günü daha önce tarandı. "
            "Saat geri gitmiş olabilir. Saat şimdi doğruysa `konak compliance open --clock-is-right` çalıştırın."
        )
        return 1
    print(f"{report.day:%d.%m.%Y} tarandı.")
    for count, words in (
        (report.proposed, "plan önerildi ya da açıldı"),
        (report.opened, "dönem açıldı"),
        (report.proven, "dönem kendiliğinden kanıtlandı"),
        (report.lapsed, "dosya düştü (görev ya da metin kapandı)"),
        (report.moved, "dönem görevin yeni birimine geçti"),
        (report.redated, "dönemin son günü değişti"),
        (report.climbed, "gecikme üst makama yükseldi"),
        (report.reviews, "gözden geçirme açıldı"),
        (report.confirmations, "görev teyidi açıldı"),
    ):
        print(f"  {count:>5} {words}")
    return 0


def _recompute(args: argparse.Namespace) -> int:
    moved = services.recompute_due_dates()
    for one in moved:
        before = f"{one.before:%d.%m.%Y}" if one.before else "–"
        print(f"{one.number}  {before} → {one.after:%d.%m.%Y}  {one.subject[:80]}")
    print(f"{len(moved)} dönemin son günü değişti." if moved else "Değişen son gün yok.")
    return 0
