"""The map in a real browser: looked at by pointer and by keys, drawn on, in both colours, asking nobody outside."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def corners(field):
    return [tuple(map(float, row.split())) for row in field.input_value().splitlines()]


def test_a_map_is_looked_at_drawn_on_and_read_without_seeing_it(visit, axe, site):
    page = visit("administrator")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/bilesenler/")
    shown = page.locator("[data-map][data-ready]", has=page.get_by_text("Katmanlar", exact=True))
    expect(shown).to_have_count(1, timeout=30_000)
    say = shown.locator("[data-map-state]")
    middle = "e => { const m = konakMaps.of(e); const p = m.project([30.521, 40.518]); return [p.x, p.y] }"
    x, y = shown.evaluate(middle)
    shown.locator("canvas").click(position={"x": x, "y": y})
    expect(shown.locator(".k-map-popup")).to_contain_text("Çarşı otoparkı")
    # by keyboard: the cross in the middle stands where the list leads
    shown.get_by_text("Haritadakileri liste olarak göster").click()
    shown.get_by_role("row", name="Meydan otoparkı").get_by_role("button").click()
    expect(shown.locator("canvas")).to_be_focused()
    page.wait_for_function("() => !konakMaps.of(document.querySelector('[data-map]')).isMoving()")
    page.keyboard.press("Enter")
    expect(say).to_contain_text("Meydan otoparkı")
    expect(say).to_contain_text("Araç")
    shown.get_by_text("Katmanlar", exact=True).click()
    shown.get_by_role("checkbox", name="Otopark").uncheck()
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 0)")  # the bar on top hides half of what scrolls under it
    axe(page)

    form = page.locator("form", has=page.locator("[data-map]")).first
    field = form.get_by_label("Yeri")
    field.fill("40,500 30,500\n40,500 30,510\n40,510 30,510")
    field.press("Tab")
    drawn = form.locator("[data-map][data-ready]")
    expect(drawn).to_have_count(1, timeout=30_000)
    drawn.get_by_role("button", name="Sil").click()
    expect(field).to_have_value("")
    canvas = drawn.locator("canvas")
    for at in [(200, 100), (320, 100), (320, 200), (200, 200)]:
        canvas.click(position={"x": at[0], "y": at[1]})
    canvas.click(position={"x": 200, "y": 200})
    expect(field).not_to_have_value("")
    assert len(corners(field)) == 4
    # what was drawn stays when the colours change
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    drawn.get_by_role("button", name="Düzelt").click()
    assert len(corners(field)) == 4
    assert [url for url in asked if not url.startswith((site.url, "blob:", "data:"))] == []
