"""Approval records, what ties texts together, and what their terms mean."""

import datetime as dt
import io

import pytest
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.search.models import SearchRow
from konak.foundation.search.services import rebuild
from konak.governance.legislation import queries, services
from konak.governance.legislation.models import (
    BindingState,
    Clause,
    ClauseLink,
    Duty,
    ExternalBody,
    Kind,
    Regulation,
    Succession,
    TermBinding,
)
from konak.governance.legislation.tests.regulation_text import TEXT as DEFINING
from konak.governance.legislation.tests.regulation_text import handed_in, settle
from konak.governance.legislation.tests.scene import DECISION, TEXT, regulation_of
from konak.governance.legislation.tests.test_past import DAY, TODAY, ago, proved
from konak.governance.organization.models import Group, GroupRule

NEXT = TEXT.replace("aylık olarak güncellemek", "aylık olarak güncellemek ve yayımlamak").replace(
    "c) Şube müdürlükleri arasında görev dağılımını belirlemek ve güncel tutmak.",
    "c) Bilişim sözleşmelerini izlemek.",
)
DIRECTIVE = """DENEME BELEDİYESİ
COĞRAFİ BİLGİ SİSTEMLERİ ŞUBE MÜDÜRLÜĞÜ
ÇALIŞMA YÖNERGESİ

Amaç
MADDE 1 – (1) Bu Yönergenin amacı, Coğrafi Bilgi Sistemleri Şube Müdürlüğünün çalışmasını düzenlemektir.

Görevler
MADDE 2 – (1) Coğrafi Bilgi Sistemleri Şube Müdürlüğünün görevleri şunlardır:
a) İmar planı katmanlarını güncellemek,
b) Şehir rehberini işletmek.

Yürürlük
MADDE 3 – (1) Bu Yönerge, Başkan onayı ile yürürlüğe girer.
"""


def draft(scene, text, **facts):
    made = services.hand_in(
        actor=scene.head.actor,
        content=io.BytesIO(text.encode()),
        name="metin.txt",
        unit_id=scene.hall.department.pk,
        **facts,
    )
    settle(scene.head, made, scene.hall.department)
    return made


def directive(scene):
    return draft(scene, DIRECTIVE, kind=Kind.DIRECTIVE, parent=regulation_of(scene))


def approved(scene, made, **facts):
    return services.approve(made.case.number, actor=scene.head.actor, **facts)


def test_the_day_of_force_follows_from_the_record_by_the_rule_of_the_text(scene):
    made = draft(scene, TEXT)
    record = {name: value for name, value in DECISION.items() if name != "in_force_on"}
    with pytest.raises(Refused, match="kayıtta eksik: yayım tarihi"):
        approved(scene, made, **record)
    text = approved(scene, made, **record, published_on=dt.date(2025, 3, 3), published_in="Belediye sitesi")
    assert (text.in_force_on, text.in_force_how.split(" → ")[-1]) == (dt.date(2025, 3, 3), "yayım 03.03.2025")
    assert {duty.opened_on for duty in text.duties.all()} == {dt.date(2025, 3, 3)}


def test_a_day_given_by_hand_is_kept_with_what_the_rule_would_say(scene):
    text = approved(scene, draft(scene, TEXT), **DECISION, published_on=dt.date(2025, 3, 3))
    assert (text.in_force_on, text.in_force_how.startswith("Elle verildi. Kurala göre 03.03.2025 olurdu.")) == (
        DECISION["in_force_on"],
        True,
    )


def test_a_directive_asks_for_its_approval_and_is_flagged_without_one(scene):
    made = directive(scene)
    empty = {"decision_body": "", "decision_date": None, "decision_number": "", "in_force_on": TODAY - 9 * DAY}
    with pytest.raises(Refused, match="Oluru veren makamı, olurun tarihini ve sayısını yazın"):
        approved(scene, made, **empty)
    text = approved(scene, made, **empty, without_approval=True)
    page = scene.head.client.get("/mevzuat/").content.decode()
    assert ([row.pk for row in queries.unapproved(scene.head.actor)], "Oluru yok" in page) == ([text.pk], True)
    services.record_dates(
        text.case.number,
        actor=scene.head.actor,
        decision_body="Başkanlık Makamı",
        decision_date=TODAY - 10 * DAY,
        decision_number="E.1234",
    )
    assert queries.unapproved(scene.head.actor) == []


