"""`konak handbook`: the tables of the handbook, drawn from what the apps declare, so that no page can fall behind.

A page is sentences written by hand down to the heading "Tablo", and what the code says below it.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from konak.foundation.db.turkish import upper

from .variables import VARIABLES
from .words import complain, say

HEADING = "## Tablo\n"


def configure(commands: Any) -> None:
    """Add the command."""
    text = "el kitabının koddan üretilen tablolarını yenile"
    parser = commands.add_parser("handbook", help=text, description=text)
    parser.add_argument("--check", action="store_true", help="yazma, yalnız geride kalan sayfaları söyle")
    parser.set_defaults(run=run, database=False)


def run(args: argparse.Namespace) -> int:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    behind = stale()
    if args.check:
        for slug in behind:
            complain(f"{slug}.md geride kalmış; `konak handbook` çalıştırın.")
        return 1 if behind else 0
    for slug, text in behind.items():
        (_folder() / f"{slug}.md").write_text(text, encoding="utf-8")
        say(f"{slug}.md yenilendi.")
    say("El kitabının tabloları güncel.")
    return 0


def stale() -> dict[str, str]:
    """The pages that differ from what the code says, with the text they should have."""
    found = {}
    for slug, table in TABLES.items():
        text = (_folder() / f"{slug}.md").read_text(encoding="utf-8")
        written = text.partition(HEADING)[0] + HEADING + "\n" + "\n".join(table()) + "\n"
        if written != text:
            found[slug] = written
    return found


def _folder() -> Any:
    from konak.foundation.front.handbook import folder

    return folder()


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    names = list(head)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    return lines + [
        "| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in row) + " |" for row in rows
    ]


def _app(code: str) -> str:
    from django.apps import apps

    label = code.partition(".")[0]
    return str(apps.get_app_config(label).verbose_name) if label in apps.app_configs else label


def permissions() -> list[str]:
    """Every permission with the positions it is first given to."""
    from konak.foundation.access import PERMISSIONS
    from konak.foundation.people.positions import Position

    lines = []
    by_app: dict[str, list[Any]] = defaultdict(list)
    for permission in PERMISSIONS.values():
        by_app[permission.code.partition(".")[0]].append(permission)
    for label in sorted(by_app, key=_app):
        rows = []
        for one in sorted(by_app[label], key=lambda permission: permission.code):
            given = [f"{Position(place).label} ({scope.label})" for place, scope in one.given.items()]
            up = " Üst birimlerin kayıtlarına da ulaşır." if one.upward else ""
            lent = "evet" if one.goes_along else ""
            rows.append((one.label, f"`{one.code}`", ", ".join(given) + "." + up, lent))
        lines += [
            f"### {_app(label)}",
            "",
            *_table(("Yetki", "Kod", "İlk verildiği görevler", "Onay vekâletinde"), rows),
            "",
        ]
    return lines[:-1]


def steps() -> list[str]:
    """Every kind of case with its states and steps."""
    from konak.foundation.cases.queries import record_models

    lines = []
    for model in sorted(record_models(), key=lambda one: str(one._meta.verbose_name)):
        life = model.lifecycle
        states = [
            f"{life.states(value).label}"
            + (" (son)" if value in life.ends else " (bekler)" if value in life.rests else "")
            for value in life.states.values
        ]
        rows = []
        for step in life.steps.values():
            begins = ", ".join(str(life.states(value).label) for value in life.states.values if value in step.sources)
            apart = (
                f"«{life.steps[step.other_than].label}» işlemini yapandan başkası"
                if step.other_than in life.steps
                else ""
            )
            rows.append((step.label, begins, life.states(step.target).label, step.permission.label, apart or "—"))
        name = str(model._meta.verbose_name)
        gapless = ", boşluksuz verilir" if model.gapless else ""
        lines += [
            f"### {upper(name[0])}{name[1:]}",
            "",
            f"Sayısı `{model.series}` ile başlar{gapless}. Durumlar: {', '.join(states)}.",
            "",
            *_table(("İşlem", "Hangi durumda", "Sonraki durum", "Gereken yetki", "Görevler ayrılığı"), rows),
            "",
        ]
    return lines[:-1]


def variables() -> list[str]:
    """Every environment variable the platform reads."""
    return _table(
        ("Değişken", "Verilmezse", "Ne yapar"),
        ((f"`{name}`", otherwise, words) for name, (otherwise, words) in sorted(VARIABLES.items())),
    )


def capabilities() -> list[str]:
    """What apps can prove by themselves."""
    from konak.foundation import evidence

    lines = []
    for module in evidence.MODULES:
        found = [one for one in evidence.capabilities() if one.module == module.code]
        if found:
            rows = ((one.label, f"`{one.code}`", one.describes) for one in found)
            lines += [f"### {module.label}", "", *_table(("Yetenek", "Kod", "Neyi kanıtlar"), rows), ""]
    return lines[:-1]


def indicators() -> list[str]:
    """What can be counted over a period."""
    from konak.foundation.evidence import module
    from konak.foundation.indicators import indicators as declared

    good = {"more": "yüksek olması", "less": "düşük olması", "neither": "—"}
    rows = [(one.label, one.unit, good[one.better], module(one.module).label, one.explains) for one in declared()]
    return _table(("Gösterge", "Birim", "İyi olan", "Alan", "Nasıl sayılır"), rows)


def announcements() -> list[str]:
    """What apps tell those above them, and how many listen."""
    from konak.foundation.announce import ANNOUNCEMENTS, reactions_to

    rows = []
    for one in sorted(ANNOUNCEMENTS.values(), key=lambda announcement: announcement.name):
        heard = sorted({_app(_label(name)) for name in reactions_to(one)})
        rows.append(
            (one.label, f"`{one.name}`", ", ".join(f"`{name}`" for name in one.arguments), ", ".join(heard) or "—")
        )
    return _table(("Olay", "Adı", "Taşıdığı bilgi", "Duyunca iş yapan"), rows)


def _label(dotted: str) -> str:
    """The app of a function's dotted name: "konak.governance.sources.reactions.learn" → "sources"."""
    return dotted.split(".")[2]


TABLES: dict[str, Callable[[], list[str]]] = {
    "tablo-yetkiler": permissions,
    "tablo-adimlar": steps,
    "tablo-ayarlar": variables,
    "tablo-yetenekler": capabilities,
    "tablo-gostergeler": indicators,
    "tablo-duyurular": announcements,
}
