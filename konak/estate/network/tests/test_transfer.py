"""Registers leave as files and come back without a change; a bad line is named, and then nothing is written."""

import csv
import io
from decimal import Decimal

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from konak.estate.network import services
from konak.estate.network.models import Address, Cable, Device, Port, Prefix, Vlan
from konak.estate.network.parsing import registers as files
from konak.estate.network.services.transfer import REGISTERS
from konak.foundation.lifecycle import Refused

from .test_gear import Room


def bring(net, text, **more):
    content = text if isinstance(text, bytes) else text.encode()
    return services.bring(actor=net.expert.actor, content=content, **more)


def counted(result):
    return [(one.label, one.added, one.changed, one.same) for one in result.counts]


def test_every_register_comes_back_exactly_as_it_left(net):
    room = Room(net)
    bring(net, "vid;name;group;tags\n20;Büro;;=önemli, çekirdek\n")
    one = room.device("anahtar-1", rack_id=room.rack.pk, position=3, description="-2 kat, 'ön' yüz")
    two = room.device("anahtar-2")
    room.plug((one, "Gi1/0/1"), (two, "Gi1/0/2"), metres=Decimal("1.50"))
    room.device("panel-1", room.panel)
    net.address("10.20.1.5", dns_name="a.ornek.bel.tr", port_id=Port.objects.get(device=one, name="Gi1/0/2").pk)
    services.edit_prefix(net.office.pk, actor=net.expert.actor, vlan_id=Vlan.objects.get().pk, tags=["kat 2"])
    for form in files.FORMATS:
        for name in sorted(set(REGISTERS) - {"vrfs", "vlan-groups", "ranges"}):
            content = services.write_register(actor=net.expert.actor, name=name, form=form)
            told = bring(net, content)
            label, added, changed, same = counted(told)[0]
            assert (told.faults, added, changed, same > 0) == ([], 0, 0, True), (form, name, label)
    # what was taken out comes back from its file, and leaves as the same bytes
    kept = {name: services.write_register(actor=net.expert.actor, name=name, form="json") for name in REGISTERS}
    services.drop_cable(Cable.objects.get().pk, actor=net.expert.actor)
    services.drop_address(Address.objects.get().pk, actor=net.expert.actor)
    for device in Device.objects.all():
        services.drop_device(device.pk, actor=net.expert.actor)
    services.drop_prefix(net.office.pk, actor=net.expert.actor)
    for name in ("prefixes", "devices", "interfaces", "addresses", "cables"):
        assert bring(net, kept[name]).faults == []
    assert {
        name: services.write_register(actor=net.expert.actor, name=name, form="json") for name in REGISTERS
    } == kept


def test_a_bad_line_is_named_and_nothing_is_written(net):
    text = (
        "prefix;vrf;status;description\n"
        "10.20.2.0/24;;active;Şubeler\n"
        "10.20.3.1/24;;active;\n"
        "10.20.2.0/24;;active;yinelenen\n"
        "10.20.4.0/24;Yok;active;\n"
        "10.20.5.0/24;;uydurma;\n"
    )
    before = list(Prefix.objects.order_by("pk").values_list("network", flat=True))
    told = bring(net, text)
    assert told.faults == [
        "Ağlar, 3. satır: «prefix»: «10.20.3.1/24» bir ağ değil; örneğin 10.20.0.0/16 yazın.",
        "Ağlar, 4. satır: 2. kayıtta zaten yazıyor.",
        "Ağlar, 5. satır: «Yok» adlı VRF kayıtlı değil.",
        "Ağlar, 6. satır: «durum» için bilinmeyen değer: uydurma.",
    ]
    assert (told.written, told.broken) == (False, 4)
    assert list(Prefix.objects.order_by("pk").values_list("network", flat=True)) == before
    good = "\n".join(text.splitlines()[:2])
    assert counted(bring(net, good, dry=True)) == [("Ağlar", 1, 0, 0)]
    assert not Prefix.objects.filter(network="10.20.2.0/24").exists()
    # an office program of the nineties, and an address wrapped in the newer version
    bring(net, good.encode("cp1254"))
    assert Prefix.objects.get(network="10.20.2.0/24").description == "Şubeler"
    bring(net, "address,status\n::ffff:10.20.2.9,active\n")
    assert Address.objects.get().ip == "10.20.2.9"
    # blocks that lie in each other find their places in whatever order they come
    bring(net, "prefix\n10.20.8.0/24\n10.20.8.0/22\n")
    assert Prefix.objects.get(network="10.20.8.0/24").parent.network == "10.20.8.0/22"


