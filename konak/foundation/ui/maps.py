"""What a map is given, the ground under every map, and a form field that is a place.

    {% map layers title="Kameralar" %}                      # layers: a list of MapLayer
    place = maps.PlaceField(label="Yeri", kinds=("Point",)) # cleaned: a GeoJSON geometry in WGS 84, or None

Coordinates are WGS 84 longitude and latitude (RFC 7946). An app whose layers lie under everybody's map adds them in
`apps.ready` by `maps.ground(function_of_actor)`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from konak.foundation.access import Actor

LISTED = 200
"""So many features stand in the list beside the map; more have a list page of their own."""
CORNERS = 20_000
"""More corners than any shape drawn by hand; a longer one comes as a file."""
COLOURS = frozenset({"accent", "open", "wait", "late", "done", "closed", "ink", "ink-2", "line-strong"})
KIND_WORDS = {"Point": "Nokta", "LineString": "Çizgi", "Polygon": "Alan"}


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer: its features as GeoJSON in the page (`data`), at an address (`url`) or as vector tiles (`tiles`,
    a template with {z}/{x}/{y}).

    `kind` is its colour by the name of a state; `by` names a property whose values get theirs from `kinds` (value,
    words, colour). `told` are the properties shown on a click (name, words) unless `info`, an address with {id},
    answers a fragment. A property `url` is the link to the record. `style` replaces the drawing: layers of the
    MapLibre style without id and source, colours of the house as "k:done". `near` is the least zoom at which it is
    drawn.
    """

    name: str
    label: str
    data: Mapping[str, Any] | None = None
    url: str = ""
    tiles: str = ""
    source_layer: str = ""
    tiles_from: int = 0
    tiles_to: int = 16
    kind: str = "accent"
    by: str = ""
    kinds: Sequence[tuple[str, str, str]] = ()
    told: Sequence[tuple[str, str]] = ()
    label_field: str = "name"
    label_near: float = 13
    info: str = ""
    page: str = ""
    """Address with {id} of a feature's page, for tiles that carry no address."""
    style: Sequence[Mapping[str, Any]] = ()
    shown: bool = True
    near: float = 0
    dashed: bool = False
    quiet: bool = False
    """Picked by script only: no window opens on a click."""

    def __post_init__(self) -> None:
        unknown = {self.kind, *(kind for _, _, kind in self.kinds)} - COLOURS
        if unknown:
            raise ValueError(f"layer {self.name}: unknown colours {sorted(unknown)}")

    @property
    def key(self) -> list[tuple[str, str]]:
        """The legend: words and colour of every value."""
        return [(words, kind) for _, words, kind in self.kinds] if self.by else []


Ground = Callable[[Actor], Sequence[MapLayer]]
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""
TURKIYE: Bounds = (25.6, 35.8, 44.9, 42.2)
_GROUND: list[Ground] = []
_HOME: list[Callable[[], Bounds | None]] = []


def ground(layers: Ground) -> None:
    """Lay layers under every map of the house: what `layers(actor)` answers, lowest first."""
    _GROUND.append(layers)


def under(actor: Actor) -> list[MapLayer]:
    return [layer for layers in _GROUND for layer in layers(actor)]


def home(bounds: Callable[[], Bounds | None]) -> None:
    """Where a map opens that has nothing to show yet: the bounds of the municipality, once somebody knows them."""
    _HOME.append(bounds)


def at_home() -> Bounds:
    return next((found for bounds in _HOME if (found := bounds())), TURKIYE)


def as_told(layer: MapLayer) -> dict[str, Any]:
    """What the script is given."""
    return asdict(layer)


@dataclass(frozen=True, slots=True)
class Listed:
    """A feature in the list beside the map."""

    name: str
    layer: str
    kind: str
    url: str
    box: str
    told: list[tuple[str, Any]] = field(default_factory=list)


def listed(layers: Sequence[MapLayer]) -> list[Listed]:
    """The first features that stand in the page itself, for those who do not look at the picture."""
    found: list[Listed] = []
    for layer in layers:
        for feature in (layer.data or {}).get("features", ()):
            if len(found) == LISTED:
                return found
            facts = feature.get("properties") or {}
            kind = next((words for value, words, _ in layer.kinds if str(facts.get(layer.by)) == value), "")
            box = _box(feature.get("geometry"))
            url = str(facts.get("url") or "")
            told = [(words, facts[name]) for name, words in layer.told if facts.get(name) not in (None, "")]
            name = str(facts.get(layer.label_field) or layer.label)
            found.append(Listed(name, layer.label, kind, url if url.startswith("/") else "", box, told))
    return found


def _box(geometry: Mapping[str, Any] | None) -> str:
    corners = list(_corners((geometry or {}).get("coordinates", ())))
    if not corners:
        return ""
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return ",".join(f"{value:.7f}" for value in (min(lons), min(lats), max(lons), max(lats)))


def _corners(part: Any) -> Any:
    if part and isinstance(part[0], int | float):
        yield part[0], part[1]
    else:
        for inner in part:
            yield from _corners(inner)


