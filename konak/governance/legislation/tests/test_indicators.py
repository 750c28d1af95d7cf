"""What the register counts over a period, and what proves that it is used."""

from konak.foundation.evidence import capability
from konak.foundation.indicators import indicator
from konak.governance.legislation import services
from konak.governance.legislation.models import DutyStanding
from konak.governance.legislation.tests.scene import regulation_of
from konak.governance.legislation.tests.test_past import DAY, TODAY


def test_the_share_of_fresh_duties_is_that_of_the_kept_nights(scene):
    share, text = indicator("legislation.fresh").value, regulation_of(scene)
    assert share(None, TODAY - 9 * DAY, TODAY) is None
    for back, fresh in ((2, 1), (1, 3)):
        DutyStanding.objects.create(
            day=TODAY - back * DAY, regulation=text, unit=scene.hall.gis, fresh=fresh, stale=1, missing=3 - fresh
        )
    assert share(None, TODAY - 9 * DAY, TODAY) == 50.0
    assert share(frozenset({scene.hall.gis.pk}), TODAY - DAY, TODAY) == 75.0
    assert share(frozenset({scene.hall.network.pk}), TODAY - 9 * DAY, TODAY) is None


def test_terms_bound_to_nothing_are_counted_for_the_last_day(scene):
    count, text = indicator("legislation.unresolved_terms").value, regulation_of(scene)
    assert count(None, TODAY - 9 * DAY, TODAY) is None
    terms = [text.definitions.create(term=term, meaning="Anlamı", path="4") for term in ("Başkanlık", "Belediye")]
    services.bind_term(terms[0].pk, actor=scene.head.actor, meant="nothing", since=TODAY - 5 * DAY)
    assert [count(None, TODAY - 9 * DAY, day) for day in (TODAY - 6 * DAY, TODAY)] == [2.0, 1.0]
    assert count(frozenset({scene.hall.elsewhere.pk}), TODAY - 9 * DAY, TODAY) is None


def test_packs_nights_and_terms_prove_themselves_only_by_rows(scene):
    codes = ("legislation.packs", "legislation.nights", "legislation.terms")
    assert [capability(code).count(None, TODAY) for code in codes] == [0, 0, 0]
    services.keep_the_night()
    night = capability("legislation.nights")
    assert night.count(frozenset({scene.hall.gis.pk}), TODAY) > 0
    assert night.last(None, TODAY).date() == TODAY - DAY
    assert night.last(frozenset({scene.hall.elsewhere.pk}), TODAY) is None
