"""`konak migrate` and `konak sample`: the tables and what first stands in them."""

import argparse
import importlib
import importlib.util
import time
from collections.abc import Callable
from typing import Any

from konak.foundation.db.state import Misconfigured

from .words import say


def configure(commands: Any) -> None:
    """Add both commands."""
    text = "veritabanı tablolarını kur ya da güncelle"
    commands.add_parser("migrate", help=text, description=text).set_defaults(run=migrate)

    text = "örnek belediyeyi yükle"
    sample = commands.add_parser("sample", help=text, description=text)
    sample.add_argument("--size", choices=["s", "m", "l"], default="s", help="büyüklük: s küçük, m orta, l büyük")
    sample.add_argument("--seed", type=int, default=1, help="rastgelelik tohumu; aynı tohum aynı belediyeyi verir")
    sample.add_argument("--once", action="store_true", help="veri varsa bir şey yapma, hata da verme")
    sample.add_argument(
        "--check", action="store_true", help="yüklenenin kurallara uyduğunu denetle; veri varsa yalnızca denetle"
    )
    sample.set_defaults(run=run_sample)


def migrate(args: argparse.Namespace) -> int:
    """Bring the tables up to date. Two at once wait for each other."""
    from django.core.management import call_command
    from django.db import connection

    from konak.foundation.db.checks import server_faults

    if hindrances := [fault for fault in server_faults(connection) if fault.blocks]:
        raise Misconfigured("\n".join(f"{fault.told} {fault.advice}" for fault in hindrances))
    with connection.cursor() as cursor:
        # The lock belongs to the session and goes with it, whatever happens. It is asked for again and again, because
        # an index that is built beside the work waits for every session that waits inside a statement.
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('konak migrate'))")
            if cursor.fetchone()[0]:
                break
            time.sleep(0.5)
    waiting = pending()
    if waiting:
        say(f"{len(waiting)} geçiş uygulanıyor…")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtext('konak migrate'))")
    say("Veritabanı güncel.")
    return 0


def pending() -> list[str]:
    """Migrations not applied yet, as "app.name"."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def run_sample(args: argparse.Namespace) -> int:
    """Load the sample of every app, all or nothing: a broken load leaves nothing behind. Check it when asked."""
    import pghistory
    from django.apps import apps
    from django.db import transaction

    if pending():
        raise Misconfigured("Veritabanının tabloları eksik ya da eski. Önce `konak migrate` çalıştırın.")
    # an installation that was served once has its administrator and the unit he sits in, nothing more
    if apps.get_model("people", "Unit").objects.count() > 1 or apps.get_model("people", "User").objects.count() > 1:
        if args.check:
            return check()
        if args.once:
            return 0
        raise Misconfigured("Veritabanında birimler var; örnek belediye yalnızca boş bir veritabanına yüklenir.")
    began = time.monotonic()
    with transaction.atomic(), pghistory.context(via="sample"):
        load_apps(size=args.size, seed=args.seed, report=say)
    say(f"Örnek belediye yüklendi ({time.monotonic() - began:.1f} sn).")
    return check() if args.check else 0


def check() -> int:
    """Ask every rule that must hold whatever filled the tables; returns 1 when one does not."""
    from django.apps import apps

    from konak.foundation.cases.invariants import findings

    counted = (
        ("people.Unit", "birim"),
        ("people.User", "kişi"),
        ("cases.Case", "dosya"),
        ("trail.Entry", "öykü satırı"),
        ("cases.Comment", "açıklama"),
        ("search.SearchRow", "arama satırı"),
    )
    numbers = [(apps.get_model(model).objects.count(), words) for model, words in counted]
    say("Sayım: " + ", ".join(f"{number:,} {words}".replace(",", ".") for number, words in numbers))
    began, broken = time.monotonic(), 0
    for finding in findings():
        broken += not finding.holds
        examples = f": {finding.wrong} aykırı kayıt, örneğin {', '.join(finding.examples)}" if finding.wrong else ""
        say(f"{'tamam' if finding.holds else 'HATA '}  {finding.rule}{examples}")
    told = f"{broken} kurala uyulmamış" if broken else "Bütün kurallara uyuluyor"
    say(f"{told} ({time.monotonic() - began:.1f} sn).")
    return 1 if broken else 0


def load_apps(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Let every app add its part of the sample, in the order of the settings; `finish` comes after all of them."""
    from django.apps import apps

    modules = [
        importlib.import_module(f"{app.name}.sample")
        for app in apps.get_app_configs()
        if app.name.startswith("konak.") and importlib.util.find_spec(f"{app.name}.sample")
    ]
    for module in modules:
        module.load(size=size, seed=seed, report=report)
    for module in modules:
        if hasattr(module, "finish"):
            module.finish(size=size, seed=seed, report=report)
