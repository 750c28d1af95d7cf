"""What fulfils a duty: the catalogue of modules and the register of capabilities that apps declare.

Nothing here touches the database. An app registers in its `AppConfig.ready()`:

    register(Capability("logs.daily_review", "İz kayıtlarının günlük incelemesi", module="audit", …))

`last` and `count` are called later, by whoever shows or proves a duty; they get the unit ids that count (None for
all units) and the day up to which rows count (inclusive).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Module:
    """One field of work of an IT department. `packages` are the apps that serve it, dotted, without `konak.`."""

    code: str
    label: str
    packages: tuple[str, ...]


MODULES: tuple[Module, ...] = (
    Module("legislation", "Mevzuat ve görevler", ("governance.legislation",)),
    Module("organization", "Teşkilat", ("foundation.people", "governance.organization")),
    Module("planning", "Planlama ve faaliyet", ("governance.planning",)),
    Module(
        "identity",
        "Kimlik ve yetki",
        ("foundation.people", "foundation.access", "service.access_requests", "service.directory"),
    ),
    Module("audit", "İz kayıtları", ("foundation.trail", "foundation.lake", "assurance.logs")),
    Module("correspondence", "Yazışma ve arşiv", ("office.correspondence", "office.archive")),
    Module("esignature", "Elektronik imza", ("office.esignature",)),
    Module("personnel", "Personel işleri", ("office.personnel",)),
    Module("budget", "Bütçe", ("office.budget",)),
    Module("procurement", "Satın alma", ("office.procurement",)),
    Module("facilities", "Bina, araç ve destek işleri", ("office.facilities",)),
    Module("assets", "Varlıklar ve taşınırlar", ("estate.assets",)),
    Module("network", "Ağ", ("estate.network",)),
    Module("monitoring", "Sistem izleme", ("estate.monitoring",)),
    Module("electronics", "Elektronik sistemler", ("estate.electronics",)),
    Module("software", "Yazılım", ("governance.systems", "estate.software")),
    Module("gis", "Coğrafi bilgi", ("city.geodata", "city.city_guide", "city.geodata_sales")),
    Module("opendata", "Açık veri", ("city.open_data",)),
    Module("smartcity", "Akıllı şehir", ("city.sensors", "city.operations", "city.twin")),
    Module(
        "servicedesk",
        "Destek Portalı",
        ("service.desk", "service.knowledge", "service.visits", "service.consultancy"),
    ),
    Module("citizen", "Başvuru ve katılım", ("service.applications", "service.participation")),
    Module("ecity", "Web ve e-belediye", ("service.portal",)),
    Module("isms", "Bilgi güvenliği", ("assurance.isms",)),
    Module("incidents", "Siber olaylar", ("assurance.incidents",)),
    Module("privacy", "Kişisel veriler", ("assurance.privacy",)),
    Module("continuity", "Yedekleme ve iş sürekliliği", ("assurance.continuity",)),
    Module("analytics", "Yönetim bilgisi", ("insight.dashboards",)),
)

_MODULES = {module.code: module for module in MODULES}

LastQuery = Callable[[frozenset[int] | None, date], datetime | None]
CountQuery = Callable[[frozenset[int] | None, date], int]


def module(code: str) -> Module:
    """The module of that code; KeyError when the catalogue does not know it."""
    return _MODULES[code]


@dataclass(frozen=True, slots=True)
class Capability:
    """Something an app does and can prove.

    `describes` is a Turkish sentence or two on what the feature does. For matching against the clauses of a
    regulation: `words` are subject words of which at least one has to stand in a clause (none required when empty),
    `phrases` are typical wordings, `unless` are words that speak against. Write them as base forms ("yedek",
    "iz kaydı"): suffixes, case and missing Turkish letters are the matcher's business.
    """

    code: str
    label: str
    module: str
    describes: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    last: LastQuery
    count: CountQuery
    link: str
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.module not in _MODULES:
            raise ValueError(f"{self.code}: {self.module} is not one of the {len(MODULES)} modules")
        if not self.phrases:
            raise ValueError(f"{self.code}: a capability without phrases would never be proposed")


_registry: dict[str, Capability] = {}


def register(*entries: Capability) -> None:
    """Add capabilities to the register; the same code twice is an error of the program."""
    for entry in entries:
        known = _registry.get(entry.code)
        if known is not None and known != entry:
            raise ValueError(f"{entry.code} is already registered")
        _registry[entry.code] = entry


def capabilities() -> tuple[Capability, ...]:
    """Every registered capability, in the order of its code."""
    return tuple(_registry[code] for code in sorted(_registry))


def capability(code: str) -> Capability | None:
    """The capability of that code, None when no app declares it (any more)."""
    return _registry.get(code)