def test_hostile_files_are_refused_in_words(net):
    bomb = "a: &a [x, x]\nb: &b [*a, *a, *a]\nprefixes: [*b, *b, *b]\n"
    for content, said in (
        (bomb, "YAML takma adı"),
        ("prefixes: " + "[" * 5_000, "iç içe|YAML okunamadı"),
        ("- !!python/object/apply:os.system ['true']\n", "YAML okunamadı"),
        ('[{"prefix": ' * 2_000, "JSON okunamadı"),
        (b"\x00\x01\x02", "metin dosyası değil"),
        ("prefix,prefix\n1,2\n", "yinelenen"),
        ('prefix\n"10.20.2.0/24\n', "tırnak"),
        ("prefix,vrf\n10.20.2.0/24\n", "2. satırda 1 hücre"),
        ("ad,soyad\na,b\n", "anlaşılmadı"),
    ):
        with pytest.raises(Refused, match=said):
            bring(net, content)
    odd = bring(
        net, yaml.safe_dump({"prefixes": [{"prefix": {"a": 1}}, {"prefix": "10.20.9.0/24", "tags": "a" * 60}]})
    )
    assert [fault.split(": ", 1)[0] for fault in odd.faults] == ["Ağlar, 1. satır", "Ağlar, 2. satır"]


def test_fifty_thousand_known_lines_change_nothing_and_unknown_ones_are_bounded(net, django_assert_max_num_queries):
    unit = net.office.unit_id
    many = [
        Prefix(network=f"10.{block}.{net_}.0/24", unit_id=unit, parent=None)
        for block in range(21, 41) for net_ in range(250)
    ]  # fmt: skip
    Prefix.objects.bulk_create(many)
    content = services.write_register(actor=net.expert.actor, name="prefixes", form="csv")
    out = io.StringIO()
    csv.writer(out).writerows([f"10.{a}.{b}.{c}", 32] for a in (50, 51) for b in range(100) for c in range(1, 251))
    with django_assert_max_num_queries(30):
        assert counted(bring(net, content)) == [("Ağlar", 0, 0, 5_002)]
        told = bring(net, "address,length\n" + out.getvalue(), most=0)
    assert told.faults[0].startswith("Tek seferde en çok 0 kayıt")


def test_both_doors_and_the_stranger(net):
    text = "prefix,description\n10.20.7.0/24,Depo\n"
    page = net.expert.client.post("/ag/aktar/", {"text": text, "unit_id": net.office.unit_id})
    assert (page.status_code, "1 kaydı yaz" in page.content.decode()) == (200, True)
    net.expert.client.post("/ag/aktar/", {"text": text, "unit_id": net.office.unit_id, "write": "1"})
    assert Prefix.objects.get(network="10.20.7.0/24").description == "Depo"
    assert "10.20.7.0/24" in net.expert.client.get("/ag/aktar/prefixes.csv").content.decode()
    assert "10.20.7.0/24" not in net.stranger.client.get("/ag/aktar/prefixes.csv").content.decode()
    sent = SimpleUploadedFile("aglar.csv", text.replace("Depo", "Ambar").encode())
    told = net.expert.client.post("/api/network/register-files?dry=true", {"file": sent}).json()
    assert told.get("counts", told) == [{"label": "Ağlar", "added": 0, "changed": 1, "same": 0}]
    assert Prefix.objects.get(network="10.20.7.0/24").description == "Depo"
    with pytest.raises(Refused):
        services.bring(actor=net.stranger.actor, content=text.encode(), unit_id=net.office.unit_id)
