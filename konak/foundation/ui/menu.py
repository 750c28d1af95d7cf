"""The menu: every app adds its entries in `apps.ready`, each under its wing; what one may not open is not shown."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from konak.foundation.access import Actor

WINGS: dict[str, str] = {
    "work": "",
    "insight": "Kent panosu",
    "assurance": "Güvence",
    "service": "Hizmet",
    "city": "Şehir",
    "estate": "Altyapı",
    "office": "Kurumsal",
    "governance": "Mevzuat ve uyum",
    "organization": "Teşkilat",
    "system": "Konak",
}
"""Wings from top to bottom with the heading a person reads; the first has none, it is the person's own work. What
concerns people and units stands apart from the rest of governance: one list of twenty lines is no menu."""
FITS = 18
"""So many lines stand on one screen; a longer menu opens only one's own work and the wing one is in."""

_entries: list["Entry"] = []


def _everyone(actor: Actor) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `count` gives the small number behind it (0 and None show nothing); where `count_url`
    names a page that answers with the number alone, an open page asks for it again."""

    wing: str
    label: str
    url_name: str
    icon: str
    order: int = 50
    visible: Callable[[Actor], bool] = _everyone
    count: Callable[[Actor], int | None] | None = None
    count_url: str = ""
    hotkey: str = ""


@dataclass(slots=True)
class Item:
    """An entry as it stands on one page."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None
    count_url: str = ""
    hotkey: str = ""


@dataclass(slots=True)
class Group:
    key: str
    label: str
    items: list[Item] = field(default_factory=list)
    open: bool = True


def add(
    wing: str,
    label: str,
    url_name: str,
    icon: str,
    *,
    order: int = 50,
    visible: Callable[[Actor], bool] = _everyone,
    count: Callable[[Actor], int | None] | None = None,
    count_url: str = "",
    hotkey: str = "",
) -> None:
    """Add a line under a wing (key of `WINGS`). Adding the same url name again replaces the line."""
    if wing not in WINGS:
        raise ValueError(f"unknown wing {wing!r}; wings are {', '.join(WINGS)}")
    _entries[:] = [entry for entry in _entries if entry.url_name != url_name]
    _entries.append(Entry(wing, label, url_name, icon, order, visible, count, count_url, hotkey))


def entries() -> list[Entry]:
    """All entries, as declared."""
    return list(_entries)


def groups(actor: Actor, path: str = "") -> list[Group]:
    """The menu of one person on one page: the longest address that leads to `path` is the current one."""
    found = {key: Group(key, label) for key, label in WINGS.items()}
    current: Item | None = None
    for entry in sorted(_entries, key=lambda entry: entry.order):
        if not entry.visible(actor):
            continue
        url = reverse(entry.url_name)
        count = entry.count(actor) if entry.count else None
        count_url = reverse(entry.count_url) if entry.count_url else ""
        item = Item(entry.label, url, entry.icon, False, count, count_url, entry.hotkey)
        found[entry.wing].items.append(item)
        leads = path == url if url == "/" else path.startswith(url)
        if leads and (current is None or len(url) > len(current.url)):
            current = item
    if current:
        current.current = True
    shown = [group for group in found.values() if group.items]
    if sum(len(group.items) for group in shown) > FITS:
        for group in shown:
            group.open = not group.label or any(item.current for item in group.items)
    return shown
