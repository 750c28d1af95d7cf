"""The laws of the house, read from the source itself. Each failure says what to do."""

import ast
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import models
from django.urls import resolve
from ninja import Schema

from konak.api import api
from konak.foundation.access import PERMISSIONS, Scope
from konak.foundation.announce import ANNOUNCEMENTS
from konak.foundation.cases.models import CaseRecord
from konak.foundation.evidence import MODULES, capabilities
from konak.foundation.people.models import User
from konak.foundation.ui.templatetags import ui

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "konak"
SOURCES = sorted(p for p in HOUSE.rglob("*.py") if not {"migrations", "tests"} & set(p.parts))
DOORS = [p for p in SOURCES if p.name in {"api.py", "tables.py"} or {"views", "forms", "tables"} & set(p.parts)]
SERVICES = [p for p in SOURCES if "services" in p.with_suffix("").parts and "foundation" not in p.parts]
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
RAW_SQL = {"raw", "extra", "RawSQL"}
CASES = [model for model in apps.get_models() if issubclass(model, CaseRecord)]
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("konak.") and not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
]
WINGS = ["insight", "assurance", "service", "city", "estate", "office", "governance", "gateways", "foundation"]


def where(path: object) -> str:
    return str(path.relative_to(ROOT)) if isinstance(path, Path) else getattr(path, "__name__", str(path))


def calls(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]


def breaking(paths, broken):
    """The files whose text breaks a law; one test a law, for one a file would be thousands."""
    return [where(path) for path in paths if broken(path, path.read_text(encoding="utf-8"))]


def test_doors_do_not_write():
    assert breaking(DOORS, lambda path, text: WRITES & set(calls(path))) == [], "move the change into services"


def test_every_service_names_its_actor():
    nameless = []
    for path in SERVICES:
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            decorated = isinstance(function, ast.FunctionDef) and any(
                getattr(d, "attr", getattr(d, "id", "")) in {"atomic", "contextmanager"}
                for d in function.decorator_list
            )
            named = "actor" in [a.arg for a in getattr(function, "args", ast.arguments(kwonlyargs=[])).kwonlyargs]
            if decorated and not function.name.startswith("_") and not named:
                nameless.append(f"{where(path)}: {function.name}")
    assert nameless == [], "a service takes a keyword-only actor"


def test_state_changes_only_where_a_step_is_taken():
    elsewhere = [path for path in SOURCES if path != HOUSE / "foundation/cases/services.py"]
    moved = breaking(elsewhere, lambda path, text: re.search(r"case\.state\s*=[^=]", text))
    assert moved == [], "let `take` move the state"


def test_raw_sql_stands_only_where_reading_is_done():
    def raw(path, text):
        allowed = path.name in {"queries.py", "services.py", "health.py", "testing.py"}
        if allowed or {"db", "sql", "cli"} & set(path.parts):
            return False
        return "cursor.execute" in text or "connection.cursor" in text or RAW_SQL & set(calls(path))

    assert breaking(SOURCES, raw) == [], "move the SQL into queries.py or sql/"


def test_turkish_text_is_not_searched_by_icontains():
    assert breaking(SOURCES, lambda path, text: "icontains" in text) == [], "compare tr_fold() of both sides"


def test_annotations_are_real():
    assert breaking(SOURCES, lambda path, text: "from __future__ import annotations" in text) == []


def test_the_day_of_a_moment_is_the_day_here():
    """Until three in the morning the day of a stored moment, which is kept in UTC, is yesterday's."""
    careless = re.compile(r"(_at|\bat|\bnow\(\)|\bmoment|\])\.date\(\)|\bdate\.today\(\)")
    found = breaking(SOURCES, lambda path, text: careless.search(text))
    assert found == [], "ask localdate(moment)"


@pytest.mark.parametrize("model", CASES, ids=where)
def test_every_state_is_reached_and_left(model):
    life = model.lifecycle
    reached, grew = {life.opens}, True
    while grew:
        ahead = {s.target for s in life.steps.values() if s.sources & reached}
        reached, grew = reached | ahead, not ahead <= reached
    assert reached == set(life.states.values), "a state no step leads to"
    left = {source for s in life.steps.values() for source in s.sources}
    assert left | life.ends == set(life.states.values), "a state nothing leads out of, not declared an end"


