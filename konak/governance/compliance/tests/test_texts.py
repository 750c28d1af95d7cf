"""Reviews of texts, directives that were promised, references that wait for a text."""

import datetime as dt
import io

import pytest

from konak.foundation.access import NOBODY
from konak.foundation.lifecycle import Refused
from konak.governance.compliance import queries, services
from konak.governance.compliance.models import OpenReference, TextReview
from konak.governance.legislation import services as legislation
from konak.governance.legislation.models import Regulation
from konak.governance.legislation.tests.scene import DECISION

D = dt.date

PARENT = """DENEME BELEDİYESİ
BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI
TEŞKİLAT YÖNETMELİĞİ

Amaç
MADDE 1 – (1) Bu Yönetmeliğin amacı teşkilatı düzenlemektir.

Teşkilat
MADDE 2 – (1) Müdürlüklerin teşkilat yapısı, görev ve yetkileri ile çalışma esasları, yönerge ile düzenlenir.

Görevler
MADDE 3 – (1) Bilgi İşlem Dairesi Başkanlığının görevleri şunlardır:
a) Bilgi güvenliğini “Bilgi Güvenliği Prosedürleri” uyarınca sağlamak.

Yürürlük
MADDE 4 – (1) Bu Yönetmelik yayımı tarihinde yürürlüğe girer.
"""
DIRECTIVE = """COĞRAFİ BİLGİ SİSTEMLERİ ŞUBE MÜDÜRLÜĞÜ
ÇALIŞMA YÖNERGESİ

Amaç
MADDE 1 – (1) Bu Yönergenin amacı çalışma esaslarını belirlemektir.

Görevler
MADDE 2 – (1) Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri şunlardır:
a) Katmanları güncellemek.

Yürürlük
MADDE 3 – (1) Bu Yönerge onay tarihinde yürürlüğe girer.
"""


def loaded(scene, text, unit, **facts):
    made = legislation.hand_in(
        actor=scene.head.actor, content=io.BytesIO(text.encode()), name="metin.txt", unit_id=unit.pk, **facts
    )
    for clause in made.clauses.filter(is_duty=True):
        legislation.confirm(clause.pk, actor=scene.head.actor, unit=clause.unit or unit, role=clause.role)
    return made


def in_force(scene, made, day):
    legislation.approve(
        made.case.number, actor=scene.head.actor, **(DECISION | {"decision_date": day, "in_force_on": day})
    )
    return Regulation.objects.get(pk=made.pk)


def reviews():
    rows = TextReview.objects.order_by("pk")
    return [(row.regulation.case.number, row.cause, row.term, row.case.state) for row in rows]


def test_every_text_is_reviewed_a_month_before_its_anniversary_once(scene):
    assert services.open_reviews(D(2026, 1, 1)) == 0
    assert services.open_reviews(D(2026, 1, 2)) == 1
    assert services.open_reviews(D(2026, 1, 3)) == 0
    assert reviews() == [(scene.number, "yearly", D(2026, 2, 1), "open")]
    review = TextReview.objects.get()
    assert (review.case.assignee, review.case.due_on) == (scene.head.user, D(2026, 2, 2))  # 1 February is a Sunday


def test_a_review_ends_with_an_opinion(scene):
    services.open_reviews(D(2026, 1, 2))
    number = TextReview.objects.get().case.number
    with pytest.raises(Refused, match="Neyin, neden değişmesi gerektiğini"):
        services.change_text(number, actor=scene.head.actor, opinion=" ")
    ended = services.change_text(number, actor=scene.head.actor, opinion="Md. 3 yeni teşkilata uymuyor")
    assert (ended.case.state, ended.opinion, ended.case.closed_at is not None) == (
        "change",
        "Md. 3 yeni teşkilata uymuyor",
        True,
    )