def test_a_regulation_never_comes_into_force_without_its_decision(scene):
    with pytest.raises(Refused, match="Kararı veren organı"):
        approved(
            scene, draft(scene, TEXT), decision_body="", decision_date=None, decision_number="",
            in_force_on=TODAY, without_approval=True,
        )  # fmt: skip


def test_only_who_may_approve_completes_the_record(scene):
    given = {"decision_body": "Meclis", "decision_date": dt.date(2025, 1, 10), "decision_number": "1"}
    with pytest.raises(Refused, match="Mevzuatı yürürlüğe koyma"):
        services.record_dates(scene.number, actor=scene.gis_clerk.actor, **given)
    with pytest.raises(Regulation.DoesNotExist):
        services.record_dates(scene.number, actor=scene.stranger.actor, **given)


def test_clauses_of_a_directive_are_tied_to_those_of_its_regulation(scene):
    made = directive(scene)
    own = made.clauses.get(path="2.a")
    row = next(one for one in queries.ties(made) if one.clause.pk == own.pk)
    assert row.offers[0][0].path == "2.a"
    link = services.link_clause(own.pk, actor=scene.head.actor, parent_id=row.offers[0][0].pk)
    assert [one.parent.path for one in queries.rests_on(own)] == ["2.a"]
    shown = queries.carried_by(scene.head.actor, scene.map_duty.clause)
    assert [one.clause.regulation.title for one in shown] == [made.title]
    stranger = Clause.objects.filter(regulation=made).first()
    with pytest.raises(Refused, match="dayandığı yönetmelikte yok"):
        services.link_clause(own.pk, actor=scene.head.actor, parent_id=stranger.pk)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.unlink_clause(link.pk, actor=scene.gis_clerk.actor)
    services.unlink_clause(link.pk, actor=scene.head.actor)
    assert ClauseLink.objects.count() == 0
    page = scene.head.client.get(f"/mevzuat/{made.case.number}/baglar/")
    assert (page.status_code, scene.stranger.client.get(f"/mevzuat/{made.case.number}/baglar/").status_code) == (
        200,
        404,
    )


def test_duties_of_the_text_before_are_paired_by_a_person_and_lend_their_history(scene):
    old = scene.map_duty
    proof = proved(old, scene.gis_clerk, filed_at=ago(90), since=TODAY - 120 * DAY, until=TODAY - 90 * DAY)
    made = draft(scene, NEXT, predecessor=regulation_of(scene))
    text = approved(scene, made, **DECISION | {"in_force_on": TODAY - 5 * DAY})
    pairs = {(row.old.clause.path, row.new.clause.path): row.reason for row in queries.successions(text)}
    assert pairs == {
        ("2.a", "2.a"): "Değişti",
        ("2.b", "2.b"): "Aynı",
        ("2.c", "2.c"): "Aynı",
        ("3.a", "3.a"): "Aynı",
        ("3.b", "3.b"): "Aynı",
        ("4.a", "4.a"): "Aynı",
    }
    new = Duty.objects.get(regulation=text, clause__path="2.a")
    assert queries.forebears(scene.head.actor, new) == []
    row = Succession.objects.get(new=new)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.decide_succession(row.pk, actor=scene.gis_clerk.actor, accept=True)
    services.decide_succession(row.pk, actor=scene.head.actor, accept=True)
    assert services.confirm_successions(text.case.number, actor=scene.head.actor) == 5
    found = queries.forebears(scene.head.actor, new)
    assert [(one.duty.pk, [kept.pk for kept in one.proofs]) for one in found] == [(old.pk, [proof.pk])]
    assert [heir.pk for heir in queries.heirs(scene.head.actor, old)] == [new.pk]
    gone, fresh = queries.unpaired(text)
    assert ([duty.clause.path for duty in gone], [duty.clause.path for duty in fresh]) == (["3.c"], ["3.c"])
    services.pair_duties(fresh[0].pk, actor=scene.head.actor, old_id=gone[0].pk)
    assert queries.unpaired(text) == ([], [])
    assert {row.state for row in queries.successions(text)} == {BindingState.CONFIRMED}
    for address in (f"/gorevler/{new.pk}/", f"/mevzuat/{text.case.number}/devir/"):
        assert scene.head.client.get(address).status_code == 200


