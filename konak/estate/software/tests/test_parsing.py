"""What machines say of themselves is read; what could harm is refused with a reason. No database."""

import json
import random
import string
from xml.sax.saxutils import escape

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.output.json import JsonV1Dot5
from cyclonedx.output.xml import XmlV1Dot6

from konak.estate.software.parsing import Format, Unreadable, read
from konak.estate.software.parsing.report import MOST_PROGRAMS


def programs(report):
    return [(one.name, one.version, one.publisher) for one in report.machines[0].programs.values()]


@pytest.fixture
def bom():
    """Written by the library of the standard itself: an independent judge of what we read."""
    made = Bom()
    made.metadata.component = Component(name="BIM-PC-014", type=ComponentType.DEVICE)
    for name, version in (("LibreOffice", "24.8.2"), ("Çizim & Plan", "3.1"), ("7-Zip", "24.08")):
        made.components.add(
            Component(
                name=name,
                version=version,
                type=ComponentType.APPLICATION,
                supplier=OrganizationalEntity(name=f"{name} Yayıncısı"),
            )
        )
    made.components.add(Component(name="Pardus", version="23", type=ComponentType.OPERATING_SYSTEM))
    return made


WANTED = sorted(
    [
        ("7-Zip", "24.08", "7-Zip Yayıncısı"),
        ("LibreOffice", "24.8.2", "LibreOffice Yayıncısı"),
        ("Çizim & Plan", "3.1", "Çizim & Plan Yayıncısı"),
    ]
)


def test_a_bill_of_materials_is_read_in_both_forms(bom):
    for kind, text in (
        (Format.CYCLONEDX_JSON, JsonV1Dot5(bom).output_as_string()),
        (Format.CYCLONEDX_XML, XmlV1Dot6(bom).output_as_string()),
    ):
        found, report = read(text.encode())
        machine = report.machines[0]
        assert (found, machine.name, machine.system) == (kind, "BIM-PC-014", "Pardus 23")
        assert sorted(programs(report)) == WANTED


AGENT = """<?xml version="1.0" encoding="UTF-8"?>
<REQUEST><CONTENT>
<HARDWARE><NAME>ZABITA-07</NAME><OSNAME>Windows 11 Pro</OSNAME><LASTLOGGEDUSER>staff1</LASTLOGGEDUSER></HARDWARE>
<BIOS><SSN>5CG1234ABC</SSN></BIOS><CPUS><CORE>4</CORE></CPUS><CPUS><CORE>4</CORE></CPUS>
<SOFTWARES><NAME>Ofis Paketi 2021</NAME><VERSION>16.0.1</VERSION><PUBLISHER>Örnek Yazılım A.Ş.</PUBLISHER></SOFTWARES>
<SOFTWARES><NAME></NAME><GUID>oyun-kur</GUID><VERSION>1</VERSION></SOFTWARES>
<SOFTWARES><VERSION>3</VERSION></SOFTWARES>
</CONTENT><DEVICEID>zabita-07-2026</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>"""


def test_the_agents_say_machine_serial_user_and_cores():
    told = {
        "action": "inventory",
        "deviceid": "zabita-07-2026",
        "content": {
            "hardware": {"name": "ZABITA-07", "lastloggeduser": "staff1"},
            "operatingsystem": {"full_name": "Windows 11 Pro"},
            "bios": {"ssn": "5CG1234ABC"},
            "cpus": [{"core": 4}, {"core": 4}],
            "softwares": [
                {"name": "Ofis Paketi 2021", "version": "16.0.1", "publisher": "Örnek Yazılım A.Ş."},
                {"name": "oyun-kur", "version": 1},
                {"version": "3"},
            ],
        },
    }
    for kind, text in ((Format.AGENT_XML, AGENT), (Format.AGENT_JSON, json.dumps(told))):
        found, report = read(text.encode())
        machine = report.machines[0]
        facts = (machine.name, machine.serial, machine.system, machine.user, machine.cores)
        assert (found, facts) == (kind, ("ZABITA-07", "5CG1234ABC", "Windows 11 Pro", "staff1", 8))
        assert programs(report) == [("Ofis Paketi 2021", "16.0.1", "Örnek Yazılım A.Ş."), ("oyun-kur", "1", "")]
        assert report.left_out == 1


WINGET = (
    "   - \r   \\ \r\r"
    "Ad                       Kimlik                Sürüm    Kullanılabilir Kaynak\r\n"
    "------------------------------------------------------------------------------\r\n"
    "Mozilla Firefox (x64 tr) Mozilla.Firefox       132.0.1  133.0          winget\r\n"
    "Çok uzun adlı bir progr… Ornek.UzunProgram     2.4                     winget\r\n"
    "微信                     Tencent.WeChat        3.9.12                  winget\r\n"
    "Bordro 2020              ARP\\Machine\\X86\\Bor… > 20.1.0\r\n"
    "2 yükseltme var.\r\n"
)


def test_a_table_of_winget_is_cut_at_its_columns_whatever_the_language():
    for content in (WINGET.encode(), WINGET.encode("utf-16")):
        kind, report = read(content)
        assert kind == Format.WINGET_LIST
        assert programs(report) == [
            ("Mozilla Firefox (x64 tr)", "132.0.1", "Mozilla"),
            ("Ornek.UzunProgram", "2.4", "Ornek"),
            ("微信", "3.9.12", "Tencent"),
            ("Bordro 2020", "20.1.0", ""),
        ]