@pytest.mark.parametrize("model", CASES, ids=where)
def test_whoever_decides_for_the_units_below_sees_their_files(model):
    blind = {
        (step.name, position)
        for step in model.lifecycle.steps.values()
        for position, scope in step.permission.given.items()
        if scope >= Scope.BRANCH and model.view.given.get(position, 0) < scope
    }
    assert blind == set(), "give the permission to see to the same positions"


def test_a_series_numbers_one_kind_of_file():
    used = Counter(model.series for model in CASES)
    assert [series for series, count in used.items() if count > 1] == [], "give the newer one a series of its own"


@pytest.mark.parametrize("model", OURS, ids=where)
def test_every_model_says_which_fields_hold_personal_data(model):
    assert "personal" in vars(model), "declare `personal` (an empty mapping when there is none)"
    fields = {field.name for field in model._meta.get_fields()}
    assert set(model.personal) <= fields, "a name that is no field"
    people = {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }
    assert people <= set(model.personal), "a key to a person is personal data"


@pytest.mark.parametrize("model", OURS, ids=where)
def test_foreign_keys_point_the_way_imports_may(model):
    def height(of):
        return WINGS.index(of.__module__.split(".")[1])

    for field in model._meta.local_fields:
        target = getattr(field, "related_model", None)
        if isinstance(target, type) and target.__module__.startswith("konak."):
            assert height(target) >= height(model), f"{field.name} points up"


def test_permissions_speak_turkish_and_belong_to_an_installed_app():
    labels = {config.label for config in apps.get_app_configs()}
    assert {code for code in PERMISSIONS if code.split(".")[0] not in labels} == set()
    assert {p.code for p in PERMISSIONS.values() if not p.label or not p.given} == set()


def test_capabilities_name_a_module_of_the_catalogue():
    assert {entry.module for entry in capabilities()} <= {module.code for module in MODULES}
    assert len(MODULES) == 27


def test_announcements_are_named_after_their_app():
    labels = {config.label for config in apps.get_app_configs()}
    assert {name for name in ANNOUNCEMENTS if name.split(".")[0] not in labels} == set()


def test_templates_hold_no_inline_script_or_style():
    script = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)")
    inline = re.compile(r"\s(style|onclick|onchange|onsubmit|hx-on\S*)\s*=")

    def forbidden(path, text):
        return script.search(text.replace('type="application/json"', 'src=""')) or inline.search(text)

    assert breaking(TEMPLATES, forbidden) == [], "the content policy forbids it"


def test_lock_files_carry_no_addresses():
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert '"resolved"' not in text
        assert not re.search(r'"url": *"https?:', text), "`funding` is an address as well: take it out"
        assert not re.search(r"^\s*(--index-url|--extra-index-url|--find-links|-f |-i )", text, re.M)


def kinds_of(base):
    for kind in base.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def test_no_two_schemas_of_the_api_share_a_name():
    """The description of the API keeps one schema a name: the second would be described as the first."""
    named = Counter(kind.__name__ for kind in set(kinds_of(Schema)) if kind.__module__.startswith("konak."))
    assert [name for name, count in named.items() if count > 1] == []


def test_no_address_of_the_api_is_hidden_by_one_before_it():
    """Addresses are tried in order: behind `/reviews/{number}`, `/reviews/decide` would only answer "not allowed"."""
    hidden = []
    for prefix, router in api._routers:
        before = []
        for path in router.path_operations:
            hidden += [f"{prefix}{path} behind {other}" for other, shape in before if shape.fullmatch(path)]
            shape = re.sub(r"\{(int:)?[^}]*\}", lambda found: r"\d+" if found[1] else "[^/]+", path)
            before.append((path, re.compile(shape)))
    assert hidden == []


def test_every_step_leads_to_a_page_of_its_own_file():
    """A button whose address belongs to some other page would answer 404, or do something else."""
    number, lost = "XX-2026-00001", []
    for model in CASES:
        record = SimpleNamespace(_meta=model._meta, case=SimpleNamespace(number=number))
        for step in model.lifecycle.steps.values():
            found = resolve(ui._step_url(record, step))
            if found.kwargs.get("number") != number:
                lost.append(f"{model._meta.label} {step.name}: {found.route}")
    assert lost == []
