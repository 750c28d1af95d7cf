"""The words of a message that leaves the house. What is secret goes out without a word of its subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from . import Form, Letter, reply_address, whole_words
from .models import Envelope, Notification

SECRET_TITLE = "Gizli bir dosyada gelişme var"  # noqa: S105 - words, not a password
SECRET_BODY = "İçeriği e-posta ya da SMS ile gönderilmez; Konak'ta açın."  # noqa: S105
MOST = 50
"""Lines a digest shows; what is more is counted."""


def letter(envelope: Envelope, told: Sequence[Notification], secrets: Mapping[int, int], to: str) -> Letter:
    """What goes out for an envelope; `secrets` gives the secrecy of each notification today."""
    lines = [_line(one, bool(secrets.get(one.pk))) for one in told]
    single = len(lines) == 1
    if single and not secrets.get(told[0].pk):
        lines[0]["body"] = whole_words(told[0].topic, told[0].subject_number, told[0].body)
    subject = lines[0]["title"] if single else _subject(envelope.form, len(lines))
    about = told[0] if single and told[0].subject_kind == "case" else None
    shown = {
        "person": envelope.recipient,
        "lines": lines[:MOST],
        "more": max(0, len(lines) - MOST),
        "many": len(lines),
        "single": single,
        "digest": envelope.form == Form.DIGEST,
        "municipality": settings.MUNICIPALITY,
        "site": settings.SITE_URL,
        "subject": subject,
    }
    return Letter(
        to=to,
        subject=subject,
        text=render_to_string("notify/letter.txt", shown).strip() + "\n",
        html=render_to_string("notify/letter.html", shown),
        short=_short(lines),
        key=envelope.key.hex,
        thread=about.subject_number if about else "",
        reply_to=reply_address(*about.subject) if about else "",
    )


def _line(one: Notification, secret: bool) -> dict[str, Any]:
    return {
        "title": SECRET_TITLE if secret else one.title,
        "body": SECRET_BODY if secret else one.body,
        "url": f"{settings.SITE_URL}/bildirimler/{one.pk}/",
        "at": localtime(one.at),
    }


def _subject(form: str, many: int) -> str:
    return f"Konak özeti: {many} bildirim" if form == Form.DIGEST else f"Konak'ta {many} yeni bildirim"


def _short(lines: Sequence[Mapping[str, Any]]) -> str:
    """For a text message: the one thing, or how many, and where to read."""
    if len(lines) == 1:
        return f"{lines[0]['title']} {lines[0]['url']}"
    return f"Konak'ta {len(lines)} yeni bildiriminiz var. {settings.SITE_URL}/bildirimler/"