def test_repeal_never_lies_ahead(scene):
    with pytest.raises(Refused, match="henüz gelmedi"):
        services.repeal(scene.number, actor=scene.head.actor, repealed_on=TODAY + DAY, why="Yarın")


# Terms --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def defined(scene):
    text = handed_in(scene.hall, scene.head, DEFINING)
    return {row.term: row for row in text.definitions.all()}


def test_an_unbound_term_is_listed_and_offered_what_it_most_likely_means(scene, defined):
    text = defined["Başkanlık"].regulation
    rows = {row.definition.term: row.offer for row in queries.terms(text, offers=True)}
    assert rows["Başkanlık"].value == f"unit:{scene.hall.department.pk}"
    assert rows["Belediye"].value == f"unit:{scene.hall.municipality.pk}"
    listed = {one.regulation.pk: [term.term for term in one.terms] for one in queries.unresolved(scene.head.actor)}
    assert listed[text.pk] == ["Belediye", "Başkanlık"]
    assert queries.unresolved(scene.stranger.actor) == []


def test_a_term_means_something_from_a_day_on_and_something_else_before(scene, defined):
    term, head = defined["Başkanlık"], scene.head.actor
    services.bind_term(term.pk, actor=head, meant="unit", unit_id=scene.hall.gis.pk, since=TODAY - 90 * DAY)
    services.bind_term(term.pk, actor=head, meant="unit", unit_id=scene.hall.department.pk, since=TODAY - 10 * DAY)

    def meaning(day):
        row = next(one for one in queries.terms(term.regulation, day) if one.definition.pk == term.pk)
        return row.binding.unit_id if row.binding else None

    days = [TODAY - 91 * DAY, TODAY - 90 * DAY, TODAY - 11 * DAY, TODAY - 10 * DAY, TODAY]
    assert [meaning(day) for day in days] == [
        None, scene.hall.gis.pk, scene.hall.gis.pk, scene.hall.department.pk, scene.hall.department.pk,
    ]  # fmt: skip
    with pytest.raises(Refused, match="ondan önce başlayamaz"):
        services.bind_term(term.pk, actor=head, meant="unit", unit_id=scene.hall.gis.pk, since=TODAY - 20 * DAY)
    services.end_term(term.pk, actor=head, until=TODAY - DAY)
    assert meaning(TODAY) is None


def test_the_text_shows_what_a_term_means_where_it_is_used(scene, defined):
    term = defined["Başkanlık"]
    services.bind_term(term.pk, actor=scene.head.actor, meant="unit", unit_id=scene.hall.department.pk)
    page = scene.head.client.get(f"/mevzuat/{term.regulation.case.number}/").content.decode()
    assert f'title="Başkanlık: {scene.hall.department.name}">Başkanlığının</a>' in page


def test_only_reviewers_bind_terms(scene, defined):
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.bind_term(defined["Belediye"].pk, actor=scene.gis_clerk.actor, meant="nothing")
    assert scene.stranger.client.get(f"/tanimlar/{defined['Belediye'].pk}/").status_code == 404
    assert TermBinding.objects.count() == 0