class PlaceInput(forms.Textarea):
    """A map to draw on and the same as coordinates: one corner a line, latitude first; the keyboard alone will do."""

    template_name = "ui/form/place.html"

    def __init__(self, kinds: Sequence[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3, "class": "form-control k-mono", "spellcheck": "false"} | (attrs or {}))
        self.kinds = kinds
        self.layers: Sequence[MapLayer] = ()
        """Shown beneath the drawing; a form sets them by what its actor may see."""

    def format_value(self, value: Any) -> str | None:
        return as_words(value, self.kinds) if isinstance(value, Mapping) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        draw = {"field": context["widget"]["attrs"].get("id", f"id_{name}"), "kinds": list(self.kinds)}
        tools = [(TOOLS[kind], KIND_WORDS[kind]) for kind in self.kinds]
        return context | {"layers": self.layers, "draw": draw, "tools": tools}


TOOLS = {"Point": "point", "LineString": "linestring", "Polygon": "polygon"}


def as_words(geometry: Mapping[str, Any], kinds: Sequence[str]) -> str:
    """A geometry as a field shows it: corners line by line where the kind is known, else GeoJSON."""
    kind, places = geometry["type"], geometry["coordinates"]
    if len(kinds) > 1 or kind not in TOOLS or (kind == "Polygon" and len(places) > 1):
        return json.dumps(geometry)
    corners = [places] if kind == "Point" else places[0][:-1] if kind == "Polygon" else places
    return "\n".join(f"{lat:.7f} {lon:.7f}" for lon, lat, *_ in corners)


class PlaceField(forms.Field):
    """A place as a GeoJSON geometry in WGS 84: drawn, typed as "latitude longitude" lines, or given as GeoJSON."""

    def __init__(self, *, kinds: Sequence[str] = ("Point",), **options: Any) -> None:
        self.kinds = kinds
        super().__init__(widget=PlaceInput(kinds), **options)

    def to_python(self, value: Any) -> dict[str, Any] | None:
        text = str(value or "").strip()
        if not text:
            return None
        geometry = self._given(text) if text.startswith("{") else self._typed(text)
        count = 0
        for lon, lat in _corners(geometry["coordinates"]):
            count += 1
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                raise ValidationError("Boylam -180 ile 180, enlem -90 ile 90 arasında olur; sırası enlem, boylamdır.")
        if count > CORNERS:
            raise ValidationError("Bu kadar çok köşeli bir şekil elle girilmez; dosyayla yükleyin.")
        return self._judged(geometry)

    def _typed(self, text: str) -> dict[str, Any]:
        corners = []
        for number, row in enumerate(filter(str.strip, text.splitlines()), 1):
            parts = [part.strip(",").replace(",", ".") for part in row.replace(";", " ").split()]
            try:
                lat, lon = map(float, parts)
            except ValueError:
                raise ValidationError(
                    f"{number}. satır okunamadı: «{row.strip()[:60]}». Enlem ve boylamı boşlukla ayırın: "
                    "40,7654 29,9408."
                ) from None
            corners.append([lon, lat])
        kind = self.kinds[0] if len(self.kinds) == 1 else self._guess(corners)
        if kind == "Point" and len(corners) == 1:
            return {"type": kind, "coordinates": corners[0]}
        if kind == "LineString" and len(corners) > 1:
            return {"type": kind, "coordinates": corners}
        if kind == "Polygon" and len(corners) > 2:
            ring = corners if corners[0] == corners[-1] else [*corners, corners[0]]
            return {"type": kind, "coordinates": [ring]}
        needed = {"Point": "bir", "LineString": "en az iki", "Polygon": "en az üç"}[kind]
        raise ValidationError(f"{KIND_WORDS[kind]} için {needed} satır koordinat yazılır; {len(corners)} satır var.")

    def _guess(self, corners: Sequence[Any]) -> str:
        likely = "Point" if len(corners) == 1 else "LineString" if len(corners) == 2 else "Polygon"
        return likely if likely in self.kinds else self.kinds[0]

    def _given(self, text: str) -> dict[str, Any]:
        try:
            geometry = json.loads(text)
            kind, places = geometry["type"], geometry["coordinates"]
            list(_corners(places))
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            raise ValidationError("GeoJSON okunamadı.") from None
        if kind.removeprefix("Multi") not in self.kinds:
            wanted = " ya da ".join(KIND_WORDS[one].lower() for one in self.kinds)
            raise ValidationError(f"Burada {wanted} beklenir.")
        return {"type": kind, "coordinates": places}

    def _judged(self, geometry: dict[str, Any]) -> dict[str, Any]:
        from shapely.errors import ShapelyError
        from shapely.geometry import shape

        try:
            drawn = shape(geometry)
        except (ShapelyError, ValueError, TypeError, IndexError):
            raise ValidationError("Şekil okunamadı.") from None
        if drawn.is_empty:
            raise ValidationError("Şekil boş.")
        if not drawn.is_valid:
            raise ValidationError("Şekil kendi kendini kesiyor; köşeleri düzeltin.")
        return geometry
