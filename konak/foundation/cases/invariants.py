"""What must be true of every installation, whatever filled it: asked after a load of the sample, or in doubt.

Every question reads all rows there are: minutes on a large installation, nothing that a page would ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Index

from konak.foundation.db import fetch
from konak.foundation.trail import verification

from .models import Case
from .queries import record_models

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, how many rows break it, and some of them."""

    rule: str
    wrong: int = 0
    examples: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.wrong == 0


def findings() -> Iterator[Finding]:
    """Every rule about files, their story and what hangs on them."""
    models = record_models()
    kinds = [model._meta.label_lower for model in models]
    series = [model.series for model in models]
    yield _records()
    yield _ask("Her dosyanın öyküsü açılışıyla başlar", "story")
    yield _ask("Öyküdeki her satırın dosyası vardır", "strayed", kinds=kinds)
    yield _ask("Öykü zamanın sırasındadır; kapanış açılıştan sonradır", "order")
    states = [
        (model._meta.label_lower, str(state), state in model.lifecycle.ends, state in model.lifecycle.rests)
        for model in models
        for state in model.lifecycle.states.values
    ]
    columns = dict(zip(("kinds", "states", "ends", "rests"), map(list, zip(*states, strict=True)), strict=True))
    yield _ask("Durum akışta vardır; kapanmış olmak ve beklememek ondan çıkar", "states", **columns)
    yield _ask(
        "Sayılar kendi serisinden ve sayacın verdiklerindendir",
        "numbers",
        kinds=kinds,
        series=series,
    )
    gapless = [(model._meta.label_lower, model.series) for model in models if model.gapless]
    facts = {"kinds": [kind for kind, _ in gapless], "series": [key for _, key in gapless]}
    yield _ask("Boşluksuz sicillerde boşluk yoktur", "holes", **facts)
    yield _ask("Açıklamalar öyküdeki satırları kadardır", "remarks")
    yield _ask("Arama her dosyayı bilir, olmayan dosyayı bilmez", "findable")
    yield _ask("Her dosyanın satır geçmişi ilk satırıyla başlar", "kept")
    yield _ask("Bağlar denetlenmiş, dizinler tamamdır", "whole", indexes=_declared_indexes())
    verdict = verification.verify()
    chain = f"İz zinciri sağlamdır ({verdict.checked} satır mühürlü, {verdict.unsealed} satır bekliyor)"
    yield Finding(chain) if verdict.intact else Finding(chain, 1, (verdict.reason,))


def _ask(rule: str, statement: str, **facts: Any) -> Finding:
    rows = fetch(f"cases/invariants/{statement}", **facts)
    return Finding(rule, len(rows), tuple(sorted(str(row.what) for row in rows)[:SHOWN]))


def _records() -> Finding:
    """Every cover has its contents, and contents lie under a cover of their kind."""
    wrong = list(
        Case.objects.exclude(kind__in=[model._meta.label_lower for model in record_models()]).values_list(
            "number", flat=True
        )
    )
    for model in record_models():
        kind, inside = model._meta.label_lower, model._default_manager.order_by()
        covers = Case.objects.filter(kind=kind)
        wrong += covers.exclude(pk__in=inside.values("pk")).values_list("number", flat=True)
        wrong += inside.exclude(case__kind=kind).values_list("case__number", flat=True)
    return Finding("Her kapağın kendi türünden içeriği vardır", len(wrong), tuple(sorted(wrong)[:SHOWN]))


def _declared_indexes() -> list[str]:
    found = []
    for model in apps.get_models():
        if model.__module__.startswith("konak.") and model._meta.managed and not model._meta.proxy:
            found += [one.name for one in model._meta.indexes if isinstance(one, Index) and one.name]
    return found