def test_a_term_is_bound_to_a_group_the_organisation_keeps(scene, defined):
    group = Group.objects.create(code="tum-personel", name="Tüm personel", unit=scene.hall.municipality)
    GroupRule.objects.create(group=group)
    term, head = defined["Belediye"], scene.head
    with pytest.raises(Refused, match="Bu kodla bir grup yok"):
        services.bind_term(term.pk, actor=head.actor, meant="group", group="yok")
    wish = {"target": "group:tum-personel", "unit": "", "since": ""}
    assert head.client.post(f"/tanimlar/{term.pk}/", wish).status_code == 302
    row = next(one for one in queries.terms(term.regulation) if one.definition.pk == term.pk)
    assert (row.binding.group, row.binding.words) == ("tum-personel", "Grup: Tüm personel")
    page = head.client.get(f"/mevzuat/{term.regulation.case.number}/?sekme=tanimlar").content.decode()
    assert '<a href="/teskilat/gruplar/tum-personel/">Grup: Tüm personel</a>' in page


def test_a_reader_ends_what_a_term_meant_and_the_past_keeps_it(scene, defined):
    term, head = defined["Başkanlık"], scene.head
    begin = TODAY - 90 * DAY
    services.bind_term(term.pk, actor=head.actor, meant="unit", unit_id=scene.hall.department.pk, since=begin)
    address = f"/tanimlar/{term.pk}/sonlandir/"
    text = f"/mevzuat/{term.regulation.case.number}/?sekme=tanimlar"
    assert f'href="{address}"' in head.client.get(text).content.decode()
    assert head.client.get(address).status_code == 200
    assert scene.stranger.client.post(address, {"until": ""}).status_code == 404
    assert head.client.post(address, {"until": (TODAY - 5 * DAY).isoformat()}).status_code == 302
    assert TermBinding.objects.get(definition=term).until == TODAY - 5 * DAY
    assert f'href="{address}"' not in head.client.get(text).content.decode()
    assert head.client.post(address, {"until": ""}).status_code == 422


def test_an_editor_notes_beside_a_definition_what_its_text_cannot_say(scene, defined):
    term, head = defined["Başkanlık"], scene.head
    address, text = f"/tanimlar/{term.pk}/not/", f"/mevzuat/{term.regulation.case.number}/?sekme=tanimlar"
    assert scene.stranger.client.post(address, {"note": "x"}).status_code == 404
    assert head.client.post(address, {"note": "Adı değişti: bugünkü karşılığı Daire Başkanlığı."}).status_code == 302
    assert "bugünkü karşılığı Daire" in head.client.get(text).content.decode()
    assert head.client.post(address, {"note": "x" * 501}).status_code == 422
    assert head.client.post(address, {"note": ""}).status_code == 302
    assert "bugünkü karşılığı" not in head.client.get(text).content.decode()


def test_a_body_outside_the_house_is_found_by_name_and_short_name(scene):
    body = services.keep_body(
        actor=scene.head.actor, name="Kişisel Verileri Koruma Kurumu", short_name="KVKK", kind="authority"
    )
    rows = SearchRow.objects.filter(kind="legislation.externalbody")
    assert [(row.title, row.public, row.url) for row in rows] == [
        ("Kişisel Verileri Koruma Kurumu", True, f"/tanimlar/?kurum={body.pk}#kurum-{body.pk}")
    ]
    assert "Kişisel Verileri Koruma" in scene.stranger.client.get("/ara/", {"q": "kvkk"}).content.decode()
    rows.delete()
    assert rebuild("legislation.externalbody") == 1


def test_a_body_is_entered_once_and_with_a_sound_number(scene):
    body = services.keep_body(actor=scene.head.actor, name="  USOM ", kind="authority", detsis="12345678")
    assert (body.name, ExternalBody.objects.count()) == ("USOM", 1)
    for wrong, words in (({"name": "USOM"}, "zaten kayıtlı"), ({"name": "X", "detsis": "12"}, "sekiz rakamdır")):
        with pytest.raises(Refused, match=words):
            services.keep_body(actor=scene.head.actor, kind="other", **wrong)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.keep_body(actor=scene.gis_clerk.actor, name="Y", kind="other")
    assert scene.head.client.get("/tanimlar/").status_code == 200
    assert localdate() == TODAY
