"""What is handed over is receipted: the holder signs, and beside him whoever handed it out, where he signs at all."""

from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store_as_is
from konak.foundation.people.models import User

from .. import access
from ..models import Device, Format, Level, Request
from .asking import Wanted, ask

PURPOSE = "esignature.receipt"


def receipt(device: Device, *, actor: Actor, number: str = "") -> Request:
    """The receipt of a card or reader, laid into the trays; a new card signs its own as the first thing it signs."""
    holder = User.objects.get(pk=device.assignee_id or 0)
    giver = User.objects.filter(pk=actor.user_id or 0).first()
    both = giver is not None and giver.pk != holder.pk and actor.holds(access.SIGN)
    data = {
        "title": "Teslim tutanağı",
        "unit": device.unit.name,
        "number": number or None,
        "date": localdate().isoformat(),
        "kind": device.get_kind_display(),
        "serial": device.serial,
        "model": device.model or "–",
        "holder": holder.full_name,
        "giver": giver.full_name if giver else "Konak",
        "both": both,
    }
    content = store_as_is(
        actor=actor,
        content=render_pdf("esignature/tutanak", data, standard="a-1b"),
        name=f"teslim-{device.pk}.pdf",
        media_type="application/pdf",
        unit_id=device.unit_id,
        purpose="esignature",
    )
    signers = [Wanted(holder.pk, order=1, acts="Teslim alan")]
    if giver is not None and both:
        signers.append(Wanted(giver.pk, order=2, acts="Teslim eden"))
    return ask(
        actor=actor,
        purpose=PURPOSE,
        reference=number or device.serial,
        subject=f"Teslim tutanağı: {device}",
        content=content,
        signers=signers,
        form=Format.PADES,
        level=Level.LTA,
        unit_id=device.unit_id,
        url="/imza/sertifikalarim/",
    )
