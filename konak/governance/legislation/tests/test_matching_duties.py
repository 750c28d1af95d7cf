"""Duties read out of hand-built documents and of the sample municipality's texts."""

from collections import Counter
from pathlib import Path

import pytest

from konak.governance.legislation.matching import Cadence, DutyDraft, duties_of
from konak.governance.legislation.matching.cadence import stated_cadence
from konak.governance.legislation.matching.holders import from_title, in_title_case, mend, without_genitive
from konak.governance.legislation.matching.obligation import Force, force_of
from konak.governance.legislation.parsing import parse
from konak.governance.legislation.parsing.structure import Article, Clause, Definition, Document, Paragraph

TEXTS = Path(__file__).parents[1] / "sample_texts"


def item(path: str, text: str, children: list[Clause] | None = None) -> Clause:
    label = path.rsplit(".", 1)[-1]
    return Clause(label, label, path, text, text, 0, len(text), children=children or [])


def article(
    number: str, heading: str, lead: str, clauses: list[Clause], role: str = "duties", tail: str = ""
) -> Article:
    paragraphs = [Paragraph("(1)", lead)] if lead else []
    return Article(number, 1, heading, "", number, 0, 0, "", paragraphs, clauses, tail, role)


def read(*articles: Article, definitions: list[Definition] | None = None) -> list[DutyDraft]:
    text = "Türkçe yazılmış bir yönetmelik metnidir; görev, yetki ve sorumlulukları gösterir. " * 3
    return duties_of(Document(text, articles=list(articles), definitions=definitions or []))


def test_every_item_of_a_list_of_duties_is_a_duty_of_the_unit_in_the_heading() -> None:
    drafts = read(
        article(
            "8",
            "Sistem ve Ağ Şube Müdürlüğünün görevleri",
            "Sistem ve Ağ Şube Müdürlüğünün görevleri şunlardır:",
            [item("8.a", "Ağı kurmak,"), item("8.b", "Yedekleri günlük almak.")],
        )
    )

    assert [(draft.path, draft.responsible.kind, draft.responsible.name) for draft in drafts] == [
        ("8.a", "unit", "Sistem ve Ağ Şube Müdürlüğü"),
        ("8.b", "unit", "Sistem ve Ağ Şube Müdürlüğü"),
    ]
    assert drafts[1].cadence == Cadence("daily", True, "gunluk")
    assert (drafts[0].cadence.kind, drafts[0].proposed_cadence.stated) == ("none", False)


@pytest.mark.parametrize(
    "role", ["purpose", "basis", "definitions", "organization", "repeal", "entry_into_force", "execution"]
)
def test_articles_that_frame_the_text_hold_no_duties(role: str) -> None:
    assert read(article("1", "", "Birimler, kayıtları günlük olarak inceler.", [], role)) == []


def test_a_generic_heading_is_made_precise_by_the_lead_sentence() -> None:
    drafts = read(
        article(
            "7",
            "Şube Müdürünün genel görevleri",
            "Entegre Sistemler Şube Müdürünün genel görevleri şunlardır;",
            [item("7.a", "Projeleri yürütmek,")],
        )
    )

    assert (drafts[0].responsible.kind, drafts[0].responsible.name) == ("position", "Entegre Sistemler Şube Müdürü")


def test_the_heading_wins_over_a_lead_sentence_that_names_somebody_else() -> None:
    drafts = read(
        article(
            "11",
            "EBYS Destek Servisi Şefinin teknik görevleri",
            "Proje Yönetim Servisi Personeli, Servis Şefi genel görev, yetki ve sorumluluklarına tabi olup "
            "görevleri şunlardır;",
            [item("11.a", "Çalışmaları koordine etmek,")],
        )
    )

    assert [(draft.path, draft.responsible.name, draft.inherits) for draft in drafts] == [
        ("11", "EBYS Destek Servisi Şefi", ("Servis Şefi",)),
        ("11.a", "EBYS Destek Servisi Şefi", ("Servis Şefi",)),
    ]
    assert drafts[1].responsible.confidence < 0.9