def test_a_directive_whose_regulation_was_replaced_is_reviewed_at_once(scene):
    old = Regulation.objects.get(case__number=scene.number)
    directive = in_force(scene, loaded(scene, DIRECTIVE, scene.hall.gis, kind="directive", parent=old), D(2025, 3, 3))
    new = in_force(scene, loaded(scene, PARENT, scene.hall.department, predecessor=old), D(2026, 3, 2))
    assert services.open_reviews(D(2026, 9, 1)) == 1
    assert services.open_reviews(D(2026, 9, 1)) == 0
    assert reviews() == [(directive.case.number, "parent", D(2026, 3, 2), "open")]
    assert TextReview.objects.get().because_of == new


def test_a_review_of_a_text_that_ended_falls_at_night(scene):
    services.open_reviews(D(2026, 1, 2))
    legislation.repeal(scene.number, actor=scene.head.actor, repealed_on=D(2026, 1, 5), why="Yenisi")
    services.run_round(D(2026, 1, 6))
    assert reviews() == [(scene.number, "yearly", D(2026, 2, 1), "lapsed")]


def test_a_promised_directive_is_missing_for_every_branch_until_it_is_in_force(scene):
    hall = scene.hall
    text = in_force(scene, loaded(scene, PARENT, hall.department), D(2025, 6, 2))
    missing = queries.missing_directives(scene.head.actor)
    assert [(one.unit_name, one.promise.path, one.draft) for one in missing] == [
        (hall.gis.name, "2.1", None),
        (hall.network.name, "2.1", None),
    ]
    draft = loaded(scene, DIRECTIVE, hall.gis, kind="directive", parent=text)
    assert [one.draft and one.draft.pk for one in queries.missing_directives(scene.head.actor)] == [draft.pk, None]
    in_force(scene, draft, D(2025, 7, 1))
    assert [one.unit_name for one in queries.missing_directives(scene.head.actor)] == [hall.network.name]
    assert queries.missing_directives(scene.stranger.actor) == []


def test_a_directive_without_its_olur_in_full_is_shown(scene):
    draft = loaded(scene, DIRECTIVE, scene.hall.gis, kind="directive")
    legislation.approve(
        draft.case.number,
        actor=scene.head.actor,
        decision_body="Başkanlık Makamı",
        decision_date=D(2025, 3, 3),
        decision_number="—",
        in_force_on=D(2025, 3, 3),
    )
    assert [text.number for text in queries.without_olur(scene.head.actor)] == [draft.case.number]


def test_a_reference_stays_open_until_a_text_of_that_name_comes_into_force(scene):
    text = in_force(scene, loaded(scene, PARENT, scene.hall.department), D(2025, 6, 2))
    services.note_references(actor=NOBODY, day=D(2026, 5, 5))
    open_ones = queries.open_references(scene.head.actor)
    assert [(row.regulation.case.number, row.path) for row in open_ones] == [(text.case.number, "3.a")]
    assert "Prosedürleri" in open_ones[0].words

    named = PARENT.replace("TEŞKİLAT YÖNETMELİĞİ", "BİLGİ GÜVENLİĞİ PROSEDÜRLERİ YÖNERGESİ").replace(
        "“Bilgi Güvenliği Prosedürleri” uyarınca ", ""
    )
    made = in_force(scene, loaded(scene, named, scene.hall.department, kind="directive"), D(2025, 8, 1))
    services.note_references(actor=NOBODY, day=D(2026, 5, 6))
    row = OpenReference.objects.get(pk=open_ones[0].pk)
    assert (row.closed_on, row.closed_by_id) == (D(2026, 5, 6), made.pk)
    assert queries.open_references(scene.head.actor) == []
    assert queries.open_references(scene.head.actor, closed=True) == [row]


def test_a_stranger_sees_no_reference(scene):
    in_force(scene, loaded(scene, PARENT, scene.hall.department), D(2025, 6, 2))
    services.note_references(actor=NOBODY, day=D(2026, 5, 5))
    assert queries.open_references(scene.stranger.actor) == []
