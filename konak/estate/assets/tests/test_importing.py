"""A table of things: judged row by row, all or nothing, numbers and money right."""

import io
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Custody, Receipt, Stock
from konak.estate.assets.services import importing
from konak.foundation.lifecycle import Refused

HEAD = "Sicil No;Kod;Ad;Marka;Model;Seri No;Giriş Tarihi;Garanti Sonu;Değer;Zimmetli"
GOOD = (
    ";255.02.01.01.02;Dizüstü;Örnek;N14;A1;15.03.2019;15.03.2022;12.345,67;",
    "255.02.01.01.02.19.00007;255.02.01.01.02;;Örnek;N14;A2;2019-05-01;;1000;{holder}",
    ";255.02.01.01.02;;;;;31.12.2019;;0,01;",
)


def read(store, *lines):
    text = "\n".join((HEAD, *lines)).format(holder=store.clerk.user.username)
    return importing.read(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        content=io.BytesIO(text.encode("cp1254")),
        name="a.csv",
    )


def test_a_sound_table_is_taken_in_whole_under_one_opening_receipt(store):
    row = read(store, *GOOD)
    assert (row.rows, row.faulty, Asset.objects.count()) == (3, 0, 0)
    receipt = importing.take_in(row.pk, actor=store.keeper.actor)

    assert (receipt.case.state, receipt.slip, receipt.kind) == ("recorded", 1, "opening")
    tags = list(Asset.objects.order_by("tag").values_list("tag", "state", "cost"))
    assert tags == [
        ("255.02.01.01.02.19.00007", "used", Decimal("1000.00")),
        ("255.02.01.01.02.19.00008", "stored", Decimal("12345.67")),
        ("255.02.01.01.02.19.00009", "stored", Decimal("0.01")),
    ]
    stock = Stock.objects.get(item=store.laptop)
    assert (stock.quantity, stock.amount) == (3, Decimal("13345.68"))
    (held,) = Custody.objects.all()
    assert (held.holder_id, held.state) == (store.clerk.user.pk, "offered")
    with pytest.raises(Refused, match="zaten sonuçlandı"):
        importing.take_in(row.pk, actor=store.keeper.actor)


def test_faulty_rows_are_named_with_their_reason_and_nothing_is_taken(store):
    store.bought(1, ("B9",), maker="Örnek", model="N14")
    row = read(
        store,
        GOOD[0],
        ";255.02.01.01.02;;Örnek;N14;a-1;15.03.2019;;1;",
        ";255.99;;;;;15.03.2019;;1;",
        ";255.02.01.01.02;;;;;31.02.2020;;1;",
        ";255.02.01.01.02;;;;;01.01.2999;;1;",
        ";255.02.01.01.02;;;;;01.01.2020;01.01.2010;1;",
        ";255.02.01.01.02;;;;;01.01.2020;;çok;",
        ";255.02.01.01.02;;;;;01.01.2020;;1;yok.boyle",
        ";150.01.09.01;;;;;01.01.2020;;1;",
        "255.02.01.01.02.20.00001;255.02.01.01.02;;;;;01.01.2019;;1;",
        ";255.02.01.01.02;;ÖRNEK;n14;B 9;01.01.2020;;1;",
    )
    reasons = [words for _, words in row.faults]
    wanted = (
        "aynı seri no 2. satırda",
        "işlem gören bir taşınır kodu değil",
        "bir gün değil",
        "olamaz",
        "girişten",
        "bir tutar değil",
        "görevde böyle bir personel yok",
        "tüketim malzemesi",
        "uyuşmuyor",
        "zaten kayıtlı",
    )
    assert [next((w for w in wanted if w in words), words) for words in reasons] == list(wanted)
    assert (row.rows, row.faulty) == (11, 10)
    with pytest.raises(Refused, match="hiçbir satır alınmadı"):
        importing.take_in(row.pk, actor=store.keeper.actor)
    assert (Asset.objects.count(), Receipt.objects.count()) == (1, 1)


def test_only_the_registrar_hands_in_and_a_table_without_heads_is_refused(store):
    with pytest.raises(Refused, match="kayıt yetkilisi yapar"):
        importing.read(
            actor=store.clerk.actor, warehouse_id=store.warehouse.pk, content=io.BytesIO(b"kod\n1"), name="a.csv"
        )
    with pytest.raises(Refused, match="giriş tarihi"):
        importing.read(
            actor=store.keeper.actor,
            warehouse_id=store.warehouse.pk,
            content=io.BytesIO(b"kod;ad\n1;2"),
            name="a.csv",
        )


def test_thousands_of_rows_go_in_and_the_sums_are_exact(store):
    lines = [f";255.02.01.01.02;;Örnek;N{n % 5};S{n:06};01.02.{2015 + n % 8};;{n},10;" for n in range(3_000)]
    receipt = importing.take_in(read(store, *lines).pk, actor=store.keeper.actor)
    stock = Stock.objects.get(item=store.laptop)
    assert (stock.quantity, stock.amount) == (3_000, Decimal(sum(range(3_000))) + 300)
    assert receipt.lines.get().things.count() == 3_000
    assert Asset.objects.filter(acquired_on__year=2015).order_by("-tag").first().tag.endswith(".15.00375")
    assert receipt.dated == localdate()