def test_an_export_of_winget_names_packages():
    told = {
        "$schema": "https://aka.ms/winget-packages.schema.2.0.json",
        "Sources": [{"Packages": [{"PackageIdentifier": "Git.Git", "Version": "2.47"}, {"Version": "1"}]}],
    }
    kind, report = read(json.dumps(told).encode())
    assert (kind, programs(report), report.left_out) == (Format.WINGET_EXPORT, [("Git.Git", "2.47", "Git")], 1)


DPKG = """Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
||/ Name           Version          Architecture Description
+++-==============-================-============-=================================
ii  libreoffice    4:24.8.2-1       amd64        office productivity suite
hi  postgresql-15  15.8-0+deb12u1   amd64        database
rc  eski-paket     1.0              all          removed, configuration left
"""


def test_only_what_is_installed_counts_in_a_list_of_dpkg():
    kind, report = read(DPKG.encode())
    assert (kind, programs(report), report.left_out) == (
        Format.DPKG,
        [("libreoffice", "4:24.8.2-1", ""), ("postgresql-15", "15.8-0+deb12u1", "")],
        0,
    )
    kind, report = read(b"bash\t5.2.15-2\nlibc6:amd64\t2.36-9\nyarim\t\n")
    assert (kind, programs(report)) == (Format.DPKG, [("bash", "5.2.15-2", ""), ("libc6", "2.36-9", "")])


def test_a_table_holds_many_machines_in_any_order_of_columns():
    lines = ("SÜRÜM;Yayıncı;Bilgisayar;Seri No;Yazılım", "1.0;A;PC-1;S1;Bir", "2.0;B;PC-2;S2;İki", ";;PC-1;S1;Üç")
    text = "\r\n".join((*lines, ";;PC-1;S1;", ""))
    for content in (text.encode("utf-8-sig"), text.encode("cp1254")):
        kind, report = read(content)
        assert (kind, report.left_out) == (Format.CSV, 1)
        assert [(one.name, one.serial, [p.name for p in one.programs.values()]) for one in report.machines] == [
            ("PC-1", "S1", ["Bir", "Üç"]),
            ("PC-2", "S2", ["İki"]),
        ]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "kendi dışına çıkan varlık": b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom>&x;</bom>',
    "çoğalan varlıklar": f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY l0 "ha">{LAUGHS}]><bom>&l9;</bom>'.encode(),
    "uzaktaki belge türü": b'<!DOCTYPE bom SYSTEM "http://example.org/x.dtd"><bom><components/></bom>',
    "derin JSON": b'{"bomFormat":"CycloneDX","components":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "derin XML": b"<REQUEST><CONTENT>" + b"<A>" * 5_000 + b"</A>" * 5_000 + b"</CONTENT></REQUEST>",
    "sıkıştırılmış": b"PK\x03\x04" + b"\0" * 100,
    "gzip": b"\x1f\x8b\x08\x00" + b"\0" * 100,
    "ikili": bytes(range(256)) * 20,
    "boş": b"  \n ",
    "yarım JSON": b'{"bomFormat":"CycloneDX","components":[{"name":"a"',
    "yarım XML": b"<REQUEST><CONTENT><SOFTWARES>",
    "başka XML": b"<html><body/></html>",
    "başka JSON": b'{"a": 1}',
    "listesi liste olmayan": b'{"bomFormat":"CycloneDX","components":{"name":"a"}}',
    "düz yazı": "Merhaba, ekte liste var.\nSaygılar".encode(),
    "programsız": b'{"bomFormat":"CycloneDX","components":[]}',
    "başlıksız CSV": b"a;b;c\n1;2;3\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_harm_or_says_nothing_is_refused_in_words(name):
    with pytest.raises(Unreadable) as refused:
        read(HOSTILE[name])
    assert str(refused.value).endswith(".") or str(refused.value).endswith(")")


def test_lists_longer_than_any_machine_has_programs_are_refused():
    many = "Program\tSürüm\n" + "".join(f"p{n}\t1\n" for n in range(MOST_PROGRAMS + 1))
    with pytest.raises(Unreadable, match=r"20\.000"):
        read(many.encode())
    with pytest.raises(Unreadable, match="25 MB"):
        read(b"x" * (25 * 1024 * 1024 + 1))


def test_no_garbage_makes_a_reader_fall_over():
    """Every reader either reads or refuses, whatever is done to a good file."""
    dice = random.Random(7)
    good = [AGENT, WINGET, DPKG, "Program;Sürüm\nA;1\n", '{"bomFormat":"CycloneDX","components":[{"name":"a"}]}']
    for turn in range(1_500):
        text = list(good[turn % len(good)])
        for _ in range(dice.randint(1, 8)):
            place = dice.randrange(len(text))
            match dice.randrange(3):
                case 0:
                    text[place] = dice.choice(string.printable + "İ\u200b\x0b{}[]<>&;\t\r")
                case 1:
                    del text[place : place + dice.randint(1, 30)]
                case _:
                    text[place:place] = text[: dice.randint(0, 40)]
            if not text:
                text = ["x"]
        kind = dice.choice(["", *Format])
        try:
            _, report = read("".join(text).encode(), kind)
        except Unreadable:
            continue
        assert all(one.name and "\n" not in one.name for one in report.machines[0].programs.values())


def test_names_are_made_one_printable_line():
    name = "Ofis\u0007 \n  Paketi\u202e" + "x" * 500
    named = f"<SOFTWARES><NAME>{escape(name.replace(chr(7), ''))}</NAME></SOFTWARES>"
    xml = f"<REQUEST><CONTENT><HARDWARE><NAME>PC</NAME></HARDWARE>{named}</CONTENT></REQUEST>"
    _, report = read(xml.encode())
    found = programs(report)[0][0]
    assert (found.startswith("Ofis Paketi x"), len(found), found.isprintable()) == (True, 250, True)
