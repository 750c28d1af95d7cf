"""The sample of the directory stands on the smallest town hall as well as on the whole municipality."""

from konak.governance.systems import services as systems
from konak.service.directory import sample
from konak.service.directory.models import ClientSystem, Connection, Difference, SyncRun


def test_the_sample_fits_any_town(hall, settings, tmp_path):
    settings.STATE = tmp_path
    admin = hall.seat("administrator", hall.municipality)
    for _ in range(12):
        hall.seat("staff", hall.network)
    systems.add(actor=admin.actor, unit_id=hall.network.pk, code="DESTEK", name="Destek Portalı")
    said = []
    sample.load(size="s", seed=1, report=said.append)
    assert (Connection.objects.count(), SyncRun.objects.count() > 100, len(said)) == (1, True, 1)
    assert (Difference.objects.filter(fate="open").count(), ClientSystem.objects.count()) == (3, 1)
    for page in ("", "esitlemeler/", "farklar/", "gruplar/", "sistemler/", "kurum-dizini/"):
        assert admin.client.get(f"/dizin/{page}").status_code == 200
