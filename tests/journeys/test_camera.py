"""A phone held before a label: the camera's own picture, the reader from our own files, the page of the thing."""

import pytest
import segno
from playwright.sync_api import expect

from tests.journeys.conftest import CHROMIUM

pytestmark = pytest.mark.journey
WIDE, HIGH, FRAMES = 640, 480, 10


def film(words: str) -> bytes:
    """A short film (YUV4MPEG2) that shows nothing but the QR code of these words, for Chromium's camera."""
    rows = [list(row) for row in segno.make(words, micro=False).matrix_iter(border=4)]
    dot = (HIGH - 40) // len(rows)
    left, top = (WIDE - dot * len(rows)) // 2, (HIGH - dot * len(rows)) // 2
    light = bytearray(b"\xeb" * (WIDE * HIGH))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            for line in range(dot if dark else 0):
                start = (top + y * dot + line) * WIDE + left + x * dot
                light[start : start + dot] = b"\x10" * dot
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDE * HIGH // 2)
    return b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420mpeg2\n" % (WIDE, HIGH) + frame * FRAMES


def test_a_label_held_before_the_camera_opens_its_thing(site, visit, browser, tmp_path):
    page = visit("head")
    page.goto("/tasinirlar/")
    thing = page.locator("main a[data-row]").first.get_attribute("href")
    reel = tmp_path / "etiket.y4m"
    reel.write_bytes(film(f"{site.url}{thing}"))
    phone = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={reel}",
        ],
    )
    try:
        context = phone.new_context(
            base_url=site.url,
            storage_state=page.context.storage_state(),
            permissions=["camera"],
            viewport={"width": 390, "height": 844},
        )
        held = context.new_page()
        held.goto("/tasinirlar/tara/")
        held.get_by_role("button", name="Kamerayı aç").click()
        held.wait_for_url(f"**{thing}", timeout=30_000)
        expect(held.get_by_role("heading", level=1)).to_be_visible()
    finally:
        phone.close()
