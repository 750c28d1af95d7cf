from itertools import count

from konak.foundation.people.models import Unit
from konak.foundation.people.positions import UnitKind
from konak.governance.organization.queries import Card, branch_of, chart_on
from konak.governance.organization.views.drawing import LEGIBLE, pages

WIDTHS = (10, 10, 9)


def grown(numbers, level=0):
    number = next(numbers)
    card = Card(number, None, f"Birim {number} Şube Müdürlüğü", "", "branch")
    if level < len(WIDTHS):
        card.children = [grown(numbers, level + 1) for _ in range(WIDTHS[level])]
    return card


def test_a_thousand_units_are_printed_on_few_sheets_that_can_all_be_read():
    sheets = pages([grown(count(1))])
    assert (len(sheets), all(sheet["scale"] >= LEGIBLE for sheet in sheets)) == (11, True)
    shown = {box["name"] for sheet in sheets for box in sheet["boxes"]}
    assert len(shown) == 1 + 10 + 100 + 900


def test_a_unit_is_headed_by_the_seat_that_leads_and_not_by_its_deputy(hall):
    office = Unit.objects.create(name="Genel Sekreterlik", kind=UnitKind.EXECUTIVE, parent=hall.municipality)
    general = hall.seat("secretary_general", office)
    hall.seat("deputy_secretary_general", office)  # came later
    card = branch_of(chart_on(), office.pk)
    assert (card.head, card.head_id, card.acting) == (general.user.full_name, general.user.pk, False)
