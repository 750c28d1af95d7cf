"""`konak`: everything an operator does with an installation, from one command.

The commands of the platform itself stand here; an app adds its own with a module `commands` that offers
`configure(parser)` and, optionally, `NAME` and `HELP`. A command function takes the parsed arguments and returns an
exit code. `parser.set_defaults(database=False)` marks a command that works without a database.
"""

import argparse
import contextlib
import gc
import importlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from types import ModuleType

from konak.foundation.db import cluster, state

from . import backup, doctor, handbook, restore, serving, tables
from .words import complain, say, speak_turkish

HELP = {"legislation": "Mevzuat metinleri: çözümle, say, karşılaştır"}
"""What a command is about whose module says nothing."""

NAMES = {"people": "user"}
"""Commands named otherwise than their app."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. An error is one Turkish sentence; KONAK_DEBUG=1 adds the traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konak.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] != ["serve"]:
        os.environ.setdefault("KONAK_DB_POOL", "0")  # one connection is enough for one command
    speak_turkish()
    try:
        args = _parser(words).parse_args(words)
        return _run(args)
    except KeyboardInterrupt:
        complain("Durduruldu.")
        return 130
    except BrokenPipeError:
        # the reader (`head`, a pager) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if _debugging():
            traceback.print_exc()
        complain(f"Hata: {in_turkish(error)}")
        return 1


def _run(args: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int | None] = args.run
    if not getattr(args, "database", True):
        return run(args) or 0
    with contextlib.ExitStack() as stack:
        if state.is_private():
            server = cluster.private()
            # counted before it is started, so that a `serve` that ends now leaves it running for us
            stack.enter_context(server.in_use(stop_after=getattr(args, "stop_after", False)))
            server.ensure(say)
        _set_up()
        return run(args) or 0


def _parser(words: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="konak", description="Konak: belediye bilgi işlem platformu")
    commands = parser.add_subparsers(required=True, metavar="komut", dest="command")

    version = commands.add_parser("version", help="sürümü göster")
    version.set_defaults(run=_version, database=False)
    for module in (serving, tables, backup, restore, doctor, handbook):
        module.configure(commands)
    if words and words[0] in commands.choices:
        return parser

    _set_up()
    for label, module in _modules("commands"):
        name = getattr(module, "NAME", NAMES.get(label, label))
        text = getattr(module, "HELP", None) or HELP.get(label)
        module.configure(commands.add_parser(name, help=text, description=text))
    return parser


def _set_up() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        # What is read now stays for good: looking through it for rubbish again and again takes a third of the start.
        gc.disable()
        django.setup()
        gc.freeze()
        gc.enable()


def _modules(name: str) -> list[tuple[str, ModuleType]]:
    """The module `name` of every installed app of ours that has one, with the label of the app."""
    from django.apps import apps

    found = []
    for app in apps.get_app_configs():
        if app.name.startswith("konak.") and importlib.util.find_spec(f"{app.name}.{name}"):
            found.append((app.label, importlib.import_module(f"{app.name}.{name}")))
    return found


def _version(args: argparse.Namespace) -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        say(f"Konak {version('konak')}")
    except PackageNotFoundError:
        say("Konak (kurulmamış kopya)")
    return 0


def _debugging() -> bool:
    return os.environ.get("KONAK_DEBUG", "").strip().lower() in {"1", "true", "yes", "on", "evet"}


def in_turkish(error: BaseException) -> str:
    """What went wrong and what to do, in one or two sentences."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    from konak.foundation.lifecycle import Refused
    from konak.foundation.web.outage import DISK, outage_behind

    hint = "" if _debugging() else " Ayrıntı için KONAK_DEBUG=1 ile yeniden deneyin."
    if isinstance(error, state.Misconfigured | ImproperlyConfigured | Refused):
        return str(error)
    if isinstance(error, ProgrammingError) and type(error.__cause__).__name__ in {
        "UndefinedTable",
        "UndefinedColumn",
    }:
        return "Veritabanının tabloları eksik ya da eski. Önce `konak migrate` çalıştırın."
    if outage_behind(error) is DISK:
        return (
            "Sunucuda yer kalmadı: yarım kalan işten hiçbir şey saklanmadı. Yer açıp yeniden deneyin (`konak doctor` "
            "hangi diskin dolu olduğunu gösterir)."
        )
    if isinstance(error, OperationalError):
        return f"Veritabanına ulaşılamadı: {_first_line(error)}. Nedenini `konak doctor` gösterir."
    if isinstance(error, FileNotFoundError):
        return f"Dosya bulunamadı: {error.filename}"
    if isinstance(error, IsADirectoryError):
        return f"Bu bir klasör, dosya bekleniyordu: {error.filename}"
    if isinstance(error, PermissionError):
        return f"Erişim izni yok: {error.filename or error}"
    return f"Beklenmeyen bir hata oluştu ({type(error).__name__}: {_first_line(error)}).{hint}"


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), "açıklama yok")