def test_a_short_name_takes_the_meaning_that_the_text_defines() -> None:
    drafts = read(
        article("7", "Müdürlüğün görevleri", "", [item("7.1", "Ağı kurmak,")]),
        definitions=[Definition("d", "Müdürlük", "Bilgi İşlem Müdürlüğünü", "4.d")],
    )

    assert drafts[0].responsible.name == "Bilgi İşlem Müdürlüğü"
    assert drafts[0].responsible.evidence.endswith("4.d tanımı: «Bilgi İşlem Müdürlüğü»")


def test_participles_below_a_clause_leave_the_duty_at_the_parent() -> None:
    children = [
        item("6.a", "Hizmetleri takip etmek isteyen,"),
        item("6.b", "Borcunu ödemek isteyen,"),
        item("6.c", "Şikâyetini iletmek isteyen vatandaşlar için düzenlemeleri yapmak."),
    ]
    drafts = read(article("7", "Müdürlüğün görevleri", "", [item("6", "Resmî internet sitesinin;", children)]))

    assert [draft.path for draft in drafts] == ["6"]
    assert drafts[0].text.startswith("Resmî internet sitesinin; Hizmetleri takip etmek isteyen,")


def test_items_with_verbs_are_the_duties_and_read_complete() -> None:
    children = [item("2.a", "Donanımı temin etmek,"), item("2.b", "Arızaları gidermek.")]
    drafts = read(article("7", "Müdürlüğün görevleri", "", [item("2", "Bilgisayarlarla ilgili olarak;", children)]))

    assert [(draft.path, draft.text) for draft in drafts] == [
        ("2.a", "Bilgisayarlarla ilgili olarak: Donanımı temin etmek,"),
        ("2.b", "Bilgisayarlarla ilgili olarak: Arızaları gidermek."),
    ]


def test_a_list_of_laws_leaves_the_duty_at_the_sentence_above_it() -> None:
    laws = [item("10.a", "5393 sayılı Belediye Kanunu,"), item("10.b", "4734 sayılı Kamu İhale Kanunu,")]
    lead = "Bilgi İşlem Müdürlüğü, işlemleri aşağıdaki mevzuata uygun olarak yerine getirir."

    assert [draft.path for draft in read(article("10", "Uygulama esasları", lead, laws, "other"))] == ["10"]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Personelin eğitimini sağlamak,", Force.ACT),
        ("Evrakı kayda alır ve dağıtımını sağlar,", Force.ACT),
        ("İşlemlerin mevzuata uygun yapılmasını sağlamakla yükümlüdür.", Force.ACT),
        ("Bilgileri izinsiz olarak kurum dışına veremezler,", Force.ACT),
        ("Coğrafi veri tabanının bakımının yapılması,", Force.NOUN),
        ("Görevlerinin yerine getirilmesinden Daire Başkanına karşı sorumludur.", Force.ACCOUNT),
        ("657 sayılı Devlet Memurları Kanunu,", Force.LAW),
        ("Müdürlük; müdür, şef ve memurlardan oluşur.", Force.DESCRIPTION),
        ("Yazılım Şube Müdürlüğü,", Force.NONE),
    ],
)
def test_a_text_obliges_in_its_own_way(text: str, force: Force) -> None:
    assert force_of(text) == force


@pytest.mark.parametrize(
    ("text", "kind", "also"),
    [
        ("İz kayıtlarını günlük, haftalık ve aylık olarak incelemek,", "daily", ("weekly", "monthly")),
        ("Aylık ve üç aylık ilerleme raporlarını hazırlamak,", "monthly", ("quarterly",)),
        ("Denemeyi üç ayda bir yapmak,", "quarterly", ()),
        ("Yetkileri altı ayda bir gözden geçirmek,", "half_yearly", ()),
        ("Eğitimi yılda en az bir kez düzenlemek,", "yearly", ()),
        ("Eğitimleri yılda en az iki kez düzenlemek,", "half_yearly", ()),
        ("Riskleri düzenli aralıklarla değerlendirmek,", "periodic", ()),
        ("yilsonu ambar sayim tutanaklarini kontrol etmek", "yearly", ()),
        ("Kayıtların düzenli olarak tutulmasını sağlamak,", "none", ()),
        ("Üç yıllık garanti süresini takip etmek,", "none", ()),
        ("Sistemin sürekli çalışmasını sağlamak,", "none", ()),
    ],
)
def test_an_interval_counts_only_where_the_text_names_it(text: str, kind: str, also: tuple[str, ...]) -> None:
    cadence = stated_cadence(text)

    assert (cadence.kind, cadence.also, cadence.stated) == (kind, also, kind != "none")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bilgi İşlem Dairesi Başkanlığı'nın görev, yetki ve sorumlulukları", "Bilgi İşlem Dairesi Başkanlığı"),
        ("Şefin görev, yetki ve sorumlulukları", "Şef"),
        ("Şube müdürlerinin görevleri", "Şube müdürleri"),
        ("Müdürlüğün Yetkisi", "Müdürlük"),
        ("Servis Personelinin genel gorev, yetki ve sorumluluklari", "Servis Personeli"),
        (
            "Entegre Sistemler Sube Miidiirliigiiniin gorev, yetki ve sorumluluklar:",
            "Entegre Sistemler Şube Müdürlüğü",
        ),
        ("Dairede görevli tüm personel çalışma düzeni", "Dairede görevli tüm personel"),
        ("Veri sorumlusu birimlerin görevleri", "Veri sorumlusu birimler"),
        ("İş birliği ve koordinasyon", ""),
        ("Görevlerin yürütülmesi", ""),
    ],
)
def test_a_heading_names_its_holder_without_the_case_ending(title: str, name: str) -> None:
    assert from_title(title) == name


