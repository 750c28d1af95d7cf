"""The sample stands on the people of the sample municipality, and shows each thing the pages can show."""

from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from konak.estate.software import queries, sample, services
from konak.estate.software.models import Entitlement, Finding, Install, UpdateRound
from konak.foundation.access.queries import actor_of
from konak.foundation.people import sample as people
from konak.foundation.people.models import Appointment


def test_the_sample_has_something_wrong_something_ending_and_a_round_under_way(db):
    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    people.load(size="s", seed=1, report=lambda line: None)
    sample.load(size="s", seed=1, report=lambda line: None)
    seat = Appointment.objects.get(unit__name=sample.SUPPORT, position="director", acting_for=None, until=None)
    actor = actor_of(seat.user_id)
    wrong = {one.wrong for one in queries.suspects(actor)}
    assert wrong == {"banned", "unlicensed", "unreviewed"}
    opened = sorted(Finding.objects.filter(is_open=True).values_list("wrong", flat=True))
    assert opened == ["banned", "banned", "unlicensed", "unlicensed", "unlicensed"]
    assert UpdateRound.objects.get().case.state == "running"
    assert {one.right.product.name for one in queries.expiring(actor, 90)} == {
        "Uç Nokta Koruma",
        "Kent Çizim",
        "PDF Düzenleyici",
    }
    assert queries.unknown_names(actor)[0].computers == 2
    assert [one.product.name for one in queries.positions(actor) if one.gap][:1] != []
    assert services.warn_expiring(localdate()) > 0
    assert Entitlement.objects.count() == 6
    assert Install.objects.filter(product=None, ignored=False).exists()
