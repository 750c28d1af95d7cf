"""Agents' reports: read in three shapes, matched, taken over or asked about; unknown devices stand apart."""

import json
import zlib

import pytest

from konak.estate.assets.models import Device, Difference
from konak.estate.assets.queries import discovered
from konak.estate.assets.services import discovery, things
from konak.foundation.lifecycle import Refused


def glpi(serial="SN-1", name="pc-1", mac="aa:bb:cc:00:11:22", **more):
    content = {
        "hardware": {"name": name, "uuid": "4C4C4544-0001"},
        "bios": {"ssn": serial, "smanufacturer": "Örnek", "smodel": "N14"},
        "networks": [{"mac": mac}, {"mac": "00:00:00:00:00:00"}],
        "operatingsystem": {"full_name": "Pardus 23"},
        "softwares": [{"name": "LibreOffice", "version": "24.2"}],
    }
    return json.dumps({"deviceid": "ajan-1", "itemtype": "Computer", "content": {**content, **more}}).encode()


XML = """<?xml version="1.0" encoding="UTF-8"?><REQUEST><CONTENT><HARDWARE><NAME>PC-XML</NAME><UUID>u-1</UUID>
<OSNAME>Windows</OSNAME></HARDWARE><BIOS><SSN>XML-9</SSN><SMANUFACTURER>Dell</SMANUFACTURER><SMODEL>Opti</SMODEL></BIOS>
<NETWORKS><MACADDR>AA-BB-CC-DD-EE-FF</MACADDR></NETWORKS></CONTENT><DEVICEID>xml-1</DEVICEID></REQUEST>"""


@pytest.fixture
def laptop(store):
    return store.bought(1, ("SN-1",), maker="Örnek", model="N14")[0]


def test_a_known_device_brings_its_thing_up_to_date(store, laptop):
    (device,) = discovery.receive(actor=store.keeper.actor, data=glpi())
    laptop.refresh_from_db()
    assert (device.asset_id, laptop.hostname, laptop.macs) == (laptop.pk, "pc-1", ["aa:bb:cc:00:11:22"])
    discovery.receive(actor=store.keeper.actor, data=glpi(name="pc-2"))
    laptop.refresh_from_db()
    assert (laptop.hostname, Device.objects.count(), Difference.objects.count()) == ("pc-2", 1, 0)


def test_what_a_person_wrote_is_not_overwritten_but_asked_about(store, laptop):
    things.edit(laptop.tag, actor=store.keeper.actor, hostname="elle")
    discovery.receive(actor=store.keeper.actor, data=glpi())
    discovery.receive(actor=store.keeper.actor, data=glpi())
    laptop.refresh_from_db()
    (row,) = discovered.differences(store.keeper.actor)
    assert (laptop.hostname, row.held, row.found) == ("elle", "elle", "pc-1")
    discovery.decide(row.pk, actor=store.keeper.actor, take=False)
    discovery.receive(actor=store.keeper.actor, data=glpi())
    assert discovered.differences(store.keeper.actor).count() == 0
    things.unlock(laptop.tag, actor=store.keeper.actor, field="hostname")
    discovery.receive(actor=store.keeper.actor, data=glpi(name="pc-3"))
    laptop.refresh_from_db()
    assert laptop.hostname == "pc-3"


def test_a_device_nobody_registered_is_listed_until_it_is_tied_or_ruled_out(store, laptop):
    (device,) = discovery.receive(actor=store.keeper.actor, data=XML.encode())
    assert (device.hostname, device.macs, device.asset_id) == ("PC-XML", ["aa:bb:cc:dd:ee:ff"], None)
    assert discovered.unknown_count(store.keeper.actor) == 1
    with pytest.raises(Refused, match="Neden kayıt dışı"):
        discovery.ignore(device.pk, actor=store.keeper.actor, why="")
    discovery.ignore(device.pk, actor=store.keeper.actor, why="Kiralık")
    assert discovered.unknown_count(store.keeper.actor) == 0
    discovery.tie(device.pk, actor=store.keeper.actor, tag=laptop.tag)
    assert Difference.objects.filter(asset=laptop, field="serial").count() == 1


def test_a_device_is_matched_by_mac_when_it_has_no_serial(store, laptop):
    things.edit(laptop.tag, actor=store.keeper.actor, macs=["aa:bb:cc:00:11:22"])
    (device,) = discovery.receive(actor=store.keeper.actor, data=glpi(serial="To be filled by O.E.M."))
    assert device.asset_id == laptop.pk


def test_cyclonedx_names_devices_and_compressed_xml_is_read(store, laptop):
    bom = {
        "bomFormat": "CycloneDX",
        "metadata": {
            "component": {
                "type": "device",
                "name": "pc-bom",
                "bom-ref": "dev-1",
                "manufacturer": {"name": "Örnek"},
                "properties": [{"name": "cdx:device:serialNumber", "value": "SN-1"}],
            }
        },
        "components": [{"type": "application", "name": "nginx", "version": "1.24"}],
    }
    (device,) = discovery.receive(actor=store.keeper.actor, data=json.dumps(bom).encode())
    assert (device.asset_id, device.facts["software"][0]["name"]) == (laptop.pk, "nginx")
    (other,) = discovery.receive(actor=store.keeper.actor, data=zlib.compress(XML.encode()))
    assert other.serial == "XML-9"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b"{}",
        b"<REQUEST/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><REQUEST><CONTENT/><DEVICEID>&x;</DEVICEID></REQUEST>',
        b'{"content": {}}',
        b'{"bomFormat": "CycloneDX"}',
        zlib.compress(b" " * (21 * 1024 * 1024)),
    ],
)
def test_what_is_no_report_is_refused_in_words(store, data):
    with pytest.raises(Refused):
        discovery.receive(actor=store.keeper.actor, data=data)
    assert Device.objects.count() == 0


def test_whoever_keeps_nothing_sends_nothing(store):
    auditor = store.hall.seat("auditor", store.hall.department)
    with pytest.raises(Refused, match="yetkiniz yok"):
        discovery.receive(actor=auditor.actor, data=glpi())