def test_names_are_mended_and_written_in_the_usual_case() -> None:
    assert mend("Bilgi Islem Miidiirliigii") == "Bilgi İşlem Müdürlüğü"
    assert mend("Yazılım Şube Müdürlüğü") == "Yazılım Şube Müdürlüğü"
    assert without_genitive("Park bekçilerinin") == "Park bekçileri"
    assert in_title_case("BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI") == "Bilgi İşlem Dairesi Başkanlığı"


def drafts_of(name: str) -> list[DutyDraft]:
    return duties_of(parse((TEXTS / name).read_text(encoding="utf-8")))


def test_the_sample_regulation_has_its_duties_with_their_units() -> None:
    drafts = drafts_of("ornek-yonetmelik.txt")
    by_article = Counter(draft.article_number for draft in drafts)

    assert by_article == {
        "7": 5, "8": 14, "9": 14, "10": 12, "11": 11, "12": 16, "13": 10, "14": 10, "15": 13,
        "16": 8, "17": 6, "18": 4, "19": 6, "20": 5, "21": 2, "22": 2,
    }  # fmt: skip
    assert {draft.responsible.name for draft in drafts if draft.article_number == "20"} == {
        "Bilgi Güvenliği ve SOME Kurulu"
    }
    assert len({draft.path for draft in drafts}) == len(drafts)


def test_the_sample_regulation_touches_every_module() -> None:
    modules = {score.module for draft in drafts_of("ornek-yonetmelik.txt") for score in draft.modules}

    assert len(modules) == 27


def test_the_intervals_of_the_sample_regulation_are_the_stated_ones() -> None:
    stated = {draft.path: draft.cadence.kind for draft in drafts_of("ornek-yonetmelik.txt") if draft.cadence.stated}

    assert stated == {
        "8.a": "daily", "8.c": "yearly", "8.d": "monthly", "8.e": "yearly", "8.f": "monthly", "8.i": "yearly",
        "8.k": "quarterly", "9.g": "half_yearly", "9.h": "daily", "12.b": "yearly", "12.c": "periodic",
        "12.d": "yearly", "12.e": "quarterly", "12.g": "daily", "12.ı": "yearly", "12.i": "half_yearly",
        "12.l": "half_yearly", "12.m": "yearly", "13.ğ": "half_yearly", "14.d": "yearly", "14.e": "monthly",
        "15.ğ": "half_yearly", "16.1.c": "yearly", "16.1.e": "yearly", "16.1.g": "half_yearly", "18.b": "weekly",
        "20.a": "quarterly", "20.ç": "yearly",
    }  # fmt: skip


def test_the_directive_inherits_the_general_duties_of_staff() -> None:
    drafts = {draft.path: draft for draft in drafts_of("ornek-cografi-yonerge.txt")}

    assert drafts["5.a"].responsible.name == "Veri Üretim ve Güncelleme Servisi"
    assert (drafts["8.1"].responsible.name, drafts["8.1"].inherits) == ("Servis şefleri", ())
    assert (drafts["8.2"].responsible.name, drafts["8.2"].inherits) == ("Servis personeli", ("personel",))
